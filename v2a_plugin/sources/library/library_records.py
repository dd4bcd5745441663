"""What a library knows of a recording, and what a search gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from pathlib import Path

from v2a_plugin.model.recipe import RecordingReference
from v2a_plugin.model.time import Span

__all__ = ["BrokenFile", "Find", "FindReason", "Labels", "Recording", "SpanKind", "Stretch"]


class SpanKind(IntEnum):
    """What a part of a recording is."""

    EVENT = 0
    """One sound, from its onset until it has faded or the next begins."""
    STRETCH = 1
    """Up to ten seconds of what goes on."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a recording that can be found.

    Attributes:
        start: First sample.
        length: Samples, at least 1.
        kind: An event or a stretch.
    """

    start: int
    length: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written in a recording, beside it, or in its name; "" where nothing is.

    Attributes:
        title: FXName, or the tags' title.
        description: Of iXML's USER block, `bext`, or a comment.
        keywords: Separated by commas.
        category: CatID of the Universal Category System.
        designer: Who recorded or made it.
        library: The collection it belongs to.
        licence: As it is written: "CC0-1.0".
        attribution: Whom the licence wants named.
        originator: Of `bext`.
        date: Of `bext`: `yyyy-mm-dd`.
        time_reference: Samples since midnight, of `bext`; None without one.
    """

    title: str = ""
    description: str = ""
    keywords: str = ""
    category: str = ""
    designer: str = ""
    library: str = ""
    licence: str = ""
    attribution: str = ""
    originator: str = ""
    date: str = ""
    time_reference: int | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A file of a library.

    Attributes:
        path: Inside the library's folder, with '/'; bytes that are no UTF-8 are surrogates, as `os.fsdecode` has them.
        size: Bytes.
        modified: Nanoseconds since 1970, as the file system has it.
        digest: sha256 of the file, hex; "" for a file that could not be read.
        rate: Samples a second; 0 for a file that could not be read.
        channels: 1 to 8; 0 for a file that could not be read.
        frames: Samples a channel that were decoded, whatever the header claims.
        loudness: EBU R 128 programme loudness, LUFS; None under 0.4 s or below the gate.
        peak: Highest sample, 0 to 1 and above; 0 for silence.
        labels: What is written of it.
        problem: Why it cannot be used, or what is odd about it; "" for a sound file.
    """

    path: str
    size: int
    modified: int
    digest: str = ""
    rate: int = 0
    channels: int = 0
    frames: int = 0
    loudness: float | None = None
    peak: float = 0.0
    labels: Labels = field(default=Labels())
    problem: str = ""

    @property
    def usable(self) -> bool:
        """Whether there is sound in it."""
        return self.frames > 0

    @property
    def seconds(self) -> Fraction:
        """Exact length."""
        return Fraction(self.frames, self.rate) if self.rate else Fraction(0)


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file that could not be read.

    Attributes:
        path: Inside the library's folder.
        reason: One sentence.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindReason:
    """Why a recording was found.

    Attributes:
        words: Those of the query that it answers; () when it was not found by words.
        category: CatID that was looked for and is its own; "" otherwise.
        distance: 1 minus the cosine between the query's vector and that of the span, 0 to 2; None without a vector.
        name_distance: The same for the vector of its name.
    """

    words: tuple[str, ...] = ()
    category: str = ""
    distance: float | None = None
    name_distance: float | None = None

    @property
    def apart(self) -> float | None:
        """Mean of the two distances; one that is missing counts as 1: no relation. None without both."""
        if self.distance is None and self.name_distance is None:
            return None
        return sum(1.0 if each is None else each for each in (self.distance, self.name_distance)) / 2

    def words_of(self) -> str:
        """The reasons for a person: "'owl', BIRDPrey, distance 0.41"."""
        said = [*(f"'{word}'" for word in self.words), *([self.category] if self.category else [])]
        if self.distance is not None:
            said.append(f"distance {self.distance:.2f}")
        if self.name_distance is not None:
            said.append(f"name {self.name_distance:.2f}")
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Find:
    """A span of a recording that answers a query.

    Attributes:
        library: Name of the library.
        file: Where the recording lies; it may be away.
        span: Seconds from its first sample.
        digest: sha256 of the file, hex.
        rate: Samples a second.
        channels: 1 to 8.
        labels: What is written of it: title, licence, whom to name.
        why: How it was found.
        score: Sum of reciprocal ranks; higher is nearer.
    """

    library: str
    file: Path
    span: Span
    digest: str
    rate: int
    channels: int
    labels: Labels
    why: FindReason
    score: float

    @property
    def licence(self) -> str:
        """As it is written; "" when nobody says."""
        return self.labels.licence

    def reference(self, near: bool = True) -> RecordingReference:
        """It as recipes name it; `near` says whether it is of what is looked for."""
        why = self.why.words_of() if near else f"far, {self.why.words_of()}"
        return RecordingReference(
            self.file,
            self.digest,
            self.span,
            self.library,
            self.labels.title,
            self.licence,
            self.labels.attribution,
            why,
        )
