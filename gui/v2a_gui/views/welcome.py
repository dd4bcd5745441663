"""The first screen: one sentence, two buttons to begin, and what was open lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from v2a_gui.commands import Commands
from v2a_gui.theme import icon
from v2a_gui.tokens import Space

__all__ = ["Welcome"]

_RECENT = 6
_WIDEST, _NARROWEST = 520, 400
"""Pixels of the lines of text."""


class Welcome(QWidget):
    """Shown while nothing is open.

    Signals:
        chosen: Path of a recent project.
    """

    chosen = Signal(object)

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sign = QLabel()
        sign.setPixmap(icon("app").pixmap(72, 72))
        title = QLabel(self.tr("Foley for your picture"))
        title.setProperty("role", "heading")
        text = QLabel(
            self.tr(
                "Drop a video, a folder, a cut or a project here. Its shots appear, you pick one and press G, "
                "and takes to choose from are rendered on this machine."
            )
        )
        text.setWordWrap(True)
        text.setProperty("role", "muted")
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setMaximumWidth(_WIDEST)
        text.setMinimumHeight(text.heightForWidth(_NARROWEST) + Space.MIDDLE)  # a label that wraps is given less
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(text, 100)
        middle.addStretch(1)
        self.sample = QPushButton(self.tr("Try it with the sample clip"))
        self.sample.setProperty("role", "primary")
        self.sample.clicked.connect(commands["open-sample"].trigger)
        self.sample.setToolTip(
            self.tr("Opens a clip that ships, renders takes for its first shot and plays them; needs no network")
        )
        self.browse = QPushButton(self.tr("Open a video…"))
        self.browse.clicked.connect(commands["open"].trigger)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.sample)
        buttons.addWidget(self.browse)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(1)
        for widget in (sign, title):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(middle)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        layout.addSpacing(8)
        self._title = QLabel(self.tr("Recent projects"))
        self._title.setProperty("role", "title")
        layout.addWidget(self._title, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        layout.addLayout(self._rows)
        layout.addStretch(2)
        self.show_recent(())

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """List projects to open again."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._title.setVisible(bool(paths))
        for path in paths[:_RECENT]:
            button = QPushButton(path.stem)
            button.setFlat(True)
            button.setToolTip(str(path))
            button.clicked.connect(lambda _=False, path=path: self.chosen.emit(path))
            self._rows.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
