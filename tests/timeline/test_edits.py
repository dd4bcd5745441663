"""Any edits, taken back, give the identical timeline; none makes cues overlap or leaves exact time."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from v2a_plugin.model.errors import BadInput, SpanError, V2AError
from v2a_plugin.model.frame_rates import STANDARD
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import (
    Fade,
    FadeShape,
    KeptTake,
    Marker,
    MarkerKind,
    PictureClip,
    Timeline,
    Track,
    TrackKind,
)
from v2a_plugin.project.lines import EntryKind
from v2a_plugin.project.stacks import Stacks
from v2a_plugin.timeline import (
    edits,
    guide_edits,
    marker_edits,
    placing,
    ripple,
    snapping,
    take_edits,
    track_edits,
    volume,
)
from v2a_plugin.timeline.changes import (
    Change,
    ChangeKind,
    Draft,
    TakeChange,
    apply,
    from_line,
    group,
    inverse,
    replay,
    to_line,
)
from v2a_plugin.timeline.edits import Edge
from v2a_plugin.timeline.lookup import find_cue, find_cues, find_take, find_track
from v2a_plugin.timeline.operations import CueChange

RATE = Fraction(24000, 1001)
HANDLE = Fraction(1, 2)


def at(frame: int) -> Fraction:
    return frame / RATE


def cut(shots: int = 4, frames: int = 48, takes: int = 3) -> Timeline:
    """Shots of 48 frames after one another, three takes of each with half a second of handles."""
    clips, kept = [], []
    for shot in range(shots):
        span = Span(at(shot * frames), at((shot + 1) * frames))
        region = Region(span, "9-f", RegionKind.SHOT, f"Shot {shot + 1}", f"shot-{shot}")
        clips.append(PictureClip(region, span.start))
        for number in range(takes):
            used = Span(HANDLE, HANDLE + span.duration)
            score = 0.1 * number
            kept.append(
                KeptTake(f"take-{shot}-{number}", region.id, used.end + HANDLE, used, 16000, score, ("footsteps",),
                         origin=span.start - HANDLE)
            )  # fmt: skip
    tracks = (Track(TrackKind.FEET, "Feet", id="feet"), Track(TrackKind.PROPS, "Props", id="props"))
    return Timeline(RATE, Timecode(86400, RATE), tuple(clips), tracks, tuple(kept))


def placed(timeline: Timeline | None = None, track: str = "feet") -> Timeline:
    """With the best take of each shot on a track."""
    timeline = timeline or cut()
    return apply(placing.place_best(timeline, track).change, timeline)


def check(timeline: Timeline) -> None:
    """All that must hold of a timeline, looked at anew."""
    for track in timeline.tracks:
        for one, following in pairwise(track.cues):
            assert one.start + (one.trim.end - one.trim.start) <= following.start
    for clip, other in pairwise(timeline.picture):
        assert clip.record + clip.region.span.duration <= other.record
    assert [marker.at for marker in timeline.markers] == sorted(marker.at for marker in timeline.markers)
    lengths = {take.id: take.length for take in timeline.takes}
    assert len(lengths) == len(timeline.takes)
    cues = [cue for track in timeline.tracks for cue in track.cues]
    assert len({cue.id for cue in cues}) == len(cues)
    assert all(lengths[cue.take] == cue.length for cue in cues)
    assert not [value for value in times(timeline) if not isinstance(value, Fraction)]


def times(value: object) -> Iterator[object]:
    """Every value of a field that is a time."""
    if isinstance(value, tuple):
        for item in value:
            yield from times(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if "Fraction" in str(field.type) and item is not None:
                yield item
            yield from times(item)


frames = st.integers(-60, 260)
lengths = st.fractions(Fraction(-3), Fraction(3), max_denominator=48000)
levels = st.floats(-60, 12)


class Edits:
    """Changes in the order they were applied, with the stacks of the project's journal."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.changes: list[Change] = []
        self.stacks = Stacks()
        for change in changes:
            self.record(change)

    def record(self, change: Change) -> None:
        if change:
            self.stacks.record(EntryKind(change.kind.value), len(self.changes))
            self.changes.append(change)

    @property
    def undo(self) -> Change | None:
        return inverse(self.changes[self.stacks.done[-1]]) if self.stacks.done else None

    @property
    def redo(self) -> Change | None:
        return inverse(inverse(self.changes[self.stacks.undone[-1]])) if self.stacks.undone else None


