"""The command line, as a person and as a machine use it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

import v2a_resources
from v2a_plugin.testing.command import Command

CLIP = v2a_resources.sample_path()
SHORT = ("--bundle", "tiny", "--steps", "1", "--frames", "1", "--seed", "3")


pytestmark = pytest.mark.usefixtures("own_store")


@pytest.fixture(autouse=True)
def _online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V2A_OFFLINE", "0")  # and so put back after a test of --offline
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")


def leftovers(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if "partial" in path.name)


def test_help_and_version(v2a: Command) -> None:
    assert v2a("--help") == 0
    for command in ("probe", "shots", "generate", "models", "plugins", "doctor"):
        assert command in v2a.out
    assert v2a("--version") == 0
    assert v2a.out.strip()[0].isdigit()


def test_probe(v2a: Command) -> None:
    assert v2a("probe", CLIP) == 0
    assert "25 frames/s" in v2a.out
    assert "01:00:00:00" in v2a.out
    found = v2a.json("probe", CLIP)
    assert found["media"]["pictures"][0]["rate"] == "25"
    assert found["duration_seconds"] == 18.0


def test_shots(v2a: Command, four_shots: Path) -> None:
    found = v2a.json("shots", CLIP)
    assert len(found["shots"]) == 4
    assert Fraction(found["shots"][0]["span"]["start"]) == 0
    assert len(v2a.json("shots", four_shots, "--shortest", "4s")["shots"]) < 4
    assert v2a("shots", four_shots) == 0
    assert "01:00:00:00" in v2a.out


def test_generate_a_shot_and_make_a_take_again(v2a: Command, four_shots: Path, tmp_path: Path) -> None:
    out = tmp_path / "größe mit leer 電影"
    made = v2a.json("generate", four_shots, "--shot", 2, "--takes", 2, "--handles", "12f", "--out", out, *SHORT)
    assert made["exit"] == 0
    [region] = made["regions"]
    assert {path.name for path in out.iterdir()} == {
        "take-1.wav", "take-1.recipe.json", "take-2.wav", "take-2.recipe.json", "sheet.png", "manifest.json",
        "made.json",
    }  # fmt: skip
    wave = soundfile.info(out / "take-1.wav")
    assert (wave.samplerate, wave.channels, wave.subtype) == (48000, 1, "PCM_24")
    assert wave.frames == 48000 * 2 + 2 * 23040  # the shot, and twelve frames at 25 before and after
    with Image.open(out / "sheet.png") as sheet:
        assert sheet.width == 1600
    scores = [item["take"]["score"] for item in region["takes"]]
    assert scores == sorted(scores, reverse=True)

    again = tmp_path / "again"
    assert v2a("generate", four_shots, "--recipe", out / "take-2.recipe.json", "--out", again) == 0
    assert (again / "take-1.wav").read_bytes() == (out / "take-2.wav").read_bytes()


def test_a_take_made_again_says_what_is_not_as_it_was(v2a: Command, tmp_path: Path) -> None:
    words = ("generate", "--prompt", "rain", "--duration", "0.5", "--takes", 1, *SHORT)
    assert v2a(*words, "--out", tmp_path / "one") == 0
    path = tmp_path / "one" / "take-1.recipe.json"
    same = v2a.json("generate", "--recipe", path, "--out", tmp_path / "same")
    assert same["differences"] == []
    assert "differ" not in v2a.err
    recipe = json.loads(path.read_text())
    versions = dict(recipe["versions"])
    torch, numpy = versions["torch"], versions.pop("numpy")
    recipe["versions"] = sorted({**versions, "torch": "1.0", "loud-plugin": "3.1"}.items())
    path.write_text(json.dumps({**recipe, "device": "cuda:0"}))
    other = v2a.json("generate", "--recipe", path, "--out", tmp_path / "other", "--device", "cpu")
    assert other["exit"] == 0
    [programs, place] = other["differences"]
    assert f"torch 1.0 (here {torch}), loud-plugin 3.1 (not here)" in programs
    assert numpy not in programs
    assert place.startswith("The take was rendered on cuda:0 in fp32 ")
    assert " now is on cpu in fp32 " in place
    assert v2a.err.count("may differ") == 2
    path.write_text(json.dumps({**recipe, "lock_digest": "0123456789abcdef"}))
    assert v2a("generate", "--recipe", path, "--out", tmp_path / "third") == 2
    assert "its lock was 0123456789ab and is " in v2a.err


def test_every_shot_has_a_folder_of_its_own(v2a: Command, four_shots: Path, tmp_path: Path) -> None:
    made = v2a.json("generate", four_shots, "--takes", 1, "--out", tmp_path, *SHORT)
    assert made["exit"] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shot-01", "shot-02", "shot-03", "shot-04"]
    for region in made["regions"]:
        assert Path(region["takes"][0]["audio"]).is_file()
        assert Path(region["sheet"]).is_file()


def test_a_segment_by_timecode_seconds_or_frames_is_the_same(v2a: Command, tmp_path: Path) -> None:
    forms = [
        ("--from", "01:00:02:00", "--to", "01:00:03:00"),
        ("--from", "2", "--to", "3"),
        ("--from", "50f", "--duration", "25f"),
    ]
    waves = []
    for number, form in enumerate(forms):
        assert v2a("generate", CLIP, *form, "--takes", 1, "--out", tmp_path / str(number), *SHORT) == 0
        waves.append((tmp_path / str(number) / "take-1.wav").read_bytes())
    assert waves[0] == waves[1] == waves[2]


def test_words_alone_and_a_picture(v2a: Command, tmp_path: Path) -> None:
    words = ("--prompt", "rain on a tin roof", "--duration", "1s", "--takes", 1)
    assert v2a("generate", *words, "--out", tmp_path / "words", *SHORT) == 0
    assert soundfile.info(tmp_path / "words" / "take-1.wav").frames == 48000
    Image.new("RGB", (40, 30), "green").save(tmp_path / "bild.webp")
    assert (
        v2a("generate", tmp_path / "bild.webp", "--duration", "0.5", "--takes", 1, "--out", tmp_path / "b", *SHORT) == 0
    )
    assert soundfile.info(tmp_path / "b" / "take-1.wav").frames == 24000


def test_nothing_goes_over_the_network(
    v2a: Command, four_shots: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert v2a("--offline", "generate", four_shots, "--shot", 1, "--takes", 1, "--out", tmp_path, *SHORT) == 0
    assert v2a("--offline", "models", "pull", "audioldm-s", "--yes") != 0
    assert "offline" in v2a.err.lower()


def test_models_and_plugins_and_doctor(v2a: Command) -> None:
    listed = v2a.json("models", "list")["bundles"]
    tiny = next(line for line in listed if line["name"] == "tiny")
    assert tiny["state"] == "pulled"
    large = next(line for line in listed if line["name"] == "audioldm-s")
    assert not large["commercial"]
    assert v2a("models", "list") == 0
    assert "NON-COMMERCIAL" in v2a.out
    assert v2a("models", "verify", "tiny") == 0
    assert Path(v2a.json("models", "path", "tiny")["folder"]).is_dir()
    assert v2a("models", "path", "tiny") == 0
    assert Path(v2a.out.strip(), "card.toml").is_file()
    assert v2a("plugins") == 0
    assert "audioldm" in v2a.out
    report = v2a.json("doctor")
    assert {"device", "memory", "bundle", "package"} <= {finding["topic"] for finding in report["findings"]}


def test_one_bad_card_is_reported_and_the_rest_is_listed(
    v2a: Command, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("V2A_MODELS", os.pathsep.join([str(tmp_path), str(models)]))
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "odd.toml").write_text("title = [", encoding="utf-8")
    listed = v2a.json("models", "list")
    assert listed["exit"] == 0
    assert "odd.toml is not TOML" in listed["problems"][0]
    assert "tiny" in [bundle["name"] for bundle in listed["bundles"]]
    assert v2a("models", "list") == 0
    assert "PROBLEM: The card" in v2a.out
    assert v2a("generate", CLIP, "--bundle", "odd", "--out", tmp_path / "out") == 2
    assert "odd.toml is not TOML" in v2a.err
    problems = [each for each in v2a.json("doctor")["findings"] if each["topic"] == "bundle" and not each["good"]]
    assert ["odd" in each["name"] for each in problems] == [True]


def test_a_pull_needs_agreement(v2a: Command) -> None:
    assert v2a("models", "remove", "tinny", "--yes") == 2
    assert "Did you mean 'tiny'" in v2a.err


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that editors drop by mistake, and files that broke on the way."""
    folder = tmp_path_factory.mktemp("bad files")
    whole = CLIP.read_bytes()
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "text.mp4").write_text("Scene 12: she opens the door.\n" * 50, encoding="utf-8")
    place = whole.find(b"moov")
    (folder / "no moov.mp4").write_bytes(
        whole[: min(place, len(whole) // 2)] if place > 1000 else whole[place + 2000 :]
    )
    soundfile.write(folder / "only sound.wav", np.zeros(4800, np.float32), 48000)
    (folder / "folder.mp4").mkdir()
    return folder


SPAN = ("--from", "1", "--to", "2", "--takes", "1", *SHORT)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((lambda f: f / "empty.mp4",), "empty.mp4"),
        ((lambda f: f / "text.mp4",), "text.mp4"),
        ((lambda f: f / "no moov.mp4",), "no moov.mp4"),
        ((lambda f: f / "only sound.wav",), "only sound.wav"),
        ((lambda f: f / "folder.mp4",), "folder.mp4"),
        ((lambda f: f / "missing.mp4",), "missing.mp4"),
        ((CLIP, "--from", "30", "--to", "40"), "lies outside"),
        ((CLIP, "--from", "00:00:02:00"), "starts at 01:00:00:00"),
        ((CLIP, "--from", "2", "--to", "2"), "has no length"),
        ((CLIP, "--from", "3", "--to", "2"), "ends before it starts"),
        ((CLIP, "--from", "01:00:00;10"), "Drop-frame"),
        ((CLIP, "--from", "soon"), "not a place in time"),
        ((CLIP, "--shot", "9"), "has 4 shots"),
        ((CLIP, "--shot", "1", "--from", "2"), "Give one of them"),
        ((CLIP, "--shot", "1", "--takes", "0"), "0 takes"),
        ((CLIP, "--shot", "1", "--steps", "0"), "steps is 0"),
        ((CLIP, "--shot", "1", "--handles", "-3f"), "Handles of -3f"),
        ((CLIP, "--shot", "1", "--prompt-weight", "2"), "prompt weight"),
        ((CLIP, "--shot", "1", "--bundle", "tinny"), "Did you mean 'tiny'"),
        ((CLIP, "--shot", "1", "--bundle", "audioldm-s"), "v2a models pull audioldm-s"),
        ((CLIP, "--shot", "1", "--mapper", "difusion"), "Did you mean 'diffusion'"),
        ((CLIP, "--shot", "1", "--device", "cuda:7"), "no device 'cuda:7'"),
        ((CLIP, "--shot", "1", "--device", "cpu", "--precision", "fp16"), "cannot run in fp16"),
        ((CLIP, "--shot", "1", "--export", "wave"), "Did you mean 'wav'"),
        ((CLIP, "--detector", "adaptiv"), "Did you mean 'adaptive'"),
        ((), "neither a picture nor a prompt"),
        (("--recipe", lambda f: f / "text.mp4"), "is not JSON"),
        (("--recipe", lambda f: f / "nothing.json"), "nothing.json"),
    ],
)
def test_bad_input_is_one_sentence(
    v2a: Command, files: Path, tmp_path: Path, arguments: tuple[Any, ...], says: str
) -> None:
    filled = [value(files) if callable(value) else value for value in arguments]
    out = tmp_path / "out"
    assert v2a("generate", *SHORT, *filled, "--out", out) == 2
    assert says in v2a.err
    assert "Traceback" not in v2a.err
    assert len(v2a.err.strip().splitlines()) == 1
    assert not out.exists()


