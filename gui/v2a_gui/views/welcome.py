"""The first screen: one sentence, and two ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from v2a_gui.commands import Commands
from v2a_gui.theme import icon

__all__ = ["Welcome"]


class Welcome(QWidget):
    """Shown while nothing is open."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sign = QLabel()
        sign.setPixmap(icon("app").pixmap(72, 72))
        title = QLabel(self.tr("Foley for your picture"))
        title.setStyleSheet("font-size: 26px; font-weight: 600;")
        text = QLabel(
            self.tr(
                "Drop a video, a folder or a project here. Its shots appear, you pick one and press G, "
                "and takes to choose from are rendered on this machine."
            )
        )
        text.setWordWrap(True)
        text.setProperty("role", "muted")
        text.setMaximumWidth(520)
        self.sample = QPushButton(self.tr("Try it with the sample clip"))
        self.sample.setProperty("role", "primary")
        self.sample.clicked.connect(commands["open-sample"].trigger)
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
        for widget in (sign, title, text):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        layout.addStretch(2)