class Editing(RuleBasedStateMachine):
    """Edits in any order, with undo and redo between them."""

    @initialize()
    def begin(self) -> None:
        self.first = placed()
        self.refused: list[str] = []
        self.timeline = self.first
        self.history = Edits()
        self.journal: list[str] = []

    def do(self, make: Callable[[Timeline], Change]) -> None:
        """Make an edit and apply it; a refusal must leave everything as it was."""
        before = self.timeline
        try:
            change = make(before)
            after = apply(change, before)
        except V2AError as error:
            self.refused.append(error.message)
            return
        self.record(change, after)
        assert apply(inverse(change), after) == before

    def record(self, change: Change, after: Timeline) -> None:
        line = to_line(change)
        assert "\n" not in line
        assert len(line.splitlines()) == 1
        assert from_line(line) == change
        self.journal.append(line)
        self.timeline = after
        self.history.record(change)

    def cue(self, data: st.DataObject) -> str:
        cues = [cue.id for track in self.timeline.tracks for cue in track.cues]
        return data.draw(st.sampled_from(cues or ["none"]))

    def track(self, data: st.DataObject) -> str:
        tracks = [track.id for track in self.timeline.tracks]
        return data.draw(st.sampled_from(tracks or ["none"]))

    def take(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from([take.id for take in self.timeline.takes] or ["none"]))

    @rule(data=st.data(), frame=st.none() | frames)
    def place(self, data: st.DataObject, frame: int | None) -> None:
        take, track = self.take(data), self.track(data)
        start = None if frame is None else at(frame)
        self.do(lambda timeline: placing.place(timeline, take, track, start=start))

    @rule(data=st.data())
    def place_best(self, data: st.DataObject) -> None:
        track = self.track(data)
        self.do(lambda timeline: placing.place_best(timeline, track).change)

    @rule(data=st.data(), start=st.none() | lengths | frames.map(at))
    def move(self, data: st.DataObject, start: Fraction | None) -> None:
        cue, track = self.cue(data), self.track(data)
        self.do(lambda timeline: edits.move(timeline, cue, start=start, track=track))

    @rule(data=st.data(), by=lengths)
    def nudge(self, data: st.DataObject, by: Fraction) -> None:
        cues = [self.cue(data), self.cue(data)]
        self.do(lambda timeline: edits.nudge(timeline, cues, by))

    @rule(data=st.data(), edge=st.sampled_from(Edge), frame=frames, within=st.booleans())
    def trim(self, data: st.DataObject, edge: Edge, frame: int, within: bool) -> None:
        cue = self.cue(data)
        if within and cue != "none":
            to = edits.trim_within(self.timeline, cue, edge, at(frame))
            locked = find_cue(self.timeline, cue)
            if not (locked.cue.lock or locked.track.lock):
                apply(edits.trim(self.timeline, cue, edge, to), self.timeline)  # never refused
        else:
            to = at(frame)
        self.do(lambda timeline: edits.trim(timeline, cue, edge, to))

    @rule(data=st.data(), by=lengths)
    def slip(self, data: st.DataObject, by: Fraction) -> None:
        cue = self.cue(data)
        if cue != "none":
            edits.slip(self.timeline, cue, edits.slip_within(self.timeline, cue, by))  # never refused
        self.do(lambda timeline: edits.slip(timeline, cue, by))

    @rule(data=st.data(), share=st.fractions(0, 1))
    def split(self, data: st.DataObject, share: Fraction) -> None:
        cue = self.cue(data)

        def make(timeline: Timeline) -> Change:
            span = find_cue(timeline, cue).cue.span
            return edits.split(timeline, cue, span.start + span.duration * share)

        self.do(make)

    @rule(data=st.data(), frame=st.none() | frames)
    def duplicate(self, data: st.DataObject, frame: int | None) -> None:
        cue, track = self.cue(data), self.track(data)
        start = None if frame is None else at(frame)
        self.do(lambda timeline: edits.duplicate(timeline, cue, start=start, track=track))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        cues = {self.cue(data), self.cue(data)}
        self.do(lambda timeline: edits.delete(timeline, cues))

    @rule(data=st.data(), all_tracks=st.booleans())
    def ripple_delete(self, data: st.DataObject, all_tracks: bool) -> None:
        cue = self.cue(data)
        self.do(lambda timeline: ripple.ripple_delete(timeline, cue, None if all_tracks else ()))

    @rule(start=frames, length=st.integers(1, 60))
    def ripple_cut(self, start: int, length: int) -> None:
        self.do(lambda timeline: ripple.ripple_cut(timeline, Span(at(start), at(start + length))))

    @rule(data=st.data(), start=frames, length=st.integers(0, 60), one=st.booleans())
    def ripple_insert(self, data: st.DataObject, start: int, length: int, one: bool) -> None:
        tracks = [self.track(data)] if one else None
        self.do(lambda timeline: ripple.ripple_insert(timeline, at(start), at(length), tracks))

    @rule(data=st.data(), name=st.sampled_from(["gain", "gain_by"]), db=levels)
    def gain(self, data: st.DataObject, name: str, db: float) -> None:
        cue = self.cue(data)
        self.do(lambda timeline: getattr(edits, name)(timeline, cue, db))

    @rule(data=st.data(), start=frames, db=levels)
    def volume_point(self, data: st.DataObject, start: int, db: float) -> None:
        cue = self.cue(data)
        self.do(lambda timeline: volume.add_volume_point(timeline, cue, at(start), db))

    @rule(data=st.data(), edge=st.sampled_from(Edge), length=lengths, shape=st.sampled_from(FadeShape))
    def fade(self, data: st.DataObject, edge: Edge, length: Fraction, shape: FadeShape) -> None:
        cue = self.cue(data)
        self.do(lambda timeline: edits.fade(timeline, cue, edge, length, shape))

    @rule(data=st.data(), name=st.sampled_from(["mute", "lock"]), on=st.booleans())
    def switch(self, data: st.DataObject, name: str, on: bool) -> None:
        cue = self.cue(data)
        self.do(lambda timeline: getattr(edits, name)(timeline, cue, on))

    @rule(data=st.data(), name=st.sampled_from(["note", "rename", "set_category"]), text=st.text(max_size=6))
    def write(self, data: st.DataObject, name: str, text: str) -> None:
        cue = self.cue(data)
        self.do(lambda timeline: getattr(edits, name)(timeline, cue, text))

    @rule(data=st.data(), name=st.sampled_from(["next_take", "previous_take"]))
    def step_take(self, data: st.DataObject, name: str) -> None:
        cue = self.cue(data)
        self.do(lambda timeline: getattr(take_edits, name)(timeline, cue))

    @rule(data=st.data())
    def replace_take(self, data: st.DataObject) -> None:
        cue, take = self.cue(data), self.take(data)
        self.do(lambda timeline: take_edits.replace_take(timeline, cue, take))

    @rule(shot=st.integers(0, 4), name=st.sampled_from(["next_choice", "previous_choice"]))
    def step_choice(self, shot: int, name: str) -> None:
        self.do(lambda timeline: getattr(take_edits, name)(timeline, f"shot-{shot}"))

    @rule(data=st.data(), name=st.sampled_from(["star", "reject"]), on=st.booleans())
    def judge(self, data: st.DataObject, name: str, on: bool) -> None:
        take = self.take(data)
        self.do(lambda timeline: getattr(take_edits, name)(timeline, take, on))

    @rule(data=st.data(), text=st.text(max_size=4))
    def note_take(self, data: st.DataObject, text: str) -> None:
        take = self.take(data)
        self.do(lambda timeline: take_edits.note_take(timeline, take, text))

    @rule(data=st.data(), length=st.fractions(Fraction(1, 100), 4, max_denominator=16000))
    def keep_take(self, data: st.DataObject, length: Fraction) -> None:
        shot = data.draw(st.integers(0, 3))
        name = f"take-{shot}-{len(self.journal)}-more"
        take = KeptTake(name, f"shot-{shot}", length, Span(length / 4, length), 16000, 0.9)
        self.do(lambda timeline: take_edits.add_takes(timeline, [take]))

    @rule(data=st.data())
    def remove_takes(self, data: st.DataObject) -> None:
        takes = {self.take(data), self.take(data)}
        self.do(lambda timeline: take_edits.remove_takes(timeline, takes))

    @rule(data=st.data(), kind=st.sampled_from(TrackKind), index=st.integers(0, 3))
    def add_track(self, data: st.DataObject, kind: TrackKind, index: int) -> None:
        self.do(lambda timeline: track_edits.add_track(timeline, kind, index=index))

    @rule(data=st.data())
    def remove_track(self, data: st.DataObject) -> None:
        track = self.track(data)
        self.do(lambda timeline: track_edits.remove_track(timeline, track))

    @rule(data=st.data(), to=st.integers(0, 3))
    def move_track(self, data: st.DataObject, to: int) -> None:
        track = self.track(data)
        self.do(lambda timeline: track_edits.move_track(timeline, track, to))

    @rule(data=st.data(), name=st.sampled_from(["mute_track", "solo_track", "lock_track"]), on=st.booleans())
    def switch_track(self, data: st.DataObject, name: str, on: bool) -> None:
        track = self.track(data)
        self.do(lambda timeline: getattr(track_edits, name)(timeline, track, on))

    @rule(data=st.data(), db=levels, pan=st.floats(-2, 2), kind=st.sampled_from(TrackKind))
    def set_track(self, data: st.DataObject, db: float, pan: float, kind: TrackKind) -> None:
        track = self.track(data)
        self.do(lambda timeline: track_edits.set_track_gain(timeline, track, db))
        self.do(lambda timeline: track_edits.pan_track(timeline, track, pan))
        self.do(lambda timeline: track_edits.set_track_kind(timeline, track, kind))
        self.do(lambda timeline: track_edits.rename_track(timeline, track, f"T {db:.0f}"))

    @rule(frame=frames, name=st.text(max_size=3))
    def add_marker(self, frame: int, name: str) -> None:
        self.do(lambda timeline: marker_edits.add_marker(timeline, at(frame), name))

    @rule(data=st.data(), frame=frames)
    def change_marker(self, data: st.DataObject, frame: int) -> None:
        markers = [marker.id for marker in self.timeline.markers] or ["none"]
        marker = data.draw(st.sampled_from(markers))
        self.do(lambda timeline: marker_edits.move_marker(timeline, marker, at(frame)))
        self.do(lambda timeline: marker_edits.note_marker(timeline, marker, note="!"))
        if frame % 3 == 0:
            self.do(lambda timeline: marker_edits.remove_markers(timeline, marker))

    @rule(found=st.lists(frames, max_size=4))
    def find_hits(self, found: list[int]) -> None:
        hits = [Marker(at(frame), "hit", MarkerKind.HIT, region="shot-1") for frame in found]
        self.do(lambda timeline: marker_edits.replace_hits(timeline, "shot-1", hits))

    @rule(frame=frames, to=frames, strength=st.floats(-0.2, 1.2))
    def event(self, frame: int, to: int, strength: float) -> None:
        self.do(lambda timeline: guide_edits.add_event(timeline, at(frame), strength))
        self.do(lambda timeline: guide_edits.move_event(timeline, at(frame), at(to)))
        if to % 3 == 0:
            self.do(lambda timeline: guide_edits.remove_event(timeline, at(to)))

    @rule(name=st.text(max_size=3), rate=st.sampled_from([RATE, Fraction(25)]), frame=st.integers(0, 90000))
    def head(self, name: str, rate: Fraction, frame: int) -> None:
        self.do(lambda timeline: track_edits.rename_timeline(timeline, name))
        self.do(lambda timeline: track_edits.set_start(timeline, Timecode(frame, rate)))

    @rule(rate=st.sampled_from(STANDARD))
    def conform_rate(self, rate: Fraction) -> None:
        self.do(lambda timeline: track_edits.set_rate(timeline, rate))

    @rule(gone=st.integers(0, 4), by=st.integers(0, 20))
    def recut(self, gone: int, by: int) -> None:
        def make(timeline: Timeline) -> Change:
            clips = [clip for clip in timeline.picture if clip.region.id != f"shot-{gone}"]
            later = [dataclasses.replace(clip, record=clip.record + at(by)) for clip in clips]
            return track_edits.set_picture(timeline, later)

        self.do(make)

    @rule(count=st.integers(1, 4))
    def undo(self, count: int) -> None:
        for _ in range(count):
            if change := self.history.undo:
                self.record(change, apply(change, self.timeline))

    @rule(count=st.integers(1, 4))
    def redo(self, count: int) -> None:
        for _ in range(count):
            if change := self.history.redo:
                self.record(change, apply(change, self.timeline))

    @invariant()
    def valid(self) -> None:
        check(self.timeline)
        cues = [cue for track in self.timeline.tracks for cue in track.cues]
        found = find_cues(self.timeline, [cue.id for cue in cues]) if cues else ()
        assert all(one.cue is cue for one, cue in zip(found, cues, strict=True))

    def teardown(self) -> None:
        """Save and load; undo to the beginning; redo to the end."""
        if not hasattr(self, "first"):
            return
        assert all(len(message.split()) > 3 for message in self.refused)
        loaded = [from_line(line) for line in self.journal]
        assert replay(self.first, loaded) == self.timeline
        history = Edits(loaded)
        assert (history.stacks.done, history.stacks.undone) == (self.history.stacks.done, self.history.stacks.undone)
        assert from_json(Timeline, to_json(self.timeline)) == self.timeline
        timeline = self.timeline
        while change := history.undo:
            timeline = apply(change, timeline)
            history.record(change)
        assert timeline == self.first
        while change := history.redo:
            timeline = apply(change, timeline)
            history.record(change)
        if not self.history.stacks.undone:
            assert timeline == self.timeline


