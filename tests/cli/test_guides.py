"""`v2a guide` and `v2a generate --guide`: where a guide is from, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from v2a_plugin.guides.shown import as_shown
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.guide import EnergyCurve, Guide, GuideEvent, GuideOrigin, Sync
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.time import Span
from v2a_plugin.model.timeline import Marker, MarkerKind
from v2a_plugin.model.timemap import TimeMap
from v2a_plugin.project.first_cut import Reel, cut_of
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.filming import Filming
from v2a_plugin.testing.hit_clips import film_hits
from v2a_plugin.testing.sounds import click_train

F = Fraction
KNOBS = ("--bundle", "tiny", "--steps", "2", "--frames", "2", "--mapper-steps", "2", "--takes", "1", "--seed", "4")


@pytest.fixture(scope="module")
def bouncing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film_hits(tmp_path_factory.mktemp("clips") / "Bälle.mp4", "balls", Filming("clean"), 7, frames=100).path


def table(folder: Path, *rows: str, heading: str = "seconds,strength") -> Path:
    path = folder / "Takt.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def beats(folder: Path) -> Path:
    path = folder / "beats.wav"
    sound = click_train((0.25, 1.0, 1.8), (0.9, 0.4, 0.7), 3.0, 48_000, 0.0005, 3)
    soundfile.write(path, sound.samples.T, sound.rate)
    return path


def test_a_take_along_a_table_is_made_again_from_its_recipe(
    v2a: Command, own_store: None, bouncing: Path, tmp_path: Path
) -> None:
    events = table(tmp_path, "0.5,1", "1.25,0.4", "", "2,0.8")
    out = tmp_path / "out"
    made = v2a.json("generate", bouncing, "--duration", "3", "--guide", events, "--out", out, *KNOBS)
    assert made["exit"] == 0, v2a.err
    [region] = made["regions"]
    for take in region["takes"]:
        placed = take["take"]["placed"]
        assert [F(one["event"]) for one in placed] == [F(1, 2), F(5, 4), 2]
        assert all(abs(F(one["transient"]) - F(one["event"])) <= F(1, 48_000) for one in placed)
        assert 0 <= take["take"]["in_sync"] <= 1
    first = region["takes"][0]
    recipe = from_json(Recipe, Path(first["recipe"]).read_text(encoding="utf-8"))
    assert recipe.guide is not None
    assert [event.strength for event in recipe.guide.events] == [1, 0.4, 0.8]
    again = v2a.json("generate", bouncing, "--recipe", first["recipe"], "--out", tmp_path / "again")
    assert again["exit"] == 0, v2a.out
    assert again["regions"][0]["takes"][0]["take"]["digest"] == first["take"]["digest"]


def test_a_sound_gives_its_transients_and_its_energy(v2a: Command, bouncing: Path, tmp_path: Path) -> None:
    found = v2a.json("guide", bouncing, "--from", beats(tmp_path))
    [region] = found["regions"]
    events = region["guide"]["events"]
    assert region["guide"]["origin"] == "sound"
    assert [float(F(one["at"])) for one in events] == pytest.approx([0.25, 1.0, 1.8], abs=0.002)
    assert events[0]["strength"] > events[2]["strength"] > events[1]["strength"]
    values = region["guide"]["curve"]["values"]
    assert max(values) == 1
    assert values[int(0.7 * 50)] == 0
    assert v2a("guide", bouncing, "--from", beats(tmp_path), "--events", "1") == 0
    assert "1 event, a curve" in v2a.out
    assert "0:00.250" in v2a.out


def test_the_sound_of_the_video_itself_is_taken_under_the_shot(v2a: Command, tmp_path: Path) -> None:
    clip = tmp_path / "own.mp4"
    pixels = np.random.default_rng(0).integers(0, 255, (75, 48, 64, 3), np.uint8)
    sound = click_train((0.5, 2.0), (0.8, 0.8), 3.0, 48_000, 0.0005, 3)
    finish(write_clip(clip, pixels, Encoding(), sound))
    found = v2a.json("guide", clip, "--shot", "1", "--from", clip)
    assert [float(F(one["at"])) for one in found["regions"][0]["guide"]["events"]] == pytest.approx([0.5, 2], abs=0.005)


def test_chapters_are_markers(v2a: Command, bouncing: Path, tmp_path: Path) -> None:
    marked = tmp_path / "marked.mkv"
    with av.open(str(bouncing)) as source, av.open(str(marked), "w") as copy:
        stream = copy.add_stream_from_template(source.streams.video[0])
        points = [(500, 900), (1500, 1600)]
        copy.set_chapters(
            [
                {"id": i, "start": a, "end": b, "time_base": F(1, 1000), "metadata": {}}
                for i, (a, b) in enumerate(points)
            ]
        )
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    found = v2a.json("guide", marked, "--shot", "1", "--from", "markers")
    assert [F(one["at"]) for one in found["regions"][0]["guide"]["events"]] == [F(1, 2), F(3, 2)]
    assert v2a("guide", bouncing, "--shot", "1", "--from", "markers") == 2
    assert "There is no marker in" in v2a.err


def test_a_picture_gives_its_hits(v2a: Command, bouncing: Path) -> None:
    found = v2a.json("guide", bouncing)
    assert found["exit"] == 0
    assert len(found["regions"][0]["guide"]["events"]) >= 3
    assert found["regions"][0]["guide"]["origin"] == "picture"


def test_takes_follow_a_picture_that_is_sure_unless_nobody_wants_that(
    v2a: Command, own_store: None, bouncing: Path, tmp_path: Path
) -> None:
    shot = (bouncing, "--duration", "3")
    for options, followed in (((), True), (("--guide", "none"), False)):
        made = v2a.json("generate", *shot, "--out", tmp_path / f"out {followed}", *options, *KNOBS)
        assert made["exit"] == 0, v2a.err
        guide = made["regions"][0]["takes"][0]["take"]["recipe"]["guide"]
        assert (guide is not None) is followed
        assert guide is None or (guide["origin"] == "picture" and guide["for_strikes"] and guide["events"])


def test_bad_guides_end_in_a_sentence(v2a: Command, own_store: None, bouncing: Path, tmp_path: Path) -> None:
    silent, hum = tmp_path / "silent.wav", tmp_path / "hum.wav"
    soundfile.write(silent, np.zeros(48_000), 48_000)
    soundfile.write(hum, 0.3 * np.sin(np.arange(5 * 48_000) * 0.03), 48_000)
    crowd = [f"{place / 500:.3f},1" for place in range(500)]
    for rows, says in (
        (["1,1", "9,1"], "Takt.csv has an event at 0:09.000 in line 3, outside of the region's 0:04.000"),
        (["2,1", "1,1"], "do not rise"),
        (["1,0"], "strength of 0"),
        (["soon,1"], "no time and strength in line 2"),
        (["1e99999999,1"], "no time and strength in line 2"),
        ([], "Takt.csv has no event"),
        (crowd, "500 events in the second from 0:00.000"),
    ):
        assert v2a("guide", bouncing, "--from", table(tmp_path, *rows)) == 2, rows
        assert says in v2a.err
    for path, says in (
        (table(tmp_path, "1,1", heading="time"), "does not begin with the heading 'seconds,strength'"),
        (silent, "silent.wav is silent: there is nothing to follow"),
        (tmp_path / "gone.wav", "gone.wav"),
        (bouncing.parent, "is a folder"),
    ):
        assert v2a("guide", bouncing, "--from", path) == 2, path
        assert says in v2a.err
        assert "Traceback" not in v2a.err
    assert v2a("guide", bouncing, "--from", table(tmp_path, *crowd), "--events", "20") == 0
    found = v2a.json("guide", bouncing, "--from", hum)
    assert found["regions"][0]["guide"]["events"] == []
    assert "hum.wav is longer than" in v2a.err
    assert "No transients carry hum.wav" in v2a.err
    assert v2a("generate", "--prompt", "rain", "--guide", "picture", "--out", tmp_path / "o", *KNOBS) == 2
    assert "Words alone have no picture to follow" in v2a.err


def test_markers_of_a_project_guide_its_takes(v2a: Command, own_store: None, bouncing: Path, tmp_path: Path) -> None:
    media = probe(bouncing)
    shots = [Span(F(0), F(1)), Span(F(1), F(4))]
    regions = tuple(Region.within(media, span, RegionKind.SHOT, f"Shot {n}") for n, span in enumerate(shots, 1))
    cut = cut_of([Reel(media, regions)], "Film")
    clips = tuple(replace(clip, record=clip.record + 10) for clip in cut.picture)  # not where they lie in the file
    marks = (Marker(F(23, 2), "Step"), Marker(F(12), "Impact", MarkerKind.HIT, strength=0.4))
    folder = tmp_path / "Film.v2a"
    create_project(folder, replace(cut, picture=clips, markers=marks), [media]).close()
    found = v2a.json("guide", folder, "--from", "markers")["regions"]
    assert found[0]["guide"] is None
    assert "There is no marker in Shot 1." in found[0]["reason"]
    events = [{"at": F(one["at"]), "strength": one["strength"]} for one in found[1]["guide"]["events"]]
    assert events == [{"at": F(1, 2), "strength": 1}, {"at": F(1), "strength": 0.4}]
    assert v2a("guide", folder, "--from", "markers", "--shot", 1) == 2

    options = ("--guide", "markers", "--sync", "loose", "--bed", "-20", "--events", "1", *KNOBS)
    made = v2a.json("project", "generate", folder, "--handles", "6f", *options)
    assert made["exit"] == 0, v2a.err
    assert [len(each["takes"]) for each in made["regions"]] == [1, 1]
    assert "no marker in Shot 1" in v2a.err
    with open_project(folder, write=False) as project:
        before, take = (project.take(each["takes"][0]) for each in made["regions"])
        recipe = tmp_path / "recipe.json"
        recipe.write_text(to_json(take.recipe), encoding="utf-8")
    assert before.recipe.guide is None
    assert take.recipe.guide is not None
    assert [event.at for event in take.recipe.guide.events] == [F(1, 2)]
    assert (take.recipe.settings.sync, take.recipe.settings.bed) == (Sync.LOOSE, -20)
    [again] = v2a.json("generate", "--recipe", recipe, bouncing, "--out", tmp_path / "again")["regions"]
    assert again["takes"][0]["take"]["digest"] == take.digest

    assert v2a("project", "edit", folder, "add-event", "12.5", "0.3") == 0
    own = v2a.json("guide", folder, "--from", "shot")["regions"]
    assert "Shot 1 has no guide of its own" in own[0]["reason"]
    assert [(F(one["at"]), one["strength"]) for one in own[1]["guide"]["events"]] == [(F(3, 2), 0.3)]
    assert v2a("guide", bouncing, "--shot", 1, "--from", "shot") == 2
    assert "is no shot of a project" in v2a.err


def test_a_guide_follows_a_change_of_speed() -> None:
    span, events = Span(F(10), F(14)), (GuideEvent(F(1, 2)), GuideEvent(F(1), 0.5))
    there_and_back = TimeMap.of([(F(10), F(3)), (F(12), F(5)), (F(14), F(3))])
    region = Region(span, "", RegionKind.SHOT, "back", time_map=there_and_back)
    curve = EnergyCurve(F(1), (0.0, 0.5, 1.0))
    shown = as_shown(Guide(GuideOrigin.PICTURE, F(2), events, curve, F(1, 2)), region)
    assert [event.at for event in shown.events] == [F(1, 2), 1, 3, F(7, 2)]
    assert shown.curve is not None
    assert shown.curve.values == (0.0, 0.5, 1.0, 0.5, 0.0)
    slow = replace(region, time_map=TimeMap.steady(span, F(3), F(1, 2)))
    assert as_shown(Guide(GuideOrigin.PICTURE, F(2), events, None, F(1, 2)), slow).period == 1
