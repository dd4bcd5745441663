"""The lines of a journal: one line of JSON a change.

    {"seq":12,"do":"edit","at":"2026-11-22T23:50:00Z","body":{...},"crc":"1a2b3c4d"}

Line ends may be those of any system, and a byte order mark may come first; blank lines, lines that stand there twice and
lines that are none of a journal are passed over, as long as no number is missing.

`seq` counts up by one, `do` says what kind of line it is, `body` what was done, and `crc` is the CRC-32 of the line
before `,"crc"`. A line that was cut off, edited or lost is therefore noticed; what comes before it stays good.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from v2a_plugin.files import read_bytes
from v2a_plugin.model.errors import NoSuchFile

__all__ = ["Entry", "EntryKind", "Reading", "body_of", "line_of", "moment_of", "read_journal", "scan"]

_LINE = re.compile(
    rb'\{"seq":(\d{1,15}),"do":"([a-z]+)","at":"([0-9TZ:-]{1,32})","body":(\{.*\}),"crc":"([0-9a-f]{8})"\}'
)
_MARK = b"\xef\xbb\xbf"
_SEAL = len(b',"crc":"00000000"}')


class EntryKind(StrEnum):
    """What a line does."""

    BEGIN = "begin"
    """Holds the whole state: the first line, and the first one after a repair. Nothing before it can be undone."""
    EDIT = "edit"
    """A change of the timeline."""
    LASTING = "lasting"
    """A change that undo passes over: takes that arrive."""
    UNDO = "undo"
    """The inverse of the last edit that was not taken back yet, spelled out."""
    REDO = "redo"
    """An edit that was taken back, done again."""
    MEDIA = "media"
    """All links to media, as they are from here on."""


_KINDS = {kind.value.encode(): kind for kind in EntryKind}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        seq: Number of the change, from 0.
        kind: What it does.
        start: Byte where the line begins in the file.
        end: Byte where its newline is.
    """

    seq: int
    kind: EntryKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a journal's file holds.

    Attributes:
        data: All of it, without what is passed over.
        entries: The good lines, up to the first bad one.
        damage: What is wrong with the first bad line, a sentence without its full stop; "" when all are good.
        torn: The only bad line is the last one, and it was never finished: a write that was interrupted.
        beyond: Lines after the first bad one that are whole in themselves.
        found: What the file holds.
        strays: How many lines were passed over that are neither blank nor doubled.
    """

    data: bytes
    entries: tuple[Entry, ...]
    damage: str
    torn: bool
    beyond: tuple[Entry, ...]
    found: bytes = b""
    strays: int = 0

    @property
    def size(self) -> int:
        """Bytes of the good lines, newlines included."""
        return self.entries[-1].end + 1 if self.entries else 0

    def body(self, entry: Entry) -> str:
        """JSON text of what an entry does."""
        return body_of(self.data[entry.start : entry.end])


def line_of(seq: int, kind: EntryKind, body: str, at: str = "") -> bytes:
    """A line with its newline.

    Args:
        seq: Its number.
        kind: What it does.
        body: JSON object on one line, as `one_line` writes it.
        at: When, as ISO 8601 in UTC; "" for now.
    """
    moment = at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f'{{"seq":{seq},"do":"{kind.value}","at":"{moment}","body":{body}'.encode()
    if b"\n" in text:
        raise ValueError("the body of a journal's line must not hold a newline")
    return text + b',"crc":"%08x"}\n' % zlib.crc32(text)


def body_of(line: bytes) -> str:
    """JSON text of what a good line does."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError("not a line of a journal")
    return found[4].decode()


def moment_of(line: bytes) -> str:
    """When a good line was written, ISO 8601 in UTC."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError("not a line of a journal")
    return found[3].decode()


def read_journal(path: Path) -> Reading:
    """Read a journal as far as it is good.

    Raises:
        NoSuchFile: It is missing or may not be read.
    """
    try:
        data = read_bytes(path)
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise NoSuchFile(f"The project's journal {path} cannot be read: {reason}.", "Open a folder *.v2a.") from error
    return scan(data)


def scan(data: bytes) -> Reading:
    """Find the good lines of a journal's bytes."""
    reading = _scanned(data.removeprefix(_MARK).replace(b"\r\n", b"\n"))
    if reading.damage and not reading.torn:
        clean, strays = _without_strays(reading.data)
        reading = replace(_scanned(clean), strays=strays)
    return replace(reading, found=data)


def _without_strays(data: bytes) -> tuple[bytes, int]:
    """Bytes of a journal without lines that take nothing away by going, and how many were neither blank nor doubled."""
    kept: list[bytes] = []
    odd: list[bytes] = []
    seen = set[bytes]()
    before: Entry | None = None
    strays = 0
    pieces = list(_lines(data))
    for number, (start, end) in enumerate(pieces):
        line = data[start:end]
        if not line.strip() or line in seen:
            continue
        seen.add(line)
        entry, _ = _entry(data, start, end)
        if entry is not None and _misplaced(entry, before):
            rest = [data[start:end] for start, end in pieces[number:]]
            return b"\n".join([*kept, *odd, *rest]), strays
        if entry is None:
            odd.append(line)
        else:  # it follows the last good one: nothing between them counts
            strays, odd, before = strays + len(odd), [], entry
            kept.append(line)
    return b"\n".join([*kept, *odd]) + (b"\n" if data.endswith(b"\n") else b""), strays


def _scanned(data: bytes) -> Reading:
    entries: list[Entry] = []
    beyond: list[Entry] = []
    damage, torn = "", False
    for number, (start, end) in enumerate(_lines(data), 1):
        entry, reason = _entry(data, start, end)
        if damage:
            beyond += [entry] if entry else []
            continue
        if entry is not None:
            reason = _misplaced(entry, entries[-1] if entries else None)
        if entry is None or reason:
            damage, torn = f"Line {number} {reason}", entry is None and end == len(data)
            beyond += [entry] if entry else []
        else:
            entries.append(entry)
    return Reading(data, tuple(entries), damage, torn, tuple(beyond))


def _lines(data: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield start, end
        start = end + 1


def _entry(data: bytes, start: int, end: int) -> tuple[Entry | None, str]:
    found = _LINE.fullmatch(data, start, end)
    if found is None:
        return None, "is incomplete" if end == len(data) else "is no line of a journal"
    if zlib.crc32(data[start : end - _SEAL]) != int(found[5], 16):
        return None, "was changed since it was written"
    kind = _KINDS.get(found[2])
    if kind is None:
        return None, f"is of the unknown kind '{found[2].decode()}'"
    return Entry(int(found[1]), kind, start, end), ""


def _misplaced(entry: Entry, before: Entry | None) -> str:
    if before is None:
        return "" if entry.kind is EntryKind.BEGIN else "is not the beginning"
    if entry.seq == before.seq + 1 or (entry.kind is EntryKind.BEGIN and entry.seq > before.seq):
        return ""
    return f"has number {entry.seq} after {before.seq}"
