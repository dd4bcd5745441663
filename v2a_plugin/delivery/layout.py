"""A cut in whole frames: where each stem and each picture clip lies, as every editor's timeline counts it.

Editors place clips on frames. A stem is padded to whole frames, so its sound stays on the exact sample; only the edges
of its clip go to frames: outwards, so that nothing is cut off, and to the nearest frame where two clips would overlap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.model.timeline import Cue, Marker, PictureClip, Timeline, Track

__all__ = ["Lane", "Layout", "PlacedPicture", "PlacedStem", "lay_out", "plain", "speeds_lost", "without_surrogates"]


@dataclass(frozen=True, slots=True)
class PlacedStem:
    """A stem as a clip.

    Attributes:
        stem: The file.
        name: Its name without control characters.
        cue: The cue it holds; None for a whole track or the mix.
        start: Frame it begins at; frame 0 is the layout's first.
        length: Frames, at least 1.
        source: Frame of the file that it begins with.
    """

    stem: Stem
    name: str
    cue: Cue | None
    start: int
    length: int
    source: int

    @property
    def end(self) -> int:
        """Frame after its last."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture clip in whole frames of the timeline.

    Attributes:
        clip: The clip.
        name: Its region's name without control characters.
        media: What it shows; None when nobody knows the file.
        start: Frame it begins at; frame 0 is the layout's first.
        length: Frames, at least 1.
        source: Earliest frame of the media that it shows, counted from the media's first at the timeline's rate.
        source_length: Frames of the media from there on that it shows: as many as `length` at normal speed.
    """

    clip: PictureClip
    name: str
    media: MediaFile | None
    start: int
    length: int
    source: int
    source_length: int

    @property
    def speed(self) -> Fraction | None:
        """Seconds of the media a second, 1 for normal, below 0 backwards, 0 frozen; None for a ramp."""
        time_map = self.clip.region.time_map
        return time_map.speed if time_map else Fraction(1)

    @property
    def end(self) -> int:
        """Frame after its last."""
        return self.start + self.length

    def media_start(self, rate: Fraction) -> Timecode:
        """The label of the media's first frame, where frames are counted at a rate."""
        return self.media.count(False).counted_at(rate) if self.media else Timecode(0, rate)

    def media_length(self, rate: Fraction) -> int:
        """Frames the media has, never less than the clip shows."""
        return max(index_at(self.media.duration, rate) if self.media else 0, self.source + self.source_length)


@dataclass(frozen=True, slots=True)
class Lane:
    """The stems of one track, or of the mix.

    Attributes:
        name: What a person calls it.
        track: The track; None for the mix.
        clips: In order, without overlaps, at least one.
    """

    name: str
    track: Track | None
    clips: tuple[PlacedStem, ...]

    @property
    def channels(self) -> int:
        """Of the widest clip, 1 to 8."""
        return max(clip.stem.channels for clip in self.clips)


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole cut in frames.

    Attributes:
        name: What a person calls the cut, without control characters.
        rate: Frames a second, exact.
        start: Timecode of frame 0: the timeline's own, or earlier where a stem begins before it, across midnight
            where it must.
        origin: Frame at which the timeline's time 0 lies, at least 0.
        picture: Picture clips in order.
        lanes: Tracks that have a stem, top to bottom.
        markers: The timeline's.
        length: Frames, at least 1.
        notes: What had to give way, one sentence each.
    """

    name: str
    rate: Fraction
    start: Timecode
    origin: int
    picture: tuple[PlacedPicture, ...]
    lanes: tuple[Lane, ...]
    markers: tuple[Marker, ...]
    length: int
    notes: tuple[str, ...] = ()

    @property
    def channels(self) -> int:
        """How many a program needs that plays all lanes as they are: an even number, at least 2."""
        widest = max((lane.channels for lane in self.lanes), default=2)
        return widest + widest % 2

    def frame(self, at: Fraction) -> int:
        """The frame nearest to a time of the timeline, not before the layout's first."""
        return max(0, index_at(at, self.rate) + self.origin)

    def timecode(self, frame: int) -> Timecode:
        """Record timecode of a frame."""
        return self.start.moved(frame)


