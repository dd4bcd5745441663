"""A panel, or a file manager of one button, on a real X screen; says on stdout what it shows, a line of JSON at a time.

python -m tests.gui.screen_programs panel CLIP FOLDER      opens CLIP, adds two takes to its first shot
python -m tests.gui.screen_programs files FILE             a button whose drag carries FILE, and a field that takes files
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from v2a_plugin.model.timeline import PictureClip


def say(**what: Any) -> None:
    """One line."""
    print(json.dumps(what), flush=True)


def middle(widget: QWidget) -> tuple[int, int]:
    """Where the middle of a widget is on the screen, in its own pixels."""
    at, ratio = widget.mapToGlobal(widget.rect().center()), widget.devicePixelRatioF()
    return round(at.x() * ratio), round(at.y() * ratio)


class Files(QWidget):
    """Drag from it to give a file, drop on it to leave some."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._pressed = path, QPoint()
        self._taken: list[str] = []
        self.setAcceptDrops(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (event.position().toPoint() - self._pressed).manhattanLength() > 5:
            data, drag = QMimeData(), QDrag(self)
            data.setUrls([QUrl.fromLocalFile(str(self._path))])
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._taken += [url.toLocalFile() for url in event.mimeData().urls()]

    def tell(self) -> None:
        """What was dropped on it."""
        say(at=middle(self), taken=self._taken)


def panel(clip: Path | None, folder: Path) -> None:
    """A panel that tells where things are."""
    from tests.gui.conftest import example_take
    from v2a_gui.app import make_application
    from v2a_gui.main_window import MainWindow
    from v2a_gui.models.session import Session
    from v2a_gui.playback.output import WallClock
    from v2a_gui.playback.player import Player

    application = make_application()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(folder / "unsaved"), Player(WallClock), settings)
    window.setGeometry(0, 0, 1200, 800)
    window.show()
    window.activateWindow()
    if clip is not None:
        window.open([clip])
    ready, focused = [False], []
    application.focusChanged.connect(lambda _, now: focused.append(now.accessibleName() if now else ""))

    def tell() -> None:
        session, canvas = window.session, window.timeline.canvas
        timeline = session.timeline
        over = session.project is not None and all(report.state.over for report in session.queue.reports())
        if over and timeline is not None and not ready[0] and len(timeline.picture) == 4:
            ready[0] = True
            first: PictureClip = timeline.picture[0]
            assert session.project is not None
            session.project.add_takes([example_take(first.region, seed) for seed in range(2)], first.region)
            session.changed.emit(session.project.timeline)
            timeline = session.timeline
        cards = window.takes._cards.values()
        ratio = window.devicePixelRatioF()
        corner = canvas.mapToGlobal(QPoint(0, 0))
        screen = window.screen().grabWindow(window.winId()).toImage()
        say(
            at=middle(window), shots=window.shots.rowCount(), ready=ready[0], ratio=ratio,
            cards=[middle(card.number) for card in cards],
            canvas=[round(part * ratio) for part in (corner.x(), corner.y(), canvas.width(), canvas.height())],
            cues=[[track.name, float(cue.start), cue.take] for track in timeline.tracks for cue in track.cues]
            if timeline else [],
            focused=focused, playhead=float(window.player.at), jobs=sum(one.title.startswith("generate") for one in session.queue.reports()),
            screen=[screen.width(), screen.height(), len({screen.pixel(x, y) for x in range(0, screen.width(), 7)
                                                          for y in range(0, screen.height(), 7)})],
        )  # fmt: skip

    timer = QTimer(interval=150)
    timer.timeout.connect(tell)
    timer.start()
    application.exec()


def main() -> None:
    if sys.argv[1] == "panel":
        panel(Path(sys.argv[2]) if sys.argv[2] else None, Path(sys.argv[3]))
        return
    application = QApplication([])
    files = Files(Path(sys.argv[2]))
    files.setGeometry(1250, 100, 120, 120)
    files.show()
    timer = QTimer(interval=100)
    timer.timeout.connect(files.tell)
    timer.start()
    application.exec()


if __name__ == "__main__":
    main()
