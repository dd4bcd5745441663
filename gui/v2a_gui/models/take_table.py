"""Every take of the project as a table: shot, origin, prompt, seed, knobs, score, tags, date."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from v2a_gui.models.fetching import Fetcher
from v2a_plugin.model.recipe import Origin, Recipe
from v2a_plugin.model.timeline import KeptTake, Timeline
from v2a_plugin.project.history import TakeOrigin, origin_of
from v2a_plugin.project.project import Project

__all__ = ["COLUMNS", "SORTED", "TAKE", "History"]

TAKE = Qt.ItemDataRole.UserRole
SORTED = Qt.ItemDataRole.UserRole + 1
COLUMNS = (
    "Shot", "State", "Heard as", "Score", "Origin", "Prompt", "Seed", "Mapper", "Guidance", "Steps", "Bundle", "Made", "Note",
)  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class History(QAbstractTableModel):
    """One row a take, the latest first. Recipes are read in the background.

    Args:
        project: Gives the open project.
    """

    def __init__(self, project: Callable[[], Project | None]) -> None:
        super().__init__()
        self._takes: tuple[KeptTake, ...] = ()
        self._rows: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._chosen: frozenset[str | None] = frozenset()
        self._origins: Fetcher[str, TakeOrigin] = Fetcher(
            lambda take: _origin(project(), take), self._read, keep=100_000, backlog=100_000
        )

    def show(self, timeline: Timeline | None) -> None:
        """Show the takes as they are now; what is selected stays so where none went."""
        takes = tuple(reversed(timeline.takes)) if timeline else ()
        came = len(takes) - len(self._takes)
        same = came >= 0 and [take.id for take in takes[came:]] == [take.id for take in self._takes]
        if not same:
            self.beginResetModel()
        elif came:
            self.beginInsertRows(QModelIndex(), 0, came - 1)
        self._takes = takes
        self._rows = {take.id: row for row, take in enumerate(takes)}
        self._names = {clip.region.id: clip.region.name for clip in timeline.picture} if timeline else {}
        self._chosen = frozenset(clip.chosen for clip in timeline.picture) if timeline else frozenset()
        if not same:
            self.endResetModel()
        elif came:
            self.endInsertRows()
        if takes and same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(takes) - 1, len(COLUMNS) - 1))
        for take in reversed(self._takes):
            self._origins.get(take.id)  # the latest is requested last, and read first

    def recipe(self, take: str) -> Recipe | None:
        """How a take was made, when that was read already."""
        origin = self._origins.get(take)
        return origin.recipe if origin else None

    def forget(self) -> None:
        """Drop what was read: another project is open."""
        self._origins.forget()

    def close(self) -> tuple[Thread, ...]:
        """Have the thread end; it."""
        return self._origins.close()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._takes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        take = self._takes[index.row()]
        if role == TAKE:
            return take
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, SORTED):
            return None
        value = self._value(take, COLUMNS[index.column()])
        return value if role == SORTED else _text(value)

    def _value(self, take: KeptTake, column: str) -> str | float:
        origin = self._origins.get(take.id)
        recipe, rendered = (origin.recipe, origin.kept_at) if origin else (None, None)
        settings = recipe.settings if recipe else None
        marks = [("★", take.star), ("●", take.id in self._chosen), ("✗", take.rejected), ("∅", take.silent)]
        values: dict[str, str | float] = {
            "Shot": self._names.get(take.region, "–"),
            "State": "".join(mark for mark, on in marks if on),
            "Score": take.score,
            "Heard as": ", ".join(take.heard_as),
            "Origin": self._origin_word(take),
            "Prompt": _words(recipe) if recipe else "",
            "Seed": recipe.seed if recipe else "",
            "Mapper": settings.mapper if settings else "",
            "Guidance": settings.guidance if settings else "",
            "Steps": settings.steps if settings else "",
            "Bundle": recipe.bundle if recipe else "",
            "Made": rendered.strftime("%Y-%m-%d %H:%M") if rendered else "",
            "Note": take.note,
        }
        return values[column]

    def _origin_word(self, take: KeptTake) -> str:
        words = {Origin.RECORDED: self.tr("recorded"), Origin.BOTH: self.tr("varied")}
        return words.get(take.kind) or self.tr("generated")

    def _read(self, take: str) -> None:
        row = self._rows.get(take, -1)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))


def _origin(project: Project | None, take: str) -> TakeOrigin:
    return origin_of(project, take) if project else TakeOrigin(None, None)


def _words(recipe: Recipe) -> str:
    settings = recipe.settings
    between = [f"between #{recipe.between.start.seed} and #{recipe.between.end.seed}"] if recipe.between else []
    return ", ".join(
        [settings.prompt] * bool(settings.prompt) + [f"not {settings.negative}"] * bool(settings.negative) + between
    )


def _text(value: str | float) -> str:
    return (
        f"{value:+.2f}"
        if isinstance(value, float) and abs(value) <= 1
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
