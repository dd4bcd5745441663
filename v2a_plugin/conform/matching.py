"""Which clips of a new cut show what clips of the old one showed: by source time, then by what is seen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from v2a_plugin.conform.offsets import align
from v2a_plugin.conform.signatures import PictureSignature, sign
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.timeline import PictureClip

__all__ = ["ClipMatch", "MatchKind", "Matches", "match_clips"]

_PROBES = 5
"""Frames of a new clip that are looked for in every old one."""
_CANDIDATES = 6
"""Old clips that are compared frame by frame with a new one."""
_HOPEFUL = 0.5
"""Least cosine that makes an old clip a candidate."""
_STRIDE = 3
"""Of an old clip every so manieth frame is looked at for candidates."""


class MatchKind(StrEnum):
    """What two clips were matched by."""

    SOURCE = "source"
    """Both show the same stretch of the same file."""
    TIMECODE = "timecode"
    """Both show the same source timecode of files of one name."""
    PICTURE = "picture"
    """Both show the same."""


@dataclass(frozen=True, slots=True)
class ClipMatch:
    """An old clip and a new one that show the same for a while.

    Attributes:
        old: The clip as it was in the cut.
        new: The clip of the new cut.
        offset: What to add to a time in the old clip's media to get that moment in the new clip's, seconds.
        shared: Seconds that both show.
        kind: What they were matched by.
    """

    old: PictureClip
    new: PictureClip
    offset: Fraction
    shared: Fraction
    kind: MatchKind

    @property
    def shift(self) -> Fraction:
        """By how much the picture moved on the timeline, seconds."""
        return self.new.on_timeline(self.offset) - self.old.on_timeline(Fraction(0))


@dataclass(frozen=True, slots=True)
class Matches:
    """All matches of two cuts.

    Attributes:
        pairs: Every old with every new clip that shares a moment with it, the longest share first.
        notes: What could not be compared and why, one sentence each.
    """

    pairs: tuple[ClipMatch, ...]
    notes: tuple[str, ...] = ()


def match_clips(
    old: Sequence[PictureClip],
    new: Sequence[PictureClip],
    rate: Fraction,
    media: Sequence[MediaFile] = (),
    signatures: Sequence[PictureSignature] = (),
) -> Steps[Matches]:
    """Match the clips of two cuts: those of one file by their source time, the others by what is seen.

    Args:
        old: The old cut.
        new: The new cut.
        rate: Frames a second that pictures are compared at.
        media: The files of both, as far as they are at hand; needed to compare timecodes and pictures.
        signatures: Of files that are not at hand any more, or were signed before.

    Yields:
        Progress while pictures are read and compared; none when source times tell all.
    """
    pairs = list(_by_source(old, new))
    pairs += _by_timecode(_left(old, [pair.old for pair in pairs]), _left(new, [pair.new for pair in pairs]), media)
    olds, news = _left(old, [pair.old for pair in pairs]), _left(new, [pair.new for pair in pairs])
    notes: list[str] = []
    if olds and news:
        known = {signature.media: signature for signature in signatures}
        yield from _sign([*olds, *news], media, known, notes)
        seen = yield from _by_picture(_signed(olds, known), _signed(news, known), rate)
        pairs += seen
    pairs.sort(key=lambda pair: (-pair.shared, abs(pair.shift), pair.old.record, pair.new.record))
    return Matches(tuple(pairs), tuple(dict.fromkeys(notes)))


def _left(clips: Sequence[PictureClip], matched: Iterable[PictureClip]) -> list[PictureClip]:
    done = set(matched)
    return [clip for clip in clips if clip not in done]


def _by_source(old: Sequence[PictureClip], new: Sequence[PictureClip]) -> Iterable[ClipMatch]:
    files: dict[tuple[str, object], list[PictureClip]] = {}
    for clip in new:
        files.setdefault((clip.region.media, _clock(clip)), []).append(clip)
    for key, news in files.items():
        olds = [clip for clip in old if (clip.region.media, _clock(clip)) == key]
        yield from _overlapping(olds, news, Fraction(0), MatchKind.SOURCE)


def _clock(clip: PictureClip) -> object:
    """What two clips must share to be compared by the times of their spans: normal speed, one speed, or one ramp."""
    time_map = clip.region.time_map
    if time_map is None or (time_map.speed is not None and time_map.speed > 0):
        return time_map and time_map.speed
    return time_map


def _by_timecode(
    old: Sequence[PictureClip], new: Sequence[PictureClip], media: Sequence[MediaFile]
) -> Iterable[ClipMatch]:
    """Clips of files with one name and timecodes: a source that was transcoded.

    The timecode of a rendered cut counts its record, and says nothing of what is shown.
    """
    files = {file.fingerprint: file for file in media if file.timecode}
    sources = [
        [
            files[one]
            for one in dict.fromkeys(clip.region.media for clip in clips)
            if one in files and not _rendered(clips, one)
        ]
        for clips in (old, new)
    ]
    for before in sources[0]:
        for after in sources[1]:
            if before.path.stem.casefold() == after.path.stem.casefold() and before.timecode and after.timecode:
                olds = [clip for clip in old if clip.region.media == before.fingerprint and not clip.region.time_map]
                news = [clip for clip in new if clip.region.media == after.fingerprint and not clip.region.time_map]
                offset = after.timecode.seconds_to(before.timecode)
                yield from _overlapping(olds, news, offset, MatchKind.TIMECODE)


def _rendered(picture: Sequence[PictureClip], media: str) -> bool:
    """Whether a file looks like a rendered cut: all its clips lie on the timeline as they lie in the file."""
    clips = [clip for clip in picture if clip.region.media == media]
    as_in_file = len({clip.record - clip.region.span.start for clip in clips}) <= 1
    return as_in_file and (len(clips) > 1 or len(picture) == 1)


def _overlapping(
    olds: Sequence[PictureClip], news: Sequence[PictureClip], offset: Fraction, kind: MatchKind
) -> Iterable[ClipMatch]:
    """Pairs whose source spans share time when the old ones are moved by an offset."""
    ordered = sorted(news, key=lambda clip: clip.region.span.start)
    longest = max((clip.region.span.duration for clip in ordered), default=Fraction(0))
    for clip in olds:
        span = clip.region.span.shifted(offset)
        place = bisect_left(ordered, span.start - longest, key=lambda one: one.region.span.start)
        while place < len(ordered) and ordered[place].region.span.start < span.end:
            if both := ordered[place].region.span.intersection(span):
                yield ClipMatch(clip, ordered[place], offset, both.duration, kind)
            place += 1


def _sign(
    clips: Sequence[PictureClip], media: Sequence[MediaFile], known: dict[str, PictureSignature], notes: list[str]
) -> Steps[None]:
    """Sign the files of clips that nobody signed yet."""
    files = {file.fingerprint: file for file in media}
    for fingerprint in dict.fromkeys(clip.region.media for clip in clips):
        spans = [clip.region.source_span for clip in clips if clip.region.media == fingerprint]
        if fingerprint in known and all(known[fingerprint].covers(span) for span in spans):
            continue
        if fingerprint not in files:
            if fingerprint not in known:
                notes.append(f"The file {fingerprint} is not at hand: its pictures could not be compared.")
            continue
        try:
            known[fingerprint] = yield from sign(files[fingerprint], spans)
        except BadInput as error:
            notes.append(f"{error.message} Its pictures could not be compared.")


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A clip and its signature."""

    clip: PictureClip
    signature: PictureSignature


