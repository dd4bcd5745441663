"""A conform loses no cue, keeps sound and picture together, and knows pictures again in other encodings."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.conform.conform import Conformed, conform
from v2a_plugin.conform.matching import MatchKind
from v2a_plugin.conform.signatures import PictureSignature, sign
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.fit import stretched
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import SpanError, V2AError
from v2a_plugin.model.media import MediaFile, PictureStream
from v2a_plugin.model.progress import finish
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import (
    Cue,
    Fade,
    KeptTake,
    Marker,
    MarkerKind,
    PictureClip,
    Timeline,
    Track,
    TrackKind,
)
from v2a_plugin.timeline import edits, marker_edits, placing, track_edits
from v2a_plugin.timeline.changes import apply, from_line, inverse, to_line
from v2a_plugin.timeline.edits import Edge
from v2a_plugin.timeline.lookup import takes_of
from v2a_plugin.timeline.operations import Header

RATE = Fraction(25)
HANDLE = Fraction(1, 2)
LENGTH = 50  # frames a shot


def at(frame: int) -> Fraction:
    return frame / RATE


def show(first: int, end: int, record: int, media: str = "9-f", name: str = "New") -> PictureClip:
    """A clip of a new cut: frames of a file from a frame of the record."""
    return PictureClip(Region(Span(at(first), at(end)), media, RegionKind.SHOT, name), at(record))


def cut(shots: int = 4) -> Timeline:
    """Shots of two seconds back to back, a take with handles of each, its cue on Feet and a free one on Ambience."""
    clips, takes, cues = [], [], []
    for shot in range(shots):
        span = Span(at(shot * LENGTH), at((shot + 1) * LENGTH))
        region = Region(span, "9-f", RegionKind.SHOT, f"Shot {shot + 1}", f"shot-{shot}")
        used = Span(HANDLE, HANDLE + span.duration)
        take = KeptTake(f"take-{shot}", region.id, used.end + HANDLE, used, 16000, 0.5, origin=span.start - HANDLE)
        clips.append(PictureClip(region, span.start, take.id))
        takes.append(take)
        cues.append(Cue(take.id, span.start, used, take.length, region=region.id, id=f"cue-{shot}"))
    tracks = (Track(TrackKind.FEET, "Feet", tuple(cues), id="feet"), Track(TrackKind.AMBIENCE, "Air", id="air"))
    return Timeline(RATE, Timecode(90000, RATE), tuple(clips), tracks, tuple(takes))


def done(timeline: Timeline, clips: Sequence[PictureClip]) -> tuple[Timeline, Conformed]:
    """A conform by source time, applied; it can be undone, and written as a line."""
    found = finish(conform(timeline, clips))
    after = apply(found.change, timeline)
    assert apply(inverse(found.change), after) == timeline
    assert from_line(to_line(found.change)) == found.change
    return after, found


def cues_of(timeline: Timeline, track: str = "Feet") -> list[Cue]:
    return [cue for one in timeline.tracks if one.name == track for cue in one.cues]


def heard_with(timeline: Timeline, cue: Cue) -> Fraction:
    """Which moment of the media is seen when the first sample of the take would be heard."""
    [clip] = [clip for clip in timeline.picture if clip.region.id == cue.region]
    return clip.region.span.start + cue.start - cue.trim.start - clip.record


def test_a_shot_taken_out_and_others_swapped() -> None:
    timeline = cut()
    new = [show(100, 150, 0), show(0, 50, 50), show(150, 200, 100)]
    after, found = done(timeline, new)
    assert [(cue.id, cue.span) for cue in cues_of(after)] == [
        ("cue-2", Span(at(0), at(50))), ("cue-0", Span(at(50), at(100))), ("cue-3", Span(at(100), at(150))),
    ]  # fmt: skip
    assert [cue.id for cue in cues_of(after, "Unmatched")] == ["cue-1"]
    assert cues_of(after, "Unmatched")[0].start == at(50)
    assert [clip.region.id for clip in after.picture] == ["shot-2", "shot-0", "shot-3"]
    assert [clip.chosen for clip in after.picture] == ["take-2", "take-0", "take-3"]
    assert [(one.cue, one.track, one.region) for one in found.report.unmatched] == [("cue-1", "Feet", "Shot 2")]
    assert [region.name for region in found.report.gone] == ["Shot 2"]
    assert found.report.new == ()
    assert {cue.cue: cue.by for cue in found.report.moved} == {"cue-0": at(50), "cue-2": at(-100), "cue-3": at(-50)}
    assert "Shot 2 is no longer in the cut." in found.report.sentences()


def test_a_shot_that_was_trimmed_keeps_its_sound_on_its_picture() -> None:
    timeline = cut(2)
    timeline = apply(edits.fade(timeline, "cue-0", Edge.END, at(5)), timeline)
    after, found = done(timeline, [show(10, 40, 0), show(50, 100, 30)])
    cue, other = cues_of(after)
    assert cue.span == Span(at(0), at(30))
    assert cue.trim == Span(HANDLE + at(10), HANDLE + at(40))
    assert cue.fade_out == Fade(at(5))
    assert heard_with(after, cue) == heard_with(timeline, cues_of(timeline)[0])
    assert other.span == Span(at(30), at(80))
    assert found.report.moved[0].trimmed == at(20)


def test_a_shot_cut_in_two_by_another_takes_its_cue_along_in_two() -> None:
    timeline = cut(2)
    after, found = done(timeline, [show(0, 20, 0), show(50, 100, 20), show(20, 50, 70)])
    assert [(cue.id == "cue-0", cue.span) for cue in cues_of(after)] == [
        (True, Span(at(0), at(20))), (False, Span(at(20), at(70))), (False, Span(at(70), at(100))),
    ]  # fmt: skip
    first, _, last = cues_of(after)
    assert first.trim.end == last.trim.start
    assert [one.pieces for one in found.report.moved] == [2, 1]
    assert heard_with(after, first) == heard_with(after, last) == -HANDLE
    assert first.region != last.region


def test_other_cuts_through_the_same_picture_leave_the_cues_whole() -> None:
    timeline = cut(2)
    after, found = done(timeline, [show(0, 49, 0), show(49, 70, 49), show(70, 100, 70)])
    assert [cue.span for cue in cues_of(after)] == [cue.span for cue in cues_of(timeline)]
    assert not found.report.unmatched


def test_what_reaches_out_of_its_shot_still_does() -> None:
    timeline = cut(2)
    timeline = apply(edits.delete(timeline, "cue-1"), timeline)
    timeline = apply(edits.trim(timeline, "cue-0", Edge.END, at(60)), timeline)
    after, _ = done(timeline, [show(0, 30, 0), show(50, 100, 30)])
    assert cues_of(after)[0].span == Span(at(0), at(40))


def test_a_frame_of_a_shot_is_not_the_shot() -> None:
    timeline = cut(3)
    after, found = done(timeline, [show(100, 150, 0), show(99, 140, 50)])
    assert [clip.region.id == "shot-2" for clip in after.picture] == [True, False]
    assert after.picture[1].region.id not in ("shot-0", "shot-1")
    assert [one.cue for one in found.report.unmatched] == ["cue-0", "cue-1"]
    assert [cue.trim for cue in cues_of(after, "Unmatched")] == [cue.trim for cue in cues_of(timeline)[:2]]


def test_free_cues_move_whole_with_what_they_begin_on() -> None:
    timeline = cut()
    timeline = apply(placing.place(timeline, "take-1", "air", start=at(140)), timeline)
    [cue] = timeline.tracks[1].cues
    free = dataclasses.replace(cue, region=None)
    timeline = dataclasses.replace(
        timeline, tracks=(timeline.tracks[0], dataclasses.replace(timeline.tracks[1], cues=(free,)))
    )
    after, _ = done(timeline, [show(100, 150, 0), show(0, 50, 50)])
    assert [cue.span for cue in cues_of(after, "Air")] == [Span(at(40), at(90))]
    gone, found = done(timeline, [show(0, 50, 0)])
    assert {one.cue for one in found.report.unmatched} == {"cue-1", "cue-2", "cue-3", free.id}
    assert {cue.id for track in gone.tracks if track.kind is TrackKind.UNMATCHED for cue in track.cues} == {
        "cue-1", "cue-2", "cue-3", free.id,
    }  # fmt: skip


def test_cues_that_would_overlap_go_to_another_track() -> None:
    timeline = cut(3)
    timeline = apply(edits.delete(timeline, "cue-1"), timeline)
    timeline = apply(edits.trim(timeline, "cue-0", Edge.END, at(60)), timeline)  # rings on into shot 2
    after, found = done(timeline, [show(0, 50, 0), show(100, 150, 50)])
    assert [(cue.id, cue.start) for cue in cues_of(after)] == [("cue-0", at(0))]
    assert [(cue.id, cue.start) for cue in cues_of(after, "Feet 2")] == [("cue-2", at(50))]
    assert [(one.cue, one.source, one.target) for one in found.report.rerouted] == [("cue-2", "Feet", "Feet 2")]
    assert [track.name for track in after.tracks] == ["Feet", "Feet 2", "Air"]


def test_locked_cues_and_tracks_follow_and_stay_locked() -> None:
    timeline = cut(3)
    timeline = apply(edits.lock(timeline, "cue-2"), timeline)
    timeline = apply(track_edits.lock_track(timeline, "feet"), timeline)
    after, _ = done(timeline, [show(100, 150, 0), show(50, 100, 50)])
    assert [(cue.id, cue.start, cue.lock) for cue in cues_of(after)] == [("cue-2", 0, True), ("cue-1", at(50), False)]
    assert after.tracks[0].lock
    assert [cue.id for cue in cues_of(after, "Unmatched")] == ["cue-0"]


def test_markers_go_with_the_picture() -> None:
    timeline = cut(2)
    marks = [Marker(at(60), "door", id="door"), Marker(at(10), "gone", id="gone"),
             Marker(at(70), "hit", MarkerKind.HIT, region="shot-1", id="hit"), Marker(at(500), "after", id="after")]  # fmt: skip
    timeline = apply(marker_edits.add_markers(timeline, marks), timeline)
    after, found = done(timeline, [show(50, 100, 25), show(200, 210, 75)])
    assert [(marker.id, marker.at) for marker in after.markers] == [
        ("gone", at(10)), ("door", at(35)), ("hit", at(45)), ("after", at(500)),
    ]  # fmt: skip
    assert found.report.markers_left == ("gone",)
    assert [region.name for region in found.report.new] == ["New"]


def test_a_new_rate_and_start_come_along() -> None:
    timeline = cut(2)
    header = Header("v2", Fraction(24), Timecode(0, Fraction(24)))
    found = finish(conform(timeline, [show(50, 100, 0)], header=header))
    after = apply(found.change, timeline)
    assert Header.of(after) == header
    assert apply(inverse(found.change), after) == timeline


def test_a_cut_that_overlaps_itself_is_refused() -> None:
    with pytest.raises(SpanError, match="overlaps the clip before it in the new cut"):
        finish(conform(cut(), [show(0, 50, 0), show(50, 100, 49)]))


def test_the_same_cut_changes_nothing() -> None:
    timeline = cut()
    assert not finish(conform(timeline, timeline.picture)).change
    again = [show(shot * LENGTH, (shot + 1) * LENGTH, shot * LENGTH) for shot in range(4)]
    assert not finish(conform(timeline, again)).change


@st.composite
def new_cuts(draw: st.DrawFn) -> list[PictureClip]:
    """Stretches of the old picture (0 to 200) and of what was not in it, in any order, some more than once."""
    clips, record = [], draw(st.integers(0, 30))
    for _ in range(draw(st.integers(0, 7))):
        first = draw(st.integers(0, 230))
        end = first + draw(st.integers(1, 70))
        media = draw(st.sampled_from(["9-f", "9-f", "9-f", "other"]))
        clips.append(show(first, end, record, media))
        record += end - first + draw(st.sampled_from([0, 0, 5]))
    return clips


@st.composite
def worked_on(draw: st.DrawFn) -> Timeline:
    """A timeline whose cues were moved, trimmed, doubled, freed and locked."""
    timeline = cut()
    for _ in range(draw(st.integers(0, 8))):
        cues = [cue for track in timeline.tracks for cue in track.cues]
        cue = draw(st.sampled_from(cues))
        kind = draw(st.sampled_from(["move", "trim", "double", "split", "lock", "lock track", "free"]))
        try:
            if kind == "move":
                change = edits.nudge(timeline, cue.id, at(draw(st.integers(-60, 60))))
            elif kind == "trim":
                edge = draw(st.sampled_from(Edge))
                to = edits.trim_within(timeline, cue.id, edge, cue.start + at(draw(st.integers(-20, 70))))
                change = edits.trim(timeline, cue.id, edge, to)
            elif kind == "double":
                change = edits.duplicate(timeline, cue.id, start=cue.start, track="air")
            elif kind == "split":
                change = edits.split(timeline, cue.id, cue.start + cue.trim.duration * draw(st.fractions("1/9", "8/9")))
            elif kind == "lock":
                change = edits.lock(timeline, cue.id)
            elif kind == "lock track":
                change = track_edits.lock_track(timeline, draw(st.sampled_from(["feet", "air"])))
            else:
                freed = dataclasses.replace(cue, region=None)
                tracks = tuple(
                    dataclasses.replace(track, cues=tuple(freed if one is cue else one for one in track.cues))
                    for track in timeline.tracks
                )
                timeline = dataclasses.replace(timeline, tracks=tracks)
                continue
            timeline = apply(change, timeline)
        except V2AError:
            continue
    return timeline


@given(worked_on(), new_cuts(), new_cuts())
@settings(max_examples=120, deadline=None)
def test_a_conform_never_loses_a_cue(timeline: Timeline, clips: list[PictureClip], more: list[PictureClip]) -> None:
    before = {cue.id: (track, cue) for track in timeline.tracks for cue in track.cues}
    after, found = done(timeline, clips)
    placed = {cue.id: (track, cue) for track in after.tracks for cue in track.cues}
    assert before.keys() <= placed.keys()
    for track in after.tracks:
        assert all(one.end <= following.start for one, following in pairwise(track.cues))
    unmatched = {one.cue for one in found.report.unmatched}
    parked = {cue.id for track in after.tracks if track.kind is TrackKind.UNMATCHED for cue in track.cues}
    assert parked == unmatched
    assert all(placed[cue][1] == before[cue][1] for cue in unmatched)
    assert [track.lock for track in after.tracks if track.id in ("feet", "air")] == [
        track.lock for track in timeline.tracks
    ]
    for identifier, (track, cue) in placed.items():
        source = before.get(identifier, (track, cue))[1]
        assert cue.lock == source.lock
        assert all(isinstance(value, Fraction) for value in (cue.start, cue.trim.start, cue.trim.end))
        if cue.region and identifier not in unmatched:
            [origin] = {take.origin for take in after.takes if take.id == cue.take}
            if source.start - source.trim.start == origin:  # was in step with the picture
                assert heard_with(after, cue) == origin
    again = finish(conform(after, more))  # and once more
    third = apply(again.change, after)
    assert placed.keys() <= {cue.id for track in third.tracks for cue in track.cues}
    assert apply(inverse(again.change), third) == after


def media(name: str, fingerprint: str, timecode: Timecode | None) -> MediaFile:
    picture = PictureStream(0, "h264", 320, 180, RATE, False, Fraction(1, 25), Fraction(0), Fraction(60), 1500,
                            "yuv420p", 8, False, False, 0)  # fmt: skip
    return MediaFile(Path(name), fingerprint, "mov", (picture,), timecode=timecode)


def test_transcoded_sources_match_by_timecode_and_rendered_cuts_do_not() -> None:
    timeline = cut(3)
    shuffled = dataclasses.replace(
        timeline, picture=tuple(dataclasses.replace(clip, record=clip.record * 2) for clip in timeline.picture)
    )
    files = [media("/a/A001.mxf", "9-f", Timecode(90000, RATE)), media("/b/a001.mov", "proxy", Timecode(90010, RATE))]
    new = [show(40, 90, 7, "proxy"), show(90, 140, 200, "proxy")]
    found = finish(conform(shuffled, new, media=files))
    assert [one.kind for one in found.report.matches] == [MatchKind.TIMECODE] * 2
    assert {one.offset for one in found.report.matches} == {at(-10)}
    after = apply(found.change, shuffled)
    assert [(clip.region.id, clip.region.media) for clip in after.picture] == [("shot-1", "proxy"), ("shot-2", "proxy")]
    assert after.takes[1].origin == at(40) - HANDLE
    [cue] = [cue for cue in cues_of(after) if cue.id == "cue-1"]
    assert cue.start == at(50 - 93)  # it lay two seconds before its shot, and still does
    rendered = finish(conform(timeline, new, media=files))
    assert not rendered.report.matches
    assert any("could not be compared" in note for note in rendered.report.notes)
    assert len(rendered.report.unmatched) == 3


# Real pictures -----------------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 192, 108


def scene(setup: int, action: int, frames: int, moving: float = 1.0, pan: float = 0.0) -> list[np.ndarray]:
    """A set-up (a still background) in which two soft things move as the action says."""
    back = np.random.default_rng(setup).integers(20, 230, (8, 22, 3), np.uint8, endpoint=True)
    wide = stretched(back, WIDTH * 2, HEIGHT).astype(np.float32)
    random = np.random.default_rng(action)
    phase, speed = random.uniform(0, 6.28, (2, 2)), random.uniform(0.02, 0.12, (2, 2)) * moving
    colour, size = random.uniform(0, 255, (2, 3)), random.uniform(8, 16, 2)
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    shown = []
    for frame in range(frames):
        left = int(pan * frame) % WIDTH
        picture = wide[:, left : left + WIDTH].copy()
        for thing in range(2 if moving else 0):
            x = WIDTH * (0.5 + 0.4 * np.sin(phase[thing, 0] + speed[thing, 0] * frame))
            y = HEIGHT * (0.5 + 0.35 * np.sin(phase[thing, 1] + speed[thing, 1] * frame))
            mask = np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * size[thing] ** 2))[..., None]
            picture = picture * (1 - mask) + colour[thing] * mask
        shown.append(np.clip(picture, 0, 255).astype(np.uint8))
    return shown


SHOTS = {
    "walk": scene(1, 1, 60),
    "door": scene(2, 2, 50),
    "walk again": scene(1, 3, 60),  # the same set-up, another take
    "still": scene(3, 0, 40, moving=0),
    "pan": scene(5, 4, 60, pan=1),
    "run": scene(1, 6, 60, moving=0.4),
    "new": scene(7, 7, 30),
}
OLD = ("walk", "door", "walk again", "still", "pan", "run")
NEW = (("walk again", 5, 60), ("new", 0, 30), ("walk", 12, 45), ("pan", 20, 50), ("run", 7, 60), ("still", 0, 40))
"""The shot, and which frames of it the new cut shows; the door is gone."""


def burnt_in(pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Another grade, and a running timecode in a box."""
    shown = []
    for frame, picture in enumerate(pictures):
        graded = np.clip(picture * 0.9 + 10, 0, 255).astype(np.uint8)
        graded[-14:-4, 60:130] = 0
        graded[-12:-6, 62 + frame % 50 : 70 + frame % 50] = 255
        shown.append(graded)
    return shown


