"""Write a Reaper project with the stems it plays.

The format is plain text, one item a line, `<` and `>` around blocks. Reaper places sound by the sample, so a cue keeps
its exact edges and its handles; positions are written as seconds of whole samples.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature, StemLayout
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.model.timeline import Cue, Fade, FadeShape, PictureClip, Timeline

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature)
"""Everything."""

_PLACES = 12
"""Decimals of a time in seconds: a thousandth of a sample after ten hours."""


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write a Reaper project and its stems.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    name = f"{file_safe(request.timeline.name, 'cut')}.rpp"

    def document(stems: Sequence[Stem]) -> CutDocument:
        steps = (
            f"File > Open project: choose {name}; keep the folder 'audio' beside it.",
            "To add the foley to a session of yours: Insert > Project instead.",
            "View > Region/Marker Manager lists markers and hits.",
            "The picture is on the first track, its own sound turned down: raise the volume of its items.",
        )
        notes = ("Fades of cues with handles are Reaper's own: its nearest curve stands for equal power.",)
        title = f"{request.timeline.name}: Reaper project"
        how_to = what_to_click(title, HostSteps("Reaper 6 or later", steps), notes=notes)
        lost = sum(clip.region.time_map is not None and not _forward(clip) for clip in request.timeline.picture)
        note = f"{lost} picture clip{'s' if lost > 1 else ''} backwards, frozen or ramped: Reaper shows normal speed."
        return CutDocument({name: rpp_text(request, stems)}, how_to, (note,) if lost else ())

    per_cue = request.stems.layout is StemLayout.PER_CUE
    return (yield from write_cut(exporter, request, folder, document, muted=per_cue))


def rpp_text(request: CutRequest, stems: Sequence[Stem]) -> str:
    """The project: settings, markers, a track for the picture, then those of the cut.

    Args:
        request: The cut.
        stems: Its stems, at their paths relative to the project.
    """
    return "\n".join(_Writer(request, stems).lines()) + "\n"


class _Writer:
    """One project; its time 0 is the timeline's, or earlier where something begins before it."""

    def __init__(self, request: CutRequest, stems: Sequence[Stem]) -> None:
        self._timeline: Timeline = request.timeline
        self._stems = stems
        self._media = {media.fingerprint: media for media in request.media}
        self._rate = request.stems.rate
        self._baked = not request.stems.handle
        starts = [stem.content.start for stem in stems] + [clip.record for clip in request.timeline.picture[:1]]
        earliest = min(starts, default=Fraction(0))
        self._origin = min(Fraction(0), math.floor(earliest * request.timeline.rate) / request.timeline.rate)

    def lines(self) -> Iterator[str]:
        """Every line of the file."""
        timeline = self._timeline
        yield '<REAPER_PROJECT 0.1 "6.0" 0'
        yield f"  PROJOFFS {_decimal(timeline.start.seconds + self._origin)} 0 0"
        yield f"  TIMEMODE 1 5 -1 {timeline.start.base} {_drop(timeline.start)} 0 -1"
        yield f"  SAMPLERATE {self._rate} 1 0"
        yield "  TEMPO 120 4 4"
        for number, marker in enumerate(timeline.markers, 1):
            place = self._seconds(max(marker.at, self._origin))
            yield f"  MARKER {number} {place} {_quoted(marker.name or marker.kind.value.title())} 0"
        yield from self._picture()
        cues = {cue.id: cue for track in timeline.tracks for cue in track.cues}
        for track in timeline.tracks:
            mine = [stem for stem in self._stems if stem.track == track.id]
            yield from self._track(track.name, mine, cues)
        if mix := [stem for stem in self._stems if stem.track is None]:
            yield from self._track("Mix", mix, cues)
        yield ">"

    def _track(self, name: str, stems: Sequence[Stem], cues: dict[str, Cue]) -> Iterator[str]:
        yield "  <TRACK"
        yield f"    NAME {_quoted(name)}"
        widest = max((stem.channels for stem in stems), default=1)
        yield f"    NCHAN {max(2, widest + widest % 2)}"
        for stem in sorted(stems, key=lambda stem: stem.content.start):
            yield from self._item(stem, cues.get(stem.cue or ""))
        yield "  >"

    def _item(self, stem: Stem, cue: Cue | None) -> Iterator[str]:
        fades = (cue.fade_in, cue.fade_out) if cue and not self._baked else (None, None)
        yield "    <ITEM"
        yield f"      POSITION {self._seconds(stem.content.start)}"
        yield f"      LENGTH {self._between(stem.content.start, stem.content.end)}"
        yield "      LOOP 0"
        yield f"      MUTE {int(stem.muted)} 0"
        yield f"      FADEIN {_fade(fades[0])}"
        yield f"      FADEOUT {_fade(fades[1])}"
        yield f"      NAME {_quoted(stem.name)}"
        yield f"      SOFFS {self._between(stem.span.start, stem.content.start)}"
        yield "      <SOURCE WAVE"
        yield f"        FILE {_quoted(stem.file)}"
        yield "      >"
        if cue and cue.note.strip():
            yield "      <NOTES"
            yield from (f"        |{line}" for line in cue.note.splitlines())
            yield "      >"
        yield "    >"

    def _picture(self) -> Iterator[str]:
        clips = [(clip, self._media[clip.region.media]) for clip in self._timeline.picture if self._knows(clip)]
        if not clips:
            return
        yield "  <TRACK"
        yield '    NAME "Picture"'
        for clip, media in clips:
            yield from self._clip(clip, media)
        yield "  >"

    def _clip(self, clip: PictureClip, media: MediaFile) -> Iterator[str]:
        yield "    <ITEM"
        yield f"      POSITION {self._seconds(clip.record)}"
        yield f"      LENGTH {_decimal(clip.region.span.duration)}"
        yield "      LOOP 0"
        yield f"      NAME {_quoted(clip.region.name)}"
        yield "      VOLPAN 0 0 1 -1"  # seen and not heard; a muted item would not be seen
        yield f"      SOFFS {_decimal(clip.region.source_span.start)}"
        if speed := _forward(clip):
            yield f"      PLAYRATE {_decimal(speed)} 0 0 -1 0 0.0025"
        yield "      <SOURCE VIDEO"
        yield f"        FILE {_quoted(media.path.absolute().as_posix())}"
        yield "      >"
        yield "    >"

    def _knows(self, clip: PictureClip) -> bool:
        return clip.region.media in self._media

    def _seconds(self, at: Fraction) -> str:
        """A time of the timeline in seconds of the project, on the sample where the stems have it."""
        return self._between(self._origin, at)

    def _between(self, start: Fraction, end: Fraction) -> str:
        samples = index_at(end, self._rate) - index_at(start, self._rate)
        return _decimal(Fraction(samples, self._rate))


