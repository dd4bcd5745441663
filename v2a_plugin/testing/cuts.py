"""Takes in memory and small cuts, for tests of what reads or writes a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.errors import NoSuchFile
from v2a_plugin.model.media import MediaFile, PictureStream
from v2a_plugin.model.recipe import MediaReference, Precision, Recipe, Settings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Levels, Sound, Tag
from v2a_plugin.model.takes import Take
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Cue, KeptTake, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.testing.sounds import impulse

__all__ = ["MemoryTakes", "film_of", "small_cut"]


@dataclass(slots=True)
class MemoryTakes:
    """A `TakeSource` that holds everything in memory.

    Attributes:
        takes: By id.
        sounds: By id; take one away to test for a take that is gone.
    """

    takes: dict[str, Take] = field(default_factory=dict)
    sounds: dict[str, Sound] = field(default_factory=dict)

    def take(self, identifier: str) -> Take:
        """A take with its recipe. NoSuchFile when it is gone."""
        if identifier not in self.takes:
            raise NoSuchFile(f"The take {identifier} is gone.", "Restore it or render it again.")
        return self.takes[identifier]

    def sound(self, identifier: str) -> Sound:
        """Its float32 master. NoSuchFile when it is gone."""
        if identifier not in self.sounds:
            raise NoSuchFile(f"The sound of take {identifier} is gone.", "Restore it or render it again.")
        return self.sounds[identifier]

    def add(self, identifier: str, sound: Sound, labels: Sequence[str] = (), region: str = "") -> KeptTake:
        """Keep a sound as a take, all of it used; gives what a timeline knows of it."""
        used = Span(Fraction(0), sound.duration)
        tags = tuple(Tag(label, 0.5) for label in labels)
        recipe = Recipe(
            media=MediaReference(Path("film.mov"), "1-ab"), used=used, handle=Fraction(0), rate=Fraction(25),
            timecode=None, settings=Settings(), seed=len(self.takes), bundle="mini", lock_digest="0" * 64,
            mapper_digest="", device="cpu", precision=Precision.FP32, threads=1, batch=1, generator_rate=sound.rate,
            versions=(("torch", "2"),),
        )  # fmt: skip
        levels = Levels(None, -6.0, -6.0, -12.0)
        self.takes[identifier] = Take(
            identifier, sound.digest, sound.rate, used, used, 0.5, tags, levels, recipe, channels=sound.channels
        )
        self.sounds[identifier] = sound
        return KeptTake(
            identifier, region, sound.duration, used, sound.rate, heard_as=tuple(labels), channels=sound.channels
        )


def film_of(rate: Fraction, seconds: Fraction, timecode: Timecode | None = None, path: str = "film.mov") -> MediaFile:
    """What a probe says of a film that need not exist: 640 by 360, H.264, without sound."""
    stream = PictureStream(
        index=0, codec="h264", width=640, height=360, rate=rate, variable_rate=False, time_base=1 / rate,
        start=Fraction(0), duration=seconds, frames=round(seconds * rate), pixel_format="yuv420p", bit_depth=8,
        alpha=False, interlaced=False, rotation=0,
    )  # fmt: skip
    return MediaFile(Path(path), "1-ab", "mov", (stream,), timecode=timecode)


def small_cut(
    rate: Fraction, start: str, takes: MemoryTakes, at_frames: Sequence[int] = (10, 55, 110), tracks: int = 2
) -> Timeline:
    """Two shots, and one-second cues with a click on their first sample, laid in turn on some tracks.

    Args:
        rate: Frames a second.
        start: Timecode of time 0.
        takes: Gets the takes.
        at_frames: Where the cues begin.
        tracks: How many tracks.
    """
    shots = [
        Region(Span(Fraction(0), 60 / rate), "1-ab", RegionKind.SHOT, "Shot 1", "region-1"),
        Region(Span(60 / rate, 240 / rate), "1-ab", RegionKind.SHOT, "Shot 2", "region-2"),
    ]
    picture = tuple(PictureClip(region, region.span.start) for region in shots)
    kept, cues = [], []
    for number, frame in enumerate(at_frames):
        region = shots[0] if frame < 60 else shots[1]
        kept.append(takes.add(f"take-{number}", impulse(Fraction(1)), ("footsteps on gravel",), region.id))
        span = Span(Fraction(0), Fraction(1))
        cues.append(Cue(f"take-{number}", frame / rate, span, Fraction(1), region.id, id=f"cue-{number}"))
    kinds = (TrackKind.FEET, TrackKind.PROPS, TrackKind.MOVES, TrackKind.AMBIENCE)
    lanes = tuple(
        Track(kinds[lane % 4], f"{kinds[lane % 4].value} {lane + 1}", tuple(cues[lane::tracks]), id=f"track-{lane}")
        for lane in range(tracks)
    )
    return Timeline(rate, Timecode.parse(start, rate), picture, lanes, tuple(kept), name="Film")
