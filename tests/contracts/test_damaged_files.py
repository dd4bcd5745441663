"""A campaign of `make soak`: damaged files over every reader, each in a process of its own."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from tests.formats.test_foreign import EDL, FCP7, FCPXML
from tests.formats.test_mlt_read import KDENLIVE, SHOTCUT
from tests.formats.test_rpp_read import REAPER
from v2a_plugin.formats.reading import is_cut
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.aaf_files import write_picture
from v2a_plugin.testing.campaigns import Campaign
from v2a_plugin.testing.clips import tiny_clip
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.exchange import CASES, rich_cut

pytestmark = [pytest.mark.soak, pytest.mark.timeout(12 * 3600)]

PYTHON = re.compile(r"Traceback|Error\(|KeyError|IndexError|object at 0x|NoneType|a fault of its own")
FOREIGN = {".edl": EDL, ".xml": FCP7, ".fcpxml": FCPXML, ".mlt": SHOTCUT, ".kdenlive": KDENLIVE, ".rpp": REAPER}
ODD = (b"", b"0", b"-1", b"1e400", b"9" * 40, b"nan", b"1/0", b"-3/7s", b"99:99:99:99", b"\xff\xfe", b"&amp;", b"null")
PIECE = re.compile(rb"[A-Za-z0-9_.:;/-]+")
PART = re.compile(rb"<(\w[\w:.-]*)[^<>]*>.*?</\1>|\{[^{}]*\}|\[[^\[\]]*\]|[^\n]+\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Original:
    """A good file: what reads it, its bytes, and what is asked of the server for a damaged copy."""

    reader: str
    name: str
    data: bytes
    order: Callable[[Path], dict[str, Any]]


def damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A copy with flipped bits, a hole, a cut or a part of another file; other words; parts gone, doubled or swapped."""
    first, second = sorted(chance.randrange(len(data)) for _ in range(2))
    kind = chance.randrange(9)
    if kind == 0:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 40)):
            changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    if kind == 1:
        return data[: max(1, second)]
    if kind == 2:
        return data[:first] + data[second:]
    if kind == 3:
        return data[:second] + other[chance.randrange(len(other)) :]
    if kind < 7:
        places = [found.span() for found in PIECE.finditer(data)]
        words = [*ODD, *(found[0] for found in PIECE.finditer(other))]
        chosen = chance.sample(places, min(len(places), chance.randint(1, 4)))
    else:
        places = [found.span() for found in PART.finditer(data)] or [(first, second)]
        words = [b"", b"", *(found[0] for found in PART.finditer(data))]
        chosen = [chance.choice(places)]
    for start, end in sorted(chosen, reverse=True):
        data = data[:start] + chance.choice(words) + data[end:]
    return data


def cuts(folder: Path) -> list[Original]:
    """Of every format, as we and as others write it."""
    plugins = load_plugins(disabled=["*"])
    for case in (CASES[0], CASES[4]):
        for name in ("otio", "otioz", "fcp7", "fcpxml", "edl", "mlt", "kdenlive", "rpp"):
            finish(plugins.export(name, rich_cut(case), folder / str(case) / name))
        request = rich_cut(case)
        write_picture(folder / str(case) / "cut.aaf", request.timeline, request.media)
    for suffix, text in FOREIGN.items():
        (folder / f"foreign{suffix}").write_text(text, encoding="utf-8")
    readers = plugins.cut_readers()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and is_cut(path, readers)]
    assert {suffix for reader in readers for suffix in reader.suffixes} <= {path.suffix for path in files} | {
        ".fcpxmld"
    }
    return [
        Original(f"cut {path.suffix}", f"damaged{path.suffix}", path.read_bytes(), lambda at: {"read": at})
        for path in files
    ]


