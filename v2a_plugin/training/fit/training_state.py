"""The state of a training between steps, in one file: whole or as it was before."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from v2a_plugin.files import replacing
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.training.checkpoints import load_optimizer
from v2a_plugin.training.fit.validate import Metrics

__all__ = ["Checked", "Point", "Story", "load_weights", "read_story", "restore", "save", "save_weights"]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the training curve.

    Attributes:
        step: Steps done.
        loss: Mean over the steps since the last point.
        rate: Learning rate.
    """

    step: int
    loss: float
    rate: float


@dataclass(frozen=True, slots=True)
class Checked:
    """One check on held-out pairs."""

    step: int
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class Story:
    """What a training has been through.

    Attributes:
        inputs: sha256 over data and settings, hex: a state of something else cannot be gone on from.
        step: Steps done.
        skipped: Batches that were skipped because their loss or gradient was no number.
        pending: Losses since the last point of the curve.
        points: The curve.
        checks: All checks.
        best: Step of the check with the highest cosine; -1 before the first.
    """

    inputs: str
    step: int = 0
    skipped: int = 0
    pending: tuple[float, ...] = field(default=())
    points: tuple[Point, ...] = field(default=())
    checks: tuple[Checked, ...] = field(default=())
    best: int = -1

    @property
    def best_cosine(self) -> float:
        """The highest cosine so far; below all cosines before the first check."""
        return max((checked.metrics.cosine for checked in self.checks), default=-2.0)


def save(path: Path, story: Story, network: nn.Module, average: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Write everything that going on needs.

    Raises:
        OutputError: The disk is full; the file that was there stays.
    """
    tensors = {f"network/{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"average/{name}": value for name, value in average.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer/{index}/{key}": torch.as_tensor(value) for key, value in state.items()}
    _write(path, tensors, {"story": to_json(story)})


def read_story(path: Path) -> Story | None:
    """The story of a state, None where there is no state.

    Raises:
        BadInput: The file is damaged.
    """
    if not path.is_file():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            text = (file.metadata() or {}).get("story", "")
    except (SafetensorError, OSError) as error:
        raise _damaged(path, error) from error
    return from_json(Story, text.replace('"made_of"', '"inputs"', 1), path.name)  # its name in version 0.1


def restore(path: Path, network: nn.Module, average: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Undo `save` into parts of the same sizes.

    Raises:
        BadInput: The file is damaged, or of other sizes.
    """
    try:
        tensors = {name: value.clone() for name, value in load_file(path).items()}  # the file will be replaced
        for module, name in ((network, "network"), (average, "average")):
            cut = len(name) + 1
            module.load_state_dict({key[cut:]: value for key, value in tensors.items() if key.startswith(f"{name}/")})
        load_optimizer(optimizer, tensors)
    except (SafetensorError, OSError, RuntimeError) as error:
        raise _damaged(path, error) from error


def save_weights(path: Path, network: nn.Module) -> None:
    """Write a network's weights alone.

    Raises:
        OutputError: The disk is full; the file that was there stays.
    """
    _write(path, dict(network.state_dict()), {})


def load_weights(path: Path, network: nn.Module) -> None:
    """Undo `save_weights`.

    Raises:
        BadInput: The file is damaged.
    """
    try:
        network.load_state_dict(load_file(path))
    except (SafetensorError, OSError, RuntimeError) as error:
        raise _damaged(path, error) from error


def _write(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    with replacing(path) as temporary:
        save_file({name: value.detach().contiguous().cpu() for name, value in tensors.items()}, temporary, metadata)


def _damaged(path: Path, error: Exception) -> BadInput:
    return BadInput(
        f"The state of the training in {path} is damaged: {str(error).splitlines()[0]}.", "Begin anew with --restart."
    )
