"""Runs a study: makes the clips of every system, lets the judges hear them, compares systems item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Float64

from v2a_plugin.evaluation.clip_files import clips_in, read_clip
from v2a_plugin.evaluation.clip_health import costs
from v2a_plugin.evaluation.items import Item, Items, chosen
from v2a_plugin.evaluation.making import Maker, clip_path
from v2a_plugin.evaluation.measures import Measured, agreed, distances, mean_of, missing, varieties
from v2a_plugin.evaluation.plan import StudyPlan, System, TablePlan
from v2a_plugin.evaluation.synchrony import Heard, own_onsets, synchrony
from v2a_plugin.evaluation.tagging import WANTED, best_tags
from v2a_plugin.generation.costs import read_costs
from v2a_plugin.generation.engine import Engine
from v2a_plugin.judges.clap_judge import ClapJudge
from v2a_plugin.judges.joint import sound_vector
from v2a_plugin.judges.kernel import kernel_test
from v2a_plugin.judges.protocol import HeardSet, Judge, hear_all
from v2a_plugin.judges.registry import ties
from v2a_plugin.judges.statistics import Comparison, paired_test
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.progress import Steps
from v2a_plugin.sources.finishing import is_silent

__all__ = ["Bench", "Compared", "Row", "Said", "Table", "check_folders", "run_table", "wanted_of"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One paired test: a system against the table's reference system on the same items."""

    system: str
    against: str
    metric: str
    judge: str
    result: Comparison


@dataclass(frozen=True, slots=True)
class Row:
    """One system of a table."""

    system: str
    measures: tuple[Measured, ...]

    def find(self, metric: str, judge: str | None = None) -> Measured:
        """The first number of a metric, of any judge when None; a missing one when there is none."""
        for each in self.measures:
            if each.metric == metric and judge in (None, each.judge):
                return each
        return missing(metric, judge or "", "not measured")


@dataclass(frozen=True, slots=True)
class Said:
    """The words that a captioner gave for an item, from which a system made its sound."""

    system: str
    item: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """Systems side by side.

    Attributes:
        name: As in the plan.
        title: Above it.
        figure: Kind of figure.
        items: How many.
        takes: Of each item.
        rows: One a system.
        tests: Paired tests against the plan's `against`.
        caution: Sentences that belong under it.
        of: Items of the whole study, from which `items` are an even choice; 0 when nobody noted it.
        words: What captioners said, by system and item.
    """

    name: str
    title: str
    figure: str
    items: int
    takes: int
    rows: tuple[Row, ...]
    tests: tuple[Compared, ...]
    caution: tuple[str, ...]
    of: int = 0
    words: tuple[Said, ...] = ()


class Bench:
    """What all tables of a study share: judges, what the real sounds are heard as, and routes of pictures."""

    def __init__(self, engine: Engine, plan: StudyPlan, items: Items, maker: Maker, judges: Sequence[Judge]) -> None:
        self.engine, self.plan, self.items, self.maker, self.judges = engine, plan, items, maker, tuple(judges)
        self._real = dict[str, HeardSet]()
        self._routes = dict[tuple[str, str], np.ndarray]()
        self._own: Heard | None = None

    def real(self, judge: Judge) -> Steps[HeardSet | None]:
        """The real sounds; None when there are none."""
        if not self.items.references:
            return None
        if judge.name not in self._real:
            opened = [partial(read_clip, path) for path in self.items.references]
            self._real[judge.name] = yield from hear_all(judge, opened, "listening to real sounds")
        return self._real[judge.name]

    def own(self) -> Steps[Heard]:
        """When the films of the study sound by themselves, where one of its systems follows a guide; else nothing."""
        if self._own is None:
            guided = any(system.guide for table in self.plan.tables for system in table.systems)
            self._own = (yield from own_onsets(self.items.items, self.plan.seconds)) if guided else {}
        return self._own

    def route(self, item: Item, mapper: str) -> Steps[Float32[np.ndarray, " audio"]]:
        """Where an item's picture lies in the sound space."""
        key = (item.name, mapper)
        if key not in self._routes:
            seen = yield from self.maker.describer.describe_item(item)
            loaded = yield from self.engine.mapper(mapper)
            self._routes[key] = yield from sound_vector(loaded, seen)
        return self._routes[key]


def wanted_of(items: Items, real: HeardSet, item: Item) -> frozenset[int]:
    """Classes that would be right for an item: the best tags of each of its real sounds."""
    rows = [items.references.index(path) for path in item.sounds]
    return frozenset(tag for tags in best_tags(real.scores[rows], WANTED) for tag in tags)


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """One system: its numbers, and those by item that paired tests need."""

    row: Row
    hits: dict[str, Float64[np.ndarray, " item"]]
    similarities: dict[str, Float64[np.ndarray, " item"]]
    onsets: Float64[np.ndarray, " item"]
    firsts: dict[str, HeardSet]


def check_folders(plan: TablePlan, items: Sequence[Item]) -> None:
    """Nothing when the folders of other systems hold every clip; quick, so that this is known before any is rendered.

    Raises:
        BadInput: A folder lacks a clip, or holds none.
        NoSuchFile: There is no folder.
    """
    for system in plan.systems:
        if system.folder is not None:
            _paths(system, items, plan.takes, system.folder)


