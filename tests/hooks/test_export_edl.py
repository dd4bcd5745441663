from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from v2a_plugin.delivery.protocol import CutRequest, Delivery, StemSettings
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.exchange import CASES, RateCase, edges, long_cut, rich_cut

PLUGINS = load_plugins(disabled=["*"])
BY_RATE = pytest.mark.parametrize("case", CASES, ids=str)
KEPT: list[otio.schema.Timeline] = []
"""OTIO empties the tracks of a timeline that nobody holds."""
ORIGIN = 12


def export(request: CutRequest, folder: Path) -> Delivery:
    return finish(PLUGINS.export("edl", request, folder))


def lists(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.edl"))


def read(path: Path, rate: Fraction) -> otio.schema.Track:
    """The one track that OTIO's own adapter finds in a list."""
    timeline = otio.adapters.read_from_file(str(path), adapter_name="cmx_3600", rate=float(rate))
    KEPT.append(timeline)
    [track] = timeline.tracks
    return track


def source(clip: otio.schema.Clip) -> tuple[float, float]:
    held = clip.source_range
    return held.start_time.value, held.duration.value


def heard(request: CutRequest) -> list[list[tuple[int, int]]]:
    """Frames of the cues that are not muted, by track."""
    placed = {cue.id: (first, last) for cue, first, last in edges(request)}
    tracks = [[placed[cue.id] for cue in track.cues if not cue.mute] for track in request.timeline.tracks]
    return [track for track in tracks if track]


@pytest.mark.parametrize("case", CASES[:-1], ids=str)  # OTIO cannot follow a list across midnight
def test_otio_reads_a_list_for_the_picture_and_one_for_every_track(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    *sound, picture = lists(tmp_path)
    code, start = request.media[0].timecode, request.timeline.start
    assert code is not None
    track = read(picture, case.rate)
    assert track.kind == "Video"
    lengths = [round(clip.region.span.duration * case.rate) for clip in request.timeline.picture]
    begins = [code.frame + 20, code.frame + 100, 0, code.frame + 20, code.frame + 399]
    assert [source(clip) for clip in track.find_clips()] == list(zip(begins, lengths, strict=True))
    assert [clip.range_in_parent().start_time.value for clip in track.find_clips()] == [
        (clip.record - request.timeline.picture[0].record) * case.rate for clip in request.timeline.picture
    ]
    assert len(sound) == 3
    for path, wanted in zip(sound, heard(request), strict=True):
        track = read(path, case.rate)
        assert (track.kind, track.name) == ("Audio", "A1")
        first = wanted[0][0]
        placed = [clip.range_in_parent() for clip in track.find_clips()]
        assert [(one.start_time.value, one.duration.value) for one in placed] == [(a - first, b - a) for a, b in wanted]
        assert [source(clip)[0] for clip in track.find_clips()] == [start.moved(a).frame for a, _ in wanted]


@BY_RATE
def test_record_timecode_and_drop_frame_are_written_right(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    start = request.timeline.start
    for path, wanted in zip(lists(tmp_path)[:-1], heard(request), strict=True):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[1] == ("FCM: DROP FRAME" if start.drop else "FCM: NON-DROP FRAME")
        events = [line.split() for line in lines if re.match(r"\d{3} ", line)]
        assert [event[2:4] for event in events] == [["A", "C"]] * len(wanted)
        assert [event[6:] for event in events] == [[str(start.moved(a)), str(start.moved(b))] for a, b in wanted]


def test_names_sources_and_locators_are_written(tmp_path: Path) -> None:
    export(rich_cut(CASES[2]), tmp_path)
    feet, _, _, picture = lists(tmp_path)
    clips = list(read(feet, Fraction(25)).find_clips())
    assert [clip.name for clip in clips] == ["Füße & <Kies> \"nah\" 'weit'", "צעדים על חצץ", "tab new line", "x" * 300]
    for clip in clips:
        [name] = [line for line in clip.metadata["cmx_3600"]["comments"] if line.startswith("SOURCE FILE")]
        assert (tmp_path / "audio" / name.removeprefix("SOURCE FILE: ")).is_file()
        assert re.fullmatch("[A-Z0-9]{1,8}", clip.metadata["cmx_3600"]["reel"])
    markers = [mark for clip in read(picture, Fraction(25)).find_clips() for mark in clip.markers]
    zero = 10 * 3600 * 25
    assert [(mark.name, mark.marked_range.start_time.value - zero, mark.color) for mark in markers] == [
        ("Start", 0, "GREEN"), ("Tür & <Angel>", 33, "GREEN"), ("hit", 130, "RED"),
    ]  # fmt: skip


def test_stereo_goes_to_both_channels(tmp_path: Path) -> None:
    export(rich_cut(CASES[2], StemSettings(channels=2)), tmp_path)
    timeline = otio.adapters.read_from_file(str(lists(tmp_path)[0]), adapter_name="cmx_3600", rate=25)
    assert [track.name for track in timeline.tracks] == ["A1", "A2"]


def test_with_handles_the_source_begins_inside_the_stem(tmp_path: Path) -> None:
    request = rich_cut(CASES[2], StemSettings(handle=Fraction(1, 5)))
    export(request, tmp_path)
    for path, wanted in zip(lists(tmp_path)[:-1], heard(request), strict=True):
        clips = read(path, Fraction(25)).find_clips()
        assert [source(clip)[0] for clip in clips] == [request.timeline.start.moved(a).frame for a, _ in wanted]


def test_it_says_what_it_cannot_carry(tmp_path: Path) -> None:
    delivery = export(rich_cut(CASES[7], StemSettings(handle=Fraction(1, 5))), tmp_path)
    notes = " ".join(delivery.notes)
    assert all(word in notes for word in ("muted", "fades", "notes are left out", "between frames", "rates up to 30"))
    for path in lists(tmp_path):
        assert "does not carry paths, levels" in path.read_text(encoding="utf-8")
    assert "does not carry" in (tmp_path / "HOW TO IMPORT.txt").read_text(encoding="utf-8")


def test_more_events_than_a_list_holds_go_on_in_another(tmp_path: Path) -> None:
    request = long_cut(cues=1005, tracks=1)
    from v2a_plugin.delivery.layout import lay_out
    from v2a_plugin.delivery.stem_plan import plan_stems
    from v2a_plugin.formats.edl.write import edl_texts

    texts = edl_texts(lay_out(request, plan_stems(request)))
    assert sorted(texts) == [
        "Film A1 Track 1 part 1.edl", "Film A1 Track 1 part 2.edl", "Film V part 1.edl", "Film V part 2.edl",
    ]  # fmt: skip
    for part, events in ((1, 999), (2, 6)):
        (tmp_path / "part.edl").write_text(texts[f"Film A1 Track 1 part {part}.edl"], encoding="utf-8")
        assert len(list(read(tmp_path / "part.edl", Fraction(25)).find_clips())) == events


def test_ten_hours_past_midnight_count_on_from_zero(tmp_path: Path) -> None:
    request = long_cut(cues=20, tracks=1, hours=10)
    late = replace(request.timeline, start=request.timeline.start.moved(19 * 3600 * 25))
    export(replace(request, timeline=late), tmp_path)
    lines = lists(tmp_path)[0].read_text(encoding="utf-8").splitlines()
    records = [line.split()[6] for line in lines if re.match(r"\d{3} ", line)]
    assert records[0] == "20:00:00:03"
    assert records[-1] == "05:30:00:03"


def test_every_file_has_a_reel_of_its_own_in_all_lists(tmp_path: Path) -> None:
    request = long_cut(cues=60, tracks=3, hours=1)
    names = tuple(
        replace(track, cues=tuple(replace(cue, name="Footsteps on gravel, heavy") for cue in track.cues))
        for track in request.timeline.tracks
    )
    export(replace(request, timeline=replace(request.timeline, tracks=names)), tmp_path)
    reels: dict[str, set[str]] = {}
    for path in lists(tmp_path):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if found := re.fullmatch(r"\d{3}  (\S+) .* C .*", line):
                assert re.fullmatch("[A-Z0-9]{1,8}", found[1])
                comments = [each for each in lines[number + 1 : number + 5] if each.startswith("* SOURCE FILE: ")]
                reels.setdefault(found[1], set()).add(comments[0] if comments else "")
    assert len(reels) >= 60
    assert all(len(files) == 1 for files in reels.values())
