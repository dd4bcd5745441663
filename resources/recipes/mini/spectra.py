"""What spectra say of made sound: distances to the real one, and small critics that learn to tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional
from transformers.audio_utils import mel_filter_bank

__all__ = ["Against", "Critics", "against", "envelope_loss", "spectral_loss"]

_RATE = 16_000
_RESOLUTIONS = (256, 512, 1024, 2048)  # samples of the window; hop a quarter of it
_ENVELOPES = ((256, 64, 40), (400, 160, 64), (1024, 160, 64), (1024, 256, 128))  # window and hop in samples, bands

Sounds = Float[Tensor, "batch samples"]


def _spectrum(sound: Sounds, size: int) -> Float[Tensor, "batch bins frames"]:
    window = torch.hann_window(size, device=sound.device)
    power = torch.stft(sound, size, size // 4, window=window, return_complex=True).abs().square()
    return (power + 1e-7).sqrt()


def spectral_loss(made: Sounds, real: Sounds) -> Float[Tensor, ""]:
    """Mean over resolutions of spectral convergence and the distance of log spectra (Yamamoto et al. 2020, eq. 6)."""
    total = torch.zeros((), device=made.device)
    for size in _RESOLUTIONS:
        ours, theirs = _spectrum(made, size), _spectrum(real, size)
        apart = (ours - theirs).flatten(1).norm(dim=1) / theirs.flatten(1).norm(dim=1).clamp(min=1e-2)
        total = total + apart.clamp(max=2).mean() + (ours.log() - theirs.log()).abs().mean()
    return total / len(_RESOLUTIONS)


@lru_cache
def _bands(window: int, bands: int, device: torch.device) -> Tensor:
    made = mel_filter_bank(window // 2 + 1, bands, 0.0, _RATE / 2, _RATE, norm=None, mel_scale="htk")
    return torch.from_numpy(made.T).float().to(device)


def _envelope(sound: Sounds, window: int, hop: int, bands: int) -> Float[Tensor, "batch bands frames"]:
    hann = torch.hann_window(window, device=sound.device)
    seen = torch.stft(sound, window, hop, window=hann, return_complex=True)
    return (_bands(window, bands, sound.device) @ (seen.real.square() + seen.imag.square() + 1e-9).sqrt() + 1e-2).log()


def envelope_loss(made: Sounds, real: Sounds) -> Float[Tensor, ""]:
    """Mean distance of log-mel spectra through windows of several lengths: texture counts for less than envelope."""
    apart = [(_envelope(made, *one) - _envelope(real, *one)).abs().mean() for one in _ENVELOPES]
    return torch.stack(apart).mean()


class Critics(nn.Module):
    """One small network a resolution that scores patches of a log spectrum: towards 1 for real ones, 0 for made ones."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.nets = nn.ModuleList(
            nn.ModuleList(
                nn.Conv2d(a, b, (5, 3), (s, 1), (2, 1))
                for a, b, s in ((1, width, 2), (width, width, 2), (width, width, 2), (width, 1, 1))
            )
            for _ in _RESOLUTIONS[:3]
        )

    def forward(self, sound: Sounds) -> tuple[list[Tensor], list[Tensor]]:
        """Scores of patches, and the features on the way."""
        scores, found = [], []
        for size, net in zip(_RESOLUTIONS[1:], self.nets, strict=True):
            x = _spectrum(sound, size).log()[:, None] / 4 + 1
            assert isinstance(net, nn.ModuleList)
            for layer in net[:-1]:
                x = functional.leaky_relu(layer(x), 0.1)
                found.append(x)
            scores.append(net[-1](x))
        return scores, found


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """What both sides lose in one round.

    Attributes:
        critics: How badly the critics told real from made: least squares (Mao et al. 2017).
        maker: How badly the maker fooled them, and how unlike its features are (Larsen et al. 2016).
    """

    critics: Tensor
    maker: Tensor


def against(critics: Critics, made: Sounds, real: Sounds) -> Against:
    """One round of made sound against real sound; the maker's loss leaves the critics alone."""
    critics.requires_grad_(True)
    nothing = torch.zeros((), device=made.device)
    real_scores, real_features = critics(real)
    made_scores, _ = critics(made.detach())
    told = sum((((r - 1) ** 2).mean() + (m**2).mean() for r, m in zip(real_scores, made_scores, strict=True)), nothing)
    critics.requires_grad_(False)
    scores, features = critics(made)
    fooled = sum((((score - 1) ** 2).mean() for score in scores), nothing)
    critics.requires_grad_(True)
    alike = sum(((a - b.detach()).abs().mean() for a, b in zip(features, real_features, strict=True)), nothing)
    return Against(told, fooled + 2 * alike)
