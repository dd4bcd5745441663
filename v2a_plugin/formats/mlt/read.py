"""Cuts from MLT XML: what melt, Shotcut (.mlt) and Kdenlive (.kdenlive) save.

Source of the format: https://www.mltframework.org/docs/mltxml/. Producers and chains show files, playlists put them one
behind the other, tractors lay playlists over each other. Times count frames of the profile, or are clocks; `out` is the
last frame that is shown. MLT knows no timecode: files count from their first frame.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, pick_sequence, topmost
from v2a_plugin.formats.cut_rates import exact_rate
from v2a_plugin.formats.mlt.time_maps import held, remapped
from v2a_plugin.formats.nesting import DEEPEST, seen_through, shown_from
from v2a_plugin.formats.xml import read_xml
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Marker, MarkerKind
from v2a_plugin.model.timemap import TimeMap

__all__ = ["read_mlt"]

_SERVICES = ("producer", "chain", "playlist", "tractor")
_HINT = "Save the project again."
_EVER = Fraction(10**7)
_CLOCK = re.compile(r"^(?:(\d+):)?(\d+):(\d+)(?:[.,](\d+)|[:;](\d+))?$")
_BLACK = {"black", "0", "#000000", "#ff000000", "#00000000", "0x000000ff", "0x00000000", "transparent", "color:black"}
_DRAWN = {"color", "colour", "kdenlivetitle", "qtext", "pango", "noise", "count", "frei0r", "glaxnimate", "plasma"}
_AUDIO = ("volume", "panner", "audio", "normali", "loudness", "sox", "ladspa", "channel", "mono", "swap", "rnnoise")
_FREEZE = "freeze"
_HIT_COLOR = "#c00000"
"""The colour in which our own exporter writes hits."""


def read_mlt(path: Path, options: ReadOptions) -> EditorsCut:
    """The timeline of an MLT or Kdenlive file.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It is no such file, or shows nothing.
    """
    root = read_xml(path)
    if root.tag not in ("mlt", "westley"):
        raise BadInput(f"{path.name} is no MLT document: it holds <{root.tag}>.", _HINT)
    try:
        return _Reader(root, path, options).cut()
    except V2AError as error:
        raise BadInput(f"{path.name}: {error.message}", error.hint) from error


class _Reader:
    def __init__(self, root: Element, path: Path, options: ReadOptions, depth: int = 0) -> None:
        self._root, self._path, self._options = root, path, options
        self._found = Findings()
        self._named = {one.get("id", ""): one for one in root.iter() if one.tag in _SERVICES and one.get("id")}
        self._inside: dict[str, list[CutClip]] = {}
        self._depth = depth
        self._rate = _rate(root, options)

    def cut(self) -> EditorsCut:
        mains = list(self._mains())
        if not mains:
            raise BadInput("It holds no timeline.", _HINT)
        names = [name for name, _ in mains]
        name, main = mains[pick_sequence(names, self._options, self._found)]
        clips = tuple(topmost([self._part(self._content(main), Fraction(0), main, main)], self._found))
        markers = sorted(self._markers(main), key=lambda marker: marker.at)
        start = Timecode(0, self._rate)
        return EditorsCut(name, self._rate, start, clips, tuple(markers), self._found.sentences(), tuple(names))

    def _mains(self) -> Iterator[tuple[str, Element]]:
        """The timelines of the document by name, the one that it opens with first."""
        tractors = [one for one in self._root.findall("tractor") if one.get("id")]
        opened = next((one for one in tractors if _said(one, "kdenlive:projectTractor") == "1"), None)
        sequences = [one for one in tractors if _said(one, "kdenlive:uuid") and one is not opened]
        if sequences:  # Kdenlive from 23.04 on
            shown = {track.get("producer") for track in opened.iter("track")} if opened is not None else set()
            sequences.sort(key=lambda one: one.get("id") not in shown)
            for one in sequences:
                yield _said(one, "kdenlive:clipname") or self._path.stem, one
            return
        main = self._named.get(self._root.get("producer", ""))
        if main is None or main.get("id") in ("main_bin", "main bin"):
            main = tractors[-1] if tractors else next(reversed(self._root.findall("playlist")), None)
        if main is None:
            main = next(reversed([one for one in self._named.values() if one.tag in ("producer", "chain")]), None)
        if main is not None:
            yield main.get("title") or self._root.get("title") or self._path.stem, main

    def _content(self, element: Element) -> list[CutClip]:
        """What a service shows, on its own clock, which begins at 0."""
        identifier = element.get("id", "")
        if identifier in self._inside:
            return self._inside[identifier]
        self._inside[identifier] = []  # one that holds itself shows nothing there
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise BadInput("Its clips lie deeper in each other than any editor puts them.", _HINT)
            if element.tag == "playlist":
                shown = self._row(element)
            elif element.tag == "tractor":
                shown = list(topmost(list(self._layers(element)), self._found))
            else:
                shown = self._leaf(element)
        finally:
            self._depth -= 1
        self._inside[identifier] = shown
        return shown

    def _layers(self, tractor: Element) -> Iterator[list[CutClip]]:
        """What the tracks of a tractor show, the lowest first."""
        if _said(tractor, "shotcut:transition"):
            self._found.count("transition is read as a cut", "transitions are read as cuts")
        for track in tractor.iter("track"):
            service = self._named.get(track.get("producer", ""))
            if service is None:
                continue
            hidden = track.get("hide") or service.get("hide") or _said(service, "hide")
            if hidden in ("video", "both", "1", "3"):
                if hidden in ("both", "3") and not _said(service, "kdenlive:audio_track"):
                    self._found.count(
                        "picture track is switched off and left out", "picture tracks are switched off and left out"
                    )
                continue
            yield self._part(self._content(service), Fraction(0), track, service)

    def _row(self, playlist: Element) -> list[CutClip]:
        """The entries of a playlist, one behind the other."""
        clips: list[CutClip] = []
        at = Fraction(0)
        for child in playlist:
            if child.tag == "blank":
                at += self._time(child.get("length"), 0) / self._rate
            elif child.tag in ("entry", *_SERVICES):
                service = child if child.tag != "entry" else self._named.get(child.get("producer", ""))
                if service is None:
                    continue
                first, last = self._ends(child, service)
                if last >= first:
                    part = self._part(self._content(service), at, child, service)
                    self._effects(child, service, part)
                    clips += part
                    at += (last - first + 1) / self._rate
        return clips

    def _part(self, inside: list[CutClip], at: Fraction, entry: Element, service: Element) -> list[CutClip]:
        """What an entry shows of a service."""
        first, last = self._ends(entry, service)
        if last < first:
            return []
        record = Span(at, at + (last - first + 1) / self._rate)
        name = _said(entry, "shotcut:caption") or ""
        begin = (self._time(service.get("in"), 0) + first) / self._rate
        through = self._frozen(entry, begin, record)
        seen = seen_through(inside, record, through) if through else shown_from(inside, record, begin)
        return [replace(clip, name=name) for clip in seen] if name else seen

    def _ends(self, entry: Element, service: Element) -> tuple[Fraction, Fraction]:
        """First and last frame that are shown of a service, counted from its own `in`."""
        own = self._time(service.get("in"), 0)
        default = self._time(service.get("out") or None, self._time(_said(service, "length"), 0) - 1) - own
        if default < 0:
            ends = [clip.record.end for clip in self._content(service)]
            default = max(ends, default=Fraction(0)) * self._rate - 1 - own
        if entry is service:
            return Fraction(0), default
        return self._time(entry.get("in"), 0), self._time(entry.get("out"), default)

    def _leaf(self, producer: Element) -> list[CutClip]:
        """The whole of a file, from its first frame on."""
        service, resource = _said(producer, "mlt_service"), _said(producer, "resource")
        if service in _DRAWN or (not service and resource.lower() in _BLACK):
            if resource.lower() not in _BLACK:
                self._found.count("generator or title is left black", "generators or titles are left black")
            return []
        if service in ("xml", "xml-nogl", "consumer"):
            return self._document(self._path.parent / resource)
        if _said(producer, "video_index") == "-1" or not resource:
            return []
        speed = Fraction(1)
        if service == "timewarp":
            warped = re.match(r"^([-+]?\d+(?:\.\d+)?):(.*)$", resource, re.DOTALL)
            speed = _number(_said(producer, "warp_speed") or (warped[1] if warped else "1"))
            resource = _said(producer, "warp_resource") or (warped[2] if warped else resource)
        if service == "framebuffer" and "?" in resource:  # slow motion of old Kdenlives
            resource, _, text = resource.rpartition("?")
            speed = _number(text.split(":")[0] or "1")
        target = self._target(resource)
        caption = _said(producer, "shotcut:caption") or _said(producer, "kdenlive:clipname")
        ever = Span(Fraction(0), _EVER)
        clip = CutClip(caption or PurePosixPath(target).stem, ever, ever, Fraction(0), self._rate, target=target)
        if through := self._remapped(producer):
            return [clip.retimed(ever, through)]
        if speed == 1:
            return [clip]
        length = self._time(_said(producer, "length"), 0) / self._rate
        first = Fraction(0) if speed > 0 else -speed * length
        return [clip.retimed(ever, TimeMap.steady(ever, first, speed))] if speed else [clip]

    def _remapped(self, producer: Element) -> TimeMap | None:
        """The change of speed of a chain; None for normal speed."""
        for link in producer.findall("link"):
            if _said(link, "mlt_service") == "timeremap" and _said(link, "disable") != "1":
                return remapped(partial(_said, link), partial(self._time, default=0), _number, self._rate, self._found)
        return None

    def _frozen(self, entry: Element, first: Fraction, record: Span) -> TimeMap | None:
        """What an entry shows that has a filter `freeze`, on the clock of its service; None where it has none."""
        for one in entry.findall("filter"):
            if _said(one, "mlt_service") == _FREEZE and _said(one, "disable") != "1":
                frame = self._time(_said(one, "frame"), 0)
                turn = (frame + self._time(one.get("in"), 0)) / self._rate
                before, after = (_said(one, name) == "1" for name in ("freeze_before", "freeze_after"))
                return held(first, record, frame / self._rate, turn, before, after)
        return None

    def _document(self, path: Path) -> list[CutClip]:
        """What another document shows that this one plays."""
        try:
            inner = _Reader(read_xml(path), path, ReadOptions(self._rate), self._depth).cut()
        except V2AError as error:
            self._found.say(f"The document {path.name} in it is left black: {error.message}")
            return []
        for sentence in inner.left_out:
            self._found.say(sentence)
        return list(inner.clips)

    def _target(self, resource: str) -> str:
        """The path of a file; relative ones lie beside the document, or where the document says."""
        base = self._root.get("root", "")
        absolute = resource.startswith("/") or re.match(r"^[A-Za-z]:[\\/]|^[a-z]{2,}:", resource)
        return resource if absolute or not base else f"{base.rstrip('/')}/{resource}"

    def _effects(self, entry: Element, service: Element, seen: list[CutClip]) -> None:
        if not seen:
            return
        here = [one for one in entry.findall("filter") if _said(one, "mlt_service") != _FREEZE]  # which is read
        own = [*here, *(service.findall("filter") if service.tag in _SERVICES[:2] else [])]
        kinds = [
            _said(one, "mlt_service")
            for one in own
            if _said(one, "disable") != "1" and not _said(one, "internal_added")
        ]
        count = sum(1 for kind in kinds if kind and not kind.startswith(_AUDIO) and not kind.startswith("avfilter.a"))
        self._found.count("effect on the picture is left out", "effects on the picture are left out", count)

    def _time(self, text: str | None, default: Fraction | int) -> Fraction:
        """A number of frames: as such, or as a clock.

        Raises:
            BadInput: It is neither.
        """
        if text is None or not text.strip():
            return Fraction(default)
        text = text.strip()
        if re.fullmatch(r"-?\d{1,12}", text):
            return Fraction(int(text))
        clock = _CLOCK.match(text)
        if clock is None:
            return _number(text)
        hours, minutes, seconds, parts, frames = clock.groups()
        whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
        if frames is not None:
            return Fraction(whole * round(self._rate) + int(frames))
        exact = whole + Fraction(int(parts or 0), 10 ** len(parts or ""))
        return Fraction(index_at(exact, self._rate))

    # Markers

    def _markers(self, main: Element) -> Iterator[Marker]:
        for one in main.iterfind("./properties[@name='shotcut:markers']/properties"):
            start = _said(one, "start")
            if start:
                hit = _said(one, "color").lower() == _HIT_COLOR
                at = self._time(start, 0) / self._rate
                yield Marker(at, _said(one, "text"), MarkerKind.HIT if hit else MarkerKind.MARK)
        bins = [one for one in self._root.findall("playlist") if one.get("id", "").startswith("main")]
        guides = _said(main, "kdenlive:sequenceproperties.guides") or next(
            (text for one in bins if (text := _said(one, "kdenlive:docproperties.guides"))), ""
        )
        kinds = next((text for one in bins if (text := _said(one, "kdenlive:docproperties.guidesCategories"))), "")
        hits = {one.get("index") for one in _listed(kinds) if one.get("comment") == "Hits"}
        for guide in _listed(guides):
            position = guide.get("pos")
            if isinstance(position, int):
                kind = MarkerKind.HIT if guide.get("type") in hits else MarkerKind.MARK
                yield Marker(Fraction(position) / self._rate, str(guide.get("comment", "")), kind)


def _listed(text: str) -> list[dict[str, object]]:
    """The objects of a JSON list; none when it is something else."""
    try:
        values = json.loads(text) if text.strip() else []
    except ValueError:
        return []
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _said(element: Element, name: str) -> str:
    """A property of a service; "" when it has none of the name."""
    for child in element:
        if child.tag == "property" and child.get("name") == name:
            return (child.text or "").strip()
    return ""


def _rate(root: Element, options: ReadOptions) -> Fraction:
    profile = root.find("profile")
    number, under = (profile.get(f"frame_rate_{part}", "") if profile is not None else "" for part in ("num", "den"))
    if number.isdigit() and under.isdigit() and int(number) and int(under):
        return exact_rate(Fraction(int(number), int(under)))
    if options.rate is None:
        raise BadInput("It does not say its frame rate.", "Give it with --rate.")
    return options.rate


def _number(text: str) -> Fraction:
    try:
        return Fraction(float(text)).limit_denominator(100_000)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"'{text[:40]}' is no number.", _HINT) from error
