"""Measures a recording in one pass, a block at a time: true length, loudness, peak, spans."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.media.loudness import LoudnessMeter
from v2a_plugin.media.recordings import recording_blocks, recording_facts
from v2a_plugin.model.errors import MediaError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.sources.library.library_records import Stretch
from v2a_plugin.sources.library.spans import SpanFinder

__all__ = ["measure"]

_LIE = Fraction(1, 2)
"""Seconds by which a header may be off; lossy formats estimate."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What decoding a recording shows.

    Attributes:
        rate: Samples a second.
        channels: 1 to 8.
        frames: Samples a channel, at least 1.
        loudness: LUFS; None under 0.4 s or below the gate.
        peak: Highest sample, 0 for silence.
        spans: Events and stretches; () for silence.
        problem: What is odd about it; "" for nothing.
    """

    rate: int
    channels: int
    frames: int
    loudness: float | None
    peak: float
    spans: tuple[Stretch, ...]
    problem: str


def measure(path: Path) -> Steps[Measured]:
    """Decode a recording from its start to its end.

    Raises:
        MediaError: There is no sound in it that can be decoded.
        NoSuchFile: It is gone.
    """
    facts = recording_facts(path)
    finder = SpanFinder(facts.rate)
    meter = LoudnessMeter(facts.rate, facts.channels)
    frames, peak = 0, 0.0
    for block in recording_blocks(path):
        finder.feed(block)
        meter.feed(np.ascontiguousarray(block.T))
        peak = max(peak, float(block.max()), -float(block.min()))
        frames += block.shape[1]
        yield Progress("measuring", frames // facts.rate, int(facts.seconds), path.name)
    if not frames:
        raise MediaError(f"{path.name} holds no sound that can be decoded.", "Copy it again, or convert it.")
    spans = finder.result()
    seconds = Fraction(frames, facts.rate)
    problem = ""
    if facts.seconds and abs(seconds - facts.seconds) > max(_LIE, facts.seconds / 50):
        problem = f"Its header says {float(facts.seconds):.1f} s, and {float(seconds):.1f} s are there."
    return Measured(facts.rate, facts.channels, frames, meter.result().integrated, peak, spans, problem)
