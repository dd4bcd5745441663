"""What to ask for: takes, words, bundle, source, mapper, seed, quality. One key generates."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.models.bundles import BundleChoice
from v2a_gui.views.along_guide import AlongGuide
from v2a_gui.views.follow_box import FollowBox
from v2a_gui.views.small import IconButton
from v2a_plugin.model.recipe import Recipe, Settings, SourceKind, Spacing
from v2a_plugin.model.request import DEFAULT_TAKES, GenerationOrder
from v2a_plugin.model.timeline import ShotSettings
from v2a_plugin.zoo.cards import Defaults

__all__ = ["FormSettings", "Generate"]

_REST = 600
"""Milliseconds after which what is being changed is handed on."""
_QUALITIES = ("Draft", "Good", "Best")
"""Fewer steps than a bundle's own, its own, and more; those that its card has."""
_SOURCES = {SourceKind.GENERATOR: "Rendered", SourceKind.LIBRARY: "From the library", SourceKind.BOTH: "Both"}


@dataclass(frozen=True, slots=True)
class FormSettings:
    """What the form holds, for whichever shot.

    Attributes:
        order: The knobs, the seed, how many takes, the handles.
        bundle: Which models.
        device: Where they run.
    """

    order: GenerationOrder
    bundle: str
    device: str


