"""What was done to a project, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass

from v2a_plugin.model.serial import parse
from v2a_plugin.project.lines import EntryKind, moment_of, read_journal
from v2a_plugin.project.project import Project

__all__ = ["log_of"]

_NAMES = {EntryKind.BEGIN: "Begin", EntryKind.MEDIA: "Link media"}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One change.

    Attributes:
        seq: Its number.
        at: When it was made, ISO 8601 in UTC.
        kind: "edit", "undo", "redo", "lasting", "media" or "begin".
        name: What the undo menu calls it.
    """

    seq: int
    at: str
    kind: EntryKind
    name: str


def log_of(project: Project, most: int = 0) -> tuple[LogLine, ...]:
    """The changes of a project, the newest first.

    Args:
        project: Whose.
        most: How many; 0 for all.
    """
    reading = read_journal(project.layout.journal)
    lines = []
    for entry in reversed(reading.entries[-most:] if most else reading.entries):
        name = _NAMES.get(entry.kind) or str(parse(reading.body(entry)).get("name", ""))
        lines.append(LogLine(entry.seq, moment_of(reading.data[entry.start : entry.end]), entry.kind, name))
    return tuple(lines)
