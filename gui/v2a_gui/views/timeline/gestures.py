"""What dragging does: each gesture turns how far the pointer went into a change of the timeline.

A gesture never edits: it gives the change that letting go here would make, and the widget shows the timeline after it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from v2a_gui.views.timeline.layout import Grip, Hit
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, Timeline, VolumePoint
from v2a_plugin.timeline import edits, marker_edits, volume
from v2a_plugin.timeline.changes import Change
from v2a_plugin.timeline.crossfades import overlap
from v2a_plugin.timeline.snapping import SnapPoint, nearest, snap, snap_span

__all__ = ["Drag", "Gesture", "gesture_for"]


@dataclass(frozen=True, slots=True)
class Drag:
    """How far the pointer has gone.

    Attributes:
        by: Seconds it went.
        up: Pixels it went up.
        track: Id of the track under it; "" for none.
        points: What catches; empty while snapping is off.
        reach: Seconds from which a point catches.
    """

    by: Fraction
    up: float
    track: str
    points: tuple[SnapPoint, ...]
    reach: Fraction


class Gesture(Protocol):
    """One way to drag."""

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        """What letting go would do.

        Raises:
            V2AError: It cannot be done here.
        """

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        """The time that it caught at, to show it."""


@dataclass(frozen=True, slots=True)
class Move:
    """Cues move together along time; one alone also to another track, and over its neighbour, which crossfades them."""

    cue: Cue
    cues: Collection[str]

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        start = self._start(timeline, drag)
        if len(self.cues) > 1:
            return edits.nudge(timeline, tuple(self.cues), start - self.cue.start)
        return overlap(timeline, self.cue.id, start, drag.track or None)

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        start = self._start(timeline, drag)
        edges = (start, start + self.cue.trim.duration)
        return next((edge for edge in edges if nearest(edge, drag.points, Fraction(0)) is not None), None)

    def _start(self, timeline: Timeline, drag: Drag) -> Fraction:
        start = self.cue.start + drag.by
        if not drag.reach:
            return start
        return snap_span(timeline, Span(start, start + self.cue.trim.duration), drag.points, drag.reach)


@dataclass(frozen=True, slots=True)
class Trim:
    """One end of a cue moves; it stops at its neighbour and where its take ends."""

    cue: Cue
    edge: edits.Edge

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        return edits.trim(timeline, self.cue.id, self.edge, self._to(timeline, drag))

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        to = self._to(timeline, drag)
        return to if nearest(to, drag.points, Fraction(0)) is not None else None

    def _to(self, timeline: Timeline, drag: Drag) -> Fraction:
        old = self.cue.start if self.edge is edits.Edge.START else self.cue.end
        to = snap(timeline, old + drag.by, drag.points, drag.reach) if drag.reach else old + drag.by
        return edits.trim_within(timeline, self.cue.id, self.edge, to)


@dataclass(frozen=True, slots=True)
class Slip:
    """The sound moves under the cue."""

    cue: Cue

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        return edits.slip(timeline, self.cue.id, edits.slip_within(timeline, self.cue.id, -drag.by))

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        return None


@dataclass(frozen=True, slots=True)
class FadeLength:
    """A fade handle moves."""

    cue: Cue
    edge: edits.Edge

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        start = self.edge is edits.Edge.START
        fade, other = (self.cue.fade_in, self.cue.fade_out) if start else (self.cue.fade_out, self.cue.fade_in)
        length = fade.length + (drag.by if start else -drag.by)
        return edits.fade(
            timeline, self.cue.id, self.edge, min(max(length, Fraction(0)), self.cue.trim.duration - other.length)
        )

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        return None


@dataclass(frozen=True, slots=True)
class Gain:
    """The gain line moves: half a dB a pixel, in steps of half a dB, from -60 to +24 dB."""

    cue: Cue
    cues: Collection[str]

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        wanted = round(self.cue.gain_db * 2 + drag.up) / 2
        by = min(max(wanted, -60.0), 24.0) - self.cue.gain_db
        return edits.gain_by(timeline, tuple(self.cues), by)

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        return None


@dataclass(frozen=True, slots=True)
class MovePoint:
    """A volume point moves: along time between its neighbours, and half a dB a pixel as the gain does."""

    cue: Cue
    point: VolumePoint

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        level = min(max(round(self.point.db * 2 + drag.up) / 2, -60.0), 24.0)
        at = volume.point_time(self.cue, self.point)
        return volume.move_volume_point(timeline, self.cue.id, at, at + drag.by, level)

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        return None


@dataclass(frozen=True, slots=True)
class MoveMarker:
    """A marker moves."""

    marker: str
    at: Fraction

    def change(self, timeline: Timeline, drag: Drag) -> Change:
        return marker_edits.move_marker(timeline, self.marker, self._to(timeline, drag))

    def caught(self, timeline: Timeline, drag: Drag) -> Fraction | None:
        return self._to(timeline, drag)

    def _to(self, timeline: Timeline, drag: Drag) -> Fraction:
        return snap(timeline, self.at + drag.by, drag.points, drag.reach) if drag.reach else self.at + drag.by


def gesture_for(hit: Hit, selected: Collection[str], slipping: bool) -> Gesture | None:
    """The gesture that a press begins; None for one that scrubs or draws a band.

    Args:
        hit: What was pressed.
        selected: Ids of the cues that are selected, the pressed one among them.
        slipping: Whether the key for slipping is held.
    """
    if hit.marker is not None:
        return MoveMarker(hit.marker.id, hit.marker.at)
    cue = hit.cue
    if cue is None:
        return None
    if hit.point is not None:
        return MovePoint(cue, hit.point)
    if slipping and hit.grip is Grip.BODY:
        return Slip(cue)
    gestures: dict[Grip, Gesture] = {
        Grip.BODY: Move(cue, selected),
        Grip.START: Trim(cue, edits.Edge.START),
        Grip.END: Trim(cue, edits.Edge.END),
        Grip.FADE_IN: FadeLength(cue, edits.Edge.START),
        Grip.FADE_OUT: FadeLength(cue, edits.Edge.END),
        Grip.GAIN: Gain(cue, selected),
    }
    return gestures[hit.grip]
