"""A judge apart: aiSFX's embeddings (Ma and Lerch, ISMIR 2022), and classes learned from the part *judge* alone.

aiSFX is a plain stack of convolutions trained on commercial libraries of sound effects, so neither its family nor its
data are those of YAMNet, which conditions, ranks and tags. Nothing of it ships, and nothing else learns from what it
says. The classes are middles of its embeddings, whitened by the covariance within classes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soxr
import torch
from jaxtyping import Float, Float32
from torch import Tensor, nn

from v2a_plugin.evaluation.corpus import RATE
from v2a_plugin.judges.fetch import AISFX
from v2a_plugin.model.embeddings import unit

__all__ = ["Stranger", "StrangerNetwork", "embed", "learn", "load_stranger", "shuffled"]

_RATE = 44_100  # Hz
_WINDOW, _HOP, _BANDS = 2048, 1024, 96
_PATCH = 100  # frames, 2.3 s
_MOST = 9.457798957824707  # of the spectra it was trained on
_SECONDS = 5  # of a sound that are heard
_WIDTHS = (1, 64, 128, 256, 512)


class _Block(nn.Module):
    def __init__(self, wide: int, out: int, pool: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(wide, out, 3, padding=1, bias=False), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = nn.Conv2d(out, out, 3, padding=1, bias=False), nn.BatchNorm2d(out)
        self._pool = pool

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))
        return nn.functional.max_pool2d(x, self._pool)


class StrangerNetwork(nn.Module):
    """aiSFX's embedding network; `load_stranger` fills it."""

    bank: Tensor
    hann: Tensor

    def __init__(self) -> None:
        super().__init__()
        for index in range(4):
            setattr(self, f"conv_block{index + 1}", _Block(_WIDTHS[index], _WIDTHS[index + 1], 2 if index < 3 else 1))
        self.register_buffer("bank", torch.from_numpy(_mel_bank()), persistent=False)
        self.register_buffer("hann", torch.hann_window(_WINDOW), persistent=False)

    def patches(self, sound: Float[Tensor, " samples"]) -> Float[Tensor, "patches 100 96"]:
        """Log-mel patches of 44.1 kHz sound; a short one comes again until a patch is full."""
        sound = nn.functional.pad(sound, (0, max(0, 2 * _WINDOW - len(sound))))
        power = torch.stft(sound, _WINDOW, _HOP, window=self.hann, return_complex=True).abs().square()
        spectrum = torch.log10(10_000 * (self.bank @ power) + 1).T / _MOST
        count = max(1, math.ceil(len(spectrum) / _PATCH - 0.35))  # a rest of a third is left out
        again = -(-count * _PATCH // len(spectrum))
        return spectrum.repeat(again, 1)[: count * _PATCH].reshape(count, _PATCH, _BANDS)

    def forward(self, patches: Float[Tensor, "patches 100 96"]) -> Float[Tensor, "patches 512"]:
        """The loudest answer over time of the mean over bands."""
        x = patches[:, None]
        for index in range(4):
            x = getattr(self, f"conv_block{index + 1}")(x)
        return x.mean(3).max(2).values


def _mel_bank() -> Float32[np.ndarray, "96 1025"]:
    """Triangles on the HTK mel scale, each with a sum of 1."""
    top = 2595 * math.log10(1 + _RATE / 2 / 700)
    points = 700 * (10 ** (np.linspace(0, top, _BANDS + 2) / 2595) - 1)
    slopes, widths = points[:, None] - np.linspace(0, _RATE / 2, _WINDOW // 2 + 1), np.diff(points)[:, None]
    triangles = np.minimum(-slopes[:-2] / widths[:-1], slopes[2:] / widths[1:]).clip(0)
    bank: Float32[np.ndarray, "96 1025"] = (triangles / triangles.sum(1, keepdims=True).clip(1e-9)).astype(np.float32)
    return bank


def load_stranger(package: Path) -> StrangerNetwork:
    """The network with the weights in the unpacked `aisfx`."""
    # Its file holds numbers of numpy's beside the tensors.
    scalar = np.int64(0).__reduce__()[0]
    allowed: list[Any] = [scalar, (scalar, "numpy.core.multiarray.scalar"), np.dtype, np.dtypes.Int64DType]
    with torch.serialization.safe_globals(allowed):
        weights, _ = torch.load(package / AISFX.inside, map_location="cpu", weights_only=True)
    prefix = "embedding_net."
    network = StrangerNetwork()
    network.load_state_dict({name[len(prefix) :]: value for name, value in weights.items() if name.startswith(prefix)})
    return network.eval().requires_grad_(False)


@torch.inference_mode()
def embed(network: StrangerNetwork, sound: Float32[np.ndarray, " samples"]) -> Float32[np.ndarray, " 512"]:
    """The mean embedding of the first 5 s of 16 kHz sound, whatever its level."""
    wide = soxr.resample(sound[: _SECONDS * RATE], RATE, _RATE).astype(np.float32)
    level = torch.from_numpy(wide / (float(np.abs(wide).max(initial=0.0)) + 1e-9))
    heard: Float32[np.ndarray, " 512"] = network(network.patches(level)).mean(0).numpy()
    return heard


@dataclass(frozen=True, slots=True, eq=False)
class Stranger:
    """Classes among aiSFX's embeddings.

    Attributes:
        classes: Names.
        centre: Mean embedding of what it learned from.
        whiten: Of the covariance within classes.
        middles: Unit vectors of the classes, whitened.
    """

    classes: tuple[str, ...]
    centre: Float32[np.ndarray, " 512"]
    whiten: Float32[np.ndarray, "512 512"]
    middles: Float32[np.ndarray, "classes 512"]

    def ranks(self, heard: Float32[np.ndarray, "sounds 512"], wanted: Sequence[str]) -> np.ndarray:
        """How many classes are nearer to each sound than the one it should be; wanted classes must be known."""
        near = unit((heard - self.centre) @ self.whiten) @ self.middles.T
        own = near[np.arange(len(near)), [self.classes.index(name) for name in wanted]]
        found: np.ndarray = (near > own[:, None]).sum(1)
        return found


def learn(heard: Float32[np.ndarray, "sounds 512"], names: Sequence[str], shrink: float = 0.6) -> Stranger:
    """Classes with two sounds or more. Among shares of 0.1, 0.3 and 0.6 of the isotropic covariance, 0.6 knew most."""
    sizes = Counter(names)
    classes = tuple(sorted(name for name in sizes if name and sizes[name] > 1))
    rows = [row for row, name in enumerate(names) if name in classes]
    labels = np.array([classes.index(names[row]) for row in rows])
    known = heard[rows]
    middles = np.stack([known[labels == index].mean(0) for index in range(len(classes))])
    within = np.cov((known - middles[labels]).T)
    within = (1 - shrink) * within + shrink * np.trace(within) / len(within) * np.eye(len(within))
    values, vectors = np.linalg.eigh(within)
    whiten = (vectors / np.sqrt(values)).astype(np.float32)
    centre = known.mean(0)
    return Stranger(classes, centre, whiten, unit((middles - centre) @ whiten))


def shuffled(judge: Stranger, heard: Float32[np.ndarray, "sounds 512"], wanted: Sequence[str], among: int) -> float:
    """How often a sound is among the `among` nearest to what another one should be."""
    turns = [judge.ranks(np.roll(heard, turn, axis=0), wanted) < among for turn in range(1, len(wanted))]
    return float(np.mean(turns)) if turns else 0.0
