"""Saving a project under another name: a copy of its folder, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from v2a_plugin.files import partial_beside, writing_errors
from v2a_plugin.model.errors import OutputError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.project.folder import open_project
from v2a_plugin.project.folder_layout import SUFFIX, Layout
from v2a_plugin.project.project import Project

__all__ = ["copied", "with_suffix"]


def with_suffix(path: Path) -> Path:
    """The folder that a person means who gave a name with or without the ending."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def copied(project: Project, target: Path) -> Steps[Project]:
    """Copy a project's journal, snapshot and takes to a new folder and open it there; caches stay behind.

    Raises:
        OutputError: The folder exists, the disk is full, or it may not be written; nothing is left behind.
    """
    if target.exists():
        raise OutputError(f"{target} exists already.", "Choose another name.")
    project.snapshot()
    source = project.layout
    partial = partial_beside(target.with_suffix(""))
    media = project.media
    with writing_errors(target):
        try:
            _copy([source.snapshot, source.journal], source.root, partial)
            files = sorted(path for path in source.takes.rglob("*") if path.is_file())  # at least those of the journal
            for number, path in enumerate(files):
                yield Progress("saving", number, len(files))
                _copy([path], source.root, partial)
            Layout(partial).takes.mkdir(exist_ok=True)
            partial.replace(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    opened = open_project(target, without_media=True)
    opened.add_media(media)  # their links are relative to the folder
    opened.close()
    return open_project(target)


def _copy(files: Sequence[Path], root: Path, target: Path) -> None:
    for path in files:
        place = target / path.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            shutil.copy2(path, place)
