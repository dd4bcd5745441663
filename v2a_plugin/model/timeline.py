"""The timeline: picture clips on one track, cues of takes on the others, markers and hits.

Times are exact seconds from the timeline's first frame, whose timecode is `Timeline.start`; cues may begin before it.
Everything here is frozen: edits (`v2a_plugin.timeline`) make a new timeline from an old one.
"""

from __future__ import annotations

import math
from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.recipe import Origin, Settings
from v2a_plugin.model.regions import Region, new_id
from v2a_plugin.model.time import Span, Timecode, index_at

__all__ = [
    "Cue",
    "Fade",
    "FadeShape",
    "KeptTake",
    "Marker",
    "MarkerKind",
    "PictureClip",
    "Production",
    "ShotSettings",
    "Timeline",
    "Track",
    "TrackKind",
    "VolumePoint",
]

_ZERO = Fraction(0)


class TrackKind(StrEnum):
    """What a foley track holds."""

    FEET = "feet"
    MOVES = "moves"
    PROPS = "props"
    AMBIENCE = "ambience"
    FX = "fx"
    UNMATCHED = "unmatched"
    """Cues that a conform could not place; never lost."""


class FadeShape(StrEnum):
    """Gain over a fade of length 1 at t: `sin(pi t / 2)` (equal power) or `t` (linear)."""

    EQUAL_POWER = "equal-power"
    LINEAR = "linear"


class MarkerKind(StrEnum):
    """Who set a marker."""

    MARK = "mark"
    """A person."""
    HIT = "hit"
    """Something in the picture happens here: an impact, a flash."""


@dataclass(frozen=True, slots=True)
class Fade:
    """A ramp at one end of a cue; length 0 is none."""

    length: Fraction = _ZERO
    shape: FadeShape = FadeShape.EQUAL_POWER

    def __post_init__(self) -> None:
        if self.length < 0:
            raise SpanError(f"A fade cannot be {float(self.length):.3f} s long.", "Give 0 or more.")


