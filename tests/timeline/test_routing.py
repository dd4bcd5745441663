"""Tracks are chosen by what a take sounds like."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.timeline.test_edits import cut
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import KeptTake, Timeline, Track, TrackKind
from v2a_plugin.timeline.changes import apply, inverse
from v2a_plugin.timeline.placing import place_best, place_chosen
from v2a_plugin.timeline.routing import category_of_take, track_name_for
from v2a_plugin.timeline.track_edits import lock_track
from v2a_plugin.timeline.ucs_list import categories, list_path, shipped_table

KINDS = (TrackKind.FEET, TrackKind.MOVES, TrackKind.PROPS, TrackKind.AMBIENCE, TrackKind.FX)


def heard(*labels: str, recording: str = "", title: str = "") -> KeptTake:
    return KeptTake(
        "take", "shot", Fraction(1), Span(Fraction(0), Fraction(1)), 48_000,
        heard_as=labels, recording=recording, title=title,
    )  # fmt: skip


def shots(*labels: str) -> Timeline:
    """A cut with the five tracks of a new project; a take of each shot is heard as something."""
    timeline = cut(len(labels))
    first = {take.region: take for take in reversed(timeline.takes)}
    takes = [
        replace(first[f"shot-{n}"], heard_as=(label,) if label else (), prompt="") for n, label in enumerate(labels)
    ]
    tracks = tuple(Track(kind, "FX" if kind is TrackKind.FX else kind.value.title(), id=kind.value) for kind in KINDS)
    return replace(timeline, takes=tuple(takes), tracks=tracks)


def laid(timeline: Timeline) -> dict[str, list[str | None]]:
    return {track.name: [cue.region for cue in track.cues] for track in timeline.tracks if track.cues}


def test_every_category_of_the_list_has_a_track() -> None:
    table = {row["Category"]: row["Track"] for row in shipped_table("tracks.csv")}
    listed = categories(list_path())
    assert {each.category for each in listed} <= table.keys()
    assert table.keys() <= {each.category for each in listed} | {each.cat_id for each in listed}
    feet = {each.cat_id for each in listed if (table.get(each.cat_id) or table[each.category]) == "Feet"}
    assert feet == {each.cat_id for each in listed if each.category == "FOOTSTEPS"} | {"FOLYFeet"}


@pytest.mark.parametrize(
    ("take", "track"),
    [
        (heard("footsteps on gravel"), "Feet"),
        (heard("a pig grunting"), "Animals"),
        (heard("animals: farm"), "Animals"),
        (heard("a door closing", "footsteps"), "Doors"),
        (heard("something unheard of", "clothes rustling"), "Moves"),
        (heard("keys jingling"), "Music"),
        (heard("a dog barking", title="Rain on a roof"), "Ambience"),
        (heard("a dog barking", recording="DOORWood_Slam_ME_Lib.wav (CC0)", title="Slam"), "Doors"),
        (heard("a dog barking", recording="slam_3.wav (CC0)"), "Animals"),
        (heard("something unheard of"), "FX"),
        (heard(), "FX"),
    ],
)
def test_a_take_belongs_on_the_track_of_its_category(take: KeptTake, track: str) -> None:
    assert track_name_for(take) == track
    assert bool(category_of_take(take)) is (track != "FX")


def test_takes_go_where_they_belong_and_what_is_missing_is_added() -> None:
    before = shots("a pig grunting", "footsteps", "a door closing", "")
    after = before
    for take in before.takes:
        after = apply(place_chosen(after, take.id), after)
    best = place_best(before)
    for placed in (after, apply(best.change, before)):
        assert laid(placed) == {"Animals": ["shot-0"], "Feet": ["shot-1"], "Doors": ["shot-2"], "FX": ["shot-3"]}
        names = [track.name for track in placed.tracks]
        assert names == ["Feet", "Moves", "Props", "Doors", "Ambience", "FX", "Animals"]
    assert apply(inverse(best.change), apply(best.change, before)) == before
    again = place_best(after)
    assert not again.change
    assert {one.reason for one in again.skipped} == {"the shot already has a cue there"}


def test_another_of_its_kind_is_laid_on_a_second_track() -> None:
    before = shots("a pig grunting")
    [take] = before.takes
    after = apply(place_chosen(before, take.id), before)
    twice = apply(place_chosen(after, take.id, layer=True), after)
    assert laid(twice) == {"Animals": ["shot-0"], "Animals 2": ["shot-0"]}
    there = apply(place_chosen(after, take.id, track="props"), after)
    assert laid(there) == {"Animals": ["shot-0"], "Props": ["shot-0"]}


def test_locked_tracks_are_left_alone() -> None:
    before = shots("a pig grunting", "")
    for track in KINDS:
        before = apply(lock_track(before, track.value), before)
    pig, unknown = before.takes
    assert laid(apply(place_chosen(before, pig.id), before)) == {"Animals": ["shot-0"]}
    with pytest.raises(BadInput, match="no track that is open"):
        place_chosen(before, unknown.id)


def test_a_take_is_called_by_what_is_heard_or_what_was_seen_and_last_by_its_id() -> None:
    unheard = replace(heard(), id="0123456789abcdef")
    assert unheard.label == "01234567"
    assert replace(unheard, seen_as=("a pig grunting",)).label == "a pig grunting"
    assert replace(unheard, heard_as=("animals",), seen_as=("a pig grunting",)).label == "animals"
