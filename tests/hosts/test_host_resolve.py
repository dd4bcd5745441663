"""The script for Resolve's menu, against a fake of the documented API that enforces the measured limits."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
import pytest
import soundfile

from v2a_hooks.builtin.resolve import ResolveHost
from v2a_plugin.hosts.installing import install
from v2a_plugin.hosts.job import HostResult, HostStem, read_job, write_result
from v2a_plugin.model.time import index_at
from v2a_plugin.testing.command import Command

MakeClip: TypeAlias = Callable[..., Path]
STUDIO_START = 3600
"""Timelines begin at 01:00:00:00."""


def load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


fake = load("fake_resolve", Path(__file__).with_name("fake_resolve.py"))


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script as it is installed, its takes going to a folder of the test."""
    [path] = install(ResolveHost(), tmp_path / "scripts").files
    module = load("v2a_resolve_installed", path)
    monkeypatch.setattr(module, "FOLDER", tmp_path / "takes ü")
    monkeypatch.setattr(module, "OPTIONS", tmp_path / "takes ü" / "options.json")
    return module


@pytest.fixture
def quick(script: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands for the engine: answers a job at once with stems as the engine writes them. Gives the jobs."""
    jobs: list[dict[str, Any]] = []

    def answer(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        assert command[: len(script.V2A)] == script.V2A
        assert command[len(script.V2A) : -1] == ["host", "run"]
        path = Path(command[-1])
        jobs.append(json.loads(path.read_text(encoding="utf-8")))
        job = read_job(path)
        stems = []
        for number in range(1, job.takes + 1):
            file = path.parent / f"take-{number}.wav"
            tail = -job.frames % (48_000 / job.rate).denominator
            soundfile.write(file, np.zeros(index_at((job.frames + tail) / job.rate, 48_000)), 48_000, "PCM_24")
            samples = index_at(job.frames / job.rate, 48_000)
            stems.append(
                HostStem(file, f"Take {number}", f"t{number}", job.frames, samples, 48_000, 1, 0.5, ("steps", "door"))
            )
        write_result(HostResult(tuple(stems), path.parent), path.parent)
        return subprocess.CompletedProcess(command, 0, b"")

    monkeypatch.setattr(script.subprocess, "run", answer)
    return jobs


def resolve(fps: str, clip: Any) -> Any:
    start = round(STUDIO_START * fake.exact(fps))
    return fake.Resolve(fake.Project(fps, fake.Timeline(fps, start, clip)))


def clip_at(fps: str, path: str = "/media/a.mov", start: int = 100, frames: int = 33, source: int = 7) -> Any:
    item = fake.MediaPoolItem(path, fps.split()[0], 5000)
    return fake.ModernItem(item, round(STUDIO_START * fake.exact(fps)) + start, frames, source, frames)


@pytest.mark.parametrize(
    "fps", ["23.976", "24", "24.0", "25", "29.97", "29.97 DF", "30", "47.952", "48", "50", "59.94", "59.94 DF", "60"]
)
def test_the_best_take_lies_under_the_clip_at_every_rate(fps: str, script: Any, quick: list[dict[str, Any]]) -> None:
    clip = clip_at(fps)
    app = resolve(fps, clip)
    said = script.main(app)
    timeline = app.project.timeline
    assert [track.kind for track in timeline.audio] == ["stereo", "mono"]
    assert timeline.audio[1].name == "v2a foley"
    [placed] = timeline.audio[1].items
    assert (placed.GetStart(), placed.GetEnd()) == (clip.GetStart(), clip.GetEnd())
    assert Path(placed.item.path).name == "take-1.wav"
    assert "steps" in said
    assert "2 more" in said
    [job] = quick
    rate = fake.exact(fps)
    assert Fraction(job["rate"]) == rate
    assert Fraction(job["start"]) == 7 / rate
    assert (job["frames"], job["record"], job["drop"]) == (33, clip.GetStart(), fps.endswith("DF"))


def test_all_takes_wait_in_a_bin_and_the_open_bin_stays_open(script: Any, quick: list[dict[str, Any]]) -> None:
    app = resolve("25", clip_at("25"))
    script.main(app)
    script.main(app)
    pool = app.project.pool
    assert pool.current is pool.root
    [folder] = pool.root.folders
    assert (folder.name, len(folder.items)) == ("v2a", 6)
    assert pool.root.items == []
    assert len(app.project.timeline.audio) == 3  # a track of its own for every run


def test_source_frames_count_at_the_clips_own_rate(script: Any, quick: list[dict[str, Any]]) -> None:
    item = fake.MediaPoolItem("/media/a.mov", "50", 5000)
    app = resolve("25", fake.ModernItem(item, 90_100, 25, 100, 50))
    script.main(app)
    assert Fraction(quick[0]["start"]) == 2


@pytest.mark.parametrize("version", ["older", "anchored"])
def test_other_ways_of_counting_the_source(version: str, script: Any, quick: list[dict[str, Any]]) -> None:
    """Before 19.0.2 there is only the left offset; some media count from their start timecode."""
    item = fake.MediaPoolItem("/media/a.mov", "25", 500)
    older = fake.TimelineItem(item, 90_100, 25, 50)
    anchored = fake.ModernItem(item, 90_100, 25, 50, 25, anchor=90_000)
    script.main(resolve("25", older if version == "older" else anchored))
    assert Fraction(quick[0]["start"]) == 2


@pytest.mark.parametrize(
    ("app", "said"),
    [
        (fake.Resolve(None), "Open a timeline"),
        (resolve("25", None), "playhead on a clip"),
        (resolve("25", fake.TimelineItem(None, 90_000, 25, 0)), "no file of its own"),
        (resolve("25", fake.ModernItem(fake.MediaPoolItem("/a.mov", "25", 500), 90_000, 25, 0, 100)), "retimed"),
    ],
)
def test_what_cannot_be_sent_is_said(app: Any, said: str, script: Any, quick: list[dict[str, Any]]) -> None:
    with pytest.raises(script.Stop, match=said):
        script.main(app)
    assert quick == []


def test_what_resolve_drops_is_noticed(script: Any, quick: list[dict[str, Any]]) -> None:
    """The answer of AppendToTimeline is no proof: the track is read again."""
    app = resolve("25", clip_at("25"))
    original = app.project.timeline.AddTrack

    def busy(kind: str, options: dict[str, Any]) -> bool:
        answer: bool = original(kind, options)
        app.project.timeline.audio[-1].items.append(fake.TimelineItem(None, 90_090, 50, 0))
        return answer

    app.project.timeline.AddTrack = busy
    with pytest.raises(script.Stop, match="Drag take-1"):
        script.main(app)


def test_a_track_that_is_not_added_is_noticed(script: Any, quick: list[dict[str, Any]]) -> None:
    app = resolve("25", clip_at("25"))
    app.project.timeline.refuses_tracks = True
    with pytest.raises(script.Stop, match="added no audio track"):
        script.main(app)
    assert app.project.timeline.audio[0].items == []


def test_a_wav_of_another_project_rate_still_covers_the_clip(script: Any, quick: list[dict[str, Any]]) -> None:
    """The project counts 24 and its timeline 25: the frames of the WAV are not those of the timeline."""
    app = resolve("25", clip_at("25"))
    app.project.fps = "24"
    try:
        script.main(app)
    except script.Stop as reason:
        assert "Drag" in str(reason)  # noqa: PT017 - said, not hidden
    else:
        [placed] = app.project.timeline.audio[1].items
        assert placed.frames == 33


def test_options_of_the_person_are_taken(script: Any, quick: list[dict[str, Any]]) -> None:
    script.FOLDER.mkdir()
    script.OPTIONS.write_text(json.dumps({"takes": 1, "prompt": "Kies"}), encoding="utf-8")
    said = script.main(resolve("25", clip_at("25")))
    assert (quick[0]["takes"], quick[0]["prompt"]) == (1, "Kies")
    assert "more" not in said
    script.OPTIONS.write_text("[", encoding="utf-8")
    with pytest.raises(script.Stop, match="cannot be read"):
        script.main(resolve("25", clip_at("25")))


def test_an_engine_that_fails_or_is_missing_is_said(script: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    app = resolve("25", clip_at("25"))
    monkeypatch.setattr(script, "V2A", [sys.executable, "-c", "print('out of luck')"])
    with pytest.raises(script.Stop, match="out of luck"):
        script.main(app)
    monkeypatch.setattr(script, "V2A", ["/nowhere/v2a"])
    with pytest.raises(script.Stop, match="does not start"):
        script.main(app)
    assert len(app.project.timeline.audio) == 1


@pytest.mark.usefixtures("own_store")
def test_the_engine_itself_answers(
    script: Any, make_clip: MakeClip, monkeypatch: pytest.MonkeyPatch, v2a: Command
) -> None:
    """The real command, on a real clip at 29.97 drop-frame, in this process for speed."""
    media = make_clip("Szene 1.mov", rate=Fraction(30000, 1001))
    script.FOLDER.mkdir()
    script.OPTIONS.write_text(json.dumps({"takes": 2, "bundle": "tiny"}), encoding="utf-8")

    def here(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, v2a(*command[len(script.V2A) :], "--device", "cpu"), b"")

    monkeypatch.setattr(script.subprocess, "run", here)
    clip = clip_at("29.97 DF", str(media), start=11, frames=22, source=4)
    app = resolve("29.97 DF", clip)
    script.main(app)
    [placed] = app.project.timeline.audio[1].items
    assert (placed.GetStart(), placed.GetEnd()) == (clip.GetStart(), clip.GetEnd())


def test_a_script_of_the_menu_finds_the_application(script: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve puts it into the globals of a menu script; elsewhere there is none on the free edition."""
    assert script.find_resolve() is None
    monkeypatch.setattr(script, "resolve", "the application", raising=False)
    assert script.find_resolve() == "the application"


def test_it_needs_nothing_but_python(script: Any) -> None:
    text = Path(script.__file__).read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({script.__file__!r}, run_name='__main__')"],
        check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, "Workspace > Scripts" in done.stdout) == (0, True), done.stderr
    assert "hasattr" not in text  # every name answers it with yes
