"""Gives a source what it needs beside vectors: the words of a conditioning, and the frames of a region."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from v2a_plugin.generation.engine import Engine
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_of, spread
from v2a_plugin.media.retimed import retimed_frames
from v2a_plugin.model.embeddings import Conditioning, FrameBatch
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.sources.protocol import FramesNeeded, needs_of

__all__ = ["given"]

_CAPTIONS = 3
"""Captions at most that are given as words."""
_CLOSE = 0.5
"""Share of the first caption's score that a further one needs."""


def given(
    engine: Engine, request: GenerateRequest, conditionings: Sequence[Conditioning]
) -> Steps[tuple[Conditioning, ...]]:
    """The conditionings with what the engine's generator says that it needs.

    Words are the prompt and the captions that won. Where a mapper names none, they are what the audio encoder calls a
    sound with the conditioning's vector. Frames are those of the rendered span, as many a second as are needed; a still
    picture is seen all the time.

    Raises:
        MediaError: The picture cannot be decoded.
        NoSuchFile: It is gone.
    """
    needs = needs_of(engine.generator)
    if needs.words:
        conditionings = [
            replace(each, words=_words(engine, each), unwanted=each.why.negative_prompt) for each in conditionings
        ]
    if needs.frames is not None and request.media is not None:
        yield Progress("looking", 0, 1)
        frames = yield from _frames(request, needs.frames)
        conditionings = [replace(each, frames=frames) for each in conditionings]
    return tuple(conditionings)


def _words(engine: Engine, conditioning: Conditioning) -> str:
    why = conditioning.why
    prompt = [why.prompt] if why.prompt and why.prompt_weight > 0 else []
    if prompt and (why.prompt_weight == 1 or not why.mapper):
        return prompt[0]
    tags = why.captions or engine.ranker.heard_as(conditioning.positive[None], 1)[0]
    captions = [tag.label for tag in tags[:_CAPTIONS] if tag.score >= _CLOSE * tags[0].score]
    return ", ".join(dict.fromkeys([*prompt, *captions]))


def _frames(request: GenerateRequest, needed: FramesNeeded) -> Steps[FrameBatch]:
    assert request.media is not None
    span, fit = request.rendered, Fit.square(needed.size)
    count = max(1, math.ceil(span.duration * needed.rate))
    if request.media.still:
        [one] = frames_of(request.media, [request.used], 1, fit)
        return FrameBatch(np.repeat(one.pixels[:1], count, axis=0), spread(span, count))
    time_map = request.time_map or TimeMap.steady(span, span.start, Fraction(1))
    return (yield from retimed_frames(request.media, time_map, span, count, fit))
