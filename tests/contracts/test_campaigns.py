"""Campaigns of `make soak` over the whole program: broken cuts, kills of every command that writes, takes made and discarded.

`make soak ARGS="tests/contracts/test_campaigns.py -s"` runs them; `V2A_SOAK_SIZE=20` makes each short.
"""

from __future__ import annotations

import gc
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from v2a_plugin.delivery.manifest import MANIFEST, read_delivery
from v2a_plugin.formats.reading import is_cut, read_cut
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.project.folder import open_project
from v2a_plugin.testing.campaigns import Campaign
from v2a_plugin.testing.clips import tiny_clip
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.exchange import CASES, rich_cut

pytestmark = [pytest.mark.soak, pytest.mark.timeout(12 * 3600)]

KILLED = -signal.SIGKILL
PYTHON = re.compile(r"Traceback|Error\(|KeyError|IndexError|object at 0x|NoneType")


def damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A copy with flipped bits, other letters, a hole, a cut, or a part of another file in it."""
    first, second = sorted(chance.randrange(len(data)) for _ in range(2))
    changed = bytearray(data)
    kind = chance.randrange(5)
    if kind == 0:
        for _ in range(chance.randint(1, 40)):
            changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    if kind == 1:  # numbers become others, where lengths and times stand
        places = [found.start() for found in re.finditer(rb"\d", data)] or [0]
        for place in chance.sample(places, min(len(places), 30)):
            changed[place] = chance.choice(b"0123456789-.e")
        return bytes(changed)
    if kind == 2:
        return data[: max(1, second)]
    if kind == 3:
        return data[:first] + data[second:]
    return data[:second] + other[chance.randrange(len(other)) :]


def test_five_thousand_damaged_cuts_over_every_reader(tmp_path: Path) -> None:
    """Each is read in a child process, and is a cut or a sentence."""
    plugins = load_plugins(disabled=["*"])
    readers = plugins.cut_readers()
    for name in ("otio", "otioz", "fcp7", "fcpxml", "edl", "mlt", "kdenlive", "rpp", "aaf"):
        finish(plugins.export(name, rich_cut(CASES[0]), tmp_path / name))
    files = [path for path in sorted(tmp_path.rglob("*")) if path.is_file() and is_cut(path, readers)]
    originals = [(path.suffix, path.read_bytes()) for path in files]
    assert {suffix for suffix, _ in originals} >= {".otio", ".otioz", ".xml", ".fcpxml", ".edl", ".mlt", ".rpp", ".aaf"}
    for number, campaign in Campaign.rounds("damaged cuts", 5000):
        chance = random.Random(number)
        suffix, data = originals[number % len(originals)]
        path = tmp_path / f"damaged{suffix}"
        path.write_bytes(damaged(data, chance.choice(originals)[1], chance))
        begun = time.monotonic()
        try:
            read_cut(path, readers, Fraction(25))
            campaign.count("read")
        except V2AError as error:
            said = str(error)
            campaign.count("ended its reader" if "its reader" in said else "refused in a sentence")
        else:
            said = ""
        assert not PYTHON.search(said), (number, said)
        assert time.monotonic() - begun < 200


def ends(*words: object, after: float | None = None) -> int:
    """How a command ends, killed after some seconds."""
    command = [sys.executable, "-c", "import sys; from v2a_plugin.cli import main; sys.exit(main())", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            _, said = process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return KILLED
    assert process.returncode == 0, (words, said)
    return process.returncode


@pytest.mark.usefixtures("own_store")
def test_five_hundred_kills_over_every_command_that_writes(v2a: Command, tmp_path: Path) -> None:
    """A command is killed somewhere, then run again to its end: that must work, and nothing unfinished may be left."""
    clip = tiny_clip(tmp_path / "clip.mov")
    short = ("--bundle", "tiny", "--steps", "1", "--frames", "1", "--takes", "1")
    Image.fromarray(np.full((30, 40, 3), 90, np.uint8)).save(tmp_path / "still.png")
    base = tmp_path / "base.v2a"
    assert v2a("project", "new", clip, "--out", base) == 0
    assert v2a("project", "generate", base, *short) == 0, v2a.err
    assert v2a("project", "place", base) == 0, v2a.err
    work = tmp_path / "work"
    commands: dict[str, Callable[[Path], tuple[object, ...]]] = {
        "generate": lambda at: ("generate", tmp_path / "still.png", "--duration", "0.5", *short, "--out", at / "takes"),
        "project new": lambda at: ("project", "new", clip, "--out", at / f"new {time.monotonic_ns()}.v2a"),
        "project copy": lambda at: ("project", "copy", base, at / f"copy {time.monotonic_ns()}.v2a"),
        "project generate": lambda _: ("project", "generate", base, *short, "--again"),
        "project edit": lambda _: ("project", "edit", base, "rename", "all", f"name {time.monotonic_ns()}"),
        "export bwf": lambda at: ("export", base, "--to", "bwf", "--out", at / "bwf"),
        "export otioz": lambda at: ("export", base, "--to", "otioz", "--out", at / "otioz"),
        "watch": lambda at: ("watch", tmp_path / "in", "--out", at / "watched", "--once", "--settle", "0", *short),
    }
    (tmp_path / "in").mkdir()
    tiny_clip(tmp_path / "in" / "watched.mov")
    lasted: dict[str, float] = {}
    names = sorted(commands)
    for number, campaign in Campaign.rounds("killed commands", 500):
        chance = random.Random(number)
        name = names[number % len(names)]
        work.mkdir(exist_ok=True)
        command = commands[name](work)
        if name not in lasted:
            begun = time.monotonic()
            ends(*commands[name](work))
            lasted[name] = time.monotonic() - begun
        killed = ends(*command, after=chance.uniform(0, lasted[name])) == KILLED
        again = commands[name](work)
        ends(*again)
        for manifest in work.rglob(MANIFEST):
            read_delivery(manifest.parent).verify()
        with open_project(base) as project:
            assert not project.read_only
            for take in project.timeline.takes:
                project.sound(take.id)
        left = [path for path in (*work.rglob(".*"), *base.rglob(".*")) if "partial" in path.name]
        left = [path for path in left if "new " not in str(path) and "copy " not in str(path)]
        assert left == [], (number, name)
        campaign.count(f"{name}, {'killed' if killed else 'ended before'}")


@pytest.mark.usefixtures("own_store")
def test_half_an_hour_of_takes_made_and_discarded(v2a: Command, tmp_path: Path) -> None:
    """Neither memory, nor open files, nor the disk grow: minutes are `V2A_SOAK_SIZE`."""
    minutes = int(os.environ.get("V2A_SOAK_SIZE") or 30)
    project = tmp_path / "film.v2a"
    assert v2a("project", "new", tiny_clip(tmp_path / "clip.mov"), "--out", project) == 0
    process, seen = psutil.Process(), list[tuple[int, int, int]]()
    until = time.monotonic() + 60 * minutes
    rounds = 0
    while time.monotonic() < until or rounds < 4:
        made = v2a.json(
            "project", "generate", project, "--bundle", "tiny", "--steps", 1, "--frames", 1, "--takes", 2, "--again"
        )
        assert made["exit"] == 0, made
        takes = [take for region in made["regions"] for take in region["takes"]]
        assert len(takes) == 2, v2a.err
        assert v2a("project", "edit", project, "discard", ",".join(takes)) == 0, v2a.err
        assert v2a("project", "gc", project, "--history", "--yes") == 0, v2a.err
        gc.collect()
        disk = sum(path.stat().st_size for path in project.rglob("*") if path.is_file())
        seen.append((process.memory_info().rss, process.num_fds(), disk))
        rounds += 1
    warm, last = seen[min(3, len(seen) - 1)], seen[-1]
    print(f"\nmade and discarded: {rounds} rounds in {minutes} min, {(last[0] - warm[0]) / 2**20:.1f} MiB more memory")
    assert last[0] - warm[0] < 200 * 2**20
    assert last[1] <= warm[1] + 2
    assert last[2] - warm[2] < 1024 * rounds + 2**20
