"""An editor's session by mouse and keyboard, in a process of its own that is killed in the middle of the work.

python -m tests.gui.by_hand CLIP FOLDER      says on its last line what the cut was when it was killed, as JSON
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QRect, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QSpinBox, QWidget
from shiboken6 import isValid

from v2a_gui.app import make_application
from v2a_gui.dialogs.export import ExportDialog
from v2a_gui.main_window import MainWindow
from v2a_gui.models.session import Session
from v2a_gui.playback.output import WallClock
from v2a_gui.playback.player import Player
from v2a_plugin.model.recipe import Origin
from v2a_plugin.model.timeline import Cue, Production

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def rest(milliseconds: int) -> None:
    """Let the panel work; QTest's own waiting keeps other threads of Python from running."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(happened: Callable[[], object], seconds: float = 300) -> None:
    """Let the panel work until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        rest(20)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click, in the middle unless a point is given."""
    QTest.mouseClick(widget, LEFT, PLAIN, at or widget.rect().center())
    rest(20)


def key(which: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key where the focus is."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None
    QTest.keyClick(target, which, keys)
    rest(20)


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in steps, let go."""
    QTest.mousePress(widget, LEFT, PLAIN, start)
    for step in range(1, 6):
        QTest.mouseMove(widget, start + (end - start) * step / 5)
        rest(10)
    QTest.mouseRelease(widget, LEFT, PLAIN, end)
    rest(20)


def set_number(field: QSpinBox, value: int) -> None:
    """Type a number into a field."""
    editor = field.findChild(QLineEdit)
    assert editor is not None
    click(editor)
    QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(editor, str(value))
    QTest.keyClick(editor, Qt.Key.Key_Return)


def type_file_name(name: str) -> None:
    """Fill in the file dialog that is open now, and accept it."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, QFileDialog):
        QTimer.singleShot(50, lambda: type_file_name(name))
        return
    editor = dialog.findChild(QLineEdit, "fileNameEdit")
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(editor, name)
    press_save(dialog)


def press_save(dialog: QFileDialog) -> None:
    """Click on Save until the dialog is gone; the first click only closes the list of names that fit."""
    if not isValid(dialog) or not dialog.isVisible():
        return
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    QTimer.singleShot(200, lambda: press_save(dialog))
    QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Save), LEFT)


