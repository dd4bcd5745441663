"""What lies in a project's folder and is of no use any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.files import writing_errors
from v2a_plugin.project.project import Project

__all__ = ["Orphan", "collect", "find_orphans"]


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file that may go.

    Attributes:
        path: Inside the project's folder, with '/'.
        size: Bytes.
        why: Why nobody needs it, a few words.
    """

    path: str
    size: int
    why: str


def find_orphans(project: Project, *, history: bool = False) -> tuple[Orphan, ...]:
    """Files that nothing refers to.

    Args:
        project: Open for writing, so that nobody else is in the middle of something.
        history: Count takes that only undo could bring back too; `collect` then forgets what could be undone.

    Raises:
        OutputError: The project is read-only.
    """
    mentioned = project.mentioned_ids()
    kept = {take.id for take in project.timeline.takes}
    found = [(path, "half-written") for path in _files(project.path) if ".partial" in path.name]
    layout = project.layout
    found += [(path, "cache") for path in _files(layout.cache) if path.parent != layout.pictures]
    for path in sorted(project.layout.takes.glob("*.*")):
        take = path.stem
        if ".partial" in path.name or path.suffix not in (".wav", ".json") or take in kept:
            continue
        if path.suffix == ".wav" and take not in mentioned and not path.with_suffix(".json").exists():
            found.append((path, "sound of a take that was never finished"))
        elif history:
            found.append((path, "take that is not on the timeline"))
    return tuple(
        Orphan(path.relative_to(project.path).as_posix(), path.stat().st_size, why) for path, why in sorted(set(found))
    )


def collect(project: Project, *, history: bool = False) -> tuple[Orphan, ...]:
    """Delete what `find_orphans` finds.

    Args:
        project: Open for writing.
        history: Forget what could be undone first, so that the takes of it can go.

    Returns:
        What was deleted.

    Raises:
        OutputError: The project is read-only, or a file may not be deleted.
    """
    found = find_orphans(project, history=history)
    if history:
        project.forget_history()
    for item in found:
        path = project.path / item.path
        with writing_errors(path):
            path.unlink(missing_ok=True)
    return found


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
