"""Projects that were open lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

__all__ = ["Recents"]

_KEY = "recent"
_MOST = 10


class Recents(QObject):
    """The latest first; those that are gone are not listed.

    Signals:
        changed: The list is another one.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    def paths(self) -> tuple[Path, ...]:
        """Projects that are there."""
        return tuple(path for path in self._all() if path.is_dir())

    def add(self, path: Path) -> None:
        """Put a project first."""
        kept = [path, *(other for other in self._all() if other != path)][:_MOST]
        self._settings.setValue(_KEY, "\n".join(str(one) for one in kept))
        self.changed.emit()

    def clear(self) -> None:
        """Forget them all; the projects stay."""
        self._settings.remove(_KEY)
        self.changed.emit()

    def _all(self) -> list[Path]:
        return [Path(line) for line in str(self._settings.value(_KEY, "")).split("\n") if line]
