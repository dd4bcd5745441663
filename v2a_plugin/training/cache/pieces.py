"""From a source to pieces: opened, cut, decoded. Runs in worker threads; nothing here needs a model."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile

from v2a_plugin.files import open_regular, sha256_of
from v2a_plugin.guides.transients import find_transients
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_of
from v2a_plugin.media.probe import probe
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.embeddings import FrameBatch
from v2a_plugin.model.errors import NoPicture, V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.shots.regions import detect
from v2a_plugin.training.cache.shard_records import CacheSettings, Cutting, LeftOut, Reason, Source

__all__ = ["Decoded", "Piece", "decode", "open_source"]

_RATE = 48_000
"""Hz that sound is decoded to; encoders resample to their own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a source that may become an item.

    Attributes:
        source: Where it comes from.
        digests: sha256 of each file of the source, hex.
        media: The video or picture, probed.
        span: Seconds from its first frame.
    """

    source: Source
    digests: tuple[str, ...]
    media: MediaFile
    span: Span

    @property
    def digest(self) -> str:
        """sha256 of the source, hex: of the file, or of the digests of both files."""
        one, *other = self.digests
        return hashlib.sha256("".join(self.digests).encode()).hexdigest() if other else one

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"{self.source.name} at {float(self.span.start):g} s"


@dataclass(frozen=True, slots=True)
class Opened:
    """A source after a look at it: what to decode, and what is left out already."""

    pieces: tuple[Piece, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A piece in memory, ready to be encoded, and how many transients its sound has."""

    piece: Piece
    frames: FrameBatch
    sound: Sound
    hits: int


def windows(span: Span, length: Fraction, shortest: Fraction) -> tuple[Span, ...]:
    """Pieces of one length from the start of a span; the rest is a piece too unless it is too short.

    Args:
        span: What is cut.
        length: Seconds a piece.
        shortest: Seconds below which the rest is dropped.
    """
    count = math.ceil(span.duration / length)
    edges = [span.start + index * length for index in range(count)] + [span.end]
    return tuple(Span(start, end) for start, end in pairwise(edges) if end - start >= shortest)


def open_source(source: Source, settings: CacheSettings, plugins: Plugins) -> Opened:
    """Look at a source and cut it; whatever is wrong with it is said, never raised."""
    try:
        return _open(source, settings, plugins)
    except NoPicture as error:
        return _without(source, Reason.NO_PICTURE, error.message)
    except V2AError as error:
        return _without(source, Reason.BROKEN, error.message)
    except Exception as error:  # noqa: BLE001  # one bad file among thousands must not end the run
        return _without(source, Reason.BROKEN, f"{type(error).__name__}: {error}")


def decode(piece: Piece, settings: CacheSettings, image_size: int) -> Decoded | LeftOut:
    """The frames and the sound of a piece, or why there are none; nothing is raised."""
    try:
        return _decode(piece, settings, image_size)
    except (V2AError, soundfile.LibsndfileError) as error:
        return LeftOut(piece.name, Reason.BROKEN, error.message if isinstance(error, V2AError) else str(error))
    except Exception as error:  # noqa: BLE001  # as above
        return LeftOut(piece.name, Reason.BROKEN, f"{type(error).__name__}: {error}")


def _without(source: Source, reason: Reason, detail: str = "") -> Opened:
    return Opened((), (LeftOut(source.name, reason, detail),))


def _open(source: Source, settings: CacheSettings, plugins: Plugins) -> Opened:
    if not source.usable:
        return _without(source, Reason.UNUSABLE)
    for path in (source.picture, source.sound):
        if path is not None and not path.is_file():
            return _without(source, Reason.MISSING, f"{path.name} is not there.")
    media = probe(source.picture)
    if source.sound is None and (media.still or not any(sound.sample_rate for sound in media.sounds)):
        return _without(source, Reason.NO_SOUND)
    spans = _spans(source, media, settings, plugins)
    if not spans:
        return _without(source, Reason.TOO_SHORT, f"Nothing in it is as long as {float(settings.shortest):g} s.")
    digests = tuple(sha256_of(path) for path in (source.picture, source.sound) if path is not None)
    return Opened(tuple(Piece(source, digests, media, span) for span in spans))


def _spans(source: Source, media: MediaFile, settings: CacheSettings, plugins: Plugins) -> tuple[Span, ...]:
    """Where the items of a source lie."""
    length, shortest = settings.window, settings.shortest
    if source.sound is not None:
        available = _length(source.sound)
        return windows(Span(Fraction(0), available), length, shortest)[:1] if available else ()
    if source.start is not None:
        end = min(media.duration, source.start + length)
        return windows(Span(source.start, end), length, shortest) if end > source.start else ()
    if settings.cutting is Cutting.WINDOWS:
        return windows(media.span, length, shortest)
    shots = finish(detect(media, plugins.shot_detector(settings.detector)()))
    return tuple(piece for shot in shots for piece in windows(shot.span, length, shortest))


def _length(path: Path) -> Fraction:
    """Seconds of a sound file, or of the sound of a video."""
    try:
        with open_regular(path) as file:
            found = soundfile.info(file)
    except soundfile.LibsndfileError:
        return probe(path).duration
    return Fraction(found.frames, found.samplerate)


def _decode(piece: Piece, settings: CacheSettings, image_size: int) -> Decoded | LeftOut:
    sound = _sound(piece)
    if sound is None:
        return LeftOut(piece.name, Reason.NO_SOUND)
    level = 20 * math.log10(max(float(np.sqrt(np.mean(np.square(sound.samples, dtype=np.float64)))), 1e-10))
    if level < settings.silence:
        return LeftOut(piece.name, Reason.SILENT, f"Its level is {level:.0f} dB.")
    media = piece.media
    span = piece.span
    if piece.source.sound is not None and not media.still:  # a video with another sound: as much of it as there is
        span = Span(Fraction(0), min(span.duration, media.duration))
    [frames] = frames_of(media, [span], settings.frames, Fit.square(image_size))
    return Decoded(piece, frames, sound, len(find_transients(sound)))


def _sound(piece: Piece) -> Sound | None:
    path, span = piece.source.sound, piece.span
    if path is None:
        return finish(sound_of(piece.media, span, _RATE))
    try:
        with open_regular(path) as held, soundfile.SoundFile(held) as file:
            samples = file.read(span.samples(file.samplerate), dtype="float32", always_2d=True)
            return Sound(samples.T, file.samplerate) if len(samples) else None
    except (soundfile.LibsndfileError, ValueError):  # ValueError: more channels than a sound has
        media = probe(path)
    return finish(sound_of(media, span, _RATE)) if media.sounds else None
