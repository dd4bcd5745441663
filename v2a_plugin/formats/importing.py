"""The change that shows an editor's cut on a timeline."""

from __future__ import annotations

from dataclasses import replace

from v2a_plugin.formats.linking import LinkedCut
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.timeline.operations import Change, ClipChange, Header, HeaderChange, MarkerChange, Operation

__all__ = ["import_cut"]


def import_cut(timeline: Timeline, linked: LinkedCut) -> Change:
    """Put a cut in the place of the picture, take over its rate, start and name, and add its markers.

    A clip that shows exactly what a region of the old picture did keeps that region with its takes.

    Args:
        timeline: The timeline as it is, without cues.
        linked: The cut and the media it shows.

    Raises:
        BadInput: Cues are placed already: they would no longer fit the picture.
    """
    if cues := sum(len(track.cues) for track in timeline.tracks):
        raise BadInput(
            f"{timeline.name} has {cues} cue{'s' if cues > 1 else ''} placed on its present cut.",
            "Import the new cut into a project of its own.",
        )
    cut = linked.cut
    operations: list[Operation] = [ClipChange(clip, None) for clip in timeline.picture]
    before = Header.of(timeline)
    after = replace(before, name=cut.name, rate=cut.rate, start=cut.start)
    if after != before:
        operations.append(HeaderChange(before, after))
    operations += [ClipChange(None, clip) for clip in _kept_regions(timeline, linked.picture)]
    known = {(marker.at, marker.name) for marker in timeline.markers}
    new = [marker for marker in cut.markers if (marker.at, marker.name) not in known]
    merged = sorted((*timeline.markers, *new), key=lambda marker: marker.at)
    added = {marker.id for marker in new}
    operations += [MarkerChange(index, None, marker) for index, marker in enumerate(merged) if marker.id in added]
    return Change("Import cut", tuple(operations))


def _kept_regions(timeline: Timeline, picture: tuple[PictureClip, ...]) -> list[PictureClip]:
    old = {(clip.region.media, clip.region.span): clip for clip in timeline.picture}
    clips = []
    for clip in picture:
        same = old.get((clip.region.media, clip.region.span))
        clips.append(replace(clip, region=same.region, chosen=same.chosen) if same else clip)
    return clips