Editing.TestCase.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
TestEditing = Editing.TestCase


def test_a_cue_stays_in_step_with_its_region_through_its_takes() -> None:
    timeline = cut()
    other = KeptTake(
        "late", "shot-1", Fraction(3), Span(Fraction(1, 4), Fraction(2)), 16000, origin=at(48) - Fraction(1, 4)
    )
    timeline = apply(take_edits.add_takes(timeline, [other]), timeline)
    timeline = apply(placing.place(timeline, "take-1-0", "feet"), timeline)
    [cue] = timeline.tracks[0].cues
    assert (cue.span, cue.trim) == (timeline.picture[1].span, Span(HANDLE, HANDLE + at(48)))
    source = at(48) - HANDLE + cue.trim.start  # media time of the cue's first sample
    timeline = apply(take_edits.replace_take(timeline, cue.id, "late"), timeline)
    [new] = timeline.tracks[0].cues
    assert (new.take, new.start, new.id) == ("late", cue.start, cue.id)
    assert at(48) - Fraction(1, 4) + new.trim.start == source


def test_a_take_that_reaches_less_far_gives_a_shorter_cue_in_step() -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[1]
    short = KeptTake(
        "short", "shot-1", Fraction(1), Span(Fraction(0), Fraction(1)), 16000, origin=at(48) + Fraction(1, 2)
    )
    timeline = apply(take_edits.add_takes(timeline, [short]), timeline)
    faded = apply(edits.fade(timeline, cue.id, Edge.START, Fraction(3, 2)), timeline)
    [new] = [
        one for one in apply(take_edits.replace_take(faded, cue.id, "short"), faded).tracks[0].cues if one.id == cue.id
    ]
    assert new.span == Span(cue.start + Fraction(1, 2), cue.start + Fraction(3, 2))
    assert new.fade_in.length == 1


