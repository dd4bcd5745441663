"""Parts of a project's takes, rendered elsewhere into folders of their own, and brought into the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from v2a_plugin.files import output_folder
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.project.folder_layout import Layout
from v2a_plugin.project.project import Project
from v2a_plugin.project.take_store import TakeStore

__all__ = ["Part", "merge_parts"]


class Part:
    """A folder of takes that belong into a project; whoever writes one need not write to the project.

    Args:
        folder: It holds the takes as a project's folder does, and nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self.store = TakeStore(Layout(folder.absolute()), lambda _fingerprint: None)
        self._folder = folder

    def regions(self) -> Counter[str]:
        """How many finished takes each region has here."""
        return Counter(self.store.read(identifier).region for identifier in self.store.ids())

    def keep(self, takes: Sequence[RenderedTake], region: str) -> tuple[Take, ...]:
        """Store takes of a region; they are on the disk when this returns. Gives them under the ids they have here.

        Raises:
            OutputError: The disk is full, or the folder may not be written.
        """
        output_folder(self._folder)
        return self.store.keep(takes, region)


@dataclass(frozen=True, slots=True)
class MergedPart:
    """What a part brought.

    Attributes:
        folder: The part.
        new: Ids of takes that the project has now and had not.
        known: How many takes it had already.
    """

    folder: Path
    new: tuple[str, ...]
    known: int


def merge_parts(project: Project, folders: Sequence[Path]) -> Steps[tuple[MergedPart, ...]]:
    """Bring the takes of parts into a project, each once; the parts stay as they are.

    Args:
        project: Open for writing.
        folders: The parts, in any order; one that was merged before brings nothing.

    Raises:
        NoSuchFile: A folder is no part.
        BadInput: A take's region is none of the project, or its sound has changed; the takes before it are kept.
        OutputError: The project cannot be written.
    """
    regions = {clip.region.id for clip in project.timeline.picture} | {take.region for take in project.timeline.takes}
    parts = []
    for folder in folders:
        if not Layout(folder.absolute()).takes.is_dir():
            raise NoSuchFile(f"{folder} holds no takes.", "Give folders that 'v2a project generate --into' wrote.")
        store = Part(folder).store
        parts.append((folder, store, sorted(store.ids())))
    total, done, merged = sum(len(ids) for _, _, ids in parts), 0, []
    for folder, store, ids in parts:
        new: list[str] = []
        for identifier in ids:
            stored = store.read(identifier)
            if stored.region not in regions:
                raise BadInput(
                    f"The take {identifier} in {folder} is of a region that {project.name} does not have.",
                    "Give the parts of this project.",
                )
            change = project.add_take(RenderedTake(stored.take, store.sound(identifier)), stored.region)
            new += [identifier] if change else []
            done += 1
            yield Progress("merging takes", done, total, folder.name)
        merged.append(MergedPart(folder, tuple(new), len(ids) - len(new)))
    return tuple(merged)
