"""Registers the engine's own generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, Lazy, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import GeneratorFactory

__all__ = ["register_generators"]


@hookimpl
def register_generators() -> Sequence[Entry[GeneratorFactory]]:
    """Latent diffusion from an AudioLDM folder."""
    return [
        Entry(
            "audioldm",
            "AudioLDM, from a diffusers folder",
            Lazy("v2a_plugin.sources.generators.audioldm:load_audioldm"),
        )
    ]
