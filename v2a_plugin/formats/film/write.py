"""Write a cut as a film: its picture with the mix, for somebody who only watches."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.delivery.cut import HOW_TO, CutPackage, HostSteps, what_to_click
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.names import FreeNames, file_safe
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.provenance import source_type
from v2a_plugin.formats.film.film_picture import FilmPicture
from v2a_plugin.formats.film.film_sound import FilmSound
from v2a_plugin.media.encode import Encoding, SoundBlocks, write_clip
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Timeline

__all__ = ["FEATURES", "write", "write_mov"]

FEATURES = frozenset({Feature.PICTURE, Feature.GAIN, Feature.FADES, Feature.PAN, Feature.RECIPES, Feature.DROP_FRAME})
"""What is seen and heard in it."""


@dataclass(frozen=True, slots=True)
class _Container:
    suffix: str
    sound_codec: str
    sound: str


_MP4 = _Container(".mp4", "aac", "AAC")
_MOV = _Container(".mov", "pcm_s24le", "24 bit PCM")


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write `NAME.mp4`, H.264 and AAC in stereo, from the start of the cut to its end.

    Where a picture cannot be read the film is black, and a note names the shots. The production sound is in it as the
    timeline says: muted, or at its level.

    Raises:
        NoSuchFile: The sound or the recipe of a cue is gone.
        MediaError: The picture cannot be encoded.
        OutputError: The disk is full, or the folder may not be written.
    """
    return _write(exporter, request, folder, _MP4)


def write_mov(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """The same as `NAME.mov` with uncompressed sound."""
    return _write(exporter, request, folder, _MOV)


def _write(exporter: CutExporter, request: CutRequest, folder: Path, container: _Container) -> Steps[Delivery]:
    timeline = request.timeline
    name = FreeNames().take(file_safe(timeline.name, "film"), container.suffix)
    picture, sound = FilmPicture(timeline, request.media), FilmSound(request)
    frames = max(1, math.ceil(timeline.end * timeline.rate))
    span = Span(Fraction(0), frames / timeline.rate)
    encoding = Encoding(
        rate=timeline.rate, gop=2 * timeline.start.base, sound_codec=container.sound_codec,
        options=(("preset", "veryfast"), ("crf", "20")), container_options=(("movflags", "+faststart"),),
        timecode=str(timeline.start),
    )  # fmt: skip
    with CutPackage(exporter, request, folder) as package:
        heard = SoundBlocks(request.stems.rate, sound.channels, sound.blocks(span))
        with package.file(name, source_type(request.takes.take(take).recipe for take in _playing(timeline))) as path:
            yield from write_clip(path, picture.frames(span), encoding, heard, frames)
        for shot in picture.missing:
            package.note(f"The picture of {shot} cannot be read; the film is black there.")
        if sound.peak > 1:
            over = 20 * math.log10(sound.peak)
            package.note(f"The mix goes {over:.1f} dB beyond full scale and is cut off there; turn tracks down.")
        package.write(HOW_TO, _how_to(timeline, name, container))
    return package.delivery


def _playing(timeline: Timeline) -> list[str]:
    """Takes that are heard, sorted."""
    heard = [track for track in timeline.tracks if timeline.heard(track)]
    return sorted({cue.take for track in heard for cue in track.cues if not cue.mute})


def _how_to(timeline: Timeline, name: str, container: _Container) -> str:
    return what_to_click(
        f"{timeline.name}: a film with the mix",
        HostSteps("any player", (f"Double-click {name}.",)),
        notes=(f"H.264 at the rate of the cut, {container.sound} in stereo; its timecode is that of the cut.",),
    )
