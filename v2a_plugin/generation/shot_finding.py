"""The shots of a video, by the detector of a plugin; apart from `pipeline`, which needs torch."""

from __future__ import annotations

from fractions import Fraction

from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.regions import Region
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.shots.protocol import USUAL
from v2a_plugin.shots.regions import MIN_LENGTH, detect

__all__ = ["find_shots"]


def find_shots(
    media: MediaFile,
    plugins: Plugins,
    detector: str = "adaptive",
    sensitivity: float = USUAL,
    min_length: Fraction = MIN_LENGTH,
) -> Steps[tuple[Region, ...]]:
    """The shots of a video, covering its picture without gaps; see `v2a_plugin.shots.regions.detect`.

    Args:
        media: The video.
        plugins: Who detects.
        detector: Name of a shot detector.
        sensitivity: 0 for the plainest cuts only, 1 for every suspicion.
        min_length: Seconds of the shortest shot.

    Raises:
        BadInput: There is no such detector, or a number is out of its range.
        MediaError: The picture cannot be decoded.
    """
    found = plugins.shot_detector(detector)()
    return (yield from detect(media, found, sensitivity=sensitivity, min_length=min_length))