def lay_out(request: CutRequest, stems: Sequence[Stem]) -> Layout:
    """Put stems and picture clips of a cut on frames.

    Args:
        request: The cut and its media.
        stems: What `plan_stems` made of it, in any order.
    """
    timeline, rate = request.timeline, request.timeline.rate
    lanes, notes = _lanes(timeline, stems)
    starts = [lane.clips[0].start for lane in lanes] + [index_at(clip.record, rate) for clip in timeline.picture[:1]]
    first = min(starts, default=0)
    origin = max(0, -first)
    lanes = tuple(_shifted(lane, origin) for lane in lanes)
    picture, lost = _picture(request, origin)
    if lost:
        notes += (f"{_count(lost, 'picture clip is', 'picture clips are')} shorter than a frame and left out.",)
    ends = [lane.clips[-1].end for lane in lanes] + [clip.end for clip in picture[-1:]]
    return Layout(
        name=plain(timeline.name) or "Untitled",
        rate=rate,
        start=timeline.start.moved(-origin),
        origin=origin,
        picture=picture,
        lanes=lanes,
        markers=timeline.markers,
        length=max([1, *ends]),
        notes=notes,
    )


def speeds_lost(layout: Layout) -> tuple[str, ...]:
    """A note for picture clips whose speed changes, for formats that have no words for that."""
    lost = sum(shown.speed is None for shown in layout.picture)
    if not lost:
        return ()
    return (f"The speed of {_count(lost, 'picture clip', 'picture clips')} is not carried: normal speed is written.",)


def plain(text: str) -> str:
    """Text without what XML and one-line formats cannot hold: control characters and lone surrogates."""
    return " ".join("".join(letter if _printable(letter) else " " for letter in text).split())


def without_surrogates(text: str) -> str:
    """Text with '?' for halves of characters (lone surrogates), which no UTF-8 can hold; all else stays."""
    return text.encode(errors="replace").decode()


def _printable(letter: str) -> bool:
    code = ord(letter)
    return code >= 0x20 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)


def _lanes(timeline: Timeline, stems: Sequence[Stem]) -> tuple[tuple[Lane, ...], tuple[str, ...]]:
    cues = {cue.id: cue for track in timeline.tracks for cue in track.cues}
    by_track: dict[str | None, list[Stem]] = {}
    for stem in sorted(stems, key=lambda stem: (stem.content.start, stem.content.end)):
        by_track.setdefault(stem.track, []).append(stem)
    tracks: list[Track | None] = [track for track in timeline.tracks if track.id in by_track]
    lanes, shared, lost = [], 0, 0
    for track in (*tracks, None):
        mine = by_track.get(track.id if track else None, [])
        clips, met = _clips(mine, cues, timeline.rate)
        shared, lost = shared + met, lost + len(mine) - len(clips)
        if clips:
            lanes.append(Lane(plain(track.name) or track.kind.value if track else "Mix", track, clips))
    notes = []
    if shared:
        notes.append(
            f"{_count(shared, 'pair', 'pairs')} of cues meet between two frames; their clips meet on the nearest frame."
        )
    if lost:
        notes.append(f"{_count(lost, 'cue is', 'cues are')} too short for a frame of its own and left out.")
    return tuple(lanes), tuple(notes)


def _clips(stems: Iterable[Stem], cues: dict[str, Cue], rate: Fraction) -> tuple[tuple[PlacedStem, ...], int]:
    """Clips of one lane, and how many pairs of neighbours shared a frame."""
    placed: list[PlacedStem] = []
    shared = 0
    for stem in stems:
        start, end = math.floor(stem.content.start * rate), math.ceil(stem.content.end * rate)
        if placed and start < placed[-1].end:
            shared += 1
            meeting = min(max(index_at(stem.content.start, rate), placed[-1].start + 1), placed[-1].end)
            placed[-1] = replace(placed[-1], length=meeting - placed[-1].start)
            start = meeting
        if start >= end:
            continue
        source = max(0, start - index_at(stem.span.start, rate))
        cue = cues.get(stem.cue) if stem.cue else None
        placed.append(PlacedStem(stem, plain(stem.name) or "Stem", cue, start, end - start, source))
    return tuple(placed), shared


def _shifted(lane: Lane, by: int) -> Lane:
    return replace(lane, clips=tuple(replace(clip, start=clip.start + by) for clip in lane.clips)) if by else lane


def _picture(request: CutRequest, origin: int) -> tuple[tuple[PlacedPicture, ...], int]:
    """Picture clips, and how many were too short."""
    rate = request.timeline.rate
    media = {file.fingerprint: file for file in request.media}
    placed = []
    for clip in request.timeline.picture:
        start, end = index_at(clip.span.start, rate), index_at(clip.span.end, rate)
        if end > start:
            seen = clip.region.source_span
            source, length = index_at(seen.start, rate), end - start
            shown = max(1, index_at(seen.duration, rate)) if clip.region.time_map else length
            name, file = plain(clip.region.name) or "Shot", media.get(clip.region.media)
            placed.append(PlacedPicture(clip, name, file, start + origin, length, source, shown))
    return tuple(placed), len(request.timeline.picture) - len(placed)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
