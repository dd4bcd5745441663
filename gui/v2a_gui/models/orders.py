"""Generations that were ordered: queued, their takes kept as they come, and remembered over a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from v2a_gui.models.tuning import Tuning
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.jobs import JobQueue
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Between
from v2a_plugin.model.request import GenerationOrder, like_take
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import KeptTake
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import ChangeKind
from v2a_plugin.timeline.guide_edits import part_of
from v2a_plugin.timeline.lookup import find_clips, find_take
from v2a_plugin.timeline.take_edits import note_take

__all__ = ["Orders", "QueuedGeneration"]


@dataclass(frozen=True, slots=True)
class QueuedGeneration:
    """A generation as the queue remembers it over a restart.

    Attributes:
        region: Id of the region.
        order: What it is asked for.
        bundle: Which models.
        device: Where they run.
        guide: When it sounds.
        look: Find the guide in the picture, and follow it if it is plain.
        part: What of the region, seconds on its clock; None for all.
        note: What its takes come of; it becomes their note.
    """

    region: str
    order: GenerationOrder
    bundle: str
    device: str
    guide: Guide | None = None
    look: bool = False
    part: Span | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Pending:
    generations: tuple[QueuedGeneration, ...]


class Workspace(Protocol):
    """What orders need of a session: its project, its queue, and its signals."""

    project: Project | None
    plugins: Plugins
    queue: JobQueue

    @property
    def changed(self) -> SignalInstance:
        """The timeline, after anything happened to it."""

    @property
    def arrived(self) -> SignalInstance:
        """Id of a take that was just rendered."""

    @property
    def noted(self) -> SignalInstance:
        """A sentence a person should know."""

    @property
    def left_over(self) -> SignalInstance:
        """How many generations were not finished."""

    @property
    def failed(self) -> SignalInstance:
        """A `V2AError` to show."""

    def post(self, call: Callable[[], object]) -> None:
        """Have something called on the main thread."""


class Orders:
    """The generations of a session's project."""

    def __init__(self, session: Workspace) -> None:
        self._session = session
        self._engines = Engines(session.plugins)
        self.tuning: Callable[[], Tuning] = Tuning
        """How models run, read whenever takes are queued."""
        self._due = False
        self.waiting: tuple[QueuedGeneration, ...] = ()
        """What a crash or a close left over; `resume` queues it, `forget` drops it."""

    def generate(self, queued: QueuedGeneration) -> None:
        """Queue takes for a region; one that the cut does not show any more is passed over."""
        session, project = self._session, self._session.project
        clips = find_clips(project.timeline, queued.region) if project else ()
        if project is None or not clips:
            return
        clip, tuning = clips[0], self.tuning()
        meant = clip if queued.part is None else part_of(clip, queued.part)
        choice = EngineChoice(queued.bundle, queued.device, tuning.precision, tuning.threads, tuning.memory)

        def keep(take: RenderedTake) -> None:
            project.add_take(take, clip.region)
            if queued.note:
                project.do(replace(note_take(project.timeline, take.take.id, queued.note), kind=ChangeKind.LASTING))
            session.post(lambda: self._arrived(project, take.take.id))

        def work() -> Steps[int]:
            from v2a_plugin.generation.pipeline import each_take, propose
            from v2a_plugin.generation.requests import request_for_clip
            from v2a_plugin.guides.picture import sure_guide

            guide = queued.guide
            if queued.look:
                guide = yield from sure_guide(project.media_of(meant.region), meant.region)
            request = replace(request_for_clip(project, meant, queued.order), guide=guide)
            engine = yield from self._engines.load(choice)
            return len((yield from each_take(propose(engine, request), keep)))

        session.queue.submit(queued.note or f"generate {clip.region.name}", work, spec=to_json(queued))
        self.remember_soon()

    def between(self, start: str, end: str, position: float, device: str) -> None:
        """Queue a take that sounds between two others of the project; it belongs to the region of the first."""
        project = self._session.project
        if project is None:
            return
        try:
            kept, other_kept = find_take(project.timeline, start), find_take(project.timeline, end)
            one, other = project.take(start).recipe, project.take(end).recipe
            way = Between(one, other, position)
        except V2AError as error:
            self._session.failed.emit(error)
            return
        order = GenerationOrder(one.settings, one.seed, 1, one.handle, way)
        note = f"between “{kept.label}” and “{other_kept.label}”, {position:.0%}"
        self.generate(QueuedGeneration(kept.region, order, one.bundle, device, one.guide, note=note))

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
            order = GenerationOrder(recipe.settings, near.end.seed, 1, recipe.handle, near)
            note = f"like “{take.label}”"
            self.generate(QueuedGeneration(take.region, order, recipe.bundle, device, recipe.guide, note=note))

    # Over a restart

    def remember_soon(self) -> None:
        """Write down what is not finished, once for all that happens until the main thread is free."""
        if not self._due:
            self._due = True
            self._session.post(self.remember)

    def remember(self) -> None:
        """Write down what is not finished."""
        from v2a_plugin.files import write_text

        self._due = False
        path = self._file()
        if path is None:
            return
        pending = (*self.waiting, *self.pending())
        try:
            if pending:
                write_text(path, to_json(_Pending(pending)))
            else:
                path.unlink(missing_ok=True)
        except (V2AError, OSError) as error:
            self._session.noted.emit(f"The queue could not be saved: {error}")

    def pending(self) -> tuple[QueuedGeneration, ...]:
        """What runs and what waits."""
        return tuple(from_json(QueuedGeneration, spec) for spec in self._session.queue.pending())

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
        self.waiting = pending.generations
        self._session.left_over.emit(len(pending.generations))

    def resume(self) -> None:
        """Queue what was left over."""
        left, self.waiting = self.waiting, ()
        for queued in left:
            self.generate(queued)

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
