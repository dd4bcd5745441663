"""The sound of a film: the mix of the cut, and the production sound under it as it is listened to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from jaxtyping import Float32

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.timeline.mix import mix

__all__ = ["FilmSound"]

_SECONDS = 8
"""Of sound that memory holds at a time."""

Block = Float32[np.ndarray, "sample channel"]


class FilmSound:
    """Stereo, never beyond full scale.

    Args:
        request: The cut.
    """

    channels = 2

    def __init__(self, request: CutRequest) -> None:
        self._request = request
        self.peak = 0.0
        """The highest sample so far, before what is beyond full scale was cut off."""

    def blocks(self, span: Span) -> Iterator[Float32[np.ndarray, "channel sample"]]:
        """The sound of a span of the timeline, piece by piece.

        Raises:
            NoSuchFile: The sound of a take is gone.
        """
        timeline, rate = self._request.timeline, self._request.stems.rate
        first = index_at(span.start, rate)
        for block in mix(timeline, self._request.takes, span, rate, self.channels, _SECONDS * rate):
            if timeline.production_heard:
                _add_production(block, first, rate, timeline, self._request.media)
            first += len(block)
            self.peak = max(self.peak, float(np.abs(block).max(initial=0)))
            yield block.T.clip(-1, 1)


def _add_production(block: Block, first: int, rate: int, timeline: Timeline, media: Sequence[MediaFile]) -> None:
    """Add what the picture's files sound like, in place; what is shown at another speed is not heard."""
    files = {file.fingerprint: file for file in media}
    gain = np.float32(10 ** (timeline.production.gain_db / 20))
    for clip in timeline.picture:
        low = max(first, index_at(clip.span.start, rate))
        high = min(first + len(block), index_at(clip.span.end, rate))
        file = files.get(clip.region.media)
        if low >= high or file is None or file.sound is None or clip.region.time_map:
            continue
        begun = Span(Fraction(low, rate), Fraction(high, rate)).shifted(clip.region.span.start - clip.record)
        try:
            sound = finish(sound_of(file, begun, rate)).stereo()
        except V2AError:  # the file is gone: the rest is heard
            continue
        count = min(high - low, len(sound))
        block[low - first : low - first + count] += gain * sound.samples[:, :count].T
