"""What can be undone and redone, as numbers of journal lines: the changes themselves are read when they are needed."""

from __future__ import annotations

from collections.abc import Iterable

from v2a_plugin.project.lines import Entry, EntryKind

__all__ = ["Stacks"]


class Stacks:
    """The edits that stand and those that were taken back.

    Attributes:
        done: Numbers of the edits that stand, the last one last.
        undone: Numbers of the edits taken back, the next to redo last.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.done: list[int] = []
        self.undone: list[int] = []
        for entry in entries:
            self.record(entry.kind, entry.seq)

    def record(self, kind: EntryKind, seq: int) -> None:
        """Follow one more line of the journal."""
        match kind:
            case EntryKind.BEGIN:
                self.done.clear()
                self.undone.clear()
            case EntryKind.EDIT:
                self.done.append(seq)
                self.undone.clear()
            case EntryKind.UNDO if self.done:
                self.undone.append(self.done.pop())
            case EntryKind.REDO if self.undone:
                self.done.append(self.undone.pop())
