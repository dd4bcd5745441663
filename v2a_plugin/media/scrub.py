"""The frame on screen at any time, at once: an open decoder and a cache of what it has shown."""

from __future__ import annotations

import bisect
from fractions import Fraction
from pathlib import Path
from typing import Self

from v2a_plugin.media.fit import Fit, Fitter
from v2a_plugin.media.frames import Shown, frames_at, picture_stream
from v2a_plugin.media.opening import open_media
from v2a_plugin.media.reader import EVEN, Picture
from v2a_plugin.media.seeker import Seeker
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import clock

__all__ = ["Scrubber"]

_NEAR = Fraction(1)
"""Seconds ahead up to which frames are decoded one after the other rather than sought."""
_BACK = Fraction(1, 2)
"""Seconds decoded before a frame that lies behind the last one: the next ones wanted are probably those."""


class Scrubber:
    """Gives frames of one file in whatever order they are asked for. For one thread.

    Frames that were decoded on the way are kept, the ones furthest from the last request are dropped first, so
    stepping and playing backwards decodes each group of pictures once.

    Args:
        media: A probed file.
        fit: Size to bring frames to.
        budget: Bytes of the cache.

    Raises:
        NoSuchFile: The file is gone.
        MediaError: The file has changed since it was probed.
    """

    def __init__(self, media: MediaFile, fit: Fit, budget: int = 128 << 20) -> None:
        self._media = media
        self._budget = budget
        self._times: list[Fraction] = []
        self._frames: list[Shown] = []
        self._ends: list[Fraction | None] = []
        """When the next frame comes up, where that is known."""
        self._last: Fraction | None = None
        if media.still:
            [pixels] = finish(frames_at(media, (Fraction(0),), fit)).pixels
            self._still = Shown(pixels, Fraction(0))
            return
        self._opened = open_media(media.path)
        container = self._opened.__enter__()
        try:
            self._seeker = Seeker(container, picture_stream(container, media, "SLICE"), media)
        except BaseException:
            self.close()
            raise
        self._fitter = Fitter(media.picture, fit)
        self._period = 1 / media.rate

    @property
    def path(self) -> Path:
        """Which file."""
        return self._media.path

    def at(self, time: Fraction) -> Shown:
        """The frame on screen at a time; before the first frame the first, after the last the last.

        Raises:
            MediaError: Nothing can be decoded there.
        """
        if self._media.still:
            return self._still
        time = min(max(time, Fraction(0)), self._media.duration - self._period / 2)
        found = self._kept(time)
        if found is None:
            found = self._decoded(time)
        if found is None:
            raise MediaError(
                f"{self._media.path.name} has no frame that can be decoded at {clock(time)}.",
                "It may be damaged there; use another part of it.",
            )
        return found

    def close(self) -> None:
        """Close the file and drop the cache."""
        self._times, self._frames, self._ends, self._last = [], [], [], None
        if not self._media.still:
            self._opened.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _kept(self, time: Fraction) -> Shown | None:
        place = bisect.bisect_right(self._times, time) - 1
        if place < 0:
            return None
        end = self._ends[place]
        if end is None:
            end = self._times[place] + self._period * EVEN
        return self._frames[place] if time < end else None

    def _decoded(self, time: Fraction) -> Shown | None:
        last = self._last
        if last is not None and last < time <= last + _NEAR:
            start = last
        elif last is not None and last - _NEAR <= time <= last:
            start = max(Fraction(0), time - _BACK)
        else:
            start = time
        picture = None
        if last is None or start != last:
            picture = self._seeker.at(start, start)
            if picture is None:
                return None
            self._keep(picture, None)
        return self._forward(time, self._seeker.time(picture) if picture is not None else last)

    def _forward(self, time: Fraction, reached: Fraction | None) -> Shown | None:
        """Decode on until the frame at a time is among those kept, or the picture ends."""
        while (found := self._kept(time)) is None:
            following = self._seeker.following()
            if following is None:
                self._last = None
                return self._frames[self._times.index(reached)] if reached in self._times else None
            previous, reached = reached, self._seeker.time(following)
            self._keep(following, previous)
        return found

    def _keep(self, picture: Picture, previous: Fraction | None) -> None:
        time = self._last = self._seeker.time(picture)
        place = bisect.bisect_left(self._times, time)
        if place == len(self._times) or self._times[place] != time:
            self._times.insert(place, time)
            self._frames.insert(place, Shown(self._fitter(picture.frame), time))
            self._ends.insert(place, None)
        if previous in self._times:
            self._ends[self._times.index(previous)] = time
        size = self._frames[0].pixels.nbytes
        while len(self._times) > 2 and len(self._times) * size > self._budget:
            far = 0 if time - self._times[0] > self._times[-1] - time else len(self._times) - 1
            del self._times[far], self._frames[far], self._ends[far]
