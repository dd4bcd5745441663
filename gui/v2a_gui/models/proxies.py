"""Small copies of videos whose key frames lie far apart: made in the background, shown while the picture moves."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Signal

from v2a_gui.models.fetching import Fetcher
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile

__all__ = ["Proxies"]


class Proxies(QObject):
    """Proxies of the open project's media, in its cache.

    Signals:
        ready: (fingerprint of the original, `MediaFile` of the proxy).
    """

    ready = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._stopped = False
        self._wanted: dict[str, tuple[MediaFile, Path]] = {}
        self._making: Fetcher[str, MediaFile | None] = Fetcher(self._make, self._ready)

    def want(self, media: tuple[MediaFile, ...], cache: Path) -> None:
        """Have proxies of those files that need one.

        Args:
            media: Of the project that is open now; others are forgotten.
            cache: Folder to keep them in.
        """
        self._making.forget()
        named = {file.fingerprint: hashlib.sha256(file.fingerprint.encode()).hexdigest()[:24] for file in media}
        self._wanted = {
            file.fingerprint: (file, cache / "proxies" / f"{named[file.fingerprint]}.mov") for file in media
        }
        for fingerprint in self._wanted:
            self._making.get(fingerprint)

    def close(self) -> tuple[Thread, ...]:
        """Stop, and have the thread end; it."""
        self._stopped = True
        return self._making.close()

    def _ready(self, fingerprint: str) -> None:
        proxy = self._making.get(fingerprint)
        if proxy is not None and fingerprint in self._wanted:
            self.ready.emit(fingerprint, proxy)

    def _make(self, fingerprint: str) -> MediaFile | None:
        found = self._wanted.get(fingerprint)
        from v2a_plugin.media.proxy import make_proxy, needs_proxy  # a start needs no decoder

        if found is None:
            return None
        media, path = found
        kept = _kept(media, path)
        if kept is not None:
            return kept
        if not needs_proxy(media):
            return None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None  # a cache only saves time
        steps = make_proxy(media, path)
        try:
            while True:
                next(steps)
                if self._stopped or self._wanted.get(fingerprint) != found:
                    return None
        except StopIteration as done:
            proxy: MediaFile = done.value
            return proxy
        finally:
            steps.close()


def _kept(media: MediaFile, path: Path) -> MediaFile | None:
    """The proxy that was written before, when it is complete."""
    from v2a_plugin.media.probe import probe

    if not path.is_file():
        return None
    try:
        proxy = probe(path)
    except V2AError:
        return None
    return proxy if abs(proxy.duration - media.duration) <= 2 / media.rate else None
