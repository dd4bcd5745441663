"""The add-on for Blender: in Blender itself without a window where it is installed, and its Python parts everywhere."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, TypeAlias

import numpy as np
import pytest
import soundfile

from v2a_hooks.builtin.blender import BlenderHost
from v2a_plugin.hosts.installing import install
from v2a_plugin.model.time import index_at

MakeClip: TypeAlias = Callable[..., Path]

STUB = """
import sys
from pathlib import Path
import numpy, soundfile
from v2a_plugin.hosts.job import HostResult, HostStem, read_job, write_result
from v2a_plugin.model.time import index_at
path = Path(sys.argv[-1])
job = read_job(path)
if job.prompt == "fail":
    write_result(HostResult((), path.parent, (), "No luck.", "Try again."), path.parent)
    sys.exit(2)
stems = []
for number in range(1, job.takes + 1):
    tail = -job.frames % (48_000 / job.rate).denominator
    samples = numpy.zeros(index_at((job.frames + tail) / job.rate, 48_000))
    samples[1000 * number] = 0.5
    file = path.parent / f"take {number}.wav"
    soundfile.write(file, samples, 48_000, "PCM_24")
    length = index_at(job.frames / job.rate, 48_000)
    stems.append(HostStem(file, f"Take {number}", f"t{number}", job.frames, length, 48_000, 1, 0.5, ("steps",)))
write_result(HostResult(tuple(stems), path.parent), path.parent)
"""
"""Stands for the engine: answers a job with stems whose only sound is one sample."""

INSIDE = """
import json, sys
import bpy
folder, media, cases = json.loads(sys.argv[-1])
sys.path.insert(0, folder)
import v2a_foley
v2a_foley.register()
told = []
for number, case in enumerate(cases):
    scene = bpy.data.scenes.new(f"case {number}")
    bpy.context.window.scene = scene
    scene.render.fps, scene.render.fps_base = case["fps"], case["base"]
    scene.render.ffmpeg.audio_mixrate = 48000
    scene.frame_start, scene.frame_end = 1, 100
    scene.v2a_takes = case.get("takes", 2)
    scene.v2a_prompt = case.get("prompt", "")
    strips = v2a_foley.all_strips(scene.sequence_editor_create())
    movie = strips.new_movie("Szene 1", case["media"], 1, 20)
    movie.frame_offset_start, movie.frame_offset_end = 5, 3
    blocker = strips.new_movie("darüber", case["media"], 2, 20)
    blocker.select = False
    movie.select = True
    try:
        answer = sorted(bpy.ops.v2a.foley())
        problem = ""
    except RuntimeError as error:
        answer, problem = ["CANCELLED"], str(error)
    sounds = [strip for strip in strips if strip.type == "SOUND"]
    places = [[s.name, s.channel, s.frame_final_start, s.frame_final_duration, s.mute] for s in sounds]
    movies = [strip for strip in strips if strip.type == "MOVIE"]
    for strip in movies:
        strip.mute = True
    mix = f"{folder}/mix {number}.wav"
    bpy.ops.sound.mixdown(filepath=mix, container="WAV", codec="PCM", format="S24")
    told.append({"answer": answer, "problem": problem, "sounds": places, "mix": mix,
                 "movie": [movie.frame_final_start, movie.frame_final_duration]})
