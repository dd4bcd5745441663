"""Edits of the cut by command: undo and redo, and what is done to the selected cues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit

from v2a_gui.commands import Commands
from v2a_gui.dialogs.markers import MarkersDialog
from v2a_gui.models.audition import Audition
from v2a_gui.models.session import Session
from v2a_gui.playback.player import Player
from v2a_gui.views.filmstrip import Filmstrip
from v2a_gui.views.notices import Notices
from v2a_gui.views.timeline.view import TimelineView
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline import edits, take_edits
from v2a_plugin.timeline.lookup import find_cues, find_take
from v2a_plugin.timeline.marker_edits import add_marker
from v2a_plugin.timeline.track_edits import set_production

__all__ = ["Editing"]


class Editing:
    """The commands that edit and zoom the timeline."""

    def __init__(
        self,
        session: Session,
        player: Player,
        audition: Audition,
        timeline: TimelineView,
        filmstrip: Filmstrip,
        notices: Notices,
        commands: Commands,
    ) -> None:
        self._session, self._player, self._timeline = session, player, timeline
        self._audition, self._notices, self._commands = audition, notices, commands
        timeline.canvas.picked.connect(filmstrip.pick)
        commands["snap"].setChecked(timeline.canvas.snapping)
        commands["follow-playhead"].setChecked(timeline.canvas.following)
        session.changed.connect(self._show_production)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        timeline, canvas = self._timeline, self._timeline.canvas
        return {
            "undo": self._session.undo,
            "redo": self._session.redo,
            "cut-split": timeline.split,
            "delete": timeline.delete,
            "ripple-delete": timeline.ripple_delete,
            "duplicate": timeline.duplicate,
            "copy": timeline.copy,
            "paste": timeline.paste,
            "select-all": timeline.select_all,
            "deselect": self.deselect,
            "add-marker": self.add_marker,
            "markers": self.show_markers,
            "snap": self._snap,
            "slip": self._slip,
            "production": self._production,
            **{f"replace-{number}": partial(self._replace, number) for number in range(1, 10)},
            "louder": lambda: self._louder(1.0),
            "softer": lambda: self._louder(-1.0),
            "volume-point": timeline.add_volume_points,
            "zoom-in": lambda: canvas.zoom(1.5),
            "zoom-out": lambda: canvas.zoom(1 / 1.5),
            "zoom-fit": canvas.fit,
            "follow-playhead": self._follow,
            "tracks-taller": lambda: canvas.stretch(1.25),
            "tracks-lower": lambda: canvas.stretch(0.8),
            "waves-taller": lambda: canvas.amplify(2**0.5),
            "waves-lower": lambda: canvas.amplify(2**-0.5),
        }

    def deselect(self) -> None:
        """Leave a field; else give up the gesture that is under way; else select nothing; else close what only informs."""
        canvas = self._timeline.canvas
        if isinstance(QApplication.focusWidget(), QLineEdit | QAbstractSpinBox | QComboBox):
            canvas.setFocus()
            return
        if not self._timeline.guides.abandon() and not canvas.abandon():
            if canvas.chosen:
                canvas.choose(frozenset())
            else:
                self._notices.hide_notice("error")

    def add_marker(self) -> None:
        """Put a marker where the playhead is."""
        at = self._player.at
        self._session.edit(lambda timeline: add_marker(timeline, at, "Marker"))

    def show_markers(self) -> None:
        """Show the markers as a list; the playhead goes to the one that is picked."""
        dialog = MarkersDialog(self._session, self._timeline.window())
        dialog.picked.connect(lambda marker: self._player.locate(marker.at))
        dialog.show()

    def _louder(self, db: float) -> None:
        """Change the level of the selected cues."""
        chosen = self._timeline.chosen
        self._session.edit(lambda timeline: edits.gain_by(timeline, chosen, db))

    def _replace(self, number: int) -> None:
        """Play the take that a number key plays in its shot, in the selected cues."""
        session, timeline = self._session, self._session.timeline
        if timeline is None:
            return
        steps = []
        for placed in find_cues(timeline, self._timeline.chosen):
            takes = self._audition.numbered(find_take(timeline, placed.cue.take).region)
            if number <= len(takes):
                steps.append(partial(take_edits.replace_take, cue=placed.cue.id, take=takes[number - 1].id))
        if steps:
            session.edit(lambda now: edits.together("Replace take", now, steps))

    def _production(self) -> None:
        """Let the production sound be heard, or not."""
        mute = not self._commands["production"].isChecked()
        self._session.edit(lambda timeline: set_production(timeline, mute=mute))

    def _show_production(self, timeline: Timeline | None) -> None:
        self._commands["production"].setChecked(timeline is None or not timeline.production.mute)

    def _slip(self) -> None:
        """Let dragging a cue move the sound in it, or the cue again."""
        self._timeline.canvas.slipping = self._commands["slip"].isChecked()

    def _follow(self) -> None:
        """Turn the page with the playhead, or stay."""
        self._timeline.canvas.following = self._commands["follow-playhead"].isChecked()

    def _snap(self) -> None:
        """Let edits catch at frames, shots, hits and cues, or no longer."""
        self._timeline.canvas.snapping = self._commands["snap"].isChecked()
