"""Folders of clips and pictures, and who belongs to whom: files are matched by their names without suffix."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from v2a_plugin.files import open_regular
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.errors import BadInput, MediaError, NoSuchFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound

__all__ = ["Pair", "clips_in", "match", "pictures_in", "read_clip", "references_in"]

_SOUNDS = (".wav", ".flac", ".ogg", ".mp3", ".aif", ".aiff", ".opus", ".w64", ".caf")
_FILMS = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".mxf")
_STILLS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif")
_TAKE = re.compile(r"[-_. ]take[-_. ]?(\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clip:
    """One generated clip.

    Attributes:
        item: Name of what it was made for.
        path: Its file.
        take: Number among the takes of its item, from 1.
    """

    item: str
    path: Path
    take: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A clip and what it is compared with; None where there is nothing."""

    clip: Clip
    reference: Path | None
    picture: Path | None


def clips_in(folder: Path) -> tuple[Clip, ...]:
    """The clips of a folder, sorted by item and take: its sound files, or, where there are none, its videos.

    `dog.wav` is the clip of the item `dog`; `dog-take2.wav`, and any sound in a folder `dog/`, are takes of it.

    Raises:
        NoSuchFile: There is no such folder.
        BadInput: It holds no clip.
    """
    found = list[Clip]()
    for path in _files(folder, _SOUNDS) or _files(folder, _FILMS):
        inside, said = path.relative_to(folder).parts, _TAKE.search(path.stem)
        number = int(said[1]) if said else 1
        found.append(Clip(inside[0] if len(inside) > 1 else _TAKE.sub("", path.stem), path, number))
    if not found:
        raise BadInput(
            f"{folder} holds no sound file and no video.", f"Give a folder with {', '.join(_SOUNDS[:4])} files."
        )
    numbered, seen = list[Clip](), dict[str, int]()
    for clip in sorted(found, key=lambda clip: (clip.item, clip.take, str(clip.path))):
        seen[clip.item] = seen.get(clip.item, 0) + 1
        numbered.append(Clip(clip.item, clip.path, seen[clip.item]))
    return tuple(numbered)


def references_in(folder: Path) -> dict[str, Path]:
    """Real sounds by name: sound files, or videos with sound.

    Raises:
        NoSuchFile: There is no such folder.
        BadInput: It holds none, or two of one name.
    """
    return _by_name(folder, (*_SOUNDS, *_FILMS), "sound or video")


def pictures_in(folder: Path) -> dict[str, Path]:
    """Pictures by name: stills, or videos.

    Raises:
        NoSuchFile: There is no such folder.
        BadInput: It holds none, or two of one name.
    """
    return _by_name(folder, (*_STILLS, *_FILMS), "picture or video")


def match(
    clips: Sequence[Clip],
    references: dict[str, Path],
    pictures: dict[str, Path] | None = None,
    only: Collection[str] = (),
    unpaired: bool = False,
) -> tuple[Pair, ...]:
    """Each clip with its reference and picture.

    Args:
        clips: What was generated.
        references: Real sounds by name.
        pictures: Pictures by name; None for none.
        only: Items that count, from a test list; empty for all.
        unpaired: A clip may be without a reference; it then counts for distances only.

    Raises:
        BadInput: A clip has no reference, or no picture, or the test list names nothing that is there.
    """
    if only:
        clips = [clip for clip in clips if clip.item in only]
        if not clips:
            raise BadInput("Not one generated clip is on the test list.", "Name the clips as the list does.")
    items = dict.fromkeys(clip.item for clip in clips)
    if not unpaired:
        _check_names(items, references, "reference", " --unpaired compares the two folders as a whole.")
    if pictures is not None:
        _check_names(items, pictures, "picture")
    return tuple(
        Pair(clip, references.get(clip.item), None if pictures is None else pictures[clip.item]) for clip in clips
    )


def _check_names(items: Collection[str], known: dict[str, Path], what: str, also: str = "") -> None:
    lost = [item for item in items if item not in known]
    if lost:
        raise BadInput(
            f"{len(lost)} of {len(items)} generated items have no {what} of their name, the first is '{lost[0]}'.",
            f"Name each {what} as its clip, up to the suffix (here for example '{next(iter(known))}').{also}",
        )


def read_clip(path: Path) -> Sound:
    """A sound file, or the sound of a video, at its own rate.

    Raises:
        NoSuchFile: It is gone.
        MediaError: It cannot be decoded, is empty, or holds values that are not numbers.
    """
    if path.suffix.lower() in _FILMS:
        media = probe(path)
        if not media.sound:
            raise MediaError(f"{path.name} has no sound.", "Leave it out, or give a file with sound.")
        return finish(sound_of(media, media.span, media.sound.sample_rate))
    try:
        with open_regular(path) as file:
            samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:  # libsndfile's own error is a RuntimeError
        if not path.is_file():
            raise NoSuchFile(f"{path} is missing.", "Give the folder again when it is complete.") from error
        raise MediaError(f"{path.name} cannot be read as sound.", "It may be damaged: write it again.") from error
    if not len(samples):
        raise MediaError(f"{path.name} is empty.", "Leave it out, or render it again.")
    if not np.isfinite(samples).all():
        raise MediaError(f"{path.name} holds values that are not numbers.", "Render it again.")
    if samples.shape[1] not in LAYOUTS:
        raise MediaError(
            f"{path.name} has {samples.shape[1]} channels, and {max(LAYOUTS)} at most are read.", "Fold it to fewer."
        )
    return Sound(np.ascontiguousarray(samples.T), int(rate))


def _by_name(folder: Path, suffixes: tuple[str, ...], what: str) -> dict[str, Path]:
    found = dict[str, Path]()
    for path in _files(folder, suffixes):
        if path.stem in found:
            raise BadInput(
                f"{folder} holds two files called '{path.stem}': {found[path.stem].name} and {path.name}.",
                "Keep one of them.",
            )
        found[path.stem] = path
    if not found:
        raise BadInput(f"{folder} holds no {what} file.", "Give the folder that holds them.")
    return found


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        raise NoSuchFile(f"{folder} is no folder.", "Give a folder.")
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() in suffixes and not path.name.startswith(".")
    )
