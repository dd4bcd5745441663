"""Pickled weights to safetensors, once, without running what a pickle may carry."""

from __future__ import annotations

import pickle
from pathlib import Path

import torch
from safetensors.torch import save_file

from v2a_plugin.files import replacing
from v2a_plugin.model.errors import BundleError

__all__ = ["to_safetensors"]


def to_safetensors(source: Path, target: Path) -> None:
    """Read a state dict with `weights_only=True` and write its tensors, names and values unchanged.

    A dictionary that holds the weights under "state_dict" is opened; what is no tensor is left out.

    Raises:
        BundleError: The file carries more than weights, is corrupt, or holds no tensors.
        OutputError: The disk is full.
    """
    try:
        loaded = torch.load(source, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise BundleError(
            f"{source.name} carries more than weights, so it was not loaded.", "Do not use this repository."
        ) from error
    except (RuntimeError, EOFError, ValueError, KeyError, OSError) as error:
        raise BundleError(f"The weights in {source.name} are corrupt: {error}.", "Pull the bundle again.") from error
    if isinstance(loaded, dict) and isinstance(loaded.get("state_dict"), dict):
        loaded = loaded["state_dict"]
    found = loaded.items() if isinstance(loaded, dict) else ()
    # Cloned, because safetensors refuses tensors that share memory.
    tensors = {str(name): value.contiguous().clone() for name, value in found if isinstance(value, torch.Tensor)}
    if not tensors:
        raise BundleError(f"{source.name} holds no weights.", "The card may name the wrong file.")
    with replacing(target) as temporary:
        save_file(tensors, temporary, metadata={"format": "pt"})
