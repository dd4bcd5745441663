"""Frames of a clip whose speed the editor changed, in the order in which they are shown."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, spread
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span
from v2a_plugin.model.timemap import TimeMap

__all__ = ["retimed_frames"]


def retimed_frames(media: MediaFile, time_map: TimeMap, span: Span, count: int, fit: Fit) -> Steps[FrameBatch]:
    """Some frames that a clip shows, evenly spread over what is shown.

    Args:
        media: A probed file.
        time_map: From the time that is shown to seconds from the first picture frame.
        span: What is shown.
        count: How many frames; a frozen picture gives the same one each time.
        fit: Size to bring them to.

    Returns:
        The frames at the times at which they are shown; backwards, later frames come first.

    Raises:
        MediaError: Not one of the frames can be decoded.
        NoSuchFile: The file is gone.
    """
    shown = spread(span, count)
    last = media.duration - 1 / (2 * media.rate)
    wanted = [min(max(time_map.source(at), Fraction(0)), last) for at in shown]
    decoded = yield from frames_at(media, wanted, fit)
    places = [max(0, bisect_right(decoded.times, time) - 1) for time in wanted]
    return FrameBatch(decoded.pixels[places], shown)
