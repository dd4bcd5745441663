"""Cuts from OpenTimelineIO: .otio, .otioz, and what OTIO's adapters make of other formats."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, pick_sequence, topmost
from v2a_plugin.formats.cut_rates import exact_rate, exact_seconds
from v2a_plugin.formats.nesting import DEEPEST, seen_through, shown_from
from v2a_plugin.formats.xml import LARGEST, read_bytes
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.time import Span, Timecode, drop_exists
from v2a_plugin.model.timeline import Marker, MarkerKind
from v2a_plugin.model.timemap import TimeMap

if TYPE_CHECKING:
    import opentimelineio as otio

__all__ = ["read_otio"]

_HINT = "Export the cut again."


def read_otio(path: Path, options: ReadOptions) -> EditorsCut:
    """The cut in an .otio or .otioz file.

    Raises:
        NoSuchFile: The file cannot be read.
        BadInput: It holds no timeline.
    """
    import opentimelineio as otio

    data = _content(path) if path.suffix.lower() == ".otioz" else read_bytes(path)
    try:
        held = otio.adapters.otio_json.read_from_string(data.decode("utf-8-sig"))
        return cut_of(held, Findings(), options)
    except V2AError as error:
        raise BadInput(f"{path.name}: {error.message}", error.hint) from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is no timeline: it is no text.", "Export it again as .otio.") from error
    except Exception as error:  # whatever OTIO finds wrong with a stranger's file
        reason = _reason(error)
        if "schema" in reason.lower() and "version" in reason.lower():
            raise BadInput(
                f"{path.name} was written by a newer OpenTimelineIO: {reason}.",
                "Save it for an older version of OTIO; editors call that the target or compatible version.",
            ) from error
        raise BadInput(f"{path.name} is no timeline: {reason}.", "Export it again as .otio.") from error


def cut_of(held: Any, found: Findings, options: ReadOptions) -> EditorsCut:
    """The cut in an OTIO object.

    Args:
        held: A timeline, or a collection that has one.
        found: What is not modelled is added here.
        options: May name the timeline.

    Raises:
        BadInput: It holds no timeline.
    """
    import opentimelineio as otio

    timelines = [held] if isinstance(held, otio.schema.Timeline) else []
    if isinstance(held, otio.schema.SerializableCollection):
        timelines = list(held.find_children(descended_from_type=otio.schema.Timeline))
    if not timelines:
        raise BadInput(f"It holds a {type(held).__name__} and no timeline.", "Export the timeline of the cut.")
    number = pick_sequence([timeline.name for timeline in timelines], options, found)
    return _Reader(timelines[number], found).cut()


def _content(path: Path) -> bytes:
    import zipfile
    import zlib

    read_bytes(path)
    try:
        with zipfile.ZipFile(path) as bundle:
            if bundle.getinfo("content.otio").file_size > LARGEST:
                raise BadInput(f"The timeline in {path.name} is far too large.", "Export it again.")
            return bundle.read("content.otio")
    except KeyError as error:
        raise BadInput(
            f"{path.name} is no OTIO bundle: it has no content.otio.", "Export it again as .otioz."
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise BadInput(f"{path.name} is no OTIO bundle, or damaged.", "Export it again as .otioz.") from error


def _reason(error: BaseException) -> str:
    """What OTIO says, on one line, without the names of its classes."""
    text = " ".join(str(error).split())[:160].rstrip(".")
    return (
        text if text and not isinstance(error, LookupError | TypeError | AttributeError) else "a part of it is missing"
    )


class _Reader:
    def __init__(self, timeline: otio.schema.Timeline, found: Findings) -> None:
        import opentimelineio

        self._otio = opentimelineio
        self._timeline, self._found = timeline, found
        self._markers: list[Marker] = []
        self._depth = 0
        self._entered = Fraction(0)  # where the clock of the track that is read stands at the cut's first frame

    def cut(self) -> EditorsCut:
        timeline, found = self._timeline, self._found
        rate = self._rate()
        start = timeline.global_start_time
        drop = self._drop(rate)
        first = Timecode.at(exact_seconds(start.value, start.rate) if start else Fraction(0), rate, drop)
        self._timecode = rate, drop
        layers = self._layers(timeline.tracks)
        if timeline.tracks.source_range is not None:
            start, length = _range(timeline.tracks.source_range)
            if length > 0:
                layers = [shown_from(layer, Span(Fraction(0), length), start) for layer in layers]
        self._mark(timeline.tracks, Fraction(0))
        clips = topmost(layers, found)
        markers = tuple(sorted(self._markers, key=lambda marker: marker.at))
        return EditorsCut(timeline.name or "Cut", rate, first, clips, markers, found.sentences())

    def _rate(self) -> Fraction:
        ours = self._timeline.metadata.get("v2a_plugin", {}).get("rate")
        if isinstance(ours, str):
            try:
                return exact_rate(Fraction(ours))
            except (ValueError, ZeroDivisionError):
                pass
        start = self._timeline.global_start_time
        if start is not None and 1 < start.rate < 1000:
            return exact_rate(start.rate)
        for clip in self._timeline.find_clips():
            parent = clip.parent()
            if clip.source_range and getattr(parent, "kind", "") == self._otio.schema.TrackKind.Video:
                return exact_rate(clip.source_range.duration.rate)
        raise BadInput("It does not say its frame rate.", "Export it again with a start time.")

    def _drop(self, rate: Fraction) -> bool:
        if not drop_exists(rate):
            return False
        ours = self._timeline.metadata.get("v2a_plugin", {}).get("drop_frame")
        theirs = self._timeline.metadata.get("fcp_xml", {}).get("timecode", {}).get("displayformat")
        if ours is None and theirs is None:
            return self._guessed_drop(rate)
        return bool(ours) or theirs == "DF"

    def _guessed_drop(self, rate: Fraction) -> bool:
        """Drop-frame when the start is a whole second then and none otherwise: OTIO itself has no word for it."""
        start = self._timeline.global_start_time
        frame = max(0, round(start.value)) if start else 0
        plain, dropped = Timecode(frame, rate), Timecode(frame, rate, drop=True)
        drop = str(dropped).endswith(";00") and not str(plain).endswith(":00")
        kind, first = ("drop-frame", dropped) if drop else ("non-drop", plain)
        self._found.say(
            f"The file does not say whether its timecode is drop-frame; read as {kind} it begins at {first}."
        )
        return drop

    def _layers(self, stack: otio.schema.Stack) -> list[list[CutClip]]:
        """What the picture tracks of a stack show, the lowest first, on the stack's own clock."""
        kinds, found, layers = self._otio.schema, self._found, []
        for child in stack:
            if getattr(child, "kind", "Video") == kinds.TrackKind.Audio:
                found.count("sound track is not read", "sound tracks are not read")
            elif isinstance(child, kinds.Track) and not child.enabled:
                found.count(
                    "picture track is switched off and left out", "picture tracks are switched off and left out"
                )
            else:
                length = exact_seconds(child.duration().value, child.duration().rate)
                if length > 0:
                    layers.append(self._shown(child, Span(Fraction(0), length)))
        return layers

    def _shown(self, item: otio.core.Item, record: Span) -> list[CutClip]:
        """What an item shows where it lies, on the clock around it."""
        kinds, found = self._otio.schema, self._found
        if isinstance(item, kinds.Gap):
            self._mark(item, record.start - _range(item.trimmed_range())[0])
            return []
        if not item.enabled or item.metadata.get("fcp_xml", {}).get("enabled") == "FALSE":
            found.count("clip is switched off and left out", "clips are switched off and left out")
            return []
        start = _range(item.trimmed_range())[0]
        if isinstance(item, kinds.Clip):
            if isinstance(item.media_reference, kinds.GeneratorReference):
                found.count("generator or title is left black", "generators or titles are left black")
                return []
            self._mark(item, record.start - start)
            plain = self._clip(item, record)
            speed = self._speed(item)
            return [plain] if speed == 1 else [plain.retimed(record, _motion(record, start, speed))]
        self._mark(item, record.start - start)
        self._entered = start
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                raise BadInput("Its compound clips lie deeper in each other than any editor puts them.", _HINT)
            inside = self._inside(item)
        finally:
            self._depth -= 1
        speed = self._speed(item)
        if speed == 1:
            return shown_from(inside, record, start)
        return seen_through(inside, record, _motion(record, start, speed))

    def _inside(self, item: otio.core.Item) -> list[CutClip]:
        """What a track or a stack holds, on its own clock."""
        if isinstance(item, self._otio.schema.Track):
            return self._row(item)
        return list(topmost(self._layers(item), self._found))

    def _row(self, track: otio.schema.Track) -> list[CutClip]:
        """The items of a track one behind the other, in exact seconds."""
        clips: list[CutClip] = []
        at = Fraction(0)
        for item in track:
            if isinstance(item, self._otio.schema.Transition):
                self._found.count("transition is read as a cut", "transitions are read as cuts")
                continue
            length = exact_seconds(item.duration().value, item.duration().rate)
            if length > 0:
                clips += self._shown(item, Span(at, at + length))
                at += length
        return clips

    def _clip(self, clip: otio.schema.Clip, record: Span) -> CutClip:
        rate, drop = self._timecode
        source, media = clip.trimmed_range(), clip.media_reference
        start = _range(source)[0]
        available = media.available_range if media else None
        source_rate = exact_rate(source.start_time.rate)
        target = getattr(media, "target_url", "") or media.metadata.get("original_target_url", "") if media else ""
        if isinstance(media, self._otio.schema.ImageSequenceReference):
            self._found.count("clip shows a sequence of images", "clips show sequences of images")
            target = media.target_url_base + media.name_prefix
        return CutClip(
            clip.name or (media.name if media else "") or "",
            record,
            Span(start, start + record.duration),
            _range(available)[0] if available else None,
            source_rate if source_rate < 1000 else rate,
            drop and source_rate == rate,
            str(target),
            str(clip.metadata.get("cmx_3600", {}).get("reel", "")),
        )

    def _speed(self, item: otio.core.Item) -> Fraction:
        """The speed of an item, as its effects say; other effects are counted."""
        speed = Fraction(1)
        for effect in item.effects:
            resolve, premiere = effect.metadata.get("Resolve_OTIO", {}), effect.metadata.get("PremierePro_OTIO", {})
            kind = type(effect).__name__
            if kind == "FreezeFrame":
                speed = Fraction(0)
            elif kind == "LinearTimeWarp":
                speed *= _scalar(effect.time_scalar)
            elif kind == "TimeEffect" or "remap" in effect.name.lower():
                self._found.count(
                    "change of speed is of an unknown kind and read at normal speed",
                    "changes of speed are of an unknown kind and read at normal speed",
                )
            elif not premiere.get("IsIntrinsic") and not ("Parameters" in resolve and not resolve["Parameters"]):
                self._found.count("effect on the picture is left out", "effects on the picture are left out")
        return speed

    def _mark(self, item: otio.core.Item, by: Fraction) -> None:
        """Take an item's markers; theirs is the item's own clock, which is `by` behind the cut's."""
        if self._depth > 1:
            return  # a marker inside a compound clip is not one of the cut
        by -= self._entered if self._depth else Fraction(0)
        for marker in item.markers:
            at = exact_seconds(marker.marked_range.start_time.value, marker.marked_range.start_time.rate)
            ours = marker.metadata.get("v2a_plugin", {})
            note = getattr(marker, "comment", "") or marker.metadata.get("Resolve_OTIO", {}).get("Note", "")
            note = note or marker.metadata.get("fcp_xml", {}).get("comment", "") or ""
            kind = MarkerKind.HIT if ours.get("kind") == MarkerKind.HIT else MarkerKind.MARK
            self._markers.append(Marker(by + at, marker.name, kind, str(note)))


def _range(stretch: otio.opentime.TimeRange) -> tuple[Fraction, Fraction]:
    """Start and length in exact seconds."""
    start, length = stretch.start_time, stretch.duration
    return exact_seconds(start.value, start.rate), exact_seconds(length.value, length.rate)


def _scalar(value: float) -> Fraction:
    if not math.isfinite(value):
        raise BadInput(f"A clip has the speed {value}.", _HINT)
    return Fraction(value).limit_denominator(100_000)


def _motion(record: Span, start: Fraction, speed: Fraction) -> TimeMap:
    """The map of a time warp: `start` is the earliest moment that it shows, also when it goes backwards."""
    first = start if speed >= 0 else start - speed * record.duration
    return TimeMap.steady(record, first, speed)
