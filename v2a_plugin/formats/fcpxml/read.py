"""Cuts from Final Cut Pro XML (.fcpxml, and .fcpxmld folders), versions 1.8 to 1.13, own reader.

Elements: https://developer.apple.com/documentation/professional-video-applications/fcpxml-reference. Clips of the
primary storyline follow each other; connected clips lie on lanes over or under them, at an offset on the clock of the
clip they hang on.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, pick_sequence, topmost
from v2a_plugin.formats.cut_rates import drop_exists, exact_rate
from v2a_plugin.formats.xml import read_xml
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Marker

__all__ = ["read_fcpxml"]

_STORY = {"asset-clip", "clip", "video", "sync-clip", "ref-clip", "mc-clip", "title", "audition", "gap", "audio"}
_SPEED = ("conform-rate", "timeMap")
_HINT = "Export the project again from Final Cut Pro."


def read_fcpxml(path: Path, options: ReadOptions) -> EditorsCut:
    """The first project of an FCPXML file.

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
    except (KeyError, ValueError, ZeroDivisionError, ArithmeticError, RecursionError) as error:
        raise BadInput(f"{path.name} cannot be read as FCPXML: {error!r}.", _HINT) from error


def _seconds(text: str | None, default: Fraction = Fraction(0)) -> Fraction:
    """A time such as `1001/30000s`."""
    return Fraction(text.strip().removesuffix("s")) if text else default


@dataclass(frozen=True, slots=True)
class _Asset:
    start: Fraction
    name: str
    source: str
    has_video: bool
    rate: Fraction | None


@dataclass(frozen=True, slots=True)
class _Shown:
    lane: int
    clip: CutClip


