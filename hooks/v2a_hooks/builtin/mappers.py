"""Registers the engine's own mappers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, Lazy, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import MapperFactory

__all__ = ["register_mappers"]

_LOAD = Lazy("v2a_plugin.mapper.mapper_store:load_mapper")


@hookimpl
def register_mappers() -> Sequence[Entry[MapperFactory]]:
    """The four mappers; each is a folder that says which one it is."""
    return [
        Entry("diffusion", "Diffusion prior", _LOAD),
        Entry("regression", "Regression by a small network", _LOAD),
        Entry("bridge", "Text bridge over captions", _LOAD),
        Entry("none", "The picture's vector as it is", _LOAD),
    ]
