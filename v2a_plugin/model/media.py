"""What a media file holds, probed once. Building these does no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.frame_rates import standard_rate
from v2a_plugin.model.time import Span, Timecode, drop_exists

__all__ = ["MediaFile", "OtherStream", "PictureStream", "SoundStream"]


@dataclass(frozen=True, slots=True)
class PictureStream:
    """One stream of pictures, described as it is shown (upright).

    Attributes:
        index: Position in the container, from 0.
        codec: FFmpeg's short name ("h264", "prores").
        width: Pixels across, after rotation.
        height: Pixels down, after rotation.
        rate: Frames a second, exact: the nominal rate, whatever frames were lost; where the rate varies, the standard
            rate at or above its densest second.
        variable_rate: The recording has no constant rate.
        time_base: Seconds a tick of the stream's clock.
        start: Presentation time of the first frame on the container's clock, seconds.
        duration: Seconds from the first frame's start to the last frame's end.
        frames: Number of frames, or None when nobody counted.
        pixel_format: FFmpeg's name ("yuv420p10le").
        bit_depth: Bits of the luma channel.
        alpha: Has transparency, which is flattened on white when frames are read.
        interlaced: Fields, not frames.
        rotation: Degrees clockwise that the stored pixels are turned to stand upright: 0, 90, 180, 270.
        mirrored: The stored pixels are mirrored left to right before they are turned.
        pixel_aspect: Width of a stored pixel divided by its height.
        cover_art: A poster attached to the file, not its picture.
        range: Dynamic range of the picture: "SDR", or "PQ" or "HLG", which are brought to SDR when frames are read.
        steady: No frame comes earlier than nine tenths of a period after the one before it.
    """

    index: int
    codec: str
    width: int
    height: int
    rate: Fraction
    variable_rate: bool
    time_base: Fraction
    start: Fraction
    duration: Fraction
    frames: int | None
    pixel_format: str
    bit_depth: int
    alpha: bool
    interlaced: bool
    rotation: int
    pixel_aspect: Fraction = Fraction(1)
    cover_art: bool = False
    steady: bool = True
    mirrored: bool = False
    range: str = "SDR"


@dataclass(frozen=True, slots=True)
class SoundStream:
    """One stream of sound.

    Attributes:
        index: Position in the container, from 0.
        codec: FFmpeg's short name ("aac", "pcm_s24le").
        sample_rate: Samples a second of each channel.
        channels: How many.
        layout: FFmpeg's name of the layout ("stereo", "5.1").
        start: Presentation time of the first sample on the container's clock, seconds.
        duration: Seconds, or 0 when the container does not say.
        default: The container marks it as the one to be heard.
    """

    index: int
    codec: str
    sample_rate: int
    channels: int
    layout: str
    start: Fraction
    duration: Fraction
    default: bool = False


@dataclass(frozen=True, slots=True)
class OtherStream:
    """A stream that is neither picture nor sound: subtitles, data, timecode, attachment."""

    index: int
    kind: str
    codec: str


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A probed file. Time 0 is the start of its first picture frame, everywhere in the engine.

    Attributes:
        path: Where it was found.
        fingerprint: Quick identity "size-hash" of head, middle and tail; `media.digest` reads it all.
        container: FFmpeg's name of the format.
        pictures: All picture streams, cover art included.
        sounds: All sound streams.
        others: All other streams.
        picture_index: Which of `pictures` is used, an index into that tuple.
        timecode: Timecode of the first picture frame, when the file carries one.
        still: One picture without a duration of its own.
        warnings: What a person should know (a damaged end, a missing duration).
    """

    path: Path
    fingerprint: str
    container: str
    pictures: tuple[PictureStream, ...]
    sounds: tuple[SoundStream, ...] = ()
    others: tuple[OtherStream, ...] = ()
    picture_index: int = 0
    timecode: Timecode | None = None
    still: bool = False
    warnings: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not 0 <= self.picture_index < len(self.pictures):
            raise MediaError(f"{self.path.name} has no picture.", "Open a video or a picture.")

    @property
    def picture(self) -> PictureStream:
        """The picture stream that is used."""
        return self.pictures[self.picture_index]

    @property
    def sound(self) -> SoundStream | None:
        """The sound stream that is used: of those that can be decoded the one the container marks, else the first."""
        usable = [sound for sound in self.sounds if sound.sample_rate and sound.channels]
        return next((sound for sound in usable if sound.default), usable[0] if usable else None)

    @property
    def rate(self) -> Fraction:
        """Frames a second of the picture, exact."""
        return self.picture.rate

    @property
    def timeline_rate(self) -> Fraction:
        """Frames a second of a timeline that shows it: a standard rate."""
        return standard_rate(self.picture.rate)

    def count(self, drop: bool) -> Timecode:
        """The label of its first frame: its timecode, else 00:00:00:00, then counted in drop-frame where asked and there is."""
        return self.timecode or Timecode(0, self.timeline_rate, drop and drop_exists(self.timeline_rate))

    @property
    def duration(self) -> Fraction:
        """Seconds of picture; 0 for a still."""
        return self.picture.duration

    @property
    def span(self) -> Span:
        """The whole picture, from 0. Raises SpanError for a still."""
        return Span(Fraction(0), self.duration)
