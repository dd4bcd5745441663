"""How a sound came to be, in the words that machines read: IPTC's digital source types.

The list: https://cv.iptc.org/newscodes/digitalsourcetype. Broadcast waves carry the address in `iXML` and in the coding
history of `bext`, a manifest beside each file of sound, and C2PA in the action that made it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from v2a_plugin.model.recipe import Origin, Recipe

__all__ = ["SourceType", "source_type"]


class SourceType(StrEnum):
    """Those that a delivery can have."""

    GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    """A trained model made it."""
    RECORDED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    """It was recorded."""
    BOTH = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    """Some of it was recorded, and a trained model made some."""


_TYPES = {
    Origin.GENERATED: SourceType.GENERATED,
    Origin.RECORDED: SourceType.RECORDED,
    Origin.BOTH: SourceType.BOTH,
}


def source_type(recipes: Iterable[Recipe]) -> SourceType:
    """How a sound of some takes came to be; one without any was made here."""
    kinds = {_of(recipe) for recipe in recipes} or {SourceType.GENERATED}
    return kinds.pop() if len(kinds) == 1 else SourceType.BOTH


def _of(recipe: Recipe) -> SourceType:
    return _TYPES[recipe.origin]
