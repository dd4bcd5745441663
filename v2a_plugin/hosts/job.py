"""What a host asks for and what it gets: two JSON files in one folder, `job.json` and `result.json`.

`docs/hosts/README.md` describes both for people who write a host.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from v2a_plugin.files import read_text, write_text
from v2a_plugin.model.errors import BadInput, NoSuchFile, V2AError
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.time import Span

__all__ = ["HostJob", "HostResult", "HostStem", "failed", "read_job", "write_result"]

RESULT = "result.json"
_SCHEMA = 1
_MOST_TAKES = 64


@dataclass(frozen=True, slots=True)
class HostJob:
    """Foley for a stretch of one file.

    Attributes:
        media: The file.
        start: Seconds from its first picture frame.
        frames: Length in frames of the host's timeline.
        rate: Frames a second of that timeline, exact.
        out: Folder for everything that is made.
        name: What a person calls the clip.
        record: Frame of the host's timeline where the clip begins, counted from 00:00:00:00.
        drop: That timeline counts in drop-frame.
        takes: How many, 1 to 64.
        prompt: Words to add to the picture.
        negative: Words to keep away from.
        bundle: Which models.
        seed: Seed of the first take; None for one by chance.
        host: Who asks.
        schema: Version of this layout.
    """

    media: Path
    start: Fraction
    frames: int
    rate: Fraction
    out: Path
    name: str = "Clip"
    record: int = 0
    drop: bool = False
    takes: int = 3
    prompt: str = ""
    negative: str = ""
    bundle: str = "mini"
    seed: int | None = None
    host: str = ""
    schema: int = _SCHEMA

    def __post_init__(self) -> None:
        if self.schema != _SCHEMA:
            raise BadInput(f"The job has layout {self.schema}, not {_SCHEMA}.", "Run 'v2a host install' again.")
        if self.rate <= 0 or self.frames < 1 or self.start < 0 or self.record < 0:
            raise BadInput(
                "The job's rate and frames must be above 0, and its start and record not below 0.",
                "Give them as docs/hosts/README.md says.",
            )
        if not 1 <= self.takes <= _MOST_TAKES:
            raise BadInput(f"{self.takes} takes were requested.", f"Give 1 to {_MOST_TAKES}.")

    @property
    def span(self) -> Span:
        """The stretch, in seconds from the file's first picture frame."""
        return Span(self.start, self.start + self.frames / self.rate)


@dataclass(frozen=True, slots=True)
class HostStem:
    """One take as a file.

    Attributes:
        file: Whole path of a WAV, 48 kHz 24 bit, with the record timecode of the clip in its header.
        name: What to call it on the timeline.
        take: Id of the take; the manifest beside the files knows its recipe.
        frames: Length of the clip in frames of the host's timeline. The file may go on for a few frames.
        samples: The same in samples.
        rate: Samples a second.
        channels: 1 to 8.
        score: How close it comes to the picture, -1 to 1.
        heard_as: What it is heard as, best first.
    """

    file: Path
    name: str
    take: str
    frames: int
    samples: int
    rate: int
    channels: int
    score: float
    heard_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HostResult:
    """The answer to a job.

    Attributes:
        stems: One a take, the best first; empty when it failed.
        folder: Where everything lies.
        notes: What a person should know, one sentence each.
        error: Why it failed; "" when it did not.
        hint: The remedy; may be empty.
        schema: Version of this layout.
    """

    stems: tuple[HostStem, ...]
    folder: Path
    notes: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""
    schema: int = _SCHEMA


def read_job(path: Path) -> HostJob:
    """Read a job.

    Raises:
        NoSuchFile: There is none.
        BadInput: It is no job.
    """
    try:
        text = read_text(path)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not text.", "Write it as UTF-8.") from error
    except OSError as error:
        raise NoSuchFile(f"{path} cannot be read.", "Give the job that a host wrote.") from error
    return from_json(HostJob, text, str(path))


def write_result(result: HostResult, folder: Path) -> None:
    """Put the answer where the host looks for it, whole or not at all."""
    write_text(folder / RESULT, to_json(result))


def failed(error: V2AError, folder: Path) -> HostResult:
    """The answer to a job that failed."""
    return HostResult((), folder, (), error.message, error.hint)
