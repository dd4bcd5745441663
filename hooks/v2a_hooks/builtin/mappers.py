"""Registers the engine's own mappers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, hookimpl

if TYPE_CHECKING:
    from v2a_hooks.specs import MapperFactory
    from v2a_plugin.mapper.protocol import Mapper
    from v2a_plugin.model.config import PartSource, Runtime

__all__ = ["register_mappers"]


@hookimpl
def register_mappers() -> Sequence[Entry[MapperFactory]]:
    """The four mappers; each is a folder that says which one it is."""
    return [
        Entry("diffusion", "Diffusion prior", _load),
        Entry("regression", "Regression by a small network", _load),
        Entry("bridge", "Text bridge over captions", _load),
        Entry("none", "The picture's vector as it is", _load),
    ]


def _load(source: PartSource, runtime: Runtime) -> Mapper:
    from v2a_plugin.mapper.mapper_store import load_mapper

    return load_mapper(source, runtime)
