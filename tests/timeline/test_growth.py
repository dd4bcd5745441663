"""An edit of a long cut is as much work as one of a short cut: counted in calls, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from types import FrameType

import pytest

from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline, Track, TrackKind
from v2a_plugin.timeline import edits
from v2a_plugin.timeline.changes import Change, apply, inverse
from v2a_plugin.timeline.take_edits import add_takes, star

RATE = Fraction(25)
SOUND = Span(Fraction(0), Fraction(2))


def kept(name: str) -> KeptTake:
    return KeptTake(name, "region", SOUND.end, SOUND, 48_000)


def cut(cues: int) -> Timeline:
    """That many takes, and a cue of each, a second apart."""
    takes = tuple(kept(f"take{number}") for number in range(cues))
    track = Track(
        TrackKind.FX,
        "FX",
        tuple(Cue(take.id, Fraction(3 * n), SOUND, SOUND.end, id=f"cue{n}") for n, take in enumerate(takes)),
    )
    return Timeline(RATE, Timecode(0, RATE), (), (track,), takes)


def calls(work: Callable[[], object]) -> int:
    """Python functions that something calls."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "edit",
    [
        lambda cut: edits.gain(cut, "cue100", -3.0),
        lambda cut: edits.nudge(cut, "cue100", Fraction(1, 25)),
        lambda cut: edits.mute(cut, "cue100", True),
        lambda cut: add_takes(cut, [kept("new")]),
        lambda cut: star(cut, "take100", True),
    ],
    ids=["gain", "nudge", "mute", "add a take", "star"],
)
def test_a_following_edit_and_its_undo_do_not_grow_with_the_cut(edit: Callable[[Timeline], Change]) -> None:
    def of(cues: int) -> int:
        timeline = cut(cues)
        timeline = apply(edits.gain(timeline, "cue3", -1.0), timeline)

        def work() -> None:
            change = edit(timeline)
            after = apply(change, timeline)
            apply(inverse(change), after)

        return calls(work)

    assert of(3_000) <= 2 * of(200)
