"""The panel as a plugin's action sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from v2a_gui.models.session import Session
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.timeline import KeptTake, PictureClip, Timeline
from v2a_plugin.project.project import Project
from v2a_plugin.timeline.changes import Change

__all__ = ["PluginPanel", "Selection", "run_action"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected: where the playhead stands, the shots, the take."""

    playhead: Fraction
    shots: tuple[PictureClip, ...]
    take: KeptTake | None


class PluginPanel:
    """A `v2a_plugin.plugins.panel.Panel` over a session.

    Args:
        session: What is open.
        selection: Gives what is selected now.
    """

    def __init__(self, session: Session, selection: Callable[[], Selection]) -> None:
        self._session, self._selection = session, selection

    @property
    def project(self) -> Project | None:
        """What is open."""
        return self._session.project

    @property
    def timeline(self) -> Timeline | None:
        """The cut as it is now."""
        return self._session.timeline

    @property
    def playhead(self) -> Fraction:
        """Seconds on the timeline."""
        return self._selection().playhead

    @property
    def shots(self) -> tuple[PictureClip, ...]:
        """The selected shots."""
        return self._selection().shots

    @property
    def take(self) -> KeptTake | None:
        """The take the keyboard is on."""
        return self._selection().take

    def do(self, change: Change) -> bool:
        """Make an edit; whether it could be made."""
        return self._session.do(change)

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._session.noted.emit(str(text))

    def submit(self, title: str, work: Callable[[], Steps[T]], then: Callable[[T], object] | None = None) -> None:
        """Do something on the queue."""

        def given(result: T) -> None:
            if then is not None:
                then(result)

        self._session.queue.submit(title, work, given)


def run_action(session: Session, name: str, selection: Selection) -> None:
    """Do what a plugin added; what goes wrong is shown and changes nothing else."""
    try:
        session.plugins.run_panel_action(name, PluginPanel(session, lambda: selection))
    except V2AError as error:
        session.failed.emit(error)
