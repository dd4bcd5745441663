"""From what a cut's file names to the media at hand: picture clips of our timeline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region, RegionKind, new_id
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import PictureClip

__all__ = ["LinkedCut", "file_name", "link", "media_beside", "names_media"]


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A clip of the cut that became no picture clip, and why."""

    clip: CutClip
    reason: str


@dataclass(frozen=True, slots=True)
class LinkedCut:
    """A cut whose clips show known media.

    Attributes:
        cut: As it was read.
        picture: In record order.
        unlinked: Clips that stay black.
        notes: What a person should know, one sentence each.
    """

    cut: EditorsCut
    picture: tuple[PictureClip, ...]
    unlinked: tuple[Unlinked, ...] = ()
    notes: tuple[str, ...] = ()


def link(cut: EditorsCut, media: Sequence[MediaFile]) -> LinkedCut:
    """Find the media of every clip, and the stretch of it that is shown.

    A file is known by its path, by its name, or by the clip's or reel's name, in this order; the only file that is
    given also stands for clips that name none. Where a clip does not say where its source begins, the file's own
    timecode does.

    Args:
        cut: What a file tells.
        media: Probed files.
    """
    index, found = _Index(media), Findings()
    picture, unlinked = [], []
    for number, clip in enumerate(cut.clips, start=1):
        file = index.find(clip)
        if file is None:
            name = file_name(clip.target) or clip.reel or clip.name or "the clip"
            unlinked.append(Unlinked(clip, f"There is no media for {name}."))
        elif (span := _span(clip, file, found)) is None:
            reason = f"{clip.source_timecode} and {float(clip.source.duration):.3f} s on lie outside {file.path.name}."
            unlinked.append(Unlinked(clip, reason))
        else:
            region = Region(span, file.fingerprint, RegionKind.SHOT, clip.name or f"Shot {number}", new_id("shot"))
            picture.append(PictureClip(region, clip.record.start))
    return LinkedCut(cut, tuple(picture), tuple(unlinked), found.sentences())


def media_beside(cut: EditorsCut, file: Path) -> tuple[Path, ...]:
    """The media that a cut names and that exist: where it says, or beside the cut's file.

    Args:
        cut: What the file tells.
        file: The cut's file.
    """
    paths: dict[Path, None] = {}
    for clip in cut.clips:
        named = target_path(clip.target)
        candidates = [named] if named.is_absolute() else [file.parent / named]
        candidates.append(file.parent / file_name(clip.target))
        if clip.target and (path := next((path for path in candidates if path.is_file()), None)):
            paths[path] = None
    return tuple(paths)


def names_media(cut: EditorsCut, path: Path) -> bool:
    """Whether a cut may mean a file by its name, its reel names or its clips' names."""
    name, stem, reel = path.name.casefold(), path.stem.casefold(), _reel(path.stem)
    for clip in cut.clips:
        if clip.target:
            named = file_name(clip.target).casefold()
            if named == name or Path(named).stem == stem:
                return True
        elif name in (told := (clip.reel.casefold(), clip.name.casefold())) or stem in told or _reel(clip.reel) == reel:
            return True
    return False


def target_path(target: str) -> Path:
    """The path in an address or path of any system."""
    if re.match(r"^[A-Za-z]:[\\/]", target):
        return Path(PureWindowsPath(target).as_posix())
    parts = urlsplit(target)
    if parts.scheme == "file":
        return Path(re.sub(r"^/([A-Za-z]:/)", r"\1", unquote(parts.path)))
    return Path(target)


def file_name(target: str) -> str:
    """The last part of an address or path of any system."""
    return PureWindowsPath(str(target_path(target))).name if target else ""


class _Index:
    """Finds the media of a clip."""

    def __init__(self, media: Sequence[MediaFile]) -> None:
        self._media = media
        self._paths = {file.path.absolute(): file for file in media}
        self._names = _unique((file.path.name.casefold(), file) for file in media)
        self._stems = _unique((file.path.stem.casefold(), file) for file in media)
        self._reels = _unique((_reel(file.path.stem), file) for file in media)

    def find(self, clip: CutClip) -> MediaFile | None:
        if clip.target:
            path, name = target_path(clip.target), file_name(clip.target)
            if path.is_absolute() and path in self._paths:
                return self._paths[path]
            if name.casefold() in self._names:
                return self._names[name.casefold()]
            return self._stems.get(Path(name).stem.casefold())
        for text in (clip.reel, clip.name):
            known = self._names.get(text.casefold()) or self._stems.get(Path(text).stem.casefold())
            if text and known:
                return known
        if clip.reel and (known := self._reels.get(_reel(clip.reel))):
            return known
        return self._media[0] if len(self._media) == 1 and not clip.reel else None


def _unique(pairs: Iterable[tuple[str, MediaFile]]) -> dict[str, MediaFile]:
    """What belongs to one name only."""
    known: dict[str, MediaFile] = {}
    twice = set()
    for key, file in pairs:
        if known.setdefault(key, file) is not file:
            twice.add(key)
    return {key: file for key, file in known.items() if key not in twice}


def _reel(text: str) -> str:
    """A name as an edit decision list keeps it: eight capital letters and digits."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:8]


def _span(clip: CutClip, media: MediaFile, found: Findings) -> Span | None:
    """What of the media is shown, seconds from its first frame; None when it does not have that."""
    if media.still:
        return Span(Fraction(0), clip.record.duration)
    code = media.timecode.seconds if media.timecode else Fraction(0)
    starts = [clip.source_start] if clip.source_start is not None else []
    for number, start in enumerate((*starts, code, Fraction(0))):
        shown = clip.source.shifted(-start) if clip.source.start >= start else None
        if shown and shown.end - media.duration < 1 / media.rate:  # the file may end within the last frame
            end = min(shown.end, media.duration)
            if end > shown.start:
                if number and start != (starts or [code])[0]:
                    found.count(
                        "clip only fits its media when counted from another start",
                        "clips only fit their media when counted from another start",
                    )
                return replace(shown, end=end)
    return None
