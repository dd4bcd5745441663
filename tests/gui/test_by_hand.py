"""A whole session through mouse and key events, with a kill in the middle, and the exported files re-read."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
import soundfile
import soxr
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Panel
from v2a_gui.dialogs.export import ExportDialog
from v2a_plugin.model.sound import Sound
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
    cues = sorted((cue for track in timeline.tracks for cue in track.cues), key=lambda cue: cue.start)
    assert [[cue.id, cue.take, str(cue.start), str(cue.trim.start), str(cue.trim.end)] for cue in cues] == said["cues"]
    assert [take.id for take in timeline.takes if take.star] == [said["starred"]]

    assert timeline.picture[1].guide is not None
    for name, ending in (("Reaper", "rpp"), ("Shotcut", "mlt")):
        [document] = (tmp_path / "two programs" / name).glob(f"*.{ending}")
        played = re.findall(r"[^\"<>/]+\.wav", document.read_text(encoding="utf-8"))
        assert len(set(played)) == 3
        assert all(list(document.parent.rglob(wav)) for wav in played)

    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    panel.bot.waitUntil(lambda: bool(window.findChildren(ExportDialog)), timeout=30_000)
    [dialog] = window.findChildren(ExportDialog)
    row = next(row for row in range(dialog.formats.count()) if dialog._program(row).name == "DaVinci Resolve")
    place = dialog.formats.visualItemRect(dialog.formats.item(row))
    QTest.mouseClick(dialog.formats.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
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
    found.sort(key=lambda each: each[0])
    assert [start for start, _ in found] == [Fraction(int(cue.start * rate)) / rate for cue in cues]
    sounding = 0
    for cue, (start, clip_) in zip(cues, found, strict=True):
        path = written.parent / Path(clip_.media_reference.target_url)
        stem, stem_rate = soundfile.read(path, dtype="float32", always_2d=True)
        assert stem_rate == 48_000
        sound = session.project.sound(cue.take)
        master = Sound(soxr.resample(sound.samples.T, sound.rate, 48_000).T, 48_000).folded()
        ramp = 48 * 25  # 25 ms: longer than a crossfade
        first, count = index_at(cue.trim.start, 48_000), index_at(cue.trim.duration, 48_000)
        lead = index_at(cue.start, 48_000) - index_at(start, 48_000)  # a clip begins on a frame
        heard = stem[lead + ramp : lead + count - ramp].mean(axis=1)
        wanted = master[first + ramp : first + count - ramp]
        sounding += np.abs(wanted).max() > 1e-4
        if np.abs(wanted).max() > 1e-4:  # between two strikes nothing may sound
            assert np.corrcoef(heard, wanted)[0, 1] > 0.999
        else:
            assert np.abs(heard).max() < 2e-4
    assert sounding >= 2
