"""Which of the files at hand a clip shows, and what of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote

from v2a_plugin.formats.cut import CutClip, Findings, same_name
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timemap import TimeMap

__all__ = ["MediaIndex", "file_name", "fit", "reel_name", "target_path"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A clip in terms of its media.

    Attributes:
        record: Where it begins in the cut, seconds.
        span: As `Region.span`.
        time_map: As `Region.time_map`.
    """

    record: Fraction
    span: Span
    time_map: TimeMap | None = None


class MediaIndex:
    """Finds the media of a clip: by path, by name, by the stem of the name, by reel; spelling and case do not matter."""

    def __init__(self, media: Sequence[MediaFile], found: Findings) -> None:
        self._media, self._found = media, found
        self._by_path = _grouped(media, lambda file: same_name(str(file.path.absolute())))
        self._by_name = _grouped(media, lambda file: same_name(file.path.name))
        self._by_stem = _grouped(media, lambda file: same_name(file.path.stem))
        self._by_reel = _grouped(media, lambda file: reel_name(file.path.stem))

    def find(self, clip: CutClip) -> MediaFile | None:
        """The file that a clip shows; None when nothing at hand can be it."""
        if clip.target:
            path = target_path(clip.target)
            if path.is_absolute() and (known := self._by_path.get(same_name(str(path)))):
                return known[0]
            for name in dict.fromkeys((file_name(clip.target), unquote(file_name(clip.target)))):
                if known := self._by_name.get(same_name(name)) or self._by_stem.get(same_name(Path(name).stem)):
                    return self._one_of(known, clip)
            return None
        for text in filter(None, (clip.reel, clip.name)):
            if known := self._by_name.get(same_name(text)) or self._by_stem.get(same_name(Path(text).stem)):
                return self._one_of(known, clip)
        if clip.reel and (known := self._by_reel.get(reel_name(clip.reel))):
            return self._one_of(known, clip)
        return self._media[0] if len(self._media) == 1 and not clip.reel else None

    def _one_of(self, known: Sequence[MediaFile], clip: CutClip) -> MediaFile:
        """Of several files of one name the one that has what the clip shows, else the larger picture."""
        if len(known) == 1:
            return known[0]
        moving = [file for file in known if not file.still]
        if len(moving) == 1:
            return moving[0]  # a picture of the same name is its thumbnail
        timed = [file for file in known if _fits(clip, file)]
        fitting = timed or list(known)
        chosen = max(fitting, key=_size)
        alike = sum(_size(file) == _size(chosen) for file in fitting) > 1
        why = "it has what the clips show" if len(timed) == 1 else "its picture is the larger"
        why = "nothing tells them apart" if alike else why
        others = ", ".join(str(file.path) for file in known if file is not chosen)
        self._found.say(
            f"{chosen.path.name} is there {len(known)} times; {chosen.path} is used and not {others}: {why}."
        )
        return chosen


def _size(file: MediaFile) -> int:
    return file.picture.width * file.picture.height


def _grouped(media: Sequence[MediaFile], key: Callable[[MediaFile], str]) -> dict[str, list[MediaFile]]:
    known: dict[str, list[MediaFile]] = {}
    for file in media:
        if key(file):
            known.setdefault(key(file), []).append(file)
    return known


def reel_name(text: str) -> str:
    """A name as an edit decision list keeps it: eight capital letters and digits."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFC", text).upper())[:8]


def target_path(target: str) -> Path:
    """The path in an address or path of any system. A file's address has no query and no fragment."""
    if re.match(r"^[A-Za-z]:[\\/]", target):
        return Path(PureWindowsPath(target).as_posix())
    if address := re.match(r"^file:(?://[^/]*)?(/.*)$", target, re.IGNORECASE | re.DOTALL):
        return Path(re.sub(r"^/([A-Za-z]:/)", r"\1", unquote(address[1])))
    return Path(target)


def file_name(target: str) -> str:
    """The last part of an address or path of any system."""
    return PureWindowsPath(str(target_path(target))).name if target else ""


# What of it is shown


def fit(clip: CutClip, media: MediaFile, found: Findings) -> Fitted | None:
    """What of its media a clip shows; what lies beyond the media is cut off. None when all of it does.

    Its source counts from where the file says that the media begins, else from the media's own timecode, else from 0.
    """
    if media.still:
        return Fitted(clip.record.start, Span(Fraction(0), clip.record.duration))
    starts = _starts(clip, media)
    partial: tuple[Fraction, Span] | None = None
    for number, start in enumerate(starts):
        seen = _seen(clip, media, start)
        if seen == clip.record:
            if number:
                found.count(
                    "clip only fits its media when counted from another start",
                    "clips only fit their media when counted from another start",
                )
            return _fitted(clip, media, start, seen)
        if seen and partial is None:
            partial = start, seen
    if partial is None:
        return None
    found.count(
        "clip shows more than its media has and is cut off with it",
        "clips show more than their media have and are cut off with them",
    )
    return _fitted(clip, media, *partial)


def _fits(clip: CutClip, media: MediaFile) -> bool:
    """Whether the media has all that a clip shows, counted from where it most likely begins."""
    if media.still:
        return True
    if clip.source_start is not None and media.count(clip.source_drop).seconds_to(*_label(clip, clip.source_start)):
        return False
    return _seen(clip, media, _starts(clip, media)[0]) == clip.record


def _starts(clip: CutClip, media: MediaFile) -> list[Fraction]:
    """Where the clip's clock may stand at the first frame of its media, the likeliest first."""
    said = [] if clip.source_start is None else [clip.source_start]
    count = media.count(clip.source_drop)
    first = max(Fraction(0), clip.source.start)
    begins = [first - count.seconds_to(*_label(clip, first)), count.seconds]
    if clip.source_rate == count.rate:
        begins.reverse()  # the same frames, even where drop-frame is marked on one side only
    return list(dict.fromkeys((*said, *begins, Fraction(0))))


def _label(clip: CutClip, seconds: Fraction) -> tuple[Timecode, Fraction]:
    """The label of a time on the clock of a clip's source, and what has passed of that frame."""
    frame, into = divmod(seconds * clip.source_rate, 1)
    return Timecode(frame, clip.source_rate, clip.source_drop), into


def _seen(clip: CutClip, media: MediaFile, start: Fraction) -> Span | None:
    """When the clip shows what the media has; the media may end within the last frame that is shown."""
    end = media.duration + 1 / media.rate - Fraction(1, 10**9)
    times: list[Fraction] = []
    for before, after in clip.shown().shifted(source=-start).pieces(clip.record):
        times += [edge.at for edge in (before, after) if 0 <= edge.source <= end]
        low, high = sorted((before.source, after.source))
        if low < high:
            slope = (after.source - before.source) / (after.at - before.at)
            crossed = [Fraction(0)] * (low < 0 < high) + [media.duration] * (low < end < high)
            times += [before.at + (edge - before.source) / slope for edge in crossed]
    return Span(min(times), max(times)) if times and min(times) < max(times) else None


def _fitted(clip: CutClip, media: MediaFile, start: Fraction, seen: Span) -> Fitted:
    shown = clip.shown().shifted(source=-start)
    speed = shown.speed
    if speed == 1:
        first = shown.source(seen.start)
        last = min(first + seen.duration, media.duration)
        return Fitted(seen.start, Span(first, last))
    # one clock for all clips of a speed, so that they can be compared
    begin = shown.source(seen.start) / speed if speed is not None and speed > 0 else Fraction(0)
    span = Span(begin, begin + seen.duration)
    return Fitted(seen.start, span, shown.shifted(at=begin - seen.start).within(span))
