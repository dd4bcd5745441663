"""Several regions at a time: their renderings of one length go through the generator as one batch.

A GPU takes many rows in hardly more time than one; a CPU gains nothing beyond two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import each_take, propose
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import Cancelled, V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.sources.shared_generator import Waiting, shared

__all__ = ["alike", "propose_together", "usual_regions", "with_meeting_length"]

T = TypeVar("T")

_STEP = Fraction(1, 4)
"""Seconds: lengths that meet are multiples of it."""
_ON_ACCELERATOR = 8
"""Regions at a time: with two takes side by side and guidance, 32 rows; the generator takes fewer where they do not fit."""


def usual_regions(device: str) -> int:
    """How many regions go together where nobody says it: one on a CPU."""
    return 1 if device == "cpu" else _ON_ACCELERATOR


def with_meeting_length(request: GenerateRequest) -> GenerateRequest:
    """A request with handles that are longer by up to 0.125 s each, so that regions of like length are of one length.

    Without handles it stays as it is.
    """
    length = request.rendered.duration
    more = math.ceil(length / _STEP) * _STEP - length
    return replace(request, handle=request.handle + more / 2) if request.handle else request


def alike(items: Iterable[T], length: Callable[[T], Fraction], most: int) -> Iterator[tuple[T, ...]]:
    """Groups of one length, `most` in each; what fills no group comes last.

    Args:
        items: In the order that they should be done in; read as groups get full.
        length: Of an item.
        most: 1 gives each item as it comes.
    """
    open_groups: dict[Fraction, list[T]] = {}
    for item in items:
        group = open_groups.setdefault(length(item), [])
        group.append(item)
        if len(group) == most:
            yield tuple(open_groups.pop(length(item)))
    yield from (tuple(group) for group in open_groups.values())


def propose_together(
    engine: Engine,
    requests: Sequence[GenerateRequest],
    keep: Callable[[int, RenderedTake], object],
    pictures: Sequence[VisualEmbedding | None] = (),
) -> Steps[tuple[V2AError | None, ...]]:
    """What `propose` does for each request, rendered side by side where lengths and settings are the same.

    Takes are those of `propose` within 1e-3. One request's failure is not that of the others.

    Args:
        engine: The models.
        requests: One a region.
        keep: Gets the place of a request and each of its takes as soon as it is finished.
        pictures: What `describe` gave for each, where that is known already.

    Returns:
        Why a request failed, for each; None where it did not.

    Raises:
        Cancelled: From within the work; what was kept before stays.
    """
    generator = shared(engine.generator)
    beside = engine.with_generator(generator)
    seen = pictures or [None] * len(requests)
    running = {
        number: each_take(propose(beside, request, picture=picture), partial(keep, number))
        for number, (request, picture) in enumerate(zip(requests, seen, strict=True))
    }
    failures: list[V2AError | None] = [None] * len(requests)
    try:
        while running:
            for number, steps in list(running.items()):
                try:
                    ended = yield from _to_next_rendering(steps)
                except Cancelled:
                    raise
                except V2AError as error:
                    failures[number], ended = error, True
                if ended:
                    del running[number]
            yield from generator.render_waiting()
    finally:
        for steps in running.values():
            steps.close()
    return tuple(failures)


def _to_next_rendering(steps: Steps[object]) -> Steps[bool]:
    """Walk on until a rendering is waited for, or to the end; gives whether it is the end."""
    while True:
        try:
            progress = next(steps)
        except StopIteration:
            return True
        if isinstance(progress, Waiting):
            return False
        yield progress
