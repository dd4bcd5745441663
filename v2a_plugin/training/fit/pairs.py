"""The pairs that a mapper learns from, in memory: shards read, checked, and split."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from jaxtyping import Float32

from v2a_plugin.encoders.aggregate import aggregate
from v2a_plugin.files import read_text
from v2a_plugin.model.errors import BadInput, SpaceMismatch
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.training.cache.shard_records import Item, ItemNote, Split
from v2a_plugin.training.cache.shards import read_note, read_shard
from v2a_plugin.training.fit.grouping import group, held_groups

__all__ = ["PairSet", "Pairs", "load_pairs", "read_ids"]

_LENGTH = 1e-2
"""How far from 1 the length of a unit vector may be."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pictures and the sounds that belong to them, a row each.

    Attributes:
        pictures: Unit vectors.
        sounds: Unit vectors.
        groups: A key for each row; rows that share a file share it.
        names: Of the clips, a row each; empty where nobody needs them.
    """

    pictures: Float32[np.ndarray, "pair visual"]
    sounds: Float32[np.ndarray, "pair audio"]
    groups: tuple[str, ...]
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.groups)

    def rows(self, chosen: Sequence[int]) -> Pairs:
        """Some of them."""
        rows = np.asarray(chosen, dtype=np.int64)
        names = tuple(self.names[row] for row in rows) if self.names else ()
        return Pairs(self.pictures[rows], self.sounds[rows], tuple(self.groups[row] for row in rows), names)


@dataclass(frozen=True, slots=True, eq=False)
class PairSet:
    """What one training works with.

    Attributes:
        train: To learn from.
        held_out: To check with; may be empty.
        clip_space: Space of the pictures.
        clap_space: Space of the sounds.
        digest: sha256 over all vectors and the split, hex: another set is another training.
        held_by: How `held_out` came about, in words.
        tests: Items for testing, which are not used.
        repeats: Items that stood there twice and count once.
        damaged: Items whose vectors are no unit vectors and are not used.
        unlabelled: Items without a label.
    """

    train: Pairs
    held_out: Pairs
    clip_space: str
    clap_space: str
    digest: str
    held_by: str
    tests: int = 0
    repeats: int = 0
    damaged: int = 0
    unlabelled: int = 0

    @property
    def sources(self) -> int:
        """Files that the training items come from; those that share one count once."""
        return len(set(self.train.groups))


def load_pairs(
    folders: Sequence[Path], aggregation: str, held_out: float, test_ids: Collection[str] = ()
) -> Steps[PairSet]:
    """Read every shard of some caches.

    Items for testing are never learned from. Where there are none for validation, a share of the sources is held out:
    which, depends on their digests only, and items that share a file stay on one side.

    Args:
        folders: What `v2a train cache` wrote.
        aggregation: How frames become one picture.
        held_out: That share, 0 to 1.
        test_ids: Names that must not be trained on; as ids of VGGSound's test list.

    Raises:
        BadInput: No shards, one that is cut off, or a source that is both for training and for testing.
        SpaceMismatch: The shards are of more than one space.
    """
    shards = [shard for folder in folders for shard in _shards(folder)]
    gathered = _Gathered(aggregation, {*test_ids})
    for done, shard in enumerate(shards):
        yield Progress("reading shards", done, len(shards), shard.name)
        note, count = read_note(shard), gathered.count
        if note is None:
            raise BadInput(f"The shard {shard} is unfinished.", "Run `v2a train cache` again: it goes on there.")
        gathered.add(read_shard(shard))
        if gathered.count - count != note.items:
            raise BadInput(
                f"The shard {shard} is cut off: {gathered.count - count} of its {note.items} items are left.",
                "Run `v2a train cache` again with the same settings: it makes just that shard anew.",
            )
    return gathered.split(held_out)


def read_ids(path: Path) -> tuple[str, ...]:
    """Ids of a test list, one a line; of a CSV the first column.

    Raises:
        BadInput: It cannot be read, or is empty.
    """
    try:
        lines = read_text(path).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The list {path} cannot be read.", "Give a text file with one id a line.") from error
    found = tuple(line.split(",")[0].strip() for line in lines if line.strip())
    if not found:
        raise BadInput(f"The list {path} is empty.", "Give a text file with one id a line.")
    return found


def _shards(folder: Path) -> list[Path]:
    """Shards of a cache in order."""
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder.", "Give what `v2a train cache` wrote.")
    found = sorted(path for path in folder.glob("*-*.tar") if path.stem.rpartition("-")[0] in {*Split})
    if not found:
        raise BadInput(f"{folder} holds no shards.", "Run `v2a train cache` first, and look at its report.")
    return found


class _Gathered:
    """Items as they come in."""

    def __init__(self, aggregation: str, test_ids: set[str]) -> None:
        self._aggregation, self._test_ids = aggregation, test_ids
        self._notes: list[ItemNote] = []
        self._pictures: list[np.ndarray] = []
        self._sounds: list[np.ndarray] = []
        self._tests: dict[str, str] = {}  # digest of a file to the item's name
        self._tested = 0
        self._seen: set[tuple[str, str, Split]] = set()
        self.count = self._repeats = self._damaged = 0

    def add(self, items: Iterable[Item]) -> None:
        """Take the items of a shard."""
        for item in items:
            self.count += 1
            note = item.note
            self._check_space(note)
            place = (note.digest, str(note.start), note.split)
            if place in self._seen:
                self._repeats += 1
                continue
            self._seen.add(place)
            if note.split is Split.TEST:
                self._tests |= dict.fromkeys(_parts(note), note.name)
                self._tested += 1
                continue
            if not (_is_unit(item.frames) and _is_unit(item.sound)):
                self._damaged += 1
                continue
            self._notes.append(note)
            self._pictures.append(aggregate(item.frames, self._aggregation))
            self._sounds.append(item.sound)

    def split(self, share: float) -> PairSet:
        """Everything, checked and divided."""
        self._check_tests()
        notes = self._notes
        if not any(note.split is Split.TRAIN for note in notes):
            raise BadInput("The shards hold nothing to train on.", "Look at the report of `v2a train cache`.")
        grouping = group([_parts(note) for note in notes])
        held = {row for row, note in enumerate(notes) if note.split is Split.VALIDATION}
        how = "the validation split of the shards"
        if not held:
            chosen = held_groups(grouping.keys, share)
            held = {row for row, key in enumerate(grouping.keys) if key in chosen}
            how = f"{len(chosen)} of {len({*grouping.keys})} sources, chosen by their digests"
            if grouping.loose:
                how += "; some of their sounds are also trained on, with other pictures"
        names = tuple(note.name for note in notes)
        everything = Pairs(np.stack(self._pictures), np.stack(self._sounds), grouping.keys, names)
        hashed = hashlib.sha256(everything.pictures.tobytes() + everything.sounds.tobytes())
        hashed.update(repr(sorted(held)).encode())
        return PairSet(
            everything.rows([row for row in range(len(notes)) if row not in held]),
            everything.rows(sorted(held)),
            notes[0].clip_space,
            notes[0].clap_space,
            hashed.hexdigest(),
            how if held else "nothing: there is only one source",
            self._tested,
            self._repeats,
            self._damaged,
            sum(not note.label for note in notes),
        )

    def _check_space(self, note: ItemNote) -> None:
        first = self._notes[0] if self._notes else note
        for mine, theirs, what in (
            (first.clip_space, note.clip_space, "pictures"),
            (first.clap_space, note.clap_space, "sounds"),
        ):
            if mine != theirs:
                raise SpaceMismatch(
                    f"The shards mix {what} of the space {mine!r} with those of {theirs!r}.",
                    "Train on caches that one bundle made.",
                )

    def _check_tests(self) -> None:
        for note in self._notes:
            tested = next((self._tests[digest] for digest in _parts(note) if digest in self._tests), None)
            if tested is not None:
                raise BadInput(
                    f"{note.name} is for {note.split}, and {tested}, which is for testing, has the same file.",
                    "Take it out of one of the two lists and make the cache again.",
                )
            stem = PurePosixPath(note.name).stem
            if self._test_ids & {note.name, stem, stem.rpartition("_")[0]}:
                raise BadInput(
                    f"{note.name} is for {note.split}, and the test list names it.",
                    "Take it out of the training list and make the cache again.",
                )


def _is_unit(vectors: np.ndarray) -> bool:
    return bool(np.all(np.abs(np.linalg.norm(vectors, axis=-1) - 1) < _LENGTH))  # False where it is not a number


def _parts(note: ItemNote) -> tuple[str, ...]:
    """Digests of the files of an item."""
    return note.parts or (note.digest,)
