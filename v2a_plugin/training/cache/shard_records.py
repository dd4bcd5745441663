"""What a cache is made of, and what it says about itself on the disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import numpy as np
from jaxtyping import Float32

__all__ = [
    "CLIPS",
    "MANIFEST",
    "REPORT",
    "CacheReport",
    "CacheSettings",
    "ClipNote",
    "Cutting",
    "Item",
    "ItemNote",
    "LeftOut",
    "Manifest",
    "Reason",
    "ReasonCount",
    "ShardNote",
    "Source",
    "Split",
    "SplitCount",
]

MANIFEST, REPORT, CLIPS = "cache.json", "report.json", "clips.csv"


class Split(StrEnum):
    """What an item may be used for."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class Cutting(StrEnum):
    """How a video becomes items."""

    WINDOWS = "windows"
    """Pieces of one length, one after the other."""
    SHOTS = "shots"
    """Between cuts; a longer shot is cut into windows."""


class Reason(StrEnum):
    """Why something was left out."""

    SILENT = "silent"
    SPEECH = "speech"
    MUSIC = "music"
    TOO_SHORT = "too short"
    NO_PICTURE = "no picture"
    NO_SOUND = "no sound"
    MISSING = "missing"
    BROKEN = "broken"
    UNUSABLE = "marked unusable"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a pair of files, before it is opened.

    Attributes:
        name: What reports call it: a path inside the folder that was given, or an id of a list.
        picture: The video or picture.
        sound: The sound that belongs to a picture; None for a video's own.
        start: Seconds at which its one window starts; None to cut all of it.
        split: What it may be used for.
        label: What a list says it is; "" where it says nothing.
        usable: False where a list says that it must not be used.
    """

    name: str
    picture: Path
    sound: Path | None = None
    start: Fraction | None = None
    split: Split = Split.TRAIN
    label: str = ""
    usable: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not in the cache.

    Attributes:
        name: The source, and where in it.
        reason: Why.
        detail: The same in a sentence; may be empty.
    """

    name: str
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """What decides which items a cache holds and what they are.

    Attributes:
        window: Length of an item, seconds; 10 in VGGSound and in the paper.
        cutting: Windows or shots.
        detector: Finds the shots.
        frames: Frames that are looked at in an item; fewer where there are fewer.
        shortest: Seconds below which a clip, a rest or a shot is left out.
        silence: RMS level in dB relative to full scale below which a sound counts as silent.
        leave_out: Speech, music, both or neither.
        files_a_shard: Sources that share a shard; what an interruption costs at most.
    """

    window: Fraction = Fraction(10)
    cutting: Cutting = Cutting.WINDOWS
    detector: str = "adaptive"
    frames: int = 8
    shortest: Fraction = Fraction(1, 5)
    silence: float = -60.0
    leave_out: tuple[Reason, ...] = field(default=())
    files_a_shard: int = 8


@dataclass(frozen=True, slots=True)
class ItemNote:
    """What is known of an item beside its vectors.

    Attributes:
        name: The source's name.
        digest: sha256 of the source, hex; for a pair, of its two digests.
        start: Seconds from the first picture frame.
        duration: Seconds.
        split: What it may be used for.
        label: What a list says it is; may be empty.
        clip_space: Space of the frames.
        clap_space: Space of the sound.
        parts: sha256 of each file it is made of: the video, or the picture and the sound.
    """

    name: str
    digest: str
    start: Fraction
    duration: Fraction
    split: Split
    label: str
    clip_space: str
    clap_space: str
    parts: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One piece of picture with its sound, as embeddings.

    Attributes:
        note: Where it comes from.
        frames: Unit vectors, one a frame.
        sound: Unit vector.
    """

    note: ItemNote
    frames: Float32[np.ndarray, "time visual"]
    sound: Float32[np.ndarray, " audio"]


@dataclass(frozen=True, slots=True)
class ClipNote:
    """What an item sounds like, for a person who chooses clips.

    Attributes:
        name: The source's name.
        start: Seconds from the first picture frame.
        duration: Seconds.
        heard: Speech or music, where the bundle hears that; else None.
        hits: How many transients its sound has.
    """

    name: str
    start: Fraction
    duration: Fraction
    heard: Reason | None
    hits: int


@dataclass(frozen=True, slots=True)
class ShardNote:
    """What stands beside a shard.

    Attributes:
        sha256: Of the shard's file, hex; "" where every source was left out and there is none.
        items: How many it holds.
        unlabelled: Items among them without a label.
        left_out: What its sources held besides.
        clips: What each item sounds like, in order.
    """

    sha256: str
    items: int
    unlabelled: int
    left_out: tuple[LeftOut, ...]
    clips: tuple[ClipNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitCount:
    """How much of one split there is."""

    split: Split
    sources: int
    shards: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a cache is: written before anything is encoded.

    Attributes:
        bundle: Whose encoders.
        lock_digest: sha256 over the bundle's files, hex.
        clip_space: Space of the frames.
        clap_space: Space of the sounds.
        settings: How items are made.
        splits: How many sources and shards.
        plan: sha256 over the list of sources, hex: another list is another cache.
    """

    bundle: str
    lock_digest: str
    clip_space: str
    clap_space: str
    settings: CacheSettings
    splits: tuple[SplitCount, ...]
    plan: str
    schema: int = 1


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often something was left out for one reason."""

    reason: Reason
    count: int


@dataclass(frozen=True, slots=True)
class CacheReport:
    """What came of it.

    Attributes:
        folder: Where the shards lie.
        items: Items in them.
        items_by_split: The same for train, validation and test.
        unlabelled: Items without a label.
        counts: How often something was left out, by reason.
        left_out: Each thing that was left out.
        resumed: Shards that an earlier run had finished.
        speech: Items that the bundle hears as speech.
        music: The same for music.
        without_hits: Items whose sound has no transient.
    """

    folder: Path
    items: int
    items_by_split: tuple[tuple[Split, int], ...]
    unlabelled: int
    counts: tuple[ReasonCount, ...]
    left_out: tuple[LeftOut, ...]
    resumed: int = 0
    speech: int = 0
    music: int = 0
    without_hits: int = 0
