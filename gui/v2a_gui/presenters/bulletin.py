"""Notices above the work (read only, left over, what a cut lacks), and the lists of recent projects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from v2a_gui.access_keys import set_access_keys
from v2a_gui.engine_texts import in_panel_language
from v2a_gui.models.opening import CutOffer, Opening
from v2a_gui.models.recents import Recents
from v2a_gui.models.session import Session
from v2a_gui.views.notices import Answer, Notices
from v2a_gui.views.welcome import Welcome

__all__ = ["Bulletin"]

_SHOWN = 3
_CHOICES = 4
"""Most cuts that are offered by name."""


class Bulletin(QObject):
    """Fills the bars above the work, and the lists of recent projects.

    Args:
        window: Parent of dialogs.
        session: What the notices are about.
        opening: Offers cuts that need an answer.
        settings: Keep the recent projects.
        notices: The bars.
        welcome: The first screen.
        open_: Opens files and projects.
        save_as: Asks where to save a copy.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        opening: Opening,
        settings: QSettings,
        notices: Notices,
        welcome: Welcome,
        open_: Callable[[list[Path]], None],
        save_as: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._notices, self._welcome = window, session, notices, welcome
        self._open, self._save_as, self._opening = open_, save_as, opening
        self.recents = Recents(settings, self)
        self.recent = QMenu(self.tr("Open recent"), window)
        session.opened.connect(self._opened)
        session.found.connect(self._cut_found)
        session.left_over.connect(self._left_over)
        opening.offered.connect(self._offer)
        self.recents.changed.connect(self._list_recent)
        welcome.chosen.connect(lambda path: open_([path]))
        self._list_recent()

    def _opened(self) -> None:
        self._notices.hide_notice()
        project = self._session.project
        if project is None:
            return
        self.recents.add(project.path)
        if project.read_only:
            self._notices.show_notice(
                "read-only",
                self.tr("Open for reading only: {why}. Edits and takes are not kept.").format(
                    why=in_panel_language(project.read_only)
                ),
                (
                    Answer(self.tr("Try again"), lambda: self._open([project.path])),
                    Answer(self.tr("Save a copy…"), self._save_as),
                ),
            )

    def _left_over(self, count: int) -> None:
        text = (
            self.tr("1 generation was not finished.")
            if count == 1
            else self.tr("{count} generations were not finished.").format(count=count)
        )
        answers = (
            Answer(self.tr("Resume"), self._session.orders.resume),
            Answer(self.tr("Forget"), self._session.orders.forget),
        )
        self._notices.show_notice("resume", text, answers)

    def _cut_found(self, sentences: tuple[str, ...]) -> None:
        """What a cut has that could not be taken over."""
        sentences = tuple(in_panel_language(sentence) for sentence in sentences)
        text, answers = " ".join(sentences[:_SHOWN]), list[Answer]()
        if len(sentences) > _SHOWN:
            text += self.tr(" … and {n} more.").format(n=len(sentences) - _SHOWN)
            answers.append(Answer(self.tr("Details"), lambda: self._explain(sentences)))
        self._notices.show_notice("cut", text, answers)

    def _offer(self, offer: CutOffer) -> None:
        """Ask what becomes of cuts that were brought."""
        opening, media = self._opening, offer.media
        if len(offer.cuts) > 1:
            text = self.tr("{n} cuts came at once, and one is opened at a time. Which one?").format(n=len(offer.cuts))
            shown, hidden = offer.cuts[:_CHOICES], len(offer.cuts) - _CHOICES
            if hidden > 0:
                text += self.tr(" {n} more can be dropped by themselves.").format(n=hidden)
            answers = [Answer(cut.name, lambda cut=cut: opening.take_cut(cut, media)) for cut in shown]  # type: ignore[misc]
        else:
            [cut] = offer.cuts
            text = self.tr("{name} is a cut. Is it the new version of what this project shows?").format(name=cut.name)
            answers = [
                Answer(self.tr("Conform this project to it"), lambda: opening.conform(cut, media)),
                Answer(self.tr("Open as a new project"), lambda: opening.open_cut(cut, media)),
            ]
        self._notices.show_notice("offer", text, answers)

    def _explain(self, sentences: tuple[str, ...]) -> None:
        box = QMessageBox(QMessageBox.Icon.Information, self.tr("The cut"), "\n".join(sentences), parent=self._window)
        box.finished.connect(box.deleteLater)
        box.open()

    def _list_recent(self) -> None:
        paths = self.recents.paths()
        self._welcome.show_recent(paths)
        self.recent.clear()
        for path in paths:
            action = self.recent.addAction(path.stem)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self._open([path]))
        self.recent.setEnabled(bool(paths))
        if paths:
            self.recent.addSeparator()
            self.recent.addAction(self.tr("Clear this list")).triggered.connect(self.recents.clear)
        set_access_keys(self.recent)
