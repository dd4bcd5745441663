"""From conditionings to finished takes: rendered, ranked, rendered again when silent, measured, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from jaxtyping import Float32

from v2a_plugin.model.batches import batches
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import PlacedSound
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Recipe, Settings
from v2a_plugin.model.sound import Levels, Sound
from v2a_plugin.model.takes import RenderedTake, Take, TakeReady
from v2a_plugin.model.time import index_at
from v2a_plugin.sources.audio_edits import edited
from v2a_plugin.sources.finishing import DELIVERY_RATE, finished, is_silent, mastered, samples_to_render
from v2a_plugin.sources.generators.noise import next_seed
from v2a_plugin.sources.placing.follow import Followed, follow, follows, source_seconds
from v2a_plugin.sources.protocol import SoundGenerator, StartsFromSound, StartSound
from v2a_plugin.sources.ranking import ClapRanker, both, score

__all__ = ["Rendering", "TakeRenderer", "measured_take", "render_sounds"]

Begin = Callable[[Recipe, int, int, int], StartSound]
"""Gives what a rendering starts from: for a recipe, so many samples long, at a rate, for a seed."""

_RETRIES = 2
_CAPTIONS = 3
"""Captions that a take is kept with: the next ones won little."""
_ATTEMPT = 1 << 20  # candidates of an attempt are numbered from here on, in the take's own sequence of seeds


def render_sounds(
    generator: SoundGenerator,
    conditionings: Sequence[Conditioning],
    seeds: Sequence[int],
    samples: int,
    settings: Settings,
    begin: Callable[[int, int], StartSound] | None = None,
    rate: int = DELIVERY_RATE,
) -> Steps[tuple[Sound, ...]]:
    """One finished sound a conditioning, side by side, as every take begins; soft ones turned up, but for those that
    start from a sound, which has its level.

    Args:
        generator: Renders.
        conditionings: One a sound.
        seeds: One a sound.
        samples: Exact length of each at `rate`.
        settings: The knobs of the generator.
        begin: What the rendering of a seed starts from, so many samples long; None for noise alone.
        rate: Samples a second of the sounds.

    Raises:
        BadInput: The generator cannot start from a sound.
        SpaceMismatch: A conditioning lives in another space than the generator's.
        OutOfMemory: The device cannot hold it, even alone.
    """
    length = samples_to_render(samples, generator.sample_rate, rate)
    if begin is None:
        raw = yield from generator.render(conditionings, seeds, length, settings)
    elif not isinstance(generator, StartsFromSound):
        raise BadInput("This generator cannot start from a sound.", "Use another bundle, or leave the recording out.")
    else:
        starts = [begin(length, seed) for seed in seeds]
        raw = yield from generator.render_from(conditionings, seeds, starts, settings)
    return tuple(finished(each, samples, rate, raised=begin is None) for each in raw)


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """A finished rendering and how well it fits."""

    sound: Sound
    vector: Float32[np.ndarray, " audio"]
    score: float
    silent: bool
    placed: tuple[PlacedSound, ...]
    in_sync: float | None

    def beats(self, other: Rendering) -> bool:
        """Sound beats silence; among equals the better score wins, and the earlier one on a tie."""
        return (not self.silent, self.score) > (not other.silent, other.score)


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """One take to make."""

    conditioning: Conditioning
    seed: int
    place: int


@dataclass(frozen=True, slots=True, eq=False)
class TakeRenderer:
    """Makes takes of conditionings.

    `settings.candidates` renderings are made of each, and the one that CLAP finds nearest to its conditioning is kept.
    A take that is silent where it is used is rendered again with the next seeds of its own sequence, twice at most, and
    marked. All of that follows from the take's seed, so its recipe keeps that seed and makes the same sound again.

    Attributes:
        generator: Renders.
        ranker: Of the generator's bundle.
        measure: Measures loudness and peaks.
        process: Changes a finished rendering before it is ranked and measured; keeps rate and length.
        fill: Have `recipe.batch` takes stand side by side, each at its own place, with copies where there are too few,
            so that a take made again from its recipe alone goes through the very same arithmetic as among its
            neighbours, bit for bit.
        begin: What takes start from; None for noise alone.
        rate: Samples a second of the takes.
    """

    generator: SoundGenerator
    ranker: ClapRanker
    measure: Callable[[Sound], Levels]
    process: Callable[[Sound], Sound] = lambda sound: sound
    fill: bool = False
    begin: Begin | None = None
    rate: int = DELIVERY_RATE

    def render(
        self, conditionings: Sequence[Conditioning], seeds: Sequence[int], recipe: Recipe
    ) -> Steps[tuple[RenderedTake, ...]]:
        """One finished take a conditioning, in order. Each is yielded as a `TakeReady` as soon as it is finished.

        Args:
            conditionings: One a take.
            seeds: One a take.
            recipe: What all takes share, with the edits that each gets; `seed` and `place` are set here. `batch` is how many stand side by side.

        Raises:
            BadInput: No take is asked for.
            SpaceMismatch: Generator, encoder and conditionings live in different spaces.
            OutOfMemory: The device cannot hold it, even alone.
        """
        if not seeds or len(seeds) != len(conditionings):
            raise BadInput(f"{len(seeds)} takes were asked for.", "Ask for 1 or more.")
        self.ranker.check(conditionings)
        jobs = [
            _Job(conditioning, seed, (recipe.place + number) % recipe.batch)
            for number, (conditioning, seed) in enumerate(zip(conditionings, seeds, strict=True))
        ]
        takes: dict[int, RenderedTake] = {}
        for batch in batches([job.place for job in jobs], recipe.batch):
            numbers = [number for place, number in enumerate(batch) if jobs[number].place == place]
            best = yield from self._best([jobs[number] for number in numbers], recipe)
            for number, (rendering, retries) in zip(numbers, best, strict=True):
                job = jobs[number]
                bare = replace(recipe, seed=job.seed, place=job.place, edits=())
                measured = measured_take(rendering, bare, job.conditioning, self.ranker, self.measure, retries)
                take = edited(measured, recipe.edits)
                takes[number] = take
                yield TakeReady("take finished", len(takes), len(jobs), rendered=take)
        return tuple(takes[number] for number in range(len(jobs)))

    def _best(self, jobs: Sequence[_Job], recipe: Recipe) -> Steps[list[tuple[Rendering, int]]]:
        """The best rendering of each job of one batch, and how many seeds were given up for it."""
        chosen = yield from self._attempt(jobs, 0, recipe)
        retries = [0] * len(jobs)
        for attempt in range(1, _RETRIES + 1):
            silent = [index for index, rendering in enumerate(chosen) if rendering.silent]
            if not silent:
                break
            again = yield from self._attempt([jobs[index] for index in silent], attempt, recipe)
            for index, rendering in zip(silent, again, strict=True):
                retries[index] = attempt
                if rendering.beats(chosen[index]):
                    chosen[index] = rendering
        return list(zip(chosen, retries, strict=True))

    def _attempt(self, jobs: Sequence[_Job], attempt: int, recipe: Recipe) -> Steps[list[Rendering]]:
        """The best candidate of each job, all candidates from seeds that no earlier attempt has used."""
        best: list[Rendering] = []
        for candidate in range(recipe.settings.candidates):
            moved = [replace(job, seed=next_seed(job.seed, candidate + attempt * _ATTEMPT)) for job in jobs]
            found = yield from self._side_by_side(moved, recipe)
            best = [new if new.beats(old) else old for new, old in zip(found, best or found, strict=True)]
        return best

    def _side_by_side(self, jobs: Sequence[_Job], recipe: Recipe) -> Steps[list[Rendering]]:
        """One finished and ranked rendering a job; the jobs are of one batch."""
        samples = recipe.rendered.samples(self.rate)
        if recipe.guide is not None:
            samples = index_at(source_seconds(recipe.guide, recipe.rendered.duration), self.rate)
        offset = index_at(recipe.used.start, self.rate) - index_at(recipe.rendered.start, self.rate)
        end = offset + recipe.used.samples(self.rate)
        places = {job.place: job for job in jobs}
        standing = [places.get(place, jobs[0]) for place in range(recipe.batch)] if self.fill else list(jobs)
        sounds = yield from render_sounds(
            self.generator, [job.conditioning for job in standing], [job.seed for job in standing], samples,
            recipe.settings, None if self.begin is None else partial(self._start, self.begin, recipe),
            self.rate,
        )  # fmt: skip
        yield Progress("listening", 0, len(jobs))
        chosen = [sounds[job.place] if self.fill else sounds[number] for number, job in enumerate(jobs)]
        followed = [_followed(sound, recipe, job.seed) for sound, job in zip(chosen, jobs, strict=True)]
        kept = [self.process(each.sound) for each in followed]
        parts = [each.cut(offset, end) for each in kept]
        follow_it = [each.in_sync is not None for each in followed]
        sources = [source if own else part for source, own, part in zip(chosen, follow_it, parts, strict=True)]
        vectors = self.ranker.embed(parts, sources if any(follow_it) else ())
        return [
            Rendering(
                sound,
                vector,
                both(score(job.conditioning, vector), each.in_sync),
                is_silent(part),
                each.placed,
                each.in_sync,
            )
            for job, sound, part, vector, each in zip(jobs, kept, parts, vectors, followed, strict=True)
        ]

    def _start(self, begin: Begin, recipe: Recipe, samples: int, seed: int) -> StartSound:
        return begin(recipe, samples, self.generator.sample_rate, seed)


def measured_take(
    rendering: Rendering,
    recipe: Recipe,
    conditioning: Conditioning,
    ranker: ClapRanker,
    measure: Callable[[Sound], Levels],
    retries: int = 0,
) -> RenderedTake:
    """A finished sound as a take.

    Args:
        rendering: As long as the recipe's rendered span.
        recipe: How it was made.
        conditioning: What it was asked to sound like.
        ranker: Says what it is heard as.
        measure: Measures loudness and peaks.
        retries: How many seeds were given up for it.
    """
    sound = rendering.sound
    take = Take(
        id=sound.digest[:16],
        digest=sound.digest,
        sample_rate=sound.rate,
        rendered=recipe.rendered,
        used=recipe.used,
        score=rendering.score,
        heard_as=ranker.heard_as(rendering.vector[None])[0],
        levels=measure(sound),
        recipe=recipe,
        silent=rendering.silent,
        retries=retries,
        channels=sound.channels,
        placed=rendering.placed,
        in_sync=rendering.in_sync,
        seen_as=conditioning.why.captions[:_CAPTIONS],
    )
    return RenderedTake(take, sound)


def _followed(sound: Sound, recipe: Recipe, seed: int) -> Followed:
    """The sound along the recipe's guide; its beginning where it follows none."""
    if follows(sound, recipe.guide):
        return follow(sound, recipe, seed)
    length = recipe.rendered.samples(sound.rate)
    return Followed(sound if len(sound) == length else mastered(sound.cut(0, length), length))
