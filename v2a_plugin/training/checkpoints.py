"""Resumable training: one safetensors file a checkpoint, written whole or not at all, and the loop's common parts."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

__all__ = ["Clock", "average_into", "load_optimizer", "restore", "save", "save_tensors"]


class Clock:
    """Time since a stage began."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since then."""
        return time.monotonic() - self._start


def save_tensors(path: Path, tensors: dict[str, Tensor]) -> None:
    """Write a safetensors file in one move, the same from every device."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    save_file({name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}, partial)
    partial.replace(path)


def save(path: Path, step: int, modules: dict[str, nn.Module], optimizer: torch.optim.Optimizer) -> None:
    """Weights, optimizer moments and the step count."""
    tensors = {f"{name}/{key}": value for name, module in modules.items() for key, value in module.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer/{index}/{key}": torch.as_tensor(value) for key, value in state.items()}
    save_tensors(path, tensors | {"step": torch.tensor(step)})


def restore(path: Path, modules: dict[str, nn.Module], optimizer: torch.optim.Optimizer | None) -> int:
    """Undo `save` into the given parts, each on the device it is on; the step count, 0 when there is no checkpoint."""
    if not path.is_file():
        return 0
    tensors = load_file(path)
    for name, module in modules.items():
        cut = len(name) + 1
        module.load_state_dict({key[cut:]: value for key, value in tensors.items() if key.startswith(f"{name}/")})
    if optimizer is not None:
        load_optimizer(optimizer, tensors)
    return int(tensors["step"])


def load_optimizer(optimizer: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    """The moments under `optimizer/` into an optimizer built over the same parameters."""
    state = dict[int, dict[str, Tensor]]()
    for name, value in tensors.items():
        if name.startswith("optimizer/"):
            _, index, key = name.split("/")
            state.setdefault(int(index), {})[key] = value
    whole = optimizer.state_dict()
    optimizer.load_state_dict({"state": state, "param_groups": whole["param_groups"]})


@torch.no_grad()
def average_into(average: nn.Module, module: nn.Module, step: int, most: float = 0.999) -> None:
    """Exponential moving average of the weights, quick at first and slow later."""
    keep = min(most, (1 + step) / (10 + step))
    ours: Iterable[Tensor] = average.parameters()
    for mean, now in zip(ours, module.parameters(), strict=True):
        mean.lerp_(now, 1 - keep)
