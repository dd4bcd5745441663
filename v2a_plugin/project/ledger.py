"""What a project remembers, and its journal: every change is on the disk before it counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from v2a_plugin.model.errors import BadInput, OutputError
from v2a_plugin.model.serial import one_line, plain
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder_layout import Layout, checked_id
from v2a_plugin.project.journal import Journal
from v2a_plugin.project.lines import EntryKind
from v2a_plugin.project.snapshot import Snapshot, write_snapshot
from v2a_plugin.project.stacks import Stacks
from v2a_plugin.project.state import MediaList, State
from v2a_plugin.project.state_reading import Loaded
from v2a_plugin.project.write_lock import WriteLock
from v2a_plugin.timeline.changes import Change, ChangeKind, TakeChange, apply, from_line, inverse, to_line

__all__ = ["Ledger", "Writing"]

SNAPSHOT_EVERY = 1000
"""Changes after which a snapshot is written: what opening has to read again after a crash."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written with: the lock that is held, and the journal."""

    lock: WriteLock
    journal: Journal


class Ledger:
    """The state of an open project and the history behind it.

    Attributes:
        mutex: Held while anything changes; a caller holds it to do several things as one.
        last: Number of the last change.
        stacks: What can be undone and redone.

    Args:
        layout: Where the project lies.
        loaded: What its files amount to.
        writing: What it is written with; None to read only.
        closed: Why it is not written, as a clause.
        note: Told what a person should know, one sentence at a time.
    """

    def __init__(
        self, layout: Layout, loaded: Loaded, writing: Writing | None, closed: str, note: Callable[[str], None]
    ) -> None:
        self.mutex = threading.RLock()
        self.last = loaded.entries[-1].seq
        self.stacks = Stacks(loaded.entries)
        self._layout = layout
        self._state = loaded.state
        self._saved = loaded.snapshot
        self._writing = writing
        self._closed = closed
        self._note = note

    @property
    def state(self) -> State:
        """What the project remembers now."""
        return self._state

    @property
    def closed(self) -> str:
        """Why nothing can be written, as a clause; "" when it can."""
        return self._closed if self._writing is None else ""

    @property
    def journal(self) -> Journal:
        """The open journal.

        Raises:
            OutputError: The project is open for reading only.
        """
        if self._writing is None:
            raise OutputError(
                f"{self._layout.root.name} is open for reading only: {self._closed}.",
                "Close it there, or work on a copy.",
            )
        return self._writing.journal

    @property
    def undo(self) -> Change | None:
        """The change that takes the last edit back; None when there is none."""
        return inverse(self._edit(self.stacks.done[-1])) if self.stacks.done else None

    @property
    def redo(self) -> Change | None:
        """The change that does the last undone edit again; None when there is none."""
        return inverse(inverse(self._edit(self.stacks.undone[-1]))) if self.stacks.undone else None

    def do(self, change: Change) -> Timeline:
        """Make a change; it is on the disk when this returns. A change without operations is left out.

        Raises:
            BadInput: The change does not fit, or is an undo or redo of something else than the last edit.
            SpanError: It would leave a timeline that cannot be.
            OutputError: Nothing can be written; nothing has changed.
        """
        if not change:
            return self._state.timeline
        with self.mutex:
            journal = self.journal
            if change.kind is ChangeKind.UNDO and change != self.undo:
                raise BadInput(f"'{change.name}' is not the last edit.", "Undo the edits after it first.")
            if change.kind is ChangeKind.REDO and change != self.redo:
                raise BadInput(f"'{change.name}' is not the edit that was undone last.", "Redo the others first.")
            for operation in change.operations:
                if isinstance(operation, TakeChange) and operation.after is not None:
                    checked_id(operation.after.id)  # it becomes a file name
            timeline = apply(change, self._state.timeline)
            kind = EntryKind(change.kind.value)
            seq = journal.append(kind, to_line(change))
            self._state, self.last = replace(self._state, timeline=timeline), seq
            self.stacks.record(kind, seq)
            if seq - self._saved >= SNAPSHOT_EVERY:
                self._snapshot_if_possible()
            return timeline

    def link(self, media: MediaList) -> None:
        """Put other links in the place of those there are. It is no edit: undo passes over it.

        Raises:
            OutputError: Nothing can be written; nothing has changed.
        """
        with self.mutex:
            if media != self._state.media:
                self.last = self.journal.append(EntryKind.MEDIA, one_line(plain(media, terse=True)))
                self._state = replace(self._state, media=media)

    def forget(self) -> None:
        """Begin the journal anew with the state as it is: nothing before can be undone any more.

        Raises:
            OutputError: Nothing can be written; nothing has changed.
        """
        with self.mutex:
            journal = self.journal
            journal.restart(one_line(plain(self._state, terse=True)))
            self.stacks, self.last = Stacks(journal.entries), journal.last
            self.snapshot()

    def snapshot(self) -> None:
        """Write the state as it is, so that opening is quick. Nothing is lost without it.

        Raises:
            OutputError: Nothing can be written.
        """
        with self.mutex:
            _ = self.journal
            write_snapshot(self._layout, Snapshot(self.last, self._state))
            self._saved = self.last

    def close(self) -> None:
        """Write a snapshot when something has changed, and let others write. May be called twice."""
        with self.mutex:
            if self._writing is None:
                return
            if self._saved != self.last:
                self._snapshot_if_possible()
            self._writing.journal.close()
            self._writing.lock.release()
            self._writing, self._closed = None, "it is closed"

    def _edit(self, seq: int) -> Change:
        return from_line(self.journal.read(seq), f"change {seq}")

    def _snapshot_if_possible(self) -> None:
        """A change is on the disk already; a snapshot that fails takes nothing away."""
        try:
            self.snapshot()
        except OutputError as error:
            self._saved = self.last  # try again after as many changes
            self._note(f"{error.message} Every change is in the journal.")
