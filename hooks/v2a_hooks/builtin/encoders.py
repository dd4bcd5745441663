"""Registers the engine's own encoders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, Lazy, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import AudioEncoderFactory, VisualEncoderFactory

__all__ = ["register_audio_encoders", "register_visual_encoders"]


@hookimpl
def register_visual_encoders() -> Sequence[Entry[VisualEncoderFactory]]:
    """CLIP models of the open_clip library."""
    return [Entry("open_clip", "CLIP, from an open_clip model", Lazy("v2a_plugin.encoders.clip:load_open_clip"))]


@hookimpl
def register_audio_encoders() -> Sequence[Entry[AudioEncoderFactory]]:
    """CLAP models of the transformers library, and LAION's own checkpoints."""
    return [
        Entry("clap", "CLAP, from a transformers folder", Lazy("v2a_plugin.encoders.clap:load_clap")),
        Entry("laion", "CLAP, from a LAION checkpoint (extra `laion`)", Lazy("v2a_plugin.encoders.laion:load_laion")),
    ]
