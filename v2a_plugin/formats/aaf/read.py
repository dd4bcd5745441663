"""Cuts from AAF, as Media Composer and Premiere write them, read with pyaaf2.

A composition's slots hold sequences of source clips; a source clip leads through a master mob to the mob of a file, which
has its locator, and from there to a tape, which has the timecode. Dissolves overlap their neighbours. Motion effects are
operation groups around a clip. The edit protocol: https://amwa.tv (AMWA AS-01, AAF edit protocol).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, pick_sequence, topmost
from v2a_plugin.formats.cut_rates import exact_rate
from v2a_plugin.formats.nesting import DEEPEST, seen_through, shown_from
from v2a_plugin.formats.xml import read_bytes
from v2a_plugin.model.errors import BadInput, MissingDependency, V2AError
from v2a_plugin.model.time import Span, Timecode, drop_exists
from v2a_plugin.model.timeline import Marker
from v2a_plugin.model.timemap import TimeMap

__all__ = ["read_aaf"]

_HINT = "Export the sequence again as AAF, linked, or as OTIO."
_SPEED = "speed"


def read_aaf(path: Path, options: ReadOptions) -> EditorsCut:
    """The picture of a composition in an AAF file.

    Raises:
        MissingDependency: pyaaf2 is not installed.
        NoSuchFile: The file cannot be read.
        BadInput: It is no AAF file, or has no composition with a picture.
    """
    try:
        aaf2 = importlib.import_module("aaf2")
    except ImportError as error:
        raise MissingDependency("AAF needs pyaaf2, which is not installed.", "pip install 'v2a-plugin[aaf]'") from error
    if not read_bytes(path).startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(f"{path.name} is no AAF file.", _HINT)
    with aaf2.open(str(path), "r") as file:
        try:
            return _Reader(file, path, options).cut()
        except V2AError as error:
            raise BadInput(f"{path.name}: {error.message}", error.hint) from error


@dataclass(frozen=True, slots=True)
class _Source:
    """What a source clip leads to: a file, and where its clock stands at the first frame of it."""

    name: str
    target: str
    reel: str
    start: Timecode | None
    offset: Fraction


class _Reader:
    def __init__(self, file: Any, path: Path, options: ReadOptions) -> None:
        self._file, self._path, self._options = file, path, options
        self._found = Findings()
        self._depth = 0
        self._rate = Fraction(25)
        self._sources: dict[tuple[str, Any], _Source] = {}

    def cut(self) -> EditorsCut:
        mobs = [mob for mob in self._file.content.toplevel() if any(map(_is_picture, mob.slots))]
        if not mobs:
            raise BadInput("It holds no composition with a picture.", _HINT)
        names = [str(mob.name or "") for mob in mobs]
        mob = mobs[pick_sequence(names, self._options, self._found)]
        slots = [slot for slot in mob.slots if _is_picture(slot)]
        self._rate = exact_rate(_fraction(slots[0].edit_rate))
        sounds = sum(1 for slot in mob.slots if str(slot.media_kind).lower() == "sound")
        self._found.count("sound track is not read", "sound tracks are not read", sounds)
        clips = topmost([self._slot(slot) for slot in slots], self._found)
        start = self._timecode(mob, self._rate) or Timecode(0, self._rate)
        markers = sorted(self._markers(mob), key=lambda marker: marker.at)
        name = str(mob.name or self._path.stem)
        return EditorsCut(name, self._rate, start, clips, tuple(markers), self._found.sentences(), tuple(names))

    # What a composition shows

    def _slot(self, slot: Any) -> list[CutClip]:
        rate = exact_rate(_fraction(slot.edit_rate))
        return self._segment(slot.segment, Fraction(0), rate)

    def _segment(self, segment: Any, at: Fraction, rate: Fraction) -> list[CutClip]:
        """What a segment shows from a time on."""
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise BadInput("Its clips lie deeper in each other than any editor puts them.", _HINT)
            kind = type(segment).__name__
            if kind == "Sequence":
                return self._sequence(segment, at, rate)
            if kind == "SourceClip":
                return self._clip(segment, at, rate)
            if kind == "OperationGroup":
                return self._operation(segment, at, rate)
            if kind == "Selector":
                return self._segment(segment["Selected"].value, at, rate)
            if kind == "NestedScope":
                layers = [self._segment(one, at, rate) for one in segment.slots]
                return list(topmost(layers, self._found))
            if kind != "Filler":
                self._found.count("part of an unknown kind is left black", "parts of an unknown kind are left black")
            return []
        except (V2AError, ArithmeticError, LookupError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, V2AError) and "deeper" in error.message:
                raise
            reason = error.message if isinstance(error, V2AError) else "a part of it is missing."
            self._found.say(f"A clip at {float(at):.2f} s is left out: {reason}")
            return []
        finally:
            self._depth -= 1

    def _sequence(self, sequence: Any, at: Fraction, rate: Fraction) -> list[CutClip]:
        """Parts one behind the other; under a transition, which overlaps its neighbours, the cut is at its cut point."""
        clips: list[CutClip] = []
        begin = at
        for part in sequence.components:
            length = Fraction(int(part.length or 0)) / rate
            if type(part).__name__ == "Transition":
                self._found.count("transition is read as a cut", "transitions are read as cuts")
                at -= length
                point = part.get("CutPoint")
                begin = at + Fraction(int(point.value if point is not None else part.length // 2)) / rate
                clips = [clip.within(Span(clip.record.start, min(clip.record.end, begin)))
                         for clip in clips if clip.record.start < begin]  # fmt: skip
                continue
            if length > 0:
                seen = self._segment(part, at, rate)
                late = Span(begin, at + length) if begin < at + length else None
                clips += [clip.within(both) for clip in seen if late and (both := clip.record.intersection(late))]
                at += length
                begin = at
        return clips

    def _operation(self, group: Any, at: Fraction, rate: Fraction) -> list[CutClip]:
        """An effect: a motion effect changes the speed of what it holds, others are passed through."""
        name = str(getattr(group.operation, "name", "") or "")
        segments = list(group.segments)
        if not segments:
            self._found.count("generator or title is left black", "generators or titles are left black")
            return []
        length = Fraction(int(group.length)) / rate
        if "motion" not in name.lower() and "speed" not in name.lower() and "time" not in name.lower():
            self._found.count("effect on the picture is left out", "effects on the picture are left out")
            return self._segment(segments[-1], at, rate)
        inside = self._segment(segments[0], Fraction(0), rate)
        record = Span(at, at + length)
        time_map = _motion(group, record, rate)
        if time_map is None:
            self._found.count(
                "change of speed is of an unknown kind and read at normal speed",
                "changes of speed are of an unknown kind and read at normal speed",
            )
            return shown_from(inside, record, Fraction(0))
        whole = [clip.retimed(Span(Fraction(-(10**6)), Fraction(10**6)), clip.shown()) for clip in inside[:1]]
        return seen_through(whole or inside, record, time_map)

    def _clip(self, clip: Any, at: Fraction, rate: Fraction) -> list[CutClip]:
        length = Fraction(int(clip.length)) / rate
        start = Fraction(int(clip.start or 0)) / rate
        if length <= 0:
            return []
        mob, record = clip.mob, Span(at, at + length)
        if mob is None:
            if str(clip.mob_id).replace("urn:smpte:umid:", "").strip("0.") == "":
                return []  # a clip of nothing is black
            raise BadInput("what it shows is not in the file.", _HINT)
        if type(mob).__name__ == "CompositionMob":
            inner = next(slot for slot in mob.slots if slot.slot_id == clip.slot_id)
            return shown_from(self._slot(inner), record, start)
        led = str(clip.mob_id), clip.slot_id
        if led not in self._sources:
            self._sources[led] = self._source(clip)
        source = self._sources[led]
        code = source.start
        first = (code.seconds if code else Fraction(0)) + source.offset + start
        shown = Span(first, first + length)
        begins = code.seconds if code else Fraction(0)
        drop = bool(code and code.drop)
        rated = code.rate if code else rate
        return [CutClip(source.name, record, shown, begins, rated, drop, source.target, source.reel)]

    def _source(self, clip: Any) -> _Source:
        """Follow a clip to its file and its tape, from the first frame of what it leads to."""
        name, target, reel, code = str(clip.mob.name or ""), "", "", None
        offset = Fraction(0)
        begun: Fraction | None = None
        for _ in range(DEEPEST):
            mob = clip.mob
            if mob is None:
                break
            if type(mob).__name__ == "SourceMob" and not target:
                target = _locator(mob)
                if target:
                    begun = Fraction(0)
            slot = next((one for one in mob.slots if one.slot_id == clip.slot_id), None)
            rate = exact_rate(_fraction(slot.edit_rate)) if slot is not None else Fraction(1)
            if type(mob).__name__ == "SourceMob" and code is None and (found := self._timecode(mob, rate)) is not None:
                code = found if not begun else found.moved(round(begun * found.rate))
                reel = str(mob.name or "") if not _locator(mob) else ""
            following = _first_clip(slot.segment) if slot is not None else None
            if following is None:
                break
            step = Fraction(int(following.start or 0)) / rate
            if begun is None:
                offset += step
            else:
                begun += step
            clip = following
        return _Source(name, target, reel, code, offset)

    def _timecode(self, mob: Any, rate: Fraction) -> Timecode | None:
        """The timecode at the first frame of a mob."""
        for slot in mob.slots:
            segment = slot.segment
            if type(segment).__name__ == "Sequence":
                segment = next(iter(segment.components), None)
            if type(segment).__name__ == "Timecode":
                own = exact_rate(_fraction(slot.edit_rate))
                own = own if 1 < own < 121 else rate
                if own.denominator == 1 and rate.denominator > 1 and round(rate) == own:
                    own = rate
                return Timecode(max(0, int(segment.start)), own, bool(segment.drop) and drop_exists(own))
        return None

    def _markers(self, mob: Any) -> Iterator[Marker]:
        """Locators of Media Composer: descriptive markers in an event slot."""
        for slot in mob.slots:
            if type(slot).__name__ != "EventMobSlot":
                continue
            rate = exact_rate(_fraction(slot.get("EditRate").value))
            for event in getattr(slot.segment, "components", []):
                position, comment = event.get("Position"), event.get("Comment")
                if position is not None:
                    text = str(comment.value) if comment is not None else ""
                    yield Marker(Fraction(int(position.value)) / rate, text)


def _is_picture(slot: Any) -> bool:
    return str(getattr(slot, "media_kind", "")).lower() == "picture" and getattr(slot, "segment", None) is not None


def _first_clip(segment: Any) -> Any:
    """The source clip that a mob's segment leads on with."""
    kind = type(segment).__name__
    if kind == "SourceClip":
        return segment
    if kind == "Sequence":
        return next((one for part in segment.components if (one := _first_clip(part)) is not None), None)
    if kind == "EssenceGroup":
        choices = segment.get("Choices")
        return next(
            (one for part in (choices.value if choices else ()) if (one := _first_clip(part)) is not None), None
        )
    return None


