"""Regions of a project rendered several at a time: the next ones are looked at, and takes are kept, beside the rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event

from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import describe
from v2a_plugin.generation.together import propose_together
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import Cancelled, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.timeline import PictureClip

__all__ = ["Lacking", "SideBySide"]

_LOOK = 0.1
"""Seconds between two looks at whether the person has stopped it."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A clip that lacks takes.

    Attributes:
        clip: In the cut.
        request: What it lacks.
    """

    clip: PictureClip
    request: GenerateRequest


@dataclass(frozen=True, slots=True)
class _Seen:
    """A region that was looked at."""

    lacking: Lacking
    request: GenerateRequest
    picture: VisualEmbedding | None


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """Renders groups of regions.

    Attributes:
        engine: The models.
        guided: Adds the guide of a clip to its request; called on a thread of its own.
        keep: Stores a take of a region; called on another, one at a time.
        failed: Hears why a region has not all of its takes.
    """

    engine: Engine
    guided: Callable[[PictureClip, GenerateRequest], GenerateRequest]
    keep: Callable[[Lacking, RenderedTake], object]
    failed: Callable[[Lacking, V2AError], object]
    _stop: Event = field(default_factory=Event)

    def run(self, groups: Iterator[tuple[Lacking, ...]]) -> Steps[None]:
        """Render group after group; takes are kept as soon as they are finished.

        Raises:
            V2AError: A take could not be kept, or what `failed` raises.
        """
        with ThreadPoolExecutor(1, "looking") as looker, ThreadPoolExecutor(1, "keeping") as writer:
            try:
                ahead = self._look_at(next(groups, ()), looker)
                while ahead:
                    now, ahead = ahead, self._look_at(next(groups, ()), looker)
                    yield from self._render(now, writer)
            finally:
                self._stop.set()

    def _look_at(self, group: Sequence[Lacking], looker: ThreadPoolExecutor) -> dict[Future[_Seen], Lacking]:
        return {looker.submit(self._look, each): each for each in group}

    def _look(self, lacking: Lacking) -> _Seen:
        if self._stop.is_set():
            raise Cancelled
        request = self.guided(lacking.clip, lacking.request)
        steps = describe(self.engine, request)
        while not self._stop.is_set():
            try:
                next(steps)
            except StopIteration as end:
                return _Seen(lacking, request, end.value)
        steps.close()
        raise Cancelled

    def _render(self, group: Mapping[Future[_Seen], Lacking], writer: ThreadPoolExecutor) -> Steps[None]:
        seen: list[_Seen] = []
        for future, lacking in group.items():
            while not future.done():
                yield Progress("looking", len(seen), len(group))
                wait([future], timeout=_LOOK)
            try:
                seen.append(future.result())
            except V2AError as error:
                self.failed(lacking, error)
        kept: list[Future[object]] = []

        def keep(number: int, take: RenderedTake) -> None:
            kept.append(writer.submit(self.keep, seen[number].lacking, take))

        requests, pictures = [each.request for each in seen], [each.picture for each in seen]
        failures = yield from propose_together(self.engine, requests, keep, pictures)
        for stored in kept:
            stored.result()
        for each, failure in zip(seen, failures, strict=True):
            if failure is not None:
                self.failed(each.lacking, failure)
