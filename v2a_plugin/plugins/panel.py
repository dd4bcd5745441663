"""What a plugin may see and do in the panel: the panel as it looks to those who extend it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from v2a_plugin.model.progress import Steps
    from v2a_plugin.model.timeline import KeptTake, PictureClip, Timeline
    from v2a_plugin.project.project import Project
    from v2a_plugin.timeline.changes import Change

__all__ = ["Panel"]

T = TypeVar("T")


class Panel(Protocol):
    """Handed to an action when it is picked, and to a dock for as long as it is there; for use on the main thread."""

    @property
    def project(self) -> Project | None:
        """What is open; None while nothing is."""

    @property
    def timeline(self) -> Timeline | None:
        """The cut as it is now."""

    @property
    def playhead(self) -> Fraction:
        """Seconds on the timeline."""

    @property
    def shots(self) -> tuple[PictureClip, ...]:
        """The selected shots, in the order of the cut."""

    @property
    def take(self) -> KeptTake | None:
        """The take the keyboard is on."""

    def do(self, change: Change) -> bool:
        """Make an edit, which undo takes back; whether it could be made. Why not is shown to the person."""

    def say(self, text: str) -> None:
        """Show a sentence in the status bar."""

    def submit(self, title: str, work: Callable[[], Steps[T]], then: Callable[[T], object] | None = None) -> None:
        """Do what takes long on the queue.

        Args:
            title: What the queue calls it, a few words.
            work: Makes the steps; they run on the queue's thread.
            then: Given the result, on the main thread.
        """