def _locator(mob: Any) -> str:
    """The address of a mob's file."""
    locators = getattr(mob.descriptor, "locator", None) or ()
    for locator in locators:
        address = locator.get("URLString")
        if address is not None and address.value:
            return str(address.value)
    return ""


def _motion(group: Any, record: Span, rate: Fraction) -> TimeMap | None:
    """The map of a motion effect: from a curve of offsets, or a ratio."""
    parameters = {str(one.name): one for one in group.parameters or ()}
    curve = parameters.get("PARAM_SPEED_OFFSET_MAP_U")
    points = list(curve["PointList"].value) if curve is not None and curve.get("PointList") is not None else []
    pairs = {_fraction(p.time) / rate: _fraction(p.value) / rate for p in points}
    if len(pairs) > 1:
        return TimeMap.of(sorted(pairs.items())).shifted(at=record.start).within(record)
    for name, one in parameters.items():
        if _SPEED in name.lower() and "ratio" in name.lower():
            speed = _fraction(one.value)
            first = Fraction(0) if speed >= 0 else -speed * record.duration
            return TimeMap.steady(record, first, speed)
    return None


def _fraction(value: Any) -> Fraction:
    """An exact number of what the file holds: a rational, a whole number, or text such as `25/1`."""
    if isinstance(value, float):
        return Fraction(value).limit_denominator(100_000)
    return Fraction(str(value)) if not isinstance(value, int) else Fraction(value)