def _forward(clip: PictureClip) -> Fraction | None:
    """The constant speed of a clip that plays forwards, where it is not the normal one."""
    time_map = clip.region.time_map
    return time_map.speed if time_map and time_map.speed and time_map.speed > 0 else None


def _drop(start: Timecode) -> int:
    """Reaper's `projfrdrop`: 0 whole rates, 1 drop-frame, 2 a rate over 1001 without dropping."""
    return 1 if start.drop else 2 if start.rate.denominator > 1 else 0


def _fade(fade: Fade | None) -> str:
    """Shape 0 is linear, 1 the curve that starts fast, which is nearest to equal power."""
    if fade is None or not fade.length:
        return "0 0 0 1 0 0 0"
    return f"{int(fade.shape is FadeShape.EQUAL_POWER)} {_decimal(fade.length)} 0 1 0 0 0"


def _decimal(seconds: Fraction) -> str:
    """Seconds with as many decimals as matter."""
    whole, rest = divmod(index_at(abs(seconds), 10**_PLACES), 10**_PLACES)
    sign = "-" if seconds < 0 and (whole or rest) else ""
    return f"{sign}{whole}.{rest:0{_PLACES}d}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    """A text in the quotes it does not contain; Reaper has three kinds and no escapes."""
    line = " ".join(text.split()) if text.strip() != text or any(ord(letter) < 32 for letter in text) else text
    line = line.encode(errors="replace").decode()
    for quote in "\"'`":
        if quote not in line:
            return f"{quote}{line}{quote}"
    return "`" + line.replace("`", "'") + "`"
