"""A small trained network that mends what Griffin-Lim leaves: rough tones and smeared onsets.

Griffin-Lim looks through windows of 64 ms, so onsets are heard before they come, and its phases never quite agree, so
tones are rough. The refiner looks at its sound through windows of 32 ms, together with the mel frames it was made of,
and multiplies every bin by a gain and a turn of phase, as masks in speech enhancement do (Williamson, Wang, Wang 2016).
An untrained refiner changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Complex64, Float, Float32
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from v2a_plugin.encoders.quiet_loading import first_line
from v2a_plugin.files import read_text, replacing, write_text
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.finite import check_numbers
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.generators.griffin_lim import GriffinLim

__all__ = ["RefinedGriffinLim", "Refiner", "RefinerSizes", "load_refiner"]

_WINDOW = 512  # samples
_BINS = _WINDOW // 2 + 1
_MOST = 3.0  # nepers that a bin may be raised or lowered
_CHUNK = 1_000  # mel frames refined at a time

Frames = Float[Tensor, "take frame width"]


@dataclass(frozen=True, slots=True)
class RefinerSizes:
    """What is needed to build one; kept in `config.json` beside the weights.

    Attributes:
        bands: Mel bands.
        hop: Samples a mel frame, at most half of the window of 512.
        width: Channels.
        blocks: Residual blocks.
        kernel: Frames that a block looks at; odd.
    """

    bands: int = 64
    hop: int = 160
    width: int = 128
    blocks: int = 6
    kernel: int = 7

    @property
    def context(self) -> int:
        """Frames on either side that one output frame depends on."""
        return 1 + self.blocks * (self.kernel // 2) + 2 * (_WINDOW // self.hop + 1)


class _Block(nn.Module):
    """A ConvNeXt block over time (Liu et al. 2022)."""

    def __init__(self, width: int, kernel: int) -> None:
        super().__init__()
        self.look = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width)
        self.widen, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, x: Frames) -> Frames:
        """As many frames, each having looked at its neighbours."""
        inner = self.norm(self.look(x.transpose(1, 2)).transpose(1, 2))
        mended: Frames = x + self.narrow(functional.gelu(self.widen(inner)))
        return mended


class Refiner(nn.Module):
    """Sound and its mel frames to better sound of the same length."""

    window: Tensor

    def __init__(self, sizes: RefinerSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.register_buffer("window", torch.hann_window(_WINDOW), persistent=False)
        self.enter = nn.Conv1d(_BINS + sizes.bands, sizes.width, 3, padding=1)
        self.blocks = nn.ModuleList(_Block(sizes.width, sizes.kernel) for _ in range(sizes.blocks))
        self.norm = nn.LayerNorm(sizes.width)
        self.leave = nn.Linear(sizes.width, 2 * _BINS)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(
        self, sound: Float[Tensor, "take sample"], mel: Float[Tensor, "take frame band"]
    ) -> Float[Tensor, "take sample"]:
        """The refined sound.

        Args:
            sound: `frame * hop` samples each.
            mel: Log-mel frames they were made of.
        """
        heard = self._analyse(sound)
        seen = torch.cat(((heard.abs() + 1e-4).log() / 3 + 1, mel / 3 + 1.5), dim=2)
        x = self.enter(seen.transpose(1, 2)).transpose(1, 2)
        for block in self.blocks:
            x = block(x)
        gain, turn = self.leave(self.norm(x)).float().chunk(2, dim=2)
        mask = torch.polar((_MOST * torch.tanh(gain / _MOST)).exp(), turn)
        return self._synthesise(heard * mask, sound.shape[1])

    def save(self, folder: Path) -> None:
        """Write `config.json` and `model.safetensors`, the weights in half precision."""
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / "config.json", json.dumps(asdict(self.sizes), indent=2) + "\n")
        with replacing(folder / "model.safetensors") as partial:
            save_file({name: value.half().contiguous() for name, value in self.state_dict().items()}, partial)

    @property
    def _edge(self) -> int:
        """Samples before the sound that the first window sees: its middle is that of the first mel frame."""
        return (_WINDOW - self.sizes.hop) // 2

    def _analyse(self, sound: Float[Tensor, "take sample"]) -> Complex64[Tensor, "take frame bin"]:
        padded = functional.pad(sound, (self._edge, _WINDOW - self.sizes.hop - self._edge))
        spectrum: Tensor = torch.fft.rfft(padded.unfold(1, _WINDOW, self.sizes.hop) * self.window)
        return spectrum

    def _synthesise(self, spectrum: Complex64[Tensor, "take frame bin"], samples: int) -> Float[Tensor, "take sample"]:
        """Windowed overlap-add (Griffin and Lim 1984, eq. 6)."""
        frames = torch.fft.irfft(spectrum, n=_WINDOW) * self.window
        weight = self.window.square().expand(1, frames.shape[1], _WINDOW)
        summed = self._overlap_add(frames) / self._overlap_add(weight).clamp(min=1e-3)
        return summed[:, self._edge : self._edge + samples]

    def _overlap_add(self, frames: Float[Tensor, "take frame sample"]) -> Float[Tensor, "take sample"]:
        total = (frames.shape[1] - 1) * self.sizes.hop + _WINDOW
        columns = frames.transpose(1, 2)
        summed: Tensor = functional.fold(columns, (1, total), (1, _WINDOW), stride=(1, self.sizes.hop))
        return summed[:, 0, 0]


def load_refiner(folder: Path) -> Refiner:
    """Read what `Refiner.save` wrote.

    Raises:
        BundleError: A file is missing, corrupt, or of another network.
    """
    try:
        sizes = RefinerSizes(**json.loads(read_text(folder / "config.json")))
        refiner = Refiner(sizes)
        weights = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
        refiner.load_state_dict(weights)
    except (OSError, ValueError, TypeError, RuntimeError, SafetensorError) as error:
        raise BundleError(f"{folder} cannot be loaded: {first_line(error)}.", "Install the bundle again.") from error
    return refiner.eval()


class RefinedGriffinLim:
    """Griffin-Lim, then the refiner, in chunks with their context, so that memory does not grow with the length."""

    def __init__(self, phases: GriffinLim, refiner: Refiner) -> None:
        """Take both.

        Args:
            phases: Gives the sound to mend.
            refiner: Trained for the same mel.
        """
        self.sample_rate, self.hop, self.bands = phases.sample_rate, phases.hop, phases.bands
        self._phases, self._refiner = phases, refiner.eval()

    def to(self, device: str) -> None:
        """Stay on the CPU, where the sound is wanted anyway."""

    def decoded(self, mel: Float32[Tensor, "frame band"]) -> Float32[Tensor, "frame band"]:
        """What the decoder should give for a natural logarithm of the amplitude."""
        return self._phases.decoded(mel)

    def render(
        self, mel: Float32[Tensor, "take frame band"], seeds: Sequence[int]
    ) -> Steps[Float32[np.ndarray, "take sample"]]:
        """`frame * hop` samples a take; the seeds decide the first phases."""
        rough = yield from self._phases.render(mel, seeds)
        check_numbers(rough, "The vocoder")
        waves, frames = np.empty_like(rough), mel.shape[1]
        starts = range(0, frames, _CHUNK)
        logged = self._phases.log_mel(mel)
        for take in range(len(waves)):
            for chunk, start in enumerate(starts):
                yield Progress("refining", take * len(starts) + chunk, len(waves) * len(starts))
                stop = min(start + _CHUNK, frames)
                piece = self._chunk(torch.from_numpy(rough[take]), logged[take], start, stop)
                check_numbers(piece, "The refiner of the vocoder")
                waves[take, start * self.hop : stop * self.hop] = piece
        return waves

    @torch.inference_mode()
    def _chunk(
        self, sound: Float32[Tensor, " sample"], mel: Float32[Tensor, "frame band"], start: int, stop: int
    ) -> Float32[np.ndarray, " sample"]:
        first = max(0, start - self._refiner.sizes.context)
        last = min(len(mel), stop + self._refiner.sizes.context)
        part = self._refiner(sound[None, first * self.hop : last * self.hop], mel[None, first:last])
        piece: Float32[np.ndarray, " sample"] = part[0, (start - first) * self.hop :][
            : (stop - start) * self.hop
        ].numpy()
        return piece
