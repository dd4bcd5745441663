"""`v2a guide`: when something should sound in a region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show
from v2a_plugin.cli.following import Following
from v2a_plugin.cli.input_regions import Where, regions_of
from v2a_plugin.cli.options import Detector, EventCount
from v2a_plugin.cli.project.opening import opened
from v2a_plugin.generation.requests import clips_named
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import Span, clock
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.folder_layout import SUFFIX

__all__ = ["guide"]


@dataclass(frozen=True, slots=True)
class RegionGuide:
    """The guide of one region; None where there is nothing to follow, and why."""

    region: str
    span: Span
    guide: Guide | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GuideList:
    """`v2a guide`: a guide a region, times from the start of each."""

    path: Path
    regions: tuple[RegionGuide, ...]


def guide(
    file: Path = typer.Argument(..., metavar="FILE", help="A video, or the folder *.v2a of a project."),
    shot: int | None = typer.Option(None, "--shot", help="Number of one shot, from 1; else every shot."),
    source: str = typer.Option(
        "picture", "--from", help="picture, markers, shot (of a project), a sound, or a CSV file."
    ),
    events: int | None = EventCount,
    detector: str = Detector,
    as_json: bool = Json,
) -> None:
    """Say when something should sound in a shot: events, how strong each is, and a curve of energy."""
    follow = Following(source, events)
    if file.is_dir() and file.suffix == SUFFIX:
        with opened(file, write=False) as project:
            clips = clips_named(project, (), () if shot is None else (shot,))
            found = [
                _found(clip.region, len(clips) == 1, partial(follow.guide_of_clip, project, clip, as_json))
                for clip in clips
            ]
    else:
        media = probe(file)
        regions = regions_of(media, Where(shot, "", "", "", detector), load_plugins(), as_json)
        found = [_found(region, len(regions) == 1, partial(follow.guide, media, region, as_json)) for region in regions]
    lines = [line for each in found for line in _lines(each)]
    show(GuideList(file, tuple(found)), as_json, lines)


def _found(region: Region, single: bool, look: Callable[[], Guide | None]) -> RegionGuide:
    """The guide of a region, or why it has none; the only one must have one."""
    try:
        return RegionGuide(region.name, region.span, look())
    except BadInput as error:
        if single:
            raise
        return RegionGuide(region.name, region.span, None, error.message)


def _lines(each: RegionGuide) -> list[str]:
    if each.guide is None:
        return [f"{each.region}: {each.reason}"]
    one = each.guide
    curve = f", a curve of {len(one.curve.values)} values" if one.curve else ""
    period = f", one every {float(one.period):.3f} s" if one.period else ""
    head = f"{each.region}: {len(one.events)} event{'s' if len(one.events) != 1 else ''}{period}{curve}"
    return [head, *(f"  {clock(event.at)}  {event.strength:4.2f}" for event in one.events)]