def test_the_next_take_is_one_key_away_and_the_choice_follows() -> None:
    timeline = apply(take_edits.choose(placed(), "shot-0", "take-0-2"), placed())
    cue = timeline.tracks[0].cues[0].id
    timeline = apply(take_edits.reject(timeline, "take-0-0"), timeline)
    seen = []
    for _ in range(3):
        timeline = apply(take_edits.next_take(timeline, cue), timeline)
        seen.append((find_cue(timeline, cue).cue.take, timeline.picture[0].chosen))
    assert [take for take, _ in seen] == ["take-0-1", "take-0-2", "take-0-1"]
    assert all(take == chosen for take, chosen in seen)
    assert find_cue(apply(take_edits.previous_take(timeline, cue), timeline), cue).cue.take == "take-0-2"


def test_the_best_take_is_the_chosen_one_or_the_best_scored_that_can_be_heard() -> None:
    timeline = cut()
    wanted: list[Callable[[Timeline], Change]] = [
        lambda t: take_edits.choose(t, "shot-0", "take-0-0"),
        lambda t: take_edits.reject(t, "take-1-2"),
    ]
    timeline = apply(edits.together("Judge", timeline, wanted), timeline)
    silent = tuple(dataclasses.replace(take, silent=take.id in ("take-2-2", "take-2-1")) for take in timeline.takes)
    none = tuple(dataclasses.replace(take, rejected=take.rejected or take.region == "shot-3") for take in silent)
    timeline = dataclasses.replace(timeline, takes=none)
    found = placing.place_best(timeline, "feet")
    after = apply(found.change, timeline)
    assert [cue.take for cue in after.tracks[0].cues] == ["take-0-0", "take-1-1", "take-2-0"]
    assert found.placed == ("shot-0", "shot-1", "shot-2")
    assert [(skip.region, skip.reason) for skip in found.skipped] == [("shot-3", "no usable take")]
    again = placing.place_best(after, "feet")
    assert not again.change
    assert {skip.reason for skip in again.skipped} == {"no usable take", "the track already has a cue there"}
    with pytest.raises(BadInput, match="is locked"):
        placing.place_best(apply(track_edits.lock_track(after, "feet"), after), "feet")


