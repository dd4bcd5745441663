"""The cue sheet: every cue, marker and hit of a cut as a line that people and spreadsheets read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction

from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.titles import Titles
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.time import Timecode, index_at
from v2a_plugin.model.timeline import Cue, Fade, Timeline, Track

__all__ = ["CUE_SHEET", "CueLine", "as_csv", "csv_text", "cue_lines"]

CUE_SHEET = "cue sheet.csv"
"""Name of the sheet in a delivery."""

COLUMNS = (
    "Type", "Start", "End", "Length", "Start seconds", "Track", "Kind", "Name", "Shot", "File", "Category", "Take",
    "Score", "Heard as", "Gain dB", "Fade in", "Fade out", "Muted", "Star", "Note", "Seed", "Prompt",
    "Origin", "Recording", "Licence",
)  # fmt: skip
"""Titles of the fields of `CueLine`, in their order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class CueLine:
    """One line; times are record timecode, lengths `HH:MM:SS:FF`, everything is text.

    Attributes:
        type: "cue", "mark" or "hit".
        start: First frame.
        end: Frame after the last; "" for markers.
        length: Whole frames touched by it; "" for markers.
        seconds: Exact start on the timeline, to the microsecond.
        track: Name.
        kind: What the track holds.
        name: What a person calls it.
        shot: Region it belongs to.
        file: Its stem inside the delivery; "" when there is none.
        category: UCS CatID.
        take: Id.
        score: CLAP cosine.
        heard_as: Labels, best first.
        gain: dB, cue and track together.
        fade_in: Seconds and shape.
        fade_out: Seconds and shape.
        muted: "yes" when it is not heard.
        star: "yes" when a person likes the take.
        note: A person's words.
        seed: Of the take.
        prompt: The prompt of the take.
        origin: "recorded" or "generated".
        recording: File that the take was cut from.
        licence: Of the recording, and whom it wants named.
    """

    type: str
    start: str
    end: str = ""
    length: str = ""
    seconds: str = ""
    track: str = ""
    kind: str = ""
    name: str = ""
    shot: str = ""
    file: str = ""
    category: str = ""
    take: str = ""
    score: str = ""
    heard_as: str = ""
    gain: str = ""
    fade_in: str = ""
    fade_out: str = ""
    muted: str = ""
    star: str = ""
    note: str = ""
    seed: str = ""
    prompt: str = ""
    origin: str = ""
    recording: str = ""
    licence: str = ""


def cue_lines(request: CutRequest, stems: Sequence[Stem] = ()) -> tuple[CueLine, ...]:
    """Every cue, also the muted ones, and every marker, in order of time and then of tracks.

    Args:
        request: The cut.
        stems: What was written, for the names of the files.
    """
    timeline, titles = request.timeline, Titles(request.timeline)
    files = {stem.cue or stem.track: stem.file for stem in stems}  # None is the mix
    timed = [
        (cue.start, _cue_line(request, titles, track, cue, files)) for track in timeline.tracks for cue in track.cues
    ]
    shots = {clip.region.id: clip.region.name for clip in timeline.picture}
    timed += [
        (
            marker.at,
            CueLine(
                marker.kind.value, _code(timeline, marker.at), seconds=_seconds(marker.at), name=marker.name,
                shot=shots.get(marker.region or "", ""), note=marker.note,
            ),
        )
        for marker in timeline.markers
    ]  # fmt: skip
    return tuple(line for _, line in sorted(timed, key=lambda pair: pair[0]))


def csv_text(lines: Sequence[CueLine]) -> str:
    """The sheet as CSV."""
    return as_csv(COLUMNS, map(astuple, lines))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV (RFC 4180), with a byte order mark, by which spreadsheets know UTF-8.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    for cells in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) and not _number(cell) else cell for cell in cells])
    return "\N{BYTE ORDER MARK}" + file.getvalue()


def _cue_line(request: CutRequest, titles: Titles, track: Track, cue: Cue, files: dict[str | None, str]) -> CueLine:
    timeline, take = request.timeline, titles.take(cue)
    frames = index_at(cue.end, timeline.rate) - index_at(cue.start, timeline.rate)
    silent = cue.mute or not timeline.heard(track)
    within = "" if silent else files.get(track.id) or files.get(None, "")
    return CueLine(
        "cue", _code(timeline, cue.start), _code(timeline, cue.end),
        str(Timecode(frames, timeline.rate, timeline.start.drop)), _seconds(cue.start), track.name, track.kind.value,
        titles.title(cue), titles.shot(cue), files.get(cue.id, within), titles.category(track, cue), cue.take,
        f"{take.score:.3f}" if take else "", "; ".join(titles.heard_as(cue)), f"{cue.gain_db + track.gain_db:+.1f}",
        _fade(cue.fade_in), _fade(cue.fade_out), "yes" if silent else "", "yes" if take and take.star else "",
        cue.note or (take.note if take else ""), *_of_recipe(request, cue),
    )  # fmt: skip


def _of_recipe(request: CutRequest, cue: Cue) -> tuple[str, ...]:
    """Seed, prompt, origin, recording and licence of a cue's take; () when its recipe is gone."""
    try:
        recipe = request.takes.take(cue.take).recipe
    except V2AError:
        return ()
    recording = recipe.credited
    origin = (str(recipe.seed), recipe.settings.prompt, recipe.origin.value)
    return origin if recording is None else (*origin, recording.path.name, recording.terms)


def _code(timeline: Timeline, at: Fraction) -> str:
    return str(timeline.start.moved(index_at(at, timeline.rate)))


def _seconds(at: Fraction) -> str:
    return f"{float(at):.6f}"


def _fade(fade: Fade) -> str:
    return f"{float(fade.length):.3f} s {fade.shape.value}" if fade.length else ""


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