def run_table(bench: Bench, plan: TablePlan, quick: bool = False) -> Steps[Table]:
    """Make, hear and compare the systems of a table.

    Raises:
        BadInput: An item lacks what a system needs, or a folder lacks a clip.
    """
    items = chosen(bench.items.items, plan.quick if quick else plan.limit)
    takes = plan.takes
    scored, words = list[_Scored](), list[Said]()
    for system in plan.systems:
        place = yield from bench.maker.make(system, items, takes)
        for item in items if system.via == "caption" else ():
            said = yield from bench.maker.describer.caption(item, system.captioner)
            words.append(Said(system.name, item.name, said))
        scored.append((yield from _score(bench, system, items, takes, place)))
    tests = list[Compared]()
    base = next((each for each in scored if each.row.system == plan.against), None)
    for each in scored:
        if base is not None and each is not base:
            tests += yield from _tests(bench, each, base)
    caution = [ties(judge.name, bench.engine.bundle.card.name) for judge in bench.judges]
    if bench.plan.routes and "clap" not in [judge.name for judge in bench.judges]:
        caution.append(
            f"CS is heard by the sound encoder of {bench.engine.bundle.card.name}, which also conditioned the sound."
        )
    used = {system.settings.mapper for system in plan.systems if system.via == "mapper"}
    caution += [
        f"CS by '{name}' goes through the mapper that also conditioned a system of this table."
        for name in bench.plan.routes
        if name in used
    ]
    return Table(
        plan.name,
        plan.title,
        plan.figure,
        len(items),
        takes,
        tuple(each.row for each in scored),
        tuple(tests),
        tuple(sentence for sentence in caution if sentence),
        len(bench.items.items),
        tuple(words),
    )


def _score(bench: Bench, system: System, items: Sequence[Item], takes: int, place: Path) -> Steps[_Scored]:
    paths = _paths(system, items, takes, place)
    names = [item.name for item in items for _ in range(takes)]
    first = list(range(0, len(paths), takes))
    measures, hits, firsts = list[Measured](), dict[str, np.ndarray](), dict[str, HeardSet]()
    opened = [partial(read_clip, path) for path in paths]
    vectors: np.ndarray | None = None
    for judge in bench.judges:
        heard = yield from hear_all(judge, opened, f"listening: {system.name}")
        real = yield from bench.real(judge)
        firsts[judge.name] = heard.rows(first)
        if real is not None:
            measures += distances(heard if takes == 1 else firsts[judge.name], real)
        if real is not None and judge.classes:
            wanted = [wanted_of(bench.items, real, item) for item in items for _ in range(takes)]
            verdict = agreed(heard, wanted)
            hits[judge.name] = verdict.hits.reshape(len(items), takes).mean(1)
            measures += [mean_of("agreement", judge.name, hits[judge.name]), verdict.measured[1]]
        if takes > 1:
            measures += varieties(heard, names)
        if isinstance(judge, ClapJudge):
            vectors = heard.clips
    if vectors is None and bench.plan.routes:
        clap = ClapJudge(bench.engine.audio, ())
        vectors = (yield from hear_all(clap, opened, f"listening: {system.name}")).clips
    similarities = yield from _similarities(bench, items, takes, vectors)
    measures += [mean_of("CS", name, values) for name, values in similarities.items()]
    synchronous, onsets = synchrony((yield from bench.own()), items, paths, takes)
    measures += synchronous
    measures.append(mean_of("silent", "", [float(is_silent(each())) for each in opened]))
    measures.append(costs(read_costs(place), paths)[0])
    return _Scored(Row(system.name, tuple(measures)), hits, similarities, onsets, firsts)


def _similarities(
    bench: Bench, items: Sequence[Item], takes: int, vectors: Float32[np.ndarray, "clip audio"] | None
) -> Steps[dict[str, Float64[np.ndarray, " item"]]]:
    """CS × 100 of each item by each route, averaged over its takes."""
    found = {}
    for name in bench.plan.routes:
        rows = []
        for index, item in enumerate(items):
            assert vectors is not None
            goal = yield from bench.route(item, name)
            rows.append((vectors[index * takes : (index + 1) * takes] @ goal).mean() * 100)
        found[name] = np.array(rows, dtype=np.float64)
    return found


def _paths(system: System, items: Sequence[Item], takes: int, place: Path) -> list[Path]:
    if system.folder is None:
        return [clip_path(place, item, take) for item in items for take in range(1, takes + 1)]
    there = dict[str, list[Path]]()
    for clip in clips_in(system.folder):
        there.setdefault(clip.item, []).append(clip.path)
    lost = [item.name for item in items if len(there.get(item.name, ())) < takes]
    if lost:
        raise BadInput(
            f"The folder of the system '{system.name}' lacks {len(lost)} of {len(items)} items, the first is '{lost[0]}'.",
            "Name its clips as the pictures, up to the suffix.",
        )
    return [path for item in items for path in there[item.name][:takes]]


def _tests(bench: Bench, each: _Scored, base: _Scored) -> Steps[list[Compared]]:
    names = each.row.system, base.row.system
    found = []
    for judge in bench.judges:
        if judge.name in each.hits:
            found.append(
                Compared(*names, "agreement", judge.name, paired_test(each.hits[judge.name], base.hits[judge.name]))
            )
        real = yield from bench.real(judge)
        if real is not None and len(real.clips) > 1 and len(each.firsts[judge.name].clips) > 1:
            test = kernel_test(each.firsts[judge.name].clips, base.firsts[judge.name].clips, real.clips)
            found.append(Compared(*names, "KID", judge.name, test))
    if len(each.onsets):
        found.append(Compared(*names, "onset F1", "", paired_test(each.onsets, base.onsets)))
    for name, values in each.similarities.items():
        found.append(Compared(*names, "CS", name, paired_test(values, base.similarities[name])))
    return found