def test_locks_refuse_edits_and_let_undo_through() -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[0]
    moved = edits.move(timeline, cue.id, start=-1)
    after = apply(moved, timeline)
    for guard in (edits.lock(after, cue.id), track_edits.lock_track(after, "feet")):
        locked = apply(guard, after)
        for edit in (
            edits.gain(locked, cue.id, -3),
            edits.delete(locked, cue.id),
            track_edits.remove_track(locked, "feet"),
        ):
            with pytest.raises(BadInput, match=r"is locked|locked cue"):
                apply(edit, locked)
        assert apply(inverse(moved), apply(inverse(guard), locked)) == timeline
    once = group(
        "Guard", edits.gain(after, cue.id, -3), edits.lock(apply(edits.gain(after, cue.id, -3), after), cue.id)
    )
    assert apply(inverse(once), apply(once, after)) == after


def test_a_change_for_another_state_is_refused_and_changes_nothing() -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[1]
    louder = edits.gain(timeline, cue.id, 3)
    gone = apply(edits.delete(timeline, cue.id), timeline)
    with pytest.raises(BadInput, match=r"'Gain' was made for another state of the timeline"):
        apply(louder, gone)
    draft = Draft(gone)
    mixed = group(
        "Mixed", edits.gain(gone, gone.tracks[0].cues[0].id, -1), track_edits.remove_track(gone, "props"), louder
    )
    with pytest.raises(BadInput, match="'Mixed' was made for another state"):
        draft.apply(mixed)
    assert draft.timeline() == gone


