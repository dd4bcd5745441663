"""Recordings that a rendering starts from: chosen by a person, read again for each take."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import soxr
from jaxtyping import Float32

from v2a_plugin.files import sha256_of
from v2a_plugin.media.recordings import recording_facts, recording_part
from v2a_plugin.model.errors import BadInput, MediaError, NoSuchFile, V2AError
from v2a_plugin.model.recipe import Recipe, RecordingReference, Variation
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, clock, index_at
from v2a_plugin.sources.finishing import is_silent
from v2a_plugin.sources.library.cutting import Wanted, cut
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.places import Library
from v2a_plugin.sources.library.recording_files import check_unchanged, locate
from v2a_plugin.sources.protocol import StartSound

__all__ = ["recorded_start", "variation_of"]

_MOST = Fraction(60)
"""Seconds of a recording that are used at most: a longer one is used from its beginning."""
_LITTLE = Fraction(1, 5)
"""Seconds below which a person hears of it that a recording is repeated."""


def variation_of(path: Path, strength: float, libraries: Iterable[Library]) -> tuple[Variation, tuple[str, ...]]:
    """A file of sound to start from.

    Args:
        path: The file; of one that lies in a library too, the licence is taken from there.
        strength: 0 to 1.
        libraries: Those that may know it.

    Returns:
        It, and what a person should know of how it is used, in sentences.

    Raises:
        BadInput: The strength is out of range, or the file is silent.
        MediaError: It is no sound that can be decoded.
        NoSuchFile: It is missing or may not be read.
    """
    path = path.expanduser().absolute()
    rate = recording_facts(path).rate
    block = recording_part(path, 0, index_at(_MOST, rate) + 1)
    if not block.shape[1]:
        raise MediaError(f"{path.name} holds no sound that can be decoded.", "Give another recording.")
    length = min(block.shape[1], index_at(_MOST, rate))
    if is_silent(Sound(block[:, :length], rate)):
        raise BadInput(f"There is only silence in {path.name}.", "Give a recording with sound in its first minute.")
    notes = []
    if block.shape[1] > length:
        notes.append(f"{path.name} is longer than a minute: its first minute is used.")
    if length < _LITTLE * rate:
        notes.append(f"{path.name} is {clock(Fraction(length, rate))} long: it is repeated.")
    digest, span = sha256_of(path), Span(Fraction(0), Fraction(length, rate))
    known = _known(path, digest, span, libraries)
    return Variation(known or RecordingReference(path, digest, span, "", path.stem), strength), tuple(notes)


def _known(path: Path, digest: str, span: Span, libraries: Iterable[Library]) -> RecordingReference | None:
    """What the first library that holds the same bytes says of them."""
    for library in libraries:
        with contextlib.suppress(V2AError), Index(library.index_file) as index:
            for number in index.numbers(digest):
                labels = index.recording(number).labels
                title = labels.title or path.stem
                return RecordingReference(path, digest, span, library.name, title, labels.licence, labels.attribution)
    return None


@dataclass(frozen=True, slots=True, eq=False)
class RecordedStart:
    """A recording in memory, to start from.

    Attributes:
        block: What may be used of it, at its own rate.
        rate: Its samples a second.
        found: What of the block is meant.
        strength: Of the variation.
    """

    block: Float32[np.ndarray, "channel sample"]
    rate: int
    found: slice
    strength: float

    def start(self, recipe: Recipe, samples: int, rate: int, seed: int) -> StartSound:
        """What a rendering starts from: the recording, brought to length as a find is, of one channel.

        Args:
            recipe: Of the take.
            samples: Length of the rendering.
            rate: Samples a second of the generator.
            seed: Of the repetitions of a short recording.
        """
        length = -(-samples * self.rate // rate)
        wanted = Wanted(0, length, 0)
        if recipe.guide is None:
            before = min(index_at(recipe.used.start - recipe.rendered.start, self.rate), length - 1)
            used = min(recipe.used.samples(self.rate), length - before)
            wanted = Wanted(before, used, length - before - used)
        mono = Sound(cut(self.block, self.rate, self.found, wanted, seed), self.rate).folded()
        wave = soxr.resample(mono, self.rate, rate, quality="VHQ")[:samples].astype(np.float32)
        return StartSound(Sound.mono(np.pad(wave, (0, samples - len(wave))), rate), self.strength)


def recorded_start(variation: Variation, recipe: Recipe, libraries: Iterable[Library]) -> RecordedStart:
    """The recording of a variation, read for a rendering.

    Args:
        variation: Which, and how strong.
        recipe: Of the takes that are rendered.
        libraries: Where its bytes are looked for when it lies no longer where it was.

    Raises:
        NoSuchFile: It is gone.
        BadInput: It has changed since.
        MediaError: It cannot be decoded.
    """
    reference = variation.recording
    path = locate(reference, libraries)
    check_unchanged(reference, path)
    rate = recording_facts(path).rate
    start, end = index_at(reference.span.start, rate), index_at(reference.span.end, rate)
    reach = recipe.rendered.samples(rate) + 1
    first = max(0, start - reach)
    last = min(end + reach, max(end, index_at(_MOST, rate))) if not start else end + reach
    block = recording_part(path, first, last - first)
    if not block.shape[1]:
        raise NoSuchFile(f"{path.name} holds no sound where one was found.", "Give another recording.")
    found = slice(min(start - first, block.shape[1] - 1), min(end - first, block.shape[1]))
    return RecordedStart(block, rate, found, variation.strength)
