"""Opening, conforming and saving: the file dialogs, and what is done with what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from v2a_gui.models.opening import Opening
from v2a_gui.models.session import Session
from v2a_gui.panel_settings import FOLDER
from v2a_gui.presenters.first_sound import FirstSound
from v2a_resources import sample_path

__all__ = ["FilePresenter"]


class FilePresenter(QObject):
    """Lets a person choose files for a session.

    Args:
        parent: Of the dialogs.
        session: What is saved.
        opening: Opens what is chosen.
        settings: Keep the folder that was chosen last.
        first_sound: Opens the clip that ships where nothing is open yet.
    """

    def __init__(
        self, parent: QWidget, session: Session, opening: Opening, settings: QSettings, first_sound: FirstSound
    ) -> None:
        super().__init__(parent)
        self._parent, self._session, self._opening = parent, session, opening
        self._settings, self._first_sound = settings, first_sound

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {
            "open": self.ask_to_open,
            "open-folder": self.ask_to_open_project,
            "open-sample": self.open_sample,
            "conform": self.ask_to_conform,
            "save-as": self.save_as,
        }

    def open_sample(self) -> None:
        """Open the clip that ships; where nothing is open yet, go on to its first sound."""
        if self._session.project is None:
            self._first_sound.begin()
        else:
            self._opening.open([sample_path()])

    def ask_to_open(self) -> None:
        """Choose files and open them."""
        names, _ = QFileDialog.getOpenFileNames(self._parent, self.tr("Open"), FOLDER.of(self._settings))
        if names:
            FOLDER.put(self._settings, str(Path(names[0]).parent))
            self._opening.open([Path(name) for name in names])

    def ask_to_open_project(self) -> None:
        """Choose a project and open it."""
        name = QFileDialog.getExistingDirectory(self._parent, self.tr("Open project"), FOLDER.of(self._settings))
        if name:
            self._opening.open([Path(name)])

    def ask_to_conform(self) -> None:
        """Choose a changed cut, or a new export of the picture, and let the project follow it."""
        name, _ = QFileDialog.getOpenFileName(self._parent, self.tr("Conform"), FOLDER.of(self._settings))
        if name:
            self._opening.conform(Path(name))

    def save_as(self) -> None:
        """Choose where to copy the project to, and go on there."""
        project, media = self._session.project, self._session.media
        if project is None:
            return
        place = (media[0].path.parent if media else Path.home()) / f"{project.name}.v2a"
        name, _ = QFileDialog.getSaveFileName(self._parent, self.tr("Save project as"), str(place), "v2a (*.v2a)")
        if name:
            self._session.save_as(Path(name))
