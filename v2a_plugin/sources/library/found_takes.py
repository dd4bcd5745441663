"""Takes cut from recordings: found in libraries, read, brought to length, heard and measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from v2a_plugin.media.recordings import recording_facts, recording_part
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import MediaError, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Recipe, RecordingReference, SourceKind
from v2a_plugin.model.sound import Levels, Sound
from v2a_plugin.model.takes import RenderedTake, TakeReady
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.sources.audio_edits import edited
from v2a_plugin.sources.finishing import is_silent, is_soft, mastered, turned_up
from v2a_plugin.sources.library.cutting import Wanted, cut
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.library_records import Find
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.recording_files import check_unchanged, locate
from v2a_plugin.sources.library.search import Query, kinds_first, search
from v2a_plugin.sources.placing.follow import Followed, follow, follows
from v2a_plugin.sources.placing.singles import seconds_of
from v2a_plugin.sources.ranking import ClapRanker, both, score
from v2a_plugin.sources.rendering import Rendering, measured_take

__all__ = ["TakeFinder"]

_SPARE = 16
"""Finds beyond the takes that are wanted: some may be away, changed or silent."""


@dataclass(frozen=True, slots=True, eq=False)
class TakeFinder:
    """Makes takes of recordings.

    Attributes:
        libraries: Where they are looked for; one that cannot be read is left out, and a notice says so.
        ranker: Of the bundle whose conditionings are answered.
        measure: Measures loudness and peaks.
        process: Changes a finished sound before it is heard and measured; keeps rate and length.
    """

    libraries: Sequence[Library]
    ranker: ClapRanker
    measure: Callable[[Sound], Levels]
    process: Callable[[Sound], Sound] = lambda sound: sound

    def find(
        self, query: Query, conditionings: Sequence[Conditioning], seeds: Sequence[int], recipe: Recipe,
        avoid: frozenset[str] = frozenset(), *, fits: Callable[[Find], bool], others: bool,
    ) -> Steps[tuple[RenderedTake, ...]]:  # fmt: skip
        """A take a seed, each of another recording, down the list of finds; fewer where there are not enough.

        Of finds with one name the first comes first, the others after all names; those that do not fit come last.
        Each take is yielded as a `TakeReady` as soon as it is finished. Recordings that are away, changed since they
        were scanned, or silent are passed over.

        Args:
            query: What is looked for; its limit is not used.
            conditionings: One a take: what it is scored against.
            seeds: One a take.
            recipe: What all takes share, with the edits that each gets; seed, place and recording are set here.
            avoid: Digests of recordings that are not wanted.
            fits: Whether a find is of what is looked for.
            others: Use those that do not fit too; their reasons say that they are far.
        """
        self.ranker.check(conditionings)
        yield Progress("finding recordings", 0, len(seeds))
        finds, notices = self._search(replace(query, limit=len(seeds) + len(avoid) + _SPARE))
        takes: list[RenderedTake] = []
        judged = sorted(((fits(find), find) for find in finds), key=lambda item: not item[0])
        for near, find in judged:
            if len(takes) == len(seeds) or not (near or others):
                break
            if find.digest in avoid:
                continue
            number = len(takes)
            own = replace(recipe, seed=seeds[number], place=(recipe.place + number) % recipe.batch)
            try:
                take = self._take(find.reference(near), find.file, conditionings[number], own)
            except V2AError as error:
                notices.append(f"{error.message} It is left out.")
                continue
            if not take.take.silent:
                takes.append(take)
                yield TakeReady("take found", len(takes), len(seeds), rendered=take)
        yield Progress("finding recordings", len(takes), len(seeds), notices=tuple(notices))
        return tuple(takes)

    def again(self, reference: RecordingReference, conditioning: Conditioning, recipe: Recipe) -> Steps[RenderedTake]:
        """The take of a recipe, made again from its recording; yielded as a `TakeReady` too.

        Raises:
            NoSuchFile: The recording is gone.
            BadInput: It has changed since.
        """
        yield Progress("reading the recording", 0, 1)
        take = self._take(reference, locate(reference, self.libraries), conditioning, recipe)
        yield TakeReady("take found", 1, 1, rendered=take)
        return take

    def _search(self, query: Query) -> tuple[list[Find], list[str]]:
        """The finds of all libraries that can be read, and what is to be said of the others."""
        readable: list[Library] = []
        notices: list[str] = []
        for library in self.libraries:
            try:
                with Index(library.index_file):
                    readable.append(library)
            except V2AError as error:
                notices.append(error.message)
        return kinds_first(search(readable, query)), notices

    def _take(
        self, reference: RecordingReference, path: Path, conditioning: Conditioning, recipe: Recipe
    ) -> RenderedTake:
        """A take of a recording.

        Raises:
            NoSuchFile: It is gone.
            BadInput: It has changed since it was scanned.
            MediaError: It cannot be decoded.
        """
        check_unchanged(reference, path)
        rate = recording_facts(path).rate
        total, used = recipe.rendered.samples(rate), recipe.used.samples(rate)
        before = index_at(recipe.used.start, rate) - index_at(recipe.rendered.start, rate)
        start, end = index_at(reference.span.start, rate), index_at(reference.span.end, rate)
        first = max(0, start - before - used)
        block = recording_part(path, first, end + total - first)
        if not block.shape[1]:
            raise MediaError(f"{path.name} holds no sound where one was found.", "Scan its library.")
        sources: tuple[Sound, ...] = ()
        found = slice(min(start - first, block.shape[1] - 1), min(end - first, block.shape[1]))
        if not follows(Sound(block[:, found], rate), recipe.guide):
            raw = Sound(cut(block, rate, found, Wanted(before, used, total - before - used), recipe.seed), rate)
            followed = Followed(mastered(turned_up(raw) if is_soft(raw) else raw, total))
        else:
            meant = Span(Fraction(found.start, rate), Fraction(found.stop, rate))
            recording = mastered(Sound(block, rate), block.shape[1])
            followed, sources = follow(recording, recipe, recipe.seed, meant), (seconds_of(recording, meant),)
        sound = self.process(followed.sound)
        part = sound.cut(before, before + used)
        vector = self.ranker.embed([part], sources)[0]
        fit = both(score(conditioning, vector), followed.in_sync)
        rendering = Rendering(sound, vector, fit, is_silent(part), followed.placed, followed.in_sync)
        own = replace(
            recipe,
            settings=replace(recipe.settings, source=SourceKind.LIBRARY),
            recording=replace(reference, path=path),
            generator_rate=rate,
            edits=(),
        )
        return edited(measured_take(rendering, own, conditioning, self.ranker, self.measure), recipe.edits)
