"""The sound of takes and shots, loaded in the background: voices for the mixer, outlines for the eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32
from PySide6.QtCore import QObject, Signal

from v2a_gui.models.fetching import Fetcher
from v2a_gui.playback.mixer import RATE
from v2a_plugin.model.errors import NoSuchFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region
from v2a_plugin.model.sound import Sound
from v2a_plugin.project.project import Project

__all__ = ["COLUMNS", "Heard", "Sounds"]

COLUMNS = 600
"""Columns of an outline."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A sound ready to be played and drawn.

    Attributes:
        samples: Mono at the mixer's rate.
        outline: Lowest and highest sample of each of `COLUMNS` columns.
    """

    samples: Float32[np.ndarray, " sample"]
    outline: Float32[np.ndarray, "column 2"]


class Sounds(QObject):
    """Sounds of the open project, by id of the take, or of the region for the production sound.

    Signals:
        loaded: The id whose sound is there now.
    """

    loaded = Signal(str)

    def __init__(self, project: Callable[[], Project | None]) -> None:
        super().__init__()
        self._project = project
        self._takes: Fetcher[str, Heard] = Fetcher(self._read, self.loaded.emit, keep=64)
        self._production: Fetcher[Region, Heard] = Fetcher(
            self._listen, lambda region: self.loaded.emit(region.id), keep=8
        )

    def take(self, identifier: str) -> Heard | None:
        """The sound of a take, when it is loaded; else it will be."""
        return self._takes.get(identifier)

    def production(self, region: Region) -> Heard | None:
        """The production sound of a region, when it is loaded; else it will be."""
        return self._production.get(region)

    def forget(self) -> None:
        """Drop everything: another project is open."""
        self._takes.forget()
        self._production.forget()

    def close(self) -> None:
        """End the threads."""
        self._takes.close()
        self._production.close()

    def _opened(self) -> Project:
        project = self._project()
        if project is None:
            raise NoSuchFile("No project is open.")
        return project

    def _read(self, identifier: str) -> Heard:
        return _heard(self._opened().sound(identifier))

    def _listen(self, region: Region) -> Heard:
        from v2a_plugin.media.sound import sound_of

        return _heard(finish(sound_of(self._opened().media_of(region), region.span, RATE)))


def _heard(sound: Sound) -> Heard:
    samples = sound.samples
    if sound.rate != RATE:
        import soxr

        samples = soxr.resample(samples, sound.rate, RATE).astype(np.float32)
    edges = np.linspace(0, len(samples), COLUMNS + 1).astype(int)[:-1]
    edges = np.minimum(edges, max(0, len(samples) - 1))
    outline = np.stack([np.minimum.reduceat(samples, edges), np.maximum.reduceat(samples, edges)], axis=1)
    return Heard(samples, outline)
