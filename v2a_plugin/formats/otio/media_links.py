"""Where the clips of an OTIO timeline find their files, and from what time these count: it differs between hosts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from v2a_plugin.delivery.layout import Layout, PlacedPicture, PlacedStem
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.formats.otio.fades import add_dissolves
from v2a_plugin.model.media import MediaFile

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
        stem_timecode: The time inside stems counts from their timecode, else from their first frame.
        picture_timecode: The same of the picture.
        dissolves: Fades are dissolves with the gap beside a clip as well.
    """

    urls: UrlStyle
    folder: Path
    stem_timecode: bool = True
    picture_timecode: bool = True
    dissolves: bool = False


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
        self._folder = style.folder.absolute().as_uri()
        self._films: dict[str, str] = {}
        self._rate = float(layout.rate)  # 24000/1001 and its kin are the very floats OTIO holds for true

    def range(self, start: int, length: int) -> otio.opentime.TimeRange:
        """A stretch of time in frames."""
        time = self._otio.opentime.RationalTime
        return self._otio.opentime.TimeRange(time(start, self._rate), time(length, self._rate))

    def picture(self, shown: PlacedPicture) -> Sourced:
        """The source of a picture clip."""
        available, part = self.picture_ranges(shown)
        return Sourced(self._film(shown, available), part)

    def picture_ranges(self, shown: PlacedPicture) -> tuple[otio.opentime.TimeRange, otio.opentime.TimeRange]:
        """What a film holds, and what a picture clip shows of it."""
        rate = self._layout.rate
        start = shown.media_start(rate).frame if self._style.picture_timecode else 0
        return self.range(start, shown.media_length(rate)), self.range(start + shown.source, shown.length)

    def _film(self, shown: PlacedPicture, available: otio.opentime.TimeRange) -> otio.core.MediaReference:
        schema = self._otio.schema
        if shown.media is None:
            return schema.MissingReference(shown.name, available)
        name = shown.media.path.name
        if self._style.urls is UrlStyle.BUNDLE:  # a film does not belong into a bundle of sound
            address = shown.media.path.absolute().as_uri()
            missing = {"original_target_url": address, "missing_reference_because": "the picture is not included"}
            return schema.MissingReference(name, available, metadata=missing)
        media = schema.ExternalReference(self.film_url(shown.media), available)
        media.name = name
        return media

    def film_url(self, media: MediaFile) -> str:
        """Where a film is."""
        if media.fingerprint not in self._films:
            path = media.path.absolute()
            self._films[media.fingerprint] = path.as_uri() if self._style.urls is UrlStyle.URLS else str(path)
        return self._films[media.fingerprint]

    def stem_url(self, stem: Stem) -> str:
        """Where a stem is."""
        if self._style.urls is UrlStyle.URLS:
            return f"{self._folder}/{quote(stem.file)}"
        return f"media/{_name(stem)}" if self._style.urls is UrlStyle.BUNDLE else stem.file

    def sound(self, clip: PlacedStem) -> Sourced:
        """The source of a stem's clip."""
        available, part = self.stem_ranges(clip)
        media = self._otio.schema.ExternalReference(self.stem_url(clip.stem), available)
        media.name = _name(clip.stem)
        return Sourced(media, part)

    def stem_ranges(self, clip: PlacedStem) -> tuple[otio.opentime.TimeRange, otio.opentime.TimeRange]:
        """What a stem's file holds, and what its clip plays of it."""
        start = clip.stem.start.frame if self._style.stem_timecode else 0
        covered = max(clip.stem.covered.count, clip.source + clip.length)
        return self.range(start, covered), self.range(start + clip.source, clip.length)


def restyle(timeline: otio.schema.Timeline, layout: Layout, style: OtioStyle) -> None:
    """Name the files of a timeline that `build_timeline` made as another style does, and count their time as it does.

    One with dissolves is the last: they stay. A bundle's timeline has no other style.
    """
    import opentimelineio

    made, clip_type = OtioMedia(layout, style), opentimelineio.schema.Clip
    picture, *lanes = timeline.tracks
    for clip, shown in zip(_clips(picture, clip_type), layout.picture, strict=True):
        if shown.media:
            clip.media_reference.target_url = made.film_url(shown.media)
        clip.media_reference.available_range, clip.source_range = made.picture_ranges(shown)
    for track, lane in zip(lanes, layout.lanes, strict=True):
        for clip, placed in zip(_clips(track, clip_type), lane.clips, strict=True):
            media = clip.media_reference
            media.target_url = made.stem_url(placed.stem)
            media.available_range, clip.source_range = made.stem_ranges(placed)
        if style.dissolves:
            add_dissolves(track, lane.clips, layout)


def _clips(track: otio.schema.Track, kind: type) -> list[otio.schema.Clip]:
    return [item for item in track if isinstance(item, kind)]


def _name(stem: Stem) -> str:
    return stem.file.rpartition("/")[2]
