from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import pytest
import soundfile

from v2a_plugin.delivery.protocol import CutRequest, Delivery, StemLayout, StemSettings
from v2a_plugin.model.errors import NoSuchFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.serial import from_json
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.exchange import CASES, RateCase, edges, long_cut, rich_cut

PLUGINS = load_plugins(disabled=["*"])
KEPT: list[otio.schema.Timeline] = []
"""OTIO empties the tracks of a timeline that nobody holds."""
BY_RATE = pytest.mark.parametrize("case", CASES, ids=str)


def export(request: CutRequest, folder: Path, name: str = "otio") -> Delivery:
    return finish(PLUGINS.export(name, request, folder))


def read(folder: Path, flavour: str = "") -> otio.schema.Timeline:
    [path] = [path for path in folder.glob("*.otio") if (flavour in path.name if flavour else "(" not in path.name)]
    timeline = otio.adapters.read_from_file(str(path))
    assert isinstance(timeline, otio.schema.Timeline)
    KEPT.append(timeline)
    return timeline


def frames(timeline: otio.schema.Timeline, item: otio.core.Item) -> tuple[int, int]:
    """First frame and frame after the last on the timeline, whole or the test fails."""
    place = item.transformed_time_range(item.trimmed_range(), timeline.tracks)
    values = place.start_time.value, place.end_time_exclusive().value
    assert values == tuple(map(int, values))
    return int(values[0]), int(values[1])


def times(node: Any) -> Iterator[float]:
    """The rate of every time in an OTIO file."""
    if isinstance(node, dict):
        if str(node.get("OTIO_SCHEMA", "")).startswith("RationalTime"):
            yield node["rate"]
        for value in node.values():
            yield from times(value)
    elif isinstance(node, list):
        for value in node:
            yield from times(value)


