"""The panel under a signal that asks it to end: it closes without a question, and nothing of it is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from v2a_plugin.project.folder import open_project

PROGRAM = "from v2a_plugin.cli import main; main()"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_the_panel(number: signal.Signals, clip: Path, tmp_path: Path) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip(f"{number.name} is ignored here, as under nohup, and programs inherit that")
    homes = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    panel = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "panel", str(clip)], stderr=subprocess.PIPE, text=True,
        env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while not (found := list((tmp_path / "home").rglob("*.v2a/ops.jsonl"))):
            assert panel.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        panel.send_signal(number)
        _, said = panel.communicate(timeout=60)
    finally:
        panel.kill()
    assert panel.returncode == 130
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said
    with open_project(found[0].parent) as project:
        assert project.timeline.picture
