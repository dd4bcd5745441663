"""What a clip cost: noted by every command that makes clips, read by `v2a evaluate`, said to be unknown otherwise."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from v2a_plugin.evaluation.clip_health import costs, expected_samples
from v2a_plugin.generation.costs import COSTS, Cost, Watch, note_costs, read_costs
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import BadInput
from v2a_plugin.testing.command import Command


def test_notes_of_a_folder_and_of_those_inside_it(tmp_path: Path) -> None:
    assert read_costs(tmp_path) is None
    (tmp_path / "dog").mkdir()
    (tmp_path / "b.wav").touch()
    note_costs(tmp_path, [Cost(f"{name}.wav", 2.0, 100.0, 48_000) for name in "abc"])  # of which c is gone
    note_costs(tmp_path, [Cost("a.wav", 3.0, 120.0, 24_000)])
    note_costs(tmp_path / "dog", [Cost("take-1.wav", 5.0, 300.0, 96_000)])
    made = read_costs(tmp_path)
    assert made is not None
    assert {cost.file: cost.seconds for cost in made.clips} == {"a.wav": 3.0, "b.wav": 2.0, "dog/take-1.wav": 5.0}
    clips = [tmp_path / "a.wav", tmp_path / "dog" / "take-1.wav", tmp_path / "cat" / "take-1.wav"]
    seconds, memory = costs(made, clips)
    assert (seconds.value, seconds.count, memory.value) == (4.0, 2, 300.0)
    assert seconds.note == memory.note == "known for 2 of 3 clips"
    assert expected_samples(clips[0], 48_000, made, None) == 24_000
    unknown, _ = costs(made, clips[2:])
    assert unknown.value is None
    assert unknown.note.startswith("not known")


def test_a_damaged_note_is_said_and_then_begun_anew(tmp_path: Path) -> None:
    (tmp_path / COSTS).write_text('{"clips": 3}')
    with pytest.raises(BadInput, match=COSTS):
        read_costs(tmp_path)
    note_costs(tmp_path, [Cost("a.wav", 1.0, 100.0, 48_000)])
    made = read_costs(tmp_path)
    assert made is not None
    assert len(made.clips) == 1


def test_time_is_shared_by_the_clips_of_a_batch() -> None:
    watch = Watch(Runtime())
    begun = time.process_time()
    while time.process_time() - begun < 0.1:
        np.random.default_rng(0).normal(size=1000).sum()
    one, two = watch.costs(["a", "b"], 10)
    assert one.seconds == two.seconds
    assert 0.05 <= one.seconds < 0.2
    assert one.megabytes > 10


@pytest.mark.usefixtures("own_store")
def test_what_generate_makes_is_evaluated_with_its_cost(v2a: Command, tmp_path: Path) -> None:
    """Takes of two pictures, and a clip that nobody noted."""
    chance = np.random.default_rng(0)
    (tmp_path / "real").mkdir()
    for number, name in enumerate(("dog", "cow")):
        Image.new("RGB", (32, 32), (99 * number, 80, 70)).save(tmp_path / f"{name}.png")
        soundfile.write(tmp_path / "real" / f"{name}.wav", 0.1 * chance.normal(size=16_000), 16_000)
        common = ("--bundle", "tiny", "--takes", 2, "--duration", "0.5", "--seed", 1, "--mapper", "bridge")
        assert v2a("generate", tmp_path / f"{name}.png", "--out", tmp_path / "made" / name, *common) == 0, v2a.err
    command = ("evaluate", tmp_path / "made", "--reference", tmp_path / "real", "--bundle", "tiny")
    found = v2a.json(*command, "--out", tmp_path / "out")
    values = {each["metric"]: each for each in found["measures"]}
    assert values["time"]["count"] == values["memory"]["count"] == 4
    assert 0 < values["time"]["value"] < 60
    assert values["memory"]["value"] > 100
    assert (values["exact length"]["value"], values["exact length"]["count"]) == (1, 4)

    shutil.copy(tmp_path / "real" / "dog.wav", tmp_path / "made" / "dog" / "theirs.wav")
    found = v2a.json(*command, "--out", tmp_path / "out")
    assert {each["metric"]: each["note"] for each in found["measures"]}["time"] == "known for 4 of 5 clips"
    for path in (tmp_path / "made").rglob(COSTS):
        path.unlink()
    assert v2a(*command, "--out", tmp_path / "out") == 0
    assert "not known: no made.json beside the clips says so" in v2a.out
    assert "not known: no made.json" in (tmp_path / "out" / "report.html").read_text()


@pytest.mark.usefixtures("own_store")
def test_interpolate_notes_costs(v2a: Command, tmp_path: Path) -> None:
    common = ("--bundle", "tiny", "--steps", 3, "--duration", "0.5", "--denoising-steps", 1)
    assert v2a("interpolate", "a dog", "a drum", *common, "--out", tmp_path) == 0, v2a.err
    made = read_costs(tmp_path)
    assert made is not None
    assert [(cost.file, cost.samples) for cost in made.clips] == [(f"0{n}.wav", 24_000) for n in (1, 2, 3)]


@pytest.mark.soak
def test_with_two_threads_a_recipe_makes_the_same_samples_again(tmp_path: Path) -> None:
    """The take's place in its batch is in the recipe, so a take that was rendered among three comes out the same alone."""
    picture = tmp_path / "dog.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)).save(picture)
    quietly = {"OMP_WAIT_POLICY": "PASSIVE"}  # two threads that spin for one free core take for ever
    environment = os.environ | {"OMP_NUM_THREADS": "2", "V2A_PLUGINS_DISABLED": "*"} | quietly

    def v2a(*arguments: object) -> None:
        program = "from v2a_plugin.cli.app import run; run()"
        command = [sys.executable, "-W", "ignore", "-c", program, *map(str, arguments)]
        subprocess.run(command, check=True, env=environment, capture_output=True, timeout=300)

    out, again = tmp_path / "out", tmp_path / "again"
    v2a("generate", picture, "--takes", 3, "--duration", 1, "--steps", 3, "--seed", 5, "--out", out)
    recipe = json.loads((out / "take-3.recipe.json").read_text())
    assert recipe["threads"] == 2
    v2a("generate", "--recipe", out / "take-3.recipe.json", "--out", again)
    assert (again / "take-1.wav").read_bytes() == (out / "take-3.wav").read_bytes()
    assert (out / "take-1.wav").read_bytes() != (out / "take-3.wav").read_bytes()
