"""VGGish as a judge (Hershey et al. 2017): 128 numbers each 0.96 s, without classes; what FAD was defined on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from v2a_plugin.encoders.yamnet_network import RATE, YAMNet
from v2a_plugin.judges.checkpoint import fill, read_checkpoint
from v2a_plugin.judges.protocol import Heard, resampled
from v2a_plugin.model.sound import Sound

__all__ = ["load_vggish"]

_WINDOW, _HOP, _FFT, _PATCH = 400, 160, 512, 96  # samples: 25 ms, 10 ms; frames: 0.96 s
_OFFSET = 0.01


class VGGish(nn.Module):
    """Named as in the public torch port (torchvggish), whose `vggish-10086976.pth` it reads; no whitening at the end."""

    mel: Tensor
    hann: Tensor

    def __init__(self) -> None:
        super().__init__()
        layers, width = list[nn.Module](), 1
        for out in (64, 0, 128, 0, 256, 256, 0, 512, 512, 0):
            if out:
                layers += [nn.Conv2d(width, out, 3, padding=1), nn.ReLU()]
                width = out
            else:
                layers.append(nn.MaxPool2d(2, 2))
        self.features = nn.Sequential(*layers)
        self.embeddings = nn.Sequential(
            *(
                nn.Linear(512 * 4 * 6, 4096),
                nn.ReLU(),
                nn.Linear(4096, 4096),
                nn.ReLU(),
                nn.Linear(4096, 128),
                nn.ReLU(),
            )
        )
        self.register_buffer("mel", YAMNet().mel, persistent=False)  # the same filters
        self.register_buffer("hann", torch.hann_window(_WINDOW, periodic=True), persistent=False)

    def patches(self, samples: Float[Tensor, " sample"]) -> Float[Tensor, "patch 1 96 64"]:
        """Log-mel patches side by side; a rest at the end is dropped, a shorter sound is filled with silence."""
        samples = functional.pad(samples, (0, max(0, _WINDOW + (_PATCH - 1) * _HOP - samples.shape[-1])))
        spectrum = torch.fft.rfft(samples.unfold(0, _WINDOW, _HOP) * self.hann, _FFT).abs()
        log_mel = torch.log(spectrum @ self.mel + _OFFSET)
        return log_mel.unfold(0, _PATCH, _PATCH).transpose(1, 2)[:, None]

    def forward(self, patches: Float[Tensor, "patch 1 96 64"]) -> Float[Tensor, "patch 128"]:
        """One embedding a patch."""
        seen = self.features(patches).permute(0, 2, 3, 1).flatten(1)
        embedded: Tensor = self.embeddings(seen)
        return embedded


class VggishJudge:
    """Hears 16 kHz sound at the level it has."""

    name = "vggish"
    classes: tuple[str, ...] = ()

    def __init__(self, network: VGGish) -> None:
        self._network = network.eval().requires_grad_(False)

    @torch.inference_mode()
    def hear(self, sound: Sound) -> Heard:
        """One embedding each 0.96 s; no scores."""
        samples = torch.from_numpy(resampled(sound, RATE))
        return Heard(self._network(self._network.patches(samples)).numpy(), np.zeros(0, np.float32))


def load_vggish(path: Path) -> VggishJudge:
    """From the public torch checkpoint.

    Raises:
        BadInput: It is another network's, or damaged.
    """
    network = VGGish()
    fill(network, read_checkpoint(path), path)
    return VggishJudge(network)
