"""PANNs' Cnn14 as a judge (Kong et al. 2020, arXiv 1912.10211): 527 AudioSet classes, 2048 numbers a clip."""

from __future__ import annotations

from pathlib import Path

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from v2a_plugin.judges.checkpoint import fill, read_checkpoint
from v2a_plugin.judges.protocol import Heard, resampled
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.sound import Sound

__all__ = ["load_panns"]

_WIDTHS = (64, 128, 256, 512, 1024, 2048)
_RATES = {1024: 32_000, 512: 16_000, 256: 8_000}
"""Samples a second of the published variants, by the length of their Fourier transform."""


class _Block(nn.Module):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(width, out, 3, padding=1, bias=False), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = nn.Conv2d(out, out, 3, padding=1, bias=False), nn.BatchNorm2d(out)

    def forward(self, x: Tensor, pool: int) -> Tensor:
        x = functional.relu(self.bn1(self.conv1(x)))
        x = functional.relu(self.bn2(self.conv2(x)))
        return functional.avg_pool2d(x, pool) if pool > 1 else x


class Cnn14(nn.Module):
    """Named as in the authors' code, whose checkpoints carry the Fourier and mel matrices as weights.

    Args:
        transform: Length of the Fourier transform: 1024 for 32 kHz, 512 for 16 kHz, 256 for 8 kHz.
        bands: Mel bands.
        classes: Of the last layer.
    """

    def __init__(self, transform: int = 1024, bands: int = 64, classes: int = 527) -> None:
        super().__init__()
        bins = transform // 2 + 1
        self.transform, self.hop = transform, transform * 320 // 1024
        self.spectrogram_extractor = nn.Module()
        stft = nn.Module()
        stft.conv_real = nn.Conv1d(1, bins, transform, self.hop, bias=False)
        stft.conv_imag = nn.Conv1d(1, bins, transform, self.hop, bias=False)
        self.spectrogram_extractor.stft = stft
        self.logmel_extractor = nn.Module()
        self.logmel_extractor.melW = nn.Parameter(torch.zeros(bins, bands))
        self.bn0 = nn.BatchNorm2d(bands)
        for index, (width, out) in enumerate(zip((1, *_WIDTHS), _WIDTHS, strict=False), 1):
            setattr(self, f"conv_block{index}", _Block(width, out))
        self.fc1 = nn.Linear(_WIDTHS[-1], _WIDTHS[-1])
        self.fc_audioset = nn.Linear(_WIDTHS[-1], classes)

    def log_mel(self, samples: Float[Tensor, "clip sample"]) -> Float[Tensor, "clip 1 frame band"]:
        """Power in dB, 1e-10 at least."""
        half = self.transform // 2
        x = functional.pad(samples[:, None], (half, half), mode="reflect")
        stft = self.spectrogram_extractor.stft
        power = stft.conv_real(x) ** 2 + stft.conv_imag(x) ** 2  # type: ignore[union-attr, operator]
        mel = power.transpose(1, 2) @ self.logmel_extractor.melW
        return 10 * torch.log10(mel.clamp(min=1e-10))[:, None]

    def forward(
        self, samples: Float[Tensor, "clip sample"]
    ) -> tuple[Float[Tensor, "clip 2048"], Float[Tensor, "clip class"]]:
        """Embeddings and scores from 0 to 1."""
        x = self.bn0(self.log_mel(samples).transpose(1, 3)).transpose(1, 3)
        for index in range(1, len(_WIDTHS) + 1):
            x = getattr(self, f"conv_block{index}")(x, 2 if index < len(_WIDTHS) else 1)
        x = x.mean(3)
        embedding = functional.relu(self.fc1(x.max(2).values + x.mean(2)))
        return embedding, torch.sigmoid(self.fc_audioset(embedding))


class PannsJudge:
    """Hears sound at its checkpoint's rate and at the level it has."""

    name = "panns"

    def __init__(self, network: Cnn14, rate: int) -> None:
        self._network, self._rate = network.eval().requires_grad_(False), rate
        self.classes = tuple(f"AudioSet class {index}" for index in range(network.fc_audioset.out_features))

    @torch.inference_mode()
    def hear(self, sound: Sound) -> Heard:
        """One window, whatever the length; shorter than a third of a second is filled with silence."""
        samples = torch.from_numpy(resampled(sound, self._rate))
        samples = functional.pad(samples, (0, max(0, self._rate // 3 - len(samples))))
        embedding, scores = self._network(samples[None])
        return Heard(embedding.numpy(), scores[0].numpy())


def load_panns(path: Path) -> PannsJudge:
    """From the authors' checkpoint (`Cnn14_mAP=0.431.pth`, `Cnn14_16k_mAP=0.438.pth`).

    Raises:
        BadInput: It is another network's, or damaged.
    """
    state = read_checkpoint(path)
    real = state.get("spectrogram_extractor.stft.conv_real.weight")
    last = state.get("fc_audioset.weight")
    if real is None or last is None or real.shape[-1] not in _RATES:
        raise BadInput(f"{path.name} is no checkpoint of Cnn14.", "Use Cnn14_mAP=0.431.pth of the authors.")
    network = Cnn14(real.shape[-1], classes=len(last))
    fill(network, state, path)
    return PannsJudge(network, _RATES[real.shape[-1]])
