"""`v2a guide`, and what `--guide` means: when something should sound in a region."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.input_regions import Where, regions_of
from v2a_plugin.cli.options import Detector, EventCount
from v2a_plugin.guides.event_lists import marked_guide, table_guide
from v2a_plugin.guides.picture import picture_guide
from v2a_plugin.guides.sound_guide import read_sound, sound_guide
from v2a_plugin.media.chapters import chapters_of
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import BadInput, MediaError
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Span, clock
from v2a_plugin.plugins.facade import load_plugins

__all__ = ["Following", "guide"]


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


@dataclass(frozen=True, slots=True)
class Following:
    """What a person wants a region to follow.

    Attributes:
        source: picture, markers, none, or the path of a sound or of a CSV file.
        most: Events at most; None for all.
    """

    source: str
    most: int | None = None

    def guide(self, media: MediaFile | None, name: str, span: Span, quiet: bool) -> Guide | None:
        """The guide of a region; None when none is wanted.

        Args:
            media: The region's; None for words alone.
            name: Of the region.
            span: Of the region.
            quiet: Show no progress.

        Raises:
            BadInput: There is nothing to follow, or the file does not fit.
            MediaError: The file is no sound that can be decoded.
            NoSuchFile: It is missing.
        """
        match self.source:
            case "none" | "":
                return None
            case "picture":
                if media is None:
                    raise BadInput("Words alone have no picture to follow.", "Give a video, or another guide.")
                found = watch(picture_guide(media, span, name), quiet)
                return found if self.most is None or not found.events else found.at_most(self.most)
            case "markers":
                marked = marked_guide(chapters_of(media) if media else (), span, self.most)
                if marked is None:
                    raise BadInput(
                        f"There is no marker in {name}.", "Write chapters into the file, or give another guide."
                    )
                return marked
        path = Path(self.source)
        if path.suffix.lower() == ".csv":
            return table_guide(path, span.duration, self.most)
        return self._heard(path, media, name, span, quiet)

    def _heard(self, path: Path, media: MediaFile | None, name: str, span: Span, quiet: bool) -> Guide:
        """The guide of a sound file, or of the sound of the video itself under the region."""
        if media is not None and path.exists() and path.samefile(media.path):
            if media.sound is None:
                raise MediaError(f"{path.name} holds no sound that can be decoded.", "Give another guide.")
            return sound_guide(watch(sound_of(media, span), quiet), span.duration, f"The sound of {name}", self.most)
        sound = read_sound(path, span.duration + Fraction(1, 10))
        if sound.duration > span.duration:
            warn(f"{path.name} is longer than {name}: what comes after {clock(span.duration)} is left out.")
        guide = sound_guide(sound, span.duration, path.name, self.most)
        if not guide.events:
            warn(f"No transients carry {path.name}: its level is followed.")
        return guide


def guide(
    file: Path = typer.Argument(..., metavar="FILE", help="A video."),
    shot: int | None = typer.Option(None, "--shot", help="Number of one shot, from 1; else every shot."),
    source: str = typer.Option("picture", "--from", help="picture, markers (its chapters), a sound, or a CSV file."),
    events: int | None = EventCount,
    detector: str = Detector,
    as_json: bool = Json,
) -> None:
    """Say when something should sound in a shot: events, how strong each is, and a curve of energy."""
    media = probe(file)
    regions = regions_of(media, Where(shot, "", "", "", detector), load_plugins(), as_json)
    follow, found = Following(source, events), []
    for region in regions:
        one, reason = None, ""
        try:
            one = follow.guide(media, region.name, region.span, as_json)
        except BadInput as error:
            if len(regions) == 1:
                raise
            reason = error.message
        found.append(RegionGuide(region.name, region.span, one, reason))
    lines = [line for each in found for line in _lines(each)]
    show(GuideList(media.path, tuple(found)), as_json, lines)


def _lines(each: RegionGuide) -> list[str]:
    if each.guide is None:
        return [f"{each.region}: {each.reason}"]
    one = each.guide
    curve = f", a curve of {len(one.curve.values)} values" if one.curve else ""
    period = f", one every {float(one.period):.3f} s" if one.period else ""
    head = f"{each.region}: {len(one.events)} event{'s' if len(one.events) != 1 else ''}{period}{curve}"
    return [head, *(f"  {clock(event.at)}  {event.strength:4.2f}" for event in one.events)]
