"""The queue: every job with its progress, what is left of it and its place in line."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.commands import Commands
from v2a_gui.engine_texts import in_panel_language, sentence_of
from v2a_gui.models.outlook import Forecast
from v2a_gui.views.small import ElidedLabel, IconButton
from v2a_plugin.jobs import JobReport, JobState

__all__ = ["Queue"]

_SHOWN = 100
_ROW = 48
"""Pixels of the list that stay: the job that runs."""
_ANY = (1 << 24) - 1
"""Pixels of a widget that may be as large as there is room: Qt's `QWIDGETSIZE_MAX`."""


def duration_label(seconds: float) -> str:
    """Seconds as people read them."""
    total = round(seconds)
    if total < 60:
        return f"{total} s"
    return f"{total // 60} min {total % 60:02d} s" if total < 3600 else f"{total // 3600} h {total // 60 % 60:02d} min"


class Queue(QWidget):
    """All jobs; what runs comes first.

    Signals:
        cancelled: Number of a job to cancel.
        retried: Number of a job to try again.
        moved: (number, new place in line).
        counted: How many are listed.
    """

    cancelled = Signal(int)
    retried = Signal(int)
    moved = Signal(int, int)
    counted = Signal(int)

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reports: dict[int, JobReport] = {}
        self._rows: dict[int, _Row] = {}
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self._arrange)
        self.summary = QLabel(self.tr("Nothing to do"))
        self.summary.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 8, 0)
        head.addWidget(self.summary, 1)
        for name in ("pause-queue", "cancel", "cancel-all"):
            button = QToolButton()
            button.setDefaultAction(commands[name])
            if not commands[name].icon().isNull():
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            head.addWidget(button)
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(10, 2, 6, 6)
        self._list.setSpacing(2)
        self._list.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(holder)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setMinimumHeight(_ROW)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        self._take_room()

    @property
    def least(self) -> int:
        """Pixels of height that it needs with a job in it."""
        return self.minimumSizeHint().height() + (_ROW if self._area.isHidden() else 0)

    def show_report(self, report: JobReport, forecast: Forecast | None = None) -> None:
        """Show what is known of a job, and what is to be expected of it as a whole, if that is known."""
        if report.state in (JobState.DONE, JobState.CANCELLED):
            self._reports.pop(report.id, None)
        else:
            self._reports[report.id] = report
            if report.id in self._rows:
                self._rows[report.id].show_report(report, forecast)
        self._redraw.start()

    def _arrange(self) -> None:
        """Have a row for what runs, then for what waits in its order, then for what failed: once for many reports."""
        order = {JobState.RUNNING: 0, JobState.QUEUED: 1}
        wanted = sorted(self._reports.values(), key=lambda report: (order.get(report.state, 2), report.place))[:_SHOWN]
        for number in self._rows.keys() - {report.id for report in wanted}:
            row = self._rows.pop(number)
            row.hide()
            row.deleteLater()
        for place, report in enumerate(wanted):
            row = self._rows.get(report.id) or self._row(report)
            if self._list.indexOf(row) != place:
                self._list.removeWidget(row)
                self._list.insertWidget(place, row)
        self._take_room()
        self.counted.emit(len(self._reports))
        states = [report.state for report in self._reports.values()]
        running, waiting = states.count(JobState.RUNNING), states.count(JobState.QUEUED)
        failed = states.count(JobState.FAILED)
        parts = [self.tr("running")] if running else []
        parts += [self.tr("{count} waiting").format(count=waiting)] if waiting else []
        parts += [self.tr("{count} failed").format(count=failed)] if failed else []
        self.summary.setText(", ".join(parts) or self.tr("Nothing to do"))

    def _take_room(self) -> None:
        """Be a line where there is nothing to list."""
        self._area.setVisible(bool(self._rows))
        self.setMaximumHeight(_ANY if self._rows else self.minimumSizeHint().height())

    def _row(self, report: JobReport) -> _Row:
        row = self._rows[report.id] = _Row(report.id)
        row.cancel.clicked.connect(lambda: self.cancelled.emit(report.id))
        row.drop.clicked.connect(lambda: self._drop(report.id))
        row.retry.clicked.connect(lambda: self.retried.emit(report.id))
        row.up.clicked.connect(lambda: self.moved.emit(report.id, 1))
        row.show_report(report)
        return row

    def _drop(self, number: int) -> None:
        """Take a job that failed off the list."""
        self._reports.pop(number, None)
        self._redraw.start()


class _Row(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.title = ElidedLabel()
        self.detail = QLabel()
        self.detail.setProperty("role", "muted")
        self.bar = QProgressBar(textVisible=False)
        self.cancel = IconButton("cancel", self.tr("Cancel"))
        self.retry = IconButton("redo", self.tr("Try again"))
        self.up = IconButton("next", self.tr("Do this next"))
        self.drop = IconButton("cancel", self.tr("Take off the list"))
        self.setAccessibleName(f"{number}")
        self.detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for widget in (self.title, self.detail, self.bar):
            texts.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 4)
        row.addLayout(texts, 1)
        for button in (self.up, self.retry, self.drop, self.cancel):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def show_report(self, report: JobReport, forecast: Forecast | None = None) -> None:
        title = in_panel_language(report.title)
        self.title.setText(title)
        self.title.setToolTip(title)
        self.bar.setVisible(report.state is JobState.RUNNING)
        self.up.setVisible(report.state is JobState.QUEUED and report.place > 1)
        self.retry.setVisible(report.state is JobState.FAILED)
        self.drop.setVisible(report.state is JobState.FAILED)
        self.cancel.setVisible(not report.state.over)
        self.detail.setWordWrap(report.state is JobState.FAILED)
        if report.state is JobState.QUEUED:
            before = self.tr("waiting, {place} ahead").format(place=report.place)
            self.detail.setText(before if report.place else self.tr("next"))
        elif report.state is JobState.FAILED:
            self.detail.setText(in_panel_language(report.error.message) if report.error else self.tr("failed"))
            self.detail.setToolTip(sentence_of(report.error) if report.error else "")
        elif report.progress is not None:
            progress = report.progress
            if forecast is not None:  # over all stages, so that nothing begins anew
                self.bar.setMaximum(1000)
                self.bar.setValue(round(forecast.fraction * 1000))
                left = duration_label(max(5, 5 * round(forecast.left / 5))) if forecast.left else ""
                left = self.tr(", about {time} left").format(time=left) if left else ""
            else:
                self.bar.setMaximum(progress.total)
                self.bar.setValue(progress.done)
                left = self.tr(", {time} left").format(time=duration_label(report.left)) if report.left else ""
            self.detail.setText(f"{in_panel_language(progress.stage)}{left}")
        else:
            self.detail.setText(self.tr("starting"))
        self.setAccessibleName(f"{title}: {self.detail.text()}")
