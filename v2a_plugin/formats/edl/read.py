"""Cuts from CMX3600 edit decision lists, own reader."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, topmost
from v2a_plugin.formats.xml import read_bytes
from v2a_plugin.model.errors import BadInput, TimecodeError
from v2a_plugin.model.time import Span, Timecode, drop_exists, parse_rate
from v2a_plugin.model.timeline import Marker, MarkerKind
from v2a_plugin.model.timemap import TimeMap

__all__ = ["read_edl"]

_TC = r"(\d{1,2}:\d{2}:\d{2}[:;.,]\d{2,3})"
_EVENT = re.compile(
    rf"^(?P<number>\d{{3,}})\s+(?P<reel>.*?)\s+(?P<channel>\S+)\s+(?P<edit>C|D|W\d*|KB?O?)\s+(?:\d+\s+)?"
    rf"(?P<a>{_TC})\s+(?P<b>{_TC})\s+(?P<c>{_TC})\s+(?P<d>{_TC})\s*$",
    re.IGNORECASE,
)
_LOCATOR = re.compile(rf"^\*\s*LOC:\s*{_TC}\s+(\S+)\s*(.*)$", re.IGNORECASE)
_MOTION = re.compile(r"^M2\s+.*?\s*([-+]?\d+(?:\.\d+)?)\s+\d{1,2}:\d{2}:\d{2}[:;.,]\d{2,3}\s*$", re.IGNORECASE)
_COMMENT = re.compile(r"^\*?\s*([A-Z][A-Z ]*?)\s*(?:IS)?\s*:\s*(.*)$")
_ROUNDED = Fraction(1, 10)
"""Frames a second by which a motion line may round."""
_HINT = "Export the cut again as CMX3600 EDL, or better as OTIO."


@dataclass(slots=True)
class _Event:
    """One line of a list, with the remarks under it."""

    reel: str
    channel: str
    edit: str
    times: tuple[str, str, str, str]
    drop: bool
    comments: dict[str, str] = field(default_factory=dict)
    speed: str = ""


@dataclass(slots=True)
class _List:
    """The lines of a list, sorted."""

    title: str = ""
    drop: bool | None = None
    rate: str = ""
    start: str = ""
    events: list[_Event] = field(default_factory=list)
    locators: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Clock:
    """How the timecodes of a list are read: each by its own mark.

    Attributes:
        rate: Frames a second.
        marked: Some timecode of the list has the mark of drop-frame, so those without it are not drop-frame; in a
            list without any mark the line `FCM` says it.
    """

    rate: Fraction
    marked: bool

    def __call__(self, text: str, drop: bool = False) -> Timecode:
        digits = re.sub(r"[;.,]", ":", text)
        if drop_exists(self.rate) and (";" in text if self.marked else drop):
            digits = f"{digits[: digits.rindex(':')]};{digits[digits.rindex(':') + 1 :]}"
        return Timecode.parse(digits, self.rate)


def read_edl(path: Path, options: ReadOptions) -> EditorsCut:
    """The picture of an edit decision list.

    Args:
        path: The list.
        options: The rate of a list that does not say its own, as ours do.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It has no events, or nobody says its rate.
        TimecodeError: A timecode does not exist at the rate.
    """
    text = read_bytes(path).decode("utf-8-sig", errors="replace")
    lines = _sorted(text.splitlines())
    if not lines.events:
        raise BadInput(f"{path.name} holds no events of an edit decision list.", _HINT)
    if options.rate is None and not lines.rate:
        raise BadInput(f"{path.name} does not say its frame rate.", "Give it with --rate, such as --rate 25.")
    exact = options.rate or parse_rate(lines.rate.split()[0])
    try:
        return _cut(lines, exact, path)
    except TimecodeError as error:
        raise BadInput(f"{path.name}: {error.message}", "Give the right frame rate with --rate.") from error


def _sorted(lines: Iterable[str]) -> _List:
    read = _List()
    drop = False
    for line in lines:
        text = line.strip()
        if event := _EVENT.match(text):
            times = (event["a"], event["b"], event["c"], event["d"])
            read.events.append(_Event(event["reel"], event["channel"].upper(), event["edit"].upper(), times, drop))
        elif text.upper().startswith("TITLE:"):
            read.title = text[6:].strip()
        elif text.upper().startswith("FCM:"):
            drop = "NON" not in text.upper()
            read.drop = drop if read.drop is None else read.drop
        elif (motion := _MOTION.match(text)) and read.events:
            read.events[-1].speed = motion[1]
        elif locator := _LOCATOR.match(text):
            read.locators.append((locator[1], locator[2], locator[3].strip()))
        elif comment := _COMMENT.match(text):
            key, value = comment[1].strip(), comment[2].strip()
            if key == "FRAME RATE":
                read.rate = value
            elif key == "TIMELINE START":
                read.start = value
            elif read.events:
                read.events[-1].comments[key] = value
    return read


def _cut(lines: _List, rate: Fraction, path: Path) -> EditorsCut:
    found = Findings()
    clock = _Clock(rate, any(";" in time for event in lines.events for time in event.times))
    recorded = partial(clock, drop=bool(lines.drop))
    pictures = [event for event in lines.events if _layer(event.channel)]
    found.count("sound event is not read", "sound events are not read", len(lines.events) - len(pictures))
    start = (
        recorded(lines.start)
        if lines.start
        else min((recorded(event.times[2]) for event in pictures or lines.events), key=_frame)
    )
    layers: dict[int, list[CutClip]] = {}
    for event in pictures:
        if clip := _clip(event, clock, [recorded(time) for time in event.times[2:]], start, found):
            layers.setdefault(_layer(event.channel), []).append(clip)
    ordered = [sorted(layers[layer], key=lambda clip: clip.record) for layer in sorted(layers)]
    markers = tuple(
        Marker(
            Fraction((recorded(time).frame - start.frame) % start.frames_a_day) / rate,
            name,
            MarkerKind.HIT if color.upper() == "RED" else MarkerKind.MARK,
        )
        for time, color, name in lines.locators
    )
    clips = topmost(ordered, found)
    return EditorsCut(lines.title or path.stem, rate, start, clips, markers, found.sentences())


def _clip(event: _Event, clock: _Clock, codes: list[Timecode], start: Timecode, found: Findings) -> CutClip | None:
    record_in, record_out = (code.frame for code in codes)
    length = (record_out - record_in) % start.frames_a_day
    if not length:
        return None  # the outgoing side of a transition
    if event.edit != "C":
        found.count("transition is read as a cut", "transitions are read as cuts")
    reel = event.reel.strip()
    if reel.upper() in ("BL", "BLACK"):
        return None
    if reel.upper() == "BARS":
        found.count("generator or title is left black", "generators or titles are left black")
        return None
    rate, said = clock.rate, event.comments
    first, last = (clock(time, event.drop) for time in event.times[:2])
    at = (record_in - start.frame) % start.frames_a_day
    name = (said.get("TO CLIP NAME") if event.edit != "C" else "") or said.get("FROM CLIP NAME", "")
    target = said.get("SOURCE FILE") or said.get("FROM FILE") or said.get("FROM CLIP", "")
    record = Span(at / rate, (at + length) / rate)
    source = first.frame / rate
    plain = CutClip(
        name,
        record,
        Span(source, source + record.duration),
        None,
        rate,
        first.drop,
        target,
        "" if reel.upper() == "AX" else reel,
    )
    shown = (last.frame - first.frame) % first.frames_a_day
    speed = _speed(event.speed, rate, Fraction(shown, length))
    if speed == 1:
        return plain
    begin = source if speed >= 0 else source + -speed * record.duration
    return plain.retimed(record, TimeMap.steady(record, begin, speed))


def _speed(motion: str, rate: Fraction, fitted: Fraction) -> Fraction:
    """The speed of an event: as its motion line says, in frames of the source a second, or as its lengths do."""
    if not motion:
        return fitted or Fraction(1)
    frames = Fraction(motion)
    if fitted == 1 and min(abs(frames - rate), abs(frames - math.ceil(rate))) < _ROUNDED:
        return Fraction(1)
    nominal, exact = frames / math.ceil(rate), frames / rate  # a list at 29.97 may call normal speed 30 or 29.97
    return exact if abs(abs(exact) - fitted) < abs(abs(nominal) - fitted) else nominal


def _layer(channel: str) -> int:
    """Which picture track an event belongs to, from 1; 0 for sound."""
    if found := re.match(r"V(\d*)", channel):
        return int(found[1] or 1)
    return 1 if channel in ("B", "AA/V", "A/V", "A2/V") or "V" in channel else 0


def _frame(code: Timecode) -> int:
    return code.frame
