"""The bundles that are on this machine, as the panel offers them."""

from __future__ import annotations

from dataclasses import dataclass

from v2a_plugin.zoo.cards import Defaults
from v2a_plugin.zoo.store import Presence, Store

__all__ = ["BundleChoice", "bundles_here"]


@dataclass(frozen=True, slots=True)
class BundleChoice:
    """A bundle that is here, as the panel offers it."""

    name: str
    title: str
    commercial: bool
    licence: str
    defaults: Defaults
    mappers: tuple[str, ...]


def bundles_here() -> tuple[BundleChoice, ...]:
    """Those that can render now, the one that ships first."""
    found = []
    for state in Store().bundles():
        if state.presence in (Presence.INCOMPLETE, Presence.ABSENT) or state.problem:
            continue
        mappers = tuple(dict.fromkeys((*state.mappers, "bridge", "none")))
        licence = state.licence
        found.append(
            BundleChoice(state.name, state.card.title, licence.commercial, licence.name, state.card.defaults, mappers)
        )
    return tuple(found)
