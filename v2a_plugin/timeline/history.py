"""What was done to a timeline and what can be taken back: undo and redo as data.

A journal holds every change that was applied, undo and redo among them, as changes of those kinds. So the history
is the same after loading: `History.of(changes)` of all that the journal holds, in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from v2a_plugin.model.errors import BadInput
from v2a_plugin.timeline.operations import Change, ChangeKind, inverse

__all__ = ["History"]


@dataclass(frozen=True, slots=True)
class History:
    """The edits that stand and those taken back.

    Attributes:
        done: Edits that stand, the last one last.
        undone: Edits taken back, the next to redo last.
    """

    done: tuple[Change, ...] = ()
    undone: tuple[Change, ...] = ()

    @classmethod
    def of(cls, changes: Iterable[Change]) -> History:
        """The history after changes of any kind, in the order they were applied.

        Raises:
            BadInput: An undo or redo that does not belong to the edit before it.
        """
        done: list[Change] = []
        undone: list[Change] = []
        for change in changes:
            _record(done, undone, change)
        return cls(tuple(done), tuple(undone))

    def with_applied(self, change: Change) -> History:
        """The history after one more change was applied: an edit, or what `undo` or `redo` gave.

        An edit ends what could be redone. A lasting change and one without operations leave the history as it is.

        Raises:
            BadInput: An undo or redo that does not belong to the edit before it.
        """
        done, undone = list(self.done), list(self.undone)
        _record(done, undone, change)
        return History(tuple(done), tuple(undone))

    @property
    def undo(self) -> Change | None:
        """The change that takes the last edit back; apply it, then record it with `with_applied`."""
        return inverse(self.done[-1]) if self.done else None

    @property
    def redo(self) -> Change | None:
        """The change that does the last undone edit again; apply it, then record it with `with_applied`."""
        return inverse(inverse(self.undone[-1])) if self.undone else None


def _record(done: list[Change], undone: list[Change], change: Change) -> None:
    match change.kind:
        case ChangeKind.EDIT:
            if change:
                done.append(change)
                undone.clear()
        case ChangeKind.UNDO:
            undone.append(_taken(done, inverse(change), "undo"))
        case ChangeKind.REDO:
            done.append(_taken(undone, change, "redo"))


def _taken(edits: list[Change], change: Change, what: str) -> Change:
    """Takes the last edit off a list, when it is the one that is undone or redone."""
    if not edits or edits[-1].operations != change.operations:
        raise BadInput(f"There is no edit '{change.name}' to {what} here.", "Load the journal from its beginning.")
    return edits.pop()
