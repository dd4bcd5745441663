"""Small frames of the picture for the timeline: fetched in the background, at times that stay while one scrolls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from threading import Thread

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from v2a_gui.models.fetching import Fetcher
from v2a_gui.models.shots import picture_of
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.timeline import PictureClip

__all__ = ["FilmFrames"]

_SIDE = 96
_FINEST = Fraction(1, 8)
"""Seconds between two frames, seen from nearest; each step further doubles them."""


@dataclass(frozen=True, slots=True)
class _Moment:
    media: MediaFile
    time: Fraction


class FilmFrames(QObject):
    """Frames of clips.

    Signals:
        ready: A frame more is there.
    """

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._frames: Fetcher[_Moment, QImage] = Fetcher(
            lambda moment: picture_of(moment.media, moment.time, _SIDE),
            lambda _: self.ready.emit(),
            keep=400,
            backlog=40,
        )

    def strip(
        self, clip: PictureClip, media: MediaFile, apart: float, start: float, end: float
    ) -> Iterator[tuple[Fraction, QImage | None]]:
        """Times from the clip's start, and the frame that begins there: None until it is read.

        Args:
            clip: Part of the cut.
            media: What it shows.
            apart: Seconds that a frame covers; the next one begins that far on, or a little sooner.
            start: Of what shows, seconds from the clip's start.
            end: Of what shows.
        """
        step = _FINEST
        while step * 2 <= apart:
            step *= 2
        at = max(0, int(start / step)) * step
        while at < min(clip.region.span.duration, Fraction(end)):
            time = Fraction(0) if media.still else max(Fraction(0), clip.source_at(clip.record + at))
            yield at, self._frames.get(_Moment(media, time))
            at += step

    def forget(self) -> None:
        """Drop everything: another project is open."""
        self._frames.forget()

    def close(self) -> tuple[Thread, ...]:
        """Have the thread end; it."""
        return self._frames.close()
