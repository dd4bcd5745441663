"""Memory: what a request needs, what the device has, and what gives way when it runs out."""

from __future__ import annotations

import gc
from collections.abc import Callable
from fractions import Fraction

import psutil
import torch

from v2a_plugin.model.errors import OutOfMemory
from v2a_plugin.model.time import clock
from v2a_plugin.sources.generators.parts import Parts

__all__ = ["Workplace", "at_most", "free_bytes", "ran_out"]

_MOST_ROWS = 16
_MOST_ROWS_ON_GPU = 64
"""A GPU takes many in hardly more time than one."""
_RESERVE = 256 * 2**20  # bytes left to the rest of the machine
_UNET_FACTOR = 30  # float32 images of the first block's size alive in a UNet pass; an estimate, on the safe side
_VAE_FACTOR = 16  # the same for the decoder
_SAMPLE_BYTES = 40  # a generator sample of a take: mel, wave, 48 kHz master, a copy of it


def bytes_needed(parts: Parts, takes: int, frames: int, rows: int) -> int:
    """Estimate of the most memory that one rendering takes besides the weights, in bytes.

    Args:
        parts: The generator.
        takes: Sounds rendered together.
        frames: Latent frames of each.
        rows: Latents that go through the UNet together.
    """
    grid = parts.grid
    seen = grid.plan(frames).size
    unet: int = rows * seen * grid.latent_bands * parts.unet.config.block_out_channels[0] * 4 * _UNET_FACTOR
    decoder: int = seen * grid.factor * grid.bands * parts.vae.config.block_out_channels[0] * 4 * _VAE_FACTOR
    return max(unet, decoder) + takes * frames * grid.latent_hop * _SAMPLE_BYTES


def free_bytes(device: str) -> int:
    """Bytes that a device can still give."""
    kind = torch.device(device).type
    if kind == "cuda":
        return int(torch.cuda.mem_get_info(torch.device(device))[0])
    if kind == "mps":
        return int(torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory())
    return int(psutil.virtual_memory().available)


def at_most(limit: int) -> Callable[[str], int]:
    """`free_bytes`, but never more than a limit and what is left to the rest of the machine."""
    return lambda device: min(free_bytes(device), limit + _RESERVE)


def ran_out(error: BaseException) -> bool:
    """Whether an error says that memory ran out, on any device."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    said = str(error).lower()
    return isinstance(error, RuntimeError) and any(
        words in said for words in ("out of memory", "not enough memory", "can't allocate memory")
    )


class Workplace:
    """Where the arithmetic of one generator runs, and how it makes do with less.

    All state between steps stays on the CPU, so any pass may fail, be relieved and be tried again.
    """

    def __init__(self, parts: Parts, device: str, free: Callable[[str], int] = free_bytes) -> None:
        """Move the parts to a device.

        Args:
            parts: The generator.
            device: A torch device.
            free: Tells the bytes that a device can still give.
        """
        self.parts = parts
        self.device = device
        self.rows = self._most_rows()
        self.offloading = False
        self._free = free
        self._usual: torch.dtype | None = None
        self._home = device
        self._swept = False
        self._place()

    def admit(self, takes: int, frames: int, halves: int, samples: int) -> None:
        """Choose how many rows go together, or refuse what cannot fit.

        Args:
            takes: Sounds rendered together.
            frames: Latent frames of each.
            halves: UNet rows a window needs: 2 with guidance, else 1.
            samples: Samples asked for, for the message.

        Raises:
            OutOfMemory: Even one window at a time needs more than there is.
        """
        self._return_home()
        self.rows, self._swept = self._most_rows(), False
        room = self._free(self.device) - _RESERVE
        while self.rows > halves and bytes_needed(self.parts, takes, frames, self.rows) > room:
            self.rows //= 2
        need = bytes_needed(self.parts, takes, frames, halves)
        if need <= room:
            return
        if self.device != "cpu":
            self._move_to("cpu")
            self.admit_on_cpu(takes, frames, halves, samples)
            return
        self._refuse(need, takes, samples)

    def admit_on_cpu(self, takes: int, frames: int, halves: int, samples: int) -> None:
        """The same check once the device has been given up; the arguments are those of `admit`.

        Raises:
            OutOfMemory: Even one window at a time needs more than there is.
        """
        need = bytes_needed(self.parts, takes, frames, halves)
        if need > self._free("cpu") - _RESERVE:
            self._refuse(need, takes, samples)

    def relieve(self, error: BaseException) -> str:
        """Give something up after memory ran out, and say what, in one sentence.

        In order: what nobody uses any more, half of the batch, the parts that are not running, the device.

        Raises:
            OutOfMemory: There is nothing left to give up.
        """
        if not self._swept:
            self._swept = True
            _sweep()
            return f"{self.device} ran out of memory; caches were emptied."
        if self.rows > 2:
            self.rows //= 2
            _sweep()
            return f"{self.device} ran out of memory; {self.rows} windows go together now."
        if self.device != "cpu" and not self.offloading:
            self.offloading = True
            self._settle()
            return f"{self.device} ran out of memory; parts that are not running wait on the CPU."
        if self.device != "cpu":
            gone = self.device
            self._move_to("cpu")
            return f"{gone} ran out of memory; the CPU takes over, more slowly."
        raise OutOfMemory(
            "There is not enough memory for this request, even one window at a time.",
            "Close other programs, or render fewer takes or a shorter span.",
        ) from error

    def widen(self) -> bool:
        """Have the UNet compute in fp32 until the end of this rendering; False when it does already."""
        if self.parts.unet.dtype == torch.float32:
            return False
        self._usual = self.parts.unet.dtype
        self.parts.unet.to(torch.float32)
        return True

    def bring(self, part: torch.nn.Module) -> None:
        """Have a part where it runs, and nothing else there when space is short."""
        if self.offloading:
            for other in (self.parts.unet, self.parts.vae):
                if other is not part:
                    other.to("cpu")
            _sweep()
        if next(part.parameters()).device != torch.device(self.device):  # walking a network's parts is dear
            part.to(self.device)

    def _most_rows(self) -> int:
        return _MOST_ROWS if self.device == "cpu" else _MOST_ROWS_ON_GPU

    def _return_home(self) -> None:
        if self._usual is not None:
            self.parts.unet.to(self._usual)
            self._usual = None
        if self.device != self._home or self.offloading:
            self.offloading = False
            self._move_to(self._home)

    def _move_to(self, device: str) -> None:
        self.device = device
        if device == "cpu":
            self.offloading = False
        self._settle()

    def _settle(self) -> None:
        self._place()
        _sweep()

    def _place(self) -> None:
        resting = "cpu" if self.offloading else self.device
        self.parts.unet.to(resting)
        self.parts.vae.to(resting)
        self.parts.vocoder.to(resting)

    def _refuse(self, need: int, takes: int, samples: int) -> None:
        length = clock(Fraction(samples, self.parts.grid.sample_rate))
        raise OutOfMemory(
            f"{takes} {'take' if takes == 1 else 'takes'} of {length} would need about {need / 2**30:.1f} GB, "
            f"and {self.device} has {max(0, self._free(self.device)) / 2**30:.1f} GB free.",
            "Render fewer takes at a time, or a shorter span.",
        )


def _sweep() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
