"""Shots that appear while the rest of a clip is still being looked at."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import Span
from v2a_plugin.shots.protocol import ShotDetector
from v2a_plugin.shots.regions import redetect, undivided

__all__ = ["find_shots_early"]

_CHUNK = Fraction(30)
_OVERLAP = Fraction(2)
"""Seconds looked at twice, so that a cut at the end of one chunk is inside the next."""


def find_shots_early(
    media: MediaFile, detector: ShotDetector, found: Callable[[tuple[Region, ...]], None]
) -> Steps[tuple[Region, ...]]:
    """The shots of a video, found stretch by stretch.

    Args:
        media: A probed video.
        detector: Finds the cuts.
        found: Told the shots so far after each stretch, on the thread that runs this; the last one is what has not
            been looked at yet.
    """
    regions: tuple[Region, ...] = (undivided(media),)
    start = Fraction(0)
    while start < media.duration:
        end = min(start + _CHUNK, media.duration)
        if media.duration - end < _OVERLAP:
            end = media.duration
        steps = redetect(regions, media, Span(max(Fraction(0), start - _OVERLAP), end), detector)
        try:
            while True:
                next(steps)
                yield Progress("finding shots", int(start), int(media.duration), f"{len(regions)} so far")
        except StopIteration as done:
            regions = done.value
        finally:
            steps.close()
        found(regions)
        start = end
    return regions
