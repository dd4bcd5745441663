"""A whole study from its plan: every table, the domain gap and the interpolations, kept as one result."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from v2a_plugin.evaluation.gap import Gap, GapView, measure_gap
from v2a_plugin.evaluation.interpolation import (
    Moved,
    clip_names,
    likeness,
    reel,
    render_between,
    scores_along,
    words_wanted,
)
from v2a_plugin.evaluation.items import Items, chosen, find_item, read_items
from v2a_plugin.evaluation.making import ItemDescriber, Maker, write_sound
from v2a_plugin.evaluation.plan import InterpolationPlan, StudyPlan, System
from v2a_plugin.evaluation.study import Bench, Table, check_folders, run_table, wanted_of
from v2a_plugin.files import output_folder, write_text
from v2a_plugin.generation.engine import Engine
from v2a_plugin.judges.protocol import Judge
from v2a_plugin.judges.registry import ties
from v2a_plugin.mapper.prompts import condition, read_words
from v2a_plugin.model.embeddings import Conditioning
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Reading, Settings
from v2a_plugin.model.serial import to_json
from v2a_plugin.model.time import index_at
from v2a_plugin.sources.finishing import DELIVERY_RATE

__all__ = ["Drawn", "StudyResult", "run_study"]

RESULT = "study.json"
_QUICK_PICTURES = 24


@dataclass(frozen=True, slots=True)
class StudyResult:
    """Everything a study found; also its JSON.

    Attributes:
        title: Of the plan.
        bundle: Name of the bundle.
        lock_digest: Of its files, so that a table says which weights it is about.
        quick: Fewer items than the plan asks for.
        judges: Names.
        items: Different pictures.
        references: Real sounds.
        seconds: Length of a clip.
        tables: Comparisons.
        gaps: Domain gap, the floor last.
        interpolations: The scores of each judge along each interpolation.
        caution: Sentences for the interpolations and the gap.
        spent: Seconds the study took.
    """

    title: str
    bundle: str
    lock_digest: str
    quick: bool
    judges: tuple[str, ...]
    items: int
    references: int
    seconds: float
    tables: tuple[Table, ...]
    gaps: tuple[Gap, ...]
    interpolations: tuple[Moved, ...]
    caution: tuple[str, ...] = field(default=())
    spent: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A result and what only figures need."""

    result: StudyResult
    views: tuple[GapView, ...]


def run_study(
    engine: Engine,
    plan: StudyPlan,
    judges: Sequence[Judge],
    out: Path,
    folder: Path | None = None,
    quick: bool = False,
    only: Sequence[str] = (),
) -> Steps[Drawn]:
    """Run what is missing of a study and put it together; clips that are there are not made again.

    Args:
        engine: The bundle.
        plan: What to compare.
        judges: Loaded, the main one first.
        out: Folder for clips and for `study.json`.
        folder: Of the items, where the plan does not say.
        quick: Few items, to see that everything works.
        only: Names of tables, or "gap" and "interpolations"; empty for everything.

    Raises:
        BadInput: The plan names what is not there, or an item lacks what a system needs.
        OutputError: The disk is full; clips that are done stay.
    """
    begun = time.monotonic()
    names = [table.name for table in plan.tables] + ["gap", "interpolations"]
    if lost := [name for name in only if name not in names]:
        raise BadInput(f"The study has no part called '{lost[0]}'.", f"Use {', '.join(names)}.")
    items = read_items(plan.items, folder, engine.bundle.root / "split.csv")
    wanted = [table for table in plan.tables if not only or table.name in only]
    for table in wanted:
        check_folders(table, chosen(items.items, table.quick if quick else table.limit))
    describer = ItemDescriber(engine, output_folder(out / "videos"), items.items)
    samples = index_at(plan.seconds, DELIVERY_RATE)
    maker = Maker(engine, describer, items.items, output_folder(out / "clips"), samples, plan.seed)
    bench = Bench(engine, plan, items, maker, judges)
    tables = list[Table]()
    for table in wanted:
        tables += [(yield from run_table(bench, table, quick))]
    views: tuple[GapView, ...] = ()
    if plan.gap and (not only or "gap" in only):
        seen = Items(chosen(items.items, _QUICK_PICTURES if quick else 0), items.references)
        views = yield from measure_gap(engine, describer, seen, plan.gap, plan.seed)
    interpolations = list[Moved]()
    for one in plan.interpolations if not only or "interpolations" in only else ():
        interpolations += yield from _interpolation(bench, one, out / "interpolations")
    result = StudyResult(
        plan.title,
        engine.bundle.card.name,
        engine.bundle.lock_digest,
        quick,
        tuple(judge.name for judge in judges),
        len(items.items),
        len(items.references),
        float(plan.seconds),
        tuple(tables),
        tuple(view.gap for view in views),
        tuple(interpolations),
        tuple(filter(None, (ties(judge.name, engine.bundle.card.name) for judge in judges))),
        time.monotonic() - begun,
    )
    write_text(out / RESULT, to_json(result))
    return Drawn(result, views)


def _interpolation(bench: Bench, one: InterpolationPlan, folder: Path) -> Steps[tuple[Moved, ...]]:
    """Render an interpolation, keep its clips and its reel, and score it with every judge."""
    engine, plan, settings = bench.engine, bench.plan, bench.plan.settings
    first = find_item(bench.items.items, one.start)
    last = None if one.words else find_item(bench.items.items, one.end)
    system = System("interpolation", "mapper", settings)
    ends = (
        (yield from bench.maker.condition(system, first, plan.seed)),
        (yield from bench.maker.condition(system, last, plan.seed)) if last else _words(engine, one.end, settings),
    )
    steps, samples = plan.steps, bench.maker.samples
    sounds = yield from render_between(engine, ends, (one.start, one.end), steps, samples, settings, plan.seed)
    place = output_folder(folder / one.title.replace("“", "").replace("”", "").replace(" ", "-"))
    for path, sound in zip(clip_names(place, steps), sounds, strict=True):
        write_sound(path, sound)
    write_sound(place / "reel.wav", reel(sounds))
    found = [likeness(engine, one.title, sounds, ends)]
    for judge in bench.judges:
        yield Progress(f"listening to {one.title}", 0, 1)
        real = yield from bench.real(judge)
        if real is None or not judge.classes or judge.name == "clap":
            continue
        start = wanted_of(bench.items, real, first)
        end = wanted_of(bench.items, real, last) if last else words_wanted(judge, one.end)
        if start and end:
            found.insert(0, scores_along(one.title, judge, sounds, start, end))
    return tuple(found)


def _words(engine: Engine, words: str, settings: Settings) -> Conditioning:
    return condition(read_words(engine.audio, replace(settings, prompt=words, reading=Reading.TYPED)))
