"""Cuts from Final Cut Pro 7 XML (xmeml 4 and 5), as Premiere, Resolve, Avid and OpenShot write them, by hand.

Elements: https://developer.apple.com/library/archive/documentation/AppleApplications/Reference/FinalCutPro_XML. Times
count frames of the element's own rate. OTIO's adapter refuses fractions of a frame, references that lead elsewhere and a
clip without a rate, and drops changes of speed and nested sequences; this reader leaves out what is broken and says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, pick_sequence, topmost
from v2a_plugin.formats.cut_rates import exact_rate
from v2a_plugin.formats.fcp7.speed import remapped
from v2a_plugin.formats.nesting import DEEPEST, seen_through, shown_from
from v2a_plugin.formats.xml import read_xml
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.time import Span, Timecode, drop_exists
from v2a_plugin.model.timeline import Marker
from v2a_plugin.model.timemap import TimeMap

__all__ = ["read_fcp7"]

_HINT = "Export the sequence as XML again, or as OTIO."
_NEAR = Fraction(1, 1000)
"""Frames within which a fraction of a frame is taken for rounding."""


def read_fcp7(path: Path, options: ReadOptions) -> EditorsCut:
    """A sequence of an FCP7 XML file.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is no such file, holds no sequence, or defines XML entities.
    """
    root = read_xml(path)
    if root.tag != "xmeml":
        raise BadInput(f"{path.name} is no FCP7 XML: it holds <{root.tag}>.", "Export the sequence as XML.")
    try:
        return _Reader(root, options).cut()
    except V2AError as error:
        raise BadInput(f"{path.name}: {error.message}", error.hint) from error


@dataclass(frozen=True, slots=True)
class _Item:
    """A clip item in frames of the row it lies in; -1 stands for unknown.

    Attributes:
        element: As it stands in the file.
        start: Frame it begins at; under a transition that one's cut.
        end: Frame after its last.
        late: Frames from where its `in` is shown to its start: what the transition before it hides.
    """

    element: Element
    start: Fraction
    end: Fraction
    late: Fraction = Fraction(0)


class _Reader:
    def __init__(self, root: Element, options: ReadOptions) -> None:
        self._root, self._options = root, options
        self._found = Findings()
        self._files = _defined(root, "file")
        self._sequences = _defined(root, "sequence")
        self._shown_files: dict[tuple[Element | None, Fraction], CutClip] = {}
        self._inside: dict[str, list[CutClip]] = {}
        self._depth = 0

    def cut(self) -> EditorsCut:
        sequences = list(_sequences(self._root))
        if not sequences:
            raise BadInput("It holds no sequence.", _HINT)
        names = [one.findtext("name") or "" for one in sequences]
        sequence = sequences[pick_sequence(names, self._options, self._found)]
        rate = _rate(sequence) or self._options.rate
        if rate is None:
            raise BadInput("The sequence does not say its frame rate.", "Give it with --rate.")
        start = _timecode(sequence.find("timecode"), rate)
        self._found.count(
            "sound track is not read", "sound tracks are not read", len(sequence.findall("./media/audio/track"))
        )
        clips = topmost(self._tracks(sequence, rate), self._found)
        markers = [marker for marker in (self._marker(one, rate) for one in sequence.findall("marker")) if marker]
        for element in sequence.iterfind("./media/video/track/clipitem"):
            markers += self._item_markers(element, rate)
        markers.sort(key=lambda marker: marker.at)
        name = sequence.findtext("name") or "Cut"
        return EditorsCut(name, rate, start, clips, tuple(markers), self._found.sentences(), tuple(names))

    def _tracks(self, sequence: Element, rate: Fraction) -> list[list[CutClip]]:
        """What the picture tracks of a sequence show, the lowest first."""
        layers = []
        for track in sequence.iterfind("./media/video/track"):
            if _false(track.findtext("enabled")):
                self._found.count(
                    "picture track is switched off and left out", "picture tracks are switched off and left out"
                )
                continue
            layer: list[CutClip] = []
            for item in self._items(track):
                try:
                    layer += self._shown(item, rate)
                except (V2AError, ValueError, ArithmeticError) as error:
                    name = item.element.findtext("name") or item.element.get("id") or "without a name"
                    reason = error.message if isinstance(error, V2AError) else "a number in it is none."
                    self._found.say(f"The clip {name} is left out: {reason}")
            layers.append(_apart(sorted(layer, key=lambda clip: clip.record)))
        return layers

    def _items(self, track: Element) -> Iterator[_Item]:
        """The clip items of a track; an edge under a transition lies in its middle, or where its alignment says."""
        children = [child for child in track if child.tag in ("clipitem", "generatoritem", "transitionitem")]
        for number, child in enumerate(children):
            if child.tag == "transitionitem":
                self._found.count("transition is read as a cut", "transitions are read as cuts")
                continue
            try:
                start, end = _frames(child.findtext("start")), _frames(child.findtext("end"))
                late = Fraction(0)
                if start == -1 and number and children[number - 1].tag == "transitionitem":
                    start = _cut_point(children[number - 1])
                    late = start - _frames(children[number - 1].findtext("start"))
                if end == -1 and number + 1 < len(children) and children[number + 1].tag == "transitionitem":
                    end = _cut_point(children[number + 1])
            except BadInput as error:
                self._found.say(f"The clip {child.findtext('name') or ''} is left out: {error.message}")
                continue
            yield _Item(child, start, end, late)

    def _shown(self, item: _Item, rate: Fraction) -> list[CutClip]:
        """What a clip item shows, on the clock of its sequence."""
        element, found = item.element, self._found
        if _false(element.findtext("enabled")):
            found.count("clip is switched off and left out", "clips are switched off and left out")
            return []
        if element.tag == "generatoritem":
            found.count("generator or title is left black", "generators or titles are left black")
            return []
        own = _rate(element) if element.find("rate") is not None else rate
        if own is None:
            raise BadInput("its frame rate is 0.", _HINT)
        into, out = _frames(element.findtext("in")), _frames(element.findtext("out"))
        start, end = item.start, item.end
        if start < 0 <= end and 0 <= into < out:
            start = end - (out - into) * rate / own
        if end < 0 <= start and 0 <= into < out:
            end = start + (out - into) * rate / own
        if end <= start or start < 0:
            raise BadInput(f"it begins at frame {float(start):g} and ends at frame {float(end):g}.", _HINT)
        record = Span(start / rate, end / rate)
        into = max(into, Fraction(0)) + _frames(element.findtext("./subclipinfo/startoffset"), Fraction(0))
        into += item.late * own / rate
        speed = remapped(element, own, self._length(element, own))
        self._effects(element)
        nested = element.find("sequence")
        inside = self._file(element, own) if nested is None else self._nested(nested)
        if speed is None:
            return shown_from(inside, record, into / own)
        outer = TimeMap.steady(record, into / own, Fraction(1)).then(speed)
        return seen_through(inside, record, outer)

    def _nested(self, reference: Element) -> list[CutClip]:
        """What a nested sequence shows, on its own clock."""
        identifier = reference.get("id", "")
        sequence = reference if len(reference) else self._sequences.get(identifier)
        if sequence is None:
            raise BadInput("the sequence it shows is not in the file.", _HINT)
        if identifier not in self._inside or not identifier:
            self._inside[identifier] = []  # one that holds itself shows nothing there
            self._depth += 1
            try:
                rate = _rate(sequence)
                if rate is None or self._depth > DEEPEST:
                    raise BadInput("the sequence it shows cannot be followed.", _HINT)
                self._inside[identifier] = list(topmost(self._tracks(sequence, rate), self._found))
            finally:
                self._depth -= 1
        return self._inside[identifier]

    def _file(self, element: Element, own: Fraction) -> list[CutClip]:
        """All of the file that a clip item shows, counted from its first frame."""
        multiclip = element.find("multiclip")
        reference = element.find("file") if multiclip is None else _angle(multiclip)
        file = self._resolved(reference)
        if file is None and element.find("effect") is not None:
            self._found.count("generator or title is left black", "generators or titles are left black")
            return []
        if (shown := self._shown_files.get((file, own))) is None:
            self._shown_files[file, own] = shown = _all_of(file, own)
        name = element.findtext("name")
        return [replace(shown, name=name) if name else shown]

    def _resolved(self, reference: Element | None) -> Element | None:
        """The full element of a file, wherever it stands; the same one where clips repeat it."""
        if reference is None:
            return None
        known = self._files.get(reference.get("id", ""))
        if known is None or (len(reference) and reference.findtext("pathurl") != known.findtext("pathurl")):
            return reference
        return known

    def _length(self, element: Element, own: Fraction) -> Fraction:
        """Seconds of what a clip item shows; 0 when nobody says."""
        file = self._resolved(element.find("file"))
        for one, rate in ((file, (_rate(file) if file is not None else None) or own), (element, own)):
            length = _frames(one.findtext("duration") if one is not None else None, Fraction(0))
            if length > 0:
                return length / rate
        return Fraction(0)

    def _effects(self, element: Element) -> None:
        kinds = [effect.findtext("effectid", "").lower() for effect in element.iterfind("./filter/effect")]
        count = sum(1 for kind in kinds if kind not in ("timeremap", "basic", "crop", "distort", "opacity"))
        self._found.count("effect on the picture is left out", "effects on the picture are left out", count)

    def _marker(self, element: Element, rate: Fraction, by: Fraction = Fraction(0)) -> Marker | None:
        try:
            at = _frames(element.findtext("in"))
        except BadInput:
            return None
        note = (element.findtext("comment") or "").strip()
        return Marker(by + at / rate, element.findtext("name") or "", note=note) if at >= 0 else None

    def _item_markers(self, element: Element, rate: Fraction) -> list[Marker]:
        """Markers on a clip item, which count on the clip's own clock, where they are seen."""
        found = []
        try:
            start, into = _frames(element.findtext("start")), _frames(element.findtext("in"))
            length = _frames(element.findtext("end")) - start
        except BadInput:
            return []
        own = _rate(element) or rate
        for one in element.iterfind("marker"):
            marker = self._marker(one, own, start / rate - into / own)
            if marker and start >= 0 and 0 <= marker.at - start / rate < length / rate:
                found.append(marker)
        return found


