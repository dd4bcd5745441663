"""Splitting and merging shots that a cut shows, and letting takes go: pure edits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from v2a_plugin.model.errors import BadInput, SpanError
from v2a_plugin.model.recipe import Settings, SourceKind
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import KeptTake, PictureClip, ShotSettings, Timeline
from v2a_plugin.timeline.changes import apply, from_line, inverse, to_line
from v2a_plugin.timeline.clearing import beyond_limit, clear_but_favourites, discard
from v2a_plugin.timeline.shot_edits import (
    mark_segment,
    merge_shots,
    run_around,
    set_shot_settings,
    show_shots,
    split_shot,
)

RATE = Fraction(25)


def cut(*frames: int, offset: int = 0) -> Timeline:
    """Shots of one file that follow one another, by their lengths in frames; the cut begins `offset` frames into it."""
    clips, start = [], Fraction(0)
    for number, count in enumerate(frames, 1):
        end = start + Fraction(count, 25)
        by = Fraction(offset, 25)
        region = Region(Span(start + by, end + by), "f", RegionKind.SHOT, f"Shot {number}", f"shot-{number}")
        clips.append(PictureClip(region, start))
        start = end
    return Timeline(RATE, Timecode(0, RATE), tuple(clips))


def with_takes(timeline: Timeline, *regions: str) -> Timeline:
    takes = tuple(
        KeptTake(f"take-{number}", region, Fraction(2), Span(Fraction(0), Fraction(2)), 48_000)
        for number, region in enumerate(regions)
    )
    return replace(timeline, takes=takes)


@given(st.lists(st.integers(2, 100), min_size=1, max_size=6), st.integers(0, 500), st.data())
def test_merging_undoes_splitting_and_undo_undoes_both(frames: list[int], offset: int, data: st.DataObject) -> None:
    timeline = cut(*frames, offset=offset)
    edges = {clip.record * 25 for clip in timeline.picture}
    at = data.draw(st.integers(1, sum(frames) - 1).filter(lambda frame: frame not in edges))
    change = split_shot(timeline, Fraction(at, 25))
    after = apply(change, timeline)
    assert apply(inverse(change), after) == timeline
    assert len(after.picture) == len(frames) + 1
    assert sum(clip.region.span.duration for clip in after.picture) == timeline.end
    assert all(one.span.end == two.record for one, two in zip(after.picture, after.picture[1:], strict=False))
    place = next(index for index, clip in enumerate(after.picture) if clip.record == Fraction(at, 25))
    pair = [clip.region.id for clip in after.picture[place - 1 : place + 1]]
    assert apply(merge_shots(after, pair), after).picture == timeline.picture


def test_a_cut_stays_where_it_is() -> None:
    timeline = cut(50, 50)
    with pytest.raises(SpanError):
        split_shot(timeline, Fraction(2))
    with pytest.raises(BadInput, match="no picture"):
        split_shot(timeline, Fraction(9))


def test_takes_of_merged_shots_are_those_of_the_first() -> None:
    timeline = with_takes(cut(50, 50, 50), "shot-1", "shot-2", "shot-3")
    after = apply(merge_shots(timeline, {"shot-1", "shot-2"}), timeline)
    assert [take.region for take in after.takes] == ["shot-1", "shot-1", "shot-3"]


def test_settings_stay_with_a_shot_that_is_cut_joined_or_found_again() -> None:
    timeline = cut(50, 50)
    words = ShotSettings(Settings(prompt="gravel", source=SourceKind.LIBRARY), 3, Fraction(1, 2), "mini", 7)
    change = set_shot_settings(timeline, {"shot-1"}, words)
    assert from_line(to_line(change)) == change
    asked = apply(change, timeline)
    assert apply(inverse(change), asked) == timeline
    two = apply(split_shot(asked, Fraction(1)), asked)
    assert [clip.settings for clip in two.picture] == [words, words, None]
    assert apply(merge_shots(two, [clip.region.id for clip in two.picture[:2]]), two).picture == asked.picture
    part = apply(mark_segment(asked, Span(Fraction(1, 2), Fraction(1))), asked)
    assert [clip.settings for clip in part.picture] == [words, words, words, None]
    again = apply(show_shots(asked, "f", [clip.region for clip in two.picture]), asked)
    assert [clip.settings for clip in again.picture] == [words, words, None]


def test_only_neighbours_in_file_and_cut_are_a_run() -> None:
    one, two, three = cut(50, 50, 50).picture
    moved = replace(three, record=three.record + 1)
    timeline = replace(cut(50), picture=(one, two, moved))
    assert run_around(timeline, "shot-2") == (one, two)
    for pair in (("shot-2", "shot-3"), ("shot-1", "shot-3"), ("shot-1",)):
        with pytest.raises(BadInput):
            merge_shots(timeline, pair)
    twice = replace(timeline, picture=(one, replace(one, record=Fraction(9))))
    with pytest.raises(BadInput, match="more than once"):
        run_around(twice, "shot-1")


def test_favourites_stay() -> None:
    timeline = with_takes(cut(50, 50), "shot-1", "shot-1", "shot-1", "shot-2")
    takes = (replace(timeline.takes[0], star=True), *timeline.takes[1:])
    picture = (replace(timeline.picture[0], chosen="take-1"), timeline.picture[1])
    timeline = replace(timeline, takes=takes, picture=picture)
    assert [take.id for take in apply(clear_but_favourites(timeline), timeline).takes] == ["take-0", "take-1"]
    only = apply(clear_but_favourites(timeline, ["shot-2"]), timeline)
    assert [take.id for take in only.takes] == ["take-0", "take-1", "take-2"]
    without = apply(discard(timeline, ["take-1"]), timeline)
    assert without.picture[0].chosen is None


@given(st.lists(st.sampled_from(["shot-1", "shot-2"]), max_size=12), st.sets(st.integers(0, 11)), st.integers(1, 5))
def test_the_limit_takes_the_oldest_that_nobody_likes(regions: list[str], stars: set[int], most: int) -> None:
    timeline = with_takes(cut(50, 50), *regions)
    timeline = replace(
        timeline, takes=tuple(replace(take, star=number in stars) for number, take in enumerate(timeline.takes))
    )
    change = beyond_limit(timeline, most)
    after = apply(change, timeline)
    assert apply(inverse(change), after) == timeline
    for region in ("shot-1", "shot-2"):
        before = [take for take in timeline.takes if take.region == region]
        left = [take for take in after.takes if take.region == region]
        starred = [take for take in before if take.star]
        assert [take for take in left if take.star] == starred
        assert len(left) == max(min(most, len(before)), len(starred))
        plain = [take for take in before if not take.star]
        kept = [take for take in left if not take.star]
        assert kept == plain[len(plain) - len(kept) :]
