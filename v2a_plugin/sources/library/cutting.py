"""Makes a sound of an exact length from a recording: its best stretch, or a short one repeated or looped."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.model.time import index_at
from v2a_plugin.sources.library.library_records import SpanKind, Stretch
from v2a_plugin.sources.library.spans import SpanFinder
from v2a_plugin.sources.seams import seam

__all__ = ["Wanted", "cut"]

_HOP = Fraction(1, 100)
"""Seconds between the places where a stretch may begin."""
_RANGE_DB = 40.0
"""Levels further below the loudest count as silence when a place to cut is chosen."""
_LEAD = Fraction(1, 50)
"""Seconds before an onset that are kept."""
_CROSSING = Fraction(1, 200)
"""Seconds in which a zero crossing is looked for."""
_EDGE = Fraction(1, 200)
"""Seconds of the ramps at the ends of what is placed."""
_STEADY_DB = 3.0
"""Standard deviation of the level of a sound that can be looped."""
_STEADY = Fraction(1)
"""Seconds of the shortest sound that is looped."""
_CROSSFADE = Fraction(1, 2)
"""Seconds of the longest crossfade of a loop."""
_ALIGN = Fraction(1, 100)
"""Seconds by which the join of a loop may move to where the waves fit."""
_GAP = Fraction(3, 10)
"""Seconds between repetitions at least."""
_LOUDER_DB, _FASTER = 1.5, 0.025
"""How much repetitions differ in level (dB) and speed, at most."""

Block = Float32[np.ndarray, "channel sample"]
Levels = Float32[np.ndarray, " hop"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How long the sound is to be, in samples of the recording.

    Attributes:
        before: Of the handle in front.
        used: Of the part that plays, at least 1.
        after: Of the handle behind.
    """

    before: int
    used: int
    after: int


def cut(block: Block, rate: int, found: slice, wanted: Wanted, seed: int) -> Block:
    """A sound of `before + used + after` samples from what surrounds a find.

    A recording that sounds for long enough is cut where the find lies inside, what strikes is not cut through, and the
    wave crosses zero; its handles are what it sounds like before and after, as far as it goes. A shorter one that is
    steady is looped across seams of equal power. Any other is repeated, in the used part and in each handle by itself,
    each time with a little other level, speed and pause; the last repetition ends inside.

    Args:
        block: The recording, or what of it surrounds the find by the length wanted.
        rate: Its samples a second.
        found: Samples of the find in it.
        wanted: The length.
        seed: Of the repetitions.
    """
    spans = _spans(block, rate)
    if not spans:
        return _padded(block, found.start - wanted.before, wanted.before + wanted.used + wanted.after)
    first, last = min(span.start for span in spans), max(span.start + span.length for span in spans)
    if last - first >= wanted.used:
        start = _best_start(block, rate, spans, found, wanted.used)
        start = _crossing(block, rate, start)
        return _padded(block, start - wanted.before, wanted.before + wanted.used + wanted.after)
    body = block[:, first:last]
    if last - first >= _STEADY * rate and _steady(body, rate):
        return _looped(body, rate, wanted.before + wanted.used + wanted.after)
    pieces = _pieces(block, rate, spans)
    random = np.random.default_rng(seed)
    return np.concatenate(
        [
            _repeated(pieces, rate, length, random, plain=number == 1)
            for number, length in enumerate((wanted.before, wanted.used, wanted.after))
        ],
        axis=1,
    )


def _spans(block: Block, rate: int) -> tuple[Stretch, ...]:
    finder = SpanFinder(rate)
    finder.feed(block)
    return finder.result()


def _levels(block: Block, hop: int) -> Levels:
    """RMS of every hop, all channels together."""
    power = np.square(block).mean(axis=0, dtype=np.float64)
    ends = np.add.reduceat(power, np.arange(0, len(power), hop))
    sizes = np.full(len(ends), hop)
    sizes[-1] = len(power) - hop * (len(ends) - 1)
    levels: Levels = np.sqrt(ends / sizes).astype(np.float32)
    return levels


def _loud(levels: Levels) -> Levels:
    """0 for silence to 1 for the loudest hop, by level in dB."""
    top = max(float(levels.max(initial=0)), 1e-9)
    decibels = 20 * np.log10(np.maximum(levels, 1e-9) / top)
    loud: Levels = np.clip(1 + decibels / _RANGE_DB, 0, 1).astype(np.float32)
    return loud


