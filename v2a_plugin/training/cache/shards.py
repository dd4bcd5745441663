"""Shards in webdataset's layout: tar files in which an item is three members with one key.

    00000-0007.frames.npy   unit vectors of the frames (time, visual), float32
    00000-0007.sound.npy    unit vector of the sound (audio,), float32
    00000-0007.json         where they come from

Nothing is pickled. The same items make the same bytes. Beside `train-00000.tar` stands `train-00000.json`, written last:
a shard without it is unfinished.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from webdataset.tariterators import group_by_keys, tar_file_expander
from webdataset.writer import TarWriter

from v2a_plugin.files import open_regular, read_text, replacing, sha256_of
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.training.cache.shard_records import Item, ItemNote, ShardNote, Split

__all__ = ["note_path", "read_note", "read_shard", "shard_path", "write_shard"]

_MEND = "Run `v2a train cache` again with the same settings: it makes just that shard anew."


def shard_path(folder: Path, split: Split, number: int) -> Path:
    """Where a shard lies."""
    return folder / f"{split}-{number:05d}.tar"


def note_path(shard: Path) -> Path:
    """Where its note lies."""
    return shard.with_suffix(".json")


def write_shard(path: Path, items: Sequence[Item]) -> str:
    """Write a shard, whole or not at all; gives its sha256, hex.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    number = path.stem.rpartition("-")[2]
    with replacing(path) as temporary:
        with temporary.open("wb") as stream, TarWriter(stream, encoder=False, mtime=0) as writer:
            for index, item in enumerate(items):
                writer.write(
                    {
                        "__key__": f"{number}-{index:04d}",
                        "frames.npy": _bytes(item.frames),
                        "sound.npy": _bytes(item.sound),
                        "json": to_json(item.note).encode(),
                    }
                )
        return sha256_of(temporary)


def read_shard(path: Path) -> Iterator[Item]:
    """The items of a shard, in order.

    Raises:
        BadInput: It is cut off or damaged.
    """
    try:
        with open_regular(path) as stream:
            for sample in group_by_keys(tar_file_expander([{"url": path.name, "stream": stream}])):
                note = from_json(ItemNote, sample["json"].decode(), f"{path.name}, {sample['__key__']}")
                yield Item(note, _array(sample["frames.npy"], 2), _array(sample["sound.npy"], 1))
    except (tarfile.TarError, EOFError, KeyError, ValueError, OSError) as error:
        raise BadInput(f"The shard {path} is cut off or damaged: {_first(error)}.", _MEND) from error


def read_note(shard: Path) -> ShardNote | None:
    """What stands beside a shard; None where it is unfinished.

    Raises:
        BadInput: The note is damaged.
    """
    path = note_path(shard)
    try:
        return from_json(ShardNote, read_text(path), path.name)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read.", _MEND) from error


def _bytes(array: np.ndarray) -> bytes:
    with io.BytesIO() as stream:
        np.save(stream, np.ascontiguousarray(array, dtype=np.float32), allow_pickle=False)
        return stream.getvalue()


def _array(data: bytes, axes: int) -> np.ndarray:
    array = np.asarray(np.load(io.BytesIO(data), allow_pickle=False))
    if array.ndim != axes or array.dtype != np.float32 or not array.size:
        raise ValueError(f"a vector is {array.dtype} {array.shape}")
    return array


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
