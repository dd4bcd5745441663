"""What is evaluated, and what comes out: the types behind `v2a evaluate` and its JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from v2a_plugin.evaluation.clip_health import Condition
from v2a_plugin.evaluation.lists import Listed
from v2a_plugin.evaluation.measures import Measured
from v2a_plugin.model.sound import Tag

__all__ = ["ClipResult", "Evaluation", "Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be evaluated.

    Attributes:
        generated: Folder of clips, by item name.
        reference: Folder of real sounds, or videos with sound, by item name; None compares with pictures alone.
        pictures: Folder of pictures or videos by item name; None leaves CS out.
        judges: Names; the first one says which clips are best and worst.
        weights: Pairs (judge, path); `wav2clip` counts as one here.
        listed: Items that count and what they should sound like; empty for all.
        route: Mapper that CS goes through; "" for the bundle's.
        seconds: Requested length; None takes what was noted beside the clips.
        unpaired: Clips need no reference of their name; only distances are then measured.
        foreign: The clips were made by another system than the bundle.
        fetch: YAMNet may be downloaded.
    """

    generated: Path
    reference: Path | None = None
    pictures: Path | None = None
    judges: tuple[str, ...] = ("clap",)
    weights: tuple[tuple[str, Path], ...] = ()
    listed: tuple[Listed, ...] = ()
    route: str = ""
    seconds: Fraction | None = None
    unpaired: bool = False
    foreign: bool = False
    fetch: bool = False


@dataclass(frozen=True, slots=True)
class ClipResult:
    """One clip.

    Attributes:
        item: What it was made for.
        take: Number among the item's takes.
        file: The clip.
        reference: Its real sound; None without one.
        picture: Its picture; None without one.
        label: What the test list says of it; "" without one.
        agrees: The first judge with classes hears one of the reference's best tags; None without.
        divergence: KL by that judge, nats; None without.
        similarity: CS of this clip; None without a picture.
        heard_as: That judge's best tags.
        condition: Level, silence, length.
    """

    item: str
    take: int
    file: Path
    reference: Path | None
    picture: Path | None
    label: str
    agrees: bool | None
    divergence: float | None
    similarity: float | None
    heard_as: tuple[Tag, ...]
    condition: Condition


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `v2a evaluate` found; also its JSON.

    Attributes:
        generated: Folder.
        reference: Folder, or None.
        pictures: Folder, or None.
        bundle: Whose encoders were used.
        judges: Names.
        items: Different items.
        measures: All numbers.
        clips: One result a clip, by item and take.
        caution: Sentences that belong to the table: who judged whom, and what was too few.
        left_out: A sentence for each file that could not be used.
    """

    generated: Path
    reference: Path | None
    pictures: Path | None
    bundle: str
    judges: tuple[str, ...]
    items: int
    measures: tuple[Measured, ...]
    clips: tuple[ClipResult, ...]
    caution: tuple[str, ...] = field(default=())
    left_out: tuple[str, ...] = field(default=())
