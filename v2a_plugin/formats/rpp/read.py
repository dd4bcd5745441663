"""The picture of a Reaper project (.rpp): its video items.

The format is text: a line is a name with values, `<` opens a block and `>` closes it. Times are decimal seconds, often of
whole samples; those within a sample of a frame are meant to be on it. Of two video items the one on the upper track is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, topmost
from v2a_plugin.formats.cut_rates import exact_rate
from v2a_plugin.formats.xml import read_bytes
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.time import Span, Timecode, drop_exists, index_at
from v2a_plugin.model.timeline import Marker
from v2a_plugin.model.timemap import TimeMap

__all__ = ["read_rpp"]

_TOKEN = re.compile(r'"([^"]*)"|\'([^\']*)\'|`([^`]*)`|(\S+)')
_NEAR = Fraction(1, 40_000)
_DEEPEST = 100
_HINT = "Save the project again in Reaper."


@dataclass(slots=True)
class _Block:
    """A block of the file: its lines, and the blocks in it."""

    words: list[str]
    lines: list[list[str]] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)

    def said(self, name: str) -> list[str]:
        """The values of the first line of a name; [] when there is none."""
        return next((words[1:] for words in self.lines if words[0] == name), [])


def read_rpp(path: Path, options: ReadOptions) -> EditorsCut:
    """The picture of a Reaper project.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is no Reaper project, or nobody says its frame rate.
    """
    project = _parsed(read_bytes(path).decode("utf-8-sig", errors="replace").splitlines(), path)
    try:
        return _cut(project, path, options)
    except V2AError as error:
        raise BadInput(f"{path.name}: {error.message}", error.hint) from error


def _parsed(lines: list[str], path: Path) -> _Block:
    root = _Block([])
    stack = [root]
    for line in lines:
        text = line.strip()
        words = [next(filter(None, found), "") for found in _TOKEN.findall(text.lstrip("<"))]
        if text.startswith("<") and words:
            if len(stack) > _DEEPEST:
                raise BadInput(f"{path.name} is nested deeper than any Reaper project.", _HINT)
            block = _Block(words)
            stack[-1].blocks.append(block)
            stack.append(block)
        elif text == ">":
            if len(stack) > 1:
                stack.pop()
        elif words and not text.startswith("|"):
            stack[-1].lines.append(words)
    if not root.blocks or root.blocks[0].words[0] != "REAPER_PROJECT":
        raise BadInput(f"{path.name} is no Reaper project.", _HINT)
    return root.blocks[0]


def _cut(project: _Block, path: Path, options: ReadOptions) -> EditorsCut:
    found = Findings()
    mode = project.said("TIMEMODE")
    base = _number(mode[3]) if len(mode) > 4 else Fraction(0)
    if base <= 0 and options.rate is None:
        raise BadInput("It does not say its frame rate.", "Give it with --rate.")
    over = len(mode) > 4 and mode[4] in ("1", "2")
    rate = options.rate if base <= 0 else exact_rate(base * 1000 / 1001 if over and base.denominator == 1 else base)
    assert rate is not None
    drop = len(mode) > 4 and mode[4] == "1" and drop_exists(rate)
    start = Timecode.at(max(Fraction(0), _time(project.said("PROJOFFS"), rate)), rate, drop)
    layers, sounds = [], 0
    for track in (block for block in project.blocks if block.words[0] == "TRACK"):
        items = [block for block in track.blocks if block.words[0] == "ITEM"]
        clips = list(_clips(items, rate, found))
        sounds += bool(items) and not clips
        layers.append(sorted(clips, key=lambda clip: clip.record.start))
    found.count("sound track is not read", "sound tracks are not read", sounds)
    markers = [
        Marker(_time(words[2:], rate), words[3] if len(words) > 3 else "")
        for words in project.lines
        if words[0] == "MARKER" and len(words) > 2 and not (len(words) > 4 and words[4].isdigit() and int(words[4]) & 1)
    ]
    markers.sort(key=lambda marker: marker.at)
    return EditorsCut(path.stem, rate, start, topmost(layers[::-1], found), tuple(markers), found.sentences())


def _clips(items: list[_Block], rate: Fraction, found: Findings) -> Iterator[CutClip]:
    for item in items:
        source, begin = _source(item)
        if source is None:
            continue
        if item.said("MUTE")[:1] not in ([], ["0"]):
            found.count("clip is switched off and left out", "clips are switched off and left out")
            continue
        try:
            at = _time(item.said("POSITION"), rate)
            record = Span(at, _near(at + _time(item.said("LENGTH"), rate), rate))
            first = _near(_time(item.said("SOFFS"), rate) + begin, rate)
            speed = _number((item.said("PLAYRATE") or ["1"])[0])
        except V2AError as error:
            found.say(f"The clip {(item.said('NAME') or [''])[0]} is left out: {error.message}")
            continue
        target, name = (source.said("FILE") or [""])[0], (item.said("NAME") or [""])[0]
        shown = Span(first, first + record.duration)
        clip = CutClip(name or Path(target).stem, record, shown, Fraction(0), rate, target=target)
        yield clip if speed == 1 else clip.retimed(record, TimeMap.steady(record, first, speed))


def _source(item: _Block) -> tuple[_Block | None, Fraction]:
    """The video that an item shows, and where in it the item's own source begins, seconds."""
    for block in item.blocks:
        if block.words[:2] == ["SOURCE", "VIDEO"]:
            return block, Fraction(0)
        if block.words[:2] == ["SOURCE", "SECTION"]:
            inner, begin = _source(block)
            return inner, begin + _number((block.said("STARTPOS") or ["0"])[0])
    return None, Fraction(0)


def _time(values: list[str], rate: Fraction) -> Fraction:
    return _near(_number(values[0]) if values else Fraction(0), rate)


def _near(seconds: Fraction, rate: Fraction) -> Fraction:
    """A time on the frame that it is meant to be on."""
    frame = index_at(seconds, rate) / rate
    return frame if abs(frame - seconds) <= _NEAR else seconds


def _number(text: str) -> Fraction:
    try:
        return Fraction(text) if len(text) < 60 and "e" not in text.lower() else Fraction(float(text))
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise BadInput(f"'{text[:40]}' is no number.", _HINT) from error
