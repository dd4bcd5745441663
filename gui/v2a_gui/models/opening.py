"""Opening: a project, or a new one of videos, folders and cut files, whose shots appear while detection runs.

A cut that comes while a project is open may be a new version of what it shows: a person is asked.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from v2a_gui.models.session import Session
from v2a_plugin.formats.reading import is_cut
from v2a_plugin.jobs import Lane
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.regions import Region
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.folder_layout import SUFFIX
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.shot_edits import show_shots

if TYPE_CHECKING:
    from v2a_plugin.project.conforming import Conforming  # reads files, which takes a while to load
    from v2a_plugin.project.from_cut import ReadCut

__all__ = ["CutOffer", "Opening"]

_STILL = Fraction(5)
"""Seconds a picture is shown."""


@dataclass(frozen=True, slots=True)
class CutOffer:
    """Cuts of which a person says what becomes of them.

    Attributes:
        cuts: One, or several of which one is taken.
        media: What came with them.
        conform: Whether the project that is open could follow.
    """

    cuts: tuple[Path, ...]
    media: tuple[Path, ...]
    conform: bool


class Opening(QObject):
    """Makes projects for a session out of what a person brings.

    Signals:
        offered: A `CutOffer` that needs an answer: `take_cut`, `open_cut` or `conform`.
    """

    offered = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def open(self, paths: Sequence[Path]) -> None:
        """Open a project, or make one of videos, folders of videos and cut files."""
        session = self._session
        try:
            if len(paths) == 1 and paths[0].suffix == SUFFIX:
                if session.project is not None and session.project.path == paths[0].absolute():
                    session.close_project()  # or it would be locked by ourselves
                    session.opened.emit()
                session.show(open_project(paths[0]))
                return
            files = [file for path in paths for file in _files(path)]
            if not files:
                raise BadInput(f"There is nothing to open in {paths[0]}.", "Drop a video, a picture or a cut file.")
        except V2AError as error:
            session.failed.emit(error)
            return
        readers = session.plugins.cut_readers()
        cuts = tuple(file for file in files if is_cut(file, readers))
        media = tuple(file for file in files if not is_cut(file, readers))
        if len(cuts) > 1:
            self.offered.emit(CutOffer(cuts, media, session.project is not None))
            return
        if cuts:
            self.take_cut(cuts[0], media)
            return
        session.queue.submit(f"open {files[0].name}", lambda: _probed(files), self._begin, lane=Lane.READ)

    def take_cut(self, cut: Path, media: tuple[Path, ...] = ()) -> None:
        """Open a cut; while a project is open, offer that it follows instead."""
        if self._session.project is None:
            self.open_cut(cut, media)
        else:
            self.offered.emit(CutOffer((cut,), media, conform=True))

    def open_cut(self, cut: Path, media: tuple[Path, ...] = ()) -> None:
        """Make a new project of a cut."""
        from v2a_plugin.project.from_cut import read_with_media  # it reads media: a start needs no decoder

        session, known = self._session, self._session.media
        session.queue.submit(
            f"open {cut.name}",
            lambda: read_with_media(cut, session.plugins, media, known),
            self._begin_with_cut,
            lane=Lane.READ,
        )

    def conform(self, cut: Path, media: tuple[Path, ...] = ()) -> None:
        """Let the project that is open follow a changed cut, or a new export of its picture."""
        from v2a_plugin.project.conforming import conform_project

        session, project = self._session, self._session.project
        if project is None:
            return

        def done(found: Conforming) -> None:
            if project is not session.project or not session.attempt(found.apply):
                return
            session.noted.emit(
                f"Conformed to {cut.name}; undo takes it back." if found.change else "Nothing has moved."
            )
            if sentences := (*found.report.sentences(), *found.notes):
                session.found.emit(sentences)

        session.queue.submit(
            f"conform to {cut.name}",
            lambda: conform_project(project, cut, session.plugins, media=media, rate=project.timeline.rate),
            done,
            lane=Lane.READ,
        )

    def _begin_with_cut(self, cut: ReadCut) -> None:
        try:
            timeline = cut.timeline()
            self._session.show(create_project(self._new_folder(timeline.name), timeline, cut.media))
        except V2AError as error:
            self._session.failed.emit(error)
            return
        if cut.findings:
            self._session.found.emit(cut.findings)

    def _begin(self, media: tuple[MediaFile, ...]) -> None:
        from v2a_plugin.shots.regions import undivided

        try:
            reels = [Reel(file, (undivided(file, _STILL if file.still else None),)) for file in media]
            name = media[0].path.stem
            self._session.show(create_project(self._new_folder(name), cut_of(reels, name), media))
        except V2AError as error:
            self._session.failed.emit(error)
            return
        for file in media:
            if not file.still:
                self._detect(file)

    def _detect(self, media: MediaFile) -> None:
        """Find the shots of a file, stretch by stretch."""
        from v2a_plugin.shots.early import find_shots_early

        session, project = self._session, self._session.project
        detector = session.plugins.shot_detector("adaptive")()

        def show(regions: tuple[Region, ...]) -> None:
            session.post(lambda: self._show_shots(project, media, regions))

        session.queue.submit(
            f"find shots in {media.path.name}", lambda: find_shots_early(media, detector, show), lane=Lane.READ
        )

    def _show_shots(self, project: Project | None, media: MediaFile, regions: tuple[Region, ...]) -> None:
        if project is self._session.project:
            self._session.edit(lambda timeline: show_shots(timeline, media.fingerprint, regions))

    def _new_folder(self, name: str) -> Path:
        """A folder for a project that was not saved under a name yet."""
        plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)[:60].strip(". ") or "Untitled"
        stem = f"{plain} {time.strftime('%Y-%m-%d %H.%M.%S')}"
        names = itertools.chain([stem], (f"{stem} {number}" for number in itertools.count(2)))
        return next(path for each in names if not (path := self._session.unsaved / f"{each}{SUFFIX}").exists())


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
