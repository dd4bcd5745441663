"""The image-sound corpus: two lists of files with their classes and licences, and how to open what they name.

A corpus folder holds `sounds.csv`, `images.csv` and `pairs.csv` and the files they name, relative to the folder.
Only rows marked `usable` count.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from jaxtyping import Float32
from PIL import Image

from v2a_plugin.files import open_regular, open_text
from v2a_plugin.model.errors import BadInput

__all__ = ["RATE", "Corpus", "Picture", "Sound", "open_picture", "open_sound", "read_corpus"]

RATE = 16_000  # Hz; the corpus and the generator share it


@dataclass(frozen=True, slots=True)
class Sound:
    """One row of `sounds.csv`.

    Attributes:
        file: Path inside the corpus.
        caption: Words that came with it or stand for it.
        classes: Names such as "dog"; empty for sounds nobody sorted.
        package: Distribution it was taken from.
        licence: As the package states it.
        seconds: Length.
    """

    file: str
    caption: str
    classes: tuple[str, ...]
    package: str
    licence: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Picture:
    """One row of `images.csv`.

    Attributes:
        file: Path inside the corpus.
        captions: Words that stand for it in `pairs.csv`; may be empty.
        classes: Names such as "dog"; empty for pictures nobody sorted.
        style: photo, cutout, cartoon or render.
        package: Distribution it was taken from.
        licence: As the package states it.
        sounds: Files of the very object it shows (`match=item`), not merely of its class.
    """

    file: str
    captions: tuple[str, ...]
    classes: tuple[str, ...]
    style: str
    package: str
    licence: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything usable of one corpus folder."""

    folder: Path
    sounds: tuple[Sound, ...]
    pictures: tuple[Picture, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """Every class name, sorted."""
        rows: tuple[Sound | Picture, ...] = (*self.sounds, *self.pictures)
        return tuple(sorted({name for row in rows for name in row.classes}))


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise BadInput(f"{path} is missing.", "Give a folder with sounds.csv, images.csv and pairs.csv.")
    with open_text(path) as stream:
        return [row for row in csv.DictReader(stream) if row.get("usable", "yes") == "yes"]


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)


def read_corpus(folder: Path) -> Corpus:
    """The lists of a corpus folder; the files themselves are opened later."""
    sounds = tuple(
        Sound(
            row["sound"], row["name"], _split(row["classes"]), row["source_package"], row["licence"],
            float(row["seconds"]),
        )
        for row in _rows(folder / "sounds.csv")
    )  # fmt: skip
    words, same = dict[str, list[str]](), dict[str, list[str]]()
    for row in _rows(folder / "pairs.csv"):
        if row["match"] == "item":
            same.setdefault(row["image"], []).append(row["sound"])
            words.setdefault(row["image"], []).append(row["name"])
    pictures = tuple(
        Picture(
            row["image"],
            tuple(dict.fromkeys(words.get(row["image"], ()))),
            _split(row["classes"]),
            row["style"],
            row["source_package"],
            row["licence"],
            tuple(same.get(row["image"], ())),
        )
        for row in _rows(folder / "images.csv")
    )
    return Corpus(folder, sounds, pictures)


def open_sound(path: Path, longest: float = 30.0) -> Float32[np.ndarray, " samples"]:
    """Mono sound at 16 kHz, -1 to 1, at most `longest` seconds of it."""
    with open_regular(path) as file, soundfile.SoundFile(file) as stream:
        if stream.samplerate != RATE:
            raise BadInput(f"{path} has {stream.samplerate} Hz; the corpus holds {RATE} Hz.")
        frames = stream.read(int(longest * RATE), dtype="float32", always_2d=True)
    mono: Float32[np.ndarray, " samples"] = frames.mean(axis=1, dtype=np.float32)
    return mono


def open_picture(path: Path) -> Image.Image:
    """An upright RGB picture; transparency becomes white."""
    with Image.open(path) as picture:
        if "A" in picture.getbands():
            white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
            return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
        return picture.convert("RGB")
