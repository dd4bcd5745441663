"""Registers the engine's own generators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, Lazy, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import GeneratorFactory

__all__ = ["register_generators"]


@hookimpl
def register_generators() -> Sequence[Entry[GeneratorFactory]]:
    """Latent diffusion from an AudioLDM folder, or from one of Stable Audio."""
    return [
        Entry(
            "audioldm",
            "AudioLDM, from a diffusers folder",
            Lazy("v2a_plugin.sources.generators.audioldm:load_audioldm"),
        ),
        Entry(
            "stable_audio",
            "Stable Audio, from a diffusers folder: stereo at 44.1 kHz from words",
            Lazy("v2a_plugin.sources.generators.stable_audio:load_stable_audio"),
        ),
    ]