class _Reader:
    def __init__(self, root: Element, options: ReadOptions) -> None:
        self._root, self._options = root, options
        self._found = Findings()
        self._shown: list[_Shown] = []
        self._markers: list[Marker] = []
        rates = {}
        for element in root.iterfind("./resources/format"):
            if frame := _seconds(element.get("frameDuration")):
                rates[element.get("id", "")] = exact_rate(1 / frame)
        self._rates = rates
        self._assets = {element.get("id", ""): self._asset(element) for element in root.iterfind("./resources/asset")}
        self._rate = Fraction(0)

    def cut(self) -> EditorsCut:
        sequences = [project for project in self._root.iter("project") if project.find("sequence") is not None]
        if not sequences:
            raise BadInput("It holds no project.", _HINT)
        names = [project.get("name", "") for project in sequences]
        number = pick_sequence(names, self._options, self._found)
        sequence, name = sequences[number].find("sequence"), names[number]
        assert sequence is not None
        self._rate = self._rates[sequence.get("format", "")]
        drop = sequence.get("tcFormat") == "DF" and drop_exists(self._rate)
        spine = sequence.find("spine")
        self._story(spine if spine is not None else Element("spine"), Fraction(0), 0)
        lanes = groupby(sorted(self._shown, key=lambda shown: shown.lane), key=lambda shown: shown.lane)
        clips = topmost([sorted((shown.clip for shown in lane), key=_at) for _, lane in lanes], self._found)
        start = Timecode.at(_seconds(sequence.get("tcStart")), self._rate, drop)
        markers = tuple(sorted(self._markers, key=lambda marker: marker.at))
        return EditorsCut(name or "Cut", self._rate, start, clips, markers, self._found.sentences())

    def _asset(self, element: Element) -> _Asset:
        rep = element.find("media-rep")
        source = (rep.get("src") if rep is not None else None) or element.get("src") or ""
        video = element.get("hasVideo", "0") == "1"
        rate = self._rates.get(element.get("format", ""))
        return _Asset(_seconds(element.get("start")), element.get("name", ""), source, video, rate)

    def _story(self, spine: Element, at: Fraction, lane: int) -> None:
        """Read the clips of a storyline one behind the other."""
        for element in spine:
            if element.tag == "transition":
                self._found.count("transition is read as a cut", "transitions are read as cuts")
            elif element.tag in _STORY:
                at += self._item(element, at, lane)

    def _item(self, element: Element, at: Fraction, lane: int) -> Fraction:
        """Read one clip and what hangs on it; gives its length."""
        if element.tag == "audition":
            self._found.count("audition is read as its pick", "auditions are read as their picks")
            return self._item(element[0], at, lane) if len(element) else Fraction(0)
        asset = self._assets.get(element.get("ref", ""))
        start = _seconds(element.get("start"), asset.start if asset and element.tag == "asset-clip" else Fraction(0))
        length = _seconds(element.get("duration"))
        if element.get("enabled") == "0":
            self._found.count("clip is switched off and left out", "clips are switched off and left out")
        elif length > 0:
            self._picture(element, Span(at, at + length), start, lane)
        self._hanging(element, at, start, lane)
        return length

    def _picture(self, element: Element, record: Span, start: Fraction, lane: int) -> None:
        """What a clip shows."""
        found, tag = self._found, element.tag
        if tag in ("ref-clip", "mc-clip"):
            found.count("compound or multicam clip is left black", "compound or multicam clips are left black")
        elif tag == "title":
            found.count("generator or title is left black", "generators or titles are left black")
        elif tag in ("clip", "sync-clip"):
            inner = next(
                (child for child in element if child.tag in ("video", "asset-clip") and not _lane(child)), None
            )
            if inner is not None:  # its offset is on the clock of the clip around it
                asset = self._assets.get(inner.get("ref", ""))
                begins = _seconds(inner.get("start"), asset.start if asset else Fraction(0))
                self._add(element, inner, record, begins + start - _seconds(inner.get("offset")), lane)
        elif tag in ("asset-clip", "video"):
            self._add(element, element, record, start, lane)

    def _add(self, element: Element, shows: Element, record: Span, source: Fraction, lane: int) -> None:
        asset = self._assets.get(shows.get("ref", ""))
        if asset is None:
            self._found.count("generator or title is left black", "generators or titles are left black")
            return
        if not asset.has_video or element.get("srcEnable") == "audio":
            return
        self._effects(element)
        clip = CutClip(
            element.get("name", "") or asset.name,
            record,
            Span(source, source + record.duration),
            asset.start,
            asset.rate or self._rate,
            (shows.get("tcFormat") or element.get("tcFormat")) == "DF" and drop_exists(asset.rate or self._rate),
            asset.source,
        )
        self._shown.append(_Shown(lane, clip))

    def _effects(self, element: Element) -> None:
        conform = element.find("conform-rate")
        if element.find("timeMap") is not None or (conform is not None and conform.get("scaleEnabled", "1") == "1"):
            self._found.count(
                "clip changes its speed and is read at normal speed",
                "clips change their speed and are read at normal speed",
            )
        kinds = (
            "filter-video",
            "filter-video-mask",
            "adjust-crop",
            "adjust-transform",
            "adjust-blend",
            "adjust-corners",
        )
        effects = sum(1 for child in element if child.tag in kinds)
        self._found.count("effect on the picture is left out", "effects on the picture are left out", effects)

    def _hanging(self, parent: Element, at: Fraction, start: Fraction, lane: int) -> None:
        """Connected clips and markers; their times are on the parent's clock."""
        for child in parent:
            if child.tag in ("marker", "chapter-marker"):
                when = at + _seconds(child.get("start")) - start
                self._markers.append(Marker(when, child.get("value", ""), note=child.get("note", "")))
            elif child.tag == "spine":
                self._story(child, at + _seconds(child.get("offset")) - start, lane + _lane(child))
            elif child.tag in _STORY and _lane(child):
                self._item(child, at + _seconds(child.get("offset")) - start, lane + _lane(child))


def _lane(element: Element) -> int:
    return int(element.get("lane", "0"))


def _at(clip: CutClip) -> Fraction:
    return clip.record.start
