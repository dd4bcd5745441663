"""What the LAION adapter takes from others: the package's model code, and a checkpoint's weights, each safely."""

from __future__ import annotations

import importlib.util
import pickle
import sys
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from v2a_plugin.encoders.quiet_loading import quiet_loading
from v2a_plugin.model.errors import BundleError, MissingDependency

__all__ = ["model_code", "read_weights"]

INSTALL = "pip install --no-deps laion-clap torchlibrosa && pip install ftfy h5py librosa scikit-learn"
"""Installs `laion_clap` without its pin on numpy 1, which it does not need."""

_CODE = "_v2a_laion_clap"
_OBSOLETE = "text_branch.embeddings.position_ids"  # left out by upstream too, since transformers 4.31


def model_code() -> ModuleType:
    """laion_clap's subpackage `clap_module`, imported without running `laion_clap/__init__.py`.

    Raises:
        MissingDependency: It, or a package it imports, is not installed.
    """
    if _CODE in sys.modules:
        return sys.modules[_CODE]
    found = importlib.util.find_spec("laion_clap")
    if found is None or not found.submodule_search_locations:
        raise MissingDependency("LAION checkpoints need the package laion_clap, which is not installed.", _hint())
    home = Path(found.submodule_search_locations[0]) / "clap_module"
    spec = importlib.util.spec_from_file_location(_CODE, home / "__init__.py", submodule_search_locations=[str(home)])
    if spec is None or spec.loader is None or not (home / "__init__.py").is_file():
        raise MissingDependency(f"This laion_clap has no {home.name}.", _hint())
    code = sys.modules[_CODE] = importlib.util.module_from_spec(spec)
    try:
        with quiet_loading(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its imports of long renamed modules
            spec.loader.exec_module(code)
    except BaseException as error:
        for name in [name for name in sys.modules if name == _CODE or name.startswith(f"{_CODE}.")]:
            del sys.modules[name]
        if isinstance(error, ImportError):
            raise MissingDependency(
                f"laion_clap needs the package {error.name or error}, which is not installed.", _hint()
            ) from error
        raise
    return code


def _hint() -> str:
    return f"Run: {INSTALL}"


def read_weights(path: Path) -> dict[str, torch.Tensor]:
    """Tensors of a checkpoint by name, as upstream's `load_state_dict` names them.

    torch unpickles tensors and plain containers only. LAION's checkpoints also hold numpy scalars (the loss of the
    best epoch), so those are allowed; any other object is refused before it is made.

    Raises:
        BundleError: Not a checkpoint, or one that holds other objects.
    """
    scalar: Any = np.float64(0).__reduce__()[0]
    allowed: list[Callable[..., Any] | tuple[Callable[..., Any], str]] = [
        (scalar, "numpy.core.multiarray.scalar"),
        (scalar, "numpy._core.multiarray.scalar"),
        np.dtype,
        *(type(np.dtype(name)) for name in ("bool", "int32", "int64", "float32", "float64")),
    ]
    try:
        with torch.serialization.safe_globals(allowed), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about files that are no torch checkpoints, which fail anyway
            held = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except pickle.UnpicklingError as error:
        raise BundleError(
            f"{path} holds more than weights, or is no torch checkpoint, and was not opened.",
            "Use the checkpoint that LAION published; do not trust this file.",
        ) from error
    except (OSError, EOFError, RuntimeError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BundleError(f"{path} is damaged or no torch checkpoint.", "Download it again.") from error
    held = held.get("state_dict", held) if isinstance(held, Mapping) else held
    if not isinstance(held, Mapping) or not all(isinstance(value, torch.Tensor) for value in held.values()):
        raise BundleError(f"{path} holds no weights by name.", "Use the checkpoint that LAION published.")
    weights = {str(name).removeprefix("module."): value for name, value in held.items()}
    weights.pop(_OBSOLETE, None)
    return weights
