"""Looking into the pictures of a project again: for cuts that were missed, for hits, and for a guide.

What is found is not an edit yet: `change` makes one for the timeline as it is by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from v2a_plugin.guides.hits import Hit, find_hits, hit_changes
from v2a_plugin.guides.picture import picture_guide
from v2a_plugin.guides.shown import as_shown
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.project.project import Project
from v2a_plugin.shots.protocol import KEEN, ShotDetector
from v2a_plugin.shots.regions import MIN_LENGTH, redetect
from v2a_plugin.timeline.changes import apply, group
from v2a_plugin.timeline.edits import together
from v2a_plugin.timeline.lookup import find_clips
from v2a_plugin.timeline.operations import Change
from v2a_plugin.timeline.shot_edits import recut_shots, run_around

__all__ = ["FoundHits", "FoundShots", "find_hits_again", "find_picture_guide", "find_shots_again"]


@dataclass(frozen=True, slots=True)
class Recut:
    """Shots in the place of clips that follow one another."""

    run: tuple[PictureClip, ...]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class FoundShots:
    """What a second look at shots found."""

    recuts: tuple[Recut, ...]

    @property
    def more(self) -> int:
        """How many cuts there are more than before."""
        return sum(len(one.regions) - len(one.run) for one in self.recuts)

    def change(self, timeline: Timeline) -> Change:
        """One edit that shows them.

        Raises:
            BadInput: The shots are others by now.
        """
        if not all(set(timeline.picture).issuperset(one.run) for one in self.recuts):
            raise BadInput("The shots were edited meanwhile.", "Look for cuts again.")
        steps = [partial(recut_shots, run=one.run, regions=one.regions) for one in self.recuts]
        return together("Find shots again", timeline, steps)


def find_shots_again(
    project: Project,
    clips: Sequence[PictureClip],
    detector: ShotDetector,
    *,
    sensitivity: float = KEEN,
    min_length: Fraction = MIN_LENGTH,
) -> Steps[FoundShots]:
    """Look for cuts inside shots once more; the cuts that are there stay.

    Args:
        project: Whose shots.
        clips: Where to look.
        detector: Finds the cuts.
        sensitivity: 0 (only the plainest cuts) to 1 (every suspicion).
        min_length: Shortest shot it may make, seconds.

    Raises:
        BadInput: A shot is shown more than once.
        NoSuchFile: A file is missing or has changed.
        PluginError: The detector failed.
    """
    spans: dict[tuple[PictureClip, ...], list[Span]] = {}
    for clip in clips:
        spans.setdefault(run_around(project.timeline, clip.region.id), []).append(clip.region.span)
    found: list[Recut] = []
    for run, places in spans.items():
        regions = tuple(clip.region for clip in run)
        media = project.media_of(regions[0])
        if regions[0].time_map:
            raise BadInput(f"The speed of {regions[0].name} was changed in the cut.", "Split it by hand.")
        for span in places:
            regions = yield from redetect(
                regions, media, span, detector, min_length=min_length, sensitivity=sensitivity
            )
        found.append(Recut(run, regions))
    return FoundShots(tuple(found))


@dataclass(frozen=True, slots=True)
class HitsOf:
    """The hits of one region, on the clock of its span."""

    region: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class FoundHits:
    """What strikes or flashes in some regions."""

    regions: tuple[HitsOf, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(one.hits) for one in self.regions)

    def change(self, timeline: Timeline) -> Change:
        """One edit that sets them as markers; regions that the cut does not show any more are passed over."""
        changes: list[Change] = []
        for one in self.regions:
            if find_clips(timeline, one.region):
                changes.append(hit_changes(timeline, one.region, one.hits))
                timeline = apply(changes[-1], timeline)
        return group("Find hits", *changes)


def find_hits_again(project: Project, clips: Sequence[PictureClip], sensitivity: float = 0.5) -> Steps[FoundHits]:
    """Look where something strikes or flashes in shots.

    Raises:
        NoSuchFile: A file is missing or has changed.
    """
    regions = {clip.region.id: clip.region for clip in clips}
    found: list[HitsOf] = []
    for region in regions.values():
        hits = yield from find_hits(project.media_of(region), region.source_span, sensitivity=sensitivity)
        if time_map := region.time_map:
            hits = tuple(replace(hit, at=at) for hit in hits for at in time_map.shown_at(hit.at))
        found.append(HitsOf(region.id, tuple(sorted(hits, key=lambda hit: hit.at))))
    return FoundHits(tuple(found))


def find_picture_guide(project: Project, region: Region) -> Steps[Guide]:
    """When something happens in a region, as the cut shows it.

    Raises:
        BadInput: Nothing moves in it.
        NoSuchFile: A file is missing or has changed.
    """
    found = yield from picture_guide(project.media_of(region), region.source_span, region.name)
    return as_shown(found, region)
