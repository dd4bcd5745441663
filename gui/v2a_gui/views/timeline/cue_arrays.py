"""Many cues at once: where they lie as arrays of seconds, and their outlines as one picture a track."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Float32, Float64, Int16, Int64
from PySide6.QtGui import QImage

from v2a_gui.models.peaks import Peaks
from v2a_gui.playback.mixer import RATE
from v2a_gui.views.timeline.layout import Scale
from v2a_plugin.model.timeline import Cue, FadeShape, PictureClip
from v2a_plugin.timeline.volume import volume_line

__all__ = ["CueArrays", "waves"]

_COARSE = 256
"""Bins of a coarse outline: enough for a cue of as many pixels."""
_NEW = 150
"""Coarse outlines made in one frame; the rest come with the next ones."""
_KEPT = 64


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where cues or clips lie, in seconds, in order.

    Attributes:
        starts: Where each begins.
        ends: Where each ends.
        trims: The second of its take that a cue begins with.
        lengths: Seconds of the whole sound of its take.
        gains: Its level as a factor.
        rises: Seconds of the fade at its start.
        falls: Seconds of the fade at its end.
        straight: Whether each of those two is linear.
        mutes: Whether a cue is muted.
        volumes: (second of the take, dB) of the volume points of those that have some, by their places.
    """

    starts: Float64[np.ndarray, " item"]
    ends: Float64[np.ndarray, " item"]
    trims: Float64[np.ndarray, " item"]
    lengths: Float64[np.ndarray, " item"]
    gains: Float64[np.ndarray, " item"]
    rises: Float64[np.ndarray, " item"]
    falls: Float64[np.ndarray, " item"]
    straight: Bool[np.ndarray, "item 2"]
    mutes: Bool[np.ndarray, " item"]
    volumes: Mapping[int, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    def levels(self, place: Int64[np.ndarray, " column"], at: Float64[np.ndarray, " column"]) -> np.ndarray:
        """Level of some cues as a factor, at seconds from the start of each, fades and all (`mix` has the shapes)."""
        level = self.gains[place]
        for number in self.volumes.keys() & set(place.tolist()) if self.volumes else ():
            here = place == number
            level[here] *= volume_line(self.volumes[number], at[here] + self.trims[number])
        if not self.rises[place].any() and not self.falls[place].any():
            return np.asarray(level)
        lengths = self.ends[place] - self.starts[place]
        for side, (fades, gone) in enumerate(((self.rises, at), (self.falls, lengths - at))):
            fade = fades[place]
            share = np.clip(gone / np.where(fade > 0, fade, 1), 0, 1)
            shape = np.where(self.straight[place, side], share, np.sin(share * (np.pi / 2)))
            level = level * np.where(fade > 0, shape, 1)
        return np.asarray(level)

    def showing(self, scale: Scale, width: int) -> Showing:
        """Those that show in a width of pixels."""
        origin = float(scale.origin)
        first = int(np.searchsorted(self.ends, origin, "right"))
        last = int(np.searchsorted(self.starts, origin + width / scale.density, "left"))
        left = (self.starts[first:last] - origin) * scale.density
        right = (self.ends[first:last] - origin) * scale.density
        return Showing(first, left, np.maximum(left + 2.0, right - 1), self.mutes[first:last])


@dataclass(frozen=True, slots=True, eq=False)
class Showing:
    """The pixels of what shows.

    Attributes:
        first: Index of the first one.
        left: Left edges.
        right: Right edges, at least two pixels on.
        mutes: Whether each is muted.
    """

    first: int
    left: Float64[np.ndarray, " item"]
    right: Float64[np.ndarray, " item"]
    mutes: Bool[np.ndarray, " item"]

    @property
    def widths(self) -> Float64[np.ndarray, " item"]:
        """Pixels of each."""
        widths: Float64[np.ndarray, " item"] = self.right - self.left
        return widths

    def runs(self, narrow: float) -> list[tuple[float, float, bool]]:
        """(left, right, muted) of stretches of neighbours that are narrower than some pixels, drawn as one."""
        thin = np.flatnonzero(self.widths < narrow)
        if not len(thin):
            return []
        left, right, mutes = self.left[thin], self.right[thin], self.mutes[thin]
        breaks = np.flatnonzero((left[1:] - right[:-1] > 1.5) | (np.diff(thin) > 1) | (mutes[1:] != mutes[:-1])) + 1
        begins, ends = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(thin)]]) - 1
        return list(zip(left[begins].tolist(), right[ends].tolist(), mutes[begins].tolist(), strict=True))


