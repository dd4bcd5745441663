"""Pictures and sounds in one space: the route from a picture to the bundle's sound space, and Wav2CLIP's from a sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float32

from v2a_plugin.encoders.aggregate import embed
from v2a_plugin.generation.engine import Engine
from v2a_plugin.judges.checkpoint import read_checkpoint
from v2a_plugin.judges.judge import resampled
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, frames_of
from v2a_plugin.media.probe import probe
from v2a_plugin.model.embeddings import FrameBatch, VisualEmbedding, unit
from v2a_plugin.model.errors import BadInput, MissingDependency
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.sound import Sound

__all__ = ["ROUTE_SEEDS", "Wav2Clip", "default_route", "frames_in", "load_wav2clip", "look_at", "route"]

ROUTE_SEEDS = 4
"""Draws that a route with chance is averaged over."""
_WAV2CLIP_SPACE, _WAV2CLIP_RATE = "openai-clip-vit-b-32", 16_000


def look_at(engine: Engine, path: Path, frames: int = 8, aggregation: str = "mean") -> Steps[VisualEmbedding]:
    """What the bundle sees in a picture, or in a whole video.

    Raises:
        MediaError: It is neither, or damaged.
    """
    batch = yield from frames_in(path, frames, engine.visual.image_size)
    return (yield from embed(engine.visual, batch, aggregation))


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


def default_route(engine: Engine) -> str:
    """The mapper that CS uses unless told otherwise: the regression one, which has no chance in it, or the bridge."""
    names = [part.name for part in engine.bundle.mappers]
    return "regression" if "regression" in names else "bridge"


def route(engine: Engine, picture: VisualEmbedding, mapper: str) -> Steps[Float32[np.ndarray, " audio"]]:
    """Where a picture lies in the sound space: the mean of the mapper's answers to a few seeds, length 1.

    Raises:
        BundleError: There is no such mapper.
        SpaceMismatch: It was fitted to other encoders.
    """
    loaded = yield from engine.mapper(mapper)
    answers = yield from loaded.map(picture, Settings(mapper=mapper), range(ROUTE_SEEDS))
    return unit(np.mean([answer.vector for answer in answers], axis=0))


class Wav2Clip:
    """Sounds in the space of CLIP ViT-B/32 (Wu et al. 2022, arXiv 2110.11499); the paper's CS is its cosine."""

    def __init__(self, network: Any) -> None:
        self._network = network

    @torch.inference_mode()
    def embed(self, sound: Sound) -> Float32[np.ndarray, " visual"]:
        """Unit vector of the whole sound, freed of its mean, at 16 kHz."""
        samples = resampled(sound, _WAV2CLIP_RATE)
        samples = samples - samples.mean()
        return unit(self._network(torch.from_numpy(samples)[None])[0].numpy())


def load_wav2clip(path: Path, clip_space: str) -> Wav2Clip:
    """From the authors' checkpoint `Wav2CLIP.pt`, through the package `wav2clip`.

    Raises:
        BadInput: The bundle's pictures live in another space, or the file is no such checkpoint.
        MissingDependency: wav2clip or torchaudio is not installed.
    """
    if clip_space != _WAV2CLIP_SPACE:
        raise BadInput(
            f"Wav2CLIP lives in the space {_WAV2CLIP_SPACE}, and the bundle's pictures in {clip_space}.",
            "Use it with a bundle on CLIP ViT-B/32, such as audioldm-s.",
        )
    try:
        from wav2clip.model.encoder import ResNetExtractor
    except (ImportError, OSError) as error:
        raise MissingDependency(
            "CS by Wav2CLIP needs the packages wav2clip and torchaudio.", "pip install wav2clip torchaudio"
        ) from error
    try:
        network = ResNetExtractor(checkpoint=dict(read_checkpoint(path)), scenario="frozen", transform=True)
    except (RuntimeError, KeyError) as error:
        raise BadInput(f"{path.name} is no checkpoint of Wav2CLIP.", "Give the authors' Wav2CLIP.pt.") from error
    return Wav2Clip(network.eval())
