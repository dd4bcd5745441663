"""`v2a shots`: where a video is cut."""

from __future__ import annotations

from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.options import Detector
from v2a_plugin.cli.results import ShotList
from v2a_plugin.generation.shot_finding import find_shots
from v2a_plugin.media.probe import probe
from v2a_plugin.model.time import Timecode, index_at, parse_position
from v2a_plugin.plugins.facade import load_plugins

__all__ = ["shots"]


def shots(
    file: Path = typer.Argument(..., help="A video."),
    detector: str = Detector,
    sensitivity: float = typer.Option(
        0.5, "--sensitivity", min=0, max=1, help="0: the plainest cuts; 1: every suspicion."
    ),
    shortest: str = typer.Option("0.6", "--shortest", help="Shortest shot: seconds (0.6) or frames (15f)."),
    as_json: bool = Json,
) -> None:
    """List the shots of a video."""
    media = probe(file)
    least = parse_position(shortest, media.rate)
    regions = watch(find_shots(media, load_plugins(), detector, sensitivity, least), quiet=as_json)
    for warning in media.warnings:
        warn(warning)
    first = media.timecode or Timecode(0, media.timeline_rate)
    lines = [f"{len(regions)} shot{'s' if len(regions) != 1 else ''} in {media.path.name}"]
    for region in regions:
        codes = [first.moved(index_at(seconds, first.rate)) for seconds in (region.span.start, region.span.end)]
        lines.append(f"  {region.name:<10} {codes[0]} – {codes[1]}   {float(region.span.duration):7.3f} s")
    show(ShotList(media.path, media.rate, detector, regions), as_json, lines)
