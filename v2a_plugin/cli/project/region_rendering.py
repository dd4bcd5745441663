"""Takes for region after region of a project: rendered here, or by the workers of a farm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from v2a_plugin.cli.console import warn, watch
from v2a_plugin.cli.following import Following
from v2a_plugin.cli.project.results import GeneratedClip
from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.requests import missing_takes
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import NOT_THE_FILES_FAULT, BadInput, Cancelled, SpanError, V2AError
from v2a_plugin.model.request import GenerateRequest, GenerationOrder
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.project.merging import Part
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import TakeChange
from v2a_plugin.zoo.store import Store

if TYPE_CHECKING:
    from v2a_plugin.generation.engine import Engine

__all__ = ["RegionRendering"]

_Plan = tuple[PictureClip, GenerateRequest | GeneratedClip]
"""A clip, and what it lacks; or why it gets nothing."""


@dataclass(frozen=True, slots=True)
class RegionRendering:
    """What every region of a run is asked for, and where its takes go.

    Attributes:
        project: Whose regions.
        order: What each is asked for.
        choice: Which models; they are loaded when they are first needed.
        follow: When it sounds.
        again: Render as many more where there are enough.
        fixed: The seed was chosen by a person.
        quiet: Show no progress.
        part: Where takes go in the place of the project.
    """

    project: Project
    order: GenerationOrder
    choice: EngineChoice
    follow: Following
    again: bool
    fixed: bool
    quiet: bool
    part: Part | None = None
    _said: set[str] = field(default_factory=set)

    def here(self, clips: Sequence[PictureClip], together: int | None = None) -> tuple[GeneratedClip, ...]:
        """Takes for the clips, each kept as soon as it is finished.

        Args:
            clips: Those that are meant.
            together: How many regions are rendered at a time; None for one on a CPU, and several on a GPU.

        Raises:
            Cancelled: The person pressed Ctrl-C; every take that was finished is kept.
        """
        plans, done = self._planned(clips), list[GeneratedClip]()
        try:
            for clip, planned in plans:
                if isinstance(planned, GenerateRequest):
                    return (*done, *self._rendered(chain([(clip, planned)], plans), together, alone=len(clips) == 1))
                done.append(planned)
        except (KeyboardInterrupt, Cancelled) as error:
            raise _cancelled() from error
        return tuple(done)  # what looks for a device, and the engine, load slowly: not where nothing lacks

    def _rendered(self, plans: Iterator[_Plan], together: int | None, alone: bool) -> tuple[GeneratedClip, ...]:
        from v2a_plugin.generation.together import usual_regions

        several = together or usual_regions(self.choice.runtime.device)
        engine = watch(Engines().load(self.choice), self.quiet)
        if several > 1:
            return self._side_by_side(engine, plans, several, alone)
        return self._one_by_one(engine, plans, alone)

    def _one_by_one(self, engine: Engine, plans: Iterator[_Plan], alone: bool) -> tuple[GeneratedClip, ...]:
        from v2a_plugin.generation.pipeline import each_take, propose

        done = []
        for clip, planned in plans:
            if isinstance(planned, GenerateRequest):
                new: list[str] = []
                try:
                    request = self._guided(clip, planned, alone)
                    watch(each_take(propose(engine, request), self._keeper(clip.region.id, new)), self.quiet)
                except V2AError as error:
                    planned = self._failed(clip, error, new, alone)
                else:
                    planned = GeneratedClip(clip.region.id, clip.region.name, tuple(new))
            done.append(planned)
        return tuple(done)

    def _side_by_side(
        self, engine: Engine, plans: Iterator[_Plan], together: int, alone: bool
    ) -> tuple[GeneratedClip, ...]:
        from v2a_plugin.generation.side_by_side import Lacking, SideBySide
        from v2a_plugin.generation.together import alike, with_meeting_length

        new: dict[str, list[str]] = {}
        done: dict[str, GeneratedClip] = {}

        def lacking() -> Iterator[Lacking]:
            for clip, planned in plans:
                region = clip.region
                if region.id in done:  # a cut may show a region twice
                    continue
                if isinstance(planned, GenerateRequest):
                    new[region.id], done[region.id] = [], GeneratedClip(region.id, region.name, ())
                    yield Lacking(clip, with_meeting_length(planned))
                else:
                    done[region.id] = planned

        def keep(each: Lacking, take: RenderedTake) -> None:
            self._keeper(each.clip.region.id, new[each.clip.region.id])(take)

        def failed(each: Lacking, error: V2AError) -> None:
            done[each.clip.region.id] = self._failed(each.clip, error, (), alone)

        groups = alike(lacking(), lambda each: each.request.rendered.duration, together)
        watch(SideBySide(engine, partial(self._guided, alone=alone), keep, failed).run(groups), self.quiet)
        return tuple(replace(each, takes=tuple(new.get(region, ()))) for region, each in done.items())

    def on(self, farm: str, clips: Sequence[PictureClip]) -> tuple[GeneratedClip, ...]:
        """Takes for all clips from the workers of a farm, in whatever order they come.

        Args:
            farm: "local:N", or the address of a scheduler.
            clips: Those that are meant.

        Raises:
            BadInput: There is no such farm, or no worker that may render.
            Cancelled: The person pressed Ctrl-C; every take that was finished is kept.
        """
        from v2a_plugin.farm.cluster import connected, reached
        from v2a_plugin.farm.dispatch import render_on

        done: dict[str, GeneratedClip] = {}
        new: dict[str, list[str]] = {}
        names = {clip.region.id: clip.region.name for clip in clips}

        def requests() -> Iterator[tuple[str, GenerateRequest]]:
            for clip, planned in self._planned(list({clip.region.id: clip for clip in clips}.values())):
                if isinstance(planned, GenerateRequest):
                    yield clip.region.id, self._guided(clip, planned, alone=len(names) == 1)
                else:
                    done[clip.region.id] = planned

        def keep(takes: Sequence[RenderedTake], region: str) -> None:
            keep_one = self._keeper(region, new.setdefault(region, []))
            for take in takes:
                keep_one(take)

        try:
            watch(reached(farm), self.quiet)
            with connected(farm, self.choice) as (client, choice):
                source, seen = self.order.settings.source, self._picture_encoder()
                came = watch(render_on(client, requests(), choice, source, keep, seen, len(names)), self.quiet)
        except (KeyboardInterrupt, Cancelled) as error:
            raise _cancelled() from error
        for each in came:
            takes, why = tuple(new.get(each.region, ())), each.failure.message if each.failure else ""
            done[each.region] = GeneratedClip(each.region, names[each.region], takes, why, each.failure is not None)
        return tuple(done[identifier] for identifier in names)

    def _planned(self, clips: Sequence[PictureClip]) -> Iterator[_Plan]:
        """What each clip still lacks, without its guide; or why it gets nothing."""
        kept = Counter[str]() if self.part is None else self.part.regions()
        for clip in clips:
            region = clip.region
            try:
                request = missing_takes(
                    self.project, clip, self.order, again=self.again, fixed=self.fixed, besides=kept[region.id]
                )
            except V2AError as error:
                yield clip, self._failed(clip, error, (), alone=len(clips) == 1)
                continue
            if request is None:
                yield clip, GeneratedClip(region.id, region.name, (), "has its takes")
                continue
            yield clip, request
            if self.part is not None:  # a cut may show a region twice; the project counts its takes itself
                kept[region.id] += request.takes

    def _guided(self, clip: PictureClip, request: GenerateRequest, alone: bool) -> GenerateRequest:
        """A request with its guide; without where one of several has none."""
        try:
            return replace(request, guide=self.follow.guide_of_clip(self.project, clip, self.quiet))
        except BadInput as error:
            if alone:
                raise
            warn(f"{error.message} Its takes have no guide.")
            return request

    def _failed(self, clip: PictureClip, error: V2AError, new: Sequence[str], alone: bool) -> GeneratedClip:
        """What a clip got that failed, said once for all that fail alike; one too short or too long is only passed over.

        Raises:
            V2AError: The same: of a clip that is alone, or what the next clip would meet too.
        """
        if alone or isinstance(error, NOT_THE_FILES_FAULT):
            raise error
        why, short = error.message, isinstance(error, SpanError)
        if why not in self._said:
            warn(f"{why} {'It is left out.' if short else 'The others go on.'}")
            self._said.add(why)
        return GeneratedClip(clip.region.id, clip.region.name, tuple(new), why, not short)

    def _keeper(self, region: str, new: list[str]) -> Callable[[RenderedTake], None]:
        """Keeps a take of a region, and notes its id there; not that of one that the project has already."""

        def keep(take: RenderedTake) -> None:
            if self.part is not None:
                new.extend(each.id for each in self.part.keep([take], region))
                return
            arrived = self.project.add_take(take, region).operations
            new.extend(each.after.id for each in arrived if isinstance(each, TakeChange) and each.after)

        return keep

    def _picture_encoder(self) -> Callable[[GenerateRequest], VisualEmbedding | None]:
        """Says what the visual encoder sees in a request's media, read here; loaded when it is first needed."""
        from v2a_plugin.generation.pipeline import describe

        loaded: list[Encoders] = []

        def seen(request: GenerateRequest) -> VisualEmbedding | None:
            if not loaded:
                bundle = Store().open(self.choice.bundle)
                loaded.append(watch(Engines().encoders(bundle, self.choice.runtime), self.quiet))
            return watch(describe(loaded[0], request), True)

        return seen


def _cancelled() -> V2AError:
    return Cancelled("Cancelled: finished takes are kept.", "Run it again to go on.")
