"""Cuts a recording into events and stretches: what can be found in it.

A stretch is up to ten seconds of what sounds between silences. Inside stretches that hold several strikes, each strike
is an event, from its transient until it has faded or the next one begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from jaxtyping import Float32

from v2a_plugin.guides.transients import find_transients
from v2a_plugin.model.sound import Sound
from v2a_plugin.sources.library.library_records import SpanKind, Stretch

__all__ = ["SpanFinder"]

HOPS_A_SECOND = 100
_WINDOW = 10
"""Seconds of the longest stretch."""
_CONTEXT = 1
"""Seconds before a window that the transients in it are heard against."""
_FLOOR = 1e-3
"""Share of the recording's highest level (RMS of a hop) below which there is silence: -60 dB."""
_AUDIBLE = 1e-4
"""Level below which there is silence in any case: -80 dBFS."""
_STRIKE_RATE = 16_000
"""Samples a second, about, at which transients are looked for: enough for where a sound begins, and quick."""
_GAP = 30
"""Hops of silence that part two sounds; shorter ones belong to the sound around them."""
_SHORTEST = 2
"""Hops of the shortest sound."""
_APART = Fraction(1, 4)
"""Seconds between events at least."""
_STRONG = 0.25
"""Share of the strongest transient of a window that makes an event."""
_LONGEST_EVENT = 3
"""Seconds of the longest event."""


class SpanFinder:
    """Takes a recording block by block and keeps ten seconds of it."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._hop = max(1, rate // HOPS_A_SECOND)
        self._frames = self._window_start = 0
        self._levels: list[Float32[np.ndarray, " hop"]] = []
        self._rest = np.zeros(0, np.float32)
        self._held: list[Float32[np.ndarray, " sample"]] = []
        self._held_frames = 0
        self._strikes: list[int] = []

    def feed(self, block: Float32[np.ndarray, "channel sample"]) -> None:
        """Some samples more. Channels are folded by power, so that opposite phases do not cancel."""
        power: Float32[np.ndarray, " sample"] = np.square(block).mean(axis=0, dtype=np.float32)
        strongest = block[int(np.argmax(np.square(block).sum(axis=1)))]
        self._measure(power)
        self._held.append(np.ascontiguousarray(strongest, np.float32))
        self._held_frames += block.shape[1]
        self._frames += block.shape[1]
        if self._held_frames >= (_WINDOW + _CONTEXT) * self._rate:
            self._strike()

    def result(self) -> tuple[Stretch, ...]:
        """The spans, in order of time; () for silence."""
        self._strike()
        if len(self._rest):
            self._levels.append(np.sqrt(self._rest.mean(keepdims=True)))
            self._rest = self._rest[:0]
        levels = np.concatenate(self._levels) if self._levels else np.zeros(0, np.float32)
        return cut_spans(levels, self._hop, self._strikes, self._frames, self._rate)

    def _measure(self, power: Float32[np.ndarray, " sample"]) -> None:
        joined = np.concatenate([self._rest, power])
        hops = len(joined) // self._hop
        self._levels.append(np.sqrt(joined[: hops * self._hop].reshape(hops, self._hop).mean(axis=1)))
        self._rest = joined[hops * self._hop :]

    def _strike(self) -> None:
        """Find the transients of what is held, and keep its end as context for what follows."""
        if not self._held_frames:
            return
        samples = np.concatenate(self._held)
        begin = self._frames - len(samples)
        step = max(1, self._rate // _STRIKE_RATE)
        fewer = samples[: len(samples) // step * step].reshape(-1, step).mean(axis=1, dtype=np.float32)
        for one in find_transients(Sound.mono(fewer, self._rate // step)) if len(fewer) else ():
            at = begin + round(one.at * (self._rate // step)) * step
            if one.strength >= _STRONG and at >= self._window_start:
                self._strikes.append(at)
        self._window_start = self._frames
        kept = samples[-_CONTEXT * self._rate :]
        self._held, self._held_frames = [kept], len(kept)


def cut_spans(
    levels: Float32[np.ndarray, " hop"], hop: int, strikes: Sequence[int], frames: int, rate: int
) -> tuple[Stretch, ...]:
    """The events and stretches of a recording.

    Args:
        levels: RMS of every hop.
        hop: Samples a hop; the last one may be shorter.
        strikes: Samples at which something strikes.
        frames: Samples of the recording.
        rate: Samples a second.

    Returns:
        Spans inside the recording in order of time. Every hop that is not silent lies in a stretch or, where that is
        one short sound, in an event.
    """
    found: set[tuple[int, int, SpanKind]] = set()
    window, apart = _WINDOW * rate, max(1, round(_APART * rate))
    for first, last in _sounding(levels):
        begin, end = first * hop, min(last * hop, frames)
        if begin >= end:
            continue
        inside = _apart([at for at in sorted(strikes) if begin <= at < end], apart)
        if len(inside) <= 1 and end - begin <= _LONGEST_EVENT * rate:
            found.add((begin, end - begin, SpanKind.EVENT))
            continue
        starts = [begin] if end - begin <= window else [*range(begin, end - window, window), end - window]
        found.update((start, min(window, end - start), SpanKind.STRETCH) for start in starts)
        for at, following in pairwise([*inside, end]):
            found.add((at, min(following - at, _LONGEST_EVENT * rate), SpanKind.EVENT))
    return tuple(Stretch(*each) for each in sorted(found))


def _sounding(levels: Float32[np.ndarray, " hop"]) -> list[tuple[int, int]]:
    """Half-open ranges of hops that are not silent."""
    if not len(levels):
        return []
    loud = levels > max(_AUDIBLE, _FLOOR * float(levels.max()))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    joined: list[tuple[int, int]] = []
    for first, last in edges.reshape(-1, 2).tolist():
        if joined and first - joined[-1][1] < _GAP:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    long = [one for one in joined if one[1] - one[0] >= _SHORTEST]
    return long or joined


def _apart(strikes: Sequence[int], least: int) -> list[int]:
    kept: list[int] = []
    for at in strikes:
        if not kept or at - kept[-1] >= least:
            kept.append(at)
    return kept
