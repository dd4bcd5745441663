"""Cuts from OpenTimelineIO: .otio, .otioz, and what OTIO's adapters make of other formats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, ReadOptions, pick_sequence, topmost
from v2a_plugin.formats.cut_rates import drop_exists, exact_rate, exact_seconds
from v2a_plugin.formats.xml import LARGEST, read_bytes
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Marker, MarkerKind

if TYPE_CHECKING:
    import opentimelineio as otio

__all__ = ["cut_of", "read_otio"]

_SPEED = ("LinearTimeWarp", "FreezeFrame", "TimeEffect")


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
    except Exception as error:  # whatever OTIO finds wrong with a stranger's file
        raise BadInput(f"{path.name} is no timeline: {_reason(error)}.", "Export it again as .otio.") from error


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

    read_bytes(path)
    try:
        with zipfile.ZipFile(path) as bundle:
            if bundle.getinfo("content.otio").file_size > LARGEST:
                raise BadInput(f"The timeline in {path.name} is far too large.", "Export it again.")
            return bundle.read("content.otio")
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError) as error:
        raise BadInput(f"{path.name} is no OTIO bundle: {_reason(error)}.", "Export it again as .otioz.") from error


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__


@dataclass(frozen=True, slots=True)
class _Placed:
    item: otio.core.Item
    record: Span


class _Reader:
    def __init__(self, timeline: otio.schema.Timeline, found: Findings) -> None:
        import opentimelineio

        self._otio = opentimelineio
        self._timeline, self._found = timeline, found
        self._markers: list[Marker] = []

    def cut(self) -> EditorsCut:
        timeline, found = self._timeline, self._found
        rate = self._rate()
        start = timeline.global_start_time
        drop = self._drop(rate)
        first = Timecode.at(exact_seconds(start.value, start.rate) if start else Fraction(0), rate, drop)
        layers, sounds = [], 0
        for track in timeline.tracks:
            if getattr(track, "kind", "Video") == self._otio.schema.TrackKind.Audio:
                sounds += 1
            elif not isinstance(track, self._otio.schema.Track):
                found.count("compound clip is left black", "compound clips are left black")
            elif track.enabled:
                layers.append(self._layer(track, rate, drop))
            else:
                found.count(
                    "picture track is switched off and left out", "picture tracks are switched off and left out"
                )
        if timeline.tracks.source_range is not None:
            found.say("The timeline is trimmed as a whole, which is not followed.")
        found.count("sound track is not read", "sound tracks are not read", sounds)
        self._mark(timeline.tracks, Span(Fraction(0), Fraction(1)), Fraction(0))
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

    def _layer(self, track: otio.schema.Track, rate: Fraction, drop: bool) -> list[CutClip]:
        schema, found = self._otio.schema, self._found
        clips = []
        for placed in self._placed(track):
            item = placed.item
            if isinstance(item, schema.Gap):
                continue
            if not isinstance(item, schema.Clip):
                found.count("compound clip is left black", "compound clips are left black")
            elif isinstance(item.media_reference, schema.GeneratorReference):
                found.count("generator or title is left black", "generators or titles are left black")
            elif not item.enabled or item.metadata.get("fcp_xml", {}).get("enabled") == "FALSE":
                found.count("clip is switched off and left out", "clips are switched off and left out")
            else:
                clips.append(self._clip(item, placed.record, rate, drop))
        if track.source_range is None:
            return clips
        first = exact_seconds(track.source_range.start_time.value, track.source_range.start_time.rate)
        length = exact_seconds(track.source_range.duration.value, track.source_range.duration.rate)
        return _trimmed(clips, first, length)

    def _placed(self, track: otio.schema.Track) -> list[_Placed]:
        """The items of a track with their place, in exact seconds."""
        placed, at = [], Fraction(0)
        for item in track:
            if isinstance(item, self._otio.schema.Transition):
                self._found.count("transition is read as a cut", "transitions are read as cuts")
                continue
            duration = item.duration()
            seconds = exact_seconds(duration.value, duration.rate)
            if seconds > 0:
                placed.append(_Placed(item, Span(at, at + seconds)))
                at += seconds
        self._mark(track, Span(Fraction(0), Fraction(1)), Fraction(0))
        return placed

    def _clip(self, clip: otio.schema.Clip, record: Span, rate: Fraction, drop: bool) -> CutClip:
        self._effects(clip)
        source, media = clip.trimmed_range(), clip.media_reference
        start = exact_seconds(source.start_time.value, source.start_time.rate)
        self._mark(clip, record, start)
        available = media.available_range if media else None
        begins = exact_seconds(available.start_time.value, available.start_time.rate) if available else None
        source_rate = exact_rate(source.start_time.rate)
        target = getattr(media, "target_url", "") or media.metadata.get("original_target_url", "") if media else ""
        if isinstance(media, self._otio.schema.ImageSequenceReference):
            self._found.count("clip shows a sequence of images", "clips show sequences of images")
            target = media.target_url_base + media.name_prefix
        return CutClip(
            clip.name or (media.name if media else "") or "",
            record,
            Span(start, start + record.duration),
            begins,
            source_rate if source_rate < 1000 else rate,
            drop and source_rate == rate,
            str(target),
            str(clip.metadata.get("cmx_3600", {}).get("reel", "")),
        )

    def _effects(self, clip: otio.schema.Clip) -> None:
        for effect in clip.effects:
            resolve, premiere = effect.metadata.get("Resolve_OTIO", {}), effect.metadata.get("PremierePro_OTIO", {})
            if type(effect).__name__ in _SPEED or "remap" in effect.name.lower():
                self._found.count(
                    "clip changes its speed and is read at normal speed",
                    "clips change their speed and are read at normal speed",
                )
            elif not premiere.get("IsIntrinsic") and not ("Parameters" in resolve and not resolve["Parameters"]):
                self._found.count("effect on the picture is left out", "effects on the picture are left out")

    def _mark(self, item: otio.core.Item, record: Span, source: Fraction) -> None:
        """Take an item's markers; theirs is the item's own time, which is `source` at its place."""
        for marker in item.markers:
            at = exact_seconds(marker.marked_range.start_time.value, marker.marked_range.start_time.rate)
            ours = marker.metadata.get("v2a_plugin", {})
            note = getattr(marker, "comment", "") or marker.metadata.get("Resolve_OTIO", {}).get("Note", "")
            note = note or marker.metadata.get("fcp_xml", {}).get("comment", "") or ""
            kind = MarkerKind.HIT if ours.get("kind") == MarkerKind.HIT else MarkerKind.MARK
            self._markers.append(Marker(record.start + at - source, marker.name, kind, str(note)))


def _trimmed(clips: list[CutClip], first: Fraction, length: Fraction) -> list[CutClip]:
    """What a track's own range shows of it."""
    shown = []
    for clip in clips:
        moved = clip.record.shifted(-first)
        if length > 0 and (seen := moved.intersection(Span(Fraction(0), length))):
            whole = replace(clip, record=moved)
            shown.append(whole.within(seen))
    return shown
