"""What a watched folder has been through, kept beside the results so that nothing is done twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from v2a_plugin.delivery.names import file_safe
from v2a_plugin.files import read_text, write_text
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import from_json, to_json

__all__ = ["Arrival", "Ledger", "LineState"]

_NAME = "watched.json"
_DEATHS = 2
"""How often the program may die of a file: once may be a cut of the power, or somebody else's kill."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it was found: the same name with other content is another arrival."""

    name: str
    size: int
    modified: int
    """Nanoseconds since 1970."""


class LineState(StrEnum):
    """How far an arrival has come."""

    BEGUN = "begun"
    DONE = "done"
    BROKEN = "broken"
    """It could not be used and was moved aside."""
    PART = "part of a cut"
    """A cut that lay beside it shows it; it gets no result of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One arrival, the folder of its result under the ledger's own, and how often the program died of it."""

    arrival: Arrival
    state: LineState
    folder: str = ""
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class _Book:
    lines: tuple[Line, ...] = ()
    schema: int = 1


class Ledger:
    """The ledger of one output folder; every change is on the disk when the method returns."""

    def __init__(self, out: Path) -> None:
        self._path = out / _NAME
        self._lines: dict[Arrival, Line] = {}
        try:
            text = read_text(self._path)
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{self._path} cannot be read.", "Move it away to begin anew.") from error
        self._lines = {line.arrival: line for line in from_json(_Book, text, str(self._path)).lines}

    def settled(self, arrival: Arrival) -> bool:
        """Whether there is nothing left to do for an arrival."""
        line = self._lines.get(arrival)
        return line is not None and line.state is not LineState.BEGUN

    def deadly(self, arrival: Arrival) -> bool:
        """Whether the program has died of an arrival so often that it is not tried again."""
        line = self._lines.get(arrival)
        return line is not None and line.deaths >= _DEATHS

    def begin(self, arrival: Arrival) -> Path:
        """Note that work on an arrival begins, or goes on; gives the folder of its result.

        Until `pause` or `settle` says otherwise, the program has died of it.
        """
        line = self._lines.get(arrival)
        if line is None or not line.folder:
            line = Line(arrival, LineState.BEGUN, self._free_folder(arrival.name))
        self._put(replace(line, deaths=line.deaths + 1))
        return self._path.with_name(line.folder)

    def pause(self, arrival: Arrival) -> None:
        """Note that work on an arrival was broken off, and not by a death."""
        self._put(replace(self._lines[arrival], deaths=0))

    def settle(self, arrival: Arrival, state: LineState) -> None:
        """Note how an arrival ended."""
        self._put(replace(self._lines.get(arrival, Line(arrival, state)), state=state))

    def _put(self, line: Line) -> None:
        self._lines[line.arrival] = line
        write_text(self._path, to_json(_Book(tuple(self._lines.values()))))

    def _free_folder(self, name: str) -> str:
        taken = {line.folder.casefold() for line in self._lines.values()}
        base = file_safe(Path(name).stem, "clip")
        folder, number = base, 1
        while folder.casefold() in taken or self._path.with_name(folder).exists():
            number += 1
            folder = f"{base} {number}"
        return folder
