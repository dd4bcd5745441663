"""Takes made from takes: on the way between two, and of one that is kept in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import media_of, repeat
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Between, Mend, Recipe, SourceKind
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span

__all__ = ["between_takes", "mended_take"]


def between_takes(
    engine: Engine, start: Recipe, end: Recipe, position: float, seed: int | None = None
) -> Steps[RenderedTake]:
    """A take that sounds between two others; its recipe holds both of theirs, so that it can be made again.

    The great circle leads from what the one was asked for to what the other was. It is as long as `start`, and
    rendered with its knobs.

    Args:
        engine: The bundle that both were made with.
        start: Recipe of the take at position 0.
        end: Recipe of the take at position 1.
        position: 0 to 1.
        seed: Of the noise; None takes that of `start`, so that position 0 sounds like it.

    Raises:
        BadInput: The position lies outside, or a picture has changed since.
        BundleError: Another bundle made one of them.
        NoSuchFile: A picture is gone.
    """
    media = media_of(start)
    request = repeat(start, media, media.path.stem if media else "Words")
    wanted = replace(
        request,
        seed=start.seed if seed is None else seed,
        batch=1,
        place=0,
        between=Between(start, end, position),
        edits=(),
        recording=None,
        variation=None,
        mend=None,
    )
    [take] = yield from propose(engine, wanted)
    return take


def mended_take(
    engine: Engine,
    original: RenderedTake,
    kept: Sequence[Span],
    seed: int,
    extend: Fraction = Fraction(0),
    strength: float = 1.0,
) -> Steps[RenderedTake]:
    """A take that is another one where it is kept, and rendered anew for the same thing elsewhere.

    Args:
        engine: The bundle that the other was made with.
        original: The other.
        kept: Seconds from the start of what it uses; one that begins there or ends with it holds its handle too. None
            for all of it.
        seed: Of the noise.
        extend: Seconds that are added behind what it uses.
        strength: How much of the rest is rendered anew, 0 to 1.

    Raises:
        BadInput: Nothing is kept or all, a picture has changed, or the generator cannot start from a sound.
        BundleError: Another bundle made it.
        NoSuchFile: A picture is gone.
    """
    take, recipe = original.take, original.take.recipe
    media, start, length = media_of(recipe), take.used.start, take.used.duration
    spans = tuple(
        Span(
            start + span.start if span.start > 0 else take.rendered.start,
            start + span.end if span.end < length else take.rendered.end,
        )
        for span in kept or (Span(Fraction(0), length),)
        if span.start < length
    )
    wanted = replace(
        repeat(recipe, media, media.path.stem if media else "Words"),
        used=Span(start, take.used.end + extend),
        handle=min(start - take.rendered.start, take.rendered.end - take.used.end),
        settings=replace(recipe.settings, source=SourceKind.GENERATOR),
        seed=seed,
        batch=1,
        place=0,
        between=None,
        edits=(),
        guide=None,
        recording=None,
        variation=None,
        mend=Mend(recipe, spans, strength),
    )
    [mended] = yield from propose(engine, wanted, original)
    return mended
