"""The script for Reaper, run by a real Lua against a stand-in of the functions of Reaper that it calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import lupa  # type: ignore[import-untyped]
import numpy as np
import pytest
import soundfile

from v2a_hooks.builtin.reaper import ReaperHost
from v2a_plugin.hosts.installing import install
from v2a_plugin.hosts.job import HostResult, HostStem, failed, read_job, write_result
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.time import index_at


@dataclass
class Source:
    path: str


@dataclass
class Take:
    source: Source | None = None
    name: str = ""
    values: dict[str, float] = field(default_factory=lambda: {"D_STARTOFFS": 0.0, "D_PLAYRATE": 1.0})


@dataclass
class Item:
    track: Track
    values: dict[str, float] = field(default_factory=dict)
    takes: list[Take] = field(default_factory=list)
    active: Take | None = None


@dataclass
class Track:
    name: str = ""
    items: list[Item] = field(default_factory=list)


class Reaper:
    """What the script asks of Reaper, as its API documents it; the engine answers when it is started."""

    def __init__(self, project: Path, rate: float = 25.0, drop: bool = False) -> None:
        self.project, self.rate, self.drop = project, rate, drop
        self.tracks = [Track("Bild")]
        self.selected: Item | None = None
        self.inputs = "2,Kies, nass"
        self.boxes: list[str] = []
        self.commands: list[str] = []
        self.waiting: list[Callable[[], None]] = []
        self.undo: list[str] = []
        self.engine: Callable[[Path], None] = answer
        self.offset = 3600.0

    def MB(self, text: str, title: str, kind: int) -> int:
        self.boxes.append(text)
        return 1

    def GetSelectedMediaItem(self, project: int, index: int) -> Item | None:
        return self.selected

    def GetUserInputs(self, title: str, count: int, captions: str, values: str) -> tuple[bool, str]:
        assert captions.count(",") >= count - 1
        return True, self.inputs

    def GetActiveTake(self, item: Item) -> Take | None:
        return item.active

    def GetMediaItemTake_Source(self, take: Take) -> Source | None:
        return take.source

    def GetMediaSourceFileName(self, source: Source) -> str:
        return source.path

    def GetTakeName(self, take: Take) -> str:
        return take.name

    def GetMediaItemTakeInfo_Value(self, take: Take, name: str) -> float:
        return take.values[name]

    def GetMediaItemInfo_Value(self, item: Item, name: str) -> float:
        return item.values[name]

    def SetMediaItemInfo_Value(self, item: Item, name: str, value: float) -> bool:
        item.values[name] = value
        return True

    def TimeMap_curFrameRate(self, project: int) -> tuple[float, bool]:
        return self.rate, self.drop

    def GetProjectTimeOffset(self, project: int, rounded: bool) -> float:
        return self.offset

    def GetProjectPath(self) -> str:
        return str(self.project)

    def RecursiveCreateDirectory(self, path: str, ignored: int) -> int:
        Path(path).mkdir(parents=True, exist_ok=True)
        return 1

    def ExecProcess(self, command: str, timeout: int) -> None:
        assert timeout == -2, "in the background, so that Reaper goes on"
        self.commands.append(command)
        self.engine(Path(command.rpartition(' "')[2].rstrip('"')))

    def defer(self, function: Callable[[], None]) -> None:
        self.waiting.append(function)

    def ValidatePtr(self, item: Item, kind: str) -> bool:
        return any(item in track.items for track in self.tracks)

    def GetMediaItem_Track(self, item: Item) -> Track:
        return item.track

    def GetMediaTrackInfo_Value(self, track: Track, name: str) -> float:
        assert name == "IP_TRACKNUMBER"
        return float(self.tracks.index(track) + 1)

    def InsertTrackAtIndex(self, index: int, defaults: bool) -> None:
        self.tracks.insert(index, Track())

    def GetTrack(self, project: int, index: int) -> Track:
        return self.tracks[index]

    def GetSetMediaTrackInfo_String(self, track: Track, name: str, value: str, write: bool) -> None:
        track.name = value

    def AddMediaItemToTrack(self, track: Track) -> Item:
        track.items.append(Item(track))
        return track.items[-1]

    def AddTakeToMediaItem(self, item: Item) -> Take:
        item.takes.append(Take())
        return item.takes[-1]

    def PCM_Source_CreateFromFile(self, path: str) -> Source:
        assert Path(path).is_file()
        return Source(path)

    def SetMediaItemTake_Source(self, take: Take, source: Source) -> bool:
        take.source = source
        return True

    def GetSetMediaItemTakeInfo_String(self, take: Take, name: str, value: str, write: bool) -> None:
        take.name = value

    def SetActiveTake(self, take: Take) -> None:
        [owner] = [item for track in self.tracks for item in track.items if take in item.takes]
        owner.active = take

    def UpdateArrange(self) -> None:
        """Nothing to see here."""

    def Undo_BeginBlock(self) -> None:
        self.undo.append("begin")

    def Undo_EndBlock(self, name: str, flags: int) -> None:
        self.undo.append(name)


def answer(path: Path) -> None:
    """The engine at its quickest: empty stems, names with everything JSON has to escape."""
    job = read_job(path)
    length = index_at(job.frames / job.rate, 48_000)
    stems = []
    for number in range(1, job.takes + 1):
        file = path.parent / f"Schritt {number}.wav"
        soundfile.write(file, np.zeros(length + 4), 48_000)
        name = f'Tür "{number}"\\ 🚪'
        stems.append(HostStem(file, name, f"t{number}", job.frames, length, 48_000, 1, -1e-7, ()))
    write_result(HostResult(tuple(stems), path.parent, ("ein Hinweis",)), path.parent)


@pytest.fixture
def script(tmp_path: Path) -> str:
    [path] = install(ReaperHost(), tmp_path / "Scripts").files
    return path.read_text(encoding="utf-8")


@pytest.fixture
def reaper(tmp_path: Path) -> Reaper:
    """Reaper with a video item selected: 2 s from 1.5 s of its file, at 10 s of the project."""
    (tmp_path / "Projekt ü").mkdir()
    app = Reaper(tmp_path / "Projekt ü")
    item = Item(app.tracks[0], {"D_POSITION": 10.0, "D_LENGTH": 2.0})
    item.active = Take(Source('/media/Szene "1".mov'), "Szene 1", {"D_STARTOFFS": 1.5, "D_PLAYRATE": 1.0})
    app.tracks[0].items.append(item)
    app.selected = item
    return app


def start(script: str, reaper: Reaper) -> None:
    lua = lupa.LuaRuntime(unpack_returned_tuples=True)
    lua.globals().reaper = reaper
    lua.execute(script)


def job_of(reaper: Reaper) -> dict[str, Any]:
    [path] = reaper.project.rglob("job.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_takes_come_back_as_takes_of_one_item(script: str, reaper: Reaper) -> None:
    start(script, reaper)
    assert reaper.boxes == []
    assert [track.name for track in reaper.tracks] == ["Bild", "v2a foley"]
    [item] = reaper.tracks[1].items
    assert (item.values["D_POSITION"], item.values["D_LENGTH"]) == (10.0, 2.0)
    assert [take.name for take in item.takes] == ['Tür "1"\\ 🚪', 'Tür "2"\\ 🚪']
    assert item.active is item.takes[0]
    assert reaper.undo == ["begin", "v2a: foley"]
    job = job_of(reaper)
    assert (job["media"], job["frames"], job["rate"], job["takes"]) == ('/media/Szene "1".mov', 50, "25", 2)
    assert (Fraction(job["start"]), job["record"], job["prompt"]) == (Fraction(3, 2), 3610 * 25, "Kies, nass")


@pytest.mark.parametrize(
    ("rate", "drop", "text"),
    [
        (23.976023976, False, "24000/1001"), (24.0, False, "24"), (25.0, False, "25"), (29.97002997, True, "30000/1001"),
        (29.97002997, False, "30000/1001"), (30.0, False, "30"), (48.0, False, "48"), (59.94005994, True, "60000/1001"),
        (60.0, False, "60"),
    ],
)  # fmt: skip
def test_the_projects_rate_is_exact(rate: float, drop: bool, text: str, script: str, reaper: Reaper) -> None:
    reaper.rate, reaper.drop = rate, drop
    start(script, reaper)
    job = job_of(reaper)
    assert (job["rate"], job["drop"]) == (text, drop)
    assert job["frames"] == round(2 * Fraction(text))
    assert job["record"] == index_at(Fraction(3610), Fraction(text))


def test_it_waits_until_the_answer_is_there(script: str, reaper: Reaper) -> None:
    late: list[Path] = []
    reaper.engine = late.append
    start(script, reaper)
    for _ in range(5):
        reaper.waiting.pop()()
    assert len(reaper.tracks) == 1
    answer(late[0])
    reaper.waiting.pop()()
    assert len(reaper.tracks) == 2


@pytest.mark.parametrize(
    "case", ["nothing selected", "no file", "retimed", "bad number", "refused", "cut short", "gone"]
)
def test_what_goes_wrong_is_said_and_nothing_is_changed(case: str, script: str, reaper: Reaper) -> None:
    item = reaper.selected
    assert item is not None
    assert item.active is not None

    def refuse(path: Path) -> None:
        write_result(failed(BadInput("No luck.", "Try \\again"), path.parent), path.parent)

    def cut_short(path: Path) -> None:
        path.with_name("result.json").write_text('{"stems": [', encoding="utf-8")

    def take_away(path: Path) -> None:
        answer(path)
        reaper.tracks[0].items.clear()

    if case == "nothing selected":
        reaper.selected = None
    elif case == "no file":
        item.active = None
    elif case == "retimed":
        item.active.values["D_PLAYRATE"] = 0.5
    elif case == "bad number":
        reaper.inputs = "viele,"
    else:
        reaper.engine = {"refused": refuse, "cut short": cut_short, "gone": take_away}[case]
    start(script, reaper)
    assert len(reaper.boxes) == 1
    assert {"refused": "No luck. Try \\again", "cut short": "cannot be read"}.get(case, "") in reaper.boxes[0]
    assert len(reaper.tracks) == 1
    assert reaper.undo == []