v2a_foley.unregister()
print("TOLD" + json.dumps(told))
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The add-on as `v2a host install` writes it, with a quick engine."""
    stub = tmp_path / "stub.py"
    stub.write_text(STUB, encoding="utf-8")
    monkeypatch.setattr("v2a_plugin.hosts.installing.command_of_v2a", lambda: (sys.executable, str(stub)))
    [path] = install(BlenderHost(), tmp_path / "add-ons ü").files
    return path


def blender(installed: Path, cases: list[dict[str, Any]], tmp_path: Path) -> list[dict[str, Any]]:
    program = tmp_path / "inside.py"
    program.write_text(INSIDE, encoding="utf-8")
    given = json.dumps([str(installed.parent), "", cases])
    environment = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        ["blender", "-b", "--factory-startup", "--python-exit-code", "1", "--python", str(program), "--", given],
        check=False, capture_output=True, text=True, env=environment, timeout=300,
    )  # fmt: skip
    [line] = [line for line in done.stdout.splitlines() if line.startswith("TOLD")] or [done.stdout + done.stderr]
    told: list[dict[str, Any]] = json.loads(line.removeprefix("TOLD"))
    return told


RATES = {
    "23.976": (24, 1.001), "24": (24, 1.0), "25": (25, 1.0), "29.97": (30, 1.001), "30": (30, 1.0), "48": (48, 1.0),
    "50": (50, 1.0), "59.94": (60, 1.001), "60": (60, 1.0),
}  # fmt: skip


@pytest.mark.hosts
@pytest.mark.skipif(shutil.which("blender") is None, reason="Blender is not installed")
def test_blender_plays_every_take_on_its_sample(installed: Path, make_clip: MakeClip, tmp_path: Path) -> None:
    """Blender itself mixes the sequencer down, at every rate; the impulse is where the movie strip's start says."""
    exact = {name: Fraction(fps) / Fraction(base).limit_denominator(1001) for name, (fps, base) in RATES.items()}
    cases: list[dict[str, Any]] = [
        {"fps": fps, "base": base, "media": str(make_clip(f"{name}.mov", rate=exact[name]))}
        for name, (fps, base) in RATES.items()
    ]
    cases.append({**cases[2], "prompt": "fail"})
    late: dict[str, int] = {}
    *told, failed = blender(installed, cases, tmp_path)
    for (name, rate), answer in zip(exact.items(), told, strict=True):
        start, frames = answer["movie"]
        assert answer["answer"] == ["FINISHED"], answer
        assert (start, frames) == (25, round(rate) - 8), name
        assert answer["sounds"] == [["Take 1", 3, start, frames, False], ["Take 2", 4, start, frames, True]], name
        mix, sample_rate = soundfile.read(answer["mix"], always_2d=True)
        assert sample_rate == 48_000
        [heard] = np.flatnonzero(np.abs(mix).max(axis=1) > 0.1)
        late[name] = int(heard) - index_at((start - 1) / rate, 48_000) - 1000
    assert {name: late[name] for name in late if "." not in name} == dict.fromkeys(
        ("24", "25", "30", "48", "50", "60"), 0
    )
    assert all(0 <= late[name] <= 2 for name in late)  # Blender keeps 1.001 in 32 bits, and rounds up to a sample
    assert "No luck." in failed["problem"]
    assert failed["sounds"] == []


@pytest.fixture
def addon(installed: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The add-on with just enough of `bpy` to be imported."""
    types = SimpleNamespace(Operator=object, Panel=object, Scene=SimpleNamespace())
    path = SimpleNamespace(abspath=lambda text: text.replace("//", "/project/"))
    monkeypatch.setitem(sys.modules, "bpy", SimpleNamespace(types=types, path=path))
    spec = importlib.util.spec_from_file_location("v2a_foley", installed)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "v2a_foley", module)
    spec.loader.exec_module(module)
    return module


def test_both_names_of_the_strips_are_known(addon: ModuleType) -> None:
    """Blender 4.4 renamed them, 5.0 dropped the old name; a new sequencer has none of either, which is not none."""
    assert addon.all_strips(SimpleNamespace(sequences=["old"])) == ["old"]
    assert addon.all_strips(SimpleNamespace(strips=["new"], sequences=["old"])) == ["new"]
    assert addon.all_strips(SimpleNamespace(strips=[])) == []


def strip(**changes: Any) -> SimpleNamespace:
    plain = {
        "type": "MOVIE", "name": "a", "filepath": "//a.mov", "fps": 23.976022720336914, "frame_offset_start": 5.0,
        "animation_offset_start": 2, "frame_final_start": 25, "frame_final_duration": 40,
    }  # fmt: skip
    return SimpleNamespace(**{**plain, **changes})


def test_a_job_is_exact(addon: ModuleType) -> None:
    render = SimpleNamespace(fps=24, fps_base=1.0010000467300415)  # as Blender keeps 1.001
    scene = SimpleNamespace(render=render, frame_start=1)
    job = addon.job_for(scene, strip(), 3, "Kies")
    assert Fraction(job["rate"]) == Fraction(24000, 1001)
    assert Fraction(job["start"]) == 7 * Fraction(1001, 24000)
    assert (job["media"], job["frames"], job["record"], job["prompt"]) == ("/project/a.mov", 40, 24, "Kies")
    for wrong, said in (({"type": "SOUND"}, "no movie"), ({"fps": 25.0}, "Make them equal")):
        with pytest.raises(addon.Stop, match=said):
            addon.job_for(scene, strip(**wrong), 3, "")
