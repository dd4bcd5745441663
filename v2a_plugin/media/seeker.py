"""Finds the frame on screen at a time, decoding no more than needed."""

from __future__ import annotations

import math
from fractions import Fraction

from av.container import InputContainer
from av.video.stream import VideoStream

from v2a_plugin.media.reader import EVEN, UNTIMED, Picture, Reader
from v2a_plugin.model.media import MediaFile

__all__ = ["Seeker"]

_FIRST_REACH = Fraction(1, 2)
"""Seconds that are decoded rather than sought over, before anything is known of the key frames."""


class Seeker:
    """Finds the frame on screen at each of some times, and decodes no more than needed when they rise.

    It seeks only where a key frame lies between the place it has reached and the time that is wanted;
    otherwise it goes on decoding, so wanted frames of one group of pictures share one decode of it.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, media: MediaFile) -> None:
        picture = media.picture
        self._tick = picture.time_base
        self._start = picture.start
        self._first = round(picture.start / picture.time_base)
        self._period = 1 / picture.rate / picture.time_base
        self._even = picture.steady and not picture.variable_rate
        self._reach = _FIRST_REACH / picture.time_base
        self._index = stream.index_entries
        self._lead = self._first - self._index[0].timestamp if len(self._index) else 0
        """Ticks from a frame's place in the index (decoding time in MP4 and AVI) to its presentation."""
        self._shift = self._lead if container.format.name in UNTIMED else 0
        self._reader = Reader(container, stream, self._first, self._period)
        self._from_start = True
        self._held: Picture | None = None
        self._ahead: Picture | None = None

    def time(self, picture: Picture) -> Fraction:
        """Seconds from the first picture frame."""
        return picture.ticks * self._tick - self._start

    def following(self) -> Picture | None:
        """The frame after the last one given; None at the end."""
        self._reader.skip_before = self._reader.finish_at = None
        picture, self._ahead = self._ahead or next(iter(self._reader), None), None
        self._held = picture or self._held
        return picture

    def at(self, time: Fraction, after: Fraction | None) -> Picture | None:
        """The frame on screen at a time; None when there is none.

        Args:
            time: Seconds from the first picture frame.
            after: What will be asked for next; None when nothing will.
        """
        target = (time + self._start) / self._tick
        parting = after is None or self._key_between((after + self._start) / self._tick, math.ceil(target))
        self._aim(target, self._even, parting)
        behind = self._held is not None and target < self._held.ticks
        if behind or self._reader.ended or self._key_between(target, self._reader.fed):
            self._go(target, Fraction(0))
        skipping = self._even
        for attempt in range(24):
            found = self._forward(target)
            if found is None and self._from_start:
                return None
            if found is None:  # landed after it: start further back
                self._go(target, Fraction(1 << attempt))
            elif skipping and found.ticks <= target - self._period * 21 / 20:
                skipping = False  # paced less evenly than it seemed: look again, at every frame
                self._aim(target, skipping, parting)
                self._go(target, Fraction(0))
            else:
                return found
        return None

    def load_index(self) -> None:
        """Have the demuxer read its index, which Matroska puts off until the first seek."""
        if len(self._index) <= 1:
            self._reader.seek(self._first)

    def key_near(self, middle: Fraction, half: Fraction) -> Fraction | None:
        """The time of the key frame nearest to a time and less than `half` seconds away; None when none is known."""
        ticks = math.floor((middle + self._start) / self._tick) - self._lead
        found = []
        for backward in (True, False):
            place = self._index.search_timestamp(ticks, backward=backward) if len(self._index) else -1
            if place >= 0:
                time = (self._index[place].timestamp + self._lead) * self._tick - self._start
                if abs(time - middle) < half and time >= 0:
                    found.append(time)
        return min(found, key=lambda time: abs(time - middle), default=None)

    def _aim(self, target: Fraction, skipping: bool, parting: bool) -> None:
        """Tell the reader which frames may be left out, and whether it will be sought away from after this one."""
        self._reader.skip_before = target - self._period * 3 / 2 if skipping else None
        self._reader.finish_at = target if skipping and parting else None

    def _forward(self, target: Fraction) -> Picture | None:
        """Decode up to a time; None when even the first frame from here comes after it."""
        while True:
            held = self._held
            if held is not None and self._even and self._ahead is None:
                length = min(self._period, Fraction(held.frame.duration or self._period))
                if held.ticks <= target < held.ticks + length * EVEN:
                    return held
            if self._ahead is None:
                self._ahead = next(iter(self._reader), None)
            if self._ahead is None or self._ahead.ticks > target:
                return held
            self._held, self._ahead = self._ahead, None

    def _go(self, target: Fraction, back: Fraction) -> None:
        """Seek to the key frame before a time, or `back` seconds before that."""
        reached = self._reader.fed
        self._held = self._ahead = None
        place = math.floor(target - back / self._tick) - self._shift
        self._from_start = place <= self._first
        self._reader.seek(place)
        self._ahead = next(iter(self._reader), None)
        if self._reader.key is not None and self._reader.key <= reached:
            self._reach = max(2 * self._reach, self._reader.gop)

    def _key_between(self, target: Fraction, fed: int) -> bool:
        """Whether seeking to a time saves decoding, when packets up to another have been decoded."""
        if target - fed <= 2 * self._period:
            return False
        place = self._index.search_timestamp(math.floor(target) - self._lead) if len(self._index) else -1
        if place >= 0:
            if self._index[place].timestamp > fed + 2 * self._period:
                return True
            if place < len(self._index) - 1:
                return False  # the index knows of no key frame between here and there
        return target - fed > max(self._reach, self._reader.gop)
