"""`v2a library`: which libraries there are, and what is in them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, agree, show, show_rows, warn
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import clock
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.library_records import Recording, Stretch
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.words import shown_path

__all__ = ["add", "info", "list_", "remove"]

Name = typer.Argument(..., help="Name of a library; 'v2a library list' shows them.")


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One library.

    Attributes:
        name: What people call it.
        folder: The recordings.
        away: Whether they cannot be reached now.
        files: Recordings in the index.
        broken: Files that could not be read.
        spans: Events and stretches.
        seconds: Length of all recordings.
    """

    name: str
    folder: Path
    away: bool
    files: int
    broken: int
    spans: int
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordingInfo:
    """`v2a library info`."""

    library: str
    away: bool
    file: Path
    recording: Recording
    spans: tuple[Stretch, ...]


def add(
    folder: Path = typer.Argument(..., help="A folder with recordings, in any depth."),
    name: str = typer.Option("", "--name", help="What to call it; the folder's own name by default."),
    as_json: bool = Json,
) -> None:
    """Make a library of a folder of recordings; 'scan' then reads them."""
    library = Libraries().add(folder, name)
    line = _line(library)
    show(line, as_json, [f"{library.name}: {library.folder}", f"Read it with: v2a library scan '{library.name}'"])


def list_(as_json: bool = Json) -> None:
    """List the libraries: what is in each, and whether its drive is there."""
    rows = tuple(_line(library) for library in Libraries().all())
    lines = [
        f"{row.name}: {row.files} recordings, {clock(Fraction(row.seconds))}"
        + (f", {row.broken} unreadable" if row.broken else "")
        + f"  {row.folder}"
        + ("  AWAY" if row.away else "")
        for row in rows
    ]
    show_rows("libraries", rows, as_json, lines or ["There is no library yet: v2a library add FOLDER"])


def info(
    file: Path = typer.Argument(..., help="A recording inside a library's folder; its drive may be away."),
    as_json: bool = Json,
) -> None:
    """Show what a library knows of a recording."""
    library, inside = _holder(file)
    with Index(library.index_file) as index:
        known = index.known().get(inside)
        if known is None:
            raise BadInput(f"{file} is not in the index of '{library.name}'.", "Scan the library.")
        found = RecordingInfo(
            library.name, library.away, library.folder / inside, index.recording(known.id), index.spans(known.id)
        )
    show(found, as_json, _info_lines(found))


def remove(
    name: str = Name,
    yes: bool = typer.Option(False, "--yes", "-y", help="Remove it without being asked."),
    as_json: bool = Json,
) -> None:
    """Forget a library: its index is deleted, its recordings stay."""
    libraries = Libraries()
    library = libraries.named(name)
    if not yes and sys.stdin.isatty():
        agree(f"Forget the library {name}? The recordings in {library.folder} stay.")
    line = _line(library)
    libraries.remove(name)
    show(line, as_json, [f"Removed {name}. The recordings in {library.folder} are as they were."])


def _line(library: Library) -> LibraryLine:
    with Index(library.index_file) as index:
        if index.note:
            warn(f"{library.name}: {index.note}")
        counts = index.counts()
    return LibraryLine(
        library.name, library.folder, library.away, counts.files, counts.broken, counts.spans, counts.seconds
    )


def _holder(file: Path) -> tuple[Library, str]:
    """The innermost library whose folder holds a file, and the path inside it."""
    path = Path(os.path.abspath(file.expanduser()))  # noqa: PTH100 -- the drive may be away, and links stay
    holders = [library for library in Libraries().all() if path.is_relative_to(library.folder)]
    if not holders:
        raise BadInput(f"{file} lies in no library.", "'v2a library list' shows their folders.")
    library = max(holders, key=lambda one: len(one.folder.parts))
    return library, path.relative_to(library.folder).as_posix()


def _info_lines(found: RecordingInfo) -> list[str]:
    each, labels = found.recording, found.recording.labels
    lines = [f"{shown_path(each.path)} in {found.library}" + (", which is away" if found.away else "")]
    if each.usable:
        loudness = "no loudness" if each.loudness is None else f"{each.loudness:.1f} LUFS"
        lines.append(f"  {clock(each.seconds)}, {each.rate} Hz, {each.channels} channels, {loudness}")
        lines.append(f"  sha256 {each.digest}")
    if each.problem:
        lines.append(f"  {each.problem}")
    for field, text in (
        ("title", labels.title), ("description", labels.description), ("keywords", labels.keywords),
        ("category", labels.category), ("designer", labels.designer), ("library", labels.library),
        ("licence", labels.licence), ("attribution", labels.attribution), ("originator", labels.originator),
        ("date", labels.date),
    ):  # fmt: skip
        if text:
            lines.append(f"  {field}: {text}")
    for span in found.spans:
        start, end = Fraction(span.start, each.rate), Fraction(span.start + span.length, each.rate)
        lines.append(f"  {span.kind.name.lower()} {clock(start)} to {clock(end)}")
    return lines
