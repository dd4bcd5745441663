"""The figures of a study as small PNGs; drawn with matplotlib, which only this needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_plugin.evaluation.gap import GapView
from v2a_plugin.evaluation.interpolation import Moved
from v2a_plugin.evaluation.measures import Measured
from v2a_plugin.evaluation.metric_cards import card
from v2a_plugin.evaluation.run_study import Drawn
from v2a_plugin.evaluation.study import Row, Table
from v2a_plugin.files import output_folder, replacing
from v2a_plugin.model.errors import MissingDependency

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_figures"]

_INK, _SOFT, _BLUE, _ORANGE, _GREEN = "#22262e", "#8a92a0", "#2f7fb8", "#d9692a", "#3c9a5f"
_COLOURS = (_BLUE, _ORANGE, _GREEN, "#8d5fb5", "#b8962f", "#5aa6a6")
_DPI = 110


def draw_figures(drawn: Drawn, folder: Path) -> tuple[Path, ...]:
    """One PNG for each part that has a figure.

    Raises:
        MissingDependency: matplotlib is not installed.
        OutputError: The folder cannot be written.
    """
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError as error:
        raise MissingDependency(
            "Figures need the package matplotlib; the tables are written without it.", "pip install 'v2a-plugin[study]'"
        ) from error
    output_folder(folder)
    kinds: dict[str, Callable[[Table], Figure]] = {"bars": _bars, "tradeoff": _tradeoff, "time": _time}
    written = [
        _save(kinds[table.figure](table), folder / f"{table.name}.png") for table in drawn.result.tables if table.figure
    ]
    if drawn.views:
        written.append(_save(_gap(drawn.views), folder / "gap.png"))
    if drawn.result.interpolations:
        written.append(_save(_interpolations(drawn.result.interpolations), folder / "interpolations.png"))
    return tuple(written)


def _figure(width: float, height: float, rows: int = 1, columns: int = 1) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=_DPI, layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for each in axes:
        each.spines[["top", "right"]].set_visible(False)
        each.tick_params(labelsize=8, colors=_INK)
    return figure, axes


def _save(figure: Figure, path: Path) -> Path:
    with replacing(path) as temporary:
        figure.savefig(temporary, format="png")
    return path


def _main_judge(table: Table) -> str:
    for each in table.rows[0].measures:
        if each.metric == "agreement":
            return each.judge
    return table.rows[0].measures[0].judge


def _shown(table: Table) -> list[tuple[str, str]]:
    """Metric and judge of the panels: agreement and KID of the main judge, CS by each route, diversity."""
    judge = _main_judge(table)
    wanted = [("agreement", judge), ("KID", judge)]
    wanted += [(each.metric, each.judge) for each in table.rows[0].measures if each.metric == "CS"][:1]
    wanted.append(("diversity", judge))
    return [each for each in wanted if any(row.find(*each).value is not None for row in table.rows)]


def _bars(table: Table) -> Figure:
    """One panel a measure, one bar a system, with intervals; chance as a line in agreement."""
    panels = _shown(table)
    figure, axes = _figure(2.6 * len(panels) + 0.6, 0.34 * len(table.rows) + 1.3, columns=len(panels))
    names = [row.system for row in table.rows]
    for number, (axis, (metric, judge)) in enumerate(zip(axes, panels, strict=True)):
        found = [row.find(metric, judge) for row in table.rows]
        values = [each.value or 0.0 for each in found]
        axis.barh(names, values, color=[_COLOURS[0] if name != "oracle" else _SOFT for name in names], height=0.66)
        for place, each in enumerate(found):
            _whisker(axis, each, place)
        if metric == "agreement":
            for place, row in enumerate(table.rows):
                chance = row.find("chance", judge).value
                if chance is not None:
                    axis.plot([chance, chance], [place - 0.33, place + 0.33], color=_ORANGE, linewidth=2)
        axis.invert_yaxis()
        axis.locator_params(axis="x", nbins=4)
        if number:
            axis.set_yticklabels([])
        axis.set_title(_label(metric, judge) + (" (orange: chance)" if metric == "agreement" else ""), fontsize=8.5)
    return figure


def _whisker(axis: Axes, measured: Measured, place: float) -> None:
    if measured.low is not None and measured.high is not None:
        axis.plot([measured.low, measured.high], [place, place], color=_INK, linewidth=1.2)


def _common(names: Sequence[str]) -> str:
    """Words that all names start with, "guidance " of "guidance 2.0" and "guidance 3.5"; "" for one name, or none."""
    if len(names) < 2:
        return ""
    words = [name.split(" ")[:-1] for name in names]
    same = [first for first, *others in zip(*words, strict=False) if all(first == other for other in others)]
    shared = "".join(f"{word} " for word in same)
    return shared if all(name.startswith(shared) for name in names) else ""


def _tradeoff(table: Table) -> Figure:
    """Relevance over diversity, one point a system, in the table's order."""
    judge, common = _main_judge(table), _common([row.system for row in table.rows])
    figure, axes = _figure(7.4, 3.2, columns=2)
    for axis, metric in zip(axes, ("agreement", "CS"), strict=True):
        kept = [row for row in table.rows if not {row.find("diversity", judge).value, row.find(metric).value} & {None}]
        across, up = _values(kept, "diversity"), _values(kept, metric)
        axis.plot(across, up, "o-", color=_BLUE, linewidth=1, markersize=5)
        for row, x, y in zip(kept, across, up, strict=True):
            found = row.find(metric)
            if found.low is not None and found.high is not None:
                axis.plot([x, x], [found.low, found.high], color=_BLUE, linewidth=0.8, alpha=0.5)
            axis.annotate(row.system.removeprefix(common), (x, y), (5, 5), textcoords="offset points", fontsize=8)
        label = f"\n(numbers: {common.strip()})" if common else ""
        axis.set_xlabel(f"{_label('diversity', judge)}{label}", fontsize=8.5)
        axis.margins(x=0.12)
        axis.set_ylabel(_label(metric, table.rows[0].find(metric).judge or judge), fontsize=8.5)
    return figure


