"""The local store: which bundles are here, and in what state.

A root is a folder that may hold `cards/NAME.toml`, `bundles/NAME/` and `mappers/BUNDLE/MAPPER/`. The first root is
the user's own and may be written; the others, what ships with the program among them, are only read.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from v2a_plugin.files import output_folder, writing_errors
from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.refusals import refusal
from v2a_plugin.zoo.bundle import FOLDERLESS, Bundle, did_you_mean, open_folder
from v2a_plugin.zoo.card_files import read_card
from v2a_plugin.zoo.cards import CARD_FILE, Card, Licence
from v2a_plugin.zoo.lock import LOCK_FILE, bundle_files, hash_file, read_lock
from v2a_resources import resources_path

__all__ = ["ENVIRONMENT", "BundleState", "Presence", "Store", "Verification"]

ENVIRONMENT = "V2A_MODELS"
"""Roots in place of the default one, joined as in PATH; the first may be written."""


class Presence(StrEnum):
    """Whether a bundle can be used."""

    SHIPPED = "shipped"
    PULLED = "pulled"
    INCOMPLETE = "incomplete"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class BundleState:
    """What `v2a models list` says about one bundle.

    Attributes:
        card: Its card.
        presence: Whether it can be used.
        folder: Where it lies; None when absent.
        size: Bytes on the disk, of an interrupted pull too.
        mappers: Names that `--mapper` takes with it now.
        problem: Why it is incomplete; "" otherwise.
    """

    card: Card
    presence: Presence
    folder: Path | None
    size: int
    mappers: tuple[str, ...]
    problem: str = ""

    @property
    def name(self) -> str:
        """What people type."""
        return self.card.name

    @property
    def licence(self) -> Licence:
        """Of the bundle as a whole."""
        return self.card.licence


@dataclass(frozen=True, slots=True)
class BadCard:
    """A card that cannot be used, and why in a sentence; the bundles beside it can."""

    path: Path
    problem: str

    @property
    def names(self) -> tuple[str, str]:
        """What people may call its bundle: the folder it lies in, or the file's name."""
        return self.path.parent.name, self.path.stem