class CueArrays:
    """Remembers what was worked out for tracks and takes, from one frame to the next.

    Attributes:
        again: Whether something was left out of this frame that the next one should show.
        tall: What waveforms are drawn at, times their level.
    """

    def __init__(self, peaks: Callable[[str], Peaks | None]) -> None:
        self._peaks = peaks
        self._places: OrderedDict[int, tuple[object, Places]] = OrderedDict()
        self._coarse: dict[str, tuple[Peaks, Int16[np.ndarray, "bin 2"]]] = {}
        self._new = 0
        self.again = False
        self.tall = 1.0

    def begin(self) -> None:
        """A new frame begins."""
        self._new, self.again = 0, False

    def cues(self, cues: Sequence[Cue]) -> Places:
        """Where the cues of a track lie."""

        def make() -> Places:
            starts = np.array([float(cue.start) for cue in cues])
            trims = np.array([float(cue.trim.start) for cue in cues])
            ends = starts + np.array([float(cue.trim.end) for cue in cues]) - trims
            lengths = np.array([float(cue.length) for cue in cues])
            gains = 10 ** (np.array([cue.gain_db for cue in cues]) / 20)
            rises = np.array([float(cue.fade_in.length) for cue in cues])
            falls = np.array([float(cue.fade_out.length) for cue in cues])
            linear = FadeShape.LINEAR
            straight = [(cue.fade_in.shape is linear, cue.fade_out.shape is linear) for cue in cues]
            mutes = np.array([cue.mute for cue in cues], bool)
            straights = np.array(straight, bool).reshape(-1, 2)
            volumes = {
                place: tuple((float(point.at), point.db) for point in cue.volume)
                for place, cue in enumerate(cues)
                if cue.volume
            }
            return Places(starts, ends, trims, lengths, gains, rises, falls, straights, mutes, volumes)

        return self._kept(cues, make)

    def clips(self, clips: Sequence[PictureClip]) -> Places:
        """Where the clips of the picture lie."""

        def make() -> Places:
            starts = np.array([float(clip.record) for clip in clips])
            spans = np.array([float(clip.region.span.end) - float(clip.region.span.start) for clip in clips])
            none = np.zeros(len(clips))
            no = np.zeros((len(clips), 2), bool)
            return Places(starts, starts + spans, none, none, none, none, none, no, no[:, 0])

        return self._kept(clips, make)

    def outlines(
        self, cues: Sequence[Cue], places: Places, showing: Showing, chosen: Int64[np.ndarray, " shown"],
        scale: Scale, size: tuple[int, int], ink_of: Callable[[int], int],
    ) -> QImage | None:  # fmt: skip
        """The waveforms of some cues of a track as one picture.

        Args:
            cues: All cues of the track.
            places: Where they lie.
            showing: Those that show.
            chosen: Which of those that show.
            scale: Seconds to pixels.
            size: Pixels across and down.
            ink_of: Colour of a cue, as a number of RGBA, by its place among those that show.
        """
        width, tall = size
        low, high = np.zeros(width, np.float32), np.zeros(width, np.float32)
        ink = np.zeros(width, np.uint32)
        firsts = np.maximum(showing.left[chosen], 0).astype(np.int64)
        lasts = np.minimum(showing.right[chosen], width).astype(np.int64)
        there = np.flatnonzero(lasts > firsts)
        inks = np.array([ink_of(index) for index in chosen[there].tolist()], np.uint32)
        sizes = (lasts - firsts)[there]
        ink[_columns(firsts[there], sizes)] = np.repeat(inks, sizes)
        sounds: list[Int16[np.ndarray, "bin 2"]] = []
        small: list[int] = []
        for number in there.tolist():
            index, first, last = int(chosen[number]), int(firsts[number]), int(lasts[number])
            place, left = showing.first + index, showing.left[index]
            if last - first > _COARSE // 2:
                found = self._peaks(cues[place].take)
                if found is not None:
                    at = (np.arange(first, last) + 0.5 - left) / scale.density
                    level = places.levels(np.full(last - first, place), at) * self.tall
                    start = places.trims[place] + (first - left) / scale.density
                    end = start + (last - first) / scale.density
                    part = found.columns(start * RATE, end * RATE, last - first) * level[:, None]
                    low[first:last], high[first:last] = part[:, 0], part[:, 1]
            elif (coarse := self._coarse_of(cues[place].take)) is not None:
                sounds.append(coarse)
                small.append(number)
        if sounds:
            sizes, owners = (lasts - firsts)[small], showing.first + chosen[small]
            every = _columns(firsts[small], sizes)
            sound, owner = np.repeat(np.arange(len(small)), sizes), np.repeat(owners, sizes)
            since = (every - np.repeat(showing.left[chosen[small]], sizes)) / scale.density
            begin = (places.trims[owner] + since) * (_COARSE / places.lengths[owner]) + sound * _COARSE
            flat = np.concatenate([*sounds, np.zeros((1, 2), np.int16)])
            ends = (sound + 1) * _COARSE
            starts = np.clip(begin.astype(np.int64), ends - _COARSE, ends - 1)
            following = np.append(starts[1:], 0)
            stops = np.where(following > starts, np.minimum(following, ends), starts + 1)
            edges = np.stack([starts, stops], axis=1).ravel()
            factor = places.levels(owner, since + 0.5 / scale.density) * self.tall / Peaks.FULL
            low[every] = np.minimum.reduceat(flat[:, 0], edges)[::2] * factor
            high[every] = np.maximum.reduceat(flat[:, 1], edges)[::2] * factor
        return waves(low, high, ink, tall, 14)

    def _coarse_of(self, take: str) -> Int16[np.ndarray, "bin 2"] | None:
        peaks = self._peaks(take)
        if peaks is None:
            return None
        known = self._coarse.get(take)
        if known is not None and known[0] is peaks:
            return known[1]
        if self._new >= _NEW:
            self.again = True
            return None
        self._new += 1
        bins = peaks.bins
        edges = np.arange(_COARSE) * len(bins) // _COARSE
        reduced = np.stack([np.minimum.reduceat(bins[:, 0], edges), np.maximum.reduceat(bins[:, 1], edges)], axis=1)
        self._coarse[take] = (peaks, reduced)
        if len(self._coarse) > 16_384:
            self._coarse.pop(next(iter(self._coarse)))
        return reduced

    def _kept(self, things: object, make: Callable[[], Places]) -> Places:
        known = self._places.get(id(things))
        if known is None:  # the tuple itself is kept, so that its id stays its own
            known = self._places[id(things)] = (things, make())
            while len(self._places) > _KEPT:
                self._places.popitem(last=False)
        else:
            self._places.move_to_end(id(things))
        return known[1]


