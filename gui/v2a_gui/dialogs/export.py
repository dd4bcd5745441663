"""Export: for which programs, how the stems are written, where to, and what to click there."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from v2a_gui.dialogs.stem_form import StemForm
from v2a_gui.engine_texts import in_panel_language, page_in_panel_language, sentence_of
from v2a_gui.models.export_presets import last_of, presets_of, put_last, put_preset, remove_preset
from v2a_gui.models.programs import FILES_ONLY, FILM, FILM_MOV, Program, programs
from v2a_gui.models.session import Session
from v2a_gui.panel_settings import EXPORT_OPENS, EXPORT_PROGRAM
from v2a_gui.tokens import Space
from v2a_gui.views.fitting import align_labels, resize_to_fit, scrolled
from v2a_gui.views.small import IconButton
from v2a_plugin.delivery.cut import left_out
from v2a_plugin.delivery.names import file_safe
from v2a_plugin.delivery.protocol import CutRequest, Delivery, Feature
from v2a_plugin.jobs import JobReport, JobState, Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.plugins.facade import Kind
from v2a_plugin.project.project import Project
from v2a_resources import sample_path

__all__ = ["ExportDialog"]


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
        self.formats.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.formats.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.formats.setWordWrap(True)
        self.formats.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._titles = {
            added.name: in_panel_language(added.title) for added in session.plugins.added(Kind.CUT_EXPORTER)
        }
        for program in programs(self._titles):
            item = QListWidgetItem(self._program_name(program))
            item.setToolTip(self._titles[program.format])
            item.setData(Qt.ItemDataRole.UserRole, program)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.formats.addItem(item)
        self.stems = StemForm()
        self.presets = QComboBox()
        self.presets.setAccessibleName(self.tr("Preset"))
        self.presets.activated.connect(lambda _: self._use_preset())
        self.keep = IconButton("save", self.tr("Save as a preset…"))
        self.keep.clicked.connect(self._keep_preset)
        self.drop = IconButton("cancel", self.tr("Remove this preset"))
        self.drop.clicked.connect(self._drop_preset)
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setProperty("role", "title")
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
        preset, place, fields = QHBoxLayout(), QHBoxLayout(), QFormLayout()
        preset.addWidget(self.presets, 1)
        preset.addWidget(self.keep)
        preset.addWidget(self.drop)
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        self.folder.setAccessibleName(self.tr("Folder"))
        fields.addRow(self.tr("Preset"), preset)
        fields.addRow(self.tr("Folder"), place)
        fields.addRow("", self.open_after)
        align_labels(fields, self.stems.form)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        for part in (right, preset, place, fields):
            part.setSpacing(Space.NEAR)  # or they would have that of what they lie in
        right.addWidget(self.title)
        right.addWidget(self.lost)
        right.addSpacing(Space.MIDDLE)
        right.addLayout(fields)
        right.addWidget(self.stems)
        right.addWidget(self.count)
        right.addWidget(self.bar)
        right.addWidget(self.next_, 20)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(Space.ROOM)
        columns.addWidget(self.formats, 2)
        side = QWidget()
        side.setLayout(right)
        columns.addWidget(scrolled(side), 3)
        outer = QVBoxLayout(self)
        outer.addLayout(columns, 1)
        outer.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.write.setDefault(True)
        resize_to_fit(self, 940, 560)
        self.formats.currentRowChanged.connect(lambda _: self._picked())
        self.formats.itemChanged.connect(lambda _: self._check())
        self.stems.changed.connect(self._check)
        self._offer_presets()
        last = EXPORT_PROGRAM.of(settings)
        rows = [row for row in range(self.formats.count()) if self._program(row).name == last]
        self.formats.setCurrentRow(rows[0] if rows else 0)
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.formats.doItemsLayout()  # the style sheet is known now

    def request(self, program: Program) -> CutRequest:
        """What would be written for a program; divided as suits it best where it is one of several."""
        project = self._session.project
        assert project is not None
        features = self._session.plugins.cut_exporter(program.format).features
        best = program.layout if len(self.wanted) > 1 or Feature.STEMS not in features else None
        stems = self.stems.settings(best, features, 1 / project.timeline.rate)
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
        if program.name == program.format:  # of no program that is known
            return self._titles[program.format]
        ours = {
            FILES_ONLY: self.tr("Files only"),
            FILM: self.tr("A film with the mix, MP4"),
            FILM_MOV: self.tr("A film with the mix, MOV"),
        }
        return ours.get(program.name, program.name)

    def _picked(self) -> None:
        project = self._session.project
        if self.formats.currentItem() is None or project is None:
            return
        program = self._program(self.formats.currentRow())
        last = last_of(self._settings, program.format)
        self.stems.show_preset(replace(last, stems=program.layout or last.stems))
        films = program.name in (FILM, FILM_MOV)
        name = f"{project.name} {self.tr('film')}" if films else f"{project.name} for {file_safe(program.name)}"
        self.folder.setText(str(self._beside(project) / name))
        self.presets.setCurrentIndex(0)

    def _offer_presets(self, chosen: str = "") -> None:
        self.presets.clear()
        self.presets.addItem(self.tr("Last used"), None)
        for name, preset in presets_of(self._settings).items():
            self.presets.addItem(name, preset)
        self.presets.setCurrentIndex(max(0, self.presets.findText(chosen)) if chosen else 0)
        self.drop.setEnabled(self.presets.currentIndex() > 0)

    def _use_preset(self) -> None:
        """Tick the programs of a preset, and fill the fields."""
        preset = self.presets.currentData()
        self.drop.setEnabled(preset is not None)
        if preset is None:
            self._picked()
            return
        with QSignalBlocker(self.formats):
            for row in range(self.formats.count()):
                on = self._program(row).name in preset.programs
                self.formats.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.stems.show_preset(preset)  # which checks

    def _keep_preset(self) -> None:
        """Save the ticked programs and the fields under a name."""
        name, agreed = QInputDialog.getText(self, self.tr("Preset"), self.tr("Name"), text=self._preset_name())
        if agreed and name.strip():
            preset = self.stems.preset(tuple(program.name for program in self.wanted))
            put_preset(self._settings, name.strip(), preset)
            self._offer_presets(name.strip())

    def _drop_preset(self) -> None:
        remove_preset(self._settings, self.presets.currentText())
        self._offer_presets()

    def _preset_name(self) -> str:
        return self.presets.currentText() if self.presets.currentIndex() > 0 else ""

    def _check(self) -> None:
        """Say what the formats leave out of the cut, and offer what goes with the stems that are wanted."""
        wanted, plugins = self.wanted, self._session.plugins
        stems = any(Feature.STEMS in plugins.cut_exporter(program.format).features for program in wanted)
        self.stems.setVisible(stems)
        self.title.setText(self._titles[wanted[0].format] if len(wanted) == 1 else "")
        self.title.setVisible(len(wanted) == 1)
        if not wanted or self._session.project is None:
            return
        lines = []
        for program in wanted:
            try:
                request = self.request(program)
            except V2AError as error:  # nothing is placed yet
                self.lost.setText(sentence_of(error))
                self.write.setEnabled(False)
                return
            lost = left_out(request, plugins.cut_exporter(program.format).features)
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
            name, request = program.format, self.request(program)
            put_last(settings, name, replace(self.stems.preset(()), stems=request.stems.layout))
            place = folder / file_safe(program.name) if len(wanted) > 1 else folder
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
