"""What plugins add to the window: their actions as commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from v2a_gui.commands import Command, Needs
from v2a_gui.models.plugin_panel import Selection, run_action
from v2a_gui.models.session import Session
from v2a_hooks import PanelAction, PanelNeeds

__all__ = ["Extensions"]

_NEEDS = {
    PanelNeeds.NOTHING: Needs.NOTHING,
    PanelNeeds.CUT: Needs.CUT,
    PanelNeeds.SHOT: Needs.REGION,
    PanelNeeds.TAKE: Needs.TAKE,
}


class Extensions:
    """The actions of plugins, by the id of their command."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._actions = {f"plugin-{action.name}": action for action in session.plugins.panel_actions()}

    def added(self) -> tuple[Command, ...]:
        """A command for each action."""
        return tuple(_command(identifier, action) for identifier, action in self._actions.items())

    def commands(self, selection: Callable[[], Selection]) -> Mapping[str, Callable[[], object]]:
        """What each of those commands does, with what is selected when it is called."""
        return {identifier: partial(self._run, action.name, selection) for identifier, action in self._actions.items()}

    def _run(self, name: str, selection: Callable[[], Selection]) -> None:
        run_action(self._session, name, selection())


def _command(identifier: str, action: PanelAction) -> Command:
    keys = (str(action.keys),) if action.keys else ()
    return Command(identifier, action.title, str(action.menu), keys, "", _NEEDS.get(action.needs, Needs.CUT))
