"""`v2a project edit-take` and `preview`, with a tiny bundle."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.generation.engine import load_engine
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import repeat
from v2a_plugin.media.encode import Encoding, write_clip
from v2a_plugin.media.probe import probe
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import SoundEditKind
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.command import Command
from v2a_plugin.zoo.store import Store


@pytest.mark.usefixtures("own_store")
def test_a_take_is_edited_into_another_and_made_again_bit_for_bit(tmp_path: Path) -> None:
    v2a = Command("project").json
    still = np.random.default_rng(1).integers(0, 256, (64, 96, 3), np.uint8)
    clip = finish(write_clip(tmp_path / "clip.mp4", (still for _ in range(25)), Encoding()))
    film = tmp_path / "film.v2a"
    assert v2a("new", clip, "--out", film)["exit"] == 0
    short = ("--bundle", "tiny", "--steps", 1, "--frames", 1, "--handles", "6f", "--device", "cpu")
    made = v2a("generate", film, "--takes", 2, "--seed", 5, *short)
    [one, other] = made["regions"][0]["takes"]
    master = (film / "takes" / f"{one}.wav").read_bytes()

    done = v2a("edit-take", film, one, "--trim", "--threshold", -120, "--gain", -6, "--fade-out", 0.2)
    assert done["exit"] == 0
    assert done["source"] == one
    assert done["take"] not in (one, other)
    assert (film / "takes" / f"{one}.wav").read_bytes() == master
    assert (
        v2a("edit-take", film, one, "--trim", "--threshold", -120, "--gain", -6, "--fade-out", 0.2)["take"]
        == done["take"]
    )

    with open_project(film) as project:
        assert [take.id for take in project.timeline.takes] == [one, other, done["take"]]
        source, new = project.take(one), project.take(done["take"])
        assert [edit.kind for edit in new.recipe.edits] == [
            SoundEditKind.TRIM, SoundEditKind.GAIN, SoundEditKind.FADE_OUT,
        ]  # fmt: skip
        assert new.recipe.edits[0].digest == source.digest
        assert replace(new.recipe, edits=()) == source.recipe
        engine = finish(load_engine(Store().open("tiny"), Runtime(), load_plugins(disabled="*")))
        [again] = finish(propose(engine, repeat(new.recipe, probe(clip), "again")))
        assert (again.take.digest, again.take.used, again.take.levels) == (new.digest, new.used, new.levels)
        assert np.array_equal(again.sound.samples[0], project.sound(new.id).samples[0])


def test_takes_are_laid_over_each_other(tmp_path: Path, own_store: Path) -> None:
    v2a = Command("project").json
    still = np.zeros((64, 96, 3), np.uint8)
    clip = finish(write_clip(tmp_path / "clip.mp4", (still for _ in range(25)), Encoding()))
    film = tmp_path / "film.v2a"
    assert v2a("new", clip, "--out", film)["exit"] == 0
    short = ("--bundle", "tiny", "--steps", 1, "--frames", 1, "--device", "cpu")
    takes = v2a("generate", film, "--takes", 2, "--seed", 5, *short)["regions"][0]["takes"]
    out = tmp_path / "mix.wav"
    assert v2a("preview", film, *takes, "--out", out)["exit"] == 0
    mix, rate = soundfile.read(out, dtype="float32")
    with open_project(film) as project:
        expected = sum(project.sound(take).samples[0].astype(np.float64) for take in takes)
    assert rate == 48_000
    np.testing.assert_allclose(mix, expected, atol=1e-6)


def test_what_cannot_be_done_is_said(tmp_path: Path, own_store: Path) -> None:
    v2a = Command("project").json
    still = np.zeros((64, 96, 3), np.uint8)
    clip = finish(write_clip(tmp_path / "clip.mp4", (still for _ in range(25)), Encoding()))
    film = tmp_path / "film.v2a"
    assert v2a("new", clip, "--out", film)["exit"] == 0
    short = ("--bundle", "tiny", "--steps", 1, "--frames", 1, "--device", "cpu")
    [take] = v2a("generate", film, "--takes", 1, *short)["regions"][0]["takes"]
    assert "nothing to do" in v2a("edit-take", film, take)["message"]
    assert "does not fit" in v2a("edit-take", film, take, "--fade-in", 100)["message"]
    assert "A gain of 99" in v2a("edit-take", film, take, "--gain", 99)["message"]
    assert v2a("edit-take", film, "nothing", "--gain", 1)["exit"] == 2
    with open_project(film) as project:
        assert len(project.timeline.takes) == 1
