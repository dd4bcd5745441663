"""The sound of takes, loaded in the background: samples for the mixer, peaks for the eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import TypeAlias

import numpy as np
from jaxtyping import Float32
from PySide6.QtCore import QObject, Signal

from v2a_gui.models.fetching import Fetcher
from v2a_gui.models.peaks import Peaks, keep_peaks, kept_peaks, peaks_of
from v2a_gui.playback.mixer import RATE
from v2a_plugin.model.errors import NoSuchFile
from v2a_plugin.model.sound import Levels, Sound
from v2a_plugin.model.time import index_at
from v2a_plugin.project.project import Project

__all__ = ["Samples", "Sounds", "at_mixer_rate"]

Samples: TypeAlias = Float32[np.ndarray, " sample"] | Float32[np.ndarray, "sample 2"]


class Sounds(QObject):
    """Sounds of the takes of the open project.

    Signals:
        loaded: Id of a take whose samples are there now.
        outlined: Id of a take whose peaks are there now.
        measured: Id of a take whose levels are there now.
    """

    loaded = Signal(str)
    outlined = Signal(str)
    measured = Signal(str)

    def __init__(self, project: Callable[[], Project | None]) -> None:
        super().__init__()
        self._project = project
        self._takes: Fetcher[str, np.ndarray] = Fetcher(self._read, self.loaded.emit, keep=64)
        self._levels: Fetcher[str, Levels] = Fetcher(
            lambda take: self._opened().take(take).levels, self.measured.emit, keep=8192, backlog=2048
        )
        self._peaks: Fetcher[str, Peaks] = Fetcher(self._outline, self.outlined.emit, keep=8192, backlog=2048)

    def take(self, identifier: str) -> Samples | None:
        """The samples of a take at the mixer's rate, when they are loaded; else they will be."""
        return self._takes.get(identifier)

    def peaks(self, take: str) -> Peaks | None:
        """The outline of a take, when it is loaded; else it will be."""
        return self._peaks.get(take)

    def levels(self, take: str) -> Levels | None:
        """Loudness and peaks of a take, when they are read; else they will be."""
        return self._levels.get(take)

    def forget(self) -> None:
        """Drop everything: another project is open."""
        for fetcher in (self._takes, self._peaks, self._levels):
            fetcher.forget()

    def close(self) -> tuple[Thread, ...]:
        """Have the threads end; they."""
        return (*self._takes.close(), *self._peaks.close(), *self._levels.close())

    def _opened(self) -> Project:
        project = self._project()
        if project is None:
            raise NoSuchFile("No project is open.")
        return project

    def _read(self, identifier: str) -> np.ndarray:
        return at_mixer_rate(self._opened().sound(identifier))

    def _outline(self, take: str) -> Peaks:
        project = self._opened()
        kept = project.layout.cache / "peaks" / f"{take}.npy"
        found = kept_peaks(kept)
        if found is None:
            found = peaks_of(at_mixer_rate(project.sound(take)))
            if not project.read_only:
                keep_peaks(kept, found)
        made = project.take(take)
        return replace(found, strikes=tuple(index_at(one.transient - made.rendered.start, RATE) for one in made.placed))


def at_mixer_rate(sound: Sound) -> Samples:
    """What the mixer plays: mono as it is, anything else in stereo."""
    samples: Samples = sound.samples[0] if sound.channels == 1 else sound.stereo().samples.T
    if sound.rate == RATE:
        return samples
    import soxr

    return np.asarray(soxr.resample(samples, sound.rate, RATE), np.float32)