def test_overlap_is_refused_and_passes_inside_one_change() -> None:
    timeline = placed()
    one, other = timeline.tracks[0].cues[:2]
    with pytest.raises(SpanError, match="overlap on Feet"):
        apply(edits.move(timeline, one.id, start=other.start), timeline)
    swap = group(
        "Swap", edits.move(timeline, one.id, start=other.start), edits.move(timeline, other.id, start=one.start)
    )
    after = apply(swap, timeline)
    assert [cue.id for cue in after.tracks[0].cues[:2]] == [other.id, one.id]
    assert apply(inverse(swap), after) == timeline


@pytest.mark.parametrize("moment", [0.5, float("nan"), float("inf")])
def test_a_float_is_no_time(moment: Any) -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[0]
    made: list[Callable[[], Change]] = [
        lambda: edits.move(timeline, cue.id, start=moment),
        lambda: edits.nudge(timeline, cue.id, moment),
        lambda: edits.trim(timeline, cue.id, Edge.END, moment),
        lambda: ripple.ripple_insert(timeline, moment, 1),
        lambda: marker_edits.add_marker(timeline, moment, "x"),
    ]
    for edit in made:
        with pytest.raises(SpanError, match="not exact"):
            edit()
    loose = dataclasses.replace(cue, id="loose", start=Fraction(100), fade_in=Fade(0.5))  # type: ignore[arg-type]
    with pytest.raises(SpanError, match="not exact"):
        apply(Change("Place", (CueChange("feet", None, loose),)), timeline)


def test_a_take_that_is_used_is_not_removed() -> None:
    timeline = placed()
    with pytest.raises(BadInput, match="plays the take take-0-2"):
        apply(take_edits.remove_takes(timeline, ["take-0-0", "take-0-2"]), timeline)
    chosen = apply(take_edits.choose(timeline, "shot-0", "take-0-1"), timeline)
    with pytest.raises(BadInput, match="Shot 1 chose the take take-0-1"):
        apply(take_edits.remove_takes(chosen, ["take-0-1"]), chosen)
    fewer = apply(take_edits.remove_takes(timeline, ["take-0-0", "take-2-1"]), timeline)
    assert [take.id for take in timeline.takes if take not in fewer.takes] == ["take-0-0", "take-2-1"]


def test_takes_that_arrive_do_not_end_what_can_be_redone() -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[0].id
    history = Edits()
    louder = edits.gain(timeline, cue, 3)
    timeline = apply(louder, timeline)
    history.record(louder)
    undo = history.undo
    assert undo is not None
    assert undo.kind is ChangeKind.UNDO
    timeline = apply(undo, timeline)
    history.record(undo)
    arrived = take_edits.add_takes(timeline, [dataclasses.replace(timeline.takes[0], id="new")], lasting=True)
    timeline = apply(arrived, timeline)
    history.record(arrived)
    redo = history.redo
    assert redo is not None
    timeline = apply(redo, timeline)
    assert find_cue(timeline, cue).cue.gain_db == 3
    assert find_take(timeline, "new")


