"""Write Final Cut Pro XML 1.11, by hand.

The picture is the primary storyline; every stem is a connected clip in a lane below it, with a role of its own. The
OTIO adapter writes version 1.8 without roles or rates, which is why this one is here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import Layout, PlacedPicture, PlacedStem, lay_out, plain
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.media import MediaFile, PictureStream
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.timeline import Fade, FadeShape, Marker

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature) - {Feature.SUBFRAMES}
"""All but edges between frames, which no host has."""

VERSION = "1.11"
ROLE = "effects.foley"

_SIZES = {(1280, 720): "720", (1920, 1080): "1080", (3840, 2160): "3840x2160", (4096, 2160): "4096x2160"}
_RATES = {
    Fraction(24000, 1001): "2398", Fraction(24): "24", Fraction(25): "25", Fraction(30000, 1001): "2997",
    Fraction(30): "30", Fraction(50): "50", Fraction(60000, 1001): "5994", Fraction(60): "60",
}  # fmt: skip
_CONFORM = {
    Fraction(24000, 1001): "23.98", Fraction(24): "24", Fraction(25): "25", Fraction(30000, 1001): "29.97",
    Fraction(30): "30", Fraction(48000, 1001): "47.95", Fraction(48): "48", Fraction(50): "50",
    Fraction(60000, 1001): "59.94", Fraction(60): "60",
}  # fmt: skip
"""How the format names the rates that a clip may be conformed from."""

_HOSTS = (
    HostSteps(
        "Final Cut Pro 10.6.6 or later",
        (
            "File > Import > XML: choose the .fcpxml file.",
            f"The stems arrive as connected clips with the role {ROLE}; View > Timeline Index > Roles.",
            "If clips are missing: File > Relink Files > Original Media, and choose the folder 'audio'.",
        ),
    ),
    HostSteps(
        "DaVinci Resolve",
        (
            "Set the project to the frame rate of the cut.",
            "File > Import > Timeline: choose the .fcpxml file.",
        ),
    ),
)


def fcpxml_text(request: CutRequest, layout: Layout, folder: Path) -> str:
    """The cut as FCPXML.

    Args:
        request: The cut and its media.
        layout: The same in frames.
        folder: Where the stems lie: the format wants whole addresses.
    """
    return _Writer(request, layout, folder).text()


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write stems and one `.fcpxml` file that places them.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """

    def document(stems: Sequence[Stem]) -> CutDocument:
        layout = lay_out(request, stems)
        notes = layout.notes
        if unknown := sum(shown.media is None for shown in layout.picture):
            notes += (f"The media of {unknown} picture clip{'s are' if unknown > 1 else ' is'} unknown: gaps.",)
        return CutDocument(
            {f"{file_safe(layout.name, 'cut')}.fcpxml": fcpxml_text(request, layout, folder)},
            what_to_click(f"{layout.name}: Final Cut Pro XML", *_HOSTS),
            notes,
        )

    return (yield from write_cut(exporter, request, folder, document, muted=True))


@dataclass(slots=True)
class _Item:
    """One element of the storyline, in frames of the sequence."""

    element: ET.Element
    start: int
    end: int
    local: Fraction
    """Its own time at its start, seconds."""


