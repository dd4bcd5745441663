"""Wav2CLIP: sounds in the space of a CLIP for pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float32

from v2a_plugin.judges.checkpoint import read_checkpoint
from v2a_plugin.judges.protocol import resampled
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput, MissingDependency
from v2a_plugin.model.sound import Sound

__all__ = ["load_wav2clip"]

_WAV2CLIP_SPACE, _WAV2CLIP_RATE = "openai-clip-vit-b-32", 16_000


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
