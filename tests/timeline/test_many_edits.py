"""Edits of many cues at once, and placing: one step of the history each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import Cue, Fade, KeptTake, PictureClip, Timeline, Track, TrackKind
from v2a_plugin.timeline.changes import ChangeKind, apply, inverse
from v2a_plugin.timeline.edits import delete
from v2a_plugin.timeline.lookup import find_cues
from v2a_plugin.timeline.many_edits import paste, ripple_delete_all, split_at
from v2a_plugin.timeline.placing import place_chosen, place_near
from v2a_plugin.timeline.shot_edits import mark_segment, show_shots
from v2a_plugin.timeline.take_edits import ranked
from v2a_plugin.timeline.track_edits import lock_track


def cue(name: str, start: int, length: int = 1) -> Cue:
    return Cue("take", Fraction(start), Span(Fraction(0), Fraction(length)), Fraction(4), "shot", id=name)


@pytest.fixture
def timeline() -> Timeline:
    """A shot of four seconds with one take; cues a, b, c on the first track, d on the second."""
    region = Region(Span(Fraction(10), Fraction(14)), "film", RegionKind.SHOT, "Shot 1", "shot")
    take = KeptTake("take", "shot", Fraction(4), Span(Fraction(0), Fraction(4)), 48_000, origin=Fraction(10))
    tracks = (
        Track(TrackKind.FEET, "Feet", (cue("a", 0), cue("b", 1), cue("c", 3, 2)), id="feet"),
        Track(TrackKind.FX, "FX", (cue("d", 6),), id="fx"),
    )
    return Timeline(Fraction(25), Timecode(0, Fraction(25)), (PictureClip(region, Fraction(0)),), tracks, (take,))


def starts(timeline: Timeline) -> list[list[Fraction]]:
    return [[cue.start for cue in track.cues] for track in timeline.tracks]


def test_split_takes_every_cue_under_the_time_or_the_chosen_ones(timeline: Timeline) -> None:
    timeline = apply(paste(timeline, find_cues(timeline, "c"), 10), timeline)
    on_both = replace(timeline.tracks[1], cues=(cue("d", 6), cue("e", 10)))
    timeline = replace(timeline, tracks=(timeline.tracks[0], on_both))
    middle = Fraction(21, 2)
    assert starts(apply(split_at(timeline, middle), timeline)) == [[0, 1, 3, 10, middle], [6, 10, middle]]
    assert starts(apply(split_at(timeline, middle, ["e"]), timeline)) == [[0, 1, 3, 10], [6, 10, middle]]
    assert not split_at(timeline, 20)


def test_what_was_cut_out_can_be_pasted(timeline: Timeline) -> None:
    copied = find_cues(timeline, ["d", "b"])
    without = apply(delete(timeline, ["b", "d"]), timeline)
    after = apply(paste(without, copied, 20), without)
    assert starts(after) == [[0, 3, 20], [25]]
    change = paste(without, copied, 20)
    assert apply(inverse(change), apply(change, without)) == without
    with pytest.raises(BadInput, match="Nothing was copied"):
        paste(timeline, (), 0)


def test_ripple_delete_closes_every_gap_once(timeline: Timeline) -> None:
    after = apply(ripple_delete_all(timeline, ["b", "a", "d"]), timeline)
    assert starts(after) == [[1], []]


def test_a_take_takes_the_place_of_another_of_its_shot_with_fades_gain_and_trim(timeline: Timeline) -> None:
    other = KeptTake("other", "shot", Fraction(5), Span(Fraction(1), Fraction(5)), 48_000, origin=Fraction(9))
    part = replace(other, id="part", used=Span(Fraction(2), Fraction(9, 4)))
    worked_on = replace(cue("c", 3, 2), gain_db=-4.0, fade_in=Fade(Fraction(1, 2)))
    feet = Track(TrackKind.FEET, "Feet", (cue("far", -9), worked_on, cue("e", 6)), id="feet")
    timeline = replace(timeline, takes=(*timeline.takes, other, part), tracks=(feet, timeline.tracks[1]))
    change = place_chosen(timeline, "other")
    after = apply(change, timeline)
    expected = replace(worked_on, take="other", trim=Span(Fraction(1), Fraction(3)), length=Fraction(5))
    assert after.tracks[0].cues[1] == expected
    assert after.picture[0].chosen == "other"
    assert starts(after) == starts(timeline)
    assert apply(inverse(change), after) == timeline
    assert apply(place_chosen(after, "other"), after) == after
    layered = apply(place_chosen(after, "other", layer=True), after)
    assert len(layered.tracks[1].cues) == 2
    beside = apply(place_chosen(timeline, "part"), timeline)  # a quarter of a second is no take of the cue
    assert [one.take for track in beside.tracks for one in track.cues].count("part") == 1
    assert worked_on in beside.tracks[0].cues


def test_place_chooses_and_takes_a_track_with_room(timeline: Timeline) -> None:
    change = place_chosen(timeline, "take", layer=True)
    after = apply(change, timeline)
    assert starts(after) == [[0, 1, 3], [0, 6]]
    assert after.picture[0].chosen == "take"
    assert apply(inverse(change), after) == timeline
    locked = apply(lock_track(timeline, "fx"), timeline)
    assert starts(apply(place_chosen(locked, "take", layer=True), locked)) == [[0, 1, 3], [6], [0]]
    with pytest.raises(BadInput, match="no track that is open"):
        place_chosen(apply(lock_track(locked, "feet"), locked), "take", layer=True)


def test_a_take_that_is_dropped_near_its_place_falls_into_step(timeline: Timeline) -> None:
    empty = replace(timeline, tracks=(Track(TrackKind.FX, "FX", id="fx"),))
    for at, start in ((Fraction(1, 10), 0), (Fraction(-1, 10), 0), (Fraction(2), 2)):
        [[placed]] = starts(apply(place_near(empty, "take", "fx", at, Fraction(1, 5)), empty))
        assert placed == start


def test_a_segment_is_cut_out_of_its_shot_and_stays_inside_it(timeline: Timeline) -> None:
    after = apply(mark_segment(timeline, Span(Fraction(3), Fraction(9))), timeline)
    assert [(clip.region.name, clip.record, int(clip.region.span.start)) for clip in after.picture] == [
        ("Shot 1", Fraction(0), 10), ("Segment 1", Fraction(3), 13),
    ]  # fmt: skip
    first = apply(mark_segment(timeline, Span(Fraction(0), Fraction(1)), "Door"), timeline)
    assert [(clip.region.name, clip.region.id == "shot") for clip in first.picture] == [
        ("Door", False),
        ("Shot 1", True),
    ]
    with pytest.raises(BadInput, match="whole of Shot 1"):
        mark_segment(timeline, Span(Fraction(0), Fraction(9)))


def test_shots_that_were_found_are_numbered_and_undo_passes_over_them(timeline: Timeline) -> None:
    old = timeline.picture[0].region
    parts = [
        replace(old, span=Span(Fraction(10), Fraction(12))),
        Region(Span(Fraction(12), Fraction(14)), "film", old.kind, "x"),
    ]
    change = show_shots(timeline, "film", parts)
    assert change.kind is ChangeKind.LASTING
    assert [(clip.region.name, clip.record) for clip in apply(change, timeline).picture] == [
        ("Shot 1", Fraction(0)),
        ("Shot 2", Fraction(2)),
    ]
    assert not show_shots(timeline, "another", parts)


def test_takes_are_ranked_with_the_unwanted_last(timeline: Timeline) -> None:
    [take] = timeline.takes
    takes = [
        replace(take, id="low", score=0.1), replace(take, id="gone", score=0.9, rejected=True),
        replace(take, id="mute", score=0.8, silent=True), replace(take, id="high", score=0.5),
    ]  # fmt: skip
    assert [one.id for one in ranked(replace(timeline, takes=tuple(takes)), "shot")] == ["high", "low", "mute", "gone"]
