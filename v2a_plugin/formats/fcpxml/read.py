"""Cuts from Final Cut Pro XML (.fcpxml, and .fcpxmld folders), versions 1.8 to 1.13, by hand.

Elements: https://developer.apple.com/documentation/professional-video-applications/fcpxml-reference. Clips of a storyline
follow each other; connected clips lie on lanes over or under them, at an offset on the clock of the clip they hang on.
Every clip has a clock of its own, on which `start` and what lies in it count; `timeMap` leads from it to that of its media.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, pick_sequence, topmost
from v2a_plugin.formats.cut_rates import exact_rate
from v2a_plugin.formats.fcpxml.resources import Resources, seconds
from v2a_plugin.formats.nesting import DEEPEST, seen_through, shown_from
from v2a_plugin.formats.xml import read_xml
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.time import Span, Timecode, drop_exists, parse_rate
from v2a_plugin.model.timeline import Marker
from v2a_plugin.model.timemap import TimeMap

__all__ = ["read_fcpxml"]

_STORY = {"asset-clip", "clip", "video", "sync-clip", "ref-clip", "mc-clip", "title", "audition", "gap", "audio"}
_EFFECTS = {
    "filter-video", "filter-video-mask", "adjust-crop", "adjust-transform", "adjust-blend", "adjust-corners",
}  # fmt: skip
_EVER = Fraction(10**7)
"""Longer than any clip, seconds."""
_HINT = "Export the project again from Final Cut Pro."


def read_fcpxml(path: Path, options: ReadOptions) -> EditorsCut:
    """A project of an FCPXML file.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is no such file, holds no project, or defines XML entities.
    """
    inner = path / "Info.fcpxml"
    root = read_xml(inner if path.is_dir() and inner.is_file() else path)
    if root.tag != "fcpxml":
        raise BadInput(f"{path.name} is no FCPXML: it holds <{root.tag}>.", _HINT)
    try:
        return _Reader(root, options).cut()
    except V2AError as error:
        raise BadInput(f"{path.name}: {error.message}", error.hint) from error


@dataclass(frozen=True, slots=True)
class _Shown:
    """A clip on a lane of the story around it, or a marker in the place of one."""

    lane: int
    clip: CutClip


@dataclass(slots=True)
class _Story:
    """What lies on one clock."""

    shown: list[_Shown]
    markers: list[Marker]

    def flat(self, found: Findings) -> list[CutClip]:
        """What is seen of it, in order."""
        lanes = groupby(sorted(self.shown, key=lambda one: one.lane), key=lambda one: one.lane)
        return list(topmost([sorted((one.clip for one in lane), key=_at) for _, lane in lanes], found))


class _Reader:
    def __init__(self, root: Element, options: ReadOptions) -> None:
        self._root, self._options = root, options
        self._found = Findings()
        self._resources = Resources(root, self._found)
        self._media: dict[tuple[str, str], list[CutClip]] = {}
        self._rate = Fraction(0)
        self._depth = 0

    def cut(self) -> EditorsCut:
        sequences = [project for project in self._root.iter("project") if project.find("sequence") is not None]
        if not sequences:
            raise BadInput("It holds no project.", _HINT)
        names = [project.get("name", "") for project in sequences]
        number = pick_sequence(names, self._options, self._found)
        sequence, name = sequences[number].find("sequence"), names[number]
        assert sequence is not None
        rate = self._resources.rate(sequence.get("format")) or self._options.rate
        if rate is None:
            raise BadInput(f"The project {name} does not say its frame rate.", "Give it with --rate.")
        self._rate = rate
        drop = sequence.get("tcFormat") == "DF" and drop_exists(rate)
        story = self._spine(sequence.find("spine"), Fraction(0))
        start = Timecode.at(seconds(sequence.get("tcStart")), rate, drop)
        markers = tuple(sorted(story.markers, key=lambda marker: marker.at))
        clips = tuple(story.flat(self._found))
        return EditorsCut(name or "Cut", rate, start, clips, markers, self._found.sentences(), tuple(names))

    def _spine(self, spine: Element | None, at: Fraction) -> _Story:
        """The clips of a storyline, one behind the other."""
        story = _Story([], [])
        for element in spine if spine is not None else ():
            if element.tag == "transition":
                self._found.count("transition is read as a cut", "transitions are read as cuts")
            elif element.tag in _STORY:
                at += self._place(element, at, 0, story)
        return story

    def _place(self, element: Element, at: Fraction, lane: int, story: _Story) -> Fraction:
        """Put a clip and what hangs on it at a time of a story; gives its length."""
        try:
            return self._item(element, at, lane, story)
        except (V2AError, ValueError) as error:
            reason = error.message if isinstance(error, V2AError) else "it is not as the format has it."
            self._found.say(f"The {element.tag} {element.get('name', '')} is left out: {reason}")
            return Fraction(0)

    def _item(self, element: Element, at: Fraction, lane: int, story: _Story) -> Fraction:
        if element.tag == "audition":
            self._found.count("audition is read as its pick", "auditions are read as their picks")
            return self._item(element[0], at, lane, story) if len(element) else Fraction(0)
        start, length = self._start(element), self._length(element)
        if element.get("enabled") == "0":
            self._found.count("clip is switched off and left out", "clips are switched off and left out")
        elif length > 0:
            story.shown += [_Shown(lane, clip) for clip in self._picture(element, Span(at, at + length), start)]
        self._hanging(element, at - start, lane, story)
        return length

    # A clip's own clock

    def _start(self, element: Element) -> Fraction:
        """Where the clock of a clip stands at its first frame; the defaults are those of the DTD."""
        default = Fraction(0)
        if element.tag == "asset-clip" and (asset := self._resources.asset(element.get("ref"))):
            default = asset.start
        elif element.tag in ("ref-clip", "mc-clip"):
            default = self._origin(element)
        return seconds(element.get("start"), default)

    def _origin(self, element: Element) -> Fraction:
        """Where the clock of a compound or multicam clip begins."""
        media = self._resources.media(element.get("ref"))
        inner = media[0] if media is not None and len(media) else None
        return seconds(inner.get("tcStart")) if inner is not None else Fraction(0)

    def _length(self, element: Element) -> Fraction:
        """How long a clip is; where it does not say, as long as what it shows."""
        said = element.get("duration")
        if said:
            return seconds(said)
        start = self._start(element)
        asset = self._resources.asset(element.get("ref"))
        if asset is not None and asset.duration is None:
            self._found.say(f"The clip {element.get('name') or asset.name} is left out: nothing says how long it is.")
            return Fraction(0)
        if asset is not None and asset.duration is not None:
            begin = asset.start if element.tag == "asset-clip" else Fraction(0)
            passed = start - begin if 0 <= start - begin < asset.duration else Fraction(0)
            return asset.duration - passed
        media = self._resources.media(element.get("ref"))
        if media is not None and len(media) and media[0].get("duration"):
            return max(Fraction(0), seconds(media[0].get("duration")) - (start - self._origin(element)))
        inside = self._inside(element)
        return max(Fraction(0), max((clip.record.end for clip in inside), default=start) - start)

    # What it shows

    def _picture(self, element: Element, record: Span, start: Fraction) -> list[CutClip]:
        """What is seen of a clip, on the clock around it."""
        if element.tag in ("gap", "audio"):
            return []
        if element.tag == "title":
            self._found.count("generator or title is left black", "generators or titles are left black")
            return []
        if element.get("srcEnable") == "audio":
            return []
        inside = self._inside(element)
        if inside:
            effects = sum(1 for child in element if child.tag in _EFFECTS)
            self._found.count("effect on the picture is left out", "effects on the picture are left out", effects)
        speed = self._speed(element)
        if speed is None:
            seen = shown_from(inside, record, start)
        else:
            outer = TimeMap.steady(record, start, Fraction(1)).then(speed).within(record)
            seen = seen_through(inside, record, outer)
        name = element.get("name", "")
        return [replace(clip, name=name) for clip in seen] if name and element.tag != "ref-clip" else seen

    def _inside(self, element: Element) -> list[CutClip]:
        """What a clip holds, on the clock of its media; nothing that hangs on it."""
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise BadInput("it lies deeper in others than any editor puts it.", _HINT)
            if element.tag in ("asset-clip", "video"):
                return self._leaf(element)
            if element.tag in ("ref-clip", "mc-clip"):
                return self._compound(element)
            story = _Story([], [])
            for child in element:
                if child.tag == "spine" and not _lane(child):
                    begin = seconds(child.get("offset"))
                    story.shown += self._spine(child, begin).shown
                elif child.tag in _STORY and not _lane(child):
                    self._place(child, seconds(child.get("offset")), 0, story)
            return story.flat(self._found)
        finally:
            self._depth -= 1

    def _leaf(self, element: Element) -> list[CutClip]:
        """The whole of a file, on its own clock."""
        asset = self._resources.asset(element.get("ref"))
        if asset is None:
            self._found.count("generator or title is left black", "generators or titles are left black")
            return []
        if not asset.has_video:
            return []
        rate = asset.rate or self._rate
        drop = element.get("tcFormat") == "DF" and drop_exists(rate)
        ever = Span(-_EVER, _EVER)
        name = element.get("name", "") or asset.name
        return [CutClip(name, ever, ever, asset.start, rate, drop, asset.source)]

    def _compound(self, element: Element) -> list[CutClip]:
        """What a compound clip shows, or the active angle of a multicam clip."""
        ref, angle = element.get("ref", ""), _active(element)
        if (ref, angle) not in self._media:
            self._media[ref, angle] = []  # one that holds itself shows nothing there
            media = self._resources.media(ref)
            if media is None or not len(media):
                self._found.count(
                    "compound clip without contents is left black", "compound clips without contents are left black"
                )
                return []
            inner, story = media[0], media[0].find("spine")
            if inner.tag == "multicam":
                angles = inner.findall("mc-angle")
                story = next((one for one in angles if one.get("angleID") == angle), angles[0] if angles else None)
            self._media[ref, angle] = self._spine(story, seconds(inner.get("tcStart"))).flat(self._found)
        return self._media[ref, angle]

    # How fast

    def _speed(self, element: Element) -> TimeMap | None:
        """The map from a clip's clock to that of its media, where it has one."""
        points = [
            (seconds(point.get("time")), seconds(point.get("value"))) for point in element.iterfind("./timeMap/timept")
        ]
        if points:
            ordered = dict(sorted(points))
            smooth = any(point.get("interp", "linear") != "linear" for point in element.iterfind("./timeMap/timept"))
            if smooth and len({_slope(one, other) for one, other in pairwise(points)}) > 1:
                self._found.count(
                    "smooth change of speed is followed in straight lines",
                    "smooth changes of speed are followed in straight lines",
                )
            if len(ordered) > 1:
                return TimeMap.of(ordered.items())
            self._found.count(
                "change of speed has no length and is read at normal speed",
                "changes of speed have no length and are read at normal speed",
            )
        return self._conformed(element)

    def _conformed(self, element: Element) -> TimeMap | None:
        """A clip whose frames are shown one by one at the rate of the project."""
        conform = element.find("conform-rate")
        if conform is None or conform.get("scaleEnabled", "1") == "0" or not conform.get("srcFrameRate"):
            return None
        speed = self._rate / exact_rate(parse_rate(conform.get("srcFrameRate", "")))
        if speed == 1 or not Fraction(9, 10) < speed < Fraction(11, 10):
            return None
        asset = self._resources.asset(element.get("ref"))
        pivot = asset.start if asset else Fraction(0)
        return TimeMap.steady(Span(pivot, pivot + 1), pivot, speed)

    # What hangs on it

    def _hanging(self, parent: Element, by: Fraction, lane: int, story: _Story) -> None:
        """Connected clips and markers; their times are on the parent's clock, which is `by` behind the story's."""
        for child in parent:
            if child.tag in ("marker", "chapter-marker"):
                at = by + seconds(child.get("start"))
                story.markers.append(Marker(at, child.get("value", ""), note=child.get("note", "")))
            elif child.tag == "spine" and _lane(child):
                hung = self._spine(child, by + seconds(child.get("offset")))
                story.shown += [_Shown(lane + _lane(child), one.clip) for one in hung.shown]
                story.markers += hung.markers
            elif child.tag in _STORY and _lane(child):
                self._place(child, by + seconds(child.get("offset")), lane + _lane(child), story)


def _active(element: Element) -> str:
    """The angle of a multicam clip whose picture is shown; "" for other clips."""
    sources = element.findall("mc-source")
    shown = [one for one in sources if one.get("srcEnable", "all") in ("all", "video")]
    return (shown or sources)[0].get("angleID", "") if sources else ""


def _slope(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> Fraction | None:
    return (other[1] - one[1]) / (other[0] - one[0]) if other[0] != one[0] else None


def _lane(element: Element) -> int:
    return int(element.get("lane", "0"))


def _at(clip: CutClip) -> Fraction:
    return clip.record.start
