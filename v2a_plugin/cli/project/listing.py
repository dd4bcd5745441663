"""`v2a project list`: the regions, takes, cues, tracks and markers of a cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show_rows
from v2a_plugin.cli.project.opening import Folder, opened
from v2a_plugin.cli.project.results import (
    CueLine,
    MarkerLine,
    RegionLine,
    TrackLine,
)
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.model.timeline import Timeline

__all__ = ["What", "listing"]


class What(StrEnum):
    """What `v2a project list` lists."""

    REGIONS = "regions"
    TAKES = "takes"
    CUES = "cues"
    TRACKS = "tracks"
    MARKERS = "markers"


def listing(
    folder: Path = Folder,
    what: What = typer.Argument(What.REGIONS, help="regions, takes, cues, tracks or markers."),
    region: str = typer.Option("", "--region", help="Only takes of this region (id or name)."),
    as_json: bool = Json,
) -> None:
    """List regions, takes, cues, tracks or markers."""
    with opened(folder, write=False) as project:
        cut = project.timeline
        named = clips_named(project, [region], []) if region else cut.picture
    list_those = {
        What.REGIONS: _regions,
        What.TAKES: _takes,
        What.CUES: _cues,
        What.TRACKS: _tracks,
        What.MARKERS: _markers,
    }[what]
    rows, lines = list_those(cut, {clip.region.id for clip in named} if region else None)
    nothing = "The cut shows nothing yet." if what is What.REGIONS else f"There are no {what} yet."
    show_rows(what, rows, as_json, lines or [nothing])


def _regions(cut: Timeline, wanted: Collection[str] | None) -> tuple[tuple[object, ...], list[str]]:

    takes = Counter(take.region for take in cut.takes)
    cues = Counter(cue.region for track in cut.tracks for cue in track.cues)
    regions = tuple(
        RegionLine(
            number, clip.region.id, clip.region.name, clip.region.media, clip.span.start, clip.span.end,
            cut.timecode(clip.record), takes[clip.region.id], clip.chosen, cues[clip.region.id],
        )
        for number, clip in enumerate(cut.picture, 1)
        if wanted is None or clip.region.id in wanted
    )  # fmt: skip
    lines = [
        f"{each.number:4} {each.timecode}  {each.name:<16} {each.takes} takes, {each.cues} cues  {each.id}"
        for each in regions
    ]
    return regions, lines


def _takes(cut: Timeline, wanted: Collection[str] | None) -> tuple[tuple[object, ...], list[str]]:

    names = {clip.region.id: clip.region.name for clip in cut.picture}
    kept = tuple(take for take in cut.takes if wanted is None or take.region in wanted)
    lines = [
        f"{take.id:<20} {names.get(take.region, take.region):<16} {take.score:6.3f} {'*' if take.star else ' '} "
        f"{take.kind:<9} "
        f"{'silent' if take.silent else ', '.join(take.heard_as[:3])}"
        for take in kept
    ]
    return kept, lines


def _cues(cut: Timeline, wanted: Collection[str] | None) -> tuple[tuple[object, ...], list[str]]:

    placed = tuple(
        CueLine(track.id, track.name, cue)
        for track in cut.tracks
        for cue in track.cues
        if wanted is None or cue.region in wanted
    )
    lines = [
        f"{each.track_name:<10} {cut.timecode(each.cue.start)}  {float(each.cue.trim.duration):7.3f} s  "
        f"{each.cue.gain_db:+.1f} dB  {each.cue.take}  {each.cue.id}"
        for each in placed
    ]
    return placed, lines


def _markers(cut: Timeline, wanted: Collection[str] | None) -> tuple[tuple[object, ...], list[str]]:

    marks = tuple(
        MarkerLine(mark, cut.timecode(mark.at)) for mark in cut.markers if wanted is None or mark.region in wanted
    )
    lines = [f"{each.timecode}  {each.marker.kind:<4} {each.marker.name:<16} {each.marker.id}" for each in marks]
    return marks, lines


def _tracks(cut: Timeline, _: Collection[str] | None) -> tuple[tuple[object, ...], list[str]]:
    tracks = tuple(
        TrackLine(
            track.id, track.name, track.kind, len(track.cues), track.mute, track.solo, track.gain_db, track.pan,
            track.lock,
        )
        for track in cut.tracks
    )  # fmt: skip
    lines = [f"{track.name:<10} {track.kind:<10} {track.cues} cues  {track.id}" for track in tracks]
    return tracks, lines
