"""From 100 to 250 % of 1366 × 768, and 420 pixels wide, nothing is cut, in either language: window, dialogs, controls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, QPoint, QRect, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QDialog, QLabel, QLineEdit, QScrollArea
from tests.gui.conftest import example_take
from v2a_gui.app import make_application
from v2a_gui.language import apply_language
from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.views.timeline.headers import Headers
from v2a_gui.playback.output import WallClock
from v2a_gui.playback.player import Player
clip, folder, language = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
app = make_application()
apply_language(app, language)
window = MainWindow(Session(folder / "unsaved"), Player(WallClock), QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))
window.move(0, 0)
window.show()
window.open([clip])
end = time.monotonic() + 100

def wait(milliseconds):
    # QTest.qWait holds Python's lock, and no other thread goes on meanwhile
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()

session = window.session
while session.project is None or not all(report.state.over for report in session.queue.reports()):
    assert time.monotonic() < end
    wait(20)
region = session.timeline.picture[0].region
session.project.add_takes([example_take(region, seed) for seed in range(3)], region)
session.changed.emit(session.project.timeline)
window.takes.pick(window.audition.takes[0].id)
window.commands["place"].trigger()
window.generate.more.setChecked(True)
cuts = [folder / f"{name} version of the cut.edl" for name in ("second", "third", "last")]
for cut in cuts:
    cut.write_text("TITLE: cut\\n")
window.library.words.setText("water")
window.library.search()
while not window.library.model.rowCount():
    assert time.monotonic() < end
    wait(20)
session.queue.pause()
window.commands["generate"].trigger()
screen = window.screen().availableGeometry()
SIZES = [(round(1366 / scale), round(768 / scale)) for scale in (1, 1.25, 1.5, 1.75, 2, 2.5)] + [(420, 900)]
wrong = []

def scrolled(widget):
    # what it is scrolled in, if that is not the column
    while (widget := widget.parentWidget()) is not None:
        if isinstance(widget, QAbstractScrollArea | Headers):
            return None if widget is work_area() else widget
    return None

def work_area():
    # what the column is scrolled in; the sides of it may not cut anything
    holder = window.work.findChild(QScrollArea, "column")
    return holder

def check(top, name):
    wait(60)
    if top is not window and not QRect(QPoint(0, 0), screen.size()).contains(QRect(QPoint(0, 0), top.size())):
        wrong.append([name, "the window", top.width(), top.height()])
    for kind in (QAbstractButton, QLabel, QComboBox, QAbstractSpinBox, QLineEdit):
        for widget in top.findChildren(kind):
            if not widget.isVisible() or widget.objectName().startswith("qt_") or isinstance(widget.parent(), QLineEdit):
                continue
            named = widget.accessibleName() or widget.toolTip() or getattr(widget, "text", str)()
            holder = scrolled(widget)
            if kind is not QLabel and holder is None and widget.height() < widget.minimumSizeHint().height() - 4:
                wrong.append([name, "flat", named, widget.height(), widget.minimumSizeHint().height()])
            if holder is not None:
                if isinstance(holder, QScrollArea) and holder.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                    left = widget.mapTo(holder.viewport(), QPoint(0, 0)).x()
                    if left < 0 or left + widget.width() > holder.viewport().width():
                        wrong.append([name, "beyond what is scrolled", named, left, widget.width(), holder.viewport().width()])
                continue
            inside = work_area() if work_area() is not None and work_area().isAncestorOf(widget) else None
            ground = inside.widget() if inside is not None else top
            place = QRect(widget.mapTo(ground, QPoint(0, 0)), widget.size())
            if not ground.rect().contains(place):
                wrong.append([name, type(widget).__name__, named, place.getRect()])
            if widget.property("role") == "timecode" and widget.width() < widget.sizeHint().width():
                wrong.append([name, "cut", widget.text(), widget.width(), widget.sizeHint().width()])
            if isinstance(widget, QAbstractButton) and widget.text() and widget.width() < widget.minimumSizeHint().width() - 4:
                wrong.append([name, "narrow", widget.text(), widget.width(), widget.minimumSizeHint().width()])

for width, height in SIZES:
    window.resize(width, height)
    wait(30)
    if (window.width(), window.height()) != (width, height):
        wrong.append(["window", "no smaller than", window.width(), window.height(), "for", width, height])
    for page in range(window.tabs.count()):
        window.tabs.setCurrentIndex(page)
        check(window, f"window {width} x {height}, page {page}")
    bar = window.tabs.tabBar()
    for page in range(bar.count()):
        if bar.fontMetrics().horizontalAdvance(bar.tabText(page)) > bar.tabRect(page).width() - 12:
            wrong.append([f"window {width} x {height}", "a tab that is cut", bar.tabText(page)])
    for brought in (cuts[:1], cuts):
        window.open(brought)
        while not window.notices.text("offer"):
            assert time.monotonic() < end
            wait(20)
        check(window, f"window {width} x {height}, a notice of {len(brought)}")
        if window.width() != width:
            wrong.append(["window", "wider with a notice", window.width(), "for", width])
        window.notices.hide_notice()
        wait(30)
window.tabs.setCurrentIndex(0)
narrow = window.work.narrow
for command in ("export", "models", "plugins", "preferences", "shortcuts", "guide", "markers", "find-shots-again", "edit-sound", "palette"):
    before = set(window.findChildren(QDialog))
    window.commands[command].trigger()
    for dialog in set(window.findChildren(QDialog)) - before:
        check(dialog, command)
        if command == "palette" and not screen.adjusted(-2, -2, 2, 2).contains(dialog.geometry()):
            wrong.append([command, "beyond the screen", dialog.geometry().getRect()])
        dialog.close()
print(json.dumps([[screen.width(), screen.height()], narrow, wrong]))
session.queue.cancel_all()
window.hide()
window.close()
"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_cut_at_any_scale(clip: Path, tmp_path: Path, language: str) -> None:
    screen = {
        "name": "s",
        "x": 0,
        "y": 0,
        "width": 1366,
        "height": 768,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    setup = tmp_path / "screens.json"
    setup.write_text(json.dumps({"screens": [screen]}))
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(clip), str(tmp_path), language], capture_output=True, text=True, timeout=300,
        cwd=Path(__file__).parents[2], check=False,
        env=os.environ | homes | {
            "QT_QPA_PLATFORM": f"offscreen:configfile={setup}", "QT_SCALE_FACTOR": "2.5", "PYTHONFAULTHANDLER": "1",
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    size, narrow, wrong = json.loads(done.stdout.splitlines()[-1])
    assert size == [546, 307]
    assert narrow, "420 pixels are one column"
    assert not wrong, "\n".join(map(str, wrong))
