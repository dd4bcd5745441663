"""Changes of speed in MLT: the link `timeremap` of a chain, and the filter `freeze` of a playlist's entry.

Sources: `link_timeremap.c` and `filter_freeze.c` of MLT 7, and what melt 7.12 renders. Keys of `time_map` (`map` before
7.14) are positions, their values seconds of the file; those of `speed_map` are speeds, whose sum over time is the position.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from v2a_plugin.formats.cut import Findings
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap

__all__ = ["held", "remapped"]

Pairs = list[tuple[Fraction, Fraction]]

_KEY = re.compile(r"^\s*(-?[\d:.,]+)\s*([^\d=.,:\s]?)=\s*(.+?)\s*$")
_STEPS = "|!"
_CHORDS = 16
"""Straight pieces in the place of one over which the speed changes evenly."""
_EVER = Fraction(10**7)


def remapped(
    said: Callable[[str], str],
    time: Callable[[str], Fraction],
    number: Callable[[str], Fraction],
    rate: Fraction,
    found: Findings,
) -> TimeMap | None:
    """What a link `timeremap` shows: from seconds of the chain to seconds of its file; None where it says nothing.

    Args:
        said: Its properties by name.
        time: Frames that a position counts.
        number: Of a text.
        rate: Frames a second.
        found: Is told of what is not read as it is.

    Raises:
        BadInput: A key is no position or number.
    """
    positions = said("time_map") or said("map")
    keys: Pairs = []
    steps, bent = False, False
    for part in filter(None, map(str.strip, (positions or said("speed_map")).split(";"))):
        key = _KEY.match(part)
        at, value = (time(key[1]) / rate, number(key[3])) if key else (Fraction(0), number(part))
        if keys and at <= keys[-1][0]:
            continue
        if steps:
            keys.append((at - (at - keys[-1][0]) / 1000, keys[-1][1]))
        keys.append((at, value))
        steps = bool(key and key[2] and key[2] in _STEPS)
        bent = bent or bool(key and key[2] and not steps)
    if not keys:
        return None
    if bent:
        found.count(
            "smoothed change of speed is read as straight between its keys",
            "smoothed changes of speed are read as straight between their keys",
        )
    return TimeMap.of(_held(keys, 1 / rate) if positions else _summed(keys))


def held(first: Fraction, record: Span, still: Fraction, turn: Fraction, before: bool, after: bool) -> TimeMap:
    """What an entry with a filter `freeze` shows: from record time to the clock of what it plays.

    Args:
        first: Where the entry begins on that clock, seconds.
        record: Where the entry lies.
        still: The frozen frame, seconds from the entry's first.
        turn: When the frame is reached that freezing ends or begins at, seconds from the entry's first.
        before: It is frozen up to that moment.
        after: It is frozen from that moment on.
    """
    at, length = first + still, record.duration
    if before == after or (after and turn <= 0) or (before and turn >= length):
        return TimeMap.steady(record, at, Fraction(0))
    if not 0 < turn < length:
        return TimeMap.steady(record, first, Fraction(1))
    middle, jump = record.start + turn, min(turn, length - turn) / 1000
    if after:
        return TimeMap.of([(record.start, first), (middle, first + turn), (middle + jump, at), (record.end, at)])
    return TimeMap.of([(record.start, at), (middle - jump, at), (middle, first + turn), (record.end, first + length)])


def _held(keys: Pairs, frame: Fraction) -> Pairs:
    """Keys of positions: the first holds before, and the last from a frame later on, for there its frame begins."""
    (first, shown), (last, end) = keys[0], keys[-1]
    slope = (end - keys[-2][1]) / (last - keys[-2][0]) if len(keys) > 1 else Fraction(0)
    rest = end + slope * frame
    return [*([(Fraction(0), shown)] if first > 0 else []), *keys, (last + frame, rest), (_EVER, rest)]


def _summed(keys: Pairs) -> Pairs:
    """Positions from speeds: the first holds before its key, and the last after."""
    found: Pairs = [(Fraction(0), Fraction(0))]
    before = keys[0][1]
    for at, speed in keys:
        begin, reached = found[-1]
        if at <= begin:
            continue
        chords = 1 if speed == before else _CHORDS
        for step in range(1, chords + 1):
            past = (at - begin) * step / chords
            found.append((begin + past, reached + past * (before + (speed - before) * Fraction(step, 2 * chords))))
        before = speed
    last, reached = found[-1]
    return [*found, (_EVER, reached + (_EVER - last) * before)]
