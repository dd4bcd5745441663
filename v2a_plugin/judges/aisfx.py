"""aiSFX as a judge (Ma and Lerch, ISMIR 2022): 512 numbers each 2.3 s, trained on commercial libraries of sound effects.

It has no classes of its own. Those of a file beside its weights are middles of its embeddings of real recordings, whitened
by the covariance within classes; `python -m mini judge-apart` writes one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, Float32
from torch import Tensor, nn

from v2a_plugin.judges.fetch import AISFX
from v2a_plugin.judges.protocol import Heard, resampled
from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.sound import Sound

__all__ = ["CLASSES_FILE", "AisfxClasses", "AisfxJudge", "load_aisfx"]

CLASSES_FILE = "aisfx-classes.npz"
_RATE = 44_100  # Hz
_WINDOW, _HOP, _BANDS = 2048, 1024, 96
_PATCH = 100  # frames, 2.3 s
_MOST = 9.457798957824707  # of the spectra it was trained on
_WIDTHS = (1, 64, 128, 256, 512)
_TEMPERATURE = 0.1
"""Cosine that makes a class e times as likely."""


class _Block(nn.Module):
    def __init__(self, wide: int, out: int, pool: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(wide, out, 3, padding=1, bias=False), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = nn.Conv2d(out, out, 3, padding=1, bias=False), nn.BatchNorm2d(out)
        self._pool = pool

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))))
        return nn.functional.max_pool2d(x, self._pool)


class AisfxNetwork(nn.Module):
    """The embedding network, a plain stack of convolutions, named as in the authors' checkpoint."""

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


@dataclass(frozen=True, slots=True, eq=False)
class AisfxClasses:
    """Classes among the embeddings.

    Attributes:
        names: Of the classes.
        centre: Mean embedding of what they were learned from.
        whiten: Of the covariance within classes.
        middles: Unit vectors of the classes, whitened.
    """

    names: tuple[str, ...]
    centre: Float32[np.ndarray, " 512"]
    whiten: Float32[np.ndarray, "512 512"]
    middles: Float32[np.ndarray, "classes 512"]

    def near(self, heard: Float32[np.ndarray, "sounds 512"]) -> Float32[np.ndarray, "sounds classes"]:
        """Cosines of sounds with the classes, -1 to 1."""
        cosines: Float32[np.ndarray, "sounds classes"] = unit((heard - self.centre) @ self.whiten) @ self.middles.T
        return cosines

    def ranks(self, heard: Float32[np.ndarray, "sounds 512"], wanted: Sequence[str]) -> np.ndarray:
        """How many classes are nearer to each sound than the one it should be; wanted classes must be known."""
        near = self.near(heard)
        own = near[np.arange(len(near)), [self.names.index(name) for name in wanted]]
        found: np.ndarray = (near > own[:, None]).sum(1)
        return found

    def save(self, path: Path) -> None:
        """Write a file that `load` reads."""
        np.savez(path, names=np.array(self.names), centre=self.centre, whiten=self.whiten, middles=self.middles)

    @classmethod
    def load(cls, path: Path) -> AisfxClasses:
        """Read what `save` wrote.

        Raises:
            BadInput: It is no such file.
        """
        try:
            with np.load(path, allow_pickle=False) as found:
                names = tuple(str(name) for name in found["names"])
                centre, whiten, middles = (found[part].astype(np.float32) for part in ("centre", "whiten", "middles"))
                if (centre.shape, whiten.shape, middles.shape) != ((512,), (512, 512), (len(names), 512)):
                    raise ValueError
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise BadInput(
                f"{path.name} holds no classes of the judge aisfx.", "Remove it, or write it again."
            ) from error
        return cls(names, centre, whiten, middles)


class AisfxJudge:
    """Hears 44.1 kHz sound brought to a peak of 1, so that level alone decides nothing."""

    name = "aisfx"

    def __init__(self, network: AisfxNetwork, known: AisfxClasses | None = None) -> None:
        self._network, self._known = network.eval().requires_grad_(False), known
        self.classes = known.names if known else ()

    @torch.inference_mode()
    def hear(self, sound: Sound) -> Heard:
        """One embedding each 2.3 s; scores are the shares of the classes, by the mean embedding."""
        wide = resampled(sound, _RATE)
        level = torch.from_numpy(wide / np.float32(float(np.abs(wide).max(initial=0.0)) + 1e-9))
        windows = self._network(self._network.patches(level)).numpy()
        if self._known is None:
            return Heard(windows, np.zeros(0, np.float32))
        share = np.exp((self._known.near(windows.mean(0)[None])[0] - 1) / _TEMPERATURE)
        return Heard(windows, (share / share.sum()).astype(np.float32))


def load_aisfx(package: Path, classes: Path | None = None) -> AisfxJudge:
    """From the unpacked package `aisfx`, with the classes of a file where there is one.

    Raises:
        BadInput: The file holds no classes.
    """
    # The checkpoint holds numbers of numpy's beside the tensors.
    scalar = np.int64(0).__reduce__()[0]
    allowed: list[Any] = [scalar, (scalar, "numpy.core.multiarray.scalar"), np.dtype, np.dtypes.Int64DType]
    with torch.serialization.safe_globals(allowed):
        weights, _ = torch.load(package / AISFX.inside, map_location="cpu", weights_only=True)
    prefix = "embedding_net."
    network = AisfxNetwork()
    network.load_state_dict({name[len(prefix) :]: value for name, value in weights.items() if name.startswith(prefix)})
    return AisfxJudge(network, AisfxClasses.load(classes) if classes and classes.is_file() else None)
