"""Exporter: Final Cut Pro 7 XML, the old common language of Premiere and Resolve.

OTIO's adapter writes it, with what hosts need injected through its metadata. What it cannot be told is mended in the
XML afterwards: doubled rates, addresses, the way Premiere keeps a stereo clip on two tracks, and links.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from v2a_hooks import hookimpl

if TYPE_CHECKING:
    import opentimelineio as otio

    from v2a_plugin.delivery.layout import Layout
    from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery, Feature
    from v2a_plugin.model.progress import Steps

__all__ = ["Fcp7Exporter", "fcp7_text", "register_exporters"]

_KEY = "fcp_xml"
"""Where OTIO's adapter looks for what it does not know itself."""

_FADES = {"equal-power": ("Cross Fade (+3dB)", "KGAudioTransCrossFade3dB"),
          "linear": ("Cross Fade ( 0dB)", "KGAudioTransCrossFade0dB")}  # fmt: skip


def fcp7_text(request: CutRequest, layout: Layout, folder: Path) -> str:
    """The cut as FCP7 XML.

    Args:
        request: The cut and its media.
        layout: The same in frames.
        folder: Where the stems lie: the format wants whole addresses.
    """
    import opentimelineio as otio

    from v2a_plugin.delivery.otio_timeline import OtioStyle, UrlStyle, build_timeline

    timeline = build_timeline(request, layout, OtioStyle(UrlStyle.URLS, folder, recipes=False))
    _inject(timeline, request, layout)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", (DeprecationWarning))  # the adapter asks elements for their truth
        text = otio.adapters.write_to_string(timeline, "fcp_xml")
    root = ET.fromstring(text)  # noqa: S314 - our own text
    _mend(root, layout)
    ET.indent(root, "  ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{ET.tostring(root, "unicode")}\n'


class Fcp7Exporter:
    """Writes stems and one FCP7 XML file that places them."""

    name = "fcp7"
    title = "Final Cut Pro 7 XML, for Premiere and DaVinci Resolve"

    @property
    def features(self) -> frozenset[Feature]:
        """What the files carry; notes of markers are written, those of cues are not."""
        from v2a_plugin.delivery.protocol import Feature

        return frozenset(Feature) - {Feature.SUBFRAMES, Feature.NOTES}

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        """Write stems and timeline.

        Raises:
            BadInput: No cue is heard.
            NoSuchFile: The sound or the recipe of a cue is gone.
            OutputError: The disk is full, or the folder may not be written.
        """
        from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
        from v2a_plugin.delivery.layout import lay_out
        from v2a_plugin.delivery.names import file_safe
        from v2a_plugin.delivery.otio_timeline import fades_lost
        from v2a_plugin.delivery.stems import write_stems
        from v2a_plugin.model.progress import Progress

        with CutPackage(self, request, folder) as package:
            layout = lay_out(request, (yield from write_stems(request, package, muted=True)))
            yield Progress("writing the timeline", 0, 1)
            package.write(f"{file_safe(layout.name, 'cut')}.xml", fcp7_text(request, layout, folder))
            for note in (*layout.notes, *fades_lost(request, layout)):
                package.note(note)
            premiere = HostSteps(
                "Premiere Pro",
                (
                    "File > Import: choose the .xml file; a bin with the sequence appears.",
                    "If the delivery was moved since it was written, locate the first stem; the others follow.",
                ),
            )
            resolve = HostSteps(
                "DaVinci Resolve",
                (
                    "Set the project to the frame rate of the cut.",
                    "File > Import > Timeline: choose the .xml file.",
                    "Leave 'Automatically import source clips into media pool' on; if it asks, choose 'audio'.",
                ),
            )
            tracks = tuple(f"Sound track {number} is {lane.name}." for number, lane in enumerate(layout.lanes, 1))
            package.write(HOW_TO, what_to_click(f"{layout.name}: FCP7 XML", premiere, resolve, notes=tracks))
        return package.delivery


@hookimpl
def register_exporters() -> Sequence[CutExporter]:
    """The FCP7 exporter."""
    return [Fcp7Exporter()]


# Before the adapter: what it takes from metadata


def _inject(timeline: otio.schema.Timeline, request: CutRequest, layout: Layout) -> None:
    import opentimelineio as otio

    sound = {"samplecharacteristics": {"depth": _depth(request), "samplerate": str(request.stems.rate)}}
    count = "DF" if layout.start.drop else "NDF"
    size = timeline.tracks.metadata["PremierePro_OTIO"]["VideoResolution"]
    picture = {"samplecharacteristics": {"width": str(size["width"]), "height": str(size["height"])}}
    timeline.metadata[_KEY] = {
        "@explodedTracks": "true",
        "timecode": {"displayformat": count},
        "media": {"video": {"format": picture}, "audio": {"numOutputChannels": "2", "format": sound}},
    }
    for marker in timeline.tracks.markers:
        marker.metadata[_KEY] = {"comment": marker.comment}
    for track in timeline.tracks:
        for item in track:
            if isinstance(item, otio.schema.Transition):
                item.metadata[_KEY] = {"effect": _fade(item)}
            elif isinstance(item, otio.schema.Clip):
                _inject_clip(item, track.kind == otio.schema.TrackKind.Audio)
    for shown, clip in zip(layout.picture, timeline.tracks[0].find_clips(), strict=True):
        if shown.media:
            stream, code = shown.media.picture, shown.media.timecode
            media: dict[str, Any] = {
                "video": {"samplecharacteristics": {"width": str(stream.width), "height": str(stream.height)}}
            }
            if shown.media.sounds:
                media["audio"] = {"channelcount": str(shown.media.sounds[0].channels)}
            shift = {"displayformat": "DF" if code and code.drop and code.rate == layout.rate else "NDF"}
            clip.media_reference.metadata[_KEY] = {"media": media, "timecode": shift}
    for lane, track in zip(layout.lanes, timeline.tracks[1:], strict=True):
        for placed, clip in zip(lane.clips, track.find_clips(), strict=True):
            clip.media_reference.metadata[_KEY] = {
                "media": {"audio": {**sound, "channelcount": str(placed.stem.channels)}},
                "timecode": {"displayformat": count},
            }


def _inject_clip(clip: otio.schema.Clip, audio: bool) -> None:
    clip.metadata[_KEY] = {"enabled": "TRUE" if clip.enabled else "FALSE"}
    if audio:
        clip.metadata[_KEY]["sourcetrack"] = {"mediatype": "audio", "trackindex": "1"}


def _depth(request: CutRequest) -> str:
    return "32" if request.stems.depth == "32f" else "24"


def _fade(transition: otio.schema.Transition) -> dict[str, str]:
    name, identifier = _FADES[transition.metadata["v2a_plugin"]["shape"]]
    return {
        "name": name, "effectid": identifier, "effecttype": "transition", "mediatype": "audio",
        "wipecode": "0", "wipeaccuracy": "100", "startratio": "0", "endratio": "1", "reverse": "FALSE",
    }  # fmt: skip


# After the adapter: what it cannot be told


def _mend(root: ET.Element, layout: Layout) -> None:
    sequence = root.find("./project/children/sequence")
    assert sequence is not None
    lengths: dict[str, str] = {}
    for item in sequence.iter("clipitem"):
        for doubled in item.findall("rate")[1:]:
            item.remove(doubled)
        file, duration = item.find("file"), item.find("duration")
        assert file is not None
        assert duration is not None
        if (whole := file.findtext("duration")) is not None:
            lengths[file.get("id", "")] = whole
        duration.text = lengths[file.get("id", "")]  # of the source, where the adapter puts that of the clip
    for address in sequence.iter("pathurl"):
        address.text = (address.text or "").replace("file:///", "file://localhost/", 1)
    rate = sequence.find("rate")
    assert rate is not None
    for picture in sequence.findall("./media/video//samplecharacteristics"):
        picture.insert(0, copy.deepcopy(rate))
        ET.SubElement(picture, "pixelaspectratio").text = "square"
    audio = sequence.find("./media/audio")
    assert audio is not None
    _explode(audio, layout)
    _move_last(audio, "track")


def _move_last(parent: ET.Element, tag: str) -> None:
    """Put all children of one tag behind the others, in their order."""
    for child in parent.findall(tag):
        parent.remove(child)
        parent.append(child)


def _explode(audio: ET.Element, layout: Layout) -> None:
    """Give every track the form Premiere wants: one for mono, two exploded and linked ones for stereo."""
    number = 0
    for lane, track in zip(layout.lanes, audio.findall("track"), strict=True):
        audio.remove(track)
        stereo = lane.channels > 1
        copies = [track, copy.deepcopy(track)] if stereo else [track]
        for channel, one in enumerate(copies):
            number += 1
            one.attrib.update(
                premiereTrackType="Stereo" if stereo else "Mono",
                currentExplodedTrackIndex=str(channel),
                totalExplodedTrackCount=str(len(copies)),
            )
            for index, item in enumerate(one.findall("clipitem"), start=1):
                _channel(item, channel, number, index, stereo)
            _end_of_track(one, channel)
            audio.append(one)


def _channel(item: ET.Element, channel: int, track: int, index: int, stereo: bool) -> None:
    """Make a clip item stand for one channel of its file."""
    name = item.get("id", "")
    item.set("premiereChannelType", "stereo" if stereo else "mono")
    source = item.find("./sourcetrack/trackindex")
    assert source is not None
    source.text = str(channel + 1)
    if not stereo:
        return
    if channel:
        item.set("id", f"{name}-right")
        file = item.find("file")
        assert file is not None
        for child in list(file):  # its twin has told all of it
            file.remove(child)
    for other, identifier in enumerate((name, f"{name}-right")):
        link = ET.SubElement(item, "link")
        for tag, text in (
            ("linkclipref", identifier), ("mediatype", "audio"), ("trackindex", str(track - channel + other)),
            ("clipindex", str(index)), ("groupindex", "1"),
        ):  # fmt: skip
            ET.SubElement(link, tag).text = text


def _end_of_track(track: ET.Element, channel: int) -> None:
    for tag, text in (("enabled", "TRUE"), ("locked", "FALSE"), ("outputchannelindex", str(channel + 1))):
        ET.SubElement(track, tag).text = text
