"""Shots under a person's hands: split, merge, rename, find again, and the hits in them."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TypeAlias

from v2a_gui.models.session import Session
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.shots.regions import redetect
from v2a_plugin.timeline.changes import apply, group
from v2a_plugin.timeline.edits import together
from v2a_plugin.timeline.hits import Hit, find_hits, hit_changes
from v2a_plugin.timeline.lookup import find_clips
from v2a_plugin.timeline.shot_edits import merge_shots, recut_shots, run_around, split_shot
from v2a_plugin.timeline.track_edits import rename_region

__all__ = ["ShotDesk"]

Regions: TypeAlias = tuple[Region, ...]
Run: TypeAlias = tuple[PictureClip, ...]
_KEEN = 0.75
"""Sensitivity when shots are looked for again: somebody misses a cut."""


class ShotDesk:
    """Edits the shots of a session; what looks at frames is a job."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def split(self, at: Fraction) -> None:
        """Cut the shot under a time in two."""
        self._session.edit(lambda timeline: split_shot(timeline, at))

    def merge(self, clips: tuple[PictureClip, ...]) -> None:
        """Join shots that follow one another."""
        self._session.edit(lambda timeline: merge_shots(timeline, [clip.region.id for clip in clips]))

    def rename(self, region: str, name: str) -> None:
        """Call a shot something else."""
        if name:
            self._session.edit(lambda timeline: rename_region(timeline, region, name))

    def find_again(self, clips: tuple[PictureClip, ...]) -> None:
        """Look for cuts inside shots once more, and more keenly."""
        session, project = self._session, self._session.project
        if project is None or not clips:
            return
        spans: dict[Run, list[Span]] = {}
        try:
            for clip in clips:
                spans.setdefault(run_around(project.timeline, clip.region.id), []).append(clip.region.span)
        except V2AError as error:
            session.failed.emit(error)
            return

        def work() -> Steps[dict[Run, Regions]]:
            found: dict[Run, Regions] = {}
            detector = session.plugins.shot_detector("adaptive")()
            for run, places in spans.items():
                regions: Regions = tuple(clip.region for clip in run)
                media = project.media_of(regions[0])
                for span in places:
                    regions = yield from redetect(regions, media, span, detector, sensitivity=_KEEN)
                found[run] = regions
            return found

        def show(found: dict[Run, Regions]) -> None:
            if session.project is not project:
                return
            there = set(project.timeline.picture)
            if not all(there.issuperset(run) for run in found):
                session.noted.emit("The shots were edited meanwhile; look for cuts again.")
                return
            steps = [partial(recut_shots, run=run, regions=regions) for run, regions in found.items()]
            session.edit(lambda timeline: together("Find shots again", timeline, steps))
            more = sum(len(regions) - len(run) for run, regions in found.items())
            session.noted.emit(f"{more} more cut{'s' if more != 1 else ''} found." if more else "No other cuts.")

        name = clips[0].region.name if len(clips) == 1 else f"{len(clips)} shots"
        session.queue.submit(f"find cuts in {name}", work, show)

    def find_hits(self, clips: tuple[PictureClip, ...]) -> None:
        """Look where something strikes or flashes; the hits become markers."""
        session, project = self._session, self._session.project
        if project is None or not clips:
            return
        regions = {clip.region.id: clip.region for clip in clips}

        def work() -> Steps[dict[str, tuple[Hit, ...]]]:
            found: dict[str, tuple[Hit, ...]] = {}
            for region in regions.values():
                found[region.id] = yield from find_hits(project.media_of(region), region.span)
            return found

        def show(found: dict[str, tuple[Hit, ...]]) -> None:
            if session.project is not project:
                return
            timeline, changes = project.timeline, []
            for region, hits in found.items():
                if find_clips(timeline, region):
                    changes.append(hit_changes(timeline, region, hits))
                    timeline = apply(changes[-1], timeline)
            session.do(group("Find hits", *changes))
            count = sum(len(hits) for hits in found.values())
            session.noted.emit(f"{count} hit{'s' if count != 1 else ''} found." if count else "Nothing strikes there.")

        name = clips[0].region.name if len(regions) == 1 else f"{len(regions)} shots"
        session.queue.submit(f"find hits in {name}", work, show)