def _columns(firsts: Int64[np.ndarray, " item"], sizes: Int64[np.ndarray, " item"]) -> Int64[np.ndarray, " column"]:
    """The columns of some stretches, one stretch after the other."""
    before = np.cumsum(sizes) - sizes
    columns: Int64[np.ndarray, " column"] = np.arange(int(sizes.sum())) + np.repeat(firsts - before, sizes)
    return columns


def waves(
    low: Float32[np.ndarray, " x"], high: Float32[np.ndarray, " x"], ink: np.ndarray, tall: int, head: int
) -> QImage | None:
    """Columns from low to high, full scale ±1, on nothing; None where all is silent.

    Args:
        low: Lower ends.
        high: Upper ends.
        ink: Colour of each column.
        tall: Pixels down.
        head: Pixels at the top that stay free.
    """
    if not (high - low).max(initial=0) > 0:
        return None
    middle, half = (tall + head - 6) / 2, (tall - head - 6) / 2
    top = np.where(high - low > 0.004, middle - np.minimum(high, 1) * half, tall + 1)
    bottom = middle - np.maximum(low, -1) * half
    rows = np.arange(tall, dtype=np.int16)[:, None]
    first, last = np.floor(top).astype(np.int16), np.floor(bottom).astype(np.int16)
    pixels = np.where((rows >= first) & (rows <= last), ink, np.uint32(0))
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
