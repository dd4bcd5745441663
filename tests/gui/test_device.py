"""The real way out: QAudioSink into PulseAudio's null sink, whose monitor is recorded and compared with the mix."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from v2a_gui.playback.mixer import RATE

pytestmark = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("parec") is None, reason="needs pulseaudio and parec"
)

PLAYER = """
import sys, time
import numpy as np
from PySide6.QtWidgets import QApplication
from v2a_gui.playback.mixer import Mixer, Voice
from v2a_gui.playback.output import AudioClock, open_output
app = QApplication([])
mixer = Mixer()
chance = np.random.default_rng(0)
mixer.put(Voice("noise", (0.3 * chance.standard_normal(12 * 48000)).astype(np.float32).clip(-1, 1), 0))
mixer.hear({"noise": 1.0})
clock = open_output(mixer)
assert isinstance(clock, AudioClock), clock
print(clock.device, flush=True)
mixer.start_at(0)
clock.start()
end, heard = time.monotonic() + 7.0, []
while time.monotonic() < end:
    app.processEvents()
    heard.append((time.monotonic(), clock.heard()))
    time.sleep(0.01)
clock.close()
moving = [(t, h) for t, h in heard if 4800 < h < 11.9 * 48000]
slope = (moving[-1][1] - moving[0][1]) / (moving[-1][0] - moving[0][0])
print(slope, all(b[1] >= a[1] for a, b in zip(moving, moving[1:])), flush=True)
"""


AHEAD = ("nice", "-n", "-10")
"""Before a command: what plays or records in real time goes ahead of other tests, where the machine lets it."""


@pytest.fixture
def pulse(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A PulseAudio of its own with one null sink, and a microphone that hears it; the environment that reaches it."""
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    environment = os.environ | {"XDG_RUNTIME_DIR": str(run), "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PULSE_SERVER", None)
    server = subprocess.Popen(
        [
            *AHEAD, "pulseaudio", "-n", "--exit-idle-time=-1", "--disallow-exit", "-L", "module-native-protocol-unix", "-L",
            "module-null-sink sink_name=v2a rate=48000 format=float32le channels=2",
            "-L", "module-remap-source master=v2a.monitor source_name=microphone",  # Qt offers no monitors
        ],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 15
    while not (run / "pulse" / "native").exists():
        if time.monotonic() > deadline or server.poll() is not None:
            server.kill()
            pytest.skip("pulseaudio does not start here")
        time.sleep(0.05)
    yield environment
    server.terminate()
    server.wait(10)


def test_what_is_heard_is_the_mix(pulse: dict[str, str], tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    mix = (0.3 * chance.standard_normal(12 * RATE)).astype(np.float32).clip(-1, 1)
    for _ in range(
        4
    ):  # a server that stalls drops or repeats a block: the windows on it are lost, and the clock is late
        slope, heard = played_and_recorded(pulse, tmp_path / "heard.raw")
        exact = [is_heard(mix[start : start + 4096], heard) for start in range(RATE, 5 * RATE, RATE // 2)]
        if sum(exact) >= 4 and slope == pytest.approx(RATE, rel=0.2):
            return
    pytest.fail(f"windows heard exactly: {exact}; the clock runs at {slope} samples a second")


def played_and_recorded(pulse: dict[str, str], record: Path) -> tuple[float, np.ndarray]:
    """Samples a second by the player's clock, and the left side of what the server's monitor gave meanwhile."""
    with record.open("wb") as file:
        recorder = subprocess.Popen(
            [*AHEAD, "parec", "-d", "v2a.monitor", "--format=float32le", "--rate=48000", "--channels=2"],
            env=pulse,
            stdout=file,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.5)
        played = subprocess.run(
            [*AHEAD, sys.executable, "-c", PLAYER], env=pulse, capture_output=True, text=True, timeout=60, check=False
        )
        time.sleep(0.5)
        recorder.terminate()
        recorder.wait(10)
    assert played.returncode == 0, played.stderr
    device, clock = played.stdout.splitlines()[-2:]
    assert device
    slope, rising = clock.split()
    assert rising == "True"
    return float(slope), np.fromfile(record, np.float32).reshape(-1, 2)[:, 0]


def is_heard(part: np.ndarray, heard: np.ndarray) -> bool:
    """Whether a part of the mix stands in a recording sample for sample."""
    size = 1 << (len(heard) + len(part)).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(part, size)))[: len(heard)]
    at = int(np.argmax(match))
    found = heard[at : at + len(part)]
    return len(found) == len(part) and bool(np.allclose(found, part, atol=1e-4))
