"""The page of sounds under docs/demo: every sound it names is there, is Opus and sounds; every command names files that are there."""

from __future__ import annotations

import html
import re
import shlex
import tomllib
from pathlib import Path

import numpy as np
import soundfile

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "docs" / "demo"
PAGE = (DEMO / "index.html").read_text(encoding="utf-8")


def test_every_sound_of_the_page_is_opus_and_sounds() -> None:
    named = re.findall(r"<audio controls preload=none src=([\w-]+\.opus)>", PAGE)
    assert sorted(named) == sorted(path.name for path in DEMO.glob("*.opus"))
    assert len(named) > 20
    for name in named:
        about = soundfile.info(DEMO / name)
        assert (about.format, about.subtype) == ("OGG", "OPUS")
        assert 1 < about.duration < 60
    for name in named[::6]:
        samples, _ = soundfile.read(DEMO / name)
        assert np.abs(samples).max() > 0.1
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 3_000_000


def test_every_command_of_the_page_is_in_its_plan_and_names_files_that_are_there() -> None:
    plan = tomllib.loads((DEMO / "demo.toml").read_text(encoding="utf-8"))
    parts = [part for show in plan["show"] for part in show["part"]]
    assert [html.unescape(found) for found in re.findall(r"<code>(v2a .*?)</code>", PAGE)] == [
        p["command"] for p in parts
    ]
    for part in parts:
        files = [word for word in shlex.split(part["command"]) if word.startswith("docs/")]
        assert files
        assert all((ROOT / file).is_file() for file in files)
        assert all((DEMO / "pictures" / picture).is_file() for picture in part["pictures"])
        assert "?" not in part["said"]
