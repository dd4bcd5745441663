"""Tapping: keys that are struck while the shot plays become events of its guide."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from fractions import Fraction

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QTextEdit

from v2a_gui.commands import Commands
from v2a_gui.models.session import Session
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.playback.player import Player
from v2a_gui.views.timeline.guide_lane import GuideLane
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide, GuideEvent
from v2a_plugin.timeline.changes import apply
from v2a_plugin.timeline.guide_edits import tap

__all__ = ["Tapping"]

_SOFT, _HARD = 0.6, 1.0
_LONGEST = 500
"""Milliseconds by which a key is late at most, to be believed."""
_FIELDS = (QLineEdit, QTextEdit, QAbstractSpinBox, QComboBox)


class KeyDelay:
    """How late keys come, by their time stamps.

    The clock of the stamps counts from a moment that nobody knows, so the key that came quickest so far counts as
    coming at once.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._least: float | None = None

    def of(self, event: QKeyEvent) -> Fraction:
        """Seconds between the key and now; 0 where it has no stamp."""
        if not event.timestamp():
            return Fraction(0)
        apart = self._now() * 1000 - event.timestamp()
        self._least = apart if self._least is None else min(self._least, apart)
        late = round(apart - self._least)
        return Fraction(late, 1000) if late <= _LONGEST else Fraction(0)


class Tapping(QObject):
    """While it is armed, letters strike, harder with Shift; Backspace takes the last one back, T and Escape end it.

    What is struck from the start of playing to its end, or once round a loop, is one edit.

    Args:
        session: Has the cut.
        player: Says where the picture is.
        guides: Show what is being tapped.
        commands: Have the switch, and know whether a key is held.
        lanes: Show that it is armed.
    """

    def __init__(
        self, session: Session, player: Player, guides: ShotGuides, commands: Commands, *lanes: GuideLane
    ) -> None:
        super().__init__(session)
        self._session, self._player, self._guides, self._commands = session, player, guides, commands
        self._lanes = lanes
        self._taps: list[GuideEvent] = []
        self._delay = KeyDelay()
        self._last = Fraction(0)
        player.played.connect(lambda on: None if on else self._keep())
        player.moved.connect(self._moved)
        session.opened.connect(self.end)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {"tap": self.switch}

    @property
    def armed(self) -> bool:
        """Whether keys strike."""
        return self._commands["tap"].isChecked()

    def switch(self) -> None:
        """Begin to tap, or end it."""
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        if self.armed:
            application.installEventFilter(self)
            self._session.noted.emit(
                self.tr("Letters strike, harder with Shift. Space plays, Backspace takes the last one back, T ends it.")
            )
        else:
            self._keep()
        for lane in self._lanes:
            lane.arm(self.armed)

    def end(self) -> None:
        """End it."""
        if self.armed:
            self._commands["tap"].setChecked(False)
            self.switch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Take the keys that strike, before they are shortcuts."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        if (
            not self._means(event)
            or QApplication.activeModalWidget()
            or isinstance(QApplication.focusWidget(), _FIELDS)
        ):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not (event.isAutoRepeat() or self._commands.repeating):
            if event.key() == Qt.Key.Key_Backspace:
                self._take_back()
            elif event.key() in (Qt.Key.Key_T, Qt.Key.Key_Escape):
                self.end()
            else:
                self._strike(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), self._delay.of(event))
        return True

    def _means(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
        return letter or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Escape)

    def _strike(self, hard: bool, late: Fraction) -> None:
        """An event where the picture was when the key was struck."""
        player = self._player
        at = max(Fraction(0), player.heard - late * max(0, player.speed))
        self._taps = [*(one for one in self._taps if one.at != at), GuideEvent(at, _HARD if hard else _SOFT)]
        if player.speed:
            self._show()
        else:
            self._keep()

    def _take_back(self) -> None:
        project = self._session.project
        if self._taps:
            self._taps.pop()
            self._show()
        elif project is not None and project.undo_name == "Tap":
            self._session.undo()

    def _moved(self, at: Fraction) -> None:
        if at < self._last and self._player.speed > 0:
            self._keep()  # once round a loop
        self._last = at

    def _keep(self) -> None:
        """Make what was tapped an edit."""
        taps, self._taps = self._taps, []
        self._guides.show_taps({})
        if taps:
            self._session.edit(lambda timeline: tap(timeline, taps))

    def _show(self) -> None:
        """Show what the guides would be with what was tapped so far."""
        timeline, guides = self._session.timeline, dict[str, Guide]()
        if timeline is not None:
            try:
                tapped = apply(tap(timeline, self._taps), timeline)
            except BadInput:  # said when it is kept
                return
            before = {clip.region.id: clip.guide for clip in timeline.picture}
            guides = {
                clip.region.id: clip.guide
                for clip in tapped.picture
                if clip.guide is not None and clip.guide != before[clip.region.id]
            }
        self._guides.show_taps(guides)