def _best_start(block: Block, rate: int, spans: tuple[Stretch, ...], found: slice, used: int) -> int:
    """The sample at which the best stretch of a length begins.

    It should hold the find, be loud inside and soft at its ends, cut through no event, and begin shortly before one.
    """
    hop = max(1, round(_HOP * rate))
    loud = _loud(_levels(block, hop))
    lead = round(_LEAD * rate)
    events = [(span.start, span.start + span.length) for span in spans if span.kind is SpanKind.EVENT]
    low = max(0, min(span.start for span in spans) - lead)
    high = max(low, min(block.shape[1], max(span.start + span.length for span in spans) + lead) - used)
    starts = np.unique([*range(low, high + 1, hop), *(max(low, min(high, begin - lead)) for begin, _ in events)])
    ends = starts + used
    sums = np.concatenate([[0.0], np.cumsum(loud, dtype=np.float64)])
    at, to = np.minimum(starts // hop, len(loud) - 1), np.minimum(ends // hop, len(loud) - 1)
    inside = (sums[to] - sums[at]) / np.maximum(1, to - at)
    within = np.minimum(ends, found.stop) - np.maximum(starts, found.start)
    overlap = np.clip(within / min(used, max(1, found.stop - found.start)), 0, 1)
    crossed = np.zeros(len(starts))
    onset = np.zeros(len(starts))
    for begin, end in events:
        crossed += (begin < starts) & (starts < end)
        crossed += (begin < ends) & (ends < end)
        onset = np.maximum(onset, (begin >= starts) & (begin <= starts + 3 * lead))
    value = 2 * overlap + inside - 0.7 * loud[at] - 0.5 * loud[to] - 0.5 * np.minimum(crossed, 2) + 0.3 * onset
    return int(starts[int(np.argmax(value))])


def _crossing(block: Block, rate: int, start: int) -> int:
    """The zero crossing of the strongest channel that is nearest to a sample, where one is near."""
    reach = round(_CROSSING * rate)
    low = max(0, start - reach)
    near = block[:, low : start + reach]
    if near.shape[1] < 2:
        return start
    wave = near[int(np.argmax(np.square(near).sum(axis=1)))]
    places = low + 1 + np.flatnonzero(np.signbit(wave[1:]) != np.signbit(wave[:-1]))
    return int(places[np.argmin(np.abs(places - start))]) if len(places) else start


def _padded(block: Block, start: int, length: int) -> Block:
    """Samples of a block from a place on, silent where there are none, softly at the seams."""
    part = block[:, max(0, start) : max(0, start + length)].copy()
    missing = min(length, max(0, -start))
    if missing:
        _ramp(part, len(part[0]), first=True)
    if missing + part.shape[1] < length:
        _ramp(part, len(part[0]), first=False)
    result = np.zeros((block.shape[0], length), np.float32)
    result[:, missing : missing + part.shape[1]] = part
    return result


def _ramp(part: Block, most: int, *, first: bool, edge: int = 240) -> None:
    """Bring one end of a block to zero, in place."""
    edge = min(edge, most)
    if edge:
        ramp = (0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)).astype(np.float32)
        if first:
            part[:, :edge] *= ramp
        else:
            part[:, -edge:] *= ramp[::-1]


def _steady(body: Block, rate: int) -> bool:
    """Whether a sound goes on evenly: levels of tenths of a second, without those at its ends."""
    levels = _levels(body, max(1, rate // 10))[1:-1]
    return len(levels) > 2 and float(np.std(20 * np.log10(np.maximum(levels, 1e-6)))) < _STEADY_DB


def _looped(body: Block, rate: int, length: int) -> Block:
    """A steady sound again and again, its end over its beginning where the waves fit best."""
    trim = round(_LEAD * rate)
    body = body[:, trim : body.shape[1] - trim]
    fade = min(round(_CROSSFADE * rate), body.shape[1] // 3)
    reach = min(round(_ALIGN * rate), body.shape[1] // 8)
    tail, wave = body[:, body.shape[1] - fade :], body.mean(axis=0)
    fits = [float(wave[shift : shift + fade] @ wave[len(wave) - fade :]) for shift in range(reach + 1)]
    shift = int(np.argmax(fits))
    head = body[:, shift : shift + fade]
    period = np.concatenate([seam(tail, head), body[:, shift + fade : body.shape[1] - fade]], axis=1)
    start = body[:, : body.shape[1] - fade]
    count = -(-max(0, length - start.shape[1]) // period.shape[1])
    return np.concatenate([start, *[period] * count], axis=1)[:, :length].astype(np.float32)


def _pieces(block: Block, rate: int, spans: tuple[Stretch, ...]) -> list[Block]:
    """What can be repeated: all that sounds, then its parts between silences, where there are several."""
    edge = round(_EDGE * rate)
    ranges: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda one: one.start):
        begin, end = span.start, span.start + span.length
        if ranges and begin <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], end))
        else:
            ranges.append((begin, end))
    whole = (ranges[0][0], ranges[-1][1])
    pieces = []
    for begin, end in [whole, *(ranges if len(ranges) > 1 else [])]:
        part = block[:, max(0, begin - edge) : end + edge].copy()
        for first in (True, False):
            _ramp(part, part.shape[1], first=first, edge=edge)
        pieces.append(part)
    return pieces


def _repeated(pieces: list[Block], rate: int, length: int, random: np.random.Generator, *, plain: bool) -> Block:
    """As many repetitions as end inside a length; the first one is plain if it should be."""
    result = np.zeros((pieces[0].shape[0], length), np.float32)
    at = 0
    while at < length:
        room = length - at
        fitting = [piece for piece in pieces if piece.shape[1] * (1 + _FASTER) < room]
        if plain and at == 0 and pieces[0].shape[1] <= room:
            piece = pieces[0]
        elif fitting:
            whole = fitting[0] is pieces[0]
            piece = _varied(fitting[0 if whole else int(random.integers(len(fitting)))], rate, random)
        else:
            break
        result[:, at : at + piece.shape[1]] = piece[:, :room]
        pause = max(_GAP, Fraction(piece.shape[1] / rate * random.uniform(0.3, 0.9)))
        spare = Fraction(int(room - piece.shape[1] - pieces[0].shape[1] * (1 + _FASTER)) - 1, rate)
        at += piece.shape[1] + index_at(min(pause, max(_GAP, spare)), rate)  # a shorter pause, if one more then fits
    return result


def _varied(piece: Block, rate: int, random: np.random.Generator) -> Block:
    """A repetition that differs a little in level and speed."""
    gain = np.float32(10 ** (random.uniform(-_LOUDER_DB, _LOUDER_DB) / 20))
    faster = 1 + random.uniform(-_FASTER, _FASTER)
    changed: Block = soxr.resample(piece.T, rate * faster, rate, quality="HQ").T
    return np.ascontiguousarray(changed * gain, np.float32)
