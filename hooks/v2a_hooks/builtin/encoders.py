"""Registers the engine's own encoders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import AudioEncoderFactory, VisualEncoderFactory
    from v2a_plugin.encoders.protocols import AudioEncoder, VisualEncoder
    from v2a_plugin.model.config import PartSource, Runtime

__all__ = ["register_audio_encoders", "register_visual_encoders"]


@hookimpl
def register_visual_encoders() -> Sequence[Entry[VisualEncoderFactory]]:
    """CLIP models of the open_clip library."""
    return [Entry("open_clip", "CLIP, from an open_clip model", _open_clip)]


@hookimpl
def register_audio_encoders() -> Sequence[Entry[AudioEncoderFactory]]:
    """CLAP models of the transformers library, and LAION's own checkpoints."""
    return [
        Entry("clap", "CLAP, from a transformers folder", _clap),
        Entry("laion", "CLAP, from a LAION checkpoint (extra `laion`)", _laion),
    ]


def _open_clip(source: PartSource, runtime: Runtime) -> VisualEncoder:
    from v2a_plugin.encoders.clip import load_open_clip

    return load_open_clip(source, runtime)


def _clap(source: PartSource, runtime: Runtime) -> AudioEncoder:
    from v2a_plugin.encoders.clap import load_clap

    return load_clap(source, runtime)


def _laion(source: PartSource, runtime: Runtime) -> AudioEncoder:
    from v2a_plugin.encoders.laion import load_laion

    return load_laion(source, runtime)
