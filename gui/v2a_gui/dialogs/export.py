"""Export: which format for which host, how the stems are written, and what to click there."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from v2a_gui.engine_texts import in_panel_language, page_in_panel_language, sentence_of
from v2a_gui.models.session import Session
from v2a_gui.panel_settings import EXPORT_FORMAT, ExportSettings
from v2a_gui.views.fitting import resize_to_fit
from v2a_plugin.delivery.cut import left_out
from v2a_plugin.delivery.protocol import CutRequest, Delivery, StemDepth, StemLayout, StemSettings
from v2a_plugin.jobs import JobReport, JobState, Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.plugins.facade import Kind

__all__ = ["ExportDialog"]

_LAYOUTS = (
    (StemLayout.PER_CUE, "One file a cue"),
    (StemLayout.PER_TRACK, "One file a track"),
    (StemLayout.MIX, "The mix"),
)


class ExportDialog(QDialog):
    """Chooses, writes, and says what to do next. Remembers the last choice for each format."""

    def __init__(self, session: Session, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._job = 0
        self._folder: Path | None = None
        self.setWindowTitle(self.tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.formats = QListWidget()
        self.formats.setAccessibleName(self.tr("Formats"))
        self.formats.setWordWrap(True)
        self.formats.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for added in session.plugins.added(Kind.CUT_EXPORTER):
            item = QListWidgetItem(f"{added.name}\n{in_panel_language(added.title)}")
            item.setData(Qt.ItemDataRole.UserRole, added.name)
            self.formats.addItem(item)
        self.division = QComboBox()
        for layout, text in _LAYOUTS:
            self.division.addItem(self.tr(text), layout)
        self.handles = QSpinBox(minimum=0, maximum=500, suffix=self.tr(" frames"))
        self.bits = QComboBox()
        self.bits.addItem(self.tr("24 bit, dithered"), StemDepth.PCM24)
        self.bits.addItem(self.tr("32 bit float"), StemDepth.FLOAT32)
        self.rate = QComboBox()
        for rate in (48_000, 96_000):
            self.rate.addItem(f"{rate // 1000} kHz", rate)
        self.stereo = QCheckBox(self.tr("Stereo, with the tracks' pan"))
        self.pop = QCheckBox(self.tr("2-pop before the start"))
        self.folder = QLineEdit()
        browse = QPushButton(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        self.lost = QLabel()
        self.lost.setWordWrap(True)
        self.lost.setProperty("role", "muted")
        self.bar = QProgressBar(textVisible=False)
        self.next_ = QPlainTextEdit(readOnly=True)
        self.next_.setAccessibleName(self.tr("What to click next"))
        self.write = QPushButton(self.tr("Export"))
        self.write.setProperty("role", "primary")
        self.write.clicked.connect(self._write)
        self.reveal = QPushButton(self.tr("Show the folder"))
        self.reveal.clicked.connect(self._reveal)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reveal, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        for hidden in (self.bar, self.next_, self.reveal):
            hidden.setVisible(False)
        form = QFormLayout()
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        form.addRow(self.tr("Stems"), self.division)
        form.addRow(self.tr("Handles"), self.handles)
        form.addRow(self.tr("Samples"), self.bits)
        form.addRow(self.tr("Rate"), self.rate)
        form.addRow("", self.stereo)
        form.addRow("", self.pop)
        form.addRow(self.tr("Folder"), place)
        for field, label in (
            (self.division, self.tr("Stems")),
            (self.handles, self.tr("Handles")),
            (self.bits, self.tr("Samples")),
            (self.rate, self.tr("Rate")),
            (self.folder, self.tr("Folder")),
        ):
            field.setAccessibleName(label)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addWidget(self.lost)
        right.addWidget(self.bar)
        right.addWidget(self.next_, 20)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.addWidget(self.formats, 1)
        columns.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.addLayout(columns, 1)
        outer.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.write.setDefault(True)
        resize_to_fit(self, 940, 560)
        self.formats.currentRowChanged.connect(lambda _: self._picked())
        self.division.currentIndexChanged.connect(lambda _: self._check())
        last = EXPORT_FORMAT.of(settings)
        rows = [row for row in range(self.formats.count()) if self._name(row) == last]
        self.formats.setCurrentRow(rows[0] if rows else 0)
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)

    def request(self) -> CutRequest:
        """What would be written."""
        project = self._session.project
        assert project is not None
        layout = StemLayout(self.division.currentData())
        handle = Fraction(self.handles.value()) / project.timeline.rate if layout is StemLayout.PER_CUE else Fraction(0)
        stems = StemSettings(
            layout, handle, None, self.rate.currentData(), StemDepth(self.bits.currentData()),
            2 if self.stereo.isChecked() else 0, self.pop.isChecked() and layout is not StemLayout.PER_CUE,
        )  # fmt: skip
        return CutRequest(project.timeline, project.media, project, stems)

    def _name(self, row: int) -> str:
        item = self.formats.item(row)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def _picked(self) -> None:
        name, project = self._name(self.formats.currentRow()), self._session.project
        if not name or project is None:
            return
        settings, last = self._settings, ExportSettings.of_format(name)
        self.division.setCurrentIndex(max(0, self.division.findData(last.stems.of(settings))))
        self.handles.setValue(last.handles.of(settings))
        self.bits.setCurrentIndex(max(0, self.bits.findData(last.samples.of(settings))))
        self.rate.setCurrentIndex(max(0, self.rate.findData(last.rate.of(settings))))
        self.stereo.setChecked(last.stereo.of(settings))
        self.pop.setChecked(last.pop.of(settings))
        self.folder.setText(last.folder.of(settings) or str(project.path.parent / f"{project.name} {name}"))
        self._check()

    def _check(self) -> None:
        """Say what the format leaves out of the cut, and offer what goes with the stems that are wanted."""
        name, each = self._name(self.formats.currentRow()), self.division.currentData() == StemLayout.PER_CUE
        self.handles.setEnabled(each)
        self.pop.setEnabled(not each)
        if not name or self._session.project is None:
            return
        try:
            lost = left_out(self.request(), self._session.plugins.cut_exporter(name).features)
        except V2AError as error:  # nothing is placed yet
            self.lost.setText(sentence_of(error))
            self.write.setEnabled(False)
            return
        self.write.setEnabled(True)
        self.lost.setText(
            "\n".join(in_panel_language(one) for one in lost) or self.tr("This format carries all of the cut.")
        )

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _write(self) -> None:
        name, request, folder = self._name(self.formats.currentRow()), self.request(), Path(self.folder.text())
        settings, last = self._settings, ExportSettings.of_format(name)
        EXPORT_FORMAT.put(settings, name)
        last.stems.put(settings, request.stems.layout)
        last.handles.put(settings, self.handles.value())
        last.samples.put(settings, request.stems.depth)
        last.rate.put(settings, self.rate.currentData())
        last.stereo.put(settings, self.stereo.isChecked())
        last.pop.put(settings, self.pop.isChecked())
        last.folder.put(settings, str(folder))
        plugins = self._session.plugins

        def work() -> Steps[Delivery]:
            with plugins.job(f"export {name}"):
                return (yield from plugins.export(name, request, folder))

        self.write.setEnabled(False)
        self.bar.setVisible(True)
        self.bar.setMaximum(0)
        self._job = self._session.queue.submit(f"export {name}", work, self._written, lane=Lane.WRITE)

    def _reported(self, report: JobReport) -> None:
        if report.id != self._job:
            return
        if report.progress is not None:
            self.bar.setMaximum(report.progress.total)
            self.bar.setValue(report.progress.done)
        if report.state.over:
            self.bar.setVisible(False)
            self.write.setEnabled(True)
        if report.state is JobState.FAILED and report.error is not None:
            self.lost.setText(sentence_of(report.error))

    def _written(self, delivery: Delivery) -> None:
        if not isValid(self):
            return  # it was closed meanwhile
        self._folder = delivery.folder
        notes = [f"• {in_panel_language(note)}" for note in delivery.notes]
        guides = [file for file in delivery.files if file.name.casefold().endswith((".txt", ".md"))]
        pages = [(delivery.folder / file.name).read_text(encoding="utf-8") for file in guides[:1]]
        texts = [page_in_panel_language(page) for page in pages]
        self.next_.setPlainText(
            "\n".join([self.tr("{count} files written.").format(count=len(delivery.files)), *notes, "", *texts])
        )
        self.next_.setVisible(True)
        self.reveal.setVisible(True)

    def _reveal(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
