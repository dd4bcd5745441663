"""Which takes are kept: discarding, clearing, and the limits a person set."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings

from v2a_gui.models.session import Session
from v2a_gui.panel_settings import CACHE_SIZE, TAKES_KEPT
from v2a_plugin.jobs import Lane
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.timeline import KeptTake
from v2a_plugin.project.limits import trim_cache
from v2a_plugin.timeline.clearing import beyond_limit, clear_but_favourites, discard

__all__ = ["Retention"]


class Retention(QObject):
    """Lets takes go, each time as one edit that undo takes back; their files stay until 'v2a project gc'."""

    def __init__(self, session: Session, settings: QSettings) -> None:
        super().__init__()
        self._session, self._settings = session, settings
        session.arrived.connect(lambda _: self.enforce())

    def discard(self, take: KeptTake) -> None:
        """Keep a take no longer."""
        if self._session.edit(lambda timeline: discard(timeline, (take.id,))):
            self._session.noted.emit("The take was discarded; undo brings it back.")

    def clear(self, regions: tuple[str, ...] | None = None) -> None:
        """Let every take go that is not starred, chosen or placed; of some regions, or of all."""
        before = self._count()
        self._session.edit(lambda timeline: clear_but_favourites(timeline, regions))
        gone = before - self._count()
        self._session.noted.emit(
            f"{_takes(gone)} cleared; starred, chosen and placed ones stay." if gone else "Nothing to clear."
        )

    def enforce(self) -> None:
        """Let the oldest takes go where a shot has more than the preferences allow."""
        timeline = self._session.timeline
        if timeline is None:
            return
        most = TAKES_KEPT.of(self._settings)
        change = beyond_limit(timeline, most)
        if change and self._session.do(change):
            gone = len(change.operations)
            self._session.noted.emit(
                f"{_takes(gone)} let go, the oldest that nobody starred, chose or placed: a shot keeps {most}."
            )

    def trim(self) -> None:
        """Bring the project's cache under its limit, in the background."""
        project = self._session.project
        if project is None or project.read_only or not project.layout.cache.is_dir():
            return
        cache, most = project.layout.cache, CACHE_SIZE.of(self._settings) << 20

        def work() -> Steps[int]:
            yield Progress("trimming the cache", 0, 1)
            return trim_cache(cache, most)

        def say(freed: int) -> None:
            if freed:
                self._session.noted.emit(f"The cache was trimmed by {freed / 1e6:.0f} MB.")

        self._session.queue.submit("trim the cache", work, say, lane=Lane.WRITE)

    def _count(self) -> int:
        return len(self._session.timeline.takes) if self._session.timeline else 0


def _takes(count: int) -> str:
    return "1 take was" if count == 1 else f"{count} takes were"
