"""Write CMX3600 edit decision lists, one for the picture and one for every sound track.

The oldest format that everything reads, and the poorest: cuts on whole frames with reel names, no paths, no levels.
Own writer, since OTIO's writes the first track only and says nothing of the others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from v2a_plugin.delivery.cut import HostSteps, what_to_click
from v2a_plugin.delivery.document import CutDocument, write_cut
from v2a_plugin.delivery.kinds import Feature
from v2a_plugin.delivery.layout import Layout, PlacedPicture, PlacedStem, lay_out, plain, speeds_lost
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutExporter, CutRequest, Delivery
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import Timecode
from v2a_plugin.model.timeline import MarkerKind

__all__ = ["FEATURES", "write"]

FEATURES = frozenset(Feature) - {Feature.FADES, Feature.MUTE, Feature.NOTES, Feature.SUBFRAMES}
"""What the lists and the names and headers of the stems carry."""

MOST_EVENTS = 999
"""Events that one list of the standard holds; longer ones go on in a further file."""

_NO_REEL, _REEL_LENGTH = "AX", 8

_CANNOT = (
    "A CMX3600 list carries cuts on whole frames, names and locators.",
    "It does not carry paths, levels, pan, fades, UCS categories, recipes or muted cues.",
)


def edl_texts(layout: Layout) -> dict[str, str]:
    """The lists by file name: `Film V.edl` for the picture, `Film A1 feet.edl` and so on for the sound.

    Args:
        layout: The cut in frames.
    """
    texts: dict[str, str] = {}
    base, reels = file_safe(layout.name, "cut", 40), _Reels()
    if layout.picture:
        events = [_picture_event(layout, shown, reels) for shown in layout.picture]
        texts |= _lists(f"{base} V", layout.name, layout, events, _locators(layout))
    for number, lane in enumerate(layout.lanes, start=1):
        events = [_sound_event(layout, clip, reels) for clip in lane.clips]
        name = f"{base} A{number} {file_safe(lane.name, lane.track.kind.value if lane.track else 'mix', 30)}"
        texts |= _lists(name, f"{layout.name} {lane.name}", layout, events, {})
    return texts


def write(exporter: CutExporter, request: CutRequest, folder: Path) -> Steps[Delivery]:
    """Write stems and one list for the picture and for every sound track.

    Raises:
        BadInput: No cue is heard.
        NoSuchFile: The sound or the recipe of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """

    def document(stems: Sequence[Stem]) -> CutDocument:
        layout = lay_out(request, stems)
        steps = (
            "Import the stems in the folder 'audio' first; their timecode is in the files.",
            "Import each list as a timeline of its own, at the frame rate written in it.",
            "Link the clips by timecode and file name.",
        )
        host = HostSteps("hosts that read edit decision lists", steps)
        how_to = what_to_click(f"{layout.name}: edit decision lists", host, notes=_CANNOT)
        return CutDocument(edl_texts(layout), how_to, (*layout.notes, *_notes(layout)))

    return (yield from write_cut(exporter, request, folder, document))


def _notes(layout: Layout) -> Iterator[str]:
    """What the format itself cannot say of this cut."""
    if layout.start.base > 30:
        yield f"CMX3600 knows rates up to 30; {layout.start.base} frames a second are counted all the same."
    yield from speeds_lost(layout)
    if layout.markers and not layout.picture:
        yield "Markers are left out, since there is no picture to write them at."


def _lists(
    name: str, title: str, layout: Layout, events: Sequence[list[str]], locators: dict[int, list[str]]
) -> dict[str, str]:
    """One list, or several where there are too many events."""
    texts = {}
    for part, first in enumerate(range(0, len(events), MOST_EVENTS), start=1):
        file = f"{name}.edl" if len(events) <= MOST_EVENTS else f"{name} part {part}.edl"
        lines = [f"TITLE: {title[:70]}", f"FCM: {'DROP FRAME' if layout.start.drop else 'NON-DROP FRAME'}"]
        shown = events[first : first + MOST_EVENTS]
        for number, event in enumerate(shown, start=1):
            lines += ["", f"{number:03d}  {event[0]}", *event[1:]]
            lines += locators.get(first + number - 1, [])
            if number == 1:
                lines += [f"* FRAME RATE: {layout.rate}", f"* TIMELINE START: {layout.start}"]
        lines += [f"* {sentence}" for sentence in _CANNOT]
        texts[file] = "\r\n".join(lines) + "\r\n"
    return texts


def _event(reel: str, channel: str, source: Timecode, record: Timecode, frames: int, shown: int | None = None) -> str:
    times = (source, source.moved(frames if shown is None else shown), record, record.moved(frames))
    return f"{reel:<8} {channel:<5} C        {' '.join(map(str, times))}"


def _picture_event(layout: Layout, shown: PlacedPicture, reels: _Reels) -> list[str]:
    drop = layout.start.drop
    count = shown.media.count(drop) if shown.media else Timecode(0, layout.rate, drop)
    source = count.after(shown.clip.region.source_span.start, layout.rate)
    file = plain(shown.media.path.name) if shown.media else ""
    reel = reels.of(file)
    speed = shown.speed
    length = shown.length if speed is None else shown.source_length
    lines = [_event(reel, "V", source, layout.timecode(shown.start), shown.length, length)]
    if speed is not None and speed != 1:
        lines.append(f"M2   {reel:<8}       {float(speed * layout.start.base):05.1f}                {source}")
    lines.append(f"* FROM CLIP NAME: {shown.name}")
    return [*lines, f"* SOURCE FILE: {file}"] if file else lines


def _sound_event(layout: Layout, clip: PlacedStem, reels: _Reels) -> list[str]:
    """A standard list knows one or two channels; a comment says how many more there are."""
    channels = clip.stem.channels
    source = clip.stem.start.moved(clip.source)
    file = Path(clip.stem.file).name
    lines = [_event(reels.of(file), "A" if channels == 1 else "AA", source, layout.timecode(clip.start), clip.length)]
    wide = [f"* AUDIO CHANNELS: {channels}"] if channels > 2 else []
    return [*lines, f"* FROM CLIP NAME: {clip.name}", f"* SOURCE FILE: {file}", *wide]


def _locators(layout: Layout) -> dict[int, list[str]]:
    """Locators by the index of the event they are written at."""
    starts = [shown.start for shown in layout.picture]
    found: dict[int, list[str]] = {}
    for marker in layout.markers:
        frame = layout.frame(marker.at)
        index = max(0, bisect_right(starts, frame) - 1)
        color = "RED" if marker.kind is MarkerKind.HIT else "GREEN"
        words = plain(marker.name) or marker.kind.value
        found.setdefault(index, []).append(f"* LOC: {layout.timecode(frame)} {color:<7} {words}")
    return found


class _Reels:
    """The reel of each file of a delivery: eight capital letters and digits, one reel a file in all of its lists.

    A host that conforms by reel and timecode then takes the right file; comments hold the full names.
    """

    def __init__(self) -> None:
        self._reels: dict[str, str] = {"": _NO_REEL}

    def of(self, file: str) -> str:
        """The reel of a file's name; AX, as the format calls what has none, for no file."""
        if file not in self._reels:
            base = re.sub(r"[^A-Z0-9]", "", Path(file).stem.upper())[:_REEL_LENGTH] or "REEL"
            reel, number, taken = base, 1, set(self._reels.values())
            while reel in taken:
                number += 1
                reel = base[: _REEL_LENGTH - len(str(number))] + str(number)
            self._reels[file] = reel
        return self._reels[file]
