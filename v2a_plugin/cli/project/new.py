"""`v2a project new`: a project made from videos and pictures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, warn, watch
from v2a_plugin.cli.options import Detector
from v2a_plugin.cli.project.info import show_info
from v2a_plugin.cli.project.opening import tell
from v2a_plugin.generation.shot_finding import find_shots
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import Cancelled, V2AError
from v2a_plugin.model.frame_rates import check_standard
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode, parse_rate
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project
from v2a_plugin.project.pictures import remember_pictures

__all__ = ["new"]


def new(
    media: list[Path] = typer.Argument(..., help="Videos or pictures, in the order of the cut."),
    out: Path | None = typer.Option(None, "--out", help="Folder to make; by default beside the first file."),
    name: str = typer.Option("", "--name", help="What the cut is called; by default as the first file."),
    undivided: bool = typer.Option(False, "--whole", help="One region a file, without looking for shots."),
    detector: str = Detector,
    rate: str = typer.Option("", "--rate", help="Frames a second of the cut (25, 29.97, 24000/1001)."),
    start: str = typer.Option("", "--start", help="Timecode of the cut's first frame."),
    as_json: bool = Json,
) -> None:
    """Make a project from videos: their shots become its regions."""
    title = name or media[0].stem
    path = out or media[0].with_name(media[0].stem)
    reels, refused = list[Reel](), list[V2AError]()
    for file in media:
        try:
            reels.append(_reel(file, detector, undivided, as_json))
        except Cancelled:
            raise
        except V2AError as error:
            refused.append(error)
            if len(media) > 1:
                warn(f"Left out: {error}")
    if not reels:
        raise refused[0]
    exact = check_standard(parse_rate(rate), "The cut") if rate else None
    cut = cut_of(reels, title, exact)
    if start:
        cut = cut_of(reels, title, cut.rate, Timecode.parse(start, cut.rate))
    with create_project(path, cut, [reel.media for reel in reels]) as made:
        watch(remember_pictures(made), as_json)
        tell(made)
        show_info(made, as_json)
    if refused:
        raise typer.Exit(1)


def _reel(file: Path, detector: str, undivided: bool, quiet: bool) -> Reel:
    media = probe(file)
    for warning in media.warnings:
        warn(warning)
    if media.still:
        span = Span(Fraction(0), Fraction(5))
        return Reel(media, (Region.within(media, span, RegionKind.SEGMENT, media.path.stem),))
    if undivided:
        return Reel(media, (Region.within(media, media.span, RegionKind.SEGMENT, media.path.stem),))
    return Reel(media, watch(find_shots(media, load_plugins(), detector), quiet))