@dataclass(frozen=True, slots=True)
class KeptTake:
    """What the timeline knows of a take; its samples and recipe lie in the take store.

    Attributes:
        id: The take's id.
        region: Id of the region it was rendered for.
        length: Seconds of its sound, handles included.
        used: The part that plays by default, seconds from its first sample.
        sample_rate: Samples a second of the stored master.
        score: As in `Take`.
        heard_as: Labels only, best first.
        silent: As in `Take`.
        star: A person likes it.
        rejected: A person does not want it; kept all the same.
        note: A person's words.
        origin: Time of its first sample in the region's media, seconds; below 0 when its handle reaches before the
            picture. Takes of one region line up by it. None when nobody knows: then `used` is as long as the region.
        channels: Of the stored master, 1 to 8.
        recording: File that is heard in it, with its licence; "" for one that a model made alone.
        varied: A model changed the recording.
        prompt: The words it was asked for with; "" for none.
        title: What its recording is called; "" for none.
        seen_as: Labels only, as in `Take`.
    """

    id: str
    region: str
    length: Fraction
    used: Span
    sample_rate: int
    score: float = 0.0
    heard_as: tuple[str, ...] = ()
    silent: bool = False
    star: bool = False
    rejected: bool = False
    note: str = ""
    origin: Fraction | None = None
    channels: int = 1
    recording: str = ""
    varied: bool = False
    prompt: str = ""
    title: str = ""
    seen_as: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.length <= 0 or self.used.start < 0 or self.used.end > self.length:
            raise SpanError(f"Take {self.id} uses {self.used}, outside its {float(self.length):.3f} s of sound.")

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called, best first: as its recording is, as it is heard, as it was asked for."""
        return tuple(filter(None, (self.title, *self.heard_as, self.prompt)))

    @property
    def label(self) -> str:
        """The best of its names; where it has none, what was seen in its picture, or how its id begins."""
        return (*self.names, *self.seen_as, self.id[:8])[0]

    @property
    def kind(self) -> Origin:
        """Whether a model made the sound, or a microphone, or both."""
        if self.varied:
            return Origin.BOTH
        return Origin.RECORDED if self.recording else Origin.GENERATED


@dataclass(frozen=True, slots=True)
class VolumePoint:
    """A point of the line that the level of a cue follows; between two it is straight in dB.

    Attributes:
        at: Seconds from the take's first sample.
        db: Level there, added to the cue's; -60 to 24.
    """

    at: Fraction
    db: float

    def __post_init__(self) -> None:
        if not -60 <= self.db <= 24:
            raise SpanError(f"A volume point cannot be at {self.db} dB.", "Give -60 to 24.")


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of a take, placed on a track.

    Attributes:
        take: Id of the take.
        start: Where it begins, seconds on the timeline; may be below 0.
        trim: Which part of the take's sound plays, seconds from the take's first sample.
        length: Seconds of the whole sound of the take: what slip and trim can reach.
        region: Id of the region it belongs to and follows in a conform; None for a cue placed freely.
        gain_db: Level, added to the track's.
        fade_in: Ramp at its start.
        fade_out: Ramp at its end.
        mute: Is not heard.
        lock: Edits refuse to change it.
        note: A person's words.
        category: UCS CatID (`FOLYFeet`); "" for the one that follows from the take's tags.
        name: What a person calls it; "" for the one that follows from the region and take.
        volume: Points that its level follows, in order; none for one level.
        id: Stable.
    """

    take: str
    start: Fraction
    trim: Span
    length: Fraction
    region: str | None = None
    gain_db: float = 0.0
    fade_in: Fade = field(default=Fade())
    fade_out: Fade = field(default=Fade())
    mute: bool = False
    lock: bool = False
    note: str = ""
    category: str = ""
    name: str = ""
    volume: tuple[VolumePoint, ...] = ()
    id: str = field(default_factory=lambda: new_id("cue"))

    def __post_init__(self) -> None:
        if self.trim.start < 0 or self.trim.end > self.length:
            raise SpanError(
                f"A cue plays {self.trim} of a take that is {float(self.length):.3f} s long.", "Trim it to the take."
            )
        if self.fade_in.length + self.fade_out.length > self.trim.duration:
            raise SpanError("The fades of a cue are longer than the cue.", "Shorten them.")
        if not math.isfinite(self.gain_db):
            raise SpanError(f"The gain {self.gain_db} dB is no number.", "Mute the cue instead.")
        for one, following in pairwise(self.volume):
            if following.at <= one.at:
                raise SpanError("The volume points of a cue are not in order.", "Give each a later time.")

    @property
    def span(self) -> Span:
        """Where it lies on the timeline."""
        return Span(self.start, self.start + self.trim.duration)

    @property
    def end(self) -> Fraction:
        """Where it ends on the timeline."""
        return self.start + self.trim.duration


@dataclass(frozen=True, slots=True)
class Track:
    """One foley track; its cues are in order and do not overlap.

    Attributes:
        kind: What it holds.
        name: What a person calls it.
        cues: In order of their start.
        mute: Is not heard.
        solo: Only soloed tracks are heard, when there are any.
        gain_db: Level of everything on it.
        pan: -1 (left) to 1 (right); heard in stereo only.
        lock: Record-safe: edits refuse to change its cues.
        id: Stable.
        checked: The cues are known to be in order and apart: not kept, and only for what changes a few of many.
    """

    kind: TrackKind
    name: str
    cues: tuple[Cue, ...] = ()
    mute: bool = False
    solo: bool = False
    gain_db: float = 0.0
    pan: float = 0.0
    lock: bool = False
    id: str = field(default_factory=lambda: new_id("track"))
    checked: InitVar[bool] = False

    def __post_init__(self, checked: bool) -> None:
        if not -1 <= self.pan <= 1:
            raise SpanError(f"The pan {self.pan} of {self.name} is out of range.", "Give a number from -1 to 1.")
        if not math.isfinite(self.gain_db):
            raise SpanError(f"The gain {self.gain_db} dB of {self.name} is no number.", "Mute the track instead.")
        for one, following in pairwise(() if checked else self.cues):
            if following.start < one.end:
                raise SpanError(f"Two cues overlap on {self.name} at {following.span}.", "Use another track.")


