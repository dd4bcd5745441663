"""Changes of a timeline: apply them, take them back, write them as lines.

`apply(inverse(change), apply(change, timeline)) == timeline`, and `from_line(to_line(change)) == change`, always.
The functions that make changes are in `v2a_plugin.timeline.edits`, the list of what was done in `history`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import build, one_line, parse, plain
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline.draft import Draft
from v2a_plugin.timeline.operations import (
    Change,
    ChangeKind,
    ClipChange,
    CueChange,
    HeaderChange,
    MarkerChange,
    Operation,
    TakeChange,
    TrackChange,
    TrackMove,
    group,
    inverse,
)

__all__ = ["Change", "ChangeKind", "Draft", "TakeChange", "apply", "from_line", "group", "inverse", "recent", "to_line"]

_TAGS: dict[str, type[Operation]] = {
    "cue": CueChange,
    "clip": ClipChange,
    "take": TakeChange,
    "marker": MarkerChange,
    "track": TrackChange,
    "move-track": TrackMove,
    "header": HeaderChange,
}
_NAMES = {kind: tag for tag, kind in _TAGS.items()}


class _Recent(threading.local):
    """What the last change of this thread was made on, and gave: the next one is mostly made on that."""

    draft: Draft | None = None
    timeline: Timeline | None = None


_recent = _Recent()
_AS_WRITTEN = "Use the line as it was written."


def apply(change: Change, timeline: Timeline) -> Timeline:
    """The timeline after a change; what did not change is shared with the one before.

    Raises:
        BadInput: The timeline is not the one that the change was made for, a lock forbids it (undo and redo
            pass over locks: they restore what was), or it would leave a cue without its take.
        SpanError: Cues or clips would overlap, or a time is no exact number.
    """
    draft = _recent.draft if _recent.timeline is timeline else None
    _recent.timeline = None  # whatever fails in between: what was begun on is not used again
    draft = draft or Draft(timeline)
    draft.apply(change)
    _recent.draft, _recent.timeline = draft, draft.timeline()
    return _recent.timeline


def recent(timeline: Timeline) -> Draft | None:
    """The draft that gave this timeline, where it is what the last change of this thread gave."""
    return _recent.draft if _recent.timeline is timeline else None


def replay(timeline: Timeline, changes: Iterable[Change]) -> Timeline:
    """The timeline after many changes, in order; much faster than `apply` one by one.

    Raises:
        BadInput, SpanError: As `apply`, at the first change that does not fit. A `Draft` tells which.
    """
    draft = Draft(timeline)
    for change in changes:
        draft.apply(change)
    return draft.timeline()


def to_line(change: Change) -> str:
    """A change as one line of JSON, without a newline.

    What has its default value is left out; of what is replaced, `after` holds only what differs.
    """
    return one_line(to_plain(change))


def from_line(text: str, source: str = "the line") -> Change:
    """The change that a line holds.

    Args:
        text: What `to_line` gave.
        source: What to call it in an error: "ops.jsonl, line 7".

    Raises:
        BadInput: The text is not such a line.
    """
    return from_plain(parse(text, source), source)


def to_plain(change: Change) -> dict[str, Any]:
    """A change as what JSON can hold, to be part of a larger line."""
    written: dict[str, Any] = {"name": change.name}
    if change.kind is not ChangeKind.EDIT:
        written["kind"] = change.kind.value
    written["do"] = [{_NAMES[type(operation)]: _operation(operation)} for operation in change.operations]
    return written


def from_plain(value: Any, source: str = "the line") -> Change:
    """The change that `to_plain` wrote.

    Raises:
        BadInput: The value is of another shape.
    """
    if not isinstance(value, dict) or not value.keys() <= {"name", "kind", "do"}:
        raise BadInput(f"{source} is not a change: it has other entries than name, kind and do.", _AS_WRITTEN)
    name, operations, kind = value.get("name"), value.get("do"), value.get("kind", "edit")
    if not isinstance(name, str) or not isinstance(operations, list) or kind not in list(ChangeKind):
        raise BadInput(f"{source} is not a change: its name, kind or list of operations is missing.", _AS_WRITTEN)
    return Change(name, tuple(_built(operation, source) for operation in operations), ChangeKind(kind))


def _operation(operation: Operation) -> dict[str, Any]:
    written: dict[str, Any] = plain(operation, terse=True)
    if isinstance(operation, TrackMove) or operation.before is None or operation.after is None:
        return written
    before, after = plain(operation.before), plain(operation.after)
    written["after"] = {name: value for name, value in after.items() if value != before[name]}
    return written


def _built(value: Any, source: str) -> Operation:
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in _TAGS:
        raise BadInput(f"{source} is not a change: one of its operations is unknown.", _AS_WRITTEN)
    [(tag, written)] = value.items()
    if isinstance(written, dict):
        before, after = written.get("before"), written.get("after")
        if isinstance(before, dict) and isinstance(after, dict):
            written = {**written, "after": {**before, **after}}
    return build(_TAGS[tag], written, source)
