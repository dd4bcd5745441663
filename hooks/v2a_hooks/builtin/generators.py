"""Registers the engine's own generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import GeneratorFactory
    from v2a_plugin.model.config import PartSource, Runtime
    from v2a_plugin.sources.protocol import SoundGenerator

__all__ = ["register_generators"]


@hookimpl
def register_generators() -> Sequence[Entry[GeneratorFactory]]:
    """Latent diffusion from an AudioLDM folder."""
    return [Entry("audioldm", "AudioLDM, from a diffusers folder", _audioldm)]


def _audioldm(source: PartSource, runtime: Runtime) -> SoundGenerator:
    from v2a_plugin.sources.generators.audioldm import load_audioldm

    return load_audioldm(source, runtime)
