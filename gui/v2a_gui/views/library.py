"""The library: recordings searched by words, heard against the picture, and made takes of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.models.finds import FIND, FindTable
from v2a_gui.models.peaks import Peaks
from v2a_gui.views.find_filters import FindFilters
from v2a_gui.views.sound_table import LEAST, SoundTable
from v2a_gui.views.waveform import Waveform
from v2a_plugin.model.time import Span
from v2a_plugin.sources.library.library_records import Find

__all__ = ["LibraryBrowser"]

_PAUSE = 300
"""Milliseconds without a letter after which a search begins."""


class LibraryBrowser(QWidget):
    """A field for words, a list of recordings, and what can be done with one.

    Signals:
        searched: (words, name of a library or "").
        heard: A `Find` to hear.
        used: A `Find` to make a take of for the shot.
        compared: A `Find` of which others that sound like it are looked for.
        varied: A `Find` to render takes from.
        starred: A `Find` to mark as a favourite, or no longer.
        looked_at: The `Find` that the keyboard is on.
    """

    searched = Signal(str, str)
    heard = Signal(object)
    used = Signal(object)
    compared = Signal(object)
    varied = Signal(object)
    starred = Signal(object)
    looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLineEdit(placeholderText=self.tr("Search the recordings"))
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName(self.tr("Search the recordings"))
        self.library = QComboBox()
        self.library.setAccessibleName(self.tr("Library"))
        self.library.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.library.setMinimumContentsLength(10)
        self.model = FindTable()
        self.table = SoundTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Recordings"))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 74), (2, 86), (3, 84)):
            self.table.setColumnWidth(column, width)
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMinimumHeight(LEAST)  # or what is found would change how much room the page needs
        self.table.setToolTip(self.tr("Space or a click plays a recording, Return makes a take of it."))
        self.filters = FindFilters()
        self.limits = QToolButton()
        self.limits.setCheckable(True)
        self.limits.setProperty("role", "small")
        self.limits.setText(self.tr("Filters"))
        self.limits.setToolTip(self.tr("Limit what is found by length, category, channels and rate"))
        self.waveform = Waveform()
        self.waveform.recorded = True
        kept = self.waveform.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.waveform.setSizePolicy(kept)
        self.strength = QDoubleSpinBox(minimum=0, maximum=1, singleStep=0.1, decimals=2, value=0.5)
        self.strength.setAccessibleName(self.tr("Strength of variations"))
        self.strength.setToolTip(self.tr("How far variations go: 0, a copy, to 1, nothing of the recording"))
        self.buttons = {
            "use": QPushButton(self.tr("Use for this shot")),
            "like": QPushButton(self.tr("More like this")),
            "vary": QPushButton(self.tr("Variations")),
            "star": QPushButton(self.tr("Favourite")),
        }
        self.buttons["use"].setProperty("role", "primary")
        self._signals = {"use": self.used, "like": self.compared, "vary": self.varied, "star": self.starred}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._arrange()
        self._connect()
        self._show_limits()
        self.offer(())
        self.show_finds(())

    def offer(self, libraries: Sequence[str]) -> None:
        """Let one of some libraries be chosen, or all of them; what was chosen stays so."""
        chosen = self.library.currentText()
        self.library.blockSignals(True)
        self.library.clear()
        self.library.addItem(self.tr("All libraries"), "")
        for name in libraries:
            self.library.addItem(name, name)
        self.library.setCurrentIndex(max(0, self.library.findText(chosen)))
        self.library.blockSignals(False)

    def show_finds(self, finds: Sequence[Find], note: str = "") -> None:
        """Show what was found, the keyboard on the first."""
        self.model.show(finds)
        self.table.setVisible(bool(finds))
        self.empty.setVisible(not finds)
        self.empty.setText(note or self._next_step())
        self.waveform.setVisible(bool(finds))
        if finds:
            self.table.selectRow(0)  # which looks at it
        else:
            self._look()

    def show_outline(self, find: Find, peaks: Peaks, part: Span) -> None:
        """Draw the outline of a recording, if the keyboard is on it still.

        Args:
            find: It.
            peaks: Of what was read of it.
            part: Seconds of that which are drawn.
        """
        if self.selected == find:
            self.waveform.show_sound(peaks, part)

    @property
    def selected(self) -> Find | None:
        """The recording the keyboard is on."""
        index = self.table.currentIndex()
        found: Find | None = index.data(FIND) if index.isValid() else None
        return found

    def search(self) -> None:
        """Ask for what the field says."""
        self._pause.stop()
        self.searched.emit(self.words.text().strip(), self.library.currentData() or "")

    def _show_limits(self) -> None:
        """Show the filters where they are wanted, and in any case while one of them limits what is found."""
        self.limits.setChecked(self.limits.isChecked() or self.filters.limits)
        self.filters.setVisible(self.limits.isChecked())

    def _next_step(self) -> str:
        """What to do where nothing is found."""
        if self.words.text().strip() or self.filters.limits:
            return self.tr("No recording is like this. Use other words, or fewer limits.")
        return self.tr(
            "Type what you look for: “dog”, “rain”. Folders of your own come in with “v2a library add FOLDER”."
        )

    def _arrange(self) -> None:
        above, below = QHBoxLayout(), QGridLayout()
        above.addWidget(self.words, 1)
        above.addWidget(self.library)
        above.addWidget(self.limits)
        below.addWidget(self.buttons["use"], 0, 0, 1, 2)
        below.addWidget(self.buttons["star"], 0, 2)
        below.addWidget(self.buttons["like"], 1, 0)
        below.addWidget(self.buttons["vary"], 1, 1)
        below.addWidget(self.strength, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addLayout(above)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.waveform)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda _: self._pause.start())
        self.words.returnPressed.connect(self.search)
        self.library.currentIndexChanged.connect(lambda _: self.search())
        self._pause.timeout.connect(self.search)
        self.filters.changed.connect(self.search)
        self.limits.clicked.connect(lambda _: self._show_limits())
        self.table.clicked.connect(lambda _: self._with_find(self.heard))
        self.table.play_pressed.connect(lambda: self._with_find(self.heard))
        self.table.use_pressed.connect(lambda: self._with_find(self.used))
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self._with_find(self._signals[name]))

    def _menu(self, place: QPoint) -> None:
        if self.selected is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, button in self.buttons.items():
            menu.addAction(button.text()).triggered.connect(
                lambda _=False, name=name: self._with_find(self._signals[name])
            )
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _with_find(self, signal: SignalInstance) -> None:
        if self.selected is not None:
            signal.emit(self.selected)

    def _look(self) -> None:
        self._enable()
        self.waveform.show_sound(None)
        self._with_find(self.looked_at)

    def _enable(self) -> None:
        for button in self.buttons.values():
            button.setEnabled(self.selected is not None)
