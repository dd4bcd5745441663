"""Which stems a delivery has, what each is called and where it lies: decided before a sample is read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from v2a_plugin.delivery.names import FreeNames
from v2a_plugin.delivery.protocol import CutRequest, StemLayout
from v2a_plugin.delivery.stem import FrameRange, Stem, touched_frames
from v2a_plugin.delivery.titles import Titles
from v2a_plugin.delivery.ucs import category_for, ucs_name
from v2a_plugin.model.channels import LAYOUTS
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, Timeline, Track

__all__ = ["cut_before", "plan_stems", "pop_frame"]

_POP_SECONDS = 2
_MIX_CATEGORY = "FOLYMisc"


def plan_stems(request: CutRequest, muted: bool = False) -> tuple[Stem, ...]:
    """The stems that `write_stems` writes, in the order of the tracks and of the cues on them.

    A stem covers whole video frames. The timeline's time t is heard at its sample `index_at(t, rate)`, counted from
    time 0; so where a frame is no whole number of samples (29.97 and 59.94 at 48 kHz) every edge is rounded to the
    nearest sample, and stems of the same number of frames differ by one sample at most.

    Stems of tracks, and the mix, all cover the same span: from `StemSettings.start` (else from time 0, the pop, or
    the first sound before it) to the end of the timeline.

    Args:
        request: The cut and the settings of its stems.
        muted: Plan muted cues too, with their sound; stems per cue only, for formats with `Feature.MUTE`.

    Raises:
        BadInput: No cue is heard, or the common start does not fit the timeline.
    """
    plan = _cue_stems(request, muted) if request.stems.layout is StemLayout.PER_CUE else _long_stems(request)
    stems = tuple(part for stem in plan for part in (_parts(stem) if request.stems.split else (stem,)))
    if not stems:
        raise BadInput(f"Every cue of {request.timeline.name} is muted.", "Unmute what is to be delivered.")
    return stems


def pop_frame(timeline: Timeline) -> int:
    """The frame of the 2-pop, counted from time 0: two seconds of timecode before it."""
    return -_POP_SECONDS * timeline.start.base


def cut_before(request: CutRequest) -> int:
    """How many heard cues begin before the start that all stems have, and lose what lies before it."""
    if request.stems.layout is StemLayout.PER_CUE or request.stems.start is None:
        return 0
    start = _common_frames(request).span(request.timeline.rate).start
    return sum(1 for track in _heard(request.timeline) for cue in track.cues if not cue.mute and cue.start < start)


def _cue_stems(request: CutRequest, muted: bool) -> Iterator[Stem]:
    timeline, handle = request.timeline, request.stems.handle
    titles, names, channels = Titles(timeline), FreeNames(), _Channels(request)
    for track in timeline.tracks:
        for cue in track.cues:
            silent = cue.mute or not timeline.heard(track)
            if silent and not muted:
                continue
            before, after = min(handle, cue.trim.start), min(handle, cue.length - cue.trim.end)
            touched = touched_frames(Span(cue.start - before, cue.end + after), timeline.rate)
            early = touched.first % request.stems.grid
            frames = FrameRange(touched.first - early, touched.count + early)
            title, category = titles.title(cue), titles.category(track, cue)
            file = f"audio/{ucs_name(names, category, title, timeline.name)}"
            yield _stem(request, file, title, frames, category, channels.of([cue]), track.id, cue.id, cue.span, silent)


def _long_stems(request: CutRequest) -> Iterator[Stem]:
    timeline, names, channels = request.timeline, FreeNames(), _Channels(request)
    tracks = _heard(timeline)
    if not tracks:
        return
    frames = _common_frames(request)
    cues = {track.id: [cue for cue in track.cues if not cue.mute] for track in tracks}
    if request.stems.layout is StemLayout.MIX:
        file = f"audio/{ucs_name(names, _MIX_CATEGORY, 'Mix', timeline.name)}"
        mixed = channels.of([cue for each in cues.values() for cue in each])
        yield _stem(request, file, "Mix", frames, _MIX_CATEGORY, mixed)
        return
    for track in tracks:
        name, category = track.name or track.kind.value, category_for(track.kind)
        file = f"audio/{ucs_name(names, category, name, timeline.name)}"
        yield _stem(request, file, name, frames, category, channels.of(cues[track.id]), track.id)


class _Channels:
    """How many channels a stem has: as asked for, or as many as the widest take it plays."""

    def __init__(self, request: CutRequest) -> None:
        self._fixed = request.stems.channels
        self._widths = {take.id: take.channels for take in request.timeline.takes}

    def of(self, cues: Sequence[Cue]) -> int:
        """Of a stem that plays some cues."""
        return self._fixed or max(self._widths.get(cue.take, 1) for cue in cues)


def _heard(timeline: Timeline) -> list[Track]:
    """Tracks on which something is heard."""
    return [track for track in timeline.tracks if timeline.heard(track) and any(not cue.mute for cue in track.cues)]


def _stem(
    request: CutRequest,
    file: str,
    name: str,
    frames: FrameRange,
    category: str,
    channels: int,
    track: str | None = None,
    cue: str | None = None,
    content: Span | None = None,
    muted: bool = False,
) -> Stem:
    timeline, settings = request.timeline, request.stems
    span = frames.span(timeline.rate)
    day = index_at(Fraction(timeline.start.frames_a_day) / timeline.rate, settings.rate)
    first = index_at(timeline.start.seconds, settings.rate) + index_at(span.start, settings.rate)
    return Stem(
        file, name, track, cue, span, content or span,
        samples=span.samples(settings.rate),
        rate=settings.rate,
        channels=channels,
        start=timeline.start.moved(frames.first),
        time_reference=first % day,
        category=category,
        muted=muted,
    )  # fmt: skip


def _parts(stem: Stem) -> tuple[Stem, ...]:
    """A stem as one file a channel, named as sound editors name them: `name.L.wav`, `name.R.wav`."""
    if stem.channels == 1:
        return (stem,)
    base = stem.file.removesuffix(".wav")
    return tuple(
        replace(stem, file=f"{base}.{place}.wav", name=f"{stem.name} {place}", channels=1, part=(number, stem.channels))
        for number, place in enumerate(LAYOUTS[stem.channels].places)
    )


def _common_frames(request: CutRequest) -> FrameRange:
    """What stems of tracks and the mix cover."""
    timeline, settings = request.timeline, request.stems
    end = math.ceil(timeline.end * timeline.rate)
    pop = pop_frame(timeline)
    if settings.start is None:
        earliest = min(cue.start for track in _heard(timeline) for cue in track.cues if not cue.mute)
        first = min(0, math.floor(earliest * timeline.rate), pop if settings.two_pop else 0)
        return FrameRange(first, end - first)
    first = _frames_to(settings.start, timeline.start)
    if settings.two_pop and first > pop:
        raise BadInput(
            f"Stems that begin at {settings.start} have no room for the 2-pop.",
            f"Begin at {timeline.start.moved(pop)} or before.",
        )
    if first >= end:
        raise BadInput(
            f"Stems cannot begin at {settings.start}, where {timeline.name} has ended.",
            f"It begins at {timeline.start}.",
        )
    return FrameRange(first, end - first)


def _frames_to(start: Timecode, zero: Timecode) -> int:
    """Frames from the timeline's start to another timecode, the shorter way round midnight."""
    if (start.rate, start.drop) != (zero.rate, zero.drop):
        raise BadInput(
            f"The start {start} does not count like the timeline, which begins at {zero}.",
            "Write ';' before the frames of drop-frame timecode, and ':' otherwise.",
        )
    day = zero.frames_a_day
    return (start.frame - zero.frame + day // 2) % day - day // 2