def test_ripples_close_and_open_time_and_leave_locked_tracks() -> None:
    timeline = placed(placed(), "props")
    timeline = apply(track_edits.lock_track(timeline, "props"), timeline)
    starts = [cue.start for cue in timeline.tracks[0].cues]
    second = timeline.tracks[0].cues[1]
    after = apply(ripple.ripple_delete(timeline, second.id, None), timeline)
    assert [cue.start for cue in after.tracks[0].cues] == [starts[0], starts[1], starts[2]]
    assert after.tracks[1] == timeline.tracks[1]
    opened = apply(ripple.ripple_insert(timeline, at(12), at(24), ["feet"]), timeline)
    assert [cue.start for cue in opened.tracks[0].cues] == [at(0), at(36), at(72), at(120), at(168)]
    closed = apply(ripple.ripple_cut(timeline, Span(at(24), at(120)), ["feet"]), timeline)
    assert [cue.span for cue in closed.tracks[0].cues] == [
        Span(at(0), at(24)),
        Span(at(24), at(48)),
        Span(at(48), at(96)),
    ]
    assert closed.tracks[0].cues[1].trim.start == HANDLE + at(24)
    with pytest.raises(BadInput, match="is locked"):
        apply(ripple.ripple_cut(timeline, Span(at(0), at(1)), ["props"]), timeline)


def test_a_split_plays_on_without_a_seam() -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[0]
    timeline = apply(edits.fade(timeline, cue.id, Edge.START, Fraction(1, 10)), timeline)
    after = apply(edits.split(timeline, cue.id, at(7)), timeline)
    first, second = after.tracks[0].cues[:2]
    assert (first.id, first.end, second.start) == (cue.id, at(7), at(7))
    assert first.trim.end == second.trim.start
    assert (first.fade_in, second.fade_in, second.end) == (Fade(Fraction(1, 10)), Fade(), cue.end)
    with pytest.raises(SpanError, match="not inside the cue"):
        edits.split(timeline, cue.id, cue.start)


def test_handles_bound_trim_and_slip() -> None:
    timeline = apply(placing.place(cut(), "take-1-0", "feet"), cut())
    [cue] = timeline.tracks[0].cues
    wide = apply(edits.trim(timeline, cue.id, Edge.END, cue.end + HANDLE), timeline)
    assert wide.tracks[0].cues[0].trim.end == cue.length
    with pytest.raises(SpanError, match="has no sound at"):
        edits.trim(timeline, cue.id, Edge.START, cue.start - HANDLE - at(1))
    with pytest.raises(SpanError, match="can be slipped by"):
        edits.slip(timeline, cue.id, HANDLE + at(1))
    slipped = apply(edits.slip(timeline, cue.id, -HANDLE), timeline)
    assert slipped.tracks[0].cues[0].trim.start == 0
    assert slipped.tracks[0].cues[0].start == cue.start


@given(st.lists(st.fractions(0, 9, max_denominator=50), max_size=8), st.fractions(-1, 10, max_denominator=1000))
def test_snapping_lands_on_the_nearest_point_or_frame(marks: list[Fraction], moment: Fraction) -> None:
    timeline = apply(marker_edits.add_markers(cut(), [Marker(mark, "m") for mark in marks]), cut())
    points = snapping.snap_points(timeline)
    edges = {edge for clip in timeline.picture for edge in (clip.span.start, clip.span.end)}
    assert {point.at for point in points} == edges | set(marks)
    reach = Fraction(1, 10)
    landed = snapping.snap(timeline, moment, points, reach)
    best = min(abs(point.at - moment) for point in points)
    if best <= reach:
        assert abs(landed - moment) == best
    else:
        assert (landed * RATE).denominator == 1
        assert abs(landed - moment) <= 1 / RATE / 2


