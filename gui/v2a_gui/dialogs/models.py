"""Models: which bundles there are, what their licences allow, getting, checking and removing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from v2a_gui.engine_texts import in_panel_language, sentence_of
from v2a_gui.models.session import Session
from v2a_gui.models.tuning import set_models_folder
from v2a_gui.panel_settings import MODELS_FOLDER
from v2a_gui.views.fitting import resize_to_fit
from v2a_gui.views.small import ElidedLabel
from v2a_plugin.jobs import JobReport, JobState, Lane
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.zoo.store import BundleState, Presence, Store, Verification

if TYPE_CHECKING:
    from v2a_plugin.zoo.pull_plan import PullPlan

__all__ = ["ModelsDialog"]


class ModelsDialog(QDialog):
    """Lists bundles. What takes long is a job of the session's queue; an interrupted pull goes on where it was."""

    def __init__(
        self, session: Session, settings: QSettings, offline: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._settings, self._store = session, settings, Store()
        self._states: dict[str, BundleState] = {}
        self._job = 0
        self.setWindowTitle(self.tr("Models"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([self.tr("Bundle"), self.tr("State"), self.tr("Size"), self.tr("Licence")])
        self.tree.setRootIsDecorated(False)
        self.tree.setAccessibleName(self.tr("Bundles"))
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar(textVisible=False)
        self.status = QLabel()
        self.status.setProperty("role", "muted")
        self.offline = QCheckBox(self.tr("Offline: open no network connection"))
        self.offline.setChecked(offline)
        self.get, self.check, self.drop, self.stop = (
            QPushButton(text) for text in (self.tr("Get…"), self.tr("Verify"), self.tr("Remove"), self.tr("Stop"))
        )
        self.get.clicked.connect(self._plan)
        self.check.clicked.connect(self._verify)
        self.drop.clicked.connect(self._remove)
        self.stop.clicked.connect(lambda: session.queue.cancel(self._job))
        for button in (self.get, self.check, self.drop, self.stop):
            button.setAutoDefault(False)
        self.folder = ElidedLabel()
        self.folder.setProperty("role", "muted")
        self.choose = QPushButton(self.tr("Choose folder…"), autoDefault=False)
        self.choose.clicked.connect(self._choose)
        self.stop.setVisible(False)
        self.bar.setVisible(False)
        row = QHBoxLayout()
        for button in (self.get, self.check, self.drop, self.stop):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.offline)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.tree, self.about, self.bar, self.status):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addLayout(place)
        layout.addWidget(closing)
        resize_to_fit(self, 760, 460)
        self.tree.currentItemChanged.connect(lambda *_: self._picked())
        self.offline.toggled.connect(lambda _: self._picked())
        session.reported.connect(self._reported, Qt.ConnectionType.QueuedConnection)
        QTimer.singleShot(0, self, self.refresh)

    def refresh(self) -> None:
        """Look again what is here."""
        self.folder.setText(self.tr("Kept in {folder}").format(folder=self._store.root))
        self.folder.setToolTip(str(self._store.root))
        self._states = {state.name: state for state in self._store.bundles()}
        kept = self._name()
        self.tree.clear()
        for state in self._states.values():
            use = "" if state.licence.commercial else self.tr(" – NON-COMMERCIAL")
            size = f"{state.size / 1e6:.0f} MB" if state.size else self.tr("shown before it is fetched")
            item = QTreeWidgetItem([state.card.title, self.tr(state.presence.value), size, state.licence.name + use])
            item.setData(0, Qt.ItemDataRole.UserRole, state.name)
            self.tree.addTopLevelItem(item)
            if state.name == kept or not self.tree.currentItem():
                self.tree.setCurrentItem(item)
        for column in range(4):
            self.tree.resizeColumnToContents(column)

    def _name(self) -> str:
        item = self.tree.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item else ""

    def _picked(self) -> None:
        state = self._states.get(self._name())
        if state is None:
            return
        lines = [
            in_panel_language(state.card.summary),
            *(f"⚠ {in_panel_language(sentence)}" for sentence in state.licence.forbids),
        ]
        lines += [self.tr("Mappers: {names}").format(names=", ".join(state.mappers))] if state.mappers else []
        lines += [f"⚠ {in_panel_language(state.problem)}"] if state.problem else []
        lines += [str(state.folder)] if state.folder else []
        self.about.setText("\n".join(lines))
        absent = state.presence in (Presence.ABSENT, Presence.INCOMPLETE)
        self.get.setEnabled(absent and not self.offline.isChecked())
        self.get.setText(self.tr("Go on…") if state.presence is Presence.INCOMPLETE else self.tr("Get…"))
        self.check.setEnabled(not absent)
        self.drop.setEnabled(state.presence in (Presence.PULLED, Presence.INCOMPLETE))

    def _choose(self) -> None:
        """Keep bundles elsewhere; those that are in the old folder stay there, and are no longer listed."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for models"), str(self._store.root))
        if name:
            self.move_to(Path(name))

    def move_to(self, folder: Path) -> None:
        """Look for bundles in another folder, and fetch them there, from now on."""
        MODELS_FOLDER.put(self._settings, str(folder))
        set_models_folder(str(folder))
        self._store = Store()
        self.refresh()

    def _plan(self) -> None:
        name = self._name()

        def work() -> Steps[PullPlan]:
            from v2a_plugin.zoo.pull_plan import plan  # what talks to the hub takes half a second to load

            yield Progress(self.tr("asking the hub"), 0)
            return plan(self._store.card(name), offline=self.offline.isChecked())

        self._submit(f"look at {name}", work, self._agree)

    def _agree(self, planned: PullPlan) -> None:
        licence = planned.card.licence
        text = "\n".join(
            [
                f"{planned.card.title}: {planned.size / 1e6:.0f} MB",
                self.tr("Licence: {name}").format(name=licence.name),
                *(in_panel_language(sentence) for sentence in licence.forbids),
                licence.url,
            ]
        )
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Get models"), text, parent=self)
        box.addButton(self.tr("I agree, get it"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.buttonClicked.connect(
            lambda button: self._pull(planned) if box.buttonRole(button) is QMessageBox.ButtonRole.AcceptRole else None
        )
        box.open()

    def _pull(self, planned: PullPlan) -> None:
        from v2a_plugin.zoo.pull import pull

        self._submit(f"get {planned.card.name}", lambda: pull(planned, self._store), lambda _: self.refresh())

    def _verify(self) -> None:
        self._submit(f"verify {self._name()}", lambda: self._store.verify(self._name()), self._verified)

    def _verified(self, found: Verification) -> None:
        try:
            found.check()
            self.status.setText(self.tr("All {count} files are as they were.").format(count=found.files))
        except V2AError as error:
            self.status.setText(sentence_of(error))

    def _remove(self) -> None:
        try:
            self._store.remove(self._name())
        except V2AError as error:
            self.status.setText(sentence_of(error))
        self.refresh()

    def _submit(self, title: str, work: object, then: object) -> None:
        assert callable(work)
        assert callable(then)
        self.bar.setVisible(True)
        self.stop.setVisible(True)
        self.bar.setMaximum(0)
        self.status.setText(in_panel_language(title))
        self._job = self._session.queue.submit(
            title, work, lambda result: then(result) if isValid(self) else None, lane=Lane.READ
        )

    def _reported(self, report: JobReport) -> None:
        if report.id != self._job:
            return
        if report.progress is not None:
            self.bar.setMaximum(report.progress.total)
            self.bar.setValue(report.progress.done)
            self.status.setText(f"{in_panel_language(report.progress.stage)} {in_panel_language(report.progress.note)}")
        if report.state.over:
            self.bar.setVisible(False)
            self.stop.setVisible(False)
            failed = sentence_of(report.error) if report.error else self.tr("Stopped.")
            self.status.setText("" if report.state is JobState.DONE else failed)
            self.refresh()