def _time(table: Table) -> Figure:
    """Quality over seconds a clip, one line a family (what stands before the last comma of a system's name)."""
    judge = _main_judge(table)
    figure, axes = _figure(7.4, 3.2, columns=2)
    families = dict[str, list[Row]]()
    for row in table.rows:
        families.setdefault(row.system.rpartition(", ")[0], []).append(row)
    common = _common(list(families))
    marks = "osD^v"
    for axis, metric in zip(axes, ("KID", "CS"), strict=True):
        for number, (family, rows) in enumerate(families.items()):
            colour, mark = _COLOURS[number % len(_COLOURS)], marks[number % len(marks)]
            kept = [row for row in rows if row.find("time").value is not None and row.find(metric).value is not None]
            kept.sort(key=lambda row: row.find("time").value or 0.0)
            x, y = _values(kept, "time"), _values(kept, metric)
            name = family.removeprefix(common) or table.title
            axis.plot(x, y, f"{mark}-", color=colour, linewidth=1.2, markersize=4.5, label=name)
            for row, across, up in zip(kept, x, y, strict=True):
                found, last = row.find(metric), row.system.rpartition(", ")[2]
                if found.low is not None and found.high is not None:
                    axis.plot([across, across], [found.low, found.high], color=colour, linewidth=0.8, alpha=0.4)
                if not number:  # the others have the same numbers at about the same time
                    place = (across, up), (4, 5)
                    axis.annotate(last.rpartition(" ")[2], *place, textcoords="offset points", fontsize=8)
        steps = table.rows[0].system.rpartition(", ")[2].rpartition(" ")[0]
        axis.set_xlabel(f"seconds a clip (numbers: {steps})", fontsize=8.5)
        axis.set_ylabel(_label(metric, table.rows[0].find(metric).judge or judge), fontsize=8.5)
    if len(families) > 1:
        axes[0].legend(fontsize=8, frameon=False, title=common.strip() or None, title_fontsize=8)
    return figure


def _gap(views: Sequence[GapView]) -> Figure:
    """The two clouds on the first two principal axes of their union, one panel a mapper."""
    shown = [view for view in views if view.gap.mapper]
    figure, axes = _figure(2.9 * len(shown), 3.1, columns=len(shown))
    for axis, view in zip(axes, shown, strict=True):
        axis.scatter(view.sounds[:, 0], view.sounds[:, 1], s=7, color=_BLUE, alpha=0.6, label="sounds", linewidths=0)
        axis.scatter(
            view.pictures[:, 0], view.pictures[:, 1], s=12, color=_ORANGE, alpha=0.8, label="pictures", linewidths=0
        )
        name = "pictures as they are" if view.gap.mapper == "none" else f"through {view.gap.mapper}"
        label = f"means {view.gap.centroids:.2f} apart, separated {100 * view.gap.accuracy:.0f} %"
        axis.set_title(f"{name}\n{label}", fontsize=8.5)
        axis.set_xticks([])
        axis.set_yticks([])
    axes[0].legend(fontsize=8, frameon=False, loc="best")
    return figure


def _interpolations(interpolations: Sequence[Moved]) -> Figure:
    """Score of the start and of the end at each position, one panel an interpolation and judge."""
    columns = min(4, len(interpolations))
    rows = -(-len(interpolations) // columns)
    figure, axes = _figure(2.5 * columns, 2.1 * rows, rows, columns)
    for axis, one in zip(axes, interpolations, strict=False):
        places = range(1, len(one.start) + 1)
        axis.plot(places, one.start, "o-", color=_ORANGE, markersize=3, linewidth=1.2, label="start")
        axis.plot(places, one.end, "o-", color=_BLUE, markersize=3, linewidth=1.2, label="end")
        axis.set_title(f"{one.title}\n{one.judge}, Spearman {one.rank:.2f}", fontsize=8)
        axis.set_ylabel("cosine" if one.judge == "clap" else "log odds", fontsize=8)
    for axis in axes[len(interpolations) :]:
        axis.set_visible(False)
    figure.supxlabel("position between the ends", fontsize=8.5)
    axes[0].legend(fontsize=8, frameon=False)
    return figure


def _values(rows: Sequence[Row], metric: str) -> list[float]:
    return [row.find(metric).value or 0.0 for row in rows]


def _label(metric: str, judge: str) -> str:
    words = {"agreement": "class agreement", "CS": "picture-sound similarity", "diversity": "distance between takes"}
    return f"{words.get(metric, metric)} {card(metric).better.arrow} ({judge})"
