"""Registers the engine's own captioners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, Lazy, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import CaptionerFactory

__all__ = ["register_captioners"]


@hookimpl
def register_captioners() -> Sequence[Entry[CaptionerFactory]]:
    """A stand-in that picks from the bundle's captions, and BLIP where its weights lie."""
    return [
        Entry(
            "tags",
            "The nearest caption of the bundle's list: a stand-in",
            Lazy("v2a_plugin.encoders.captioning:TagCaptioner"),
        ),
        Entry("blip", "BLIP, from a local folder", Lazy("v2a_plugin.encoders.blip:load_blip")),
    ]
