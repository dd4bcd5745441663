"""Projects that were open lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from v2a_gui.panel_settings import RECENT

__all__ = ["Recents"]

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
        RECENT.put(self._settings, tuple(str(one) for one in kept))
        self.changed.emit()

    def clear(self) -> None:
        """Forget them all; the projects stay."""
        RECENT.forget(self._settings)
        self.changed.emit()

    def _all(self) -> list[Path]:
        return [Path(line) for line in RECENT.of(self._settings)]
