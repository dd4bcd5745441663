"""The timeline: headers, canvas and scroll bars together, and what its menu offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QInputDialog, QMenu, QScrollBar, QWidget

from v2a_gui.access_keys import set_access_keys
from v2a_gui.models.film_frames import FilmFrames
from v2a_gui.models.production_outline import ProductionOutline
from v2a_gui.models.session import Session
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.models.sounds import Sounds
from v2a_gui.playback.player import Player
from v2a_gui.views.small import TrackMenu
from v2a_gui.views.timeline.canvas import Canvas
from v2a_gui.views.timeline.guide_lane import GuideLane
from v2a_gui.views.timeline.headers import Headers
from v2a_gui.views.timeline.layout import GUIDE, RULER, SHOTS, Hit, Scale
from v2a_gui.views.timeline.picture_lane import PictureLane
from v2a_gui.views.timeline.production_lane import ProductionLane
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline
from v2a_plugin.timeline import edits, many_edits, marker_edits, take_edits, volume
from v2a_plugin.timeline.lookup import Placed, find_cues
from v2a_plugin.timeline.operations import Change, group
from v2a_plugin.timeline.placing import place_near

__all__ = ["TimelineView"]

_TICKS = 10_000
_METERS = 33
"""Milliseconds between looks of the meters."""
_CATCH = 40
"""Pixels from which a take that is dropped catches at where it is in step with its shot."""


class TimelineView(QWidget):
    """Shows the session's cut and edits it."""

    def __init__(
        self,
        session: Session,
        player: Player,
        sounds: Sounds,
        outline: ProductionOutline,
        frames: FilmFrames,
        guides: ShotGuides,
        numbered: Callable[[str], Sequence[KeptTake]],
    ) -> None:
        super().__init__()
        self._session, self._player, self._numbered = session, player, numbered
        self._copied: tuple[Placed, ...] = ()
        self._actions: tuple[QAction, ...] = ()

        def media() -> Mapping[str, MediaFile]:
            return {file.fingerprint: file for file in session.media}

        lanes = PictureLane(frames, media), ProductionLane(outline, media)
        self.canvas = Canvas(player, sounds.peaks, *lanes, session.sound_file)
        self.guides = GuideLane(player, guides, lambda: self.canvas.snapping)
        self.guides.setParent(self.canvas)
        self.guides.move(0, RULER + SHOTS)
        self.headers = Headers()
        self._across = QScrollBar(Qt.Orientation.Horizontal)
        self._down = QScrollBar(Qt.Orientation.Vertical)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.headers, 0, 0)
        grid.addWidget(self.canvas, 0, 1)
        grid.addWidget(self._down, 0, 2)
        grid.addWidget(self._across, 1, 1)
        grid.setColumnStretch(1, 1)
        self.canvas.edited.connect(session.do)
        self.guides.edited.connect(session.edit)
        self.guides.picked.connect(self.canvas.picked)
        self.canvas.dropped.connect(self.drop_take)
        self.canvas.scaled.connect(self._laid_out)
        self.canvas.menu_requested.connect(self._menu)
        self.headers.edited.connect(session.edit)
        self.headers.stretched.connect(self.canvas.set_height)
        self._across.valueChanged.connect(self._scrolled)
        self._down.valueChanged.connect(self.canvas.scroll_to)
        sounds.outlined.connect(lambda _: self.canvas.update())
        outline.outlined.connect(self.canvas.update)
        frames.ready.connect(self.canvas.update)
        player.moved.connect(lambda at: self.canvas.follow(at) if player.speed else None)
        self._meters = QTimer(self, interval=_METERS)
        self._meters.timeout.connect(self._show_levels)
        player.played.connect(lambda on: self._meters.start() if on else None)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show another state of the cut."""
        self.canvas.show_timeline(timeline)
        self._laid_out()

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """Offer actions for the selected cues in their context menu."""
        self._actions = tuple(actions)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the selected cues that are there."""
        timeline = self._session.timeline
        if timeline is None:
            return ()
        return tuple(cue.id for track in timeline.tracks for cue in track.cues if cue.id in self.canvas.chosen)

    # Commands

    def drop_take(self, take: str, track: str, at: Fraction) -> None:
        """Put a take on a track with its used part beginning at a time, or in step with its shot when that is near."""
        reach = self.canvas.scale.reach(_CATCH)
        self._session.edit(lambda timeline: place_near(timeline, take, track, at, reach))

    def split(self) -> None:
        """Split the selected cues, or else every cue, under the playhead."""
        at = self._player.at
        self._session.edit(lambda timeline: many_edits.split_at(timeline, at, self.canvas.chosen))

    def delete(self) -> None:
        """Take the selected cues off."""
        if self.chosen:
            self._session.edit(lambda t: edits.delete(t, self.chosen))

    def ripple_delete(self) -> None:
        """Take the selected cues off and close the gaps on their tracks."""
        chosen = self.chosen
        if chosen:
            self._session.edit(lambda t: many_edits.ripple_delete_all(t, chosen))

    def duplicate(self) -> None:
        """A second cue behind each selected one."""
        chosen = self.chosen
        if chosen:
            self._session.edit(lambda t: many_edits.duplicate_all(t, chosen))

    def copy(self) -> None:
        """Remember the selected cues."""
        timeline = self._session.timeline
        if timeline is not None:
            self._copied = find_cues(timeline, self.chosen) if self.chosen else ()

    def paste(self) -> None:
        """Put what was copied at the playhead, on its tracks, and select it."""
        at, before = self._player.at, self._cues()
        if self._copied and self._session.edit(lambda timeline: many_edits.paste(timeline, self._copied, at)):
            self.canvas.choose(self._cues() - before)

    def select_all(self) -> None:
        """Select every cue."""
        self.canvas.choose(self._cues())

    # Inside

    def _show_levels(self) -> None:
        """Let the meters of the tracks follow the playhead; until they have fallen back, once it stands."""
        player, runs = self._player, bool(self._player.speed)

        def level(track: str) -> float:
            if not runs:
                return 0.0
            return player.cut.level(track, player.at) if track else player.production.level("", player.at)

        if not self.headers.show_levels(level) and not runs:
            self._meters.stop()

    def _cues(self) -> frozenset[str]:
        timeline = self._session.timeline
        return frozenset(cue.id for track in timeline.tracks for cue in track.cues) if timeline else frozenset()

    def _laid_out(self) -> None:
        layout, canvas = self.canvas.shown, self.canvas
        self.headers.show_layout(layout)
        self.guides.resize(canvas.width(), GUIDE)
        self.guides.show_timeline(self._session.timeline, canvas.scale)
        if layout is None:
            return
        limit = max(0, layout.height - canvas.height())
        for bar, value, most, page in (
            (self._down, canvas.down, limit, canvas.height()),
            (self._across, *self._across_range()),
        ):
            bar.blockSignals(True)
            bar.setRange(0, most)
            bar.setPageStep(page)
            bar.setValue(value)
            bar.blockSignals(False)
        self._down.setVisible(limit > 0)

    def _across_range(self) -> tuple[int, int, int]:
        """Value, maximum and page of the horizontal bar, in shares of the whole."""
        timeline, scale = self._session.timeline, self.canvas.scale
        page = scale.reach(self.canvas.width())
        end = max((timeline.end if timeline else Fraction(0)) + page / 2, scale.origin + page)
        return (
            round(scale.origin / end * _TICKS),
            round((end - page) / end * _TICKS),
            max(1, round(page / end * _TICKS)),
        )

    def _scrolled(self, value: int) -> None:
        timeline, scale = self._session.timeline, self.canvas.scale
        page = scale.reach(self.canvas.width())
        end = max((timeline.end if timeline else Fraction(0)) + page / 2, scale.origin + page)
        self.canvas.set_scale(Scale(Fraction(round(end * value / _TICKS * 1000), 1000), scale.density))

    def _menu(self, hit: Hit, place_: QPoint) -> None:
        menu, session = QMenu(self), self._session
        cue, chosen = hit.cue, self.chosen
        if hit.marker is not None:
            marker = hit.marker
            menu.addAction(self.tr("Rename marker…")).triggered.connect(
                lambda: self._name_marker(marker.id, marker.name)
            )
            menu.addAction(self.tr("Remove marker")).triggered.connect(
                lambda: session.edit(lambda t: marker_edits.remove_markers(t, marker.id))
            )
        elif cue is not None:
            for text, make in (
                (self.tr("Next take"), lambda t: take_edits.next_take(t, cue.id)),
                (self.tr("Previous take"), lambda t: take_edits.previous_take(t, cue.id)),
                (self.tr("Unmute") if cue.mute else self.tr("Mute"), lambda t: edits.mute(t, chosen, not cue.mute)),
                (self.tr("Unlock") if cue.lock else self.tr("Lock"), lambda t: edits.lock(t, chosen, not cue.lock)),
                (self.tr("Reset gain"), lambda t: edits.gain(t, chosen, 0.0)),
                *self._volume_items(hit, cue, chosen),
                (self.tr("Delete"), lambda t: edits.delete(t, chosen)),
            ):
                menu.addAction(text).triggered.connect(lambda _=False, make=make: session.edit(make))
            menu.addMenu(self._takes_menu(menu, cue))
            tracks = session.timeline.tracks if session.timeline else ()
            menu.addMenu(
                TrackMenu(
                    self.tr("Move to"),
                    menu,
                    tracks,
                    lambda one: session.edit(lambda t: edits.move(t, cue.id, track=one)),
                )
            )
            menu.addAction(self.tr("Rename…")).triggered.connect(lambda: self._name_cue(cue))
            menu.addSeparator()
            for text, do in (
                (self.tr("Split at the playhead"), self.split),
                (self.tr("Duplicate"), self.duplicate),
                (self.tr("Copy"), self.copy),
                (self.tr("Ripple delete"), self.ripple_delete),
            ):
                menu.addAction(text).triggered.connect(lambda _=False, do=do: do())
            menu.addSeparator()
            menu.addActions(self._actions)
        else:
            at = hit.at
            menu.addAction(self.tr("Add a marker here")).triggered.connect(
                lambda: session.edit(lambda t: marker_edits.add_marker(t, max(Fraction(0), at), "Marker"))
            )
        set_access_keys(menu)
        menu.popup(place_)

    def _volume_items(
        self, hit: Hit, cue: Cue, chosen: tuple[str, ...]
    ) -> Iterator[tuple[str, Callable[[Timeline], Change]]]:
        """What the menu of a cue offers for its volume points."""
        at, point = max(cue.start, min(hit.at, cue.end)), hit.point
        if point is None:
            yield self.tr("Add a volume point here"), lambda t: volume.add_volume_point(t, cue.id, at)
        else:
            there = volume.point_time(cue, point)
            yield self.tr("Remove this volume point"), lambda t: volume.remove_volume_point(t, cue.id, there)
        if cue.volume:
            yield self.tr("Remove all volume points"), lambda t: volume.clear_volume(t, chosen)

    def add_volume_points(self) -> None:
        """Give the selected cues under the playhead, or else every one there, a volume point where it is."""
        at = self._player.at

        def add(timeline: Timeline) -> Change:
            under = (cue for track in timeline.tracks for cue in track.cues if cue.start <= at <= cue.end)
            ids = [cue.id for cue in under if not self.chosen or cue.id in self.chosen]
            return group("Volume point", *(volume.add_volume_point(timeline, cue, at) for cue in ids))

        self._session.edit(add)

    def _takes_menu(self, menu: QMenu, cue: Cue) -> QMenu:
        """The takes of a cue's shot, to play instead; with its fades, level and trim."""
        session, takes = self._session, QMenu(self.tr("Replace with"), menu)
        region = (
            next((take.region for take in session.timeline.takes if take.id == cue.take), "")
            if session.timeline
            else ""
        )
        for number, take in enumerate(self._numbered(region), 1):
            action = takes.addAction(f"{number}  {take.label}")
            action.setCheckable(True)
            action.setChecked(take.id == cue.take)
            action.triggered.connect(
                lambda _=False, take=take.id: session.edit(lambda t: take_edits.replace_take(t, cue.id, take))
            )
        return takes

    def _name_cue(self, cue: Cue) -> None:
        name, agreed = QInputDialog.getText(self, self.tr("Cue"), self.tr("Name"), text=cue.name)
        if agreed:
            self._session.edit(lambda t: edits.rename(t, (cue.id,), name.strip()))

    def _name_marker(self, marker: str, old: str) -> None:
        name, agreed = QInputDialog.getText(self, self.tr("Marker"), self.tr("Name"), text=old)
        if agreed:
            self._session.edit(lambda t: marker_edits.note_marker(t, marker, name=name.strip()))
