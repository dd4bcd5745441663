"""Exact time: rational seconds, half-open spans, timecode at the edges.

Seconds are `Fraction` everywhere; a float appears only in a label. One function, `index_at`,
turns seconds into a frame or sample index, and everything uses it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from v2a_plugin.model.errors import SpanError, TimecodeError
from v2a_plugin.model.frame_rates import named_rate, rate_label

__all__ = ["Span", "Timecode", "clock", "drop_exists", "index_at", "parse_position", "parse_rate"]

_TIMECODE = re.compile(r"^(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})(?P<sep>[:;])(?P<f>\d{2,3})$")
_CLOCK = re.compile(r"^(?:(?P<h>\d+):)?(?P<m>\d{1,2}):(?P<s>\d{2}(?:[.,]\d+)?)$")
_FRAMES = re.compile(r"^(?P<n>-?\d+)\s*(?:f|fr|frames?)$", re.IGNORECASE)
_SECONDS = re.compile(r"^(?P<n>-?(?:\d+(?:\.\d*)?|\.\d+))\s*(?:s|sec|seconds?)?$", re.IGNORECASE)
_MILLISECONDS = re.compile(r"^(?P<n>-?\d+(?:\.\d+)?)\s*ms$", re.IGNORECASE)


def index_at(seconds: Fraction, rate: Fraction | int) -> int:
    """Index of the frame or sample nearest to a time, ties rounded up.

    Args:
        seconds: Time from index 0, in seconds; may be negative.
        rate: Frames or samples a second.
    """
    over, under = seconds.numerator * rate.numerator, seconds.denominator * rate.denominator
    return (2 * over + under) // (2 * under)  # floor(seconds * rate + 1/2), without making fractions of it


def clock(seconds: Fraction) -> str:
    """A label for people, `m:ss.mmm`, rounded to the millisecond."""
    millis = index_at(abs(seconds), 1000)
    sign = "-" if seconds < 0 and millis else ""
    return f"{sign}{millis // 60000}:{millis // 1000 % 60:02d}.{millis % 1000:03d}"


def parse_rate(text: str) -> Fraction:
    """Read a frame rate: `25`, `24000/1001`, or a rounded one such as `23.976`, `29.97` or `2997/100`.

    Raises:
        TimecodeError: The text is no positive rate.
    """
    text = text.strip()
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise TimecodeError(f"'{text}' is not a frame rate.", "Write 25, 24000/1001 or 29.97.") from error
    if rate <= 0:
        raise TimecodeError(f"The frame rate '{text}' is not above zero.", "Write 25, 24000/1001 or 29.97.")
    return named_rate(rate)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time `[start, end)` in seconds."""

    start: Fraction
    end: Fraction

    def __post_init__(self) -> None:
        if self.end <= self.start:
            kind = "has no length" if self.end == self.start else "ends before it starts"
            raise SpanError(
                f"The span {clock(self.start)} to {clock(self.end)} {kind}.", "Give an end that lies after the start."
            )

    @property
    def duration(self) -> Fraction:
        """Length in seconds, above zero."""
        return self.end - self.start

    def __contains__(self, seconds: object) -> bool:
        return isinstance(seconds, (Fraction, int)) and self.start <= seconds < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether both share any time."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: Span) -> Span | None:
        """The time both share, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def shifted(self, by: Fraction) -> Span:
        """The same length, moved by some seconds."""
        return Span(self.start + by, self.end + by)

    def widened(self, handle: Fraction) -> Span:
        """With a handle of some seconds before and after."""
        return Span(self.start - handle, self.end + handle)

    def samples(self, rate: int) -> int:
        """Length in samples: the distance of the two ends' indices, so adjoining spans add up."""
        return index_at(self.end, rate) - index_at(self.start, rate)

    def __str__(self) -> str:
        return f"{clock(self.start)}–{clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Timecode:
    """A frame count shown as SMPTE timecode (ST 12-1).

    Attributes:
        frame: Frames since 00:00:00:00, at least 0; a count that passes midnight shows 00:00:00:00 again.
        rate: Frames a second, exact.
        drop: Drop-frame counting; exists at 30000/1001 and 60000/1001 only.
    """

    frame: int
    rate: Fraction
    drop: bool = False

    def __post_init__(self) -> None:
        if self.frame < 0:
            raise TimecodeError(f"A timecode cannot lie before 00:00:00:00 (frame {self.frame}).")
        if self.drop and not drop_exists(self.rate):
            raise TimecodeError(
                f"Drop-frame timecode does not exist at {rate_label(self.rate)} frames a second.",
                "Write it with ':' before the frames.",
            )

    @property
    def base(self) -> int:
        """Frames counted to a timecode second: the rate rounded up to whole frames (30 for 29.97)."""
        return math.ceil(self.rate)

    @property
    def seconds(self) -> Fraction:
        """Real time since 00:00:00:00."""
        return Fraction(self.frame) / self.rate

    @property
    def frames_a_day(self) -> int:
        """How many frames lie between two midnights of this count."""
        skipped = self.base // 15 * 9 * 144 if self.drop else 0  # a day has 144 times ten minutes
        return self.base * 86_400 - skipped

    def moved(self, frames: int) -> Timecode:
        """Some frames on, or back when below zero; counts on from midnight either way, as a clock does."""
        return Timecode((self.frame + frames) % self.frames_a_day, self.rate, self.drop)

    @property
    def fields(self) -> tuple[int, int, int, int]:
        """Hours, minutes, seconds and frames of the label."""
        frame, base = self.frame % self.frames_a_day, self.base
        if self.drop:  # put the skipped numbers back, then count as if none were
            skipped = base // 15
            per_minute, per_ten = base * 60 - skipped, base * 600 - skipped * 9
            tens, rest = divmod(frame, per_ten)
            frame += skipped * 9 * tens + (skipped * ((rest - skipped) // per_minute) if rest >= skipped else 0)
        seconds, frames = divmod(frame, base)
        return seconds // 3600, seconds // 60 % 60, seconds % 60, frames

    def counted_at(self, rate: Fraction) -> Timecode:
        """The same label where frames are counted at another rate: 10:00:00:12 at 25 is 10:00:00:24 at 50.

        Drop-frame stays where it exists. Real time since midnight differs when one rate is an NTSC one and the other is
        not, as it does for every label.
        """
        drop = self.drop and drop_exists(rate)
        return Timecode(math.floor(self._place(Fraction(0), rate, drop)), rate, drop)

    def after(self, seconds: Fraction, rate: Fraction) -> Timecode:
        """The label nearest to some seconds later, or earlier when below 0, where frames are counted at another rate.

        The time passes in the frames of this count: 1000 frames after 10:00:00:00 at 23.976 it is 10:00:41:16 at 24 too.
        """
        frames, into = divmod(seconds * self.rate, 1)
        drop = self.drop and drop_exists(rate)
        place = self.moved(frames)._place(into, rate, drop)
        return Timecode(index_at(place, 1), rate, drop).moved(0)

    def seconds_to(self, other: Timecode, into: Fraction = Fraction(0)) -> Fraction:
        """Real time from this label to another in frames of this count; up to six hours back, else on past midnight.

        Args:
            other: A label, counted at any rate.
            into: What has passed of its frame, 0 to 1.
        """
        day = self.frames_a_day
        frames = (other._place(into, self.rate, self.drop) - self.frame) % day
        return (frames - day if frames > day * 3 // 4 else frames) / self.rate

    def _place(self, into: Fraction, rate: Fraction, drop: bool) -> Fraction:
        """Where this label stands in another count, in frames of that; `into` of its own frame has passed."""
        hours, minutes, seconds, frames = self.fields
        base, minute = math.ceil(rate), hours * 60 + minutes
        skipped = base // 15 if drop else 0
        place = (frames + into) * base / self.base
        if minutes % 10 and not seconds:
            place = max(place, Fraction(skipped))
        return (minute * 60 + seconds) * base - skipped * (minute - minute // 10) + place

    @classmethod
    def at(cls, seconds: Fraction, rate: Fraction, drop: bool = False) -> Timecode:
        """The timecode of the frame nearest to a time. A label is parsed instead: 01:00:00:00 is no 3600 s at 29.97.

        Args:
            seconds: Real time since 00:00:00:00, as `Timecode.seconds` gives it, 0 or more.
            rate: Frames a second.
            drop: Count in drop-frame.

        Raises:
            TimecodeError: Drop-frame does not exist at this rate, or the time lies before 00:00:00:00.
        """
        return cls(index_at(seconds, rate), rate, drop)

    @classmethod
    def parse(cls, text: str, rate: Fraction) -> Timecode:
        """Read `HH:MM:SS:FF`, or `HH:MM:SS;FF` for drop-frame.

        Raises:
            TimecodeError: Not a timecode, or one that does not exist at this rate.
        """
        found = _TIMECODE.match(text.strip())
        if found is None:
            raise TimecodeError(f"'{text}' is not a timecode.", "Write it as 01:00:00:00.")
        hours, minutes, seconds, frames = (int(found[key]) for key in "hmsf")
        drop = found["sep"] == ";"
        base = math.ceil(rate)
        cls(0, rate, drop)  # refuses drop-frame where it does not exist
        if minutes > 59 or seconds > 59 or frames >= base:
            raise TimecodeError(
                f"The timecode {text} does not exist at {rate_label(rate)} frames a second.",
                f"Minutes and seconds go up to 59, frames up to {base - 1}.",
            )
        total = (hours * 3600 + minutes * 60 + seconds) * base + frames
        if drop:
            skipped = base // 15
            if minutes % 10 and seconds == 0 and frames < skipped:
                raise TimecodeError(
                    f"Drop-frame timecode skips {text}.", f"The next frame is {text[: found.start('f')]}{skipped:02d}."
                )
            whole_minutes = hours * 60 + minutes
            total -= skipped * (whole_minutes - whole_minutes // 10)
        return cls(total, rate, drop)

    def __str__(self) -> str:
        hours, minutes, seconds, frames = self.fields
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}{';' if self.drop else ':'}{frames:0{3 if self.base > 100 else 2}d}"


def drop_exists(rate: Fraction) -> bool:
    """Whether drop-frame timecode exists at a rate."""
    return rate in (Fraction(30000, 1001), Fraction(60000, 1001))


def parse_position(text: str, rate: Fraction, start: Timecode | None = None) -> Fraction:
    """Read a place or a length in time, in seconds.

    Accepts `300f` (frames), `12.5` or `12.5s`, `1500ms`, `1:02.5`, and timecode `00:00:12:12`.
    A timecode counts from `start` when that is given (a clip whose first frame is 01:00:00:00): at its rate, as the
    labels that the clip shows are counted, and on past midnight.

    Args:
        text: What the person wrote.
        rate: Frames a second of the picture.
        start: Timecode of the first frame; None counts from zero.

    Raises:
        TimecodeError: None of these forms, or a timecode that does not exist at this rate.
    """
    text = text.strip()
    if found := _FRAMES.match(text):
        return int(found["n"]) / rate
    if _TIMECODE.match(text):
        return Timecode.parse(text, rate).seconds if start is None else _since(start, text)
    if found := _MILLISECONDS.match(text):
        return Fraction(found["n"]) / 1000
    if found := _SECONDS.match(text):
        return Fraction(found["n"])
    if found := _CLOCK.match(text):
        whole = int(found["h"] or 0) * 3600 + int(found["m"]) * 60
        return whole + Fraction(found["s"].replace(",", "."))
    raise TimecodeError(
        f"'{text}' is not a place in time.", "Write a timecode 00:00:12:12, seconds 12.5 or frames 300f."
    )


def _since(start: Timecode, text: str) -> Fraction:
    """Seconds from one timecode to the label of another; up to six hours back, else on."""
    if start.drop:  # people write ':' for either
        text = ";".join(text.replace(";", ":").rsplit(":", 1))
    return start.seconds_to(Timecode.parse(text, start.rate))