@pytest.fixture(scope="module")
def old_cut(tmp_path_factory: pytest.TempPathFactory) -> tuple[MediaFile, Timeline]:
    """The old cut as one rendered file, its shots and a cue on each."""
    path = tmp_path_factory.mktemp("old") / "cut.mp4"
    finish(write_clip(path, (picture for name in OLD for picture in SHOTS[name])))
    file = probe(path)
    clips, takes, cues, first = [], [], [], 0
    for name in OLD:
        span = Span(at(first), at(first + len(SHOTS[name])))
        region = Region(span, file.fingerprint, RegionKind.SHOT, name, name)
        used = Span(HANDLE, HANDLE + span.duration)
        take = KeptTake(f"take of {name}", name, used.end + HANDLE, used, 16000, origin=span.start - HANDLE)
        clips.append(PictureClip(region, span.start))
        takes.append(take)
        cues.append(Cue(take.id, span.start, used, take.length, region=name, id=name))
        first += len(SHOTS[name])
    track = Track(TrackKind.FEET, "Feet", tuple(cues))
    return file, Timeline(RATE, Timecode(0, RATE), tuple(clips), (track,), tuple(takes))


@pytest.mark.parametrize(
    ("suffix", "encoding", "burn", "size"),
    [
        (".mp4", Encoding(options=(("crf", "28"),)), False, (128, 72)),
        (".mov", Encoding(codec="mpeg4", options=(("b", "200k"),)), True, None),
        (".mkv", Encoding(codec="mjpeg", pixel_format="yuvj420p"), True, (160, 90)),
    ],
)
def test_shots_are_known_again_in_another_encoding(
    tmp_path: Path,
    old_cut: tuple[MediaFile, Timeline],
    suffix: str,
    encoding: Encoding,
    burn: bool,
    size: tuple[int, int] | None,
) -> None:
    file, timeline = old_cut
    pictures = [picture for name, first, end in NEW for picture in SHOTS[name][first:end]]
    pictures = burnt_in(pictures) if burn else pictures
    pictures = [stretched(picture, *size) for picture in pictures] if size else pictures
    path = tmp_path / f"cut{suffix}"  # the same name: its timecode must not mislead
    finish(write_clip(path, pictures, dataclasses.replace(encoding, timecode="00:00:00:00")))
    new = probe(path)
    clips, starts, record = [], {}, 0
    for name, first, end in NEW:
        clips.append(show(record, record + end - first, record, new.fingerprint, name=f"detected {name}"))
        starts[name] = (record, first, end)
        record += end - first
    found = finish(conform(timeline, clips, media=[file, new]))
    after = apply(found.change, timeline)
    assert {one.kind for one in found.report.matches} == {MatchKind.PICTURE}
    assert sorted((one.old.region.name, one.new.region.name) for one in found.report.matches) == sorted(
        (name, f"detected {name}") for name, _, _ in NEW if name != "new"
    )
    assert [one.region for one in found.report.unmatched] == ["door"]
    assert [region.name for region in found.report.gone] == ["door"]
    assert [region.name for region in found.report.new] == ["detected new"]
    for name in ("walk", "walk again", "pan", "run", "still"):
        record, first, end = starts[name]
        [clip] = [clip for clip in after.picture if clip.region.id == name]
        [cue] = [cue for cue in cues_of(after) if cue.id == name]
        tolerance = 1 if encoding.codec == "libx264" else 0  # frames; a coarse encoder moves soft things late
        assert abs(cue.start - clip.record) <= at(tolerance)
        assert abs(cue.trim.start - (HANDLE + at(first))) <= at(tolerance)
        assert abs(cue.span.duration - at(end - first)) <= at(2 * tolerance)
        take = after.takes[[take.region for take in after.takes].index(name)]
        again = placing.cue_for(take, clip)  # a take of the old picture still lies right on the new one
        assert again is not None
        assert abs(again.trim.start - (HANDLE + at(first))) <= at(tolerance)
    assert apply(inverse(found.change), after) == timeline


