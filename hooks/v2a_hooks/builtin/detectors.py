"""Registers the engine's own shot detectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, Lazy, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import ShotDetectorFactory

__all__ = ["register_shot_detectors"]


@hookimpl
def register_shot_detectors() -> Sequence[Entry[ShotDetectorFactory]]:
    """The usual one, and an accurate one that is listed whether or not its package is there."""
    return [
        Entry(
            "adaptive",
            "Hard cuts, by change against the frames around (PySceneDetect)",
            Lazy("v2a_plugin.shots.adaptive:AdaptiveShots"),
        ),
        Entry(
            "transnet",
            "Cuts and dissolves, by a small network (TransNet V2, extra `transnet`)",
            Lazy("v2a_plugin.shots.transnet:TransNetShots"),
        ),
    ]
