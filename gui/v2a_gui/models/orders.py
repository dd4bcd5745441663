"""Takes that were asked for: queued, kept as they come, and remembered over a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_gui.models.engine_room import EngineChoice, EngineRoom
from v2a_gui.models.tuning import Tuning
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Between, Settings
from v2a_plugin.model.request import GenerateRequest, like_take
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.timeline import KeptTake
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.lookup import find_clips, find_take

if TYPE_CHECKING:
    from v2a_gui.models.session import Session

__all__ = ["Asked", "Orders"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A generation as the queue remembers it over a restart.

    Attributes:
        region: Id of the region.
        settings: The knobs.
        seed: Of the first take.
        takes: How many.
        handle: Seconds before and after.
        bundle: Which models.
        device: Where they run.
        between: What they sound between, when they do.
    """

    region: str
    settings: Settings
    seed: int
    takes: int
    handle: Fraction
    bundle: str
    device: str
    between: Between | None = None


@dataclass(frozen=True, slots=True)
class _Pending:
    asked: tuple[Asked, ...]


class Orders:
    """The generations of a session's project."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._engines = EngineRoom(session.plugins)
        self.tuning: Callable[[], Tuning] = Tuning
        """How models run, asked whenever takes are queued."""
        self.waiting: tuple[Asked, ...] = ()
        """What a crash or a close left over; `resume` queues it, `forget` drops it."""

    def generate(self, asked: Asked) -> None:
        """Queue takes for a region; one that the cut does not show any more is passed over."""
        session, project = self._session, self._session.project
        clips = find_clips(project.timeline, asked.region) if project else ()
        if project is None or not clips:
            return
        region, tuning = clips[0].region, self.tuning()

        def work() -> Steps[int]:
            media = project.media_of(region)
            request = GenerateRequest(
                region.name,
                media,
                region.span,
                media.rate,
                asked.settings,
                asked.seed,
                asked.takes,
                asked.handle,
                between=asked.between,
            )
            choice = EngineChoice(asked.bundle, asked.device, tuning.precision, tuning.threads, tuning.memory)

            def keep(take: RenderedTake) -> None:
                project.add_take(take, region)
                session.post(lambda: self._arrived(project, take.take.id))

            return (yield from self._engines.propose(choice, request, keep))

        session.queue.submit(f"generate {region.name}", work, spec=to_json(asked))
        self.remember()

    def between(self, start: str, end: str, position: float, device: str) -> None:
        """Queue a take that sounds between two others of the project; it belongs to the region of the first."""
        project = self._session.project
        if project is None:
            return
        try:
            region = find_take(project.timeline, start).region
            one, other = project.take(start).recipe, project.take(end).recipe
            way = Between(one, other, position)
        except V2AError as error:
            self._session.failed.emit(error)
            return
        self.generate(Asked(region, one.settings, one.seed, 1, one.handle, one.bundle, device, way))

    def like(self, take: KeptTake, count: int, device: str) -> None:
        """Queue takes much like one: near to it in what they are asked for, with seeds of their own."""
        project = self._session.project
        if project is None:
            return
        try:
            recipe = project.take(take.id).recipe
        except V2AError as error:
            self._session.failed.emit(error)
            return
        for near in like_take(recipe, count):
            self.generate(
                Asked(take.region, recipe.settings, near.end.seed, 1, recipe.handle, recipe.bundle, device, near)
            )

    # Over a restart

    def remember(self) -> None:
        """Write down what is not finished."""
        from v2a_plugin.files import write_text

        path = self._file()
        if path is None:
            return
        pending = (*self.waiting, *(from_json(Asked, spec) for spec in self._session.queue.pending()))
        try:
            if pending:
                write_text(path, to_json(_Pending(pending)))
            else:
                path.unlink(missing_ok=True)
        except (V2AError, OSError) as error:
            self._session.noted.emit(f"The queue could not be saved: {error}")

    def recall(self) -> None:
        """Read what was left over when the project was last open, and tell how much it is."""
        path = self._file()
        if path is None or not path.is_file():
            return
        try:
            pending = from_json(_Pending, path.read_text(encoding="utf-8"), path.name)
        except (V2AError, OSError):
            path.unlink(missing_ok=True)
            return
        self.waiting = pending.asked
        self._session.left_over.emit(len(pending.asked))

    def resume(self) -> None:
        """Queue what was left over."""
        left, self.waiting = self.waiting, ()
        for asked in left:
            self.generate(asked)

    def forget(self) -> None:
        """Drop what was left over."""
        self.waiting = ()
        self.remember()

    def _arrived(self, project: Project, take: str) -> None:
        if project is self._session.project:
            self._session.changed.emit(project.timeline)
            self._session.arrived.emit(take)

    def _file(self) -> Path | None:
        project = self._session.project
        return project.path / "queue.json" if project and not project.read_only else None
