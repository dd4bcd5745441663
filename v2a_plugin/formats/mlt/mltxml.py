"""Pieces of MLT XML that every host of the MLT framework reads the same way (Shotcut, Kdenlive, melt).

Source of the format: https://www.mltframework.org/docs/mltxml/. Three things found by rendering with melt 7.12:

- Without a `mix` transition to each sound track only one of several overlapping tracks is heard.
- A WAV that is entered at any sample but its first is found to the packet only, several milliseconds late; so a stem
  is always played from its start, and rendered without handles.
- Where a frame is no whole number of samples (29.97, 59.94), MLT counts the samples of a file from the file's own
  start, so a file that starts between two samples of the timeline is up to one sample off; so stems start on frames
  that begin with a sample: every fifth at these rates.

All times are whole frames of the profile, as integers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from xml.etree import ElementTree

from v2a_plugin.delivery.layout import Layout, PlacedPicture, PlacedStem, lay_out, plain
from v2a_plugin.delivery.protocol import CutRequest, StemLayout
from v2a_plugin.delivery.rows import in_rows
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import Marker

__all__ = [
    "Cut",
    "add_black",
    "add_media",
    "add_mix",
    "add_playlist",
    "add_properties",
    "add_stem",
    "arrange",
    "entered_at",
    "label_of",
    "marks_by_frame",
    "notes_of",
    "playable",
    "start_document",
    "to_text",
    "warp_of",
]

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a producer on a playlist, in frames.

    Attributes:
        producer: Id of the producer.
        start: Where it begins on the playlist.
        frames: Length.
        source: Where it begins in the producer.
        properties: What a host wants to know of it: pairs of name and value.
    """

    producer: str
    start: int
    frames: int
    source: int = 0
    properties: tuple[tuple[str, object], ...] = ()


def playable(request: CutRequest) -> CutRequest:
    """The same request for stems that MLT plays on their exact sample: no handles, and starts on whole samples."""
    samples = request.stems.rate / request.timeline.rate
    return replace(request, stems=replace(request.stems, handle=Fraction(0), grid=samples.denominator))


def arrange(request: CutRequest, stems: Sequence[Stem]) -> Layout:
    """The cut in frames, every stem from its start to its end."""
    return lay_out(*in_rows(request, [replace(stem, content=stem.span) for stem in stems]))


def notes_of(request: CutRequest, layout: Layout) -> tuple[str, ...]:
    """What a person should know of a cut in MLT, beside what every format says."""
    notes = list(layout.notes)
    if request.stems.handle and request.stems.layout is StemLayout.PER_CUE:
        notes.append("Handles are left out: MLT would play the stems late.")
    lost = sum(1 for clip in layout.picture if clip.media is None)
    if lost:
        notes.append(f"{lost} picture clip{'s' if lost > 1 else ''} without a known file: black is shown instead.")
    return tuple(notes)


def start_document(layout: Layout, producer: str) -> ElementTree.Element:
    """The root, with the size of the first clip (1920×1080 when there is none) and the exact rate of the cut.

    Args:
        layout: The cut in frames.
        producer: Id of what is played.
    """
    root = ElementTree.Element("mlt", {"LC_NUMERIC": "C", "version": "7.12.0", "producer": producer})
    stream = next((clip.media.picture for clip in layout.picture if clip.media), None)
    width, height = (stream.width, stream.height) if stream else (1920, 1080)
    pixel = stream.pixel_aspect if stream else Fraction(1)
    shape = Fraction(width, height) * pixel
    profile = {
        "description": f"{width}x{height} {float(layout.rate):.6g} fps",
        "width": width,
        "height": height,
        "progressive": int(not (stream and stream.interlaced)),
        "sample_aspect_num": pixel.numerator,
        "sample_aspect_den": pixel.denominator,
        "display_aspect_num": shape.numerator,
        "display_aspect_den": shape.denominator,
        "frame_rate_num": layout.rate.numerator,
        "frame_rate_den": layout.rate.denominator,
        "colorspace": 709,
    }
    ElementTree.SubElement(root, "profile", {name: str(value) for name, value in profile.items()})
    return root


def to_text(root: ElementTree.Element) -> str:
    """The document."""
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def add_properties(parent: ElementTree.Element, values: Mapping[str, object]) -> None:
    """One `<property>` for each value."""
    for name, value in values.items():
        ElementTree.SubElement(parent, "property", {"name": name}).text = str(value)


def add_black(root: ElementTree.Element, name: str, frames: int) -> None:
    """A black picture under everything, as long as the whole."""
    black = _producer(root, name, frames)
    add_properties(black, {"resource": "black", "mlt_service": "color", "set.test_audio": 0})


def add_stem(root: ElementTree.Element, name: str, clip: PlacedStem) -> ElementTree.Element:
    """The producer of a stem; its path is relative to the document.

    Raises:
        ValueError: The clip does not begin with the file.
    """
    if clip.source:
        raise ValueError(f"{clip.name} is entered at frame {clip.source}, and MLT would be late")
    producer = _producer(root, name, clip.length)
    stem = {"resource": clip.stem.file, "mlt_service": "avformat", "audio_index": 0, "video_index": -1}
    add_properties(producer, stem | {"meta.media.0.codec.channels": clip.stem.channels})
    return producer


