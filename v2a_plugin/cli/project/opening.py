"""What every command of `v2a project` begins with: the project's folder, opened, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from v2a_plugin.cli.console import warn
from v2a_plugin.project.folder import open_project
from v2a_plugin.project.project import Project

__all__ = ["Folder", "WithoutMedia", "opened", "tell"]

Folder = typer.Argument(..., metavar="PROJECT", help="A folder *.v2a.")
WithoutMedia = typer.Option(False, "--without-media", help="Edit although media are missing.")


@contextmanager
def opened(folder: Path, *, write: bool = True, without_media: bool = False) -> Iterator[Project]:
    """A project for one command, with what a person should know of it printed.

    Args:
        folder: The project's.
        write: Open it for editing.
        without_media: Let it be edited although media are missing.
    """
    with open_project(folder, write=write, without_media=without_media) as project:
        tell(project)
        yield project


def tell(project: Project) -> None:
    """Print what a person should know about how a project was found."""
    for note in project.notes:
        warn(note)
    project.notes.clear()
