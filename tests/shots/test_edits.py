"""Splitting, merging and cutting anew leave shots in order, and ids where they belong."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from v2a_plugin.model.errors import BadInput, PluginError, SpanError
from v2a_plugin.model.media import MediaFile, PictureStream
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span
from v2a_plugin.shots.protocol import USUAL, ShotDetector
from v2a_plugin.shots.region_edits import check_shots, merge, recut, split
from v2a_plugin.shots.regions import detect, redetect, shots_from_cuts, spaced, undivided

RATE = Fraction(24000, 1001)
FRAMES = 240


def at(frame: int) -> Fraction:
    return frame / RATE


def clip(frames: int = FRAMES, still: bool = False) -> MediaFile:
    picture = PictureStream(
        0, "h264", 320, 180, RATE, False, Fraction(1, 24000), Fraction(0), at(frames), frames, "yuv420p", 8,
        False, False, 0,
    )  # fmt: skip
    return MediaFile(Path("clip.mp4"), "9-f", "mov", (picture,), still=still)


class Known:
    """A detector that knows the frames of the cuts."""

    name = "known"

    def __init__(self, *frames: int) -> None:
        self.frames = frames
        self.asked: list[tuple[Span, float]] = []

    def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = USUAL) -> Steps[tuple[Fraction, ...]]:
        self.asked.append((span, sensitivity))
        yield Progress("finding shots", 0, FRAMES)
        return tuple(at(frame) for frame in self.frames if span.start < at(frame) < span.end)


def shots(*frames: int) -> tuple[Region, ...]:
    return shots_from_cuts(clip(), [at(frame) for frame in frames])


def lengths(regions: tuple[Region, ...]) -> list[int]:
    return [region.frames(RATE) for region in regions]


class Edits(RuleBasedStateMachine):
    """Any sequence of edits, held against a plain set of cut frames."""

    @initialize(cuts=st.sets(st.integers(1, FRAMES - 1), max_size=8))
    def start(self, cuts: set[int]) -> None:
        self.cuts = set(cuts)
        self.regions = shots(*sorted(cuts))

    @rule(frame=st.integers(1, FRAMES - 1))
    def split(self, frame: int) -> None:
        if frame in self.cuts:
            with pytest.raises(SpanError):
                split(self.regions, at(frame))
            return
        before = {region.id for region in self.regions}
        self.regions = split(self.regions, at(frame))
        self.cuts.add(frame)
        assert len({region.id for region in self.regions} - before) == 1
        assert before < {region.id for region in self.regions}

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        first = data.draw(st.integers(0, len(self.regions) - 1))
        last = data.draw(st.integers(first, len(self.regions) - 1))
        inside = Span(self.regions[first].span.start, self.regions[last].span.end)
        kept = self.regions[first].id
        self.regions = merge(self.regions, kept, self.regions[last].id)
        self.cuts = {frame for frame in self.cuts if not inside.start < at(frame) < inside.end}
        assert self.regions[first].id == kept

    @rule(ends=st.tuples(st.integers(0, FRAMES), st.integers(0, FRAMES)).filter(lambda p: p[0] < p[1]),
          found=st.sets(st.integers(1, FRAMES - 1), max_size=8))  # fmt: skip
    def redetect(self, ends: tuple[int, int], found: set[int]) -> None:
        span = Span(at(ends[0]), at(ends[1]))
        before = {region.span: region for region in self.regions}
        steps = redetect(self.regions, clip(), span, Known(*sorted(found)), min_length=Fraction(0))
        self.regions = finish(steps)
        outside = {frame for frame in self.cuts if not ends[0] < frame < ends[1]}
        self.cuts = outside | {frame for frame in found if ends[0] < frame < ends[1]}
        for region in self.regions:
            if region.span in before:
                assert region == before[region.span]

    @invariant()
    def in_order(self) -> None:
        assert [region.span.start for region in self.regions] == [0, *(at(frame) for frame in sorted(self.cuts))]
        assert check_shots(self.regions) == clip().span
        assert len({region.name for region in self.regions}) == len(self.regions)


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)


@given(frame=st.integers(1, FRAMES - 1), cuts=st.sets(st.integers(1, FRAMES - 1), max_size=6))
def test_merging_undoes_splitting(frame: int, cuts: set[int]) -> None:
    before = shots(*sorted(cuts - {frame}))
    parts = split(before, at(frame))
    place = next(index for index, region in enumerate(parts) if region.span.start == at(frame))
    assert merge(parts, parts[place - 1].id, parts[place].id) == before


def test_the_first_part_of_a_split_stays_the_shot_and_the_second_gets_a_letter() -> None:
    before = shots(100, 160)
    after = split(before, at(10))
    assert [region.name for region in after] == ["Shot 1", "Shot 1A", "Shot 2", "Shot 3"]
    assert after[0].id == before[0].id
    assert after[2:] == before[1:]
    again = split(split(after, at(20)), at(5))
    assert [region.name for region in again][:4] == ["Shot 1", "Shot 1C", "Shot 1A", "Shot 1B"]


def test_letters_go_on_after_z_and_named_shots_keep_their_words() -> None:
    regions: tuple[Region, ...] = (Region(clip().span, "9-f", RegionKind.SHOT, "Porch"),)
    for frame in range(FRAMES - 1, FRAMES - 29, -1):
        regions = split(regions, at(frame))
    names = [region.name for region in regions]
    assert names[0] == "Porch"
    assert names[-1] == "Porch A"
    assert names[1] == "Porch AB"


def test_a_shot_lives_on_where_most_of_it_is() -> None:
    before = shots(80, 160)
    after = recut(before, Span(at(0), at(160)), [at(60)])
    assert lengths(after) == [60, 100, 80]
    assert [region.id for region in after] == [region.id for region in before]
    wide = recut(before, clip().span, [at(10)])
    assert [region.id for region in wide][1] in {before[1].id, before[2].id}
    assert wide[0].id == before[0].id
    narrow = recut(before, Span(at(80), at(160)), [at(90), at(100)])
    assert [region.id for region in narrow][3] == before[1].id
    assert narrow[0] == before[0]
    assert narrow[-1] == before[2]
    assert [region.name for region in narrow] == ["Shot 1", "Shot 2A", "Shot 2B", "Shot 2", "Shot 3"]


def test_a_segment_marked_by_hand_stays_one() -> None:
    marked = (Region(clip().span, "9-f", RegionKind.SEGMENT, "Door"),)
    assert {region.kind for region in split(marked, at(50))} == {RegionKind.SEGMENT}


@given(
    cuts=st.sets(st.integers(1, FRAMES - 1), max_size=30),
    length=st.integers(0, 60),
)
def test_spaced_cuts_leave_no_short_shot_and_drop_no_cut_without_need(cuts: set[int], length: int) -> None:
    span = clip().span
    times = sorted(at(frame) for frame in cuts)
    kept = spaced(times, span, at(length))
    if kept:
        assert all(after - before >= at(length) for before, after in pairwise([span.start, *kept, span.end]))
    for cut in set(times) - set(kept):
        assert any(abs(cut - edge) < at(length) for edge in [span.start, *kept, span.end])


def test_detection_covers_the_picture_and_passes_the_sensitivity_on() -> None:
    detector = Known(5, 60, 70, 120, 239)
    assert isinstance(detector, ShotDetector)
    found = finish(detect(clip(), detector, sensitivity=0.8))
    assert lengths(found) == [60, 60, 120]
    assert [region.name for region in found] == ["Shot 1", "Shot 2", "Shot 3"]
    assert detector.asked == [(clip().span, 0.8)]
    assert lengths(finish(detect(clip(), detector, min_length=Fraction(0)))) == [5, 55, 10, 50, 119, 1]


def test_looking_again_keeps_clear_of_the_cuts_that_stay() -> None:
    before = shots(60)
    found = finish(redetect(before, clip(), Span(at(40), at(200)), Known(65, 100, 195)))
    assert lengths(found) == [65, 35, 95, 45]  # the cut at 60 lay inside the span
    found = finish(redetect(before, clip(), Span(at(60), at(200)), Known(65, 100, 230)))
    assert lengths(found) == [60, 40, 140]
    assert found[0] == before[0]
    assert found[2].id == before[1].id


def test_cancelling_a_detection_stops_the_detector() -> None:
    closed = []

    class Slow(Known):
        def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = USUAL) -> Steps[tuple[Fraction, ...]]:
            try:
                while True:
                    yield Progress("finding shots", 0)
            finally:
                closed.append(True)

    steps = detect(clip(), Slow())
    next(steps)
    steps.close()
    assert closed == [True]


def test_a_still_is_one_shot_of_the_length_asked_for() -> None:
    detector = Known(1)
    (shot,) = finish(detect(clip(still=True), detector, duration=Fraction(7, 2)))
    assert shot.span == Span(Fraction(0), Fraction(7, 2))
    assert shot.name == "Shot 1"
    assert not detector.asked
    with pytest.raises(SpanError, match=r"clip\.mp4 is a still"):
        finish(detect(clip(still=True), detector))
    with pytest.raises(SpanError, match="its own length"):
        undivided(clip(), Fraction(2))


def test_a_clip_of_one_frame_is_one_shot() -> None:
    (shot,) = finish(detect(clip(frames=1), Known()))
    assert shot.span == Span(Fraction(0), at(1))


class Falling(Known):
    def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = USUAL) -> Steps[tuple[Fraction, ...]]:
        yield Progress("finding shots", 0)
        return (at(20), at(10))


class Outside(Known):
    def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = USUAL) -> Steps[tuple[Fraction, ...]]:
        yield Progress("finding shots", 0)
        return (span.end,)


class Broken(Known):
    def cuts(self, media: MediaFile, span: Span, *, sensitivity: float = USUAL) -> Steps[tuple[Fraction, ...]]:
        yield Progress("finding shots", 0)
        raise KeyError("weights")


@pytest.mark.parametrize("detector", [Falling(), Outside(), Broken()])
def test_a_detector_that_breaks_its_word_is_named(detector: ShotDetector) -> None:
    with pytest.raises(PluginError, match=r"The shot detector known .*"):
        finish(detect(clip(), detector))


def test_edits_refuse_what_they_cannot_do() -> None:
    regions = shots(100)
    other = Region(Span(at(240), at(300)), "other", RegionKind.SHOT, "Shot 9")
    with pytest.raises(SpanError, match="already a cut"):
        split(regions, at(100))
    for frame in (0, 240, 500):
        with pytest.raises(SpanError, match="outside the shots"):
            split(regions, at(frame))
    with pytest.raises(BadInput, match="No shot has the id"):
        merge(regions, "nobody", regions[1].id)
    with pytest.raises(BadInput, match="lies before"):
        merge(regions, regions[1].id, regions[0].id)
    with pytest.raises(BadInput, match="different files"):
        split((*regions, other), at(10))
    with pytest.raises(BadInput, match="does not start where"):
        split(regions[::-1], at(10))
    with pytest.raises(BadInput, match="no shots"):
        merge((), "a", "b")
    with pytest.raises(SpanError, match="outside the shots"):
        recut(regions, Span(at(200), at(250)), [])
    with pytest.raises(SpanError, match="lies outside"):
        recut(regions, Span(at(10), at(50)), [at(50)])
    with pytest.raises(BadInput, match=r"not of clip\.mp4"):
        finish(redetect((other,), clip(), Span(at(250), at(260)), Known()))
