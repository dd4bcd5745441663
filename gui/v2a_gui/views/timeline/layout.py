"""Where things are on the timeline widget: seconds to pixels, tracks to rows, and what lies under a point."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from v2a_plugin.model.time import index_at
from v2a_plugin.model.timeline import Cue, Marker, PictureClip, Timeline, Track, VolumePoint
from v2a_plugin.timeline.lookup import cues_between
from v2a_plugin.timeline.volume import point_time, volume_db

__all__ = ["GUIDE", "HEADER", "PICTURE", "PRODUCTION", "RULER", "SHOTS", "Grip", "Hit", "Layout", "Scale"]

RULER = 24
SHOTS, GUIDE, PRODUCTION = 38, 26, 34
"""Pixels of the picture track, and of the lanes of guides and of production sound under it."""
PICTURE = SHOTS + GUIDE + PRODUCTION
HEADER = 188
TRACK = 58
_EDGE = 7
_FADE = 9
_NEAR = 6
"""Pixels around a volume point that take hold of it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Seconds to pixels.

    Attributes:
        origin: The time at pixel 0.
        density: Pixels a second.
    """

    origin: Fraction = Fraction(0)
    density: float = 60.0

    def x(self, at: Fraction) -> float:
        """The pixel of a time."""
        return float(at - self.origin) * self.density

    def at(self, x: float) -> Fraction:
        """The time of a pixel, exact to the millisecond."""
        return self.origin + Fraction(round(x / self.density * 1000), 1000)

    def reach(self, pixels: float) -> Fraction:
        """The time that some pixels span."""
        return Fraction(max(1, round(pixels / self.density * 1000)), 1000)

    def zoomed(self, factor: float, x: float) -> Scale:
        """Nearer or further, with the time under a pixel staying there."""
        density = min(max(self.density * factor, 0.02), 4000.0)
        fixed = self.at(x)
        return Scale(fixed - Fraction(round(x / density * 1000), 1000), density)


class Grip(StrEnum):
    """What part of a cue the pointer is on."""

    BODY = "body"
    START = "start"
    END = "end"
    FADE_IN = "fade-in"
    FADE_OUT = "fade-out"
    GAIN = "gain"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point of the widget; of a cue also the volume point, where one is under it."""

    at: Fraction
    ruler: bool = False
    clip: PictureClip | None = None
    track: Track | None = None
    cue: Cue | None = None
    grip: Grip = Grip.BODY
    marker: Marker | None = None
    point: VolumePoint | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A timeline laid out.

    Attributes:
        timeline: What is shown.
        scale: Seconds to pixels.
        heights: Heights of tracks by id, where they differ from the usual.
        scroll: Pixels the tracks are scrolled down.
    """

    timeline: Timeline
    scale: Scale
    heights: Mapping[str, int] = field(default_factory=dict)
    scroll: int = 0

    def rows(self) -> Iterator[tuple[Track, int, int]]:
        """Tracks with their top and height, in pixels."""
        top = RULER + PICTURE - self.scroll
        for track in self.timeline.tracks:
            height = self.heights.get(track.id, TRACK)
            yield track, top, height
            top += height

    @property
    def height(self) -> int:
        """Pixels that all of it takes."""
        return RULER + PICTURE + sum(self.heights.get(track.id, TRACK) for track in self.timeline.tracks)

    def visible_cues(self, track: Track, width: float) -> tuple[Cue, ...]:
        """The cues of a track that show in a width of pixels."""
        return cues_between(track, self.scale.at(0), self.scale.at(width))

    def visible_clips(self, width: float) -> tuple[PictureClip, ...]:
        """The picture clips that show in a width of pixels."""
        clips, scale = self.timeline.picture, self.scale
        first = bisect.bisect_right(clips, scale.at(0), key=lambda clip: clip.span.end)
        last = bisect.bisect_left(clips, scale.at(width), key=lambda clip: clip.record)
        return clips[first:last]

    def hit(self, x: float, y: float) -> Hit:
        """What lies under a point."""
        at = self.scale.at(x)
        if y < RULER:
            near = self.scale.reach(5)
            marker = min(self.timeline.markers, key=lambda marker: abs(marker.at - at), default=None)
            return Hit(at, ruler=True, marker=marker if marker and abs(marker.at - at) <= near else None)
        if y < RULER + PICTURE:
            return Hit(at, clip=next((clip for clip in self.visible_clips(x + 1) if at in clip.span), None))
        for track, top, height in self.rows():
            if top <= y < top + height:
                place = bisect.bisect_right(track.cues, at + self.scale.reach(_EDGE), key=lambda cue: cue.start) - 1
                cue = track.cues[place] if place >= 0 else None
                if cue is None or at > cue.end + self.scale.reach(_EDGE):
                    return Hit(at, track=track)
                point = self._point(cue, x, y - top, height)
                grip = Grip.POINT if point else self._grip(cue, x, y - top, height)
                return Hit(at, track=track, cue=cue, grip=grip, point=point)
        return Hit(at)

    def frame(self, at: Fraction) -> Fraction:
        """The start of the frame that holds a time."""
        return Fraction(int(at * self.timeline.rate)) / self.timeline.rate

    def gain_y(self, db: float, top: int, height: int) -> float:
        """Where the gain line of a cue runs at a level: 0 dB a third down, 6 dB a tenth of the height."""
        return top + 14 + (height - 20) * min(max(0.35 - db / 60, 0.05), 0.95)

    def gain_line(self, cue: Cue, top: int, height: int) -> list[tuple[float, float]]:
        """The pixels of the gain line of a cue, from its start through its volume points to its end."""
        places = [cue.start, *(at for at, _ in self.points(cue)), cue.end]
        return [(self.scale.x(at), self.gain_y(cue.gain_db + volume_db(cue, at), top, height)) for at in places]

    def points(self, cue: Cue) -> list[tuple[Fraction, VolumePoint]]:
        """The volume points of a cue that lie on it, with their times on the timeline."""
        return [(point_time(cue, point), point) for point in cue.volume if cue.trim.start <= point.at <= cue.trim.end]

    def _point(self, cue: Cue, x: float, y: float, height: int) -> VolumePoint | None:
        for at, point in self.points(cue):
            level = self.gain_y(cue.gain_db + point.db, 0, height)
            if abs(x - self.scale.x(at)) <= _NEAR and abs(y - level) <= _NEAR:
                return point
        return None

    def _grip(self, cue: Cue, x: float, y: float, height: int) -> Grip:
        left, right = self.scale.x(cue.start), self.scale.x(cue.end)
        narrow = right - left < 4 * _EDGE
        edge = 3 if narrow else _EDGE
        if y < 16 and not narrow:
            if abs(x - (left + float(cue.fade_in.length) * self.scale.density)) <= _FADE:
                return Grip.FADE_IN
            if abs(x - (right - float(cue.fade_out.length) * self.scale.density)) <= _FADE:
                return Grip.FADE_OUT
        if x - left <= edge:
            return Grip.START
        if right - x <= edge:
            return Grip.END
        line = self.gain_y(cue.gain_db + volume_db(cue, self.scale.at(x)), 0, height)
        if abs(y - line) <= 4 and right - left > 40:
            return Grip.GAIN
        return Grip.BODY

    def ruler_step(self) -> int:
        """Frames between two labels of the ruler, so that they do not touch."""
        rate = index_at(Fraction(1), self.timeline.rate)
        for frames in (1, 2, 5, 10, *(rate * n for n in (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600))):
            if frames / float(self.timeline.rate) * self.scale.density >= 96:
                return frames
        return rate * 7200