def test_a_dragged_cue_catches_with_the_edge_that_is_nearest() -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[1]
    points = snapping.snap_points(timeline, without={cue.id})
    span = Span(at(49), at(49) + at(48) - Fraction(1, 100))
    start = snapping.snap_span(timeline, span, points, Fraction(1, 20))
    assert start + span.duration == at(96)
    assert snapping.snap_span(timeline, span, (), Fraction(1, 20)) == at(49)
    hit = apply(marker_edits.replace_hits(timeline, "shot-1", [Marker(at(50), "hit", MarkerKind.HIT)]), timeline)
    [point] = snapping.snap_points(hit, {snapping.SnapKind.HIT}, playhead=at(3))
    assert (point.at, point.kind) == (at(50), snapping.SnapKind.HIT)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "is not JSON"),
        ("[]", "is not a change"),
        ("{}", "is not a change"),
        ('{"name": "x", "do": {}}', "is not a change"),
        ('{"name": "x", "do": [], "kind": "later"}', "is not a change"),
        ('{"name": "x", "do": [], "kind": []}', "is not a change"),
        ('{"name": "x", "do": [], "more": 1}', "other entries"),
        ('{"name": "x", "do": [{"nothing": {}}]}', "operations is unknown"),
        ('{"name": "x", "do": [{"cue": []}]}', "no object"),
        ('{"name": "x", "do": [{"cue": {"track": "t"}}]}', "neither a before nor an after"),
        (
            '{"name": "x", "do": [{"marker": {"index": 0, "after": {"at": 0.5, "name": ""}}}]}',
            r"after\.at cannot be 0\.5",
        ),
        (
            '{"name": "x", "do": [{"marker": {"index": 0, "after": {"at": "1e99999999", "name": ""}}}]}',
            "cannot be '1e9",
        ),
        ('{"name": "x", "do": [{"marker": {"index": 0, "after": {"name": ""}}}]}', r"after lacks 'at'"),
        ('{"name": "x", "do": [{"take": {"index": 1e400, "before": {}}}]}', "index cannot be"),
    ],
)
def test_a_bad_line_is_one_sentence_that_names_the_source(line: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        from_line(line, "ops.jsonl, line 7")
    assert caught.value.message.startswith("ops.jsonl, line 7 ")


def test_a_line_says_only_what_changed() -> None:
    timeline = placed()
    cue = timeline.tracks[0].cues[0]
    told = json.loads(to_line(edits.gain(timeline, cue.id, -6)))
    assert told["name"] == "Gain"
    assert told["do"][0]["cue"]["after"] == {"gain_db": -6.0}
    assert "mute" not in told["do"][0]["cue"]["before"]


def test_what_did_not_change_is_shared() -> None:
    timeline = placed(placed(), "props")
    after = apply(edits.gain(timeline, timeline.tracks[0].cues[0].id, 1), timeline)
    assert after.takes is timeline.takes
    assert after.picture is timeline.picture
    assert after.tracks[1] is timeline.tracks[1]
    assert find_track(after, "feet") != find_track(timeline, "feet")


def test_ten_thousand_changes_of_a_film_replay_in_a_blink() -> None:
    timeline = cut(1500, 96, 4)
    spread = tuple(Track(TrackKind.FEET, f"T{n}", id=f"track-{n}") for n in range(8))
    timeline = dataclasses.replace(timeline, tracks=spread)
    for number in range(8):
        shots = [f"shot-{shot}" for shot in range(number, 1500, 8)]
        timeline = apply(placing.place_best(timeline, f"track-{number}", shots).change, timeline)
    cues = [(track.id, cue) for track in timeline.tracks for cue in track.cues]
    starts = [cue.start for _, cue in cues]
    assert (len(cues), len(timeline.takes)) == (1500, 6000)
    changes, takes = [], list(timeline.takes)
    for step in range(10_000):
        place = step * 7919 % 1500
        track, cue = cues[place]
        if step % 4 == 0:
            old = takes[step % 6000]
            takes[step % 6000] = dataclasses.replace(old, star=not old.star)
            changes.append(Change("Star", (TakeChange(step % 6000, old, takes[step % 6000]),)))
        else:
            new = dataclasses.replace(cue, gain_db=float(step % 20))
            if step % 2:
                new = dataclasses.replace(cue, start=starts[place] + at(step % 90))
            changes.append(Change("Edit", (CueChange(track, cue, new),)))
            cues[place] = (track, new)
    lines = [to_line(change) for change in changes]
    begin = time.process_time()
    after = replay(timeline, changes)
    took = time.process_time() - begin
    check(after)
    assert took < 1
    begin = time.process_time()
    assert [from_line(line) for line in lines] == changes
    assert time.process_time() - begin < 2
    assert replay(after, [inverse(change) for change in reversed(changes)]) == timeline