def _all_of(file: Element | None, own: Fraction) -> CutClip:
    """All of a file, for ever, under its own name; `own` is the rate of one that does not say its own."""
    ever = Span(Fraction(0), Fraction(10**7))
    if file is None:
        return CutClip("", ever, ever, Fraction(0), own)
    rate, code = _rate(file) or own, file.find("timecode")
    begins = Timecode(0, rate) if code is None else _timecode(code, rate)
    reel = (code.findtext("./reel/name") or "") if code is not None else ""
    name = file.findtext("name") or ""
    target = (file.findtext("pathurl") or name).strip()
    return CutClip(name, ever, ever.shifted(begins.seconds), begins.seconds, rate, begins.drop, target, reel)


def _apart(clips: list[CutClip]) -> list[CutClip]:
    """Clips of one track without overlaps: a later one is on top."""
    kept: list[CutClip] = []
    for clip in clips:
        if kept and kept[-1].record.end > clip.record.start:
            before = kept.pop()
            if before.record.start < clip.record.start:
                kept.append(before.within(Span(before.record.start, clip.record.start)))
        kept.append(clip)
    return kept


def _defined(root: Element, tag: str) -> dict[str, Element]:
    """The full elements of a kind by their ids: others refer to them, from anywhere."""
    found: dict[str, Element] = {}
    for element in root.iter(tag):
        identifier = element.get("id", "")
        if identifier and len(element) > len(found.get(identifier, ())):
            found[identifier] = element
    return found


