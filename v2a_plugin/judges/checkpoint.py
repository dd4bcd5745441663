"""Public torch checkpoints of judges, read without running anything in them."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from v2a_plugin.model.errors import BadInput

__all__ = ["fill", "read_checkpoint"]


def read_checkpoint(path: Path) -> Mapping[str, Tensor]:
    """The tensors of a checkpoint by name; one kept under the name `model` is taken out.

    Raises:
        BadInput: It is no checkpoint, is damaged, or holds more than tensors.
    """
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, pickle.UnpicklingError, EOFError, OSError, ValueError) as error:
        raise BadInput(f"{path.name} is no checkpoint of weights, or damaged.", "Download it again.") from error
    state = found.get("model", found) if isinstance(found, dict) else None
    if not isinstance(state, Mapping) or not all(isinstance(value, Tensor) for value in state.values()):
        raise BadInput(f"{path.name} holds no weights by name.", "Give the file that the authors publish.")
    return state


def fill(network: nn.Module, state: Mapping[str, Tensor], path: Path) -> None:
    """Put weights into a network.

    Raises:
        BadInput: They are another network's.
    """
    try:
        network.load_state_dict(dict(state))
    except RuntimeError as error:
        raise BadInput(
            f"{path.name} is not a checkpoint of {type(network).__name__}: its weights differ in name or size.",
            "Give the file that the authors publish.",
        ) from error
