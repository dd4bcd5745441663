"""What a pull would fetch: revision, files, sizes and licences, as the hub gives them before anything is fetched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from v2a_plugin.model.errors import BundleError
from v2a_plugin.zoo.cards import Card, PartCard
from v2a_plugin.zoo.hub import RemoteFile, Repository, describe, is_offline

__all__ = ["PlannedFile", "PullPlan", "plan"]

_PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_SAFE_NAMES = {
    "pytorch_model.bin": "model.safetensors",
    "open_clip_pytorch_model.bin": "open_clip_model.safetensors",
}
"""What the libraries look for; any other name keeps its stem."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file to fetch.

    Attributes:
        remote: What the hub said of it.
        target: Path inside the bundle, with '/'.
        converted: Path inside the bundle of the safetensors made of it; "" for a file that is kept as it is.
    """

    remote: RemoteFile
    target: str
    converted: str = ""

    @property
    def kept(self) -> str:
        """Path inside the bundle of what stays."""
        return self.converted or self.target


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One part to fetch.

    Attributes:
        name: "visual", "audio" or "generator".
        repository: Where from, at which commit, under which licence as the hub lists it.
        files: Those that are wanted.
        licence: The part's licence as the card names it; "" when it is the bundle's.
    """

    name: str
    repository: Repository
    files: tuple[PlannedFile, ...]
    licence: str

    @property
    def size(self) -> int:
        """Bytes to fetch."""
        return sum(file.remote.size for file in self.files)


@dataclass(frozen=True, slots=True)
class PullPlan:
    """A pull, ready to be shown, confirmed and run."""

    card: Card
    parts: tuple[PlannedPart, ...]

    @property
    def files(self) -> tuple[PlannedFile, ...]:
        """Files to fetch, of all parts."""
        return tuple(file for part in self.parts for file in part.files)

    @property
    def size(self) -> int:
        """Bytes to fetch in all."""
        return sum(part.size for part in self.parts)

    @property
    def revisions(self) -> tuple[tuple[str, str], ...]:
        """Pairs (part, "owner/name@commit")."""
        return tuple((part.name, f"{part.repository.name}@{part.repository.revision}") for part in self.parts)

    @property
    def digest(self) -> str:
        """Tells this pull from one of other revisions or files, hex; an interrupted pull is resumed by it."""
        lines = [f"{name} {revision}\n" for name, revision in self.revisions]
        lines += [f"{file.remote} {file.kept}\n" for file in self.files]
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def plan(card: Card, *, offline: bool = False) -> PullPlan:
    """Ask the hub what pulling a bundle means.

    Args:
        card: The bundle.
        offline: Refuse without opening a socket; HF_HUB_OFFLINE does the same.

    Raises:
        BundleError: The bundle cannot be pulled, is refused because its weights are pickled, or we are offline.
        HubError: The hub cannot be reached.
    """
    if not card.pullable:
        raise BundleError(f"The bundle {card.name} is not one to pull: its card names no repository.", "")
    if offline or is_offline():
        raise BundleError(
            f"The bundle {card.name} would have to be pulled, and the network is not to be used.",
            f"Run `v2a models pull {card.name}` without --offline and without HF_HUB_OFFLINE.",
        )
    return PullPlan(card, tuple(_plan_part(card, name, part) for name, part in card.parts))


def _plan_part(card: Card, name: str, part: PartCard) -> PlannedPart:
    repository = describe(part.repo, part.revision)
    wanted = [file for file in repository.files if any(fnmatchcase(file.path, pattern) for pattern in part.files)]
    safe_folders = {PurePosixPath(file.path).parent for file in wanted if file.path.endswith(".safetensors")}
    files, weights = [], 0
    for file in wanted:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or "\\" in file.path:
            raise BundleError(f"{part.repo} names the file '{file.path}', which is refused.", "")
        target = (PurePosixPath(part.folder) / path).as_posix()
        if not _is_pickled(path):
            weights += path.suffix == ".safetensors"
            files.append(PlannedFile(file, target))
        elif path.parent not in safe_folders:
            weights += 1
            files.append(_plan_conversion(card, part, file, target))
    if not weights:
        raise BundleError(
            f"{part.repo} at {repository.revision[:8]} holds none of the weights the card of {card.name} asks for.",
            "Its layout may have changed: look for a newer version of this program.",
        )
    return PlannedPart(name, repository, tuple(files), part.licence)


def _plan_conversion(card: Card, part: PartCard, file: RemoteFile, target: str) -> PlannedFile:
    if not part.convert:
        raise BundleError(
            f"{part.repo} offers {file.path} only as a pickle, which can run code when it is loaded.",
            f"It is refused; `convert = true` in the card of {card.name} allows converting it once, tensors only.",
        )
    safe = PurePosixPath(target)
    name = _SAFE_NAMES.get(safe.name, f"{safe.stem}.safetensors")
    return PlannedFile(file, target, safe.with_name(name).as_posix())


def _is_pickled(path: PurePosixPath) -> bool:
    return path.suffix.lower() in _PICKLED
