"""A campaign of `make soak`: every command that writes is killed somewhere, and run again to its end."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from tests.zoo.test_pull import CARD
from v2a_plugin.delivery.manifest import MANIFEST, read_delivery
from v2a_plugin.model.errors import V2AError
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.caches import tiny_cache, tiny_items
from v2a_plugin.testing.campaigns import Campaign
from v2a_plugin.testing.clips import tiny_clip
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.loopback_hub import LoopbackHub
from v2a_plugin.zoo.card_files import card_to_toml

pytestmark = [pytest.mark.soak, pytest.mark.timeout(12 * 3600)]

TINY = ("--bundle", "tiny")
SHORT = (*TINY, "--steps", 1, "--frames", 1)
ONE = (*SHORT, "--takes", 1)
FORMATS = ("otio", "otioz", "fcp7", "fcpxml", "edl", "mlt", "kdenlive", "rpp", "aaf", "bwf", "csv", "pdf")

UNFINISHED = re.compile(r"partial|\.removed\.|\.pull\.")
NOTHING_LEFT = re.compile(r"already|exists|overlap|nothing to undo|not on this machine")
STUDY = """
title = "Killed"
bundle = "tiny"
seconds = 0.5
judges = ["clap"]
[settings]
steps = 1
frames = 1
[items]
kind = "folder"
folder = "pictures"
references = "real"
[[system]]
name = "diffusion"
[[system]]
name = "none"
mapper = "none"
[[table]]
name = "routes"
systems = ["diffusion", "none"]
figure = "bars"
"""

Words = tuple[object, ...]
Forked = Callable[..., Any]


def commands(take: str, other: str) -> dict[str, Callable[[Path], Words]]:
    """Every command that writes, by name: its words for a folder made as `world` makes it."""

    def edit(*words: object) -> Callable[[Path], Words]:
        return lambda at: ("project", words[0], at / "base.v2a", *words[1:])

    exports = {
        f"export {name}": lambda at, name=name: ("export", at / "base.v2a", "--to", name, "--out", at / "new" / name)
        for name in FORMATS
    }
    return {
        **exports,
        "export again": lambda at: ("export", at / "base.v2a", "--to", "bwf", "--out", at / "bwf"),
        "generate": lambda at: ("generate", at / "still.png", "--duration", 0.5, *ONE, "--out", at / "new"),
        "generate again": lambda at: ("generate", at / "still.png", "--duration", 0.5, *ONE, "--out", at / "takes"),
        "project new": lambda at: ("project", "new", at / "clip.mov", "--out", at / "new.v2a"),
        "project copy": lambda at: ("project", "copy", at / "base.v2a", at / "new.v2a"),
        "project generate": edit("generate", *ONE, "--again"),
        "project generate into": lambda at: ("project", "generate", at / "base.v2a", *ONE, "--again", "--into", at / "new"),
        "project merge": lambda at: ("project", "merge", at / "base.v2a", at / "part"),
        "farm openjd": lambda at: ("farm", "openjd", at / "base.v2a", "--out", at / "new"),
        "project between": edit("between", take, other),
        "project like": edit("like", take, "--takes", 1),
        "project mend": edit("mend", take, "--keep", "0-0.5"),
        "project edit-take": edit("edit-take", take, "--gain", 3),
        "project place": edit("place", other, "--track", "Feet", "--at", 0),
        "project hits": edit("hits"),
        "project align": edit("align", "--all", "--to", "01:00:00:05"),
        "project level": edit("level", "--all", "--to", "peak"),
        "project clear": edit("clear"),
        "project undo": edit("undo"),
        "project edit": edit("edit", "rename", "all", "else"),
        "project gc": edit("gc", "--history", "--yes"),
        "project preview": lambda at: ("project", "preview", at / "base.v2a", take, "--out", at / "heard.wav"),
        "project shots detect": lambda at: ("project", "shots", "detect", at / "base.v2a"),
        "project relink": lambda at: ("project", "relink", at / "base.v2a", at),
        "cut import": lambda at: ("cut", "import", at / "cut.edl", "--rate", 25, "--project", at / "new.v2a", "--media", at),
        "cut conform": lambda at: ("cut", "conform", at / "base.v2a", at / "clip.mov"),
        "watch": lambda at: ("watch", at / "in", "--out", at / "new", "--once", "--settle", 0, *ONE),
        "host run": lambda at: ("host", "run", at / "job" / "job.json"),
        "host install": lambda at: ("host", "install", "reaper", "--to", at / "scripts"),
        "library add": lambda at: ("library", "add", at / "real"),
        "library scan": lambda at: ("library", "scan"),
        "evaluate": lambda at: ("evaluate", at / "sounds", "--reference", at / "real", *TINY, "--out", at / "new"),
        "interpolate": lambda at: (
            "interpolate", at / "still.png", "drum", *TINY, "--denoising-steps", 1, "--steps", 2, "--duration", 0.5,
            "--out", at / "new",
        ),
        "listen": lambda at: ("listen", at / "sounds", at / "real", "--out", at / "new.html"),
        "train cache": lambda at: ("train", "cache", at / "clips", "--window", 1, "--frames", 1, *TINY, "--out", at / "new"),
        "train mapper": lambda at: (
            "train", "mapper", at / "pairs", "--kind", "regression", "--steps", 4, *TINY, "--out", at / "new",
        ),
        "train bridge": lambda at: ("train", "bridge", "--pairs", at / "pairs", *TINY, "--out", at / "new"),
        "sign": lambda at: ("sign", at / "bwf", "--local"),
        "study": lambda at: ("study", at / "plan.toml", "--out", at / "new"),
        "models pull": lambda _: ("models", "pull", "pulled", "--yes"),
        "models pull anew": lambda _: ("models", "pull", "older", "--yes"),
        "models remove": lambda _: ("models", "remove", "older", "--yes"),
    }  # fmt: skip


def places(at: Path, models: Path, hub: LoopbackHub) -> dict[str, str]:
    """The environment in which all that the commands write lies below a folder, and models come from the hub here."""
    return {
        "XDG_DATA_HOME": str(at / "data"),
        "V2A_LIBRARIES": str(at / "libraries"),
        "V2A_MODELS": os.pathsep.join(map(str, (at / "models", models))),
        "HF_ENDPOINT": hub.url,
        "HF_HUB_OFFLINE": "",
    }


def world(at: Path, v2a: Command, hub: LoopbackHub) -> tuple[str, str]:
    """A folder with what the commands need; gives the ids of two takes of its project."""
    at.mkdir()
    for place in (at / "clip.mov", at / "in" / "watched.mov", at / "clips" / "a.mov"):
        place.parent.mkdir(exist_ok=True)
        tiny_clip(place)
    Image.fromarray(np.full((30, 40, 3), 90, np.uint8)).save(at / "still.png")
    for folder in ("sounds", "real"):
        (at / folder).mkdir()
        for number in range(5):
            noise = 0.1 * np.random.default_rng(number).normal(size=16_000)
            soundfile.write(at / folder / f"{number}.wav", noise, 16_000)
    tiny_cache(at / "pairs", tiny_items(12))
    assert v2a("library", "add", at / "sounds") == 0, v2a.err
    event = "001  clip V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: clip.mov\n"
    (at / "cut.edl").write_text(f"TITLE: cut\nFCM: NON-DROP FRAME\n{event}", encoding="utf-8")
    (at / "job").mkdir()
    job = {"media": str(at / "clip.mov"), "out": str(at / "job"), "bundle": "tiny", "takes": 1, "rate": "25", "start": "0", "frames": 9}  # fmt: skip
    (at / "job" / "job.json").write_text(json.dumps(job), encoding="utf-8")
    (at / "plan.toml").write_text(STUDY, encoding="utf-8")
    (at / "pictures").mkdir()
    for number in range(4):
        Image.fromarray(np.full((30, 40, 3), 60 * number, np.uint8)).save(at / "pictures" / f"{number}.png")
    cards = at / "models" / "cards"
    cards.mkdir(parents=True)
    for name in ("pulled", "older"):
        (cards / f"{name}.toml").write_text(card_to_toml(replace(CARD, name=name)), encoding="utf-8")
    assert v2a("models", "pull", "older", "--yes") == 0, v2a.err
    hub.repositories["some/ears"] = {**hub.repositories["some/ears"], "config.json": b'{"new": true}'}
    base = at / "base.v2a"
    assert v2a("project", "new", at / "clip.mov", "--out", base) == 0, v2a.err
    made = v2a.json("project", "generate", base, *SHORT, "--takes", 2)
    assert v2a("project", "place", base) == 0, v2a.err
    assert v2a("project", "generate", base, *ONE, "--again", "--into", at / "part") == 0, v2a.err
    assert v2a("export", base, "--to", "bwf", "--out", at / "bwf") == 0, v2a.err
    assert v2a("generate", at / "still.png", "--duration", 0.5, *ONE, "--out", at / "takes") == 0, v2a.err
    first, second = made["regions"][0]["takes"][:2]
    return first, second


def sound(at: Path) -> None:
    """Nothing is half there: projects open with all their sounds, and deliveries are as their manifests say."""
    for manifest in at.rglob(MANIFEST):
        read_delivery(manifest.parent).verify()
    for folder in at.glob("*.v2a"):
        with open_project(folder) as project:
            for take in project.timeline.takes:
                project.sound(take.id)


@pytest.mark.usefixtures("own_store")
def test_five_hundred_kills_over_every_command_that_writes(
    v2a: Command, forked: Forked, hub: LoopbackHub, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at a call that changes the disk, or after a time; run again, it works and leaves nothing unfinished."""
    at = tmp_path / "work"
    env = places(at, models, hub)
    for name, place in env.items():
        monkeypatch.setenv(name, place)
    written = commands(*world(at, v2a, hub))
    template = at.rename(tmp_path / "template")

    def fresh() -> None:
        shutil.rmtree(at, ignore_errors=True)
        shutil.copytree(template, at)

    sizes: dict[str, tuple[int, float]] = {}
    faults = []
    for number, campaign in Campaign.rounds("killed commands", 500):
        chance = random.Random(number)
        name = list(written)[number % len(written)]
        words = [str(word) for word in written[name](at)]
        fresh()
        if name not in sizes:
            forked(run=words, env=env, learn=True)
            fresh()
            end = forked(run=words, env=env, place=at)
            assert end.status == 0, (name, end.said)
            sizes[name] = (end.calls, end.seconds)
            fresh()
        calls, seconds = sizes[name]
        fault = {"call": chance.randrange(calls)} if calls and number % 3 else {"after": chance.uniform(0, seconds)}
        try:
            campaign.count(f"{name}, {kill(partial(forked, run=words, env=env, place=at), at, fault)}")
        except (AssertionError, V2AError) as error:
            print(f"\n{number} {name} {fault}: {error}")
            campaign.count(f"{name}, NOT RIGHT")
            faults.append((number, name))
    assert faults == []


def kill(run: Forked, at: Path, fault: Mapping[str, float]) -> str:
    """One round: how the first run ended."""
    first = run(**fault)
    assert first.status in (0, -signal.SIGKILL), first
    sound(at)
    again = run()
    done = again.status == 2 and NOTHING_LEFT.search(again.said)
    assert again.status == 0 or done, again
    sound(at)
    left = [path for path in at.rglob("*") if UNFINISHED.search(path.name)]
    assert left == []
    return "ended before" if first.status == 0 else "killed"
