"""What is open: a project, its jobs, and everything the panel does to it."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from v2a_gui.models.detection import find_shots_early
from v2a_gui.models.engine_room import EngineChoice, EngineRoom
from v2a_gui.models.saving import copied
from v2a_gui.models.tuning import Tuning
from v2a_plugin.jobs import JobQueue, JobReport, JobState
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Between, Settings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import KeptTake, PictureClip, Timeline, TrackKind
from v2a_plugin.plugins import Plugins, load_plugins
from v2a_plugin.project.cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.from_cut import ReadCut, is_cut, read_with_media
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import Change, ChangeKind
from v2a_plugin.timeline.lookup import takes_of
from v2a_plugin.timeline.placing import place, place_best
from v2a_plugin.timeline.take_edits import choose
from v2a_plugin.timeline.track_edits import set_picture

__all__ = ["Asked", "Session"]

T = TypeVar("T")
PROJECT_SUFFIX = ".v2a"


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


class Session(QObject):
    """One window's work. Its slots run on the main thread, its jobs on the queue's.

    Signals:
        opened: Another project is open, or none.
        changed: The timeline, after anything happened to it.
        arrived: Id of a take that was just rendered.
        told: A `JobReport`.
        noted: A sentence a person should know.
        found: Sentences on what a cut has that is not modelled, or not here.
        left_over: How many generations were not finished when the project was last open.
        failed: A `V2AError` to show.
    """

    opened = Signal()
    changed = Signal(object)
    arrived = Signal(str)
    told = Signal(object)
    noted = Signal(str)
    found = Signal(object)
    left_over = Signal(int)
    failed = Signal(object)
    _posted = Signal(object)

    def __init__(self, unsaved: Path, plugins: Plugins | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsaved = unsaved
        self.plugins = plugins or load_plugins()
        self.project: Project | None = None
        self.tuning: Callable[[], Tuning] = Tuning
        """How models run, asked whenever takes are queued."""
        self._engines = EngineRoom(self.plugins)
        self._posted.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)
        self.queue = JobQueue(self.told.emit, self._posted.emit)
        self.told.connect(self._job_told, Qt.ConnectionType.QueuedConnection)

    # Open

    @property
    def timeline(self) -> Timeline | None:
        """The cut as it is now."""
        return self.project.timeline if self.project else None

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """The files it shows."""
        return self.project.media if self.project else ()

    def open(self, paths: Sequence[Path]) -> None:
        """Open a project, or make one of videos, folders of videos and cut files."""
        try:
            if len(paths) == 1 and paths[0].suffix == PROJECT_SUFFIX:
                if self.project is not None and self.project.path == paths[0].absolute():
                    self.close_project()  # or it would be locked by ourselves
                    self.opened.emit()
                self._take(open_project(paths[0]))
                return
            files = [file for path in paths for file in _files(path)]
            if not files:
                raise BadInput(f"There is nothing to open in {paths[0]}.", "Drop a video, a picture or a cut file.")
        except V2AError as error:
            self.failed.emit(error)
            return
        cuts = [file for file in files if is_cut(file)]
        if cuts:
            given, known = [file for file in files if not is_cut(file)], self.media
            self.queue.submit(
                f"open {cuts[0].name}", lambda: read_with_media(cuts[0], given, known), self._begin_with_cut
            )
            for other in cuts[1:]:
                self.noted.emit(f"{other.name} was left out: one cut is opened at a time.")
            return
        self.queue.submit(f"open {files[0].name}", lambda: _probed(files), self._begin)

    def _begin_with_cut(self, cut: ReadCut) -> None:
        try:
            timeline = cut.timeline()
            self._take(create_project(self._new_folder(timeline.name), timeline, cut.media))
        except V2AError as error:
            self.failed.emit(error)
            return
        if cut.findings:
            self.found.emit(cut.findings)

    def _begin(self, media: tuple[MediaFile, ...]) -> None:
        from v2a_plugin.shots.regions import whole

        try:
            reels = [Reel(file, (whole(file, Fraction(5) if file.still else None),)) for file in media]
            name = media[0].path.stem
            self._take(create_project(self._new_folder(name), cut_of(reels, name), media))
        except V2AError as error:
            self.failed.emit(error)
            return
        for file in media:
            if not file.still:
                self.detect(file)

    def _new_folder(self, name: str) -> Path:
        """A folder for a project that was not saved under a name yet."""
        plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)[:60].strip(". ") or "Untitled"
        stem = f"{plain} {time.strftime('%Y-%m-%d %H.%M.%S')}"
        names = itertools.chain([stem], (f"{stem} {number}" for number in itertools.count(2)))
        return next(path for each in names if not (path := self._unsaved / f"{each}{PROJECT_SUFFIX}").exists())

    def _take(self, project: Project) -> None:
        self.close_project()
        self.project = project
        self.opened.emit()
        self.changed.emit(project.timeline)
        for note in project.notes:
            self.noted.emit(note)
        self._resume()

    def close_project(self) -> None:
        """Let go of the project; what was asked for and not finished is remembered in it."""
        if self.project is None:
            return
        self._remember()
        self.queue.cancel_all()
        self.waiting = ()
        self.project.close()
        self.project = None

    def close(self) -> None:
        """End everything."""
        self.close_project()
        self.queue.close()

    # Shots

    def detect(self, media: MediaFile, detector: str = "adaptive") -> None:
        """Find the shots of a file, stretch by stretch."""
        project = self.project
        if project is None:
            return
        found = self.plugins.shot_detector(detector)()

        def show(regions: tuple[Region, ...]) -> None:
            self._posted.emit(lambda: self._show_shots(project, media, regions))

        self.queue.submit(f"find shots in {media.path.name}", lambda: find_shots_early(media, found, show))

    def _show_shots(self, project: Project, media: MediaFile, regions: tuple[Region, ...]) -> None:
        if project is not self.project:
            return
        timeline = project.timeline
        own = [clip for clip in timeline.picture if clip.region.media == media.fingerprint]
        if not own:
            return
        chosen = {clip.region.id: clip.chosen for clip in own}
        origin = own[0].record - own[0].region.span.start
        clips = [clip for clip in timeline.picture if clip.region.media != media.fingerprint]
        for number, region in enumerate(regions, 1):
            named = replace(region, name=f"Shot {number}")
            clips.append(PictureClip(named, origin + region.span.start, chosen.get(region.id)))
        self.do(replace(set_picture(timeline, clips), kind=ChangeKind.LASTING))

    def mark_segment(self, span: Span) -> None:
        """Make a region of its own of a part of a shot; what lies before and after it stay regions too."""
        timeline = self.timeline
        clip = next((clip for clip in timeline.picture if span.start in clip.span), None) if timeline else None
        part = clip.span.intersection(span) if clip else None
        if timeline is None or clip is None or part is None or part == clip.span:
            return
        count = sum(other.region.kind is RegionKind.SEGMENT for other in timeline.picture) + 1
        pieces: list[PictureClip] = []
        for start, end, kind in (
            (clip.span.start, part.start, clip.region.kind),
            (part.start, part.end, RegionKind.SEGMENT),
            (part.end, clip.span.end, clip.region.kind),
        ):
            if start >= end:
                continue
            source = Span(start, end).shifted(clip.region.span.start - clip.record)
            if kind is RegionKind.SEGMENT:
                region = Region(source, clip.region.media, kind, f"Segment {count}")
            elif any(piece.region.id == clip.region.id for piece in pieces):
                region = Region(source, clip.region.media, kind, f"{clip.region.name} (after)")
            else:
                region = replace(clip.region, span=source)
            keeps = region.id == clip.region.id
            pieces.append(PictureClip(region, start, clip.chosen if keeps else None))
        others = [other for other in timeline.picture if other is not clip]
        self.do(replace(set_picture(timeline, [*others, *pieces]), name="Segment"))

    def save_as(self, path: Path) -> None:
        """Copy the project to another folder and go on there."""
        project = self.project
        if project is None:
            return
        target = path if path.suffix == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)
        self.queue.submit(f"save {target.name}", lambda: copied(project, target), self._take)

    # Edits

    def do(self, change: Change) -> bool:
        """Make a change; whether it could be made."""
        return self._attempt(lambda project: project.do(change)) is not None

    def edit(self, make: Callable[[Timeline], Change]) -> bool:
        """Make the change that a function makes of the present timeline; whether it could be made."""
        return self._attempt(lambda project: project.do(make(project.timeline))) is not None

    def undo(self) -> None:
        """Take the last edit back."""
        self._attempt(lambda project: project.undo())

    def redo(self) -> None:
        """Do it again."""
        self._attempt(lambda project: project.redo())

    def takes(self, region: str) -> tuple[KeptTake, ...]:
        """The takes of a region, the best first; silent and rejected ones last."""
        if self.timeline is None:
            return ()
        return tuple(
            sorted(takes_of(self.timeline, region), key=lambda take: (take.rejected, take.silent, -take.score))
        )

    def place(self, take: KeptTake) -> bool:
        """Choose a take and put it on the first foley track with room; whether it could be placed."""
        timeline = self.timeline
        if timeline is None:
            return False
        self.do(choose(timeline, take.region, take.id))
        refused: V2AError | None = None
        for track in timeline.tracks:
            if track.lock or track.kind is TrackKind.UNMATCHED or self.project is None:
                continue
            try:
                self.project.do(place(self.project.timeline, take.id, track.id))
            except V2AError as error:
                refused = error
                continue
            self.changed.emit(self.project.timeline)
            return True
        if refused is not None:
            self.failed.emit(refused)
        return False

    def place_best(self) -> None:
        """Put the chosen or best take of every region on the first open track."""
        timeline = self.timeline
        track = next((track for track in timeline.tracks if not track.lock), None) if timeline else None
        if timeline is None or track is None:
            return
        placement = place_best(timeline, track.id)
        if placement.change:
            self.do(placement.change)
        placed, skipped = len(placement.placed), len(placement.skipped)
        self.noted.emit(
            f"{placed} shots got a cue on {track.name}" + (f", {skipped} were passed over." if skipped else ".")
        )

    def _attempt(self, work: Callable[[Project], object]) -> object:
        if self.project is None:
            return None
        try:
            result = work(self.project)
        except V2AError as error:
            self.failed.emit(error)
            return None
        self.changed.emit(self.project.timeline)
        return result if result is not None else True

    # Generate

    def generate(self, asked: Asked) -> None:
        """Queue takes for a region."""
        project = self.project
        if project is None:
            return
        clip = next((clip for clip in project.timeline.picture if clip.region.id == asked.region), None)
        if clip is None:
            return
        region, tuning = clip.region, self.tuning()

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
                self._posted.emit(lambda: self._arrived(project, take.take.id))

            return (yield from self._engines.propose(choice, request, keep))

        self.queue.submit(f"generate {region.name}", work, spec=to_json(asked))
        self._remember()

    def generate_between(self, start: str, end: str, position: float, device: str) -> None:
        """Queue a take that sounds between two others of the project; it belongs to the region of the first."""
        project = self.project
        if project is None:
            return
        try:
            one, other = project.take(start).recipe, project.take(end).recipe
            way = Between(one, other, position)
        except V2AError as error:
            self.failed.emit(error)
            return
        region = next(take.region for take in project.timeline.takes if take.id == start)
        self.generate(Asked(region, one.settings, one.seed, 1, one.handle, one.bundle, device, way))

    def generate_like(self, take: KeptTake, count: int, device: str) -> None:
        """Queue takes much like one: near to it in what they are asked for, with seeds of their own."""
        from v2a_plugin.model.request import like_take

        project = self.project
        if project is None:
            return
        try:
            recipe = project.take(take.id).recipe
        except V2AError as error:
            self.failed.emit(error)
            return
        for near in like_take(recipe, count):
            self.generate(
                Asked(take.region, recipe.settings, near.end.seed, 1, recipe.handle, recipe.bundle, device, near)
            )

    def sound_file(self, take: str) -> str:
        """Path of the WAV file of a take; "" when it is gone."""
        path = self.project.layout.sound(take) if self.project else None
        return str(path) if path and path.is_file() else ""

    def _arrived(self, project: Project, take: str) -> None:
        if project is self.project:
            self.changed.emit(project.timeline)
            self.arrived.emit(take)

    # The queue over a restart

    def _queue_file(self) -> Path | None:
        return self.project.path / "queue.json" if self.project and not self.project.read_only else None

    def _remember(self) -> None:
        from v2a_plugin.files import write_text

        path = self._queue_file()
        if path is None:
            return
        pending = (*self.waiting, *(from_json(Asked, spec) for spec in self.queue.pending()))
        try:
            if pending:
                write_text(path, to_json(_Pending(pending)))
            else:
                path.unlink(missing_ok=True)
        except (V2AError, OSError) as error:
            self.noted.emit(f"The queue could not be saved: {error}")

    def _resume(self) -> None:
        path = self._queue_file()
        if path is None or not path.is_file():
            return
        try:
            pending = from_json(_Pending, path.read_text(encoding="utf-8"), path.name)
        except (V2AError, OSError):
            path.unlink(missing_ok=True)
            return
        self.waiting = pending.asked
        self.left_over.emit(len(pending.asked))

    waiting: tuple[Asked, ...] = ()
    """Generations that a crash or a close left over; `resume` queues them, `forget_waiting` drops them."""

    def forget_waiting(self) -> None:
        """Drop what was left over."""
        self.waiting = ()
        self._remember()

    def resume(self) -> None:
        """Queue what was left over."""
        left, self.waiting = self.waiting, ()
        for asked in left:
            self.generate(asked)

    def _job_told(self, report: JobReport) -> None:
        if report.state.over:
            self._remember()
        if report.state is JobState.FAILED and report.error is not None:
            self.failed.emit(report.error)


@dataclass(frozen=True, slots=True)
class _Pending:
    asked: tuple[Asked, ...]


def _probed(files: Sequence[Path]) -> Steps[tuple[MediaFile, ...]]:
    from v2a_plugin.media.probe import probe

    found: list[MediaFile] = []
    refused: list[V2AError] = []
    for number, path in enumerate(files):
        yield Progress("opening", number, len(files), path.name)
        try:
            found.append(probe(path))
        except V2AError as error:
            refused.append(error)
    if not found:
        raise refused[0]
    return tuple(found)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
