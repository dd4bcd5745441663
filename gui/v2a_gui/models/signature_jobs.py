"""What the picture looks like, kept in the background: a changed cut is later matched by it, even when its file is gone."""

from __future__ import annotations

from threading import Thread

from PySide6.QtCore import QObject, Signal

from v2a_gui.models.fetching import Fetcher, at_half_speed
from v2a_plugin.model.media import MediaFile
from v2a_plugin.project.folder_layout import Layout

__all__ = ["SignatureJobs"]


class SignatureJobs(QObject):
    """Signatures of the open project's media, in its cache; half of the time is left to others.

    Signals:
        kept: Fingerprint of a file whose signature is kept.
    """

    kept = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stopped = False
        self._wanted: dict[str, tuple[MediaFile, Layout]] = {}
        self._taking: Fetcher[str, bool] = Fetcher(self._take, self._ready)

    def want(self, media: tuple[MediaFile, ...], layout: Layout) -> None:
        """Have signatures of those files.

        Args:
            media: Of the project that is open now; others are forgotten.
            layout: Of that project.
        """
        self._taking.forget()
        self._wanted = {file.fingerprint: (file, layout) for file in media}
        for fingerprint in self._wanted:
            self._taking.get(fingerprint)

    def close(self) -> tuple[Thread, ...]:
        """Stop, and have the thread end; it."""
        self._stopped = True
        return self._taking.close()

    def _ready(self, fingerprint: str) -> None:
        if self._taking.get(fingerprint) and fingerprint in self._wanted:
            self.kept.emit(fingerprint)

    def _take(self, fingerprint: str) -> bool:
        from v2a_plugin.project.pictures import signature_of

        found = self._wanted.get(fingerprint)
        if found is None:
            return False
        media, layout = found
        signature = at_half_speed(
            signature_of(layout, media), lambda: not self._stopped and self._wanted.get(fingerprint) == found
        )
        return signature is not None
