"""Links from a project to its media: a relative path, and a fingerprint that says whether the file is the right one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath

from v2a_plugin.model.errors import BadInput, NoSuchFile, V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["LinkState", "MediaLink", "find_media", "link_to"]


class LinkState(StrEnum):
    """What lies where a link points."""

    FOUND = "found"
    MISSING = "missing"
    CHANGED = "changed"
    """Another file, or the same file edited since."""


@dataclass(frozen=True, slots=True)
class MediaLink:
    """One media file of a project.

    Attributes:
        path: From the project's folder, with '/'. It may lead out of the folder, since media usually lie beside the
            project; whatever lies there is used only if its fingerprint is right.
        media: What the file holds; its `path` is the file's name alone.
    """

    path: str
    media: MediaFile

    def __post_init__(self) -> None:
        pure = PurePosixPath(self.path)
        inner = [part for part in pure.parts if part != ".."]
        if not inner or "\0" in self.path or pure.parts[-len(inner) :] != tuple(inner):
            raise BadInput(f"'{self.path}' is no path to a media file.", "Link the file again.")
        if pure.is_absolute() or PureWindowsPath(self.path).drive or self.path.startswith("\\"):
            raise BadInput(
                f"The link '{self.path}' is absolute; a project holds paths relative to its folder only.",
                "Link the file again.",
            )
        if self.media.path != Path(self.media.path.name):
            raise BadInput(f"The media file of the link '{self.path}' names a folder.", "Link the file again.")

    @property
    def fingerprint(self) -> str:
        """The file's quick identity."""
        return self.media.fingerprint

    def located(self, root: Path) -> Path:
        """Where the file should be, for a project in a folder."""
        return Path(os.path.normpath(root.resolve() / self.path))

    def opened(self, root: Path) -> MediaFile:
        """The media file with its present path; nothing is read."""
        return replace(self.media, path=self.located(root))

    def state(self, root: Path, *, thorough: bool = False) -> LinkState:
        """Whether the right file lies there.

        Args:
            root: The project's folder.
            thorough: Compare the fingerprint; else the size, which costs no reading.
        """
        path = self.located(root)
        try:
            if not path.is_file():
                return LinkState.MISSING
            if not self._has_size(path.stat().st_size):
                return LinkState.CHANGED
            return LinkState.FOUND if not thorough or _fingerprint(path) == self.fingerprint else LinkState.CHANGED
        except (OSError, V2AError):
            return LinkState.MISSING

    def _has_size(self, size: int) -> bool:
        return self.fingerprint.partition("-")[0] == str(size)


def link_to(media: MediaFile, root: Path) -> MediaLink:
    """The link to a probed file.

    Raises:
        BadInput: It lies on another drive than the project.
    """
    try:
        relative = os.path.relpath(media.path.resolve(), root.resolve())
    except ValueError as error:
        raise BadInput(
            f"{media.path} lies on another drive than the project.", "Keep a project on the drive of its media."
        ) from error
    return MediaLink(Path(relative).as_posix(), replace(media, path=Path(media.path.name)))


def find_media(links: Sequence[MediaLink], folder: Path, root: Path) -> Steps[tuple[MediaLink, ...]]:
    """Look through a folder, and the folders in it, for the files of some links, by fingerprint.

    Args:
        links: Which files are looked for; names do not matter.
        folder: Where to look; a single file may be given too.
        root: The project's folder.

    Returns:
        A link to each file that was found; one that was found twice is linked where its name is the same, else where
        it was met first.

    Raises:
        NoSuchFile: The folder does not exist.
    """
    if not folder.exists():
        raise NoSuchFile(f"{folder} does not exist.", "Give the folder where the media lie now.")
    sizes = {link.fingerprint.partition("-")[0] for link in links}
    wanted = {link.fingerprint: link for link in links}
    found: dict[str, MediaLink] = {}
    for number, path in enumerate(_files(folder)):
        if number % 100 == 0:
            yield Progress("looking for media", len(found), len(wanted), str(path.parent))
        try:
            identity = _fingerprint(path) if str(path.stat().st_size) in sizes else ""
        except (OSError, V2AError):
            continue
        link = wanted.get(identity)
        if link is not None and (identity not in found or path.name == link.media.path.name):
            found[identity] = link_to(replace(link.media, path=path), root)
    return tuple(found.values())


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    return [
        Path(parent, name)
        for parent, folders, names in os.walk(folder)
        if folders.sort() is None
        for name in sorted(names)
    ]


def _fingerprint(path: Path) -> str:
    from v2a_plugin.media.probe import fingerprint  # loads PyAV, which opening a project does not need

    return fingerprint(path)
