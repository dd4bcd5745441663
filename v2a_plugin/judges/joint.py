"""Pictures and sounds in one space: how a picture is described, and where a mapper puts it among the sounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.encoders.protocols import VisualEncoder
from v2a_plugin.mapper.protocol import Mapper
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, frames_of
from v2a_plugin.media.probe import probe
from v2a_plugin.model.embeddings import FrameBatch, VisualEmbedding, unit
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Settings

__all__ = ["describe", "frames_in", "sound_vector"]

_SEEDS = 4
"""Draws that a mapper with chance is averaged over."""


def describe(encoder: VisualEncoder, path: Path, frames: int = 8, aggregation: str = "mean") -> Steps[VisualEmbedding]:
    """The description of a picture, or of a whole video.

    Raises:
        MediaError: It is neither, or damaged.
    """
    batch = yield from frames_in(path, frames, encoder.image_size)
    return (yield from embed(encoder, batch, aggregation))


def frames_in(path: Path, count: int, side: int) -> Steps[FrameBatch]:
    """The one frame of a picture, or some of a video, as squares.

    Raises:
        MediaError: It is neither, or damaged.
    """
    media, fit = probe(path), Fit.square(side)
    if media.still:
        return (yield from frames_at(media, [media.picture.start], fit))
    [batch] = frames_of(media, [media.span], count, fit)
    return batch


def sound_vector(mapper: Mapper, picture: VisualEmbedding) -> Steps[Float32[np.ndarray, " audio"]]:
    """Where a mapper puts a picture in its sound space: the mean of its answers to a few seeds, length 1.

    Raises:
        SpaceMismatch: The mapper was fitted to other encoders.
    """
    answers = yield from mapper.map(picture, Settings(mapper=mapper.name), range(_SEEDS))
    return unit(np.mean([answer.vector for answer in answers], axis=0))
