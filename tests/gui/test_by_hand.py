"""A whole session through mouse and key events, with a kill in the middle, and the exported files re-read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Panel
from v2a_gui.dialogs.export import ExportDialog
from v2a_plugin.model.time import index_at

HERE = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be killed that hard")
def test_open_generate_audition_place_trim_undo_save_kill_reopen_export(
    panel: Panel, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    killed = subprocess.run(
        [sys.executable, "-m", "tests.gui.by_hand", str(clip), str(tmp_path)], cwd=HERE, capture_output=True, text=True,
        env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen"}, timeout=300, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    said = json.loads(killed.stdout.splitlines()[-1])

    window, session = panel.window, panel.window.session
    window.open([Path(said["project"])])
    panel.until(lambda: session.project is not None)
    panel.idle()
    assert session.project is not None
    assert session.project.read_only == ""
    timeline = session.project.timeline
    cues = [cue for track in timeline.tracks for cue in track.cues]
    assert [[cue.id, cue.take, str(cue.start), str(cue.trim.start), str(cue.trim.end)] for cue in cues] == said["cues"]
    assert [take.id for take in timeline.takes if take.star] == [said["starred"]]

    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    panel.bot.waitUntil(lambda: bool(window.findChildren(ExportDialog)), timeout=30_000)
    [dialog] = window.findChildren(ExportDialog)
    dialog.stems.handles.setValue(0)
    dialog.folder.setFocus()
    QTest.keyClick(dialog.folder, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(dialog.folder, str(tmp_path / "aus"))
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    panel.until(dialog.next_.isVisible, 60)
    dialog.close()
    QApplication.processEvents()
    assert shown == [str(tmp_path / "aus")]

    written = min((tmp_path / "aus").glob("*.otio"), key=lambda path: len(path.name))  # no host in its name
    read = otio.adapters.read_from_file(str(written))
    rate = timeline.rate
    found = [
        (Fraction(otio.opentime.to_frames(clip_.range_in_parent().start_time)) / rate, clip_)
        for track in read.audio_tracks()
        for clip_ in track.find_clips()
    ]
    assert [start for start, _ in found] == [cue.start for cue in cues]
    for cue, (_, clip_) in zip(cues, found, strict=True):
        path = written.parent / Path(clip_.media_reference.target_url)
        stem, stem_rate = soundfile.read(path, dtype="float32")
        assert stem_rate == 48_000
        master = session.project.sound(cue.take).samples[0]
        first, count = index_at(cue.trim.start, 48_000), index_at(cue.trim.duration, 48_000)
        assert len(stem) == count
        np.testing.assert_allclose(stem, master[first : first + count], atol=2e-6)
