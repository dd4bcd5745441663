"""What is still to be rendered: regions of a project as requests to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.project.project import Project

__all__ = ["Wish", "clips_named", "request_of"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What every region of a run is asked for.

    Attributes:
        settings: The knobs.
        seed: Seed of the first take of each region.
        takes: How many a region should have.
        handle: Seconds rendered before and after.
        again: Render as many more for regions that have enough.
        fixed: The seed was chosen by a person: a region with some of its takes is rendered whole, and the takes it has
            already come out the same and are kept once.
    """

    settings: Settings
    seed: int
    takes: int = 4
    handle: Fraction = Fraction(0)
    again: bool = False
    fixed: bool = False


def clips_named(project: Project, names: Sequence[str], shots: Sequence[int]) -> tuple[PictureClip, ...]:
    """The clips of the cut that a person means, in the order of the cut; all of them without any name or number.

    Args:
        project: Whose cut.
        names: Ids or names of regions.
        shots: Numbers of clips, from 1.

    Raises:
        BadInput: No clip is called so, or has this number.
    """
    picture = project.timeline.picture
    if not picture:
        raise BadInput(f"The cut of {project.name} shows nothing yet.", "Make the project from a video.")
    chosen: set[int] = set()
    for name in names:
        found = [i for i, clip in enumerate(picture) if name in (clip.region.id, clip.region.name)]
        if not found:
            raise BadInput(f"No region is called '{name}'.", "'v2a project list PROJECT regions' names them.")
        chosen.update(found)
    for number in shots:
        if not 1 <= number <= len(picture):
            raise BadInput(
                f"{project.name} has {len(picture)} shots, and shot {number} was asked for.",
                f"Give a number from 1 to {len(picture)}.",
            )
        chosen.add(number - 1)
    return tuple(picture[i] for i in sorted(chosen)) if names or shots else picture


def request_of(project: Project, clip: PictureClip, wish: Wish) -> GenerateRequest | None:
    """What a clip still lacks; None when it has its takes.

    Raises:
        NoSuchFile: The file it shows is missing or has changed.
        SpanError: It is too short or too long for a take.
    """
    have = sum(take.region == clip.region.id for take in project.timeline.takes)
    if have >= wish.takes and not wish.again:
        return None
    media = project.media_of(clip.region)
    return GenerateRequest(
        name=clip.region.name,
        media=media,
        used=clip.region.span,
        rate=project.timeline.rate if media.still else media.rate,
        settings=wish.settings,
        seed=wish.seed,
        takes=wish.takes if wish.again or wish.fixed else wish.takes - have,
        handle=wish.handle,
    )
