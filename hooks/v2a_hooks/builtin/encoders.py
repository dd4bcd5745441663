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
    """CLIP models of the open_clip library, alone or with the names that their trunk knows."""
    return [
        Entry("open_clip", "CLIP, from an open_clip model", Lazy("v2a_plugin.encoders.clip:load_open_clip")),
        Entry(
            "named",
            "CLIP, from an open_clip model, with its trunk's own names",
            Lazy("v2a_plugin.encoders.named:load_named"),
        ),
    ]


@hookimpl
def register_audio_encoders() -> Sequence[Entry[AudioEncoderFactory]]:
    """CLAP models of the transformers library, LAION's own checkpoints, and YAMNet with a projection."""
    return [
        Entry("clap", "CLAP, from a transformers folder", Lazy("v2a_plugin.encoders.clap:load_clap")),
        Entry(
            "yamnet",
            "YAMNet with a projection and a text tower",
            Lazy("v2a_plugin.encoders.yamnet:load_yamnet_encoder"),
        ),
        Entry("laion", "CLAP, from a LAION checkpoint (extra `laion`)", Lazy("v2a_plugin.encoders.laion:load_laion")),
    ]