@BY_RATE
def test_every_clip_lies_on_its_frames(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    timeline, rate = read(tmp_path), float(case.rate)
    start = request.timeline.start
    origin = 12  # frames that the first cue begins before the cut
    assert timeline.global_start_time == otio.opentime.RationalTime(start.moved(-origin).frame, rate)
    picture, *sound = timeline.tracks
    assert [frames(timeline, clip) for clip in picture.find_clips()] == [
        (origin + round(clip.span.start * case.rate), origin + round(clip.span.end * case.rate))
        for clip in request.timeline.picture
    ]
    assert [track.kind for track in timeline.tracks] == ["Video", "Audio", "Audio", "Audio"]
    assert [track.name for track in sound] == [track.name for track in request.timeline.tracks if track.cues]
    placed = {
        clip.metadata["v2a_plugin"]["cue"]: frames(timeline, clip) for track in sound for clip in track.find_clips()
    }
    assert placed == {cue.id: (origin + first, origin + last) for cue, first, last in edges(request)}


@BY_RATE
def test_all_times_count_at_the_exact_rate_and_every_range_lies_in_its_media(case: RateCase, tmp_path: Path) -> None:
    export(rich_cut(case), tmp_path)
    for path in tmp_path.glob("*.otio"):
        assert set(times(json.loads(path.read_text(encoding="utf-8")))) == {float(case.rate)}
    for flavour in ("", "Premiere", "Kdenlive", "GStreamer"):
        for clip in read(tmp_path, flavour).find_clips():
            available, used = clip.media_reference.available_range, clip.source_range
            assert available.start_time <= used.start_time
            assert used.end_time_exclusive() <= available.end_time_exclusive()


@BY_RATE
def test_the_sound_is_on_the_exact_sample(case: RateCase, tmp_path: Path) -> None:
    """A click lies where its cue says, reckoned from the timeline's file and the samples of the stem."""
    request = rich_cut(case)
    export(request, tmp_path)
    timeline = read(tmp_path)
    cues = {cue.id: cue for track in request.timeline.tracks for cue in track.cues}
    for track in timeline.tracks[1:]:
        for clip in track.find_clips():
            samples, rate = soundfile.read(tmp_path / clip.media_reference.target_url)
            available, used = clip.media_reference.available_range, clip.source_range
            assert rate == 48_000
            assert abs(len(samples) - Fraction(int(available.duration.value)) / case.rate * rate) < 1
            click = int(np.argmax(np.abs(samples)))
            first, _ = frames(timeline, clip)
            into = Fraction(click, rate) - Fraction(int(used.start_time.value - available.start_time.value)) / case.rate
            heard = (first - 12) / case.rate + into
            assert abs(heard - cues[clip.metadata["v2a_plugin"]["cue"]].start) <= Fraction(1, rate)


@BY_RATE
def test_source_times_count_from_the_timecode_where_the_host_sees_it(case: RateCase, tmp_path: Path) -> None:
    request = rich_cut(case)
    export(request, tmp_path)
    code = request.media[0].timecode
    assert code is not None
    for flavour in ("", "Premiere", "Kdenlive", "GStreamer"):
        picture, *sound = read(tmp_path, flavour).tracks
        first = 0 if flavour == "GStreamer" else code.frame
        clips = list(picture.find_clips())
        assert [clip.media_reference.available_range.start_time.value for clip in clips] == [
            first,
            first,
            0,
            first,
            first,
        ]
        offsets = [clip.source_range.start_time - clip.media_reference.available_range.start_time for clip in clips]
        assert [offset.value for offset in offsets] == [20, 100, 0, 20, 399]
        for clip in (clip for track in sound for clip in track.find_clips()):
            begins = clip.media_reference.available_range.start_time.value
            reference = round(clip.metadata["v2a_plugin"]["time_reference"] * case.rate / 48_000)
            assert begins == (0 if flavour in ("Kdenlive", "GStreamer") else reference)


def test_names_notes_markers_mutes_and_recipes_survive(tmp_path: Path) -> None:
    request = rich_cut(CASES[2])
    export(request, tmp_path)
    timeline = read(tmp_path)
    clips = {clip.metadata["v2a_plugin"]["cue"]: clip for track in timeline.tracks[1:] for clip in track.find_clips()}
    assert timeline.name == request.timeline.name
    assert clips["cue-0"].name == "Füße & <Kies> \"nah\" 'weit'"
    assert clips["cue-1"].name == "צעדים על חצץ"
    assert clips["cue-2"].name == "👣 🎬"
    assert clips["cue-5"].name == "x" * 300
    assert clips["cue-6"].name == "tab new line"
    assert {identifier for identifier, clip in clips.items() if not clip.enabled} == {"cue-3"}
    assert clips["cue-3"].metadata["v2a_plugin"]["note"] == "too loud & <late>"
    assert clips["cue-0"].metadata["v2a_plugin"]["category"] == "FOLYFeet"
    markers = [
        (mark.name, mark.marked_range.start_time.value, mark.color, mark.comment) for mark in timeline.tracks.markers
    ]
    assert markers == [
        ("Start", 12, "GREEN", ""),
        ("Tür & <Angel>", 45, "GREEN", 'say "more"'),
        ("hit", 142, "RED", ""),
    ]
    recipes = timeline.metadata["v2a_plugin"]["recipes"]
    for clip in clips.values():
        take = clip.metadata["v2a_plugin"]["take"]
        assert from_json(Recipe, recipes[take]) == request.takes.take(take).recipe


def test_files_are_named_as_each_host_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "Lieferung & 1"
    request = rich_cut(CASES[2])
    export(request, folder)
    for flavour, picture, sound in (
        ("", "/films/Szene 1 – Küche.mov", "audio/"),
        ("Kdenlive", "/films/Szene 1 – Küche.mov", "audio/"),
        ("Premiere", "file:///films/Szene%201%20%E2%80%93%20K%C3%BCche.mov", folder.as_uri() + "/audio/"),
        ("GStreamer", "file:///films/Szene%201%20%E2%80%93%20K%C3%BCche.mov", folder.as_uri() + "/audio/"),
    ):
        video, *tracks = read(folder, flavour).tracks
        assert next(iter(video.find_clips())).media_reference.target_url == picture
        for clip in (clip for track in tracks for clip in track.find_clips()):
            url = clip.media_reference.target_url
            assert url.startswith(sound)
            path = Path(otio.url_utils.filepath_from_url(url)) if "file:" in url else folder / url
            assert path.is_file()


@pytest.mark.parametrize("channels", [1, 2])
def test_hosts_are_told_the_channels(channels: int, tmp_path: Path) -> None:
    export(rich_cut(CASES[2], StemSettings(channels=channels)), tmp_path)
    kind = "Mono" if channels == 1 else "Stereo"
    for track in read(tmp_path).tracks[1:]:
        assert track.metadata["PremierePro_OTIO"]["AudioChannels"] == {
            "ChannelType": kind,
            "NumberOfChannels": channels,
        }
        assert track.metadata["Resolve_OTIO"]["Audio Type"] == kind
        for clip in track.find_clips():
            assert soundfile.info(tmp_path / clip.media_reference.target_url).channels == channels
            assert len(clip.metadata["PremierePro_OTIO"]["AudioChannels"]["SecondaryAssignments"]) == channels
            mapped = clip.metadata["Resolve_OTIO"]["Channels"]
            assert [one["Source Channel ID"] for one in mapped] == list(range(channels))


def test_with_handles_the_clip_is_trimmed_and_fades_as_resolve_has_it(tmp_path: Path) -> None:
    case = CASES[2]
    request = rich_cut(case, StemSettings(handle=Fraction(1, 5)))
    delivery = export(request, tmp_path)
    for flavour in ("", "Kdenlive", "GStreamer", "Premiere"):
        timeline = read(tmp_path, flavour)
        clips = {
            clip.metadata["v2a_plugin"]["cue"]: clip for track in timeline.tracks[1:] for clip in track.find_clips()
        }
        faded = clips["cue-4"]
        assert (
            faded.source_range.start_time - faded.media_reference.available_range.start_time
            >= otio.opentime.RationalTime(5, 25)
        )
        placed = {identifier: frames(timeline, clip) for identifier, clip in clips.items()}
        assert placed == {cue.id: (12 + first, 12 + last) for cue, first, last in edges(request)}
        [effect] = faded.effects
        resolve = effect.metadata["Resolve_OTIO"]
        assert (resolve["Effect Name"], resolve["Type"]) == ("Fairlight Clip Volume and Fades", 62)
        values = {parameter["Parameter ID"]: parameter["Parameter Value"] for parameter in resolve["Parameters"]}
        assert values == {"faderIn": 3.0, "faderOut": 2.0}
        assert not any(clip.effects for clip in clips.values() if clip is not faded)
        fades = [item for track in timeline.tracks for item in track if isinstance(item, otio.schema.Transition)]
        offsets = [(fade.in_offset.value, fade.out_offset.value) for fade in fades]
        assert offsets == ([(0, 3), (2, 0)] if flavour == "Premiere" else [])
        shapes = [fade.metadata["v2a_plugin"]["shape"] for fade in fades]
        assert shapes == (["equal-power", "linear"] if flavour == "Premiere" else [])
        if fades:
            assert [type(item).__name__ for item in timeline.tracks[3]] == ["Gap", "Transition", "Clip", "Transition"]
    assert not any("fade" in note for note in delivery.notes)


def test_a_fade_between_touching_cues_is_written_but_for_premiere(tmp_path: Path) -> None:
    request = rich_cut(CASES[2], StemSettings(handle=Fraction(1, 5)))
    feet = request.timeline.tracks[0]
    faded = replace(feet.cues[1], fade_out=request.timeline.tracks[3].cues[0].fade_out)
    tracks = (replace(feet, cues=(feet.cues[0], faded, *feet.cues[2:])), *request.timeline.tracks[1:])
    delivery = export(replace(request, timeline=replace(request.timeline, tracks=tracks)), tmp_path)
    assert "1 fade where two cues touch could not be written for Premiere Pro." in delivery.notes
    clips = {clip.metadata["v2a_plugin"]["cue"]: clip for clip in read(tmp_path).tracks[1].find_clips()}
    [parameter] = clips[faded.id].effects[0].metadata["Resolve_OTIO"]["Parameters"]
    assert (parameter["Parameter ID"], parameter["Parameter Value"]) == ("faderOut", 2.0)


@pytest.mark.parametrize("layout", [StemLayout.PER_TRACK, StemLayout.MIX])
def test_stems_of_tracks_begin_together(layout: StemLayout, tmp_path: Path) -> None:
    request = rich_cut(CASES[0], StemSettings(layout, two_pop=True))
    export(request, tmp_path)
    timeline = read(tmp_path)
    sound = timeline.tracks[1:]
    assert [track.name for track in sound] == (
        [track.name for track in request.timeline.tracks if track.cues] if layout is StemLayout.PER_TRACK else ["Mix"]
    )
    places = {frames(timeline, clip) for track in sound for clip in track.find_clips()}
    assert len(places) == 1
    assert timeline.global_start_time.value == request.timeline.start.frame - 48  # the pop, two seconds before
    assert set(timeline.metadata["v2a_plugin"]["recipes"]) == {f"take-{n}" for n in (0, 1, 2, 4, 5)}


def test_the_bundle_holds_timeline_and_stems(tmp_path: Path) -> None:
    request = rich_cut(CASES[4])
    delivery = export(request, tmp_path / "bundle", "otioz")
    export(request, tmp_path / "loose")
    [path] = delivery.folder.glob("*.otioz")
    assert not (delivery.folder / "audio").exists()
    assert not list(delivery.folder.glob(".*"))
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    timeline = otio.adapters.read_from_file(str(path), extract_to_directory=str(unpacked))
    loose = read(tmp_path / "loose")
    assert (unpacked / "version.txt").read_text() == "1.0.0"
    assert [frames(timeline, clip) for clip in timeline.find_clips()] == [
        frames(loose, clip) for clip in loose.find_clips()
    ]
    for clip in (clip for track in timeline.tracks[1:] for clip in track.find_clips()):
        inside = unpacked / clip.media_reference.target_url
        assert inside.parent.name == "media"
        assert soundfile.info(inside).frames > 0
    missing = next(iter(timeline.tracks[0].find_clips())).media_reference
    assert isinstance(missing, otio.schema.MissingReference)
    assert missing.metadata["original_target_url"].startswith("file:///films/")
    assert any("not included" in note for note in delivery.notes)
    with zipfile.ZipFile(path) as bundle:
        stored = {item.compress_type for item in bundle.infolist() if item.filename.startswith("media/")}
        assert stored == {zipfile.ZIP_STORED}
    delivery.verify()


def test_a_bundle_that_fails_leaves_nothing(tmp_path: Path) -> None:
    request = rich_cut(CASES[2])
    del request.takes.sounds["take-4"]  # type: ignore[attr-defined]
    with pytest.raises(NoSuchFile, match="take-4"):
        export(request, tmp_path, "otioz")
    assert not list(tmp_path.iterdir())


def test_the_notes_and_the_steps_say_what_to_know(tmp_path: Path) -> None:
    cut = rich_cut(CASES[2])
    delivery = export(replace(cut, stems=replace(cut.stems, handle=1 / CASES[2].rate)), tmp_path)
    assert any("between frames" in note for note in delivery.notes)
    assert any("meet" in note for note in delivery.notes)
    steps = (tmp_path / "HOW TO IMPORT.txt").read_text(encoding="utf-8")
    assert all(host in steps for host in ("DaVinci Resolve", "Premiere Pro", "Kdenlive"))


def test_unknown_media_are_missing_and_not_invented(tmp_path: Path) -> None:
    export(replace(rich_cut(CASES[2]), media=()), tmp_path)
    for clip in read(tmp_path).tracks[0].find_clips():
        assert isinstance(clip.media_reference, otio.schema.MissingReference)
        assert clip.media_reference.available_range is not None


def test_ten_hours_keep_the_frame(tmp_path: Path) -> None:
    request = long_cut(cues=20, tracks=2, hours=10, rate=Fraction(30000, 1001))
    export(request, tmp_path)
    timeline = read(tmp_path)
    placed = {
        clip.metadata["v2a_plugin"]["cue"]: frames(timeline, clip)
        for track in timeline.tracks[1:]
        for clip in track.find_clips()
    }
    assert placed == {cue.id: (first, last) for cue, first, last in edges(request)}
    assert max(last for _, last in placed.values()) > 1_000_000
