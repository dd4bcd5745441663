"""Journals of older layouts, brought up to the present one.

To change the layout, raise `state.SCHEMA` and append a step to `STEPS`: it gets the plain JSON of every line's body and
returns what it becomes. The file as it was goes to the project's `backup` folder; an older snapshot is left aside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import one_line, parse
from v2a_plugin.project.lines import EntryKind, Reading, line_of, moment_of, scan
from v2a_plugin.project.state import SCHEMA, newer

__all__ = ["migrated", "schema_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """The way from one layout to the next.

    Attributes:
        source: The older layout.
        body: Gives the new body of a line from its kind and its old body.
    """

    source: int
    body: Callable[[EntryKind, Any], Any]


STEPS: tuple[Step, ...] = ()
"""Every step there is, oldest first."""


def schema_of(reading: Reading, source: str) -> int:
    """The layout that a journal is written in.

    Raises:
        BadInput: A newer one, or none.
    """
    value = parse(reading.body(reading.entries[0]), source)
    schema = value.get("schema") if isinstance(value, dict) else None
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 0:
        raise BadInput(f"{source} does not say which layout it has.", "Use the file as it was written.")
    if schema > SCHEMA:
        raise newer(source, schema)
    return schema


def migrated(reading: Reading, schema: int, source: str) -> Reading:
    """The good lines of a journal in the present layout, with their numbers and times.

    Raises:
        BadInput: No way leads from the journal's layout to the present one.
    """
    bodies = [parse(reading.body(entry), source) for entry in reading.entries]
    while schema < SCHEMA:
        step = next((step for step in STEPS if step.source == schema), None)
        if step is None:
            raise BadInput(f"{source} has layout {schema}, which this program cannot read.", "Update v2a-plugin.")
        bodies = [step.body(entry.kind, body) for entry, body in zip(reading.entries, bodies, strict=True)]
        schema += 1
    lines = []
    for entry, body in zip(reading.entries, bodies, strict=True):
        value = {**body, "schema": SCHEMA} if entry.kind is EntryKind.BEGIN else body
        moment = moment_of(reading.data[entry.start : entry.end])
        lines.append(line_of(entry.seq, entry.kind, one_line(value), moment))
    return scan(b"".join(lines))
