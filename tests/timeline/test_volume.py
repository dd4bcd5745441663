"""Volume points: they stay on the sound whatever is done to the cue, and each edit of them has its inverse."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.errors import SpanError
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline, Track, TrackKind, VolumePoint
from v2a_plugin.timeline import edits, volume
from v2a_plugin.timeline.catalogue import edit_named
from v2a_plugin.timeline.changes import apply, inverse
from v2a_plugin.timeline.lookup import find_cue

F = Fraction
CUE = Cue("take", F(10), Span(F(1), F(4)), F(6), id="cue")
TAKE = KeptTake("take", "shot", F(6), Span(F(1), F(4)), 16_000)
CUT = Timeline(F(25), Timecode(0, F(25)), tracks=(Track(TrackKind.FX, "fx", (CUE,)),), takes=(TAKE,))


def with_points(*points: tuple[Fraction, float]) -> Timeline:
    cut = CUT
    for at, db in points:
        cut = apply(volume.add_volume_point(cut, "cue", at, db), cut)
    return cut


times = st.lists(st.fractions(F(10), F(13), max_denominator=500), min_size=1, max_size=5, unique=True)


@given(times=times, dbs=st.lists(st.floats(-60, 24), min_size=5, max_size=5), at=st.fractions(F(10), F(13)))
def test_a_point_more_on_the_line_changes_nothing_that_is_heard(
    times: list[Fraction], dbs: list[float], at: Fraction
) -> None:
    cut = with_points(*zip(times, dbs, strict=False))
    change = volume.add_volume_point(cut, "cue", at)
    after = apply(change, cut)
    before, now = find_cue(cut, "cue").cue, find_cue(after, "cue").cue
    for place in (F(10), at, F(23, 2), F(13)):
        assert volume.volume_db(now, place) == pytest.approx(volume.volume_db(before, place), abs=1e-9)
    assert apply(inverse(change), after) == cut
    assert from_json(Timeline, to_json(after)) == after


@given(to=st.fractions(F(0), F(20)), db=st.floats(-60, 24))
def test_a_point_goes_no_further_than_its_neighbours_and_the_cue(to: Fraction, db: float) -> None:
    cut = with_points((F(11), 0.0), (F(12), -6.0), (F(25, 2), 3.0))
    change = volume.move_volume_point(cut, "cue", F(12), to, db)
    after = find_cue(apply(change, cut), "cue").cue
    first, moved, last = after.volume
    assert first.at < moved.at < last.at
    assert moved.db == db
    ends = find_cue(apply(volume.move_volume_point(cut, "cue", F(11), to, db), cut), "cue").cue
    assert ends.trim.start <= ends.volume[0].at <= ends.trim.end
    short = apply(edits.trim(cut, "cue", edits.Edge.START, F(23, 2)), cut)  # the first point lies before it now
    inside = find_cue(apply(volume.move_volume_point(short, "cue", F(12), to, db), short), "cue").cue
    assert inside.trim.start <= inside.volume[1].at < inside.volume[2].at


@given(apart=st.fractions(F(1, 10_000), F(1, 500)), to=st.fractions(F(11), F(12)))
def test_points_that_lie_closer_than_two_may_are_moved_in_level_alone(apart: Fraction, to: Fraction) -> None:
    cut = with_points((F(11), 0.0), (F(11) + apart / 2, 0.0), (F(11) + apart, 0.0))
    place = find_cue(cut, "cue").cue.volume[1].at
    moved = find_cue(apply(volume.move_volume_point(cut, "cue", F(11) + apart / 2, to, -6.0), cut), "cue").cue
    assert VolumePoint(place, -6.0) in moved.volume


def test_trim_slip_and_split_leave_the_points_on_the_sound() -> None:
    cut = with_points((F(11), -6.0), (F(12), 0.0))
    points = (VolumePoint(F(2), -6.0), VolumePoint(F(3), 0.0))
    trimmed = apply(edits.trim(cut, "cue", edits.Edge.START, F(23, 2)), cut)
    slipped = apply(edits.slip(cut, "cue", F(1, 2)), cut)
    halves = apply(edits.split(cut, "cue", F(23, 2)), cut)
    for one in (trimmed, slipped, halves):
        for cue in one.tracks[0].cues:
            assert cue.volume == points


def test_another_take_keeps_the_points_where_they_lie_on_the_timeline() -> None:
    cue = replace(CUE, volume=(VolumePoint(F(2), -6.0),))
    other = edits.fitting(cue, Span(F(0), F(3)), F(10), KeptTake("other", "shot", F(3), Span(F(0), F(3)), 16_000))
    assert other.volume == (VolumePoint(F(1), -6.0),)
    assert volume.volume_db(other, F(11)) == -6.0


def test_points_are_typed_as_well() -> None:
    cut = CUT
    for line in ("add-volume-point cue 11 -6", "add-volume-point cue 12", "move-volume-point cue 12 12.5 3"):
        name, *arguments = line.split()
        cut = apply(edit_named(name).change(cut, arguments), cut)
    assert find_cue(cut, "cue").cue.volume == (VolumePoint(F(2), -6.0), VolumePoint(F(7, 2), 3.0))
    cut = apply(edit_named("remove-volume-point").change(cut, ["cue", "11"]), cut)
    assert len(find_cue(cut, "cue").cue.volume) == 1
    cut = apply(edit_named("clear-volume").change(cut, ["all"]), cut)
    assert cut == CUT


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda: volume.add_volume_point(CUT, "cue", F(14)), "lies not on the cue"),
        (lambda: volume.add_volume_point(CUT, "cue", F(11), 30), "cannot be at 30"),
        (lambda: volume.add_volume_point(CUT, "cue", F(11), float("nan")), "cannot be at nan"),
        (lambda: volume.remove_volume_point(CUT, "cue", F(11)), "It has: none"),
        (lambda: replace(CUE, volume=(VolumePoint(F(2), 0.0), VolumePoint(F(2), 0.0))), "not in order"),
    ],
)
def test_what_cannot_be_is_refused(edit: object, said: str) -> None:
    with pytest.raises(SpanError, match=said):
        edit()  # type: ignore[operator]


def test_the_line_is_straight_in_db() -> None:
    at = np.array([0.0, 1.0, 1.5, 2.0, 3.0])
    levels = 20 * np.log10(volume.volume_line([(1.0, -20.0), (2.0, 0.0)], at))
    assert levels == pytest.approx([-20, -20, -10, 0, 0])
