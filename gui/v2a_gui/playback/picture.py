"""The picture thread: decodes the frame that was requested last, and drops requests that came too late."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import UInt8
from PySide6.QtCore import QObject, Signal

from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile

if TYPE_CHECKING:
    from v2a_plugin.media.scrub import Scrubber

__all__ = ["PictureThread", "ShownPicture"]


@dataclass(frozen=True, slots=True, eq=False)
class ShownPicture:
    """A decoded frame.

    Attributes:
        media: Fingerprint of its file.
        requested: Time that was requested, seconds from the first picture frame.
        time: When this frame comes up.
        pixels: Upright RGB.
    """

    media: str
    requested: Fraction
    time: Fraction
    pixels: UInt8[np.ndarray, "height width 3"]


@dataclass(frozen=True, slots=True)
class _Request:
    media: MediaFile
    time: Fraction
    longest: int


class PictureThread(QObject):
    """Shows frames of the requested file, one file open at a time.

    Signals:
        shown: A `ShownPicture`, for the latest request.
        failed: A `V2AError`; the file is closed and opened again at the next request.
    """

    shown = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()
        self._request: _Request | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="v2a picture", daemon=True)
        self._thread.start()

    def show(self, media: MediaFile, time: Fraction, longest: int = 960) -> None:
        """Ask for the frame on screen at a time; an earlier request that was not begun is dropped.

        Args:
            media: A probed file.
            time: Seconds from its first picture frame.
            longest: Most pixels of the longer side.
        """
        with self._changed:
            self._request = _Request(media, time, longest)
            self._changed.notify()

    def close(self) -> tuple[threading.Thread, ...]:
        """Have the thread end after the frame it decodes now; it."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        return (self._thread,)

    def _serve(self) -> None:
        scrubber: Scrubber | None = None
        opened: tuple[str, int] | None = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._request is not None or self._closed)
                request, self._request = self._request, None
                if self._closed or request is None:
                    break
            from v2a_plugin.media.fit import Fit
            from v2a_plugin.media.scrub import Scrubber  # with the first picture: a start needs no decoder

            try:
                key = (str(request.media.path), request.longest)
                if scrubber is None or key != opened:
                    if scrubber is not None:
                        scrubber.close()
                    scrubber, opened = None, key
                    scrubber = Scrubber(request.media, Fit.within(request.longest))
                found = scrubber.at(request.time)
                self.shown.emit(ShownPicture(request.media.fingerprint, request.time, found.time, found.pixels))
            except V2AError as error:
                if scrubber is not None:
                    scrubber.close()
                scrubber = None
                self.failed.emit(error)
        if scrubber is not None:
            scrubber.close()
