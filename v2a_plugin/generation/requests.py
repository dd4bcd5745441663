"""Which regions are meant, and one region, or the take of a recipe, as a request: the only place that makes one."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.generation.recipes import check_media
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.request import GenerateRequest, GenerationOrder
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.project.project import Project

__all__ = ["WORDS_RATE", "clips_named", "media_of", "missing_takes", "repeat", "request_for", "request_for_clip"]

WORDS_RATE = Fraction(25)
"""Frames a second that a picture or words count by when no timeline says otherwise."""


def request_for(
    order: GenerationOrder,
    name: str,
    media: MediaFile | None,
    used: Span,
    rate: Fraction = WORDS_RATE,
    time_map: TimeMap | None = None,
) -> GenerateRequest:
    """One region as a request.

    Args:
        order: What is asked for.
        name: What a person calls the region.
        media: Its picture; None for words alone.
        used: Seconds from the first picture frame; from 0 for a still or for words alone.
        rate: Frames a second of the timeline it goes to. A video counts by its own, at a standard rate.
        time_map: Of a region whose speed was changed.

    Raises:
        SpanError: It is too short or too long for a take.
        BadInput: Neither a picture nor words, or too many takes.
    """
    return GenerateRequest(
        name=name,
        media=media,
        used=used,
        rate=rate if media is None or media.still else media.timeline_rate,
        settings=order.settings,
        seed=order.seed,
        takes=order.takes,
        handle=order.handle,
        between=order.between,
        time_map=time_map,
        variation=order.variation,
        recording=order.recording,
    )


def request_for_clip(project: Project, clip: PictureClip, order: GenerationOrder) -> GenerateRequest:
    """A clip of a cut as a request; otherwise as `request_for`.

    Raises:
        NoSuchFile: The file it shows is missing or has changed.
    """
    media = project.media_of(clip.region)
    region = clip.region
    return request_for(order, region.name, media, region.span, project.timeline.rate, region.time_map)


def missing_takes(
    project: Project,
    clip: PictureClip,
    order: GenerationOrder,
    *,
    again: bool = False,
    fixed: bool = False,
    besides: int = 0,
) -> GenerateRequest | None:
    """What a clip still lacks of the takes of an order; None when it has them.

    Args:
        project: Whose cut.
        clip: The clip.
        order: What every region is asked for; `takes` is how many it should have.
        again: Render as many more where there are enough.
        fixed: The seed was chosen by a person: a region with some of its takes is rendered from the first seed on, and
            the takes it has already come out the same and are kept once.
        besides: Takes of it that are finished and not in the project yet.

    Raises:
        NoSuchFile: The file it shows is missing or has changed.
        SpanError: It is too short or too long for a take.
    """
    have = besides + sum(take.region == clip.region.id for take in project.timeline.takes)
    if have >= order.takes and not again:
        return None
    lacking = order.takes if again or fixed else order.takes - have
    request = request_for_clip(project, clip, replace(order, takes=lacking))
    return request if fixed else replace(request, avoid=_recordings(project, clip))


def _recordings(project: Project, clip: PictureClip) -> frozenset[str]:
    """Digests of the recordings that a clip has takes of."""
    found: set[str] = set()
    for take in project.timeline.takes:
        if take.region == clip.region.id:
            with contextlib.suppress(NoSuchFile, BadInput):  # a take whose recipe is gone
                recording = project.take(take.id).recipe.recording
                found.update([recording.digest] if recording else [])
    return frozenset(found)


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


def repeat(recipe: Recipe, media: MediaFile | None, name: str) -> GenerateRequest:
    """The request that makes a recipe's take again.

    Args:
        recipe: The take's.
        media: Its picture, probed where it lies now; None for a take of words alone.
        name: What a person calls the region.
    """
    return GenerateRequest(
        name,
        media,
        recipe.used,
        recipe.rate,
        recipe.settings,
        recipe.seed,
        1,
        recipe.handle,
        recipe.batch,
        recipe.between,
        recipe.place,
        recipe.edits,
        recipe.time_map,
        recipe.guide,
        recipe.recording,
        variation=recipe.variation,
        mend=recipe.mend,
    )


def media_of(recipe: Recipe) -> MediaFile | None:
    """The picture of a recipe's take, probed where it lies now; None for a take of words alone.

    Raises:
        NoSuchFile: It is gone.
        BadInput: It has changed since.
    """
    if recipe.media is None:
        return None
    media = probe(recipe.media.path)
    check_media(recipe, media)
    return media
