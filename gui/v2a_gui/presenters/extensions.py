"""What plugins add to the window: their actions as commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from v2a_gui.commands import Command, Needs
from v2a_gui.models.plugin_panel import Selection, run_action
from v2a_hooks import PanelAction, PanelNeeds
from v2a_plugin.plugins.facade import Plugins

if TYPE_CHECKING:
    from v2a_gui.main_window import MainWindow

__all__ = ["Extensions"]

_NEEDS = {
    PanelNeeds.NOTHING: Needs.NOTHING,
    PanelNeeds.CUT: Needs.CUT,
    PanelNeeds.SHOT: Needs.REGION,
    PanelNeeds.TAKE: Needs.TAKE,
}


class Extensions:
    """The actions of plugins, by the id of their command."""

    def __init__(self, plugins: Plugins) -> None:
        self.actions = {f"plugin-{action.name}": action for action in plugins.panel_actions()}

    def commands(self) -> tuple[Command, ...]:
        """A command for each action."""
        return tuple(_command(identifier, action) for identifier, action in self.actions.items())

    def run(self, window: MainWindow, name: str) -> None:
        """Do what a plugin added, for what is selected now."""
        selection = Selection(window.player.at, window.filmstrip.selected(), window.takes.take)
        run_action(window.session, name, selection)
        window.display.allow()


def _command(identifier: str, action: PanelAction) -> Command:
    keys = (str(action.keys),) if action.keys else ()
    return Command(identifier, action.title, str(action.menu), keys, "", _NEEDS.get(action.needs, Needs.CUT))
