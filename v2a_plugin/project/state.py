"""The whole state of a project, and how it is written so that a person can read and compare it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import build, one_line, plain
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder_layout import checked_id
from v2a_plugin.project.links import MediaLink

__all__ = ["SCHEMA", "MediaList", "State", "check_names", "laid_out", "newer", "state_of"]

SCHEMA = 1
"""Version of the journal and the snapshot; `migrations` brings older ones up to it."""


@dataclass(frozen=True, slots=True)
class MediaList:
    """The links of a project, as a line of the journal holds them."""

    links: tuple[MediaLink, ...]

    def __post_init__(self) -> None:
        if len({link.fingerprint for link in self.links}) < len(self.links):
            raise BadInput("A media file is linked twice.", "Link every file once.")


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a project remembers, but for the sound.

    Attributes:
        schema: Version of this layout.
        project: Id of the project; a snapshot of another one is not believed.
        media: Links to the files that the cut shows.
        timeline: The cut.
    """

    schema: int
    project: str
    media: MediaList
    timeline: Timeline


def check_names(state: State) -> State:
    """The same state, once the ids of its takes are known to be safe as file names.

    Raises:
        BadInput: One is not.
    """
    for take in state.timeline.takes:
        checked_id(take.id)
    return state


def state_of(value: Any, source: str) -> State:
    """The state that the plain values of a JSON object hold.

    Raises:
        BadInput: Not a state, or one of a newer program.
    """
    schema = value.get("schema") if isinstance(value, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise newer(source, schema)
    return build(State, value, source)


def newer(source: str, schema: int) -> BadInput:
    """What is said of a file that a newer program wrote."""
    return BadInput(
        f"{source} was written by a newer v2a-plugin (layout {schema}; this one reads up to {SCHEMA}).",
        "Update v2a-plugin.",
    )


def laid_out(state: State) -> str:
    """JSON text of a state with one line an object of its lists, so that line-wise tools show what differs."""
    return _laid_out(plain(state, terse=True), "")


def _laid_out(value: Any, margin: str) -> str:
    inner = margin + " "
    if isinstance(value, dict) and any(_lists(item) for item in value.values()):
        parts = [f"{one_line(name)}:{_laid_out(item, inner)}" for name, item in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{margin}}}"
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return "[\n" + ",\n".join(inner + _laid_out(item, inner) for item in value) + f"\n{margin}]"
    return one_line(value)


def _lists(value: Any) -> bool:
    """Whether a list of objects lies somewhere in it."""
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], dict)
    return isinstance(value, dict) and any(_lists(item) for item in value.values())
