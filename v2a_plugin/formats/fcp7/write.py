"""Write Final Cut Pro 7 XML, the old common language of Premiere and Resolve.

OTIO's adapter writes it, with what hosts need injected through its metadata. What it cannot be told is mended in the
XML afterwards: doubled rates, addresses, the way Premiere keeps a stereo clip on two tracks, and links.
"""

from __future__ import annotations

import copy
import importlib.metadata
import itertools
import warnings
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import Layout, PlacedPicture, lay_out
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.pause import no_collecting
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.formats.otio.media_links import OtioStyle, UrlStyle
from v2a_plugin.formats.otio.timeline_objects import build_timeline, fades_lost
from v2a_plugin.model.media import PictureStream
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import index_at

if TYPE_CHECKING:
    import opentimelineio as otio

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature) - {Feature.SUBFRAMES, Feature.NOTES}
"""What the files carry; notes of markers are written, those of cues are not."""

_KEY = "fcp_xml"
"""Where OTIO's adapter looks for what it does not know itself."""

_KNOWN = ("1.0.0",)
"""Versions of the adapter whose parts we know."""

_HOSTS = (
    HostSteps(
        "Premiere Pro",
        (
            "File > Import: choose the .xml file; a bin with the sequence appears.",
            "If the delivery was moved since it was written, locate the first stem; the others follow.",
        ),
    ),
    HostSteps(
        "DaVinci Resolve",
        (
            "Set the project to the frame rate of the cut.",
            "File > Import > Timeline: choose the .xml file.",
            "Leave 'Automatically import source clips into media pool' on; if it asks, choose 'audio'.",
        ),
    ),
)

_TYPES = {1: "Mono", 2: "Stereo", 6: "5.1"}
"""What Premiere calls tracks and clips of so many channels."""

_FADES = {"equal-power": ("Cross Fade (+3dB)", "KGAudioTransCrossFade3dB"),
          "linear": ("Cross Fade ( 0dB)", "KGAudioTransCrossFade0dB")}  # fmt: skip


def fcp7_text(request: CutRequest, layout: Layout, folder: Path) -> str:
    """The cut as FCP7 XML.

    Args:
        request: The cut and its media.
        layout: The same in frames.
        folder: Where the stems lie: the format wants whole addresses.
    """
    with no_collecting():
        return _text(request, layout, folder)