def others(folder: Path, v2a: Command) -> list[Original]:
    """Media, sounds, and every file of ours that somebody may send."""
    clip = tiny_clip(folder / "clip.mov", 1)
    short = ("--bundle", "tiny", "--steps", 1, "--frames", 1, "--takes", 1)
    assert v2a("project", "new", clip, "--out", folder / "film.v2a") == 0, v2a.err
    assert v2a("project", "generate", folder / "film.v2a", *short) == 0, v2a.err
    assert v2a("project", "place", folder / "film.v2a") == 0, v2a.err
    assert v2a("export", folder / "film.v2a", "--to", "bwf", "--out", folder / "bwf") == 0, v2a.err
    assert v2a("study", "--plan-example") == 0
    (folder / "plan.toml").write_text(v2a.out, encoding="utf-8")
    (folder / "beats.csv").write_text("seconds,strength\n0.1,0.5\n0.4,1\n0.8,0.2\n", encoding="utf-8")
    job = '{"media": "clip.mov", "out": "out", "bundle": "none", "rate": "25", "start": "0", "frames": 9, "takes": 1}'
    (folder / "job.json").write_text(job, encoding="utf-8")
    Image.new("RGB", (40, 30), (9, 90, 200)).save(folder / "still.png")
    found = []

    def add(reader: str, path: Path, *words: object, root: Path | None = None) -> None:
        """The words of a command; DAMAGED stands for the copy, FOLDER for a copy of a folder with the copy in it."""
        root = root or path.parent

        def order(at: Path) -> dict[str, Any]:
            place = at.parent / root.name
            if "FOLDER" in words:
                shutil.copytree(root, place)
                shutil.copyfile(at, place / path.relative_to(root))
            stand = {"DAMAGED": at, "FOLDER": place}
            return {"run": [str(stand.get(str(word), word)) for word in words]}

        found.append(Original(reader, f"damaged{path.suffix}", path.read_bytes(), order))

    for path in (tiny_clip(folder / f"a{suffix}", 1) for suffix in (".mov", ".mp4", ".mkv")):
        add("media", path, "probe", "DAMAGED")
    add("picture", folder / "still.png", "probe", "DAMAGED")
    [take] = (folder / "film.v2a" / "takes").glob("*.wav")
    soundfile.write(folder / "hit.wav", 0.1 * np.random.default_rng(0).normal(size=400), 16_000)
    add("sound", folder / "hit.wav", "guide", clip, "--from", "DAMAGED")
    add("table", folder / "beats.csv", "guide", clip, "--from", "DAMAGED")
    recipe = min((folder / "bwf" / "recipes").glob("*.json"))
    add("recipe", recipe, "generate", clip, "--recipe", "DAMAGED", "--out", folder / "none")
    add("manifest", folder / "bwf" / "manifest.json", "project", "verify", "FOLDER")
    add("journal", folder / "film.v2a" / "ops.jsonl", "project", "info", "FOLDER")
    add("snapshot", folder / "film.v2a" / "snapshot.json", "project", "info", "FOLDER")
    film = folder / "film.v2a"
    add("take", take.with_suffix(".json"), "project", "verify", "FOLDER", root=film)
    add("sound of a take", take, "project", "verify", "FOLDER", root=film)
    add("plan", folder / "plan.toml", "study", "DAMAGED", "--only", "nothing", "--items", folder, "--out", folder / "s")
    add("job", folder / "job.json", "host", "run", "DAMAGED")
    return found


def test_five_thousand_damaged_files_over_every_reader(
    v2a: Command, forked: Callable[..., Any], tmp_path: Path
) -> None:
    """Each is used, or refused in a sentence; a reader of cuts that dies takes nothing with it but its process."""
    (tmp_path / "good").mkdir()
    known = cuts(tmp_path / "cuts"), others(tmp_path / "good", v2a)
    every = [original.data for originals in known for original in originals]
    learned, faults = set[str](), []
    for number, campaign in Campaign.rounds("damaged files", 5000):
        chance = random.Random(number)
        originals = known[number % 4 == 0]
        original = originals[number // 4 % len(originals)]
        folder = tmp_path / "work"
        folder.mkdir()
        path = folder / original.name
        path.write_bytes(damaged(original.data, chance.choice(every), chance))
        end = forked(**original.order(path), limit=120, learn=original.reader not in learned)
        learned.add(original.reader)
        said = PYTHON.search(end.said)
        crashed = end.status < 0 and not original.reader.startswith("cut ")
        if said or crashed or end.status not in (0, 1, 2) or [*folder.glob("*partial*")]:
            print(f"\n{number} {original.reader}: {end}")
            if said or crashed or end.seconds > 100:
                faults.append((number, original.reader))
                shutil.copyfile(path, Path.cwd() / ".work" / f"fault-{number}{path.suffix}")
        ends = {0: "used", 1: "used in part", 2: "refused"}
        campaign.count(f"{original.reader}: {ends.get(end.status, 'ended its reader')}")
        shutil.rmtree(folder)
    assert faults == []
