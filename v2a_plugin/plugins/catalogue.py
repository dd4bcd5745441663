"""What plugins have added, by kind and name; what does not fit is reported and left out."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from v2a_hooks import Entry
from v2a_plugin.model.errors import BadInput
from v2a_plugin.plugins.loading import Roster, call
from v2a_plugin.plugins.report import Addition, FailedStage, Kind

__all__ = ["Catalogue"]

_READY = {
    Kind.EXPORTER: ("name", "title", "carries", "write"),
    Kind.CUT_EXPORTER: ("name", "title", "features", "write_cut"),
    Kind.CUT_READER: ("name", "title", "suffixes", "marks", "call"),
    Kind.HOST: ("name", "title", "folders", "next_step", "files"),
    Kind.PANEL_ACTION: ("name", "title", "menu", "needs", "keys", "call"),
    Kind.PANEL_DOCK: ("name", "title", "side", "make"),
}
"""Kinds that are ready to use and not entries, with what one of them has; what does the work comes last."""


@dataclass(frozen=True, slots=True)
class Added:
    """A registered thing and the plugin it came from; what is ready to use is its own `thing`, else what an entry calls."""

    addition: Addition
    plugin: str
    thing: Any


class Catalogue:
    """Asks every plugin once what it adds."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._things: dict[Kind, dict[str, Added]] = {kind: {} for kind in Kind}
        for kind in Kind:
            if kind is not Kind.CUT_EXPORTER:  # comes with the exporters
                self._collect(kind)

    def of(self, kind: Kind) -> Collection[Added]:
        """Everything of one kind, in the order of loading."""
        return self._things[kind].values()

    def find(self, kind: Kind, name: str) -> Added:
        """A thing by its name.

        Raises:
            BadInput: There is none; a name much like it is suggested.
        """
        known = self._things[kind]
        if found := known.get(name):
            return found
        close = difflib.get_close_matches(name, known, 1)
        hint = f"Did you mean '{close[0]}'?" if close else f"There is {', '.join(known) or 'none'}."
        raise BadInput(f"There is no {kind} called '{name}'.", hint)

    def _collect(self, kind: Kind) -> None:
        for implementation in self._roster.implementations(kind.hook):
            plugin = implementation.plugin_name
            with self._roster.containing(plugin, FailedStage.REGISTER):
                for thing in call(kind.hook, implementation, {}):
                    writes_cuts = kind is Kind.EXPORTER and hasattr(thing, "write_cut")
                    if not writes_cuts or hasattr(thing, "write"):
                        self._add(kind, plugin, thing)
                    if writes_cuts:
                        self._add(Kind.CUT_EXPORTER, plugin, thing)

    def _add(self, kind: Kind, plugin: str, thing: Any) -> None:
        reason = _misfit(kind, thing)
        if not reason and (first := self._things[kind].get(thing.name)):
            reason = f"there is already a {kind} called '{thing.name}', from {first.plugin}."
        if reason:
            self._roster.fail(plugin, FailedStage.REGISTER, reason)
            return
        addition = Addition(kind, thing.name, thing.title)
        self._things[kind][thing.name] = Added(addition, plugin, thing if kind in _READY else thing.call)


def _misfit(kind: Kind, thing: Any) -> str:
    """Why a thing cannot be registered; "" when it can."""
    what = f"{kind.hook} gave a {type(thing).__name__}"
    if kind not in _READY and not isinstance(thing, Entry):
        return f"{what}, not an Entry."
    wanted = _READY.get(kind, ("name", "title", "call"))
    if lacking := [name for name in wanted if not hasattr(type(thing), name) and not hasattr(thing, name)]:
        return f"{what} without {', '.join(lacking)}."
    if not (thing.name and isinstance(thing.name, str) and isinstance(thing.title, str)):
        return f"{what} whose name and title are not text."
    if not callable(getattr(thing, wanted[-1])):
        return f"{what} whose {wanted[-1]} is no function."
    return ""
