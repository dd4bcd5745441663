"""Held-out clips to listen to: a take for each picture by one mapper, from the vectors that its cache keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import render, translate
from v2a_plugin.generation.requests import request_for
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span
from v2a_plugin.training.fit.pairs import PairSet

__all__ = ["hear", "heard_clips"]

_SECONDS = Span(Fraction(0), Fraction(5))


def heard_clips(pairs: PairSet, most: int) -> tuple[int, ...]:
    """Rows of the held-out pairs that are heard: one a file, spread over all."""
    first: dict[str, int] = {}
    for row, name in enumerate(pairs.held_out.names):
        first.setdefault(name, row)
    rows = list(first.values())
    count = min(most, len(rows))
    return tuple(rows[place * len(rows) // count] for place in range(count))


def hear(engine: Engine, pairs: PairSet, rows: Sequence[int], mapper: str) -> Steps[tuple[Sound, ...]]:
    """A take of 5 s for the picture of each held-out pair, all from the same seed.

    Args:
        engine: The bundle that the mapper answers to.
        pairs: What it was trained on.
        rows: Of `pairs.held_out`.
        mapper: Its name or folder.

    Raises:
        BundleError: There is no such mapper.
        SpaceMismatch: It was fitted to other encoders.
    """
    own = engine.bundle.card.defaults.settings(mapper, None, None, None)
    settings = replace(own, prompt="sound", prompt_weight=0.0)  # a request without a picture file needs a word
    sounds = []
    for done, row in enumerate(rows):
        yield Progress("rendering held-out clips", done, len(rows))
        vector, name = pairs.held_out.pictures[row], pairs.held_out.names[row]
        picture = VisualEmbedding(vector[None], vector, pairs.clip_space)
        request = request_for(GenerationOrder(settings, 0, 1), name, None, _SECONDS)
        conditionings = yield from translate(engine, request, picture)
        [take] = yield from render(engine, request, conditionings)
        sounds.append(take.sound)
    return tuple(sounds)
