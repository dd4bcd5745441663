"""On a real X screen with a real pointer: files dragged in, takes to the timeline, cues out, Tab, and a scale of two."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from v2a_gui.views.timeline.layout import PICTURE, RULER, TRACK

pytestmark = pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb and xdotool"
)


class Screen:
    """An X server of its own, a pointer, a keyboard."""

    def __init__(self, folder: Path) -> None:
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "2600x1700x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(folder))
        self.environment = os.environ | homes | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        self.environment.pop("QT_SCALE_FACTOR", None)
        self._programs: list[Program] = []

    def run(self, *arguments: str, **more: str) -> Program:
        """Start one side of `screen_programs`."""
        self._programs.append(Program(arguments, self.environment | more))
        return self._programs[-1]

    def hand(self, *steps: str) -> None:
        """What the pointer and the keyboard do, one after the other."""
        for step in steps:
            subprocess.run(["xdotool", *step.split()], env=self.environment, check=True)
            time.sleep(0.05)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move in steps as a hand does, let go."""
        self.hand(f"mousemove {start[0]} {start[1]}", "mousedown 1")
        for part in range(1, 9):
            x, y = (round(a + (b - a) * part / 8) for a, b in zip(start, end, strict=True))
            self.hand(f"mousemove {x} {y}")
        self.hand(f"mousemove {end[0] + 1} {end[1]}")
        time.sleep(0.4)
        self.hand("mouseup 1")

    def close(self) -> None:
        """End everything on it."""
        for program in self._programs:
            program.close()
        self._server.terminate()
        self._server.wait(10)


class Program:
    """A `screen_programs`, and what it said last."""

    def __init__(self, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.screen_programs", *arguments], env=environment, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        self.said: dict[str, Any] = {}
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said = json.loads(line)

    def until(self, happened: Callable[[dict[str, Any]], object], seconds: float = 60) -> dict[str, Any]:
        """Wait for it to say something."""
        end = time.monotonic() + seconds
        while not (self.said and happened(self.said)):
            assert time.monotonic() < end, self.said
            assert self._process.poll() is None, "it ended"
            time.sleep(0.05)
        return self.said

    def at_rest(self, *names: str) -> dict[str, Any]:
        """Wait until three reports in a row say the same of some things: the layout has settled."""
        last: list[dict[str, Any]] = []

        def settled(said: dict[str, Any]) -> bool:
            if not last or said is not last[-1]:
                last.append(said)
            return len(last) >= 3 and all(one[name] == said[name] for one in last[-3:] for name in names)

        return self.until(settled)

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)
        self._listener.join(5)
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    screen_ = Screen(tmp_path)
    yield screen_
    screen_.close()


def test_a_film_in_a_take_to_the_timeline_and_a_cue_out(screen: Screen, clip: Path, tmp_path: Path) -> None:
    panel, files = screen.run("panel", "", str(tmp_path)), screen.run("files", str(clip))
    there, source = panel.until(lambda _: True)["at"], files.until(lambda said: said["at"][0] > 1200)["at"]
    screen.drag(source, there)  # another program's file on the window
    panel.until(lambda said: said["ready"] and len(said["cards"]) == 2)
    said = panel.at_rest("cards", "canvas")
    left, top, _, tall = said["canvas"]
    y = top + min(tall - 10, RULER + PICTURE + 3 * TRACK // 2)  # the second track
    screen.drag(said["cards"][1], (left + 12, y))
    [[track, start, take]] = panel.until(lambda said: said["cues"])["cues"]
    assert track != "Feet"
    assert start == 0  # in step with its shot, because it was near

    screen.drag((left + 60, y), source)
    [wav] = files.until(lambda said: said["taken"])["taken"]
    assert Path(wav).suffix == ".wav"
    assert take in wav
    assert Path(wav).read_bytes()[:4] in (b"RIFF", b"RF64")
    assert panel.said["cues"] == [[track, start, take]]  # it stays where it is


def test_tab_goes_through_the_window_on_a_real_keyboard_at_twice_the_scale(
    screen: Screen, clip: Path, tmp_path: Path
) -> None:
    panel = screen.run("panel", str(clip), str(tmp_path), QT_SCALE_FACTOR="2")
    said = panel.until(lambda said: said["ready"] and len(said["cards"]) == 2)
    assert said["ratio"] == 2
    width, height, shades = panel.until(lambda said: said["screen"][2] > 50)["screen"]
    assert (width, height) == (2400, 1600)
    assert shades > 50
    x, y = said["at"]
    screen.hand(f"mousemove {x} {y}", "click 1")
    wanted = {"Timeline", "Shots", "Prompt", "Number of takes", "Search shots"}
    for _ in range(12):
        screen.hand(f"key --delay 40 {'Tab ' * 6}")
        if wanted <= set(panel.said["focused"]):
            break
    assert wanted <= set(panel.until(lambda said: len(set(said["focused"])) > 12)["focused"])


def test_a_key_that_is_held_moves_the_playhead_on(screen: Screen, clip: Path, tmp_path: Path) -> None:
    """The X server repeats the key, as a keyboard does: one frame after another."""
    panel = screen.run("panel", str(clip), str(tmp_path))
    at = panel.until(lambda said: said["ready"])["at"]
    panel.at_rest("cards", "canvas", "jobs")
    left, top, wide, tall = panel.said["canvas"]
    screen.hand(f"mousemove {left + wide - 20} {top + tall - 10}", "click 1")  # the keyboard is in no field
    assert at
    screen.hand("keydown Right")
    panel.until(lambda said: said["playhead"] > 5 / 25)
    screen.hand("keyup Right")


def test_a_key_that_is_held_generates_once(screen: Screen, clip: Path, tmp_path: Path) -> None:
    """The X server repeats the key here too, and the command does not follow it."""
    panel = screen.run("panel", str(clip), str(tmp_path))
    panel.until(lambda said: said["ready"])
    left, top, wide, tall = panel.at_rest("cards", "canvas", "jobs")["canvas"]
    screen.hand(f"mousemove {left + wide - 20} {top + tall - 10}", "click 1")
    jobs = panel.said["jobs"]
    screen.hand("keydown g")
    time.sleep(1.5)
    screen.hand("keyup g")
    assert panel.until(lambda said: said["jobs"] > jobs)["jobs"] == jobs + 1
