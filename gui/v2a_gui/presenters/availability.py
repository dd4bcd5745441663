"""Which commands are enabled, and how undo and redo are called."""

from __future__ import annotations

from PySide6.QtCore import QObject

from v2a_gui.commands import Commands, Needs
from v2a_gui.engine_texts import in_panel_language
from v2a_gui.models.session import Session
from v2a_gui.presenters.current import Current
from v2a_gui.views.generate import Generate
from v2a_gui.views.takes import Takes
from v2a_gui.views.timeline.view import TimelineView

__all__ = ["Availability"]


class Availability(QObject):
    """Enables the commands for which everything they need is there."""

    def __init__(
        self,
        session: Session,
        current: Current,
        commands: Commands,
        takes: Takes,
        timeline: TimelineView,
        generate: Generate,
    ) -> None:
        super().__init__(commands)
        self._session, self._current, self._commands = session, current, commands
        self._timeline, self._generate = timeline, generate
        takes.current.connect(lambda _: self.refresh())
        timeline.canvas.selected.connect(lambda _: self.refresh())

    def refresh(self) -> None:
        """Enable the commands that make sense now."""
        project, has = self._session.project, Needs.NOTHING
        if project is not None:
            has |= Needs.CUT
            has |= Needs.UNDO if project.can_undo else Needs.NOTHING
            has |= Needs.REDO if project.can_redo else Needs.NOTHING
            has |= Needs.REGION if self._current.clip else Needs.NOTHING
            has |= Needs.TAKE if self._current.take else Needs.NOTHING
            has |= Needs.CUE if self._timeline.chosen else Needs.NOTHING
        if self._session.queue.busy:
            has |= Needs.JOB
        self._commands.allow(has)
        self._generate.button.setEnabled(bool(has & Needs.REGION))

    def name_steps(self) -> None:
        """Say in the menu what undo and redo would do."""
        project = self._session.project
        self._commands.say_more("undo", in_panel_language(project.undo_name) if project else "")
        self._commands.say_more("redo", in_panel_language(project.redo_name) if project else "")