@dataclass(frozen=True, slots=True)
class Verification:
    """What hashing every file of a bundle found; paths are inside it, with '/'.

    Attributes:
        bundle: Its name.
        folder: Where it lies.
        files: How many files the lock names.
        changed: Those whose content is another.
        missing: Those that are gone.
        extra: Those the lock does not name.
    """

    bundle: str
    folder: Path
    files: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Every locked file is as it was; extra files do no harm."""
        return not self.changed and not self.missing

    def check(self) -> None:
        """Nothing when good.

        Raises:
            BundleError: Names the files that are changed or missing.
        """
        if self.good:
            return
        found = [f"{path} is missing" for path in self.missing] + [f"{path} has changed" for path in self.changed]
        listed = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        raise BundleError(
            f"The bundle {self.bundle} in {self.folder} no longer matches its lock: {listed}.",
            f"Run `v2a models remove {self.bundle}` and pull it again, or install the program again if it shipped.",
        )


class Store:
    """The bundles of this machine.

    Args:
        root: The user's own root; the default is V2A_MODELS, else the user's data folder.
        extra: Further roots that are only read, searched after the user's and before what ships.
    """

    def __init__(self, root: Path | None = None, extra: Sequence[Path] = ()) -> None:
        roots = [root] if root is not None else _default_roots()
        self.root = roots[0].expanduser().absolute()
        self.roots = (self.root, *(path.expanduser().absolute() for path in (*roots[1:], *extra)), resources_path())

    def card(self, name: str) -> Card:
        """The card of a bundle, here or not.

        Raises:
            BundleError: No card of that name; says which one may have been meant.
        """
        cards, bad = self._cards()
        if name not in cards:
            for card in bad:
                if name in card.names:
                    raise BundleError(card.problem, "Mend the card, or install the bundle again.")
            near = did_you_mean(name, cards)
            raise BundleError(f"There is no bundle '{name}'.{near}", f"Known bundles are {', '.join(sorted(cards))}.")
        return cards[name]

    def bundles(self) -> tuple[BundleState, ...]:
        """Every known bundle and its state, those that can be used first, then by name."""
        states = [self._state(card) for card in self._cards()[0].values()]
        order = list(Presence)
        return tuple(sorted(states, key=lambda state: (order.index(state.presence), state.name)))

    def bad_cards(self) -> tuple[BadCard, ...]:
        """The cards that cannot be used, in the order in which they were found."""
        return self._cards()[1]

    def path(self, name: str) -> Path:
        """Folder of a bundle that is here.

        Raises:
            BundleError: Unknown, or not here yet.
        """
        if folder := self._find(name):
            return folder
        card = self.card(name)
        raise BundleError(
            f"The bundle {name} is not on this machine.",
            f"Get it with `v2a models pull {name}`." if card.pullable else "Install the program again.",
        )

    def open(self, name: str) -> Bundle:
        """A bundle by name, or by the folder that holds its card, after a quick check against its lock.

        Raises:
            BundleError: Unknown, absent, incomplete or changed.
        """
        folder = Path(name).expanduser()
        if any(mark in name for mark in ("/", os.sep)) and (folder / CARD_FILE).is_file():
            return open_folder(folder, self.mappers_folder(read_card(folder / CARD_FILE).name))
        return open_folder(self.path(name), self.mappers_folder(name))

    def verify(self, name: str) -> Steps[Verification]:
        """Hash every file of a bundle against its lock.

        Raises:
            BundleError: Unknown, absent, or without a lock.
        """
        folder = self.path(name)
        lock = read_lock(folder)
        total, done = sum(file.size for file in lock.files), 0
        changed, missing = [], []
        for file in lock.files:
            try:
                sha256 = yield from hash_file(folder / file.path, f"checking {name}", done, total)
            except FileNotFoundError:
                missing.append(file.path)
            except OSError as error:
                raise BundleError(f"{folder / file.path} cannot be read: {error.strerror}.", "") from error
            else:
                if sha256 != file.sha256:
                    changed.append(file.path)
            done += file.size
        extra = set(bundle_files(folder)) - {file.path for file in lock.files}
        return Verification(name, folder, len(lock.files), tuple(changed), tuple(missing), tuple(sorted(extra)))

    def remove(self, name: str) -> int:
        """Delete a pulled bundle and what an interrupted pull left of it; gives the bytes freed.

        Mappers that were fitted on this machine stay.

        Raises:
            BundleError: Unknown, not here, shipped, in a root that is only read, or being pulled now.
            OutputError: The folder may not be written.
        """
        self.card(name)
        target = self.target(name)
        doomed = [path for path in (target, *self.leftovers(name), *self._discarded(name)) if path.exists()]
        if not doomed:
            elsewhere = self.path(name)
            raise BundleError(f"The bundle in {elsewhere} is not the store's to remove.", f"The store is {self.root}.")
        try:
            with writing_errors(target), self.lock(name).acquire(timeout=0):
                freed = sum(_size(path) for path in doomed)
                for path in doomed:
                    self.set_aside(path, name)
                self.clear(name)
        except Timeout as error:
            raise BundleError(f"The bundle {name} is being pulled now.", "Remove it when that has ended.") from error
        return freed

    def target(self, name: str) -> Path:
        """Where the user's own root holds a bundle, or will."""
        return self.root / "bundles" / name

    def mappers_folder(self, name: str) -> Path:
        """Where mappers fitted on this machine for a bundle lie, one folder each; outlives the bundle."""
        return self.root / "mappers" / name

    def leftovers(self, name: str) -> tuple[Path, ...]:
        """Folders of interrupted pulls of a bundle."""
        return tuple(sorted((self.root / "bundles").glob(f".{name}.pull.*")))

    def set_aside(self, folder: Path, name: str) -> Path:
        """Take a folder of a bundle out of use in one step, for `clear` to delete; gives where it is now."""
        return folder.rename(folder.with_name(f".{name}.removed.{uuid.uuid4().hex[:8]}"))

    def clear(self, name: str) -> None:
        """Delete what was set aside of a bundle, by a process that was killed too. Its lock is held."""
        for folder in self._discarded(name):
            shutil.rmtree(folder)

    def lock(self, name: str) -> FileLock:
        """The lock between processes that change a bundle."""
        folder = output_folder(self.root / "bundles")
        return FileLock(folder / f".{name}.lock", thread_local=False)  # a pull may be driven from several threads

    def _discarded(self, name: str) -> list[Path]:
        return sorted((self.root / "bundles").glob(f".{name}.removed.*"))

    def _find(self, name: str) -> Path | None:
        folders = (root / "bundles" / name for root in self.roots)
        return next((folder for folder in folders if (folder / LOCK_FILE).is_file()), None)

    def _cards(self) -> tuple[dict[str, Card], tuple[BadCard, ...]]:
        """Cards by name, and those that are none.

        A bundle's own card wins over one it could be pulled by, earlier roots over later ones.
        """
        cards: dict[str, Card] = {}
        bad: list[BadCard] = []
        for root in self.roots:
            for pattern in (f"bundles/[!.]*/{CARD_FILE}", "cards/*.toml"):
                for path in sorted(root.glob(pattern)):
                    try:
                        card = read_card(path)
                    except BundleError as error:
                        bad.append(BadCard(path, error.message))
                    else:
                        cards.setdefault(card.name, card)
        return cards, tuple(bad)

    def _state(self, card: Card) -> BundleState:
        try:
            return self._looked_up(card)
        except OSError as error:
            return BundleState(card, Presence.INCOMPLETE, None, 0, (), refusal(error).message)

    def _looked_up(self, card: Card) -> BundleState:
        folder = self._find(card.name)
        leftovers = self.leftovers(card.name)
        size = sum(_size(path) for path in (*leftovers, *([folder] if folder else [])))
        if folder is None:
            if leftovers:
                return BundleState(card, Presence.INCOMPLETE, None, size, (), "A pull was interrupted.")
            return BundleState(card, Presence.ABSENT, None, 0, ())
        try:
            bundle = open_folder(folder, self.mappers_folder(card.name))
        except BundleError as error:
            return BundleState(card, Presence.INCOMPLETE, folder, size, (), error.message)
        presence = Presence.SHIPPED if folder.is_relative_to(resources_path()) else Presence.PULLED
        names = tuple(dict.fromkeys((*(part.name for part in bundle.mappers), *FOLDERLESS)))
        return BundleState(card, presence, folder, size, names)


def _default_roots() -> list[Path]:
    named = [Path(part) for part in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if part]
    return named or [Path(platformdirs.user_data_dir("v2a-plugin", appauthor=False)) / "models"]


def _size(path: Path) -> int:
    return sum(found.stat().st_size for found in path.rglob("*") if found.is_file())