def test_a_signature_stands_for_a_file_that_is_gone(old_cut: tuple[MediaFile, Timeline], tmp_path: Path) -> None:
    file, timeline = old_cut
    kept = finish(sign(file))
    assert kept.luma.shape == (sum(len(SHOTS[name]) for name in OLD), 144)
    path = tmp_path / "new.mp4"
    finish(write_clip(path, SHOTS["door"][10:]))
    new = probe(path)
    clips = [show(0, 40, 0, new.fingerprint)]
    found = finish(conform(timeline, clips, media=[new], signatures=[kept]))
    assert [(one.old.region.name, one.offset) for one in found.report.matches] == [("door", at(-70))]
    lost = finish(conform(timeline, clips, media=[new]))
    assert not lost.report.matches
    assert len(lost.report.unmatched) == len(OLD)
    assert lost.report.notes[0].endswith("is not at hand: its pictures could not be compared.")
    away = dataclasses.replace(file, path=tmp_path / "away.mp4")
    moved = finish(conform(timeline, clips, media=[new, away]))
    assert not moved.report.matches
    assert "away.mp4" in moved.report.notes[0]


def test_black_is_no_picture_to_be_known_by(tmp_path: Path) -> None:
    black = np.zeros((108, 192, 3), np.uint8)
    path = tmp_path / "black.mp4"
    finish(write_clip(path, [black] * 50))
    file = probe(path)
    signature = finish(sign(file))
    assert not signature.sampled(file.span, RATE).any()
    other = PictureSignature("other", signature.times, signature.luma)
    clips = [show(0, 50, 0, "other")]
    old = Timeline(RATE, Timecode(0, RATE), (show(0, 50, 0, file.fingerprint),))
    assert not finish(conform(old, clips, signatures=[signature, other])).report.matches


def test_a_still_that_is_shown_longer_is_known_again() -> None:
    luma = np.random.default_rng(0).uniform(0, 255, (1, 144)).astype(np.float16)
    signatures = [PictureSignature(name, (Fraction(0),), luma) for name in ("one", "two")]
    old = Timeline(RATE, Timecode(0, RATE), (show(0, 50, 0, "one"),))
    [match] = finish(conform(old, [show(0, 75, 10, "two")], signatures=signatures)).report.matches
    assert (match.offset, match.shift, match.shared) == (at(0), at(10), at(50))


def test_takes_of_a_region_that_grew_stay_in_step() -> None:
    timeline = cut(2)
    loose = dataclasses.replace(timeline.takes[1], origin=None)
    timeline = dataclasses.replace(timeline, takes=(timeline.takes[0], loose))
    after, _ = done(timeline, [show(40, 120, 0)])
    assert after.takes[1].origin == at(50) - HANDLE
    placed = placing.cue_for(takes_of(after, "shot-1")[0], after.picture[0])
    assert placed is not None
    assert placed.span == Span(at(10), at(60))
