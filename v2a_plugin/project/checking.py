"""Is everything still there, and still what it was? For projects and for deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from v2a_plugin.delivery.manifest import MANIFEST, read_manifest
from v2a_plugin.files import sha256_of
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.project.links import LinkState
from v2a_plugin.project.project import Project

__all__ = ["is_delivery", "verify_delivery", "verify_project"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be.

    Attributes:
        what: The take, the file or the media that is meant.
        message: What is wrong, one sentence.
        hint: What to do about it.
    """

    what: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found.

    Attributes:
        path: What was checked.
        checked: Things that were compared: takes and media, or files.
        problems: Those that are wrong.
    """

    path: Path
    checked: int
    problems: tuple[Problem, ...]


def is_delivery(folder: Path) -> bool:
    """Whether a folder holds a delivery, not a project."""
    return (folder / MANIFEST).is_file()


def verify_project(project: Project) -> Steps[Verification]:
    """Read every take and compare it with its digest; compare every media file with its fingerprint."""
    problems: list[Problem] = []
    takes, links = project.timeline.takes, project.links
    for number, kept in enumerate(takes):
        yield Progress("checking takes", number, len(takes))
        project.store.forget(kept.id)
        try:
            take = project.store.read(kept.id).take
            stored = (take.rendered.duration, take.sample_rate, take.channels)
            if stored != (kept.length, kept.sample_rate, kept.channels):
                message = f"The take {kept.id} in the store has another length, rate or number of channels than on the timeline."
                problems.append(Problem(kept.id, message, "Bring its files back from a backup."))
            project.sound(kept.id)
        except V2AError as error:
            problems.append(Problem(kept.id, error.message, error.hint))
    for number, link in enumerate(links):
        yield Progress("checking media", number, len(links))
        state = link.state(project.path, thorough=True)
        if state is not LinkState.FOUND:
            what = "is missing" if state is LinkState.MISSING else "is not the file that the project was made with"
            message = f"{link.located(project.path)} {what}."
            problems.append(Problem(link.path, message, "Find it with 'v2a project relink PROJECT FOLDER'."))
    return Verification(project.path, len(takes) + len(links), tuple(problems))


def verify_delivery(folder: Path) -> Steps[Verification]:
    """Read every file of a delivery and compare it with its manifest.

    Raises:
        NoSuchFile: There is no manifest.
        BadInput: The manifest cannot be read.
    """
    files = read_manifest(folder).files
    problems: list[Problem] = []
    for number, file in enumerate(files):
        yield Progress("checking files", number, len(files))
        name, again = PurePosixPath(file.name), "Write the delivery again."
        path = folder / name
        if name.is_absolute() or ".." in name.parts:
            problems.append(Problem(file.name, f"{file.name} would lie outside the delivery.", again))
        elif not path.is_file():
            problems.append(Problem(file.name, f"{file.name} is missing.", again))
        elif path.stat().st_size != file.size or sha256_of(path) != file.sha256:
            problems.append(Problem(file.name, f"{file.name} has changed since it was written.", again))
    return Verification(folder, len(files), tuple(problems))