class _Writer:
    def __init__(self, request: CutRequest, layout: Layout, folder: Path) -> None:
        self._request, self._layout, self._folder = request, layout, folder
        self._resources = ET.Element("resources")
        self._assets: dict[str, str] = {}
        self._formats: dict[tuple[Fraction, int, int], str] = {}

    def text(self) -> str:
        layout = self._layout
        root = ET.Element("fcpxml", version=VERSION)
        root.append(self._resources)
        size = next((shown.media.picture for shown in layout.picture if shown.media), None)
        sequence_format = self._format(layout.rate, size)
        event = ET.SubElement(ET.SubElement(root, "library"), "event", name=layout.name)
        project = ET.SubElement(event, "project", name=layout.name)
        sequence = ET.SubElement(
            project,
            "sequence",
            format=sequence_format,
            duration=self._frames(layout.length),
            tcStart=self._frames(layout.start.frame),
            tcFormat="DF" if layout.start.drop else "NDF",
            audioLayout="surround" if layout.channels > 2 else "stereo",
            audioRate="96k" if self._request.stems.rate == 96_000 else "48k",
        )
        items = self._storyline(ET.SubElement(sequence, "spine"))
        self._connect(items)
        self._mark(items)
        ET.indent(root, "  ")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{ET.tostring(root, "unicode")}\n'

    # Times

    def _frames(self, frames: int) -> str:
        return self._time(frames / self._layout.rate)

    def _time(self, seconds: Fraction) -> str:
        """A time as the format writes it: whole seconds, or a fraction over the timeline's own clock."""
        if seconds.denominator == 1:
            return f"{seconds.numerator}s"
        rate = self._layout.rate
        scale = rate.numerator if rate.denominator > 1 else rate.numerator * 100
        ticks = seconds * scale
        if ticks.denominator == 1:
            return f"{ticks.numerator}/{scale}s"
        return f"{seconds.numerator}/{seconds.denominator}s"

    # Resources

    def _format(self, rate: Fraction, picture: PictureStream | None) -> str:
        width, height = (picture.width, picture.height) if picture else (1920, 1080)
        key = (rate, width, height)
        if key not in self._formats:
            self._formats[key] = identifier = self._next_id()
            scale = 1 if rate.denominator > 1 else 100
            element = ET.SubElement(self._resources, "format", id=identifier)
            if (width, height) in _SIZES and rate in _RATES:
                element.set("name", f"FFVideoFormat{_SIZES[width, height]}p{_RATES[rate]}")
            element.set("frameDuration", f"{rate.denominator * scale}/{rate.numerator * scale}s")
            element.set("width", str(width))
            element.set("height", str(height))
        return self._formats[key]

    def _next_id(self) -> str:
        return f"r{len(self._resources) + 1}"

    def _picture_asset(self, media: MediaFile) -> str:
        if media.fingerprint not in self._assets:
            picture_format = self._format(media.timeline_rate, media.picture)
            self._assets[media.fingerprint] = identifier = self._next_id()
            asset = ET.SubElement(
                self._resources,
                "asset",
                id=identifier,
                name=plain(media.path.stem),
                start=self._time(media.timecode.seconds if media.timecode else Fraction(0)),
                duration=self._time(max(media.duration, self._shown_until(media))),
                hasVideo="1",
                videoSources="1",
                format=picture_format,
            )
            if media.sound:
                asset.set("hasAudio", "1")
                asset.set("audioSources", "1")
                asset.set("audioChannels", str(media.sound.channels))
                asset.set("audioRate", str(media.sound.sample_rate))
            ET.SubElement(asset, "media-rep", kind="original-media", src=media.path.absolute().as_uri())
        return self._assets[media.fingerprint]

    def _shown_until(self, media: MediaFile) -> Fraction:
        """End of what the cut shows of it: a still has no length of its own."""
        spans = [shown.clip.region.span for shown in self._layout.picture if shown.media is media]
        return max((span.end for span in spans), default=Fraction(0)) if media.still else Fraction(0)

    def _stem_asset(self, clip: PlacedStem) -> str:
        stem = clip.stem
        if stem.file not in self._assets:
            self._assets[stem.file] = identifier = self._next_id()
            asset = ET.SubElement(
                self._resources,
                "asset",
                id=identifier,
                name=plain(Path(stem.file).stem),
                start=self._time(stem.start.seconds),
                duration=self._time(stem.span.duration),
                hasAudio="1",
                audioSources="1",
                audioChannels=str(stem.channels),
                audioRate=str(stem.rate),
            )
            source = (self._folder / stem.file).absolute().as_uri()
            ET.SubElement(asset, "media-rep", kind="original-media", src=source)
        return self._assets[stem.file]

    # Story

    def _storyline(self, spine: ET.Element) -> list[_Item]:
        """The picture, with gaps wherever there is none, over the whole length."""
        items: list[_Item] = []
        end = 0
        for shown in self._layout.picture:
            if shown.start > end:
                items.append(self._gap(spine, end, shown.start))
            items.append(self._picture(spine, shown))
            end = shown.end
        if end < self._layout.length:
            items.append(self._gap(spine, end, self._layout.length))
        return items

    def _offset(self, frame: int) -> str:
        return self._frames(self._layout.start.frame + frame)

    def _gap(self, spine: ET.Element, start: int, end: int, name: str = "Gap") -> _Item:
        gap = ET.SubElement(
            spine, "gap", name=name, offset=self._offset(start), start="0s", duration=self._frames(end - start)
        )
        return _Item(gap, start, end, Fraction(0))

    def _picture(self, spine: ET.Element, shown: PlacedPicture) -> _Item:
        media, rate = shown.media, self._layout.rate
        if media is None:
            return self._gap(spine, shown.start, shown.end, shown.name)
        local = shown.clip.region.span.start + (media.timecode.seconds if media.timecode else 0)
        clip = ET.SubElement(
            spine,
            "asset-clip",
            ref=self._picture_asset(media),
            offset=self._offset(shown.start),
            name=shown.name,
            start=self._time(local),
            duration=self._frames(shown.length),
            srcEnable="video",
            format=self._format(media.timeline_rate, media.picture),
            tcFormat="DF" if media.timecode and media.timecode.drop else "NDF",
        )
        if media.timeline_rate != rate and media.timeline_rate in _CONFORM:
            ET.SubElement(clip, "conform-rate", scaleEnabled="0", srcFrameRate=_CONFORM[media.timeline_rate])
        if time_map := shown.clip.region.time_map:
            code = media.timecode.seconds if media.timecode else Fraction(0)
            points = ET.SubElement(clip, "timeMap")
            for point in time_map.within(shown.clip.region.span).points:
                times = {"time": self._time(point.at + code), "value": self._time(point.source + code)}
                ET.SubElement(points, "timept", times, interp="linear")
        return _Item(clip, shown.start, shown.end, local)

    def _connect(self, items: list[_Item]) -> None:
        """Hang every stem on the element of the storyline it begins over."""
        for number, lane in enumerate(self._layout.lanes, start=1):
            at = 0
            for clip in lane.clips:
                while clip.start >= items[at].end:
                    at += 1
                self._stem(items[at], clip, -number)

    def _stem(self, item: _Item, clip: PlacedStem, lane: int) -> None:
        stem, rate = clip.stem, self._layout.rate
        element = ET.SubElement(
            item.element,
            "asset-clip",
            ref=self._stem_asset(clip),
            lane=str(lane),
            offset=self._time(item.local + (clip.start - item.start) / rate),
            name=clip.name,
            start=self._time(stem.start.seconds + clip.source / rate),
            duration=self._frames(clip.length),
            tcFormat="DF" if stem.start.drop else "NDF",
            audioRole=ROLE,
        )
        if stem.muted:
            element.set("enabled", "0")
        if clip.cue and clip.cue.note:
            ET.SubElement(element, "note").text = plain(clip.cue.note)
        if clip.cue and self._request.stems.handle:
            self._fades(element, clip.cue.fade_in, clip.cue.fade_out)
        if stem.category:
            metadata = ET.SubElement(element, "metadata")
            ET.SubElement(metadata, "md", key="org.v2a-plugin.category", value=stem.category, displayName="UCS CatID")

    def _fades(self, element: ET.Element, fade_in: Fade, fade_out: Fade) -> None:
        """Fades that are not in the samples, since the file has handles."""
        if not fade_in.length and not fade_out.length:
            return
        amount = ET.SubElement(ET.SubElement(element, "adjust-volume", amount="0"), "param", name="amount")
        for tag, fade in (("fadeIn", fade_in), ("fadeOut", fade_out)):
            if fade.length:  # easeIn is what the host itself writes for its equal-power shape, at both ends
                shape = "linear" if fade.shape is FadeShape.LINEAR else "easeIn"
                ET.SubElement(amount, tag, type=shape, duration=self._time(fade.length))

    def _mark(self, items: list[_Item]) -> None:
        starts = [item.start for item in items]
        for marker in self._layout.markers:
            frame = min(self._layout.frame(marker.at), self._layout.length - 1)
            self._marker(items[bisect_right(starts, frame) - 1], marker, frame)

    def _marker(self, item: _Item, marker: Marker, frame: int) -> None:
        rate = self._layout.rate
        element = ET.Element(
            "marker",
            start=self._time(item.local + (frame - item.start) / rate),
            duration=self._frames(1),
            value=plain(marker.name) or marker.kind.value,
        )
        if note := plain(marker.note):
            element.set("note", note)
        item.element.append(element)