def _signed(clips: Sequence[PictureClip], known: dict[str, PictureSignature]) -> list[_Seen]:
    return [_Seen(clip, known[clip.region.media]) for clip in clips if clip.region.media in known]


def _by_picture(old: Sequence[_Seen], new: Sequence[_Seen], rate: Fraction) -> Steps[list[ClipMatch]]:
    if not old or not new:
        return []
    pairs: list[ClipMatch] = []
    frames = [seen.signature.sampled(seen.clip.region.span, rate, seen.clip.region.time_map) for seen in old]
    samples = [seen.signature.sampled(seen.clip.region.span, rate, seen.clip.region.time_map) for seen in new]
    likely = _likely(frames, samples)
    for number, (seen, vectors) in enumerate(zip(new, samples, strict=True)):
        yield Progress("matching shots", number, len(new))
        for place in np.argsort(-likely[number], kind="stable")[:_CANDIDATES]:
            if likely[number, place] < _HOPEFUL:
                break
            if (found := align(frames[place], vectors)).same:
                clip, begin = old[place].clip, old[place].clip.region.span.start
                offset = seen.clip.region.span.start - begin - Fraction(found.offset) / rate
                both = seen.clip.region.span.intersection(clip.region.span.shifted(offset))
                if both is not None:
                    pairs.append(ClipMatch(clip, seen.clip, offset, both.duration, MatchKind.PICTURE))
    return pairs


def _likely(frames: Sequence[np.ndarray], samples: Sequence[np.ndarray]) -> np.ndarray:
    """For each new and old clip (new × old): how well the two best of some frames of the new are found in the old."""
    probes = np.concatenate([one[np.linspace(0, len(one) - 1, _PROBES).round().astype(int)] for one in samples])
    likely = np.empty((len(samples), len(frames)), np.float32)
    for place, one in enumerate(frames):
        best = (probes @ one[::_STRIDE].T).max(axis=1).reshape(len(samples), _PROBES)
        likely[:, place] = np.sort(best, axis=1)[:, -2:].mean(axis=1)
    return likely