def main() -> None:
    clip, folder = Path(sys.argv[1]), Path(sys.argv[2])
    make_application()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(folder / "unsaved"), Player(WallClock), settings)
    window.show()
    window.activateWindow()
    session = window.session

    def cues() -> list[Cue]:
        assert session.timeline is not None
        return sorted((cue for track in session.timeline.tracks for cue in track.cues), key=lambda cue: cue.start)

    def production() -> Production:
        assert session.timeline is not None
        return session.timeline.production

    def in_cue(cue: Cue) -> QPoint:
        """A place in the lower part of a cue, where it is taken as a whole."""
        canvas = window.timeline.canvas
        assert canvas.shown is not None
        [bottom] = [top + tall for track, top, tall in canvas.shown.rows() if cue in track.cues]
        assert bottom <= canvas.height() + 13, "what was placed is out of sight"
        return QPoint(round(canvas.scale.x(cue.start + cue.trim.duration / 2)), bottom - 13)

    def idle() -> bool:
        wrong = [str(report.error) for report in session.queue.reports() if report.error]
        assert not wrong, wrong
        return session.project is not None and all(report.state.over for report in session.queue.reports())

    # open, by dropping the file on the window
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(clip))])
    place, copy = QPoint(300, 300), Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(place, copy, data, LEFT, PLAIN))
    QApplication.sendEvent(window, QDropEvent(place, copy, data, LEFT, PLAIN))

    # detect
    until(lambda: idle() and window.shots.rowCount() == 4)

    # the production sound is heard from the first frame on; 0 mutes it, and lets it be heard again
    until(lambda: window.player.production.ready(Fraction(0)))
    assert not production().mute
    key(Qt.Key.Key_0)
    assert production().mute
    key(Qt.Key.Key_0)
    assert not production().mute

    # events for the second shot, by a double click on the lane of guides
    strip, lane = window.filmstrip.list, window.timeline.guides
    box: QRect = strip.visualRect(strip.model().index(1, 0))
    click(strip.viewport(), box.center())
    for at in (Fraction(5, 2), Fraction(16, 5)):
        QTest.mouseDClick(lane, LEFT, PLAIN, QPoint(round(lane.pixel(at)), lane.height() // 2))
        rest(20)
    assert session.timeline is not None
    guide = session.timeline.picture[1].guide
    assert guide is not None
    assert len(guide.events) == 2

    # generate takes of both origins that follow them
    click(window.generate.more)
    set_number(window.generate.takes, 4)
    set_number(window.generate.steps, 2)
    click(window.generate.prompt)
    QTest.keyClicks(window.generate.prompt, "a dog barking")
    QTest.keyClick(window.generate.prompt, Qt.Key.Key_Escape)
    click(strip.viewport(), box.center())
    key(Qt.Key.Key_G)
    until(lambda: idle() and len(window.audition.takes) == 4)
    assert {take.kind for take in window.audition.takes} == {Origin.RECORDED, Origin.GENERATED}
    one, two, three = window.audition.takes[:3]

    # audition
    until(lambda: window.sounds.take(one.id) is not None and window.sounds.take(two.id) is not None)
    key(Qt.Key.Key_1)
    until(lambda: window.player.speed == 1 and window.audition.heard == {one.id})
    key(Qt.Key.Key_2)
    until(lambda: window.audition.heard == {two.id})
    key(Qt.Key.Key_Space)
    assert window.player.speed == 0

    # place, and hear the first take in the middle of it
    key(Qt.Key.Key_P)
    [placed] = cues()
    assert placed.take == two.id
    wave = window.takes._cards[one.id].wave
    drag(wave, QPoint(wave.width() // 4, 20), QPoint(wave.width() // 2, 22))
    assert [cue.take for cue in cues()] == [two.id, one.id, two.id]

    # swap what is first for the third take
    canvas = window.timeline.canvas
    click(canvas, in_cue(cues()[0]))
    assert canvas.chosen == {cues()[0].id}
    key(Qt.Key.Key_3, CONTROL)
    assert [cue.take for cue in cues()] == [three.id, one.id, two.id]

    # trim the end of the last by the mouse, half a second to the left
    before = cues()
    y, end = in_cue(before[2]).y(), round(canvas.scale.x(before[2].end)) - 2
    drag(canvas, QPoint(end, y), QPoint(end - round(canvas.scale.density / 2), y))
    trimmed = cues()
    assert trimmed[2].start == before[2].start
    assert trimmed[2].trim.duration < before[2].trim.duration

    # undo and redo
    key(Qt.Key.Key_Z, CONTROL)
    assert cues() == before
    key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert cues() == trimmed

    # export for two programs
    key(Qt.Key.Key_E, CONTROL)
    until(lambda: window.findChildren(ExportDialog))
    [dialog] = window.findChildren(ExportDialog)
    for name in ("Reaper", "Shotcut"):
        row = next(row for row in range(dialog.formats.count()) if dialog._program(row).name == name)
        place_ = dialog.formats.visualItemRect(dialog.formats.item(row))
        click(dialog.formats.viewport(), QPoint(place_.left() + 12, place_.center().y()))
    click(dialog.folder)
    QTest.keyClick(dialog.folder, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(dialog.folder, str(folder / "two programs"))
    click(dialog.write)
    until(lambda: idle() and dialog.next_.isVisible())
    dialog.close()
    window.activateWindow()
    until(lambda: QApplication.activeWindow() is window)

    # save under a name
    target = folder / "Reel 1.v2a"
    QTimer.singleShot(0, lambda: type_file_name(str(target)))
    key(Qt.Key.Key_S, CONTROL | SHIFT)
    until(lambda: session.project is not None and session.project.path == target and idle())

    # one more edit after that, and the power fails
    until(lambda: one.id in window.takes._cards)
    click(window.takes._cards[one.id].star)
    state = [[cue.id, cue.take, str(cue.start), str(cue.trim.start), str(cue.trim.end)] for cue in cues()]
    print(json.dumps({"project": str(target), "cues": state, "starred": one.id}), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
