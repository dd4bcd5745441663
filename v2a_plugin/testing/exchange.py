"""A cut with everything a timeline's file may have to carry, for tests of exporters and readers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from v2a_plugin.delivery.protocol import CutRequest, StemSettings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, Fade, FadeShape, Marker, MarkerKind, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.testing.cuts import MemoryTakes, film_of
from v2a_plugin.testing.sounds import impulse

__all__ = ["CASES", "RateCase", "edges", "long_cut", "rich_cut"]

HARD_NAMES = (
    "Füße & <Kies> \"nah\" 'weit'", "צעדים על חצץ", "👣 🎬", "a/b\\c:d*e?f|g", "CON", "x" * 300, "tab\tnew\nline\x07",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RateCase:
    """A frame rate and how its timecode counts."""

    label: str
    rate: Fraction
    start: str

    def __str__(self) -> str:
        return self.label


CASES = (
    RateCase("23.976", Fraction(24000, 1001), "01:00:00:00"),
    RateCase("24", Fraction(24), "00:59:58:00"),
    RateCase("25", Fraction(25), "10:00:00:00"),
    RateCase("29.97 ndf", Fraction(30000, 1001), "01:00:00:00"),
    RateCase("29.97 df", Fraction(30000, 1001), "01:00:00;00"),
    RateCase("30", Fraction(30), "01:00:00:00"),
    RateCase("48", Fraction(48), "01:00:00:00"),
    RateCase("50", Fraction(50), "01:00:00:00"),
    RateCase("59.94 ndf", Fraction(60000, 1001), "01:00:00:00"),
    RateCase("59.94 df", Fraction(60000, 1001), "01:09:59;58"),
    RateCase("60", Fraction(60), "00:00:00:00"),
)
"""Every rate a cut may have; the last one lets a cue begin before midnight."""


def rich_cut(
    case: RateCase, settings: StemSettings | None = None, path: str = "/films/Szene 1 – Küche.mov"
) -> CutRequest:
    """Two films, five picture clips with a gap and a repeat, three tracks, eight cues, markers and hits.

    Cues lie between frames, touch, begin before the cut, end after it, are muted and noted; each has a click on its
    first sample.

    Args:
        case: The rate and start.
        settings: How stems are written.
        path: Of the first film; the second has no timecode and lies beside it.
    """
    rate, takes = case.rate, MemoryTakes()
    drop = ";" in case.start
    first = film_of(rate, 400 / rate, Timecode.parse("10:00:00;02" if drop else "10:00:00:02", rate), path)
    second = replace(film_of(rate, 200 / rate, None, path.rpartition("/")[0] + "/B&W.mov"), fingerprint="2-cd")
    picture = _picture(rate)
    starts = (Fraction(-12), 10 + Fraction(1, 3), Fraction(70), 70 + Fraction(200), 300 + Fraction(1, 7), Fraction(395))
    cues = []
    for number, frame in enumerate(starts):
        kept = takes.add(f"take-{number}", impulse(Fraction(3, 2), at=24_000), ("footsteps on gravel",), "region-1")
        length = Fraction(1, 2) if number else 9 / rate
        trim = Span(Fraction(1, 2), Fraction(1, 2) + length)
        name = HARD_NAMES[number] if number < len(HARD_NAMES) - 1 else ""
        cues.append((kept, Cue(kept.id, frame / rate, trim, kept.length, kept.region, name=name, id=f"cue-{number}")))
    touching = replace(cues[1][1], id="cue-6", start=cues[1][1].end, name=HARD_NAMES[6])
    fade = Fade(2 / rate, FadeShape.LINEAR)
    free = {number: cue for number, (_, cue) in enumerate(cues)}
    free[3] = replace(free[3], mute=True, note="too loud & <late>")
    free[4] = replace(free[4], fade_in=Fade(3 / rate), fade_out=fade, note="Notiz “nah”", gain_db=-6.0)
    tracks = (
        Track(TrackKind.FEET, 'Feet & "Füße"', (free[0], free[1], touching, free[5]), id="track-0"),
        Track(TrackKind.MOVES, "תנועה <1>", (free[2], free[3]), pan=-0.5, id="track-1"),
        Track(TrackKind.AMBIENCE, "", (), id="track-2"),
        Track(TrackKind.PROPS, "Props 🚪", (free[4],), gain_db=-3.0, id="track-3"),
    )
    markers = (
        Marker(Fraction(0), "Start", id="marker-0"),
        Marker(33 / rate, "Tür & <Angel>", note='say "more"', id="marker-1"),
        Marker(Fraction(130) / rate, "", MarkerKind.HIT, strength=0.7, region="region-2", id="marker-2"),
    )
    name = 'Rolle 1 & <Film> "A"'
    timeline = Timeline(
        rate, Timecode.parse(case.start, rate), picture, tracks, tuple(kept for kept, _ in cues), markers, name
    )
    return CutRequest(timeline, (first, second), takes, settings or StemSettings())


def _picture(rate: Fraction) -> tuple[PictureClip, ...]:
    def region(number: int, start: int, end: int, media: str, name: str) -> Region:
        return Region(Span(start / rate, end / rate), media, RegionKind.SHOT, name, f"region-{number}")

    one = region(1, 20, 80, "1-ab", "Shot 1")
    two = region(2, 100, 180, "1-ab", 'Shot 2 <&> "zwei"')
    three = region(3, 0, 50, "2-cd", "Schuss 3 🎬")
    return (
        PictureClip(one, Fraction(0)),
        PictureClip(two, 60 / rate),
        PictureClip(three, 150 / rate),  # ten frames of black before it
        PictureClip(one, 200 / rate),  # the same again
        PictureClip(region(4, 399, 400, "1-ab", "last frame"), 260 / rate),
    )


def edges(request: CutRequest) -> Iterator[tuple[Cue, int, int]]:
    """Where each cue's clip must lie, reckoned from the timeline alone: frames from its time 0, outwards.

    Of two cues that meet between frames both edges are the nearest frame.
    """
    rate = request.timeline.rate
    for track in request.timeline.tracks:
        for number, cue in enumerate(track.cues):
            start, end = math.floor(cue.start * rate), math.ceil(cue.end * rate)
            if number and track.cues[number - 1].end == cue.start:
                start = index_at(cue.start, rate)
            if number + 1 < len(track.cues) and track.cues[number + 1].start == cue.end:
                end = index_at(cue.end, rate)
            yield cue, start, end


def long_cut(cues: int = 1500, tracks: int = 8, hours: int = 2, rate: Fraction = Fraction(25)) -> CutRequest:
    """A film's cut: a shot for every cue, cues in turn on some tracks, a marker a minute.

    Sounds are half a second and shared, so that what is measured is the format.
    """
    takes = MemoryTakes()
    frames = int(hours * 3600 * rate) // cues
    film = film_of(rate, Fraction(hours * 3600), Timecode.parse("01:00:00:00", rate), "/films/film.mov")
    kept, placed, picture = [], [], []
    for number in range(cues):
        at = Fraction(number * frames) / rate
        span = Span(at, at + frames / rate)
        region = Region(span, film.fingerprint, RegionKind.SHOT, f"Shot {number + 1}", f"region-{number}")
        picture.append(PictureClip(region, at))
        kept.append(takes.add(f"take-{number}", impulse(Fraction(1, 2)), ("footsteps",), region.id))
        cue = Cue(kept[-1].id, at + 3 / rate, kept[-1].used, kept[-1].length, region.id, id=f"cue-{number}")
        placed.append(cue)
    kinds = list(TrackKind)[:5]
    lanes = tuple(
        Track(kinds[lane % 5], f"Track {lane + 1}", tuple(placed[lane::tracks]), id=f"track-{lane}")
        for lane in range(tracks)
    )
    markers = tuple(Marker(Fraction(60 * minute), f"minute {minute}") for minute in range(hours * 60))
    start = Timecode.parse("01:00:00:00", rate)
    return CutRequest(Timeline(rate, start, tuple(picture), lanes, tuple(kept), markers, "Film"), (film,), takes)
