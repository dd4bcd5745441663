"""The outline of the production sound, minute by minute, read in the background at half speed and kept on the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from threading import Thread

import numpy as np
from jaxtyping import Float32
from PySide6.QtCore import QObject, Signal

from v2a_gui.models.fetching import Fetcher, at_half_speed
from v2a_gui.models.peaks import Peaks, keep_peaks, kept_peaks, peaks_of
from v2a_gui.playback.mixer import RATE
from v2a_plugin.model.errors import NoSuchFile
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Span
from v2a_plugin.project.project import Project

__all__ = ["ProductionOutline"]

_PART = 60
"""Seconds that are read at a time."""


@dataclass(frozen=True, slots=True)
class _Part:
    media: str
    number: int


class ProductionOutline(QObject):
    """Outlines of the sound of the open project's media.

    Signals:
        outlined: More of it is there now.
    """

    outlined = Signal()

    def __init__(self, project: Callable[[], Project | None]) -> None:
        super().__init__()
        self._project = project
        self._open = True
        self.state = 0
        """Counts what came: what was drawn at another state is drawn anew."""
        self._parts: Fetcher[_Part, Peaks] = Fetcher(self._read, self._arrived, keep=512, backlog=256)

    def columns(self, media: MediaFile, start: float, end: float, count: int) -> Float32[np.ndarray, "column 2"]:
        """Lowest and highest sample of each of some columns, full scale ±1; 0 where it is not read yet.

        Args:
            media: A file of the project.
            start: Where the first column begins, seconds from the first picture frame.
            end: Where the last one ends.
            count: How many columns.
        """
        out = np.zeros((max(0, count), 2), np.float32)
        if count < 1 or media.sound is None:
            return out
        edges = np.linspace(start, end, count + 1)
        part_of = np.maximum(edges[:-1] // _PART, 0).astype(np.int64)
        numbers, firsts = np.unique(part_of, return_index=True)
        lasts = [*firsts[1:].tolist(), count]
        for number, first, last in reversed(list(zip(numbers.tolist(), firsts.tolist(), lasts, strict=True))):
            peaks = self._parts.get(_Part(media.fingerprint, number))  # what is requested last is read first
            if peaks is not None:
                offset = number * _PART
                out[first:last] = peaks.columns(
                    (edges[first] - offset) * RATE, (edges[last] - offset) * RATE, last - first
                )
        return out

    def forget(self) -> None:
        """Drop everything: another project is open."""
        self._parts.forget()
        self.state += 1

    def close(self) -> tuple[Thread, ...]:
        """Stop, and have the thread end; it."""
        self._open = False
        return self._parts.close()

    def _arrived(self, _part: _Part) -> None:
        self.state += 1
        self.outlined.emit()

    def _read(self, part: _Part) -> Peaks:
        project = self._project()
        media = next((one for one in project.media if one.fingerprint == part.media), None) if project else None
        if project is None or media is None:
            raise NoSuchFile("The file is no longer in the project.")
        path = project.layout.cache / "peaks" / f"sound-{part.media[:32]}-{part.number}.npy"
        found = kept_peaks(path)
        if found is None:
            span = Span(Fraction(part.number * _PART), Fraction((part.number + 1) * _PART))
            from v2a_plugin.media.sound import sound_of  # a start needs no decoder

            sound = at_half_speed(sound_of(media, span, RATE), lambda: self._open and self._project() is project)
            if sound is None:
                raise NoSuchFile("The project was closed.")
            found = peaks_of(sound.samples.T, shaded=False)
            if not project.read_only:
                keep_peaks(path, found)
        return found
