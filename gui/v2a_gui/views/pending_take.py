"""A take that is not there yet, in the place where it will be: what is being done for it, and how far that is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from v2a_gui.engine_texts import in_panel_language
from v2a_gui.models.expected import ExpectedTake
from v2a_gui.views.small import IconButton

__all__ = ["PendingTake"]

_STEPS = 1000


class PendingTake(QFrame):
    """One take to come.

    Signals:
        cancelled: Number of the job that it comes from.
    """

    cancelled = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._job = 0
        self.number = QLabel()
        self.number.setProperty("role", "title")
        self.number.setMinimumWidth(14)
        self.stage = QLabel()
        self.stage.setProperty("role", "muted")
        self.bar = QProgressBar(textVisible=False, maximum=_STEPS)
        self.cancel = IconButton("cancel", self.tr("Cancel"))
        self.cancel.clicked.connect(lambda: self.cancelled.emit(self._job))
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.number)
        head.addWidget(self.stage, 1)
        head.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 3, 6, 5)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.bar)

    def show_expected(self, number: int, take: ExpectedTake) -> None:
        """Show how far a take is, and the number it will have."""
        self._job = take.job
        self.number.setText(str(number))
        if not take.running:
            text = self.tr("waiting, {place} ahead").format(place=take.ahead) if take.ahead else self.tr("next")
        elif not take.stage:
            text = self.tr("starting")
        else:
            text = in_panel_language(take.stage) if take.share else self.tr("after the others")
        self.stage.setText(text)
        self.bar.setValue(round(take.share * _STEPS))
        self.bar.setVisible(take.running)
        self.setAccessibleName(self.tr("Take {number} to come: {stage}").format(number=number, stage=text))
