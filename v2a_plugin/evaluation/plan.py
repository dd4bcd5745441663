"""What a study compares: systems, tables, sweeps, interpolations between sounds, and the items they run on."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.recipe import Settings

__all__ = ["FIGURES", "KINDS", "VIAS", "InterpolationPlan", "ItemPlan", "StudyPlan", "System", "TablePlan"]

KINDS = ("corpus", "folder", "imagehear", "films")
VIAS = ("mapper", "text", "oracle", "caption", "folder")
FIGURES = ("", "bars", "tradeoff", "time")


@dataclass(frozen=True, slots=True)
class System:
    """One way from a picture to a sound.

    Attributes:
        name: In tables.
        via: How it is conditioned. mapper: what the mapper makes of the picture; text: the item's label through the text
            tower; oracle: a real sound's own vector; caption: a captioner's words through the text tower; folder: clips
            that another system made, by item name.
        settings: The knobs; `mapper` names the mapper.
        moving: Look at a video panned over the picture, with some frames of another one, in place of the picture.
        captioner: Name of a captioner, for `caption`.
        folder: Of the clips, for `folder`.
        guide: What its takes follow: "" for nothing, picture, or oracle for the film's own sound.
    """

    name: str
    via: str
    settings: Settings
    moving: bool = False
    captioner: str = ""
    folder: Path | None = None
    guide: str = ""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """Some systems side by side.

    Attributes:
        name: Short name: of its figure, and of its place in a page.
        title: Above it.
        systems: Rows.
        against: System that the others are tested against; "" for none.
        figure: bars, tradeoff (diversity against relevance), time (quality against seconds) or "" for none.
        limit: Items, an even choice of them; 0 for all.
        quick: The same for a quick run.
        takes: Of each item.
    """

    name: str
    title: str
    systems: tuple[System, ...]
    against: str = ""
    figure: str = ""
    limit: int = 0
    quick: int = 8
    takes: int = 1


@dataclass(frozen=True, slots=True)
class InterpolationPlan:
    """An interpolation from the sound of one picture to that of another, or to words.

    Attributes:
        start: A class, whose first item is taken, or an item's name.
        end: The same; or words.
        words: `end` is words.
        name: What to call it; "" for its ends.
    """

    start: str
    end: str
    words: bool = False
    name: str = ""

    @property
    def title(self) -> str:
        """ "cat to dog"; words in quotation marks."""
        if self.name:
            return self.name
        return f"{self.start} to “{self.end}”" if self.words else f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What is looked at.

    Attributes:
        kind: corpus: the validation side of a bundle's split; folder: pictures with real sounds of the same names;
            imagehear: pictures alone; films: videos, whose own sounds are the real ones.
        folder: Corpus or pictures; None when the command line says.
        references: Real sounds, for `folder`.
        labels: CSV with name and label, or VGGSound's own, for `folder`.
    """

    kind: str = "corpus"
    folder: Path | None = None
    references: Path | None = None
    labels: Path | None = None


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """A whole study.

    Attributes:
        title: Its name.
        bundle: Whose parts are used.
        seconds: Length of a clip.
        seed: Of everything; two runs with one seed are the same.
        judges: Names; the first is the main one.
        routes: Mappers that CS goes through.
        settings: The knobs of interpolations, and of systems that say nothing else.
        items: What is looked at.
        tables: Comparisons, sweeps included.
        interpolations: Between two sounds.
        gap: Mappers whose domain gap is measured; empty leaves that out.
        steps: Positions of an interpolation.
    """

    title: str
    bundle: str
    seconds: Fraction
    seed: int
    judges: tuple[str, ...]
    routes: tuple[str, ...]
    settings: Settings
    items: ItemPlan
    tables: tuple[TablePlan, ...]
    interpolations: tuple[InterpolationPlan, ...] = field(default=())
    gap: tuple[str, ...] = field(default=())
    steps: int = 10
