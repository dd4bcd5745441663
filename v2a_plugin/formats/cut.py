"""What a file of an editor's cut says of the picture, whatever its format."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Marker
from v2a_plugin.model.timemap import TimeMap

__all__ = ["CutClip", "EditorsCut", "Findings", "ReadOptions", "pick_sequence", "same_name", "topmost"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says of a file that does not say it itself.

    Attributes:
        rate: Frames a second of a list without its own; None when nobody says.
        sequence: Name of the sequence to read where there are several; "" for the first.
    """

    rate: Fraction | None = None
    sequence: str = ""


@dataclass(frozen=True, slots=True)
class CutClip:
    """A stretch of a source where the cut shows it.

    Attributes:
        name: What the editor calls it.
        record: Where it lies, seconds from the cut's first frame.
        source: What of the source is shown: seconds on the source's own clock, which is its timecode where the file
            tells one. As long as `record`, unless there is a `time_map`.
        source_start: Where that clock stands at the first frame of the source; None when the file does not say.
        source_rate: Frames a second that its timecode counts.
        source_drop: Its timecode is drop-frame.
        target: Path or address of the source as written; "" when there is none.
        reel: Reel or tape name; "" when there is none.
        time_map: From record time to the source's clock, where the speed is not the normal one.
    """

    name: str
    record: Span
    source: Span
    source_start: Fraction | None
    source_rate: Fraction
    source_drop: bool = False
    target: str = ""
    reel: str = ""
    time_map: TimeMap | None = None

    @property
    def source_timecode(self) -> Timecode:
        """Timecode of its first frame in the source."""
        return Timecode.at(max(Fraction(0), self.source.start), self.source_rate, self.source_drop)

    def shown(self) -> TimeMap:
        """From record time to the source's clock, at any speed."""
        return self.time_map or TimeMap.steady(self.record, self.source.start, Fraction(1))

    def within(self, record: Span) -> CutClip:
        """The part of it that lies in a stretch of the cut."""
        if record == self.record:
            return self
        if self.time_map is not None:
            return self.retimed(record, self.time_map.within(record))
        start = self.source.start + record.start - self.record.start
        return replace(self, record=record, source=Span(start, start + record.duration))

    def shifted(self, by: Fraction) -> CutClip:
        """The same, some seconds later in the cut."""
        return replace(self, record=self.record.shifted(by), time_map=self.time_map and self.time_map.shifted(by))

    def retimed(self, record: Span, time_map: TimeMap) -> CutClip:
        """The same source, shown in another way.

        Args:
            record: Where it lies.
            time_map: From record time to the source's clock.
        """
        first, last = time_map.extent(record)
        if time_map.speed == 1:
            return replace(self, record=record, source=Span(first, last), time_map=None)
        last = max(last, first + 1 / self.source_rate)  # a frozen frame is a frame long
        return replace(self, record=record, source=Span(first, last), time_map=time_map)


@dataclass(frozen=True, slots=True)
class EditorsCut:
    """A cut as its file tells it.

    Attributes:
        name: What the editor calls it.
        rate: Frames a second, exact.
        start: Record timecode of its first frame.
        clips: In record order, without overlaps; gaps are black.
        markers: In order.
        left_out: What the file has that is not modelled, one sentence each.
        sequences: Names of all sequences that the file holds, this one among them; () where nobody counts them.
    """

    name: str
    rate: Fraction
    start: Timecode
    clips: tuple[CutClip, ...]
    markers: tuple[Marker, ...] = ()
    left_out: tuple[str, ...] = ()
    sequences: tuple[str, ...] = ()

    def record_timecode(self, clip: CutClip) -> Timecode:
        """Timecode of a clip's first frame in the cut."""
        return self.start.moved(round(clip.record.start * self.rate))


class Findings:
    """Counts what a file has that is not modelled, by kind, and tells it in sentences."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._sentences: list[str] = []

    def count(self, one: str, many: str, number: int = 1) -> None:
        """Count something: "dissolve is read as a cut", "dissolves are read as cuts"."""
        if number:
            self._counts[one, many] = self._counts.get((one, many), 0) + number

    def say(self, sentence: str) -> None:
        """Add a whole sentence, once."""
        if sentence not in self._sentences:
            self._sentences.append(sentence)

    def sentences(self) -> tuple[str, ...]:
        """Everything found, in the order it was met."""
        counted = (f"{number} {one if number == 1 else many}." for (one, many), number in self._counts.items())
        return (*counted, *self._sentences)


def pick_sequence(names: Sequence[str], options: ReadOptions, found: Findings) -> int:
    """Which sequence of a file is read, counted from 0.

    Args:
        names: Of all sequences, at least one.
        options: May name one.
        found: Is told which are not read, when nobody chose.

    Raises:
        BadInput: There is no sequence of the name.
    """
    if options.sequence:
        wanted = same_name(options.sequence)
        for number, name in enumerate(names):
            if same_name(name) == wanted:
                return number
        raise BadInput(f"It holds no sequence '{options.sequence}'.", f"It holds {', '.join(names)}.")
    if len(names) > 1:
        shown = ", ".join(f"'{name}'" for name in names[1:6]) + (" and others" if len(names) > 6 else "")
        found.say(f"The file holds {len(names)} sequences; '{names[0]}' is read, not {shown}: choose with --sequence.")
    return 0


def same_name(text: str) -> str:
    """A form in which two spellings of one name are equal: composed letters (NFC), without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def topmost(layers: Sequence[Iterable[CutClip]], found: Findings) -> tuple[CutClip, ...]:
    """What is seen of several picture tracks: the highest one that shows something.

    Args:
        layers: The clips of each track, the lowest track first.
        found: Is told how many clips are covered.
    """
    if len(filled := [layer for layer in map(list, layers) if layer]) == 1:
        [alone] = filled
        alone.sort(key=lambda clip: clip.record.start)
        if all(one.record.end <= other.record.start for one, other in pairwise(alone)):
            return tuple(alone)
    layers = filled
    seen: list[CutClip] = []
    taken: list[Span] = []
    covered = 0
    for layer in reversed([list(layer) for layer in layers]):
        for clip in layer:
            free = _without(clip.record, taken)
            covered += free != [clip.record]
            seen += [clip.within(span) for span in free]
            for span in free:
                insort(taken, span)
    found.count("clip is covered by another", "clips are covered by others", covered)
    return tuple(sorted(seen, key=lambda clip: clip.record))


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What is left of a span; the taken ones are in order and do not overlap."""
    left, start = [], span.start
    for other in taken[max(0, bisect_left(taken, span) - 1) :]:
        if other.end <= start:
            continue
        if other.start >= span.end:
            break
        if other.start > start:
            left.append(Span(start, other.start))
        start = other.end
    if start < span.end:
        left.append(Span(start, span.end))
    return left