def _text(request: CutRequest, layout: Layout, folder: Path) -> str:
    timeline = build_timeline(request, layout, OtioStyle(UrlStyle.URLS, folder, full=False))
    _inject(timeline, request, layout)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", (DeprecationWarning))  # the adapter asks elements for their truth
        root = _quick_tree(timeline)
        if root is None:
            root = _tree(timeline)
    _mend(root, request, layout)
    ET.indent(root, "  ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{ET.tostring(root, "unicode")}\n'


def _tree(timeline: otio.schema.Timeline) -> ET.Element:
    """What the adapter writes, read again."""
    import opentimelineio as otio

    return ET.fromstring(otio.adapters.write_to_string(timeline, _KEY))  # noqa: S314 - our own text


def _quick_tree(timeline: otio.schema.Timeline) -> ET.Element | None:
    """The same without the text, whose making and reading takes a third of the time for a film.

    The adapter has no such function of its own, so this asks for the one part that `write_to_string` is about.
    None for an adapter that has not got it: it has changed, and `_tree` serves.
    """
    import opentimelineio as otio

    build = getattr(otio.adapters.from_name(_KEY).module(), "_build_sequence_for_timeline", None)
    if build is None or importlib.metadata.version("otio-fcp-adapter") not in _KNOWN:
        return None
    root = ET.Element("xmeml", version="4")
    project = ET.SubElement(root, "project")
    ET.SubElement(project, "name").text = timeline.name
    whole = otio.opentime.TimeRange(timeline.global_start_time, timeline.duration())
    ET.SubElement(project, "children").append(build(timeline, whole, defaultdict(dict)))
    return root


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write stems and one FCP7 XML file that places them.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """

    def document(stems: Sequence[Stem]) -> CutDocument:
        layout = lay_out(request, stems)
        tracks = tuple(f"Sound track {number} is {lane.name}." for number, lane in enumerate(layout.lanes, 1))
        return CutDocument(
            {f"{file_safe(layout.name, 'cut')}.xml": fcp7_text(request, layout, folder)},
            what_to_click(f"{layout.name}: FCP7 XML", *_HOSTS, notes=tracks),
            (*layout.notes, *fades_lost(request, layout)),
        )

    return (yield from write_cut(exporter, request, folder, document, muted=True))


# Before the adapter: what it takes from metadata


def _inject(timeline: otio.schema.Timeline, request: CutRequest, layout: Layout) -> None:
    import opentimelineio as otio

    size = timeline.tracks.metadata["PremierePro_OTIO"]["VideoResolution"]
    picture = {"samplecharacteristics": {"width": str(size["width"]), "height": str(size["height"])}}
    timeline.metadata[_KEY] = {
        "@explodedTracks": "true",
        "timecode": {"displayformat": "DF" if layout.start.drop else "NDF"},
        "media": {
            "video": {"format": picture},
            "audio": {"numOutputChannels": str(layout.channels), "format": _sound(request)},
        },
    }
    _number(timeline)
    for marker in timeline.tracks.markers:
        marker.metadata[_KEY] = {"comment": marker.comment}
    for track in timeline.tracks:
        for item in track:
            if isinstance(item, otio.schema.Transition):
                item.metadata[_KEY] = {"effect": _fade(item)}
    for shown, clip in zip(layout.picture, timeline.tracks[0].find_clips(), strict=True):
        if shown.media_start(layout.rate).drop:
            clip.media_reference.metadata[_KEY]["timecode"] = {"displayformat": "DF"}
    if layout.start.drop:
        for track in timeline.tracks[1:]:
            for clip in track.find_clips():
                clip.media_reference.metadata[_KEY]["timecode"] = {"displayformat": "DF"}


def _number(timeline: otio.schema.Timeline) -> None:
    """Give clips and files the numbers that the adapter would search for, longer with each one.

    It takes two files for one when they say the same: by their address, and without one by their words.
    """
    files: dict[tuple[str, str], int] = {}
    for number, clip in enumerate(timeline.find_clips(), start=1):
        clip.metadata[_KEY] = {"@id": f"clipitem-{number}"}
        media = clip.media_reference
        told = (getattr(media, "target_url", ""), "" if hasattr(media, "target_url") else str(media))
        media.metadata[_KEY] = {"@id": f"file-{files.setdefault(told, len(files) + 1)}"}


def _sound(request: CutRequest) -> dict[str, Any]:
    depth = "32" if request.stems.depth == "32f" else "24"
    return {"samplecharacteristics": {"depth": depth, "samplerate": str(request.stems.rate)}}


def _fade(transition: otio.schema.Transition) -> dict[str, str]:
    name, identifier = _FADES[transition.metadata["v2a_plugin"]["shape"]]
    return {
        "name": name, "effectid": identifier, "effecttype": "transition", "mediatype": "audio",
        "wipecode": "0", "wipeaccuracy": "100", "startratio": "0", "endratio": "1", "reverse": "FALSE",
    }  # fmt: skip


# After the adapter: what it cannot be told


def _mend(root: ET.Element, request: CutRequest, layout: Layout) -> None:
    sequence = root.find("./project/children/sequence")
    assert sequence is not None
    video, audio, rate = sequence.find("./media/video"), sequence.find("./media/audio"), sequence.find("rate")
    assert video is not None
    assert audio is not None
    assert rate is not None
    for address in sequence.iter("pathurl"):
        address.text = (address.text or "").replace("file:///", "file://localhost/", 1)
    lengths: dict[str, str] = {}
    for item, shown in zip(video.findall("./track/clipitem"), layout.picture, strict=True):
        file = _mend_item(item, lengths)
        _retime(item, shown, layout.rate)
        if file is not None and shown.media:
            described = {"video": _picture(shown.media.picture)}
            if shown.media.sound:
                described["audio"] = {"channelcount": str(shown.media.sound.channels)}
            _describe(file, described)
    for lane, track in zip(layout.lanes, audio.findall("track"), strict=True):
        for item, clip in zip(track.findall("clipitem"), lane.clips, strict=True):
            file = _mend_item(item, lengths)
            if file is not None:
                _describe(file, {"audio": {**_sound(request), "channelcount": str(clip.stem.channels)}})
            _add(item, {"sourcetrack": {"mediatype": "audio", "trackindex": "1"}})
            enabled = item.find("enabled")
            assert enabled is not None
            enabled.text = "FALSE" if clip.stem.muted else "TRUE"
    for track in video.findall("track"):
        _add(track, {"enabled": "TRUE", "locked": "FALSE"})
    _repeat_files(sequence)
    for picture in video.iterfind(".//samplecharacteristics"):
        picture.insert(0, copy.deepcopy(rate))
        ET.SubElement(picture, "pixelaspectratio").text = "square"
    _explode(audio, layout)


def _repeat_files(sequence: ET.Element) -> None:
    """Describe a file in full at each of its clips: some readers pass over clips whose file stands elsewhere."""
    described = {file.get("id"): file for file in sequence.iter("file") if len(file)}
    for file in sequence.iter("file"):
        first = described.get(file.get("id"))
        if first is not None and not len(file):
            file.text = first.text
            file.extend(copy.deepcopy(child) for child in first)


def _retime(item: ET.Element, shown: PlacedPicture, rate: Fraction) -> None:
    """Say how fast a clip is shown: `in` and `out` count on the clock that the effect leads from.

    A constant speed forwards is said as such; anything else as a curve, which every program reads the same way.
    """
    time_map = shown.clip.region.time_map
    if time_map is None:
        return
    speed, span = time_map.speed, shown.clip.region.span
    first = index_at(span.start, rate)
    for tag, value in (("in", first), ("out", first + shown.length)):
        place = item.find(tag)
        assert place is not None
        place.text = str(value)
    steady = speed is not None and speed > 0
    effect = ET.SubElement(ET.SubElement(item, "filter"), "effect")
    _add(effect, {"name": "Time Remap", "effectid": "timeremap", "effectcategory": "motion", "effecttype": "motion"})
    _add(effect, {"mediatype": "video"})
    values = {
        "variablespeed": "0" if steady else "1",
        "speed": f"{float(speed or 1) * 100:.6g}" if steady else "100",
        "reverse": "FALSE",
        "frameblending": "FALSE",
    }
    for name, text in values.items():
        _add(effect, {"parameter": {"parameterid": name, "name": name, "value": text}})
    if not steady:
        graph = ET.SubElement(effect, "parameter")
        _add(graph, {"parameterid": "graphdict", "name": "graphdict"})
        for point in time_map.within(span).points:
            _add(
                graph,
                {"keyframe": {"when": f"{float(point.at * rate):.6g}", "value": f"{float(point.source * rate):.6g}"}},
            )


def _mend_item(item: ET.Element, lengths: dict[str, str]) -> ET.Element | None:
    """Mend what every clip item lacks; gives its file where that is told in full."""
    for doubled in item.findall("rate")[1:]:
        item.remove(doubled)
    file, duration = item.find("file"), item.find("duration")
    assert file is not None
    assert duration is not None
    identifier = file.get("id", "")
    whole = file.findtext("duration")
    lengths.setdefault(identifier, whole or "")
    duration.text = lengths[identifier]  # of the source, where the adapter puts that of the clip
    _add(item, {"enabled": "TRUE"})
    return file if whole is not None else None


def _picture(stream: PictureStream) -> dict[str, Any]:
    return {"samplecharacteristics": {"width": str(stream.width), "height": str(stream.height)}}


def _describe(file: ET.Element, media: dict[str, Any]) -> None:
    """Say what a file holds, in the place of the adapter's guess."""
    guess = file.find("media")
    if guess is not None:
        file.remove(guess)
    _add(file, {"media": media})


def _add(parent: ET.Element, values: dict[str, Any]) -> None:
    for tag, value in values.items():
        element = ET.SubElement(parent, tag)
        if isinstance(value, dict):
            _add(element, value)
        else:
            element.text = value


def _explode(audio: ET.Element, layout: Layout) -> None:
    """Give every lane the form Premiere wants: a track for mono, else one for each channel, exploded and linked."""
    number = 0
    for lane, track in zip(layout.lanes, audio.findall("track"), strict=True):
        audio.remove(track)
        copies = [track, *(copy.deepcopy(track) for _ in range(1, lane.channels))]
        counts = [itertools.count(1) for _ in copies]
        used = [min(lane.channels, max(2, clip.stem.channels)) for clip in lane.clips]
        indexes = [[next(count) for count in counts[:many]] for many in used]
        for channel, one in enumerate(copies):
            number += 1
            one.attrib.update(
                premiereTrackType=_TYPES.get(lane.channels, "Multichannel"),
                currentExplodedTrackIndex=str(channel),
                totalExplodedTrackCount=str(len(copies)),
            )
            for item, clip, index in zip(one.findall("clipitem"), lane.clips, indexes, strict=True):
                if channel >= len(index):  # a narrower clip on a wide track; mono plays on both sides
                    one.remove(item)
                else:
                    _channel(item, channel, number, index, clip.stem.channels)
            _add(one, {"enabled": "TRUE", "locked": "FALSE", "outputchannelindex": str(channel + 1)})
            audio.append(one)


def _channel(item: ET.Element, channel: int, track: int, index: Sequence[int], channels: int) -> None:
    """Make a clip item stand for one channel of its file.

    Args:
        item: The clip item.
        channel: Which of the exploded tracks it lies on, from 0.
        track: Number of that track.
        index: Number of the item on each of the exploded tracks that it lies on.
        channels: Of the file.
    """
    name = item.get("id", "")
    item.set("premiereChannelType", _TYPES.get(channels, "Multichannel").lower())
    source = item.find("./sourcetrack/trackindex")
    assert source is not None
    source.text = str(min(channel + 1, channels))
    if len(index) == 1:
        return
    names = [name, f"{name}-right", *(f"{name}-{other}" for other in range(3, len(index) + 1))]
    if channel:
        item.set("id", names[channel])
        file = item.find("file")
        assert file is not None
        for child in list(file):  # its twin has told all of it
            file.remove(child)
        file.text = None  # the line break before them
    for other, (identifier, at) in enumerate(zip(names, index, strict=True)):
        place = {"trackindex": str(track - channel + other), "clipindex": str(at), "groupindex": "1"}
        _add(item, {"link": {"linkclipref": identifier, "mediatype": "audio", **place}})
