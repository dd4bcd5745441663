"""The mix: cues as samples, block by block, the same bytes whatever the size of the blocks.

Sample `index_at(t, rate)` of the output is the timeline's time t. Sample 0 of a take lies at
`index_at(start - trim.start)` of its cue, so trimming and splitting never move a sound against the picture.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.model.channels import placement
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import Cue, Fade, FadeShape, Timeline, Track
from v2a_plugin.timeline.volume import sampled, volume_line

__all__ = ["Block", "Masters", "PlacedCue", "mix", "placed", "render"]

Block = Float32[np.ndarray, "sample channel"]

_CHUNK = 1 << 17
_MARGIN = 1 << 11
_RAMP = 1 << 12


class Sounds(Protocol):
    """Where the masters of takes come from."""

    def sound(self, identifier: str) -> Sound:
        """A take's float32 master, handles included. NoSuchFile when it is gone."""


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A cue in samples of the output.

    Attributes:
        take: Id of its take.
        origin: Where sample 0 of the take lies on the timeline.
        first: First sample that is heard.
        end: The one after the last.
        gain: Linear, cue and track together.
        pan: -1 to 1.
        rise: Samples of the fade at its start.
        fall: Samples of the fade at its end.
        rise_shape: Of the fade at its start.
        fall_shape: Of the fade at its end.
        volume: (sample of the take, dB) of its volume points, in order.
    """

    take: str
    origin: int
    first: int
    end: int
    gain: float
    pan: float
    rise: int = 0
    fall: int = 0
    rise_shape: FadeShape = FadeShape.EQUAL_POWER
    fall_shape: FadeShape = FadeShape.EQUAL_POWER
    volume: tuple[tuple[int, float], ...] = ()


def placed(
    cue: Cue, track: Track, rate: int, before: Fraction = Fraction(0), after: Fraction = Fraction(0), faded: bool = True
) -> PlacedCue:
    """A cue in samples.

    Args:
        cue: The cue.
        track: Its track, whose gain and pan it takes on.
        rate: Samples a second of the output.
        before: Seconds of handle before the cue.
        after: Seconds of handle after it.
        faded: Apply its fades.
    """
    rise, fall = (cue.fade_in, cue.fade_out) if faded else (Fade(), Fade())
    return PlacedCue(
        cue.take,
        index_at(cue.start - cue.trim.start, rate),
        index_at(cue.start - before, rate),
        index_at(cue.end + after, rate),
        10 ** ((cue.gain_db + track.gain_db) / 20),
        track.pan,
        index_at(rise.length, rate),
        index_at(fall.length, rate),
        rise.shape,
        fall.shape,
        sampled(cue, rate),
    )


def mix(
    timeline: Timeline,
    sounds: Sounds,
    span: Span,
    rate: int = 48_000,
    channels: int = 2,
    block: int = 1 << 16,
) -> Iterator[Block]:
    """Everything that is heard, block by block: mute, solo, gain, fades and pan applied, never clipped.

    Memory is bounded by the block and by the masters in use, not by the span. `placement` says how takes of other
    channels are heard in several: a mono one in the middle is 3 dB lower on each side. One channel folds them.

    Args:
        timeline: The cut.
        sounds: Where the masters come from.
        span: What to render, seconds on the timeline.
        rate: Samples a second.
        channels: 1 to 8.
        block: Samples a block; changes no sample.

    Raises:
        NoSuchFile: The sound of a take is gone.
    """
    masters = Masters(sounds, rate, folded=channels == 1)
    heard = [track for track in timeline.tracks if timeline.heard(track)]
    cues = [placed(cue, track, rate) for track in heard for cue in track.cues if not cue.mute]
    first, end = index_at(span.start, rate), index_at(span.end, rate)
    for start in range(first, end, block):
        yield render(cues, masters, start, min(block, end - start), channels)


def render(cues: Iterable[PlacedCue], masters: Masters, first: int, count: int, channels: int) -> Block:
    """Some samples of the sum of cues; 0 where there is none.

    Args:
        cues: Added in this order, in float32.
        masters: Where their samples come from, at the rate of the output; folded for one channel.
        first: First sample on the timeline.
        count: How many.
        channels: 1 to 8.
    """
    out = np.zeros((count, channels), np.float32)
    for cue in cues:
        low, high = max(first, cue.first), min(first + count, cue.end)
        if low >= high:
            continue
        piece = masters.read(cue.take, low - cue.origin, high - cue.origin) * np.float32(cue.gain)
        if cue.volume:
            _follow(piece, low - cue.origin, cue.volume)
        _fade(piece, low - cue.first, cue.rise, cue.rise_shape)
        _fade(piece[::-1], cue.end - high, cue.fall, cue.fall_shape)
        here = out[low - first : high - first]
        gains = np.ones((1, 1), np.float32) if channels == 1 else placement(piece.shape[1], channels, cue.pan)
        for row, column in np.argwhere(gains):
            here[:, row] += piece[:, column] * gains[row, column]
    return out


def _follow(piece: Block, offset: int, points: Sequence[tuple[int, float]]) -> None:
    """Give a piece, in place, the level of volume points; its sample 0 is sample `offset` of the take."""
    for start in range(offset // _RAMP * _RAMP, offset + len(piece), _RAMP):
        gains = volume_line(points, np.arange(start, start + _RAMP, dtype=np.float64)).astype(np.float32)
        low, high = max(start, offset), min(start + _RAMP, offset + len(piece))
        piece[low - offset : high - offset] *= gains[low - start : high - start, None]


def _fade(piece: Block, offset: int, length: int, shape: FadeShape) -> None:
    """Fade a piece in, in place. Its sample 0 is sample `offset` of the fade.

    Sample k of a fade of n is at (k + 1/2) / n, so that two fades of equal power over the same samples add up to
    one. The ramp is computed in chunks that lie where the fade says, not where the piece begins.
    """
    if offset >= length:
        return
    for start in range(offset // _RAMP * _RAMP, min(length, offset + len(piece)), _RAMP):
        at = (np.arange(start, start + _RAMP) + 0.5) / length
        gains = (at if shape is FadeShape.LINEAR else np.sin(at * (np.pi / 2))).astype(np.float32)
        low, high = max(start, offset), min(start + _RAMP, length, offset + len(piece))
        piece[low - offset : high - offset] *= gains[low - start : high - start, None]


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Recent(Generic[K, V]):
    """Keeps what was used last, up to a number of bytes and at least one thing."""

    def __init__(self, budget: int) -> None:
        self._budget, self._used = budget, 0
        self._things: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        if key not in self._things:
            return None
        self._things.move_to_end(key)
        return self._things[key][0]

    def put(self, key: K, thing: V, size: int) -> None:
        self._things[key] = (thing, size)
        self._used += size
        while self._used > self._budget and len(self._things) > 1:
            self._used -= self._things.popitem(last=False)[1][1]


class Masters:
    """Masters of takes at one rate, resampled in chunks as they are needed.

    Chunks lie on a fixed grid of each take, and every one is resampled by itself with some samples on either side,
    so what was read before changes nothing. Masters and chunks used last are kept, up to a number of bytes.

    Args:
        sounds: Where the masters come from.
        rate: Samples a second of the output.
        folded: Fold all channels of a take into one.
        budget: Bytes of masters that are kept.
    """

    def __init__(self, sounds: Sounds, rate: int, folded: bool = False, budget: int = 128 << 20) -> None:
        self._sounds, self._rate, self._folded = sounds, rate, folded
        self._masters: _Recent[str, Sound] = _Recent(budget)
        self._chunks: _Recent[tuple[str, int], Block] = _Recent(budget // 4)

    def read(self, take: str, first: int, end: int) -> Block:
        """Samples of a take at the output's rate, from its sample 0; 0 outside it. The array is the caller's.

        Raises:
            NoSuchFile: Its sound is gone.
        """
        master = self._master(take)
        step = master.rate // math.gcd(master.rate, self._rate)
        chunk = _CHUNK // step * step or step
        size = chunk * self._rate // master.rate
        last = min(end, index_at(master.duration, self._rate))
        wanted = np.zeros((end - first, master.channels), np.float32)
        for number in range(max(0, first) // size, -(-last // size)):
            samples = self._chunk(take, master, number, chunk)
            low, high = max(first, number * size), min(last, number * size + len(samples))
            if low < high:
                wanted[low - first : high - first] = samples[low - number * size : high - number * size]
        return wanted

    def _master(self, take: str) -> Sound:
        found = self._masters.get(take)
        if found is None:
            found = self._sounds.sound(take)
            if self._folded and found.channels > 1:
                found = Sound.mono(found.folded(), found.rate)
            self._masters.put(take, found, found.samples.nbytes)
        return found

    def _chunk(self, take: str, master: Sound, number: int, chunk: int) -> Block:
        first, end = number * chunk, min(len(master), (number + 1) * chunk)
        if master.rate == self._rate:
            direct: Block = master.samples[:, first:end].T
            return direct
        found = self._chunks.get((take, number))
        if found is None:
            step = master.rate // math.gcd(master.rate, self._rate)
            margin = -(-_MARGIN // step) * step
            low = max(0, first - margin)
            more = soxr.resample(master.samples[:, low : end + margin].T, master.rate, self._rate, quality="VHQ")
            skipped = (first - low) * self._rate // master.rate
            found = more[skipped : skipped + chunk * self._rate // master.rate].copy()
            self._chunks.put((take, number), found, found.nbytes)
        return found