def add_media(
    root: ElementTree.Element, name: str, clip: PlacedPicture, rate: Fraction, speed: Fraction | None
) -> ElementTree.Element:
    """The producer of a clip's picture file at a speed, as long as the file then is. The clip's media must be known.

    Without a speed it is a chain that shows the clip as it is, and nothing else of the file.
    """
    assert clip.media is not None
    media = clip.media
    path = _NO_XML.sub("\ufffd", media.path.absolute().as_posix())
    if speed is None:
        return _add_chain(root, name, clip, rate, path)
    producer = _producer(root, name, _warped_length(clip, rate, speed))
    if speed != 1:
        warp = {"mlt_service": "timewarp", "resource": f"{float(speed):.9g}:{path}"}
        add_properties(producer, {**warp, "warp_speed": f"{float(speed):.9g}", "warp_resource": path})
        return producer
    add_properties(producer, {"resource": path})
    if not media.still:  # a still is left to the loader, which knows which library can read it
        sound = media.sound.index if media.sound else -1
        service = {"mlt_service": "avformat", "video_index": media.picture.index, "audio_index": sound}
        add_properties(producer, service)
    return producer


def _add_chain(
    root: ElementTree.Element, name: str, clip: PlacedPicture, rate: Fraction, path: str
) -> ElementTree.Element:
    """A file with a link `timeremap`: at these frames of the chain, these seconds of the file."""
    assert clip.media is not None
    chain = _producer(root, name, clip.length, "chain")
    service = {"resource": path, "mlt_service": "avformat", "video_index": clip.media.picture.index, "audio_index": -1}
    add_properties(chain, service)
    begin, span = clip.clip.record, Span(Fraction(0), clip.length / rate)
    keys = {index_at(at, rate): clip.clip.source_at(begin + at) for at in _turns(clip, span)}
    text = ";".join(f"{frame}={float(seconds):.6f}" for frame, seconds in keys.items())
    link = ElementTree.SubElement(chain, "link")
    add_properties(link, {"map": text, "time_map": text, "image_mode": "nearest", "mlt_service": "timeremap"})
    return chain


def _turns(clip: PlacedPicture, span: Span) -> list[Fraction]:
    """The ends of a clip, and where its speed changes, seconds from its first frame."""
    time_map, region = clip.clip.region.time_map, clip.clip.region.span
    inner = [point.at - region.start for point in time_map.points] if time_map else []
    return [span.start, *(at for at in inner if span.start < at < span.end), span.end]


def warp_of(clip: PlacedPicture) -> Fraction | None:
    """The constant speed that a clip is written with; None where it shows a frozen frame, or its speed changes."""
    if clip.media is not None and clip.media.still:
        return Fraction(1)
    return clip.speed or None


def entered_at(clip: PlacedPicture, rate: Fraction) -> int:
    """The frame of its producer that a clip begins with; a file that plays backwards begins with its end."""
    speed, first = warp_of(clip), clip.clip.source_at(clip.clip.record)
    if speed is None:
        return 0
    if speed == 1:
        return clip.source
    frame = index_at(first / abs(speed), rate)
    return frame if speed > 0 else max(0, _warped_length(clip, rate, speed) - frame)


def _warped_length(clip: PlacedPicture, rate: Fraction, speed: Fraction) -> int:
    return math.ceil(clip.media_length(rate) / abs(speed))


def add_playlist(
    root: ElementTree.Element, name: str, cuts: Iterable[Cut], properties: Mapping[str, object] | None = None
) -> None:
    """One row of clips, with blanks between them."""
    playlist = ElementTree.SubElement(root, "playlist", {"id": name})
    add_properties(playlist, properties or {})
    position = 0
    for cut in cuts:
        if cut.start > position:
            ElementTree.SubElement(playlist, "blank", {"length": str(cut.start - position)})
        ends = {"in": str(cut.source), "out": str(cut.source + cut.frames - 1)}
        entry = ElementTree.SubElement(playlist, "entry", {"producer": cut.producer, **ends})
        add_properties(entry, dict(cut.properties))
        position = cut.start + cut.frames


def add_mix(tractor: ElementTree.Element, track: int, properties: Mapping[str, object] | None = None) -> None:
    """Make a sound track heard together with those under it, at full level."""
    transition = ElementTree.SubElement(tractor, "transition", {"id": f"mix{track}"})
    mix = {"a_track": 0, "b_track": track, "mlt_service": "mix", "always_active": 1, "sum": 1}
    add_properties(transition, {**mix, **(properties or {})})


def marks_by_frame(layout: Layout) -> dict[int, tuple[Marker, ...]]:
    """Markers by their frame, in order; hosts keep one mark a frame."""
    found: dict[int, tuple[Marker, ...]] = {}
    for marker in sorted(layout.markers, key=lambda marker: marker.at):
        frame = layout.frame(marker.at)
        found[frame] = (*found.get(frame, ()), marker)
    return found


def label_of(markers: Iterable[Marker]) -> str:
    """What the markers of one frame are called together; one without a name is called by its kind."""
    return " / ".join(plain(marker.name) or marker.kind.value.title() for marker in markers)


def _producer(root: ElementTree.Element, name: str, frames: int, tag: str = "producer") -> ElementTree.Element:
    producer = ElementTree.SubElement(root, tag, {"id": name, "in": "0", "out": str(frames - 1)})
    add_properties(producer, {"length": frames, "eof": "pause"})
    return producer
