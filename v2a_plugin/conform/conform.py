"""The cut changed: the cues follow their pictures into the new one, as one change that can be undone.

A cue of a region moves with it and stays aligned to its picture. What the new cut no longer shows is trimmed away;
a cue of which nothing is left goes, whole, to a track of its own (`TrackKind.UNMATCHED`). Where two cues would
overlap, the later one goes to another track of its kind. All of this is in the report.

A matched region keeps its id, its name, its takes and its choice. Locked cues and tracks follow too, and stay locked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from v2a_plugin.conform.following import Piece, follow, follow_freely
from v2a_plugin.conform.matching import ClipMatch, Matches, match_clips
from v2a_plugin.conform.report import ConformReport, MovedCue, ReroutedCue, UnmatchedCue
from v2a_plugin.conform.signatures import PictureSignature
from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.regions import Region, new_id
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, KeptTake, Marker, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.timeline.guide_edits import carried
from v2a_plugin.timeline.lanes import Lanes
from v2a_plugin.timeline.marker_edits import add_markers
from v2a_plugin.timeline.operations import (
    Change,
    Header,
    HeaderChange,
    MarkerChange,
    Operation,
    TakeChange,
)
from v2a_plugin.timeline.track_edits import set_picture

__all__ = ["conform"]


@dataclass(frozen=True, slots=True)
class Conformed:
    """A conform, ready to be applied.

    Attributes:
        change: One change with everything in it.
        report: What it does.
    """

    change: Change
    report: ConformReport


def conform(
    timeline: Timeline,
    clips: Sequence[PictureClip],
    *,
    media: Sequence[MediaFile] = (),
    signatures: Sequence[PictureSignature] = (),
    header: Header | None = None,
) -> Steps[Conformed]:
    """Match a new cut with the old one and let the cues follow.

    Args:
        timeline: The timeline as it is.
        clips: The picture of the new cut, from its file or from a detection in a new picture file.
        media: The files of both cuts, as far as they are at hand; without them only source times are compared.
        signatures: Pictures of files that are not at hand any more, or were signed before.
        header: Name, rate and start of the new cut; None keeps them.

    Yields:
        Progress while pictures are read and compared.

    Raises:
        SpanError: Clips of the new cut overlap.
    """
    rate = header.rate if header else timeline.rate
    matches = yield from match_clips(timeline.picture, clips, rate, media, signatures)
    return conformed(timeline, clips, matches, header)


def conformed(
    timeline: Timeline, clips: Sequence[PictureClip], matches: Matches, header: Header | None = None
) -> Conformed:
    """The conform that follows from matches that were found, or made by hand.

    Raises:
        SpanError: Clips of the new cut overlap.
    """
    old_header = Header.of(timeline)
    wanted = header or old_header
    heirs = _heirs(matches)
    picture = _picture(clips, heirs, timeline)
    work = _Work(timeline, matches, dict(zip(clips, picture, strict=True)), 1 / wanted.rate)
    for track in timeline.tracks:
        for cue in track.cues:
            work.cue(track, cue)
    operations: list[Operation] = [HeaderChange(old_header, wanted)] if wanted != old_header else []
    operations += set_picture(timeline, picture).operations
    operations += _takes(timeline, heirs)
    operations += work.lanes.operations()
    markers, left = _markers(timeline, work)
    operations += markers
    return Conformed(
        Change("Conform", tuple(operations)),
        ConformReport(
            matches=matches.pairs,
            moved=tuple(work.moved),
            unmatched=tuple(work.unmatched),
            rerouted=tuple(
                ReroutedCue(rerouted.cue.id, rerouted.source.name, rerouted.target.name)
                for rerouted in work.lanes.rerouted
                if rerouted.target.kind is not TrackKind.UNMATCHED
            ),
            gone=tuple(clip.region for clip in timeline.picture if clip not in work.matches),
            new=tuple(clip.region for clip in picture if clip.region.id not in work.known),
            markers_left=left,
            notes=matches.notes,
        ),
    )


class _Work:
    """What happens to the cues while they are gone through."""

    def __init__(
        self, timeline: Timeline, matches: Matches, renewed: dict[PictureClip, PictureClip], frame: Fraction
    ) -> None:
        self.timeline, self.renewed, self.frame = timeline, renewed, frame
        self.matches: dict[PictureClip, list[ClipMatch]] = {}
        for pair in matches.pairs:
            self.matches.setdefault(pair.old, []).append(pair)
        for old, pairs in self.matches.items():  # the clip that inherits the region comes first
            pairs.sort(key=lambda pair: renewed[pair.new].region.id != old.region.id)
        self.known = {renewed[pair.new].region.id for pair in matches.pairs}
        self.regions: dict[str, list[PictureClip]] = {}
        for clip in timeline.picture:
            self.regions.setdefault(clip.region.id, []).append(clip)
        self.lanes = Lanes(timeline)
        self.moved: list[MovedCue] = []
        self.unmatched: list[UnmatchedCue] = []

    def cue(self, track: Track, cue: Cue) -> None:
        """Let one cue follow."""
        if track.kind is TrackKind.UNMATCHED:
            self.lanes.keep(track, cue)
            return
        homes = self.regions.get(cue.region or "", [])
        home = max(homes, key=lambda clip: _shared(clip.span, cue.span), default=None)
        if home is not None:
            pieces = follow(cue, home, self.matches.get(home, []), self.frame)
        elif (home := self.under(cue)) is not None:
            piece = follow_freely(cue, home, self.matches.get(home, []))
            pieces = () if piece is None else (piece,)
        else:  # black on both sides of it: nothing to follow
            self.lanes.keep(track, cue)
            return
        if not pieces:
            why = "the new cut shows nothing of its picture"
            self.unmatched.append(UnmatchedCue(cue.id, track.name, home.region.name, cue.start, why))
            self.lanes.park(track, cue)
            return
        self._place(track, cue, pieces)

    def _place(self, track: Track, cue: Cue, pieces: Sequence[Piece]) -> None:
        placed = []
        for piece in pieces:
            region = self.renewed[piece.clip].region.id if cue.region in self.regions else cue.region
            placed.append(replace(piece.cue, region=region))
        self.lanes.put(track, cue, placed)
        if placed != [cue]:
            by = placed[0].start - placed[0].trim.start - (cue.start - cue.trim.start)
            kept = sum((one.trim.duration for one in placed), Fraction(0))
            self.moved.append(MovedCue(cue.id, track.name, by, cue.trim.duration - kept, len(placed)))

    def under(self, cue: Cue) -> PictureClip | None:
        """The old clip under the start of a cue, or else the one it lies on longest."""
        picture = self.timeline.picture
        place = bisect_left(picture, cue.start, key=lambda clip: clip.span.end)
        if place < len(picture) and picture[place].span.end == cue.start:
            place += 1
        lying = []
        while place < len(picture) and picture[place].record < cue.end:
            if cue.start in picture[place].span:
                return picture[place]
            lying.append(picture[place])
            place += 1
        return max(lying, key=lambda clip: _shared(clip.span, cue.span), default=None)


def _shared(one: Span, other: Span) -> Fraction:
    both = one.intersection(other)
    return both.duration if both else Fraction(0)


def _heirs(matches: Matches) -> dict[PictureClip, ClipMatch]:
    """Which new clip carries an old region on: at most one for each, the one that shares most with it.

    They must share half of the shorter one, else it is another region that only begins or ends in the old one.
    """
    heirs: dict[PictureClip, ClipMatch] = {}
    used: set[PictureClip] = set()
    for pair in sorted(matches.pairs, key=lambda pair: pair.old.region.id != pair.new.region.id):
        half = min(pair.old.region.span.duration, pair.new.region.span.duration) / 2
        if pair.shared >= half and pair.old not in used and pair.new not in heirs:
            heirs[pair.new] = pair
            used.add(pair.old)
    return heirs


def _picture(
    clips: Sequence[PictureClip], heirs: dict[PictureClip, ClipMatch], timeline: Timeline
) -> tuple[PictureClip, ...]:
    """The new clips; those that carry an old region on have its id, name and choice."""
    used = {clip.region.id for clip in timeline.picture} | {take.region for take in timeline.takes}
    picture = []
    end: Fraction | None = None
    for clip in sorted(clips, key=lambda clip: clip.record):
        if end is not None and clip.record < end:
            raise SpanError(f"{clip.region.name} overlaps the clip before it in the new cut.", "Mend the new cut.")
        end = clip.span.end
    for clip in clips:
        region, pair = clip.region, heirs.get(clip)
        if pair is not None:
            old = pair.old.region
            same = Region(region.span, region.media, old.kind, old.name, old.id, region.time_map)
            shown = PictureClip(same, clip.record, pair.old.chosen, settings=pair.old.settings)
            picture.append(carried([pair.old], shown))
        else:
            fresh = replace(region, id=new_id("shot")) if region.id in used else region
            picture.append(replace(clip, region=fresh, chosen=None))
        used.add(picture[-1].region.id)
    return tuple(picture)


def _takes(timeline: Timeline, heirs: dict[PictureClip, ClipMatch]) -> list[Operation]:
    """Takes of regions that live on in other media, or begin elsewhere, as they lie there."""
    moved: dict[str, ClipMatch] = {}
    for pair in heirs.values():
        moved.setdefault(pair.old.region.id, pair)
    operations: list[Operation] = []
    for index, take in enumerate(timeline.takes):
        if take.region in moved and (after := _renewed(take, moved[take.region])) != take:
            operations.append(TakeChange(index, take, after))
    return operations


def _renewed(take: KeptTake, pair: ClipMatch) -> KeptTake:
    was, becomes = pair.old.region.span.start, pair.new.region.span.start
    if take.origin is None and was + pair.offset == becomes:
        return take
    origin = was - take.used.start if take.origin is None else take.origin
    return replace(take, origin=origin + pair.offset)


def _markers(timeline: Timeline, work: _Work) -> tuple[list[Operation], tuple[str, ...]]:
    """Markers and hits moved with the picture under them, and the ids of those whose picture is gone: they stay."""
    moved: list[tuple[int, Marker, Marker]] = []
    left: list[str] = []
    for index, marker in enumerate(timeline.markers):
        clip = next((one for one in work.regions.get(marker.region or "", ()) if marker.at in one.span), None)
        if clip is None:
            clip = _clip_at(timeline.picture, marker.at)
        pairs = work.matches.get(clip, []) if clip else []
        pair = next((one for one in pairs if marker.at in one.new.span.shifted(-one.shift)), None)
        if pair is None:
            left += [marker.id] if clip else []
            continue
        region = marker.region and work.renewed[pair.new].region.id
        after = replace(marker, at=marker.at + pair.shift, region=region)
        if after != marker:
            moved.append((index, marker, after))
    rest = set(range(len(timeline.markers))) - {index for index, _, _ in moved}
    operations: list[Operation] = [MarkerChange(index, marker) for index, marker, _ in reversed(moved)]
    remaining = replace(timeline, markers=tuple(timeline.markers[index] for index in sorted(rest)))
    operations += add_markers(remaining, [after for _, _, after in moved]).operations
    return operations, tuple(left)


def _clip_at(picture: Sequence[PictureClip], at: Fraction) -> PictureClip | None:
    place = bisect_left(picture, at, key=lambda clip: clip.record)
    return next((clip for clip in picture[max(0, place - 1) : place + 1] if at in clip.span), None)
