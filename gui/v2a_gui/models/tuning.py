"""How models run on this machine, as the preferences say."""

from __future__ import annotations

import os
from dataclasses import dataclass

from PySide6.QtCore import QSettings

from v2a_gui.panel_settings import MEMORY, PRECISION, THREADS
from v2a_plugin.zoo.store import ENVIRONMENT

__all__ = ["Tuning", "set_models_folder", "set_offline", "tuning_of"]


@dataclass(frozen=True, slots=True)
class Tuning:
    """Precision, CPU threads and memory.

    Attributes:
        precision: "auto", "fp32", "bf16" or "fp16".
        threads: CPU threads; None leaves the choice to torch.
        memory: Most bytes that one rendering may take beside the weights; None for what the device has.
    """

    precision: str = "auto"
    threads: int | None = None
    memory: int | None = None


def tuning_of(settings: QSettings) -> Tuning:
    """What the preferences say."""
    memory = MEMORY.of(settings)
    return Tuning(PRECISION.of(settings), THREADS.of(settings) or None, memory << 20 if memory else None)


def set_offline(on: bool) -> None:
    """Open no network connection from now on, or let pulls open one again; the hub library reads it when it is loaded."""
    if on:
        os.environ["HF_HUB_OFFLINE"] = "1"
    else:
        os.environ.pop("HF_HUB_OFFLINE", None)


def set_models_folder(folder: str) -> None:
    """Keep bundles in a folder of the user's choice from now on; "" leaves it to the environment or the usual place."""
    if folder:
        os.environ[ENVIRONMENT] = folder
