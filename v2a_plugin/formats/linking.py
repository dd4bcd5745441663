"""From what a cut's file names to the media at hand: picture clips of our timeline."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from v2a_plugin.formats.cut import CutClip, EditorsCut, Findings, same_name
from v2a_plugin.formats.media_index import MediaIndex, file_name, fit, reel_name, target_path
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region, RegionKind, new_id
from v2a_plugin.model.timeline import PictureClip

__all__ = ["LinkedCut", "link", "media_beside", "names_media"]


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
    given also stands for clips that name none. A clip that shows more than its media has is cut off with it.

    Args:
        cut: What a file tells.
        media: Probed files.
    """
    found = Findings()
    index = MediaIndex(media, found)
    picture, unlinked = [], []
    for number, clip in enumerate(cut.clips, start=1):
        file = index.find(clip)
        if file is None:
            name = file_name(clip.target) or clip.reel or clip.name or "the clip"
            unlinked.append(Unlinked(clip, f"There is no media for {name}."))
        elif (fitted := fit(clip, file, found)) is None:
            reason = f"{clip.source_timecode} and {float(clip.source.duration):.3f} s on lie outside {file.path.name}."
            unlinked.append(Unlinked(clip, reason))
        else:
            name = clip.name or f"Shot {number}"
            region = Region(fitted.span, file.fingerprint, RegionKind.SHOT, name, new_id("shot"), fitted.time_map)
            picture.append(PictureClip(region, fitted.record))
    return LinkedCut(cut, tuple(picture), tuple(unlinked), found.sentences())


def media_beside(cut: EditorsCut, file: Path) -> tuple[Path, ...]:
    """The media that a cut names and that exist: where it says, or beside the cut's file.

    Args:
        cut: What the file tells.
        file: The cut's file.
    """
    disk = _Disk()
    paths: dict[Path, None] = {}
    for target in dict.fromkeys(clip.target for clip in cut.clips if clip.target):
        named, name = target_path(target), file_name(target)
        candidates = [named if named.is_absolute() else file.parent / named, file.parent / name]
        candidates += [file.parent / unquote(str(named)), file.parent / unquote(name)]
        if path := next((known for path in candidates if (known := disk.find(path))), None):
            paths[path] = None
    return tuple(paths)


class _Disk:
    """Finds files whatever the spelling of their names: composed or decomposed letters, another case."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[str, Path]] = {}

    def find(self, path: Path) -> Path | None:
        """The file that is meant, under the name it has on the disk."""
        with contextlib.suppress(OSError, ValueError):
            if path.is_file():
                return path
            folder = path.parent if path.parent.is_dir() else self._folder(path.parent)
            known = self._names(folder).get(same_name(path.name)) if folder else None
            return known if known and known.is_file() else None
        return None

    def _folder(self, path: Path) -> Path | None:
        """A folder whose name is spelled in another way."""
        if path == path.parent:
            return None
        above = path.parent if path.parent.is_dir() else self._folder(path.parent)
        known = self._names(above).get(same_name(path.name)) if above else None
        return known if known and known.is_dir() else None

    def _names(self, folder: Path) -> dict[str, Path]:
        if folder not in self._folders:
            self._folders[folder] = {same_name(path.name): path for path in folder.iterdir()}
        return self._folders[folder]


def names_media(cut: EditorsCut, path: Path) -> bool:
    """Whether a cut may mean a file by its name, its reel names or its clips' names."""
    name, stem, reel = same_name(path.name), same_name(path.stem), reel_name(path.stem)
    for clip in cut.clips:
        if clip.target:
            for text in (file_name(clip.target), unquote(file_name(clip.target))):
                if same_name(text) == name or same_name(Path(text).stem) == stem:
                    return True
        elif {name, stem} & {same_name(clip.reel), same_name(clip.name)} or (reel and reel_name(clip.reel) == reel):
            return True
    return False
