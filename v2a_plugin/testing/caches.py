"""Caches for training whose pictures and sounds belong together by a rule that a mapper can learn."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.model.embeddings import unit
from v2a_plugin.model.serial import to_json
from v2a_plugin.training.cache.shard_records import Item, ItemNote, ShardNote, Split
from v2a_plugin.training.cache.shards import note_path, shard_path, write_shard

__all__ = ["tiny_cache", "tiny_items"]


def tiny_items(count: int, split: str = "train", *, seed: int = 0, windows: int = 1) -> list[Item]:
    """Items of a cache of `tiny_bundle`: random pictures, and sounds that are the picture turned and a little noise.

    Args:
        count: How many.
        split: What they may be used for.
        seed: Of the pictures.
        windows: Items a source.
    """
    chance = np.random.default_rng(seed)
    turn = np.linalg.qr(np.random.default_rng(99).standard_normal((32, 32)))[0]
    made = []
    for number in range(count):
        picture = unit(chance.standard_normal(32).astype(np.float32))
        sound = unit((picture @ turn + 0.02 * chance.standard_normal(32)).astype(np.float32))
        source = f"clip-{seed}-{number // windows}"
        digest = hashlib.sha256(source.encode()).hexdigest()
        start = Fraction(10 * (number % windows))
        note = ItemNote(source, digest, start, Fraction(10), Split(split), "a label", "tiny-clip", "tiny-clap")
        made.append(Item(note, unit(np.stack((picture, picture))), sound))
    return made


def tiny_cache(folder: Path, items: Sequence[Item], number: int = 0) -> Path:
    """Save items of one split as a finished shard.

    Returns:
        The same folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shard = shard_path(folder, items[0].note.split, number)
    note = ShardNote(write_shard(shard, items), len(items), 0, ())
    note_path(shard).write_text(to_json(note), encoding="utf-8")
    return folder