class Generate(QWidget):
    """The form.

    Signals:
        requested: `FormSettings`; the button or its key was pressed.
        edited: `ShotSettings`; a person has changed something, and rests.
    """

    requested = Signal(object)
    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bundles: tuple[BundleChoice, ...] = ()
        self.rate = Fraction(25)
        """Frames a second of the cut: what a handle is counted in."""
        self.prompts: Callable[[], tuple[tuple[str, bool], ...]] = tuple
        """Gives the prompts of earlier takes, and whether a starred take has it."""
        self._filling = False
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.flush)
        self.takes = QSpinBox(minimum=1, maximum=64, value=DEFAULT_TAKES)
        self.prompt = QLineEdit(placeholderText=self.tr("Words to add, such as: gravel, slow steps"))
        self.earlier = IconButton("history", self.tr("Words of earlier takes"))
        self.earlier.clicked.connect(self._offer_prompts)
        self.negative = QLineEdit(placeholderText=self.tr("Words to keep away from"))
        self.weight = QDoubleSpinBox(minimum=0, maximum=1, singleStep=0.1, value=0.5, decimals=2)
        self.mapper = QComboBox()
        self.quality = QComboBox()
        self.quality.addItem(self.tr("Custom"))
        self.quality.setToolTip(
            self.tr("How many steps a take gets: the models say which numbers are worth their time")
        )
        self.steps = QSpinBox(minimum=1, maximum=1000, suffix=self.tr(" steps"))
        self.steps.valueChanged.connect(self._steps_set)
        self.steps.setValue(25)
        self.guidance = QDoubleSpinBox(minimum=1, maximum=30, singleStep=0.5, value=3.5, decimals=1)
        self.quality.activated.connect(self._quality_picked)
        self.seed = QSpinBox(minimum=0, maximum=2**31 - 1, value=secrets.randbelow(2**31))
        self.lock = QCheckBox(self.tr("keep"))
        self.lock.setToolTip(self.tr("Use the same seed again next time"))
        self.handles = QSpinBox(minimum=0, maximum=500, value=12, suffix=self.tr(" frames"))
        self.follow = FollowBox()
        self.along = AlongGuide()
        self.bundle = QComboBox()
        self.source = QComboBox()
        self.source.addItems([self.tr(text) for text in _SOURCES.values()])
        self.source.setToolTip(
            self.tr(
                "Takes are rendered by a model, found in your libraries of recordings, or both where recordings fit"
            )
        )
        self.licence = QLabel()
        self.licence.setWordWrap(True)
        self.device = QComboBox()
        for device in ("auto", "cpu", "cuda", "mps"):
            self.device.addItem(self.tr("auto") if device == "auto" else device, device)
        self.button = QPushButton(self.tr("Generate takes"))
        self.button.setProperty("role", "primary")
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setEnabled(False)
        self.button.clicked.connect(self.request)
        self.more = QToolButton()
        self.more.setText(self.tr("More settings"))
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.toggled.connect(
            lambda on: self.more.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        )
        self.more.setCheckable(True)
        self._lay_out()
        self.more.toggled.connect(self._folded.setVisible)
        self._folded.setVisible(False)
        self.bundle.currentIndexChanged.connect(self._bundle_picked)
        self._watch_edits()

    def offer(self, bundles: tuple[BundleChoice, ...]) -> None:
        """List the bundles that are here; what was set stays while its bundle is there."""
        kept = self.shot_settings() if self.bundle.count() else None
        self._bundles = bundles
        with self._by_itself():
            self.bundle.clear()
            for choice in bundles:
                self.bundle.addItem(choice.title, choice.name)
            if kept is not None and self.bundle.findData(kept.bundle) >= 0:
                self._fill(kept)

    def show_settings(self, settings: ShotSettings | None) -> None:
        """Show what a shot is asked for; without any of its own it has no words, and the knobs stay."""
        with self._by_itself():
            if settings is None:
                self.prompt.clear()
                self.negative.clear()
                self.lock.setChecked(False)
            else:
                self._fill(settings)

    def shot_settings(self) -> ShotSettings:
        """What the form says, as a shot keeps it."""
        form = self.form_settings()
        order, seed = form.order, form.order.seed if self.lock.isChecked() else None
        return ShotSettings(order.settings, order.takes, order.handle, form.bundle, seed)

    def flush(self) -> None:
        """Hand on at once what was changed."""
        if self._rest.isActive():
            self._rest.stop()
            self._edit()

    def drop_edits(self) -> None:
        """Hand on nothing of what was changed."""
        self._rest.stop()

    def form_settings(self) -> FormSettings:
        """What the form asks for now."""
        settings = Settings(
            prompt=self.prompt.text().strip(),
            negative=self.negative.text().strip(),
            prompt_weight=self.weight.value(),
            mapper=self.mapper.currentText() or "diffusion",
            steps=self.steps.value(),
            guidance=self.guidance.value(),
            spacing=self._spacing(),
            source=list(_SOURCES)[self.source.currentIndex()],
        )
        settings = self.along.add_to(settings)
        handle = self.handles.value() / self.rate
        bundle = self.bundle.currentData() or "mini"
        order = GenerationOrder(settings, self.seed.value(), self.takes.value(), handle)
        return FormSettings(order, bundle, self.device.currentData())

    def _spacing(self) -> Spacing:
        """As on the command line."""
        row = self.bundle.currentIndex()
        if not 0 <= row < len(self._bundles):
            return Spacing.TRAILING
        return self._bundles[row].defaults.spacing_of(self.steps.value(), Settings().scheduler)

    def request(self) -> None:
        """Ask for takes; the seed moves on unless it is kept."""
        self.flush()
        self.requested.emit(self.form_settings())
        if not self.lock.isChecked():
            self.next_seed()

    def next_seed(self) -> None:
        """The seed after those of the last request."""
        with self._by_itself():
            self.seed.setValue((self.seed.value() + self.takes.value()) % (2**31))

    def prefer(self, device: str) -> None:
        """Run on a device until another one is picked."""
        if self.device.findData(device) < 0:
            self.device.addItem(device, device)
        self.device.setCurrentIndex(self.device.findData(device))

    def use(self, recipe: Recipe) -> None:
        """Fill the form with what a take was made with; the seed is kept, so that asking now makes it again."""
        self._fill(
            ShotSettings(recipe.settings, self.takes.value(), recipe.handle, recipe.bundle, recipe.seed % 2**31),
            keep_seed=self.lock.isChecked(),
        )
        self.more.setChecked(True)
        self._touched()

    def add_word(self, label: str, wanted: bool) -> None:
        """Add a label to the prompt, or to what is kept away from, and ask again."""
        field, other = (self.prompt, self.negative) if wanted else (self.negative, self.prompt)
        words = [word.strip() for word in field.text().split(",") if word.strip()]
        if label not in words:
            field.setText(", ".join([*words, label]))
        other.setText(", ".join(word.strip() for word in other.text().split(",") if word.strip() not in ("", label)))
        self.more.setChecked(True)
        self._touched()
        self.request()

    def _fill(self, settings: ShotSettings, keep_seed: bool | None = None) -> None:
        """Set every field; `keep_seed` says whether the seed stays the same, None whether there is one."""
        knobs = settings.settings
        found = self.bundle.findData(settings.bundle)
        if found >= 0:
            self.bundle.setCurrentIndex(found)
        if self.mapper.findText(knobs.mapper) < 0:
            self.mapper.addItem(knobs.mapper)
        self.mapper.setCurrentText(knobs.mapper)
        self.prompt.setText(knobs.prompt)
        self.negative.setText(knobs.negative)
        self.weight.setValue(knobs.prompt_weight)
        self._show_source(knobs.source)
        self.along.show_settings(knobs)
        self.steps.setValue(knobs.steps)
        self.guidance.setValue(knobs.guidance)
        self.handles.setValue(round(settings.handle * self.rate))
        self.takes.setValue(settings.takes)
        if settings.seed is not None:
            self.seed.setValue(settings.seed)
        self.lock.setChecked(settings.seed is not None if keep_seed is None else keep_seed)

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        """While it lasts, no change of a field is a person's."""
        before, self._filling = self._filling, True
        try:
            yield
        finally:
            self._filling = before

    def _watch_edits(self) -> None:
        """Notice what a person changes, and generate with Return from the words."""
        for field in (self.takes, self.steps, self.handles, self.seed):
            field.valueChanged.connect(self._touched)
        for number in (self.weight, self.guidance):
            number.valueChanged.connect(self._touched)
        for box in (self.mapper, self.bundle, self.source):
            box.currentIndexChanged.connect(self._touched)
        self.lock.toggled.connect(self._touched)
        self.along.changed.connect(self._touched)
        for words in (self.prompt, self.negative):
            words.textEdited.connect(self._touched)
            words.editingFinished.connect(self.flush)
            words.returnPressed.connect(self.button.click)
            words.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Return in the words be theirs: elsewhere it places a take."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _touched(self, *_: object) -> None:
        if not self._filling:
            self._rest.start()

    def _edit(self) -> None:
        self.edited.emit(self.shot_settings())

    def _offer_prompts(self) -> None:
        """Show the prompts of earlier takes; the one that is picked comes into the field."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for prompt, starred in self.prompts():
            menu.addAction(f"{'★ ' if starred else ''}{prompt}".replace("&", "&&")).triggered.connect(
                lambda _=False, prompt=prompt: self._take_prompt(prompt)
            )
        if menu.isEmpty():
            menu.addAction(self.tr("No take has had words yet")).setEnabled(False)
        menu.popup(self.prompt.mapToGlobal(self.prompt.rect().bottomLeft()))

    def _take_prompt(self, prompt: str) -> None:
        self.prompt.setText(prompt)
        self._edit()

    def _quality_picked(self, row: int) -> None:
        if self.quality.itemData(row):
            self.steps.setValue(self.quality.itemData(row))

    def _offer_qualities(self, defaults: Defaults) -> None:
        """List those that a bundle has, and show which one the steps are."""
        self.quality.clear()
        for name, steps in zip(_QUALITIES, (defaults.draft, defaults.steps, defaults.best), strict=True):
            if steps:
                self.quality.addItem(self.tr(name), steps)
        self.quality.addItem(self.tr("Custom"))
        self._steps_set(self.steps.value())

    def _steps_set(self, steps: int) -> None:
        """Show the quality that has as many steps, or that they are somebody's own."""
        row = self.quality.findData(steps)
        self.quality.setCurrentIndex(row if row >= 0 else self.quality.count() - 1)

    def _bundle_picked(self, row: int) -> None:
        if not 0 <= row < len(self._bundles):
            return
        choice = self._bundles[row]
        use = self.tr("commercial use allowed") if choice.commercial else self.tr("NON-COMMERCIAL")
        self.licence.setText(f"{choice.licence} · {use}")
        self.licence.setProperty("role", "muted" if choice.commercial else "warning")
        self.licence.style().unpolish(self.licence)
        self.licence.style().polish(self.licence)
        self.mapper.clear()
        self.mapper.addItems(choice.mappers)
        self.mapper.setCurrentText(choice.defaults.mapper)
        self.guidance.setValue(choice.defaults.guidance)
        self._show_source(choice.defaults.source)
        self.steps.setValue(choice.defaults.steps)
        self._offer_qualities(choice.defaults)

    def _show_source(self, source: SourceKind) -> None:
        self.source.setCurrentIndex(list(_SOURCES).index(source))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.button, 1)
        top.addWidget(self.takes)
        top.addWidget(QLabel(self.tr("takes")))
        self._folded = QWidget()
        grid = QGridLayout(self._folded)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        seeds = _row(self.seed, self.lock)
        for line, (text, field) in enumerate(
            (
                (self.tr("Keep away from"), self.negative),
                (self.tr("Quality"), self.quality),
                (self.tr("Steps"), self.steps),
                (self.tr("Seed"), seeds),
                (self.tr("Words against picture"), self.weight),
                (self.tr("Guidance"), self.guidance),
                (self.tr("Picture to sound"), self.mapper),
                (self.tr("Along the guide"), self.along),
                (self.tr("Handles"), self.handles),
                (self.tr("Device"), self.device),
            )
        ):
            self._label(grid, line, text, field)
        for field, label in (
            (self.takes, self.tr("Number of takes")),
            (self.prompt, self.tr("Prompt")),
            (self.bundle, self.tr("Models")),
            (self.source, self.tr("Where takes come from")),
            (self.seed, self.tr("Seed")),
        ):
            field.setAccessibleName(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(_row(self.prompt, self.earlier))
        origin = QHBoxLayout()
        heading = QLabel(self.tr("Source"))
        heading.setBuddy(self.source)
        origin.addWidget(heading)
        origin.addWidget(self.source, 1)
        layout.addLayout(origin)
        layout.addWidget(self.follow)
        for box in (self.bundle, self.source, self.mapper, self.quality):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
        row = QHBoxLayout()
        row.addWidget(self.bundle, 1)
        row.addWidget(self.more)
        layout.addLayout(row)
        layout.addWidget(self.licence)
        layout.addWidget(self._folded)

    def _label(self, grid: QGridLayout, row: int, text: str, field: QWidget) -> None:
        """Put a field behind its label."""
        field.setAccessibleName(text)
        label = QLabel(text)
        label.setWordWrap(True)  # long ones would make a window of 800 pixels too wide
        label.setBuddy(field)
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)


def _row(first: QWidget, second: QWidget) -> QWidget:
    """Two fields as one, the first one as wide as it can be."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(first, 1)
    row.addWidget(second)
    return both
