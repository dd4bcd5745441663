"""The sound of takes and shots, loaded in the background: samples for the mixer, peaks for the eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, TypeAlias

import numpy as np
from jaxtyping import Float32, Int16
from PySide6.QtCore import QObject, Signal

from v2a_gui.models.fetching import Fetcher
from v2a_gui.playback.mixer import RATE
from v2a_plugin.files import replacing
from v2a_plugin.model.errors import NoSuchFile, V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region
from v2a_plugin.model.sound import Levels, Sound
from v2a_plugin.model.time import index_at
from v2a_plugin.project.project import Project

__all__ = ["Peaks", "Samples", "Sounds", "at_mixer_rate"]

BIN = 256
"""Samples a peak: 5.3 ms, less than a pixel until one zooms far in."""
Samples: TypeAlias = Float32[np.ndarray, " sample"] | Float32[np.ndarray, "sample 2"]

_SCALE = 16384
"""A peak of full scale; twice that fits, for masters that go beyond it."""


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """The outline of a sound: lowest and highest sample of each `BIN` samples, `_SCALE` for full scale.

    Attributes:
        bins: The samples.
        strikes: Where the single sounds lie that it was placed together from, samples.
    """

    bins: Int16[np.ndarray, "bin 2"]
    strikes: tuple[int, ...] = ()
    FULL: ClassVar[int] = _SCALE

    def columns(self, first: float, end: float, count: int) -> Float32[np.ndarray, "column 2"]:
        """Lowest and highest sample of each of some columns, full scale ±1.

        Args:
            first: Where the first column begins, samples.
            end: Where the last one ends.
            count: How many columns.
        """
        if count < 1 or not len(self.bins):
            return np.zeros((max(0, count), 2), np.float32)
        edges = np.linspace(first / BIN, end / BIN, count + 1)
        starts = np.clip(edges[:-1].astype(np.int64), 0, len(self.bins) - 1)
        stops = np.clip(np.ceil(edges[1:]).astype(np.int64), starts + 1, len(self.bins))
        flat = np.stack([starts, np.minimum(stops, len(self.bins))], axis=1).ravel()
        first, last = int(starts[0]), int(stops[-1])  # only what shows is read
        near = np.append(self.bins[first:last], np.zeros((1, 2), np.int16), axis=0)
        low = np.minimum.reduceat(near[:, 0], flat - first)[::2]
        high = np.maximum.reduceat(near[:, 1], flat - first)[::2]
        return np.stack([low, high], axis=1).astype(np.float32) / _SCALE


def peaks_of(samples: Samples) -> Peaks:
    """The outline of samples, around both sides of stereo."""
    rows = samples.reshape(len(samples), -1)
    padded = np.pad(rows, ((0, -len(rows) % BIN), (0, 0))).reshape(-1, BIN * rows.shape[1])
    both = np.stack([padded.min(axis=1), padded.max(axis=1)], axis=1)
    return Peaks(np.clip(np.rint(both * _SCALE), -32768, 32767).astype(np.int16))


class Sounds(QObject):
    """Sounds of the open project, by id of the take, or by region for the production sound.

    Signals:
        loaded: Id of a take, or of a region, whose samples are there now.
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
        self._production: Fetcher[Region, np.ndarray] = Fetcher(
            self._listen, lambda region: self.loaded.emit(region.id), keep=8
        )
        self._levels: Fetcher[str, Levels] = Fetcher(
            lambda take: self._opened().take(take).levels, self.measured.emit, keep=8192, backlog=2048
        )
        self._peaks: Fetcher[str, Peaks] = Fetcher(self._outline, self.outlined.emit, keep=8192, backlog=2048)

    def take(self, identifier: str) -> Samples | None:
        """The samples of a take at the mixer's rate, when they are loaded; else they will be."""
        return self._takes.get(identifier)

    def production(self, region: Region) -> Samples | None:
        """The production sound of a region, when it is loaded; else it will be."""
        return self._production.get(region)

    def peaks(self, take: str) -> Peaks | None:
        """The outline of a take, when it is loaded; else it will be."""
        return self._peaks.get(take)

    def levels(self, take: str) -> Levels | None:
        """Loudness and peaks of a take, when they are read; else they will be."""
        return self._levels.get(take)

    def forget(self) -> None:
        """Drop everything: another project is open."""
        for fetcher in (self._takes, self._production, self._peaks, self._levels):
            fetcher.forget()

    def close(self) -> None:
        """End the threads."""
        for fetcher in (self._takes, self._production, self._peaks, self._levels):
            fetcher.close()

    def _opened(self) -> Project:
        project = self._project()
        if project is None:
            raise NoSuchFile("No project is open.")
        return project

    def _read(self, identifier: str) -> np.ndarray:
        return at_mixer_rate(self._opened().sound(identifier))

    def _listen(self, region: Region) -> np.ndarray:
        from v2a_plugin.media.sound import sound_of

        if region.time_map:  # at another speed it is not heard
            return np.zeros(region.span.samples(RATE), np.float32)
        return at_mixer_rate(finish(sound_of(self._opened().media_of(region), region.span, RATE)))

    def _outline(self, take: str) -> Peaks:
        project = self._opened()
        kept = project.layout.cache / "peaks" / f"{take}.npy"
        found = _stored(kept)
        if found is None:
            found = peaks_of(at_mixer_rate(project.sound(take)))
            if not project.read_only:
                _store(kept, found)
        made = project.take(take)
        return replace(found, strikes=tuple(index_at(one.transient - made.rendered.start, RATE) for one in made.placed))


def at_mixer_rate(sound: Sound) -> Samples:
    """What the mixer plays: mono as it is, anything else in stereo."""
    samples: Samples = sound.samples[0] if sound.channels == 1 else sound.stereo().samples.T
    if sound.rate == RATE:
        return samples
    import soxr

    return np.asarray(soxr.resample(samples, sound.rate, RATE), np.float32)


def _stored(path: Path) -> Peaks | None:
    try:
        bins = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    return Peaks(bins) if bins.ndim == 2 and bins.shape[1] == 2 and bins.dtype == np.int16 else None


def _store(path: Path, peaks: Peaks) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            np.save(temporary, peaks.bins)
    except (OSError, V2AError):
        return  # a cache only saves time
