"""Cues that fade into each other: by moving one over the other, and by putting parts of takes together."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.test_edits import at, cut
from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Cue, Timeline
from v2a_plugin.timeline import edits
from v2a_plugin.timeline.changes import apply, inverse
from v2a_plugin.timeline.crossfades import SEAM, comp, overlap
from v2a_plugin.timeline.lookup import find_cue
from v2a_plugin.timeline.placing import place_chosen


def cues(timeline: Timeline) -> list[Cue]:
    return sorted((cue for track in timeline.tracks for cue in track.cues), key=lambda cue: cue.start)


def placed(shots: int = 2) -> Timeline:
    """The first take of each shot on the first track, end to end."""
    timeline = cut(shots)
    for shot in range(shots):
        take = next(take.id for take in timeline.takes if take.region == f"shot-{shot}")
        timeline = apply(place_chosen(timeline, take), timeline)
    return timeline


def test_a_cue_moved_over_its_neighbour_crossfades_with_it() -> None:
    before = placed()
    first, second = cues(before)
    change = overlap(before, second.id, second.start - at(12))
    after = apply(change, before)
    assert apply(inverse(change), after) == before
    one, other = (find_cue(after, cue.id) for cue in (first, second))
    assert one.track.id != other.track.id
    assert one.track.kind is other.track.kind
    assert one.cue.span.intersection(other.cue.span) == Span(at(36), at(48))
    assert one.cue.fade_out.length == other.cue.fade_in.length == at(12)
    assert (one.cue.span, one.cue.trim) == (first.span, first.trim)
    clear = overlap(before, second.id, second.start + at(5))
    assert [step.after.start for step in clear.operations if step.after] == [second.start + at(5)]  # type: ignore[union-attr]


def test_a_cue_is_not_moved_over_the_whole_of_another_nor_of_a_locked_one() -> None:
    before = placed()
    first, second = cues(before)
    with pytest.raises(SpanError, match="over the whole"):
        overlap(before, second.id, first.start)
    locked = apply(edits.lock(before, first.id), before)
    with pytest.raises(BadInput, match="locked"):
        apply(overlap(locked, second.id, second.start - at(12)), locked)


SWIPES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 46), st.integers(2, 48)), min_size=1, max_size=6)


@given(SWIPES)
def test_parts_of_takes_put_together_sound_without_a_gap_and_each_where_it_was_put(
    swipes: list[tuple[int, int, int]],
) -> None:
    timeline = placed(1)
    takes = [take.id for take in timeline.takes]
    owner = [takes[0]] * 48
    for number, first, last in swipes:
        if first + 1 < last:
            change = comp(timeline, takes[number], Span(at(first), at(last)))
            after = apply(change, timeline)
            assert apply(inverse(change), after) == timeline
            timeline = after
            owner[first:last] = [takes[number]] * (last - first)
    for frame in range(48):
        middle = (at(frame) + at(frame + 1)) / 2
        sounding = {cue.take for cue in cues(timeline) if cue.start <= middle < cue.end}
        assert owner[frame] in sounding
        inside = [abs(middle - edge) for cue in cues(timeline) for edge in (cue.start, cue.end)]
        if len(sounding) > 1:
            assert min(inside) <= SEAM  # two at once in a seam only
    for cue in cues(timeline):
        take = next(take for take in timeline.takes if take.id == cue.take)
        assert take.origin is None or cue.start - cue.trim.start == take.origin  # in step with the picture


def test_a_part_alone_is_placed_without_fades_and_elsewhere_is_refused() -> None:
    timeline = cut(2)
    take = timeline.takes[0].id
    after = apply(comp(timeline, take, Span(at(10), at(20))), timeline)
    [cue] = cues(after)
    assert cue.span == Span(at(10), at(20))
    assert not cue.fade_in.length
    assert not cue.fade_out.length
    with pytest.raises(BadInput, match="does not show"):
        comp(timeline, take, Span(at(50), at(60)))
    swept = apply(comp(after, timeline.takes[1].id, Span(Fraction(0), at(15))), after)
    assert [one.take for one in cues(swept)] == [timeline.takes[1].id, take]
