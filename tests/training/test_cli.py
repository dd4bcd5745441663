"""`v2a train`, from clips to a take made with a mapper of one's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.testing.bundles import tiny_bundle
from v2a_plugin.testing.caches import tiny_cache as made_cache
from v2a_plugin.testing.caches import tiny_items as items
from v2a_plugin.testing.clips import tiny_clip as clip
from v2a_plugin.testing.command import Command

SMALL = """\
[prior]
width = 16
depth = 1
heads = 1
head_width = 16
learned_tokens = 1
timesteps = 10
[training]
batch = 8
log_every = 1
[validation]
every = 2
mapper_steps = 2
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the tiny bundle, and a folder of clips."""
    root = tmp_path_factory.mktemp("train ü")
    tiny_bundle(root / "models" / "bundles" / "tiny")
    (root / "clips").mkdir()
    for number in range(3):
        clip(root / "clips" / f"{number}.mp4", 2, seed=number)
    clip(root / "clips" / "mute.mp4", 1, level=None)
    (root / "small.toml").write_text(SMALL, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def _own_store(root: Path, built_in_only: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V2A_MODELS", str(root / "models"))


def test_from_clips_to_a_take(v2a: Command, root: Path, tmp_path: Path) -> None:
    shards = tmp_path / "my shards"
    tiny = ("--bundle", "tiny")
    made = v2a.json("train", "cache", root / "clips", "--out", shards, "--window", 1, "--frames", 2, *tiny)
    assert (made["exit"], made["items"], made["counts"]) == (0, 6, [{"reason": "no sound", "count": 1}])
    assert v2a("train", "cache", root / "clips", "--out", shards, "--window", 1, "--frames", 2, *tiny) == 0
    assert "1 shards were there already" in v2a.out
    assert "left out, no sound: 1" in v2a.out

    train = ("train", "mapper", shards, "--config", root / "small.toml", "--steps", 4, *tiny)
    done = v2a.json(*train)
    folder = root / "models" / "mappers" / "tiny" / "trained"
    assert (done["exit"], done["folder"], done["items"], done["held_out"]) == (0, str(folder), 4, 2)
    assert (folder / "curves.png").is_file()
    heard = [Path(path) for path in done["heard"]]
    assert [path.name.split()[-1] for path in heard] == ["after.wav", "before.wav"]  # two windows of one file
    after, before = (soundfile.read(path)[0] for path in heard)
    assert len(after) == len(before) == 5 * 48_000
    assert np.abs(after).max() > 0
    assert not np.array_equal(after, before)
    short = ("--takes", 1, "--steps", 1, "--frames", 1, "--shot", 1, *tiny)
    for mapper in ("trained", folder):
        out = tmp_path / f"take {Path(mapper).name} {len(str(mapper))}"
        assert v2a("generate", root / "clips" / "0.mp4", "--mapper", mapper, "--out", out, *short) == 0
        assert soundfile.info(out / "take-1.wav").frames == 2 * 48000
    assert v2a("models", "list") == 0
    assert "mappers: diffusion, regression, trained, bridge, none" in v2a.out

    elsewhere = tmp_path / "mine"
    assert v2a(*train, "--from", "trained", "--out", elsewhere) == 0
    assert "cosine" in v2a.out
    assert f"--mapper {elsewhere}" in v2a.out
    assert "Going on from it: cosine" in v2a.out
    assert "Verdict: " in v2a.out
    assert "the mean training sound" in v2a.out
    assert "Held out: " in v2a.out


def test_every_kind(v2a: Command, root: Path, tmp_path: Path) -> None:
    pairs = made_cache(tmp_path / "c", items(30))
    tiny = ("--bundle", "tiny")
    train = ("train", "mapper", pairs, "--config", root / "small.toml", "--hear", 0, *tiny)
    assert v2a.json(*train, "--kind", "regression", "--steps", 3, "--out", tmp_path / "r")["kind"] == "regression"
    made = v2a.json(*train, "--kind", "bridge", "--out", tmp_path / "b")
    assert (made["captions"], made["items"]) == (3, 24)
    words = tmp_path / "words.txt"
    words.write_text("a frog\na bell\n", encoding="utf-8")
    assert v2a("train", "bridge", "--captions", words, "--pairs", pairs, "--out", tmp_path / "w", *tiny) == 0
    assert "A bridge of 2 captions" in v2a.out
    assert "what 24 pairs add to the captions" in v2a.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cache", "{tmp}", "--out", "{tmp}/x"), "holds no video"),
        (("cache", "{tmp}/gone", "--out", "{tmp}/x"), "does not exist"),
        (("cache", "{clips}", "--out", "{tmp}/x", "--shortest", "11"), "Nothing can be cut that way"),
        (("cache", "{clips}", "--out", "{tmp}/x", "--cut", "shots", "--detector", "no"), "no shot detector called"),
        (("mapper", "{tmp}"), "holds no shards"),
        (("mapper", "{tmp}", "--name", "a/b"), "is no name for a mapper"),
        (("mapper", "{tmp}", "--device", "cuda:1"), "cannot be told to use 'cuda:1'"),
        (("mapper", "{tmp}", "--config", "gone.toml"), "cannot be read"),
        (("mapper", "{pairs}", "--tensorboard"), "TensorBoard is not installed"),
        (("mapper", "{pairs}", "--from", "difusion"), "Did you mean 'diffusion'?"),
        (("bridge", "--captions", "{tmp}/gone.txt"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: tuple[str, ...], said: str, v2a: Command, root: Path, tmp_path: Path
) -> None:
    made_cache(tmp_path / "pairs", items(4))
    places = {"tmp": str(tmp_path), "clips": str(root / "clips"), "pairs": str(tmp_path / "pairs")}
    code = v2a("train", *(argument.format(**places) for argument in arguments), "--bundle", "tiny")
    assert code == (1 if "TensorBoard" in said else 2)
    assert said in v2a.err
    assert "Traceback" not in v2a.err
    assert len(v2a.err.splitlines()) == 1


def test_ctrl_c_saves_and_the_same_command_goes_on(v2a: Command, root: Path, tmp_path: Path) -> None:
    pairs = made_cache(tmp_path / "c", items(30))
    out = tmp_path / "out"
    arguments = ["train", "mapper", str(pairs), "--config", str(root / "small.toml"), "--bundle", "tiny"]
    arguments += ["--out", str(out), "--steps"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from v2a_plugin.cli import main; main()", *arguments, "1000000"],
        env={**os.environ, "OMP_NUM_THREADS": "1"}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for _ in range(600):
        if (out / "training" / "state.safetensors").is_file():
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "all of it is saved" in said
    assert "Traceback" not in said
    assert not (out / "config.json").exists()
    assert v2a(*arguments, "1") == 0  # as many steps as it has done, or fewer: it is finished
    assert (out / "config.json").is_file()
