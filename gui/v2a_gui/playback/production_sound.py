"""The production sound while it plays: that of the picture's own files, continuous over shots, some seconds ahead."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from v2a_gui.playback.ahead import Ahead, Block
from v2a_gui.playback.mixer import RATE, Mixer
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import PictureClip, Timeline

__all__ = ["ProductionSound"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one file: samples `[first, end)` of the timeline play it from its sample `source` on."""

    media: MediaFile
    first: int
    end: int
    source: int


class ProductionSound(Ahead):
    """What the media of the picture clips sound like; where a clip runs at another speed it is silent."""

    def __init__(self, mixer: Mixer) -> None:
        self._picture: tuple[PictureClip, ...] = ()
        self._media: Mapping[str, MediaFile] = {}
        self._level = self._under = 0.0
        self._ducked = self._off = False
        super().__init__(mixer, "production", seconds=2, ahead=3, kept=10)

    def load(self, timeline: Timeline | None, media: Mapping[str, MediaFile]) -> None:
        """Take another state of the cut.

        Args:
            timeline: The cut.
            media: Its files by fingerprint.
        """
        picture = timeline.picture if timeline else ()
        with self.changed:
            same = picture is self._picture and media == self._media
            self._picture, self._media = picture, dict(media)
            self._level = self._under = 0.0
            if timeline is not None and timeline.production_heard:
                self._level = 10 ** (timeline.production.gain_db / 20)
                self._under = self._level * 10 ** (timeline.production.duck_db / 20)
        if not same:
            self.renew()
        self.duck(self._ducked, self._off)

    def duck(self, on: bool, off: bool = False) -> None:
        """Turn it down under a take that is auditioned, off beside a cue that is played alone, or up again."""
        self._ducked, self._off = on, off
        self.turn(0.0 if off else self._under if on else self._level)

    def stretch(self, first: int) -> Block | None:
        from v2a_plugin.media.sound import sound_of  # a start needs no decoder

        with self.changed:
            picture, media = self._picture, self._media
        out = np.zeros((self.length, 2), np.float32)
        found = False
        for piece in _joined(_pieces(picture, media, first, first + self.length)):
            span = Span(Fraction(piece.source, RATE), Fraction(piece.source + piece.end - piece.first, RATE))
            try:
                sound = finish(sound_of(piece.media, span, RATE))
            except V2AError:
                continue  # the file is gone: the rest is still heard
            out[piece.first - first : piece.end - first] = sound.stereo().samples.T
            found = True
        self.measure(first, "", out)
        return out if found else None


def _pieces(picture: tuple[PictureClip, ...], media: Mapping[str, MediaFile], first: int, end: int) -> Iterator[_Piece]:
    begin = bisect.bisect_right(picture, Fraction(first, RATE), key=lambda clip: clip.span.end)
    for clip in picture[begin:]:
        if clip.record * RATE >= end:
            return
        file = media.get(clip.region.media)
        low, high = max(first, index_at(clip.span.start, RATE)), min(end, index_at(clip.span.end, RATE))
        if low < high and file is not None and file.sound is not None and not clip.region.time_map:
            source = index_at(clip.region.span.start, RATE) + low - index_at(clip.record, RATE)
            yield _Piece(file, low, high, source)


def _joined(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Neighbours that go on in the same file as one, so that it is read once."""
    last: _Piece | None = None
    for piece in pieces:
        if (
            last is not None
            and last.media is piece.media
            and last.end == piece.first
            and last.source + last.end - last.first == piece.source
        ):
            last = _Piece(last.media, last.first, piece.end, last.source)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
