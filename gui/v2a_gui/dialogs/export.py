"""Export: for which programs, how the stems are written, where to, and what to click there."""

from __future__ import annotations

import os
from fractions import Fraction
from functools import partial
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
from v2a_gui.models.programs import FILES_ONLY, Program, programs
from v2a_gui.models.session import Session
from v2a_gui.panel_settings import EXPORT_OPENS, EXPORT_PROGRAM, ExportSettings
from v2a_gui.views.fitting import resize_to_fit
from v2a_plugin.delivery.cut import left_out
from v2a_plugin.delivery.protocol import CutRequest, Delivery, StemDepth, StemLayout, StemSettings
from v2a_plugin.jobs import JobReport, JobState, Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.plugins.facade import Kind
from v2a_plugin.project.project import Project
from v2a_resources import sample_path

__all__ = ["ExportDialog"]

_LAYOUTS = (
    (StemLayout.PER_CUE, "One file a cue"),
    (StemLayout.PER_TRACK, "One file a track"),
    (StemLayout.MIX, "The mix"),
)


class ExportDialog(QDialog):
    """Chooses, writes, and says what to do next. Remembers the last choice for each format.

    The program that is selected is written for, or all those that are ticked, each in a folder of its own.
    """

    def __init__(self, session: Session, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._jobs: dict[int, Program] = {}
        self._folder: Path | None = None
        self._pages: list[str] = []
        self.setWindowTitle(self.tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.formats = QListWidget()
        self.formats.setAccessibleName(self.tr("Programs"))
        self.formats.setWordWrap(True)
        self.formats.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        titles = {added.name: in_panel_language(added.title) for added in session.plugins.added(Kind.CUT_EXPORTER)}
        for program in programs(titles):
            title = titles[program.format]
            first = title if program.name == program.format else self._program_name(program)
            second = program.format if program.name == program.format else title
            item = QListWidgetItem(f"{first}\n{second}")
            item.setData(Qt.ItemDataRole.UserRole, program)
            item.setCheckState(Qt.CheckState.Unchecked)
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
        self.open_after = QCheckBox(self.tr("Open the folder when it is written"))
        self.open_after.setChecked(EXPORT_OPENS.of(settings))
        browse = QPushButton(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        self.lost = QLabel()
        self.lost.setWordWrap(True)
        self.lost.setProperty("role", "muted")
        self.count = QLabel()
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
        for hidden in (self.count, self.bar, self.next_, self.reveal):
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
        form.addRow("", self.open_after)
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
        right.addWidget(self.count)
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
        self.formats.itemChanged.connect(lambda _: self._check())
        self.division.currentIndexChanged.connect(lambda _: self._check())
        last = EXPORT_PROGRAM.of(settings)
        rows = [row for row in range(self.formats.count()) if self._program(row).name == last]
        self.formats.setCurrentRow(rows[0] if rows else 0)
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)

    def request(self, layout: StemLayout | None = None) -> CutRequest:
        """What would be written, divided as the dialog says or in another way."""
        project = self._session.project
        assert project is not None
        layout = layout or StemLayout(self.division.currentData())
        handle = Fraction(self.handles.value()) / project.timeline.rate if layout is StemLayout.PER_CUE else Fraction(0)
        stems = StemSettings(
            layout, handle, None, self.rate.currentData(), StemDepth(self.bits.currentData()),
            2 if self.stereo.isChecked() else 0, self.pop.isChecked() and layout is not StemLayout.PER_CUE,
        )  # fmt: skip
        return CutRequest(project.timeline, project.media, project, stems)

    @property
    def wanted(self) -> tuple[Program, ...]:
        """The programs that are ticked, or else the one that is selected."""
        items = [self.formats.item(row) for row in range(self.formats.count())]
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        chosen = ticked or [item for item in (self.formats.currentItem(),) if item]
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in chosen)

    def _program(self, row: int) -> Program:
        program: Program = self.formats.item(row).data(Qt.ItemDataRole.UserRole)
        return program

    def _program_name(self, program: Program) -> str:
        return self.tr("Files only") if program.name == FILES_ONLY else program.name

    def _picked(self) -> None:
        project = self._session.project
        if self.formats.currentItem() is None or project is None:
            return
        program = self._program(self.formats.currentRow())
        settings, last = self._settings, ExportSettings.of_format(program.format)
        self.division.setCurrentIndex(max(0, self.division.findData(program.layout or last.stems.of(settings))))
        self.handles.setValue(last.handles.of(settings))
        self.bits.setCurrentIndex(max(0, self.bits.findData(last.samples.of(settings))))
        self.rate.setCurrentIndex(max(0, self.rate.findData(last.rate.of(settings))))
        self.stereo.setChecked(last.stereo.of(settings))
        self.pop.setChecked(last.pop.of(settings))
        self.folder.setText(str(self._beside(project) / f"{project.name} for {program.name}"))
        self._check()

    def _check(self) -> None:
        """Say what the formats leave out of the cut, and offer what goes with the stems that are wanted."""
        wanted, each = self.wanted, self.division.currentData() == StemLayout.PER_CUE
        self.handles.setEnabled(each)
        self.pop.setEnabled(not each)
        if not wanted or self._session.project is None:
            return
        try:
            request = self.request()
        except V2AError as error:  # nothing is placed yet
            self.lost.setText(sentence_of(error))
            self.write.setEnabled(False)
            return
        lines = []
        for program in wanted:
            lost = left_out(request, self._session.plugins.cut_exporter(program.format).features)
            said = [in_panel_language(one) for one in lost] or [self.tr("This format carries all of the cut.")]
            name = f"{self._program_name(program)}: " if len(wanted) > 1 else ""
            lines += [f"{name}{one}" for one in said]
        self.write.setEnabled(not self._jobs)
        self.write.setText(
            self.tr("Export for {program}").format(program=self._program_name(wanted[0]))
            if len(wanted) == 1
            else self.tr("Export for {n} programs").format(n=len(wanted))
        )
        self.lost.setText("\n".join(lines))

    def _beside(self, project: Project) -> Path:
        """The folder of the picture, where it can be written to; else that of the project."""
        media = self._session.media
        folder = media[0].path.parent if media else project.path.parent
        ours = folder == sample_path().parent  # where the program is installed
        return folder if os.access(folder, os.W_OK) and not ours else project.path.parent

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _write(self) -> None:
        wanted, folder = self.wanted, Path(self.folder.text())
        settings, plugins = self._settings, self._session.plugins
        EXPORT_PROGRAM.put(settings, wanted[0].name)
        EXPORT_OPENS.put(settings, self.open_after.isChecked())
        self._pages, self._folder = [], folder
        self.write.setEnabled(False)
        self.count.setText("")
        for shown in (self.count, self.bar):
            shown.setVisible(True)
        self.bar.setMaximum(0)

        def work(name: str, request: CutRequest, place: Path) -> Steps[Delivery]:
            with plugins.job(f"export {name}"):
                return (yield from plugins.export(name, request, place))

        for program in wanted:
            last, name = ExportSettings.of_format(program.format), program.format
            request = self.request(program.layout if len(wanted) > 1 else None)
            last.stems.put(settings, request.stems.layout)
            last.handles.put(settings, self.handles.value())
            last.samples.put(settings, request.stems.depth)
            last.rate.put(settings, self.rate.currentData())
            last.stereo.put(settings, self.stereo.isChecked())
            last.pop.put(settings, self.pop.isChecked())
            place = folder / program.name if len(wanted) > 1 else folder
            job = self._session.queue.submit(
                f"export {name}", partial(work, name, request, place), partial(self._written, program), lane=Lane.WRITE
            )
            self._jobs[job] = program

    def _reported(self, report: JobReport) -> None:
        program = self._jobs.get(report.id)
        if program is None:
            return
        if report.progress is not None and not report.state.over:
            done, total = report.progress.done, report.progress.total
            self.bar.setMaximum(total)
            self.bar.setValue(done)
            self.count.setText(
                self.tr("{program}: {stage}, {done} of {total}").format(
                    program=self._program_name(program), stage=in_panel_language(report.progress.stage),
                    done=done, total=total,
                )
            )  # fmt: skip
        if report.state.over and report.state is not JobState.DONE:
            self._ended(report.id)
        if report.state is JobState.FAILED and report.error is not None:
            self.lost.setText(f"{self._program_name(program)}: {sentence_of(report.error)}")

    def _ended(self, job: int) -> None:
        """A job is over; after the last one, the folder opens."""
        self._jobs.pop(job, None)
        if self._jobs:
            return
        for shown in (self.count, self.bar):
            shown.setVisible(False)
        self.write.setEnabled(True)
        if self._pages and self.open_after.isChecked():
            self._reveal()

    def _written(self, program: Program, delivery: Delivery) -> None:
        if not isValid(self):
            return  # it was closed meanwhile
        notes = [f"• {in_panel_language(note)}" for note in delivery.notes]
        guides = [file for file in delivery.files if file.name.casefold().endswith((".txt", ".md"))]
        pages = [(delivery.folder / file.name).read_text(encoding="utf-8") for file in guides[:1]]
        texts = [page_in_panel_language(page) for page in pages]
        written = self.tr("{count} files written.").format(count=len(delivery.files))
        self._pages.append("\n".join([f"{self._program_name(program)}: {written}", *notes, "", *texts]))
        self.next_.setPlainText("\n\n".join(self._pages))
        self.next_.setVisible(True)
        self.reveal.setVisible(True)
        self._ended(next(job for job, one in self._jobs.items() if one is program))

    def _reveal(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
