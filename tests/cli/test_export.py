"""`v2a export`, as a person and as a machine use it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.delivery.manifest import read_delivery, read_manifest
from v2a_plugin.model.recipe import Precision, Recipe, Settings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.sound import Levels, Sound, Tag
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span, Timecode
from v2a_plugin.model.timeline import PictureClip, Timeline, Track, TrackKind
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.timeline.placing import place_best

RATE = Fraction(30000, 1001)


def rendered(region: Region, seed: int, channels: int = 1) -> RenderedTake:
    span = region.span.widened(Fraction(1, 2))
    noise = np.random.default_rng(seed).uniform(-0.3, 0.3, (channels, span.samples(16_000))).astype(np.float32)
    sound = Sound(noise, 16_000)
    recipe = Recipe(
        media=None, used=region.span, handle=Fraction(1, 2), rate=RATE, timecode=None, settings=Settings(), seed=seed,
        bundle="mini", lock_digest="", mapper_digest="", device="cpu", precision=Precision.FP32, threads=1, batch=1,
        generator_rate=16_000, versions=(),
    )  # fmt: skip
    tags = (Tag("footsteps on gravel", 0.4),)
    levels = Levels(None, -1.0, -1.5, -20.0)
    take = Take(
        sound.digest[:16], sound.digest, 16_000, span, region.span, 0.1, tags, levels, recipe, channels=channels
    )
    return RenderedTake(take, sound)


def cut() -> Timeline:
    regions = [
        Region(Span(n * 60 / RATE, (n + 1) * 60 / RATE), "1-ab", RegionKind.SHOT, f"Shot {n + 1}") for n in range(2)
    ]
    clips = tuple(PictureClip(region, region.span.start) for region in regions)
    lanes = (Track(TrackKind.FEET, "Feet"), Track(TrackKind.FX, "FX"))
    return Timeline(RATE, Timecode.parse("01:00:00;00", RATE), clips, lanes, name="Küche")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two shots with a take each, both on one track."""
    path = tmp_path / "Küche 1.v2a"
    with create_project(path, cut()) as opened:
        opened.forget_history()
    return path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "Küche.v2a"
    project = create_project(path, cut())
    with project:
        for seed, clip in enumerate(project.timeline.picture):
            project.add_take(rendered(clip.region, seed), clip.region)
        project.do(place_best(project.timeline, project.timeline.tracks[0].id).change)
    return path


@pytest.fixture
def export(built_in_only: None) -> Command:
    return Command("export")


def test_the_formats_are_listed(export: Command) -> None:
    listed = export.json("--list")
    names = [each["name"] for each in listed["formats"]]
    assert {"bwf", "otio", "otioz", "fcp7", "fcpxml", "mlt", "kdenlive", "rpp", "edl", "aaf", "csv"} <= set(names)
    assert names == [added.name for added in load_plugins().added(Kind.CUT_EXPORTER)]
    assert "handles" in next(each for each in listed["formats"] if each["name"] == "bwf")["carries"]
    assert export("--list") == 0
    assert len(export.out.splitlines()) == len(names)


