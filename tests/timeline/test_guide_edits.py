"""Guides of shots: they stay with their picture through splits and merges, and hold what an editor set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.guide import EnergyCurve, Guide, GuideEvent, GuideOrigin
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import PictureClip, Timeline
from v2a_plugin.timeline.changes import apply
from v2a_plugin.timeline.guide_edits import add_event, clear_guide, move_event, remove_event, set_guide
from v2a_plugin.timeline.operations import Change
from v2a_plugin.timeline.shot_edits import mark_segment, merge_shots, split_shot

F = Fraction
RATE = F(25)


def cut(events: tuple[int, ...] = (), curve: EnergyCurve | None = None) -> Timeline:
    """A shot of four seconds, ten seconds into the cut and five into its file, with events on frames."""
    region = Region(Span(F(5), F(9)), "f", RegionKind.SHOT, "Shot 1", "shot-1")
    strikes = tuple(GuideEvent(frame / RATE, (frame + 1) / 100) for frame in events)
    guide = Guide(GuideOrigin.TAPS, F(4), strikes, curve) if events or curve else None
    return Timeline(RATE, Timecode(0, RATE), (PictureClip(region, F(10), None, guide),))


def events(timeline: Timeline) -> dict[F, float]:
    """Strengths by time on the timeline."""
    return {
        event.at + clip.record: event.strength for clip in timeline.picture if clip.guide for event in clip.guide.events
    }


@given(st.sets(st.integers(0, 98), max_size=20), st.integers(1, 99))
def test_events_stay_on_their_picture_when_shots_are_split_and_merged(strikes: set[int], at: int) -> None:
    before = cut(tuple(sorted(strikes)))
    halves = apply(split_shot(before, 10 + at / RATE), before)
    assert events(halves) == events(before)
    for clip in halves.picture:
        assert clip.guide is None or clip.guide.length == clip.region.span.duration
    again = apply(merge_shots(halves, [clip.region.id for clip in halves.picture]), halves)
    assert again.picture[0].guide == before.picture[0].guide


def test_a_curve_is_cut_with_its_shot() -> None:
    before = cut(curve=EnergyCurve(F(1), (0.0, 0.25, 0.5, 0.75, 1.0)))
    after = apply(mark_segment(before, Span(F(11), F(13))), before)
    curves = [clip.guide.curve for clip in after.picture if clip.guide]
    assert [curve.values for curve in curves if curve] == [(0.0, 0.25), (0.25, 0.5, 0.75), (0.75, 1.0)]


def test_events_are_set_moved_and_taken_away() -> None:
    one = cut()
    one = apply(add_event(one, 11, 0.5), one)
    one = apply(add_event(one, 12), one)
    one = apply(move_event(one, 11, F(23, 2)), one)
    guide = one.picture[0].guide
    assert guide is not None
    assert guide.origin is GuideOrigin.MARKERS
    assert events(one) == {F(23, 2): 0.5, F(12): 1.0}
    assert events(apply(remove_event(one, F(12)), one)) == {F(23, 2): 0.5}
    assert events(apply(add_event(one, 12, 0.2), one))[F(12)] == 0.2
    assert apply(clear_guide(one, "shot-1"), one).picture == cut().picture
    refused: tuple[tuple[Callable[[Timeline], Change], str], ...] = (
        (lambda t: move_event(t, 12, 20), "outside of its 4.000 s"),
        (lambda t: remove_event(t, 13), "no event at 0:13.000"),
        (lambda t: add_event(t, 3), "no picture at 0:03.000"),
        (lambda t: add_event(t, 11, 2.0), "strength of 2"),
        (lambda t: set_guide(t, "shot-1", replace(guide, length=F(5))), "5.000 s long"),
    )
    for make, says in refused:
        with pytest.raises(BadInput, match=says):
            make(one)
