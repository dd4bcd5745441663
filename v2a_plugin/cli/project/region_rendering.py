"""Takes for region after region of a project: rendered here, or by the workers of a farm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from v2a_plugin.cli.console import warn, watch
from v2a_plugin.cli.following import Following
from v2a_plugin.cli.project.results import GeneratedClip
from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.requests import missing_takes
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import BadInput, Cancelled, SpanError, V2AError
from v2a_plugin.model.request import GenerateRequest, GenerationOrder
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.project.merging import Part
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import TakeChange
from v2a_plugin.zoo.store import Store

__all__ = ["RegionRendering"]


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

    def here(self, clips: Sequence[PictureClip]) -> tuple[GeneratedClip, ...]:
        """Takes for clip after clip, each kept as soon as it is finished.

        Raises:
            Cancelled: The person pressed Ctrl-C; every take that was finished is kept.
        """
        from v2a_plugin.generation.pipeline import each_take, propose

        engines, done = Engines(), []
        try:
            for clip, planned in self._planned(clips):
                if isinstance(planned, GenerateRequest):
                    new: list[str] = []
                    engine = watch(engines.load(self.choice), self.quiet)
                    keep = self._keeper(clip.region.id, new)
                    watch(each_take(propose(engine, planned), keep), self.quiet)
                    planned = GeneratedClip(clip.region.id, clip.region.name, tuple(new))
                done.append(planned)
        except (KeyboardInterrupt, Cancelled) as error:
            raise _cancelled() from error
        return tuple(done)

    def on(self, farm: str, clips: Sequence[PictureClip]) -> tuple[GeneratedClip, ...]:
        """Takes for all clips from the workers of a farm, in whatever order they come.

        Args:
            farm: "local:N", or the address of a scheduler.
            clips: Those that are meant.

        Raises:
            BadInput: There is no such farm, or no worker that may render.
            Cancelled: The person pressed Ctrl-C; every take that was finished is kept.
        """
        from v2a_plugin.farm.cluster import connected
        from v2a_plugin.farm.dispatch import render_on

        done: dict[str, GeneratedClip] = {}
        new: dict[str, list[str]] = {}
        names = {clip.region.id: clip.region.name for clip in clips}

        def requests() -> Iterator[tuple[str, GenerateRequest]]:
            for clip, planned in self._planned(list({clip.region.id: clip for clip in clips}.values())):
                if isinstance(planned, GenerateRequest):
                    yield clip.region.id, planned
                else:
                    done[clip.region.id] = planned

        def keep(takes: Sequence[RenderedTake], region: str) -> None:
            keep_one = self._keeper(region, new.setdefault(region, []))
            for take in takes:
                keep_one(take)

        try:
            with connected(farm, self.choice) as (client, choice):
                source, seen = self.order.settings.source, self._picture_encoder()
                came = watch(render_on(client, requests(), choice, source, keep, seen, len(names)), self.quiet)
        except (KeyboardInterrupt, Cancelled) as error:
            raise _cancelled() from error
        for each in came:
            takes, why = tuple(new.get(each.region, ())), each.failure.message if each.failure else ""
            done[each.region] = GeneratedClip(each.region, names[each.region], takes, why, each.failure is not None)
        return tuple(done[identifier] for identifier in names)

    def _planned(self, clips: Sequence[PictureClip]) -> Iterator[tuple[PictureClip, GenerateRequest | GeneratedClip]]:
        """What each clip still lacks; or why it gets nothing."""
        kept = Counter[str]() if self.part is None else self.part.regions()
        for clip in clips:
            region = clip.region
            try:
                request = missing_takes(
                    self.project, clip, self.order, again=self.again, fixed=self.fixed, besides=kept[region.id]
                )
            except SpanError as error:
                if len(clips) == 1:
                    raise
                warn(f"{error.message} It is left out.")
                yield clip, GeneratedClip(region.id, region.name, (), error.message)
                continue
            if request is None:
                yield clip, GeneratedClip(region.id, region.name, (), "has its takes")
                continue
            try:
                request = replace(request, guide=self.follow.guide_of_clip(self.project, clip, self.quiet))
            except BadInput as error:
                if len(clips) == 1:
                    raise
                warn(f"{error.message} Its takes have no guide.")
            yield clip, request
            if self.part is not None:  # a cut may show a region twice; the project counts its takes itself
                kept[region.id] += request.takes

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