def _sequences(element: Element) -> Iterator[Element]:
    """Sequences of a file, those in bins too, but none that only lies in another."""
    for child in element:
        if child.tag == "sequence" and child.find("media") is not None:
            yield child
        elif child.tag in ("project", "children", "bin", "xmeml"):
            yield from _sequences(child)


def _angle(multiclip: Element) -> Element | None:
    """The file of a multiclip's active angle."""
    angles = multiclip.findall("angle")
    active = next((one for one in angles if not _false(one.findtext("activevideoangle", "FALSE"))), None)
    number = multiclip.findtext("activevideoangle", "")
    if active is None and number.strip().isdigit() and 1 <= int(number) <= len(angles):
        active = angles[int(number) - 1]
    chosen = active if active is not None else (angles[0] if angles else None)
    return next(chosen.iter("file"), None) if chosen is not None else None


def _cut_point(transition: Element) -> Fraction:
    """The frame at which a transition, read as a cut, cuts."""
    start, end = _frames(transition.findtext("start")), _frames(transition.findtext("end"))
    alignment = (transition.findtext("alignment") or "center").strip().lower()
    if alignment.startswith("start"):
        return start
    if alignment.startswith("end"):
        return end
    return Fraction(math.floor((start + end) / 2))


def _rate(element: Element) -> Fraction | None:
    """Frames a second of an element; None when it says none, or 0."""
    rate = element.find("rate")
    return None if rate is None else _said_rate(rate.findtext("timebase"), rate.findtext("ntsc") or "")


@lru_cache(maxsize=256)
def _said_rate(timebase: str | None, said: str) -> Fraction | None:
    base = _frames(timebase, Fraction(0))
    if base <= 0:
        return None
    ntsc = said.strip().upper() == "TRUE"
    return exact_rate(Fraction(math.ceil(base) * 1000, 1001) if ntsc else base)


def _timecode(element: Element | None, rate: Fraction) -> Timecode:
    """The timecode in an element, as its label says, or else its frame."""
    if element is None:
        return Timecode(0, rate)
    own = _rate(element) or rate
    label = (element.findtext("string") or "").strip()
    drop = (element.findtext("displayformat") or "").strip().upper() == "DF" or ";" in label
    drop = drop and drop_exists(own)
    frame = element.findtext("frame")
    if frame and frame.strip():
        return Timecode(max(0, round(_frames(frame))), own, drop).counted_at(rate)
    if label:
        plain = label.replace(";", ":")
        return Timecode.parse(
            f"{plain[: plain.rindex(':')]};{plain[plain.rindex(':') + 1 :]}" if drop else plain, own
        ).counted_at(rate)
    return Timecode(0, rate, drop)


def _frames(text: str | None, default: Fraction | None = None) -> Fraction:
    """A number of frames; what is within a thousandth of a whole one is whole.

    Raises:
        BadInput: It is no number.
    """
    if text is None or not text.strip():
        if default is not None:
            return default
        return Fraction(-1)
    if text.isdecimal() and len(text) < 60:
        return Fraction(int(text))
    try:
        value = Fraction(text.strip()) if len(text) < 60 and "e" not in text.lower() else Fraction(float(text))
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise BadInput(f"'{text.strip()[:40]}' is no number of frames.", _HINT) from error
    whole = round(value)
    return Fraction(whole) if abs(value - whole) <= _NEAR else value


def _false(text: str | None) -> bool:
    return (text or "").strip().upper() == "FALSE"
