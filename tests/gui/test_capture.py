"""The microphone against PulseAudio's null sink: what is played comes back on the clock of the cut."""

from __future__ import annotations

import shutil
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from tests.gui.test_device import pulse as pulse  # noqa: PLC0414 - a fixture
from v2a_gui.playback.capture import Captured, clicks
from v2a_gui.playback.mixer import RATE

PERFORMANCE = """
import sys
from fractions import Fraction
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from v2a_gui.playback.capture import Capture, Loopback, clicks
from v2a_gui.playback.mixer import RATE, Mixer, Voice
from v2a_gui.playback.output import open_output
from v2a_plugin.guides.sound_guide import sound_guide
app = QApplication([])
loop, late = Loopback(open_output), []
loop.measured.connect(lambda seconds: (late.append(seconds), app.quit()))
failed = []  # a busy machine makes the server stall now and then
loop.failed.connect(lambda error: (failed.append(error), app.exit(1) if len(failed) > 2 else loop.start()))
QTimer.singleShot(0, loop.start)
if app.exec():
    sys.exit(1)
mixer = Mixer()
mixer.put(Voice("clicks", clicks((0.5, 0.9, 1.45, 1.8), 4.0), RATE))
mixer.hear({"clicks": 1.0})
clock, capture = open_output(mixer), Capture()
capture.start(lambda: heard if (heard := clock.heard()) > RATE * 1.2 else None)
mixer.start_at(RATE)
clock.start()
poll = QTimer(interval=50)
poll.timeout.connect(lambda: app.quit() if clock.heard() > 4 * RATE else None)
poll.start()
app.exec()
sound = capture.stop().part(Fraction(1), Fraction(5, 2), late[0])
clock.close()
print(*(float(event.at) for event in sound_guide(sound, Fraction(5, 2), "it").events))
"""


@pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="needs pulseaudio")
def test_a_click_track_comes_back_as_events_once_the_latency_is_known(pulse: dict[str, str]) -> None:
    wanted = pytest.approx([0.5, 0.9, 1.45, 1.8], abs=0.005)
    for _ in range(3):  # where a busy machine has the server stall, what follows is late by as much
        found = subprocess.run(
            [sys.executable, "-c", PERFORMANCE], env=pulse, capture_output=True, text=True, timeout=60, check=False
        )
        assert found.returncode == 0, found.stdout + found.stderr
        events = [float(word) for word in found.stdout.splitlines()[-1].split()]
        if events == wanted:
            return
    assert events == wanted


def test_a_part_of_the_timeline_is_cut_out_where_it_was_heard() -> None:
    captured = Captured(clicks((1.0,), 2.0), -RATE // 2)  # began half a second before the timeline did
    part = captured.part(Fraction(1, 4), Fraction(1), 0.05)
    assert part is not None
    assert len(part) == RATE
    assert int(np.flatnonzero(part.samples[0])[0]) == pytest.approx(0.2 * RATE, abs=2)
    assert captured.part(Fraction(9), Fraction(1), 0.0) is None
    assert Captured(captured.samples, None).part(Fraction(0), Fraction(1), 0.0) is None
    early = captured.part(Fraction(-1), Fraction(2), 0.0)
    assert early is not None
    assert int(np.flatnonzero(early.samples[0])[0]) == pytest.approx(1.5 * RATE, abs=2)
