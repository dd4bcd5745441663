"""Which stems a cut has, where they lie, and what is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.delivery.cut import CutPackage, left_out
from v2a_plugin.delivery.manifest import read_manifest
from v2a_plugin.delivery.protocol import CutRequest, Delivery, Feature, StemDepth, StemLayout, StemSettings
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.stem_plan import plan_stems
from v2a_plugin.delivery.stems import write_stems
from v2a_plugin.model.errors import BadInput, NoSuchFile, OutputError
from v2a_plugin.model.progress import Progress, Steps, finish
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.time import Span, Timecode, index_at
from v2a_plugin.model.timeline import Cue, Fade, FadeShape, Marker, MarkerKind, Timeline, Track, TrackKind
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut
from v2a_plugin.testing.sounds import impulse
from v2a_plugin.timeline.mix import mix

F = Fraction
RATES = (
    F(24000, 1001), F(24), F(25), F(30000, 1001), F(30), F(48), F(50), F(60000, 1001), F(60),
)  # fmt: skip
FLOAT = StemSettings(depth=StemDepth.FLOAT32)


@dataclass(frozen=True)
class _Exporter:
    features: frozenset[Feature] = frozenset(Feature)
    name: str = "test"
    title: str = "Test"

    def write_cut(self, request: CutRequest, folder: Path) -> Steps[Delivery]:
        raise AssertionError


@pytest.fixture
def takes() -> MemoryTakes:
    return MemoryTakes()


def request_of(timeline: Timeline, takes: MemoryTakes, settings: StemSettings = FLOAT) -> CutRequest:
    return CutRequest(timeline, (film_of(timeline.rate, F(10)),), takes, settings)


def deliver(
    request: CutRequest, folder: Path, muted: bool = False, features: frozenset[Feature] = frozenset(Feature)
) -> Delivery:
    with CutPackage(_Exporter(features), request, folder) as package:
        finish(write_stems(request, package, muted))
    package.delivery.verify()
    return package.delivery


def read(folder: Path, stem: Stem) -> np.ndarray:
    samples, rate = soundfile.read(folder / stem.file, dtype="float32", always_2d=True)
    assert (rate, samples.shape) == (stem.rate, (stem.samples, stem.channels))
    return np.asarray(samples)


def cues_of(timeline: Timeline) -> list[Cue]:
    return [cue for track in timeline.tracks for cue in track.cues]


def edited(timeline: Timeline, **changes: Any) -> Timeline:
    """With every cue changed."""
    lanes = [replace(lane, cues=tuple(replace(cue, **changes) for cue in lane.cues)) for lane in timeline.tracks]
    return replace(timeline, tracks=tuple(lanes))


def free_cut(cues: Sequence[Cue], rate: Fraction | int = 25, start: str = "01:00:00:00") -> Timeline:
    lane = Track(TrackKind.PROPS, "props", tuple(cues), id="track-0")
    return Timeline(F(rate), Timecode.parse(start, F(rate)), tracks=(lane,), name="Film")


# Where stems lie


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("layout", StemLayout)
def test_impulses_lie_on_the_sample_of_their_frame(
    tmp_path: Path, takes: MemoryTakes, rate: Fraction, layout: StemLayout
) -> None:
    request = request_of(small_cut(rate, "00:59:30:00", takes), takes, replace(FLOAT, layout=layout))
    deliver(request, tmp_path)
    found = []
    for stem in plan_stems(request):
        offset = index_at(stem.span.start, stem.rate)
        found += [offset + int(at) for at in np.flatnonzero(read(tmp_path, stem)[:, 0])]
    assert sorted(found) == [index_at(frame / rate, 48_000) for frame in (10, 55, 110)]


@given(
    rate=st.sampled_from(RATES),
    start=st.fractions(F(-2), F(5), max_denominator=48_000),
    trim=st.fractions(F(0), F(1), max_denominator=1001),
    length=st.fractions(F(1, 100), F(1), max_denominator=997),
    handle=st.fractions(F(0), F(2), max_denominator=60),
)
@settings(max_examples=100)
def test_a_stem_per_cue_is_whole_frames_around_its_sound(
    rate: Fraction, start: Fraction, trim: Fraction, length: Fraction, handle: Fraction
) -> None:
    cue = Cue("t", start, Span(trim, trim + length), F(2))
    plan = plan_stems(request_of(free_cut([cue], rate), MemoryTakes(), replace(FLOAT, handle=handle)))
    [stem] = plan
    before, after = min(handle, trim), min(handle, 2 - trim - length)
    assert stem.span.covers(Span(start - before, start + length + after))
    assert stem.span.duration < before + length + after + 2 / rate
    assert (stem.span.start * rate).denominator == (stem.span.end * rate).denominator == 1
    assert stem.content == cue.span
    assert stem.covered.first + stem.offset == stem.played.first
    assert stem.covered.first <= stem.played.first
    assert stem.played.end <= stem.covered.end
    assert abs(stem.samples - stem.span.duration * 48_000) <= 1
    assert stem.start == Timecode.parse("01:00:00:00", rate).moved(stem.covered.first)


@pytest.mark.parametrize("rate", [F(25), F(30000, 1001)])
def test_a_cue_between_frames_is_padded_with_silence_and_stays_exact(
    tmp_path: Path, takes: MemoryTakes, rate: Fraction
) -> None:
    takes.add("one", Sound.mono(np.ones(48_000, np.float32), 48_000))
    cue = Cue("one", F(1, 3), Span(F(1, 7), F(5, 7)), F(1))
    request = request_of(free_cut([cue], rate), takes)
    deliver(request, tmp_path)
    [stem] = plan_stems(request)
    sounding = np.flatnonzero(read(tmp_path, stem)[:, 0]) + index_at(stem.span.start, 48_000)
    assert sounding[0] == index_at(F(1, 3), 48_000)
    assert sounding[-1] + 1 == index_at(cue.end, 48_000)
    features = frozenset(Feature) - {Feature.SUBFRAMES}
    assert left_out(request, features) == ()
    assert left_out(request_of(free_cut([cue], rate), takes, StemSettings(handle=F(1, 25))), features) == (
        "The edges of 1 cue lie between frames and are put at whole ones: stems with handles have no silence there.",
    )


def test_stems_of_tracks_add_up_to_the_mix_and_to_what_is_heard(tmp_path: Path, takes: MemoryTakes) -> None:
    timeline = small_cut(F(25), "01:00:00:00", takes)
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, 48_000).astype(np.float32)
    for name in takes.sounds:
        takes.sounds[name] = Sound.mono(noise, 48_000)
    pans = zip(timeline.tracks, (-0.5, 0.9), strict=True)
    timeline = replace(timeline, tracks=tuple(replace(lane, cues=lane.cues[:1], pan=pan) for lane, pan in pans))
    fades = {"fade_in": Fade(F(1, 10)), "fade_out": Fade(F(1, 5), FadeShape.LINEAR)}
    timeline = edited(timeline, start=F(1), gain_db=-3.0, **fades)
    expected = np.concatenate(list(mix(timeline, takes, Span(F(0), timeline.end))))
    for layout in (StemLayout.PER_TRACK, StemLayout.MIX):
        request = request_of(timeline, takes, replace(FLOAT, layout=layout, channels=2))
        deliver(request, tmp_path / layout)
        stems = [read(tmp_path / layout, stem) for stem in plan_stems(request)]
        assert len(stems) == (2 if layout is StemLayout.PER_TRACK else 1)
        assert np.array_equal(np.sum(stems, axis=0, dtype=np.float32), expected)


def test_all_stems_of_tracks_begin_and_end_together(takes: MemoryTakes) -> None:
    timeline = small_cut(F(30000, 1001), "01:00:00;00", takes)
    per_track = replace(FLOAT, layout=StemLayout.PER_TRACK)

    def span(settings: StemSettings, timeline: Timeline = timeline) -> tuple[str, Span, int]:
        plan = plan_stems(request_of(timeline, takes, settings))
        assert len({(stem.start, stem.span, stem.samples) for stem in plan}) == 1
        return str(plan[0].start), plan[0].span, plan[0].time_reference

    end = timeline.end
    zero = index_at(timeline.start.seconds, 48_000)
    assert span(per_track) == ("01:00:00;00", Span(F(0), end), zero)
    early = Timecode.parse("00:59:50;00", timeline.rate)
    frames = early.frame - timeline.start.frame
    assert frames == -300
    assert span(replace(per_track, start=early)) == (
        "00:59:50;00", Span(frames / timeline.rate, end), zero + index_at(frames / timeline.rate, 48_000),
    )  # fmt: skip
    assert span(replace(per_track, two_pop=True))[0] == "00:59:58;00"
    alone = replace(timeline, tracks=tuple(replace(lane, cues=lane.cues[:1]) for lane in timeline.tracks))
    before = edited(alone, start=F(-1, 2))
    assert span(per_track, before)[1].start == -15 / timeline.rate  # the first whole frame before half a second


def test_a_start_that_does_not_fit_is_refused(takes: MemoryTakes) -> None:
    timeline = small_cut(F(30000, 1001), "01:00:00;00", takes)

    def plan(start: str, **more: Any) -> None:
        code = Timecode.parse(start, timeline.rate)
        plan_stems(request_of(timeline, takes, replace(FLOAT, layout=StemLayout.MIX, start=code, **more)))

    with pytest.raises(BadInput, match="does not count like the timeline"):
        plan("00:59:58:00")
    with pytest.raises(BadInput, match=r"no room for the 2-pop\. Begin at 00:59:58;00"):
        plan("00:59:58;01", two_pop=True)
    with pytest.raises(BadInput, match=r"cannot begin at 02:00:00;00, where Film has ended"):
        plan("02:00:00;00")
    plan("00:59:58;00", two_pop=True)


@pytest.mark.parametrize(("rate", "zero", "expected"), [(F(25), "00:00:00:00", "23:59:58:00"), (F(30000, 1001), "00:00:00;00", "23:59:58;00"), (F(24000, 1001), "00:00:00:00", "23:59:58:00")])  # fmt: skip
def test_timecode_goes_round_midnight(takes: MemoryTakes, rate: Fraction, zero: str, expected: str) -> None:
    timeline = small_cut(rate, zero, takes)
    popped = replace(FLOAT, layout=StemLayout.MIX, two_pop=True)
    [stem] = plan_stems(request_of(timeline, takes, popped))
    day = timeline.start.frames_a_day
    assert str(stem.start) == expected
    assert stem.start.frame == day - 2 * timeline.start.base
    assert stem.time_reference == index_at(day / rate, 48_000) + index_at(stem.span.start, 48_000)
    [asked] = plan_stems(request_of(timeline, takes, replace(popped, start=Timecode.parse(expected, rate))))
    assert asked == stem
    last = small_cut(rate, expected, takes)
    assert str(plan_stems(request_of(last, takes))[2].start)[:8] == "00:00:00" if rate < 25 else True
    moved = plan_stems(request_of(last, takes))[1]  # its cue lies past midnight
    assert moved.start.frame == (last.start.frame + moved.covered.first) % day
    assert 0 <= moved.time_reference < index_at(day / rate, 48_000)


@pytest.mark.parametrize(("rate", "start", "frames"), [(F(25), "01:00:00:00", 2160000), (F(30000, 1001), "01:00:00;00", 2589408), (F(30000, 1001), "01:00:00:00", 2592000), (F(60000, 1001), "01:00:00;00", 5178816)])  # fmt: skip
def test_a_day_of_frames(rate: Fraction, start: str, frames: int) -> None:
    code = Timecode.parse(start, rate)
    assert code.frames_a_day == frames
    assert str(Timecode(frames - 1, rate, code.drop)).startswith("23:59:59")
    assert str(code.moved(-code.frame)) == f"00:00:00{start[8]}00"
    assert code.moved(frames) == code


def test_the_pop_is_one_frame_of_1_khz_two_seconds_before(tmp_path: Path, takes: MemoryTakes) -> None:
    timeline = small_cut(F(24000, 1001), "01:00:00:00", takes)
    popped = replace(FLOAT, layout=StemLayout.PER_TRACK, two_pop=True, channels=2)
    request = request_of(timeline, takes, popped)
    deliver(request, tmp_path)
    for stem in plan_stems(request):
        sound = read(tmp_path, stem)
        assert np.array_equal(sound[:4000, 0], sound[:4000, 1])
        assert str(stem.start) == "00:59:58:00"
        pop = sound[:2002, 0]
        assert not sound[2002:4000].any()
        assert np.abs(pop).max() == pytest.approx(0.1, rel=0.01)
        assert pop == pytest.approx(0.1 * np.sin(2 * np.pi * 1000 * np.arange(2002) / 48_000), abs=1e-6)


def test_a_ten_hour_timeline_takes_no_room(tmp_path: Path, takes: MemoryTakes) -> None:
    takes.add("click", impulse(F(1)))
    cues = [Cue("click", F(at), Span(F(0), F(1)), F(1), id=f"cue-{at}") for at in (0, 35_999)]
    timeline = free_cut(cues, start="20:00:00:00")
    per_cue = deliver(request_of(timeline, takes), tmp_path / "cues")
    assert sum(file.size for file in per_cue.files) < 1 << 20
    last = plan_stems(request_of(timeline, takes))[1]
    assert str(last.start) == "05:59:59:00"
    assert last.time_reference == (5 * 3600 + 59 * 60 + 59) * 48_000
    [whole] = plan_stems(request_of(timeline, takes, replace(FLOAT, layout=StemLayout.MIX)))
    assert whole.samples == 36_000 * 48_000


# What is in them


def test_handles_reach_as_far_as_the_take_and_have_no_fades(tmp_path: Path, takes: MemoryTakes) -> None:
    takes.add("ones", Sound.mono(np.ones(96_000, np.float32), 48_000))
    fade = Fade(F(1, 10))
    cue = Cue("ones", F(2), Span(F(1, 5), F(6, 5)), F(2), fade_in=fade, fade_out=fade)
    plain = request_of(free_cut([cue]), takes)
    handled = request_of(free_cut([cue]), takes, replace(FLOAT, handle=F(12, 25)))
    [stem] = plan_stems(handled)
    assert (stem.span.start, stem.span.end) == (F(2) - F(1, 5), F(3) + F(12, 25))
    assert stem.offset == 5
    deliver(handled, tmp_path / "handled")
    assert (read(tmp_path / "handled", stem) == 1).all()
    assert left_out(handled, frozenset()) == (
        "The fades of 1 cue are left out: stems with handles have none.", "Handles are left out.",
    )  # fmt: skip
    deliver(plain, tmp_path / "plain")
    [stem] = plan_stems(plain)
    faded = read(tmp_path / "plain", stem)[:, 0]
    assert faded[0] < 0.01
    assert faded[-1] < 0.01
    assert faded[24_000] == 1
    assert left_out(plain, frozenset()) == ()


def test_silence_is_digital_and_sound_is_dithered(tmp_path: Path, takes: MemoryTakes) -> None:
    takes.add("quiet", Sound.mono(np.full(4800, 1e-9, np.float32), 48_000))
    cue = Cue("quiet", F(1), Span(F(0), F(1, 10)), F(1, 10))
    settings = StemSettings(StemLayout.MIX, start=Timecode.parse("00:59:59:00", F(25)))
    request = request_of(free_cut([cue]), takes, settings)
    deliver(request, tmp_path)
    [stem] = plan_stems(request)
    values = soundfile.read(tmp_path / stem.file, dtype="int32")[0] >> 8
    sounding = np.flatnonzero(values)
    assert 96_000 <= sounding[0] < 96_050
    assert 100_700 < sounding[-1] < 100_800
    assert set(values) == {-1, 0, 1}


def test_a_stem_that_clips_says_so_and_keeps_its_level(tmp_path: Path, takes: MemoryTakes) -> None:
    takes.add("loud", Sound.mono(np.full(4800, 0.5, np.float32), 48_000))
    cue = Cue("loud", F(0), Span(F(0), F(1, 10)), F(1, 10), gain_db=9.0, name="Bang")
    hot = request_of(free_cut([cue]), takes, StemSettings())
    delivery = deliver(hot, tmp_path / "24")
    assert delivery.notes == (
        "audio/FOLYProp_Bang_V2A_Film.wav goes 3.0 dB beyond full scale and is cut off there; write it as 32f.",
    )
    assert read_manifest(tmp_path / "24").notes == delivery.notes
    [stem] = plan_stems(hot)
    assert read(tmp_path / "24", stem).max() == pytest.approx(1, abs=1e-6)
    assert deliver(request_of(free_cut([cue]), takes), tmp_path / "32f").notes == ()
    assert read(tmp_path / "32f", stem).max() == pytest.approx(0.5 * 10 ** (9 / 20), abs=1e-5)


def test_muted_cues_are_left_out_unless_a_format_carries_them(tmp_path: Path, takes: MemoryTakes) -> None:
    timeline = small_cut(F(25), "01:00:00:00", takes)
    first, second = timeline.tracks
    quiet = replace(
        timeline, tracks=(replace(first, cues=(replace(first.cues[0], mute=True), *first.cues[1:])), second)
    )
    request = request_of(quiet, takes)
    assert [stem.cue for stem in plan_stems(request)] == ["cue-2", "cue-1"]
    assert left_out(request, frozenset(Feature) - {Feature.MUTE}) == ("1 muted cue is left out.",)
    plan = plan_stems(request, muted=True)
    assert [(stem.cue, stem.muted) for stem in plan] == [("cue-0", True), ("cue-2", False), ("cue-1", False)]
    deliver(request, tmp_path, muted=True)
    assert read(tmp_path, plan[0]).max() == 0.5
    soloed = replace(timeline, tracks=(first, replace(second, solo=True)))
    assert [stem.track for stem in plan_stems(request_of(soloed, takes))] == ["track-1"]
    per_track = request_of(soloed, takes, replace(FLOAT, layout=StemLayout.PER_TRACK))
    assert [stem.track for stem in plan_stems(per_track)] == ["track-1"]


def test_nothing_to_hear_is_refused(takes: MemoryTakes) -> None:
    timeline = small_cut(F(25), "01:00:00:00", takes)
    with pytest.raises(BadInput, match="Film has no cue to deliver"):
        request_of(replace(timeline, tracks=()), takes)
    with pytest.raises(BadInput, match="has no cue to deliver"):
        request_of(replace(timeline, tracks=(Track(TrackKind.FX, "fx"),)), takes)
    for layout in StemLayout:
        with pytest.raises(BadInput, match="Every cue of Film is muted"):
            plan_stems(request_of(edited(timeline, mute=True), takes, replace(FLOAT, layout=layout)))


@pytest.mark.parametrize("layout", StemLayout)
def test_cues_before_the_start_and_past_the_picture_are_whole(
    tmp_path: Path, takes: MemoryTakes, layout: StemLayout
) -> None:
    takes.add("click", impulse(F(1)))
    cues = [Cue("click", at, Span(F(0), F(1)), F(1), id=f"cue-{at}") for at in (F(-3, 2), F(9), F(40))]
    request = request_of(free_cut(cues), takes, replace(FLOAT, layout=layout))
    deliver(request, tmp_path)
    found = []
    for stem in plan_stems(request):
        found += [int(at) + index_at(stem.span.start, 48_000) for at in np.flatnonzero(read(tmp_path, stem)[:, 0])]
    assert found == [-72_000, 9 * 48_000, 40 * 48_000]


def test_an_asked_start_cuts_and_says_so(tmp_path: Path, takes: MemoryTakes) -> None:
    takes.add("click", impulse(F(1)))
    cues = [Cue("click", at, Span(F(0), F(1)), F(1), id=f"cue-{at}") for at in (F(-3, 2), F(9))]
    start = Timecode.parse("01:00:00:00", F(25))
    request = request_of(free_cut(cues), takes, replace(FLOAT, layout=StemLayout.MIX, start=start))
    assert deliver(request, tmp_path).notes == ("1 cue begins before 01:00:00:00 and is cut off there.",)


# The delivery


def test_the_manifest_tells_all_that_is_needed_to_make_it_again(tmp_path: Path, takes: MemoryTakes) -> None:
    timeline = small_cut(F(30000, 1001), "01:00:00;00", takes)
    unused = takes.add("unused", impulse(F(1)))
    request = request_of(replace(timeline, takes=(*timeline.takes, unused)), takes)
    delivery = deliver(request, tmp_path / "one")
    cut = read_manifest(tmp_path / "one").cut
    assert cut is not None
    assert cut.timeline == timeline  # without the take that does not play
    assert cut.settings == request.stems
    assert cut.stems == plan_stems(request)
    assert [take.take for take in cut.takes] == ["take-0", "take-1", "take-2"]
    from v2a_plugin.generation.recipes import read_recipe

    for take in cut.takes:
        assert take.digest == takes.take(take.take).digest
        assert read_recipe(tmp_path / "one" / take.recipe) == takes.take(take.take).recipe
    again = CutRequest(cut.timeline, request.media, takes, cut.settings)  # nothing but the manifest and the takes
    deliver(again, tmp_path / "two")
    for stem in cut.stems:
        assert np.array_equal(read(tmp_path / "one", stem), read(tmp_path / "two", stem))
    assert {file.name for file in delivery.files} >= {stem.file for stem in cut.stems}


def test_a_take_that_is_gone_leaves_the_folder_as_it_was(tmp_path: Path, takes: MemoryTakes) -> None:
    request = request_of(small_cut(F(25), "01:00:00:00", takes), takes)
    deliver(request, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    del takes.sounds["take-2"]
    with pytest.raises(NoSuchFile, match="sound of take take-2 is gone"):
        deliver(request, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    with pytest.raises(NoSuchFile):
        deliver(request, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_cancelled_delivery_leaves_nothing(tmp_path: Path, takes: MemoryTakes) -> None:
    request = request_of(small_cut(F(25), "01:00:00:00", takes), takes)

    def steps() -> Steps[None]:
        with CutPackage(_Exporter(), request, tmp_path) as package:
            yield from write_stems(request, package)

    running = steps()
    seen = [next(running) for _ in range(3)]
    assert seen[0] == Progress("writing stems", 0, 3, "Shot 1 footsteps on gravel")
    assert list((tmp_path / "audio").iterdir())
    running.close()
    assert list(tmp_path.iterdir()) == []


def test_a_new_delivery_is_never_mixed_with_an_older_one(tmp_path: Path, takes: MemoryTakes) -> None:
    timeline = small_cut(F(25), "01:00:00:00", takes)
    deliver(request_of(timeline, takes), tmp_path)
    old = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / "recipes" / "take-2.recipe.json").write_text("changed by hand")
    fewer = replace(timeline, tracks=timeline.tracks[1:])
    delivery = deliver(request_of(edited(fewer, name="Door"), takes), tmp_path)
    new = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert new == {
        "manifest.json", "audio/FOLYFeet_Door_V2A_Film.wav", "recipes/take-1.recipe.json", "recipes/take-2.recipe.json",
    }  # fmt: skip
    assert delivery.notes == (
        "recipes/take-2.recipe.json is from an older delivery and stays, because it was changed since.",
    )
    assert len(old) == 7
    with (
        pytest.raises(OutputError, match="holds a delivery of the exporter 'test'"),
        CutPackage(
            _Exporter(name="other"),
            request_of(timeline, takes),
            tmp_path,
        ),
    ):
        raise AssertionError


def test_a_manifest_that_was_tampered_with_removes_nothing_outside(tmp_path: Path, takes: MemoryTakes) -> None:
    request = request_of(small_cut(F(25), "01:00:00:00", takes), takes)
    deliver(request, tmp_path / "out")
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    manifest = tmp_path / "out" / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    digest = hashlib.sha256(b"mine").hexdigest()
    told["files"].append({"name": "../precious.txt", "size": 4, "sha256": digest})
    told["files"].append({"name": str(precious), "size": 4, "sha256": digest})
    manifest.write_text(json.dumps(told), encoding="utf-8")
    deliver(request, tmp_path / "out")
    assert precious.read_text() == "mine"


def test_a_full_disk_leaves_the_older_delivery(small_disk: Callable[[str], Path], takes: MemoryTakes) -> None:
    disk = small_disk("1m")
    takes.add("short", impulse(F(1, 10)))
    small = free_cut([Cue("short", F(1), Span(F(0), F(1, 10)), F(1, 10))])
    deliver(request_of(small, takes), disk)
    before = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
    takes.add("long", Sound.mono(np.ones(48_000 * 9, np.float32), 48_000))
    large = free_cut([Cue("long", F(1), Span(F(0), F(9)), F(9))])
    with pytest.raises(OutputError, match="The disk is full while writing"):
        deliver(request_of(large, takes), disk)
    assert {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()} == before


def test_what_a_format_cannot_carry_is_said_in_the_manifest(tmp_path: Path, takes: MemoryTakes) -> None:
    timeline = small_cut(F(30000, 1001), "01:00:00;00", takes)
    marks = (
        Marker(F(1), "look", note="why"),
        Marker(F(2), "thud", MarkerKind.HIT),
        Marker(F(3), "bang", MarkerKind.HIT),
    )
    timeline = replace(edited(timeline, name="n", note="x"), markers=marks)
    timeline = replace(timeline, tracks=tuple(replace(lane, pan=0.5) for lane in timeline.tracks))
    delivery = deliver(request_of(timeline, takes), tmp_path, features=frozenset({Feature.STEMS}))
    assert delivery.notes == (
        "The 2 tracks are not kept apart.",
        "The names of 3 cues are left out.",
        "1 marker is left out.",
        "2 hits are left out.",
        "4 notes are left out.",
        "The timecode is shown without drop-frame.",
        "Pan is left out: the stems are mono.",
    )
    assert read_manifest(tmp_path).notes == delivery.notes
    assert left_out(request_of(timeline, takes), frozenset(Feature)) == ("Pan is left out: the stems are mono.",)
    long = replace(FLOAT, layout=StemLayout.MIX, handle=F(1), channels=2)
    assert left_out(request_of(timeline, takes, long), frozenset(Feature)) == (
        "Handles are left out: only stems per cue have them.",
    )