def test_stems_of_a_project(export: Command, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "für den Mix"
    done = export.json(filled, "--to", "bwf", "--out", out, "--handles", "12f")
    assert done["exit"] == 0
    assert done["exporter"] == "bwf"
    assert Path(done["manifest"]) == out / "manifest.json"
    waves = [file["name"] for file in done["files"] if file["name"].endswith(".wav")]
    assert waves == [f"audio/FOLYFeet_Shot {n} footsteps on gravel_V2A_Küche.wav" for n in (1, 2)]
    info = soundfile.info(str(out / waves[0]))
    assert (info.samplerate, info.channels, info.subtype) == (48_000, 1, "PCM_24")
    assert info.frames == round((60 + 24) * 1601.6)
    read_delivery(out).verify()
    cut = read_manifest(out).cut
    assert cut is not None
    assert cut.settings.handle == 12 / RATE


def test_takes_are_folded_only_when_asked(export: Command, project: Path, tmp_path: Path) -> None:
    with open_project(project) as opened:
        for channels, clip in zip((1, 6), opened.timeline.picture, strict=True):
            opened.add_take(rendered(clip.region, channels, channels), clip.region)
        opened.do(place_best(opened.timeline, opened.timeline.tracks[0].id).change)
    for option, stems, expected in (
        ((), "per-cue", [1, 6]), ((), "per-track", [6]), (("--stereo",), "per-cue", [2, 2]), (("--mono",), "mix", [1]),
    ):  # fmt: skip
        out = tmp_path / f"{stems} {len(expected)} {option}"
        assert export(project, "--to", "bwf", "--out", out, "--stems", stems, *option) == 0
        assert [soundfile.info(path).channels for path in sorted((out / "audio").iterdir())] == expected
    assert export(project, "--to", "bwf", "--out", tmp_path / "both", "--stereo", "--mono") == 2
    assert "--stereo and --mono exclude each other." in export.err


def test_a_mix_with_every_option(export: Command, filled: Path, tmp_path: Path) -> None:
    options = (
        "--stems", "mix", "--start", "00:59:50;00", "--rate", 96000, "--bits", "32f", "--stereo", "--two-pop",
    )  # fmt: skip
    assert export(filled, "--to", "bwf", "--out", tmp_path / "mix", *options) == 0
    [wave] = (tmp_path / "mix" / "audio").iterdir()
    info = soundfile.info(str(wave))
    assert (info.samplerate, info.channels, info.subtype) == (96_000, 2, "FLOAT")
    assert info.frames == round((300 + 120) * 3203.2)
    assert f"{tmp_path / 'mix'}." in export.out


@pytest.mark.parametrize("to", [added.name for added in load_plugins(disabled=["*"]).added(Kind.CUT_EXPORTER)])
def test_every_format_writes_a_whole_delivery_with_recipes_and_a_note(
    export: Command, filled: Path, tmp_path: Path, to: str
) -> None:
    assert export(filled, "--to", to, "--out", tmp_path / to) == 0, export.err
    delivery = read_delivery(tmp_path / to)
    delivery.verify()
    names = {file.name for file in delivery.files}
    on_disk = {path.relative_to(tmp_path / to).as_posix() for path in (tmp_path / to).rglob("*") if path.is_file()}
    assert on_disk == names | {"manifest.json"}
    assert len([name for name in names if name.endswith(".recipe.json")]) == 2
    assert "HOW TO IMPORT.txt" in names
    for note in delivery.notes:
        assert note in export.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "bfw"), "There is no cut exporter called 'bfw'. Did you mean 'bwf'?"),
        (("--to", "wav"), "There is no cut exporter called 'wav'."),
        (("--to", "bwf", "--rate", 44100), "Stems cannot be written at 44100 Hz."),
        (("--to", "bwf", "--handles", "-3f"), "The handles are"),
        (("--to", "bwf", "--handles", "soon"), "'soon' is not a place in time."),
        (("--to", "bwf", "--stems", "mix", "--start", "01:00:00:00"), "does not count like the timeline"),
        (("--to", "bwf", "--stems", "mix", "--start", "later"), "'later' is not a timecode"),
        ((), "--to is missing."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(
    export: Command, filled: Path, tmp_path: Path, arguments: tuple[object, ...], message: str
) -> None:
    assert export(filled, "--out", tmp_path / "out", *arguments) == 2
    assert message in export.err
    assert "Traceback" not in export.err
    assert not list((tmp_path / "out").glob("*"))


def test_a_project_is_needed_and_must_be_one(export: Command, filled: Path, tmp_path: Path) -> None:
    assert export("--to", "bwf", "--out", tmp_path) == 2
    assert "PROJECT is missing" in export.err
    assert export(filled, "--to", "bwf") == 2
    assert "--out is missing" in export.err
    failed = export.json(tmp_path / "nowhere.v2a", "--to", "bwf", "--out", tmp_path / "out")
    assert (failed["exit"], failed["error"]) == (2, "no-such-file")


def test_a_project_without_cues(export: Command, project: Path, tmp_path: Path) -> None:
    assert export(project, "--to", "bwf", "--out", tmp_path / "out") == 2
    assert "Küche has no cue to deliver. Place a take on a track first." in export.err


def test_a_take_that_is_gone_from_the_disk(export: Command, filled: Path, tmp_path: Path) -> None:
    [one, *_] = sorted((filled / "takes").glob("*.wav"))
    one.unlink()
    assert export(filled, "--to", "bwf", "--out", tmp_path / "out") == 2
    assert one.stem in export.err
    assert not list((tmp_path / "out").glob("*"))


def test_strict_fails_where_something_is_left_out(export: Command, filled: Path, tmp_path: Path) -> None:
    from v2a_plugin.project.folder import open_project
    from v2a_plugin.timeline.edits import mute

    assert export(filled, "--to", "bwf", "--out", tmp_path / "a", "--strict") == 0
    with open_project(filled) as opened:
        [one, _] = opened.timeline.tracks[0].cues
        opened.do(mute(opened.timeline, [one.id]))
    assert export(filled, "--to", "bwf", "--out", tmp_path / "b") == 0
    assert "Note: 1 muted cue is left out." in export.err
    assert export(filled, "--to", "bwf", "--out", tmp_path / "c", "--strict") == 1
    assert "bwf cannot carry all of Küche: 1 muted cue is left out." in export.err
    assert not (tmp_path / "c").exists()


def test_strict_says_when_a_note_is_a_failure(export: Command, filled: Path, tmp_path: Path) -> None:
    assert export(filled, "--to", "otioz", "--out", tmp_path / "a") == 0
    assert "The picture is named in the bundle but not included" in export.err
    assert export(filled, "--to", "otioz", "--out", tmp_path / "b", "--strict") == 1
    assert "With --strict that is a failure; the files are there." in export.err
    assert (tmp_path / "b" / "manifest.json").is_file()


def test_a_delivery_can_be_verified(export: Command, v2a: Command, filled: Path, tmp_path: Path) -> None:
    assert export(filled, "--to", "bwf", "--out", tmp_path / "out") == 0
    assert v2a("project", "verify", tmp_path / "out") == 0
    wave = next((tmp_path / "out" / "audio").iterdir())
    with wave.open("r+b") as file:
        file.seek(-3, 2)
        file.write(b"abc")
    assert v2a("project", "verify", tmp_path / "out") == 1
    assert wave.name in v2a.out + v2a.err


def test_what_a_person_should_know_of_the_project_is_told(export: Command, tmp_path: Path) -> None:
    with create_project(tmp_path / "other.v2a", cut()) as project:
        region = project.timeline.picture[0].region
        project.add_takes([rendered(region, 1), rendered(region, 2)], region)
        project.do(place_best(project.timeline, project.timeline.tracks[0].id).change)
        [unused] = {take.id for take in project.timeline.takes} - {project.timeline.tracks[0].cues[0].take}
        for file in project.layout.takes.glob(f"{unused}*"):
            file.unlink()
    assert export(tmp_path / "other.v2a", "--to", "csv", "--out", tmp_path / "out") == 0
    assert "The files of 1 take are gone; 'v2a project verify' names them." in export.err
