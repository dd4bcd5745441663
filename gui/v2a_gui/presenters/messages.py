"""Sentences for the person: what just happened, what went wrong, where the sound goes."""

from __future__ import annotations

from PySide6.QtCore import QObject

from v2a_gui.engine_texts import in_panel_language, sentence_of
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.views.notices import Notices
from v2a_gui.views.status import StatusLine
from v2a_plugin.model.errors import V2AError

__all__ = ["Messages"]


class Messages(QObject):
    """Shows the notes and errors of a session and a player in the status line."""

    def __init__(self, session: Session, player: Player, line: StatusLine, notices: Notices) -> None:
        super().__init__(session)
        self._line, self._notices = line, notices
        session.noted.connect(self.say)
        session.failed.connect(self.explain)
        player.failed.connect(self.explain)

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._line.say(in_panel_language(text))

    def explain(self, error: V2AError) -> None:
        """Show what went wrong and what to do, without stopping the work."""
        sentence = sentence_of(error)
        self._line.warn(sentence)
        if not self._line.fits:
            self._notices.show_notice("error", sentence)  # the remedy comes last, and must be read
            self._line.clear()