def test_an_error_for_machines(v2a: Command, files: Path) -> None:
    failed = v2a.json("generate", files / "empty.mp4")
    assert failed["exit"] == 2
    assert failed["error"] == "unusable-media"
    assert "empty.mp4" in failed["message"]


def test_a_folder_that_cannot_be_written(v2a: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert v2a("generate", CLIP, *SPAN, "--out", tmp_path / "file") == 2
    assert "cannot be written" in v2a.err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_a_changed_bundle_is_refused(
    v2a: Command, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "models"
    shutil.copytree(models, root)
    monkeypatch.setenv("V2A_MODELS", str(root))
    weights = root / "bundles" / "tiny" / "mappers" / "diffusion" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-20])
    assert v2a("generate", CLIP, *SPAN, "--out", tmp_path / "out") == 2
    assert "model.safetensors" in v2a.err
    assert v2a("models", "verify", "tiny") == 2


def test_a_recipe_of_another_picture_is_refused(v2a: Command, tmp_path: Path) -> None:
    assert v2a("generate", CLIP, *SPAN, "--out", tmp_path / "one") == 0
    other = tmp_path / "other.png"
    Image.new("RGB", (32, 32)).save(other)
    recipe = tmp_path / "one" / "take-1.recipe.json"
    assert v2a("generate", other, "--recipe", recipe, "--out", tmp_path / "two") == 2
    assert "other.png is not the file" in v2a.err


def test_a_disk_that_fills_up_midway(v2a: Command, small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("300k")
    assert v2a("generate", CLIP, "--from", "1", "--to", "4", "--takes", 2, "--out", disk, *SHORT) == 2
    assert "disk is full" in v2a.err
    assert [path for path in disk.rglob("*") if path.is_file()] == []


def test_ctrl_c_leaves_no_half_file(models: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "V2A_MODELS": str(models), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", "from v2a_plugin.cli import main; main()", "generate", str(CLIP)]
    process = subprocess.Popen(
        [*command, "--takes", "8", *SHORT, "--steps", "200", "--out", str(tmp_path / "out")],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (tmp_path / "out").is_dir() and process.poll() is None:  # made before the models are loaded
        time.sleep(0.05)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert leftovers(tmp_path) == []
    assert not list(tmp_path.rglob("*.wav")) or all(soundfile.info(path).frames for path in tmp_path.rglob("*.wav"))
