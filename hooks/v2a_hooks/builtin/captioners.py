"""Registers the engine's own captioners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import CaptionerFactory
    from v2a_plugin.encoders.captioning import Captioner, CaptionerContext

__all__ = ["register_captioners"]


@hookimpl
def register_captioners() -> Sequence[Entry[CaptionerFactory]]:
    """A stand-in that picks from the bundle's captions, and BLIP where its weights lie."""
    return [
        Entry("tags", "The nearest caption of the bundle's list: a stand-in", _tags),
        Entry("blip", "BLIP, from a local folder", _blip),
    ]


def _tags(context: CaptionerContext) -> Captioner:
    from v2a_plugin.encoders.captioning import TagCaptioner

    return TagCaptioner(context)


def _blip(context: CaptionerContext) -> Captioner:
    from v2a_plugin.encoders.blip import load_blip

    return load_blip(context)
