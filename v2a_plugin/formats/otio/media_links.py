"""Where the clips of an OTIO timeline find their files, and from what time these count: it differs between hosts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_plugin.delivery.layout import Layout, PlacedPicture, PlacedStem

if TYPE_CHECKING:
    import opentimelineio as otio

__all__ = ["OtioMedia", "OtioStyle", "UrlStyle", "restyle"]


class UrlStyle(StrEnum):
    """How files are named."""

    PATHS = "paths"
    """Stems relative to the timeline's file, the picture by its absolute path: what Resolve and Kdenlive read."""
    URLS = "urls"
    """Absolute `file://` addresses: what Premiere reads and Resolve refuses."""
    BUNDLE = "bundle"
    """Stems in `media/`; the picture is named but not included."""


@dataclass(frozen=True, slots=True)
class OtioStyle:
    """What differs between hosts.

    Attributes:
        urls: How files are named.
        folder: Where the stems lie, for absolute addresses.
        stem_timecode: The time inside stems counts from their timecode, else from their first frame. That inside
            the picture always counts from its timecode.
        full: With what hosts and we keep as metadata, and how every take can be made again; without it for
            adapters that have no use for that.
    """

    urls: UrlStyle
    folder: Path
    stem_timecode: bool = True
    full: bool = True


@dataclass(frozen=True, slots=True)
class Sourced:
    """What a clip shows: a medium, and which part of it."""

    media: otio.core.MediaReference
    part: otio.opentime.TimeRange


class OtioMedia:
    """Makes the sources of clips in one style; times count frames at the layout's rate."""

    def __init__(self, layout: Layout, style: OtioStyle) -> None:
        import opentimelineio

        self._otio = opentimelineio
        self._layout, self._style = layout, style
        self._rate = float(layout.rate)  # 24000/1001 and its kin are the very floats OTIO holds for true

    def range(self, start: int, length: int) -> otio.opentime.TimeRange:
        """A stretch of time in frames."""
        time = self._otio.opentime.RationalTime
        return self._otio.opentime.TimeRange(time(start, self._rate), time(length, self._rate))

    def picture(self, shown: PlacedPicture) -> Sourced:
        """The source of a picture clip."""
        start = shown.media_start(self._layout.rate).frame
        part = self.range(start + shown.source, shown.length)
        return Sourced(self._film(shown, self.range(start, shown.media_length(self._layout.rate))), part)

    def _film(self, shown: PlacedPicture, available: otio.opentime.TimeRange) -> otio.core.MediaReference:
        schema = self._otio.schema
        if shown.media is None:
            return schema.MissingReference(shown.name, available)
        path = shown.media.path.absolute()
        if self._style.urls is UrlStyle.BUNDLE:  # a film does not belong into a bundle of sound
            missing = {"original_target_url": path.as_uri(), "missing_reference_because": "the picture is not included"}
            return schema.MissingReference(path.name, available, metadata=missing)
        media = schema.ExternalReference(path.as_uri() if self._style.urls is UrlStyle.URLS else str(path), available)
        media.name = path.name
        return media

    def sound(self, clip: PlacedStem) -> Sourced:
        """The source of a stem's clip."""
        stem = clip.stem
        start = stem.start.frame if self._style.stem_timecode else 0
        whole = max(stem.covered.count, clip.source + clip.length)
        name = Path(stem.file).name
        if self._style.urls is UrlStyle.URLS:
            url = (self._style.folder / stem.file).absolute().as_uri()
        else:
            url = f"media/{name}" if self._style.urls is UrlStyle.BUNDLE else stem.file
        media = self._otio.schema.ExternalReference(url, self.range(start, whole))
        media.name = name
        return Sourced(media, self.range(start + clip.source, clip.length))


def restyle(timeline: otio.schema.Timeline, layout: Layout, style: OtioStyle) -> None:
    """Give the clips of a timeline that `build_timeline` made the sources of another style."""
    import opentimelineio

    made, clip_type = OtioMedia(layout, style), opentimelineio.schema.Clip
    picture, *lanes = timeline.tracks
    pairs = [
        (clip, made.picture(shown)) for clip, shown in zip(_clips(picture, clip_type), layout.picture, strict=True)
    ]
    for track, lane in zip(lanes, layout.lanes, strict=True):
        pairs += [(clip, made.sound(placed)) for clip, placed in zip(_clips(track, clip_type), lane.clips, strict=True)]
    for clip, sourced in pairs:
        clip.media_reference, clip.source_range = sourced.media, sourced.part


def _clips(track: otio.schema.Track, kind: type) -> list[otio.schema.Clip]:
    return [item for item in track if isinstance(item, kind)]