@dataclass(frozen=True, slots=True)
class ShotSettings:
    """What takes of one shot are asked for, until a person changes it.

    Attributes:
        settings: The knobs, the prompts among them.
        takes: How many at a time.
        handle: Seconds rendered before and after.
        bundle: Which models.
        seed: Seed of the first take, where the same one is used each time; None takes the next ones.
    """

    settings: Settings
    takes: int
    handle: Fraction
    bundle: str
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class PictureClip:
    """A region where the cut shows it.

    Attributes:
        region: What is shown: its media and its span there (source time).
        record: Where it begins on the timeline, seconds.
        chosen: Id of the take chosen for it, None while there is none.
        guide: When it sounds, as the editor tapped or set it by hand; None for none of its own.
        settings: What its takes are asked for; None while nobody has said.
    """

    region: Region
    record: Fraction
    chosen: str | None = None
    guide: Guide | None = None
    settings: ShotSettings | None = None

    @property
    def span(self) -> Span:
        """Where it lies on the timeline."""
        return Span(self.record, self.record + self.region.span.duration)

    def on_timeline(self, source: Fraction) -> Fraction:
        """The timeline's time of a moment on the clock of the region's span: of the media, at normal speed."""
        return source - self.region.span.start + self.record

    def source_at(self, at: Fraction) -> Fraction:
        """The time of the media, seconds from its first frame, that is seen at a time of the timeline."""
        return self.region.source_at(at - self.record + self.region.span.start)


@dataclass(frozen=True, slots=True)
class Marker:
    """A named moment.

    Attributes:
        at: Seconds on the timeline.
        name: A few words.
        kind: Set by a person, or found in the picture.
        note: A person's words.
        strength: Of a hit, 0 to 1.
        region: Id of the region it was found in; None for free markers.
        id: Stable.
    """

    at: Fraction
    name: str
    kind: MarkerKind = MarkerKind.MARK
    note: str = ""
    strength: float = 1.0
    region: str | None = None
    id: str = field(default_factory=lambda: new_id("marker"))


@dataclass(frozen=True, slots=True)
class Production:
    """How the sound of the picture's own files is listened to. It is delivered in a film only.

    Attributes:
        mute: Is not heard.
        solo: Only it and soloed tracks are heard.
        gain_db: Its level.
        duck_db: Added to its level while takes are auditioned, at most 0.
    """

    mute: bool = False
    solo: bool = False
    gain_db: float = 0.0
    duck_db: float = -12.0

    def __post_init__(self) -> None:
        if not -60 <= self.gain_db <= 24:
            raise SpanError(f"The production sound cannot be at {self.gain_db} dB.", "Give -60 to 24.")
        if not -60 <= self.duck_db <= 0:
            raise SpanError(f"The production sound cannot be ducked by {self.duck_db} dB.", "Give -60 to 0.")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The cut with its sound: everything an edit can change.

    Attributes:
        rate: Frames a second of the cut, exact.
        start: Timecode of time 0, at `rate`.
        picture: The picture track in record order, without overlaps; gaps are black.
        tracks: Foley tracks, top to bottom.
        takes: Every take that is kept, in the order they came.
        markers: Markers and hits in order of time.
        name: What a person calls the cut.
        production: How the sound of the picture's own files is listened to.
    """

    rate: Fraction
    start: Timecode
    picture: tuple[PictureClip, ...] = ()
    tracks: tuple[Track, ...] = ()
    takes: tuple[KeptTake, ...] = ()
    markers: tuple[Marker, ...] = ()
    name: str = "Untitled"
    production: Production = field(default=Production())

    def __post_init__(self) -> None:
        if self.start.rate != self.rate:
            raise SpanError(f"The start timecode {self.start} does not count at the cut's own rate.")

    @property
    def end(self) -> Fraction:
        """Where the last clip or cue ends, at least 0."""
        ends = [clip.span.end for clip in self.picture[-1:]]
        ends += [track.cues[-1].end for track in self.tracks if track.cues]
        return max(ends, default=_ZERO)

    def timecode(self, at: Fraction) -> Timecode:
        """Record timecode of the frame nearest to a time (not before 00:00:00:00)."""
        frame = max(0, self.start.frame + index_at(at, self.rate)) % self.start.frames_a_day
        return Timecode(frame, self.rate, self.start.drop)

    def heard(self, track: Track) -> bool:
        """Whether a track is heard: not muted, and soloed if any is."""
        return not track.mute and (track.solo or not any(other.solo for other in self.tracks))

    @property
    def production_heard(self) -> bool:
        """Whether the production sound is listened to: not muted, and soloed if any track is."""
        production = self.production
        return not production.mute and (production.solo or not any(track.solo for track in self.tracks))
