"""Takes in folders of their own, merged into a project; and the job of a render farm that does so."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.timeline.track_edits import set_picture

SHORT = ("--bundle", "tiny", "--steps", "1", "--frames", "1", "--handles", "0s", "--device", "cpu", "--takes", "1")
OPENJD = Path(sys.executable).with_name("openjd")


@pytest.mark.usefixtures("own_store")
def test_a_job_renders_chunks_into_parts_and_merges_them_once(film: Path, tmp_path: Path, v2a: Command) -> None:
    """`openjd run` calls a program that only notes how it was called; the calls are then made in this process."""
    job = v2a.json("farm", "openjd", film, "--out", tmp_path / "job", "--chunk", 2, "--seed", 5, *SHORT)
    assert (job["shots"], job["chunks"], job["seed"]) == (4, 2, 5)
    program, called = tmp_path / "program", tmp_path / "called"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" END >> "{called}"\n', encoding="utf-8")
    program.chmod(0o700)
    run = [OPENJD, "run", job["template"], "--step", "Merge", "--run-dependencies"]
    subprocess.run([*run, "-p", f"Project={film}", "-p", f"Program={program}"], check=True, capture_output=True)
    calls = [call.split("\n")[:-1] for call in called.read_text(encoding="utf-8").split("END\n") if call]
    assert [call[:2] for call in calls] == [["project", "generate"]] * 2 + [["project", "merge"]]
    for call in calls:
        assert v2a(*call) == 0
    with open_project(film, write=False) as project:
        assert len(project.timeline.takes) == 4
        assert {take.region for take in project.timeline.takes} == {clip.region.id for clip in project.timeline.picture}
        ids = {take.id for take in project.timeline.takes}
    again = v2a.json(*calls[2])
    assert [(each["new"], each["known"]) for each in again["parts"]] == [([], 2), ([], 2)]
    assert v2a(*calls[0]) == 0  # a task that the farm runs twice
    assert v2a(*calls[2]) == 0
    with open_project(film, write=False) as project:
        assert {take.id for take in project.timeline.takes} == ids


@pytest.mark.soak
def test_a_job_runs_as_it_is(film: Path, tmp_path: Path, v2a: Command, own_store: None) -> None:
    job = v2a.json("farm", "openjd", film, "--out", tmp_path / "job", "--chunk", 2, *SHORT)
    program = Path(sys.executable).with_name("v2a")
    run = [OPENJD, "run", job["template"], "--step", "Merge", "--run-dependencies", "-p", f"Project={film}"]
    subprocess.run([*run, "-p", f"Program={program}"], check=True)
    with open_project(film, write=False) as project:
        assert len(project.timeline.takes) == 4


@pytest.mark.usefixtures("own_store")
def test_options_of_a_job_are_those_of_generate(film: Path, tmp_path: Path, v2a: Command) -> None:
    out = ("--out", tmp_path / "job")
    assert v2a("farm", "openjd", film, *out, "--tales", 2) == 2
    assert "--tales" in v2a.err
    assert v2a("farm", "openjd", film, *out, "--shot", 2) == 2
    assert "said by each chunk" in v2a.err
    assert not (tmp_path / "job").exists()
    assert v2a("farm", "openjd", film, *out, "--prompt", "a {{brace}}", "--steps", 3) == 0
    [render, _merge] = json.loads((tmp_path / "job" / "template.json").read_text(encoding="utf-8"))["steps"]
    assert render["script"]["actions"]["onRun"]["args"][-4:] == ["--prompt", "a { {brace}}", "--steps", "3"]


@pytest.mark.usefixtures("own_store")
def test_a_region_that_the_cut_shows_twice_is_rendered_once(film: Path, tmp_path: Path, v2a: Command) -> None:
    with open_project(film) as project:
        first = project.timeline.picture[0]
        again = replace(first, record=project.timeline.end)
        project.do(set_picture(project.timeline, (first, again)))
    part = tmp_path / "part"
    made = v2a.json("project", "generate", film, *SHORT, "--into", part)
    [take] = part.glob("takes/*.wav")
    assert [each["takes"] for each in made["regions"]] == [[take.stem], []]
    assert made["regions"][1]["skipped"] == "has its takes"


@pytest.mark.usefixtures("own_store")
def test_parts_that_are_none_or_of_another_project(film: Path, four_shots: Path, tmp_path: Path, v2a: Command) -> None:
    (tmp_path / "empty").mkdir()
    assert v2a("project", "merge", film, tmp_path / "empty") == 2
    assert "holds no takes" in v2a.err
    assert v2a("project", "new", four_shots, "--out", tmp_path / "other") == 0
    assert v2a("project", "generate", tmp_path / "other.v2a", "--shot", 1, *SHORT, "--into", tmp_path / "part") == 0
    assert v2a("project", "merge", film, tmp_path / "part") == 2
    assert "is of a region that" in v2a.err
    for shots in ("3-x", "3-2"):
        assert v2a("project", "generate", film, "--shot", shots, *SHORT) == 2
        assert f"'{shots}' is no number of a shot" in v2a.err
