"""Every text that the panel shows, in German: each was looked up, and each has a translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QModelIndex, QPoint, Qt, QTranslator
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTextBrowser,
    QWidget,
)

import v2a_gui
from tests.gui.conftest import Panel
from v2a_gui.engine_texts import in_panel_language
from v2a_gui.language import ENGLISH, apply_language
from v2a_gui.models.programs import FILES_ONLY, programs
from v2a_gui.presenters.bulletin import Bulletin
from v2a_gui.views.timeline.layout import PICTURE, RULER, TRACK
from v2a_plugin.jobs import JobReport, JobState
from v2a_plugin.model.progress import Progress
from v2a_plugin.model.timeline import PictureClip
from v2a_resources import languages_path

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "pipewire", "QStandardPaths", extend=True)

PANEL = Path(v2a_gui.__file__).parent
DIALOGS = (
    "export",
    "models",
    "plugins",
    "preferences",
    "shortcuts",
    "palette",
    "guide",
    "markers",
    "find-shots-again",
    "edit-sound",
)
_SHIPPED = ("otio", "fcp7", "fcpxml", "aaf", "rpp", "kdenlive", "mlt", "bwf")
BARE = re.compile(r"⟦[^⟦⟧]*⟧")
PATH = re.compile(r"(?:(?<=\s)|^)/[^\s⟦⟧]+")
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = frozenset(
    [
        "v2a",
        "mini",
        "diffusion",
        "bridge",
        "none",
        "regression",
        "English",
        "Deutsch",
        "LUFS",
        "dBTP",
        "cpu",
        "cuda",
        "mps",
        "fp",
        "bf",
        "kHz",
        "dB",
        "MB",
        "GB",
        "ms",
        "GPL",
        "BY",
        "NC",
        "SA",
        "CC",
        "Ctrl",
        "Shift",
        "Alt",
        "Del",
        "Esc",
        "Return",
        "Space",
        "Home",
        "End",
        "Left",
        "Right",
        "Up",
        "Down",
        "PgUp",
        "PgDown",
        "Backspace",
        "Meta",
        "Ins",
        "Tab",
        "Feet",
        "Props",
        "AudioLDM",
        *["Stable", "Audio", "Open", "Stability", "AI", "Community", "License"],
        "full",
        "Mini",
        *(word for program in programs(_SHIPPED) for word in program.name.split() if program.name != FILES_ONLY),
    ]
)
"""Names: of programs, models, units and keys. They are the same in every language."""


class Marker(QTranslator):
    """Gives back texts in brackets: what has none was never looked up, or was found by another translator."""

    def __init__(self, same: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._same = same

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return text if text in self._same else f"⟦{text}⟧"

    def isEmpty(self) -> bool:
        return False


def same_in_german() -> frozenset[str]:
    """Texts that are the same in both languages, and are not in the compiled file for that."""
    tree = ElementTree.parse(languages_path() / "de.ts")  # our own file
    pairs = [(one.findtext("source", ""), one.findtext("translation", "")) for one in tree.iter("message")]
    return frozenset(source for source, text in pairs if source == text)


@contextmanager
def spoken(application: QApplication, german: bool) -> Iterator[None]:
    """German, with brackets around what it lacks; or brackets around everything."""
    before, marker = QLocale(), Marker(same_in_german() if german else frozenset())
    if german:
        application.installTranslator(marker)  # the first one installed is asked last
        assert apply_language(application, "de")
    else:
        assert apply_language(application, "de")
        application.installTranslator(marker)
    in_panel_language.__globals__["_translated"].cache_clear()
    try:
        yield
    finally:
        application.removeTranslator(marker)
        apply_language(application, ENGLISH)
        in_panel_language.__globals__["_translated"].cache_clear()
        QLocale.setDefault(before)


def items(view: QAbstractItemView) -> Iterator[str]:
    """Texts, tips and names of what a list, table or tree shows."""
    model = view.model()
    if model is None:
        return
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for column in range(1 if isinstance(view, QListView) else model.columnCount(QModelIndex())):
        for role in roles:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
        for row in range(model.rowCount()):
            for role in roles:
                yield str(model.index(row, column).data(role) or "")


def texts_of(widget: QWidget) -> Iterator[str]:
    """What a widget shows and says, except what a person has typed."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.accessibleName())
    for action in widget.actions():
        yield from (action.text(), action.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QMenu | QGroupBox):
        yield widget.title()
    if isinstance(widget, QAbstractSpinBox):
        yield widget.specialValueText()
    if isinstance(widget, QSpinBox | QDoubleSpinBox):
        yield from (widget.prefix(), widget.suffix())
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        yield from items(widget)


def visible_texts(top: QWidget) -> set[tuple[str, str]]:
    """Every text below a window or dialog, with the kind of widget that has it."""
    widgets = [top, *top.findChildren(QWidget)]
    return {
        (f"{type(widget).__module__.rsplit('.', 1)[-1]}.{type(widget).__name__} {widget.objectName()}".strip(), text)
        for widget in widgets
        if not isinstance(widget, QTextBrowser) and not widget.objectName().startswith("qt_")
        for text in texts_of(widget)
        if text
    }


def walk(panel: Panel) -> set[tuple[str, str]]:
    """Every state of the window and every dialog that a person can come to, one after the other."""
    window, session = panel.window, panel.window.session
    found = visible_texts(window)

    def look() -> None:
        QApplication.processEvents()
        found.update(visible_texts(window))

    timeline = session.timeline
    assert timeline is not None
    region = timeline.picture[0].region
    takes = panel.add_takes(region, 3)
    window.takes.pick(takes[0])
    for command in ("star", "reject", "reject", "choose", "place", "mark-in", "mark-out"):
        panel.do(command)
        look()
    window.generate.more.setChecked(True)
    look()
    panel.do("undo")
    window.menuBar().actions()[1].menu().aboutToShow.emit()  # type: ignore[attr-defined]
    look()
    panel.do("redo")
    look()
    _queue(panel)
    look()
    _notices(window.bulletin)
    look()
    canvas = window.timeline.canvas
    cue = RULER + PICTURE + TRACK // 2
    for at in (QPoint(20, cue), QPoint(20, RULER + PICTURE // 2), QPoint(canvas.width() - 20, 5)):
        QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
        look()
        _close_popups()
    heads = [one for one in window.timeline.headers.children() if isinstance(one, QWidget) and one.accessibleName()]
    QTest.mouseClick(heads[-1], Qt.MouseButton.RightButton, pos=QPoint(4, 4))
    look()
    _close_popups()
    window.filmstrip.search.setText("no such shot")
    look()
    window.filmstrip.search.clear()
    for name in DIALOGS:
        found.update(_dialog(panel, name))
    panel.idle()
    session.close_project()
    session.opened.emit()
    look()
    return found


def _queue(panel: Panel) -> None:
    """A job in each of its states."""
    queue = panel.window.queue
    queue.show_report(JobReport(901, "generate Shot 1", JobState.QUEUED, place=0))
    queue.show_report(JobReport(902, "export otio", JobState.QUEUED, place=1))
    queue.show_report(JobReport(903, "find shots in clip.mp4", JobState.RUNNING))
    queue.show_report(
        JobReport(904, "trim the cache", JobState.RUNNING, progress=Progress("sampling", 1, 4), left=90.0)
    )
    queue.show_report(JobReport(905, "save clip.v2a", JobState.FAILED))


def _notices(bulletin: Bulletin) -> None:
    session = bulletin._session
    session.left_over.emit(1)
    session.left_over.emit(3)
    session.found.emit(("Shot 1 is no longer in the cut.",) * 5)
    session.noted.emit("Nothing has moved.")


def _close_popups() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def _dialog(panel: Panel, command: str) -> set[tuple[str, str]]:
    before = set(panel.window.findChildren(QDialog))
    panel.do(command)
    QApplication.processEvents()
    found: set[tuple[str, str]] = set()
    for dialog in set(panel.window.findChildren(QDialog)) - before:
        found |= visible_texts(dialog)
        for view in dialog.findChildren(QAbstractItemView):
            model = view.model()
            for row in range(min(model.rowCount(), 20) if model else 0):
                view.setCurrentIndex(model.index(row, 0))
                QApplication.processEvents()
                found |= visible_texts(dialog)
        dialog.close()
    assert found, command
    return found


def names_of(panel: Panel, clips: tuple[PictureClip, ...]) -> set[str]:
    """Words of what a person or a file has named."""
    session = panel.window.session
    timeline, project = session.timeline, session.project
    assert timeline is not None
    assert project is not None
    infos = session.plugins.report()
    named = [
        *(track.name for track in timeline.tracks), *(clip.region.name for clip in clips), str(project.path), project.name,
        *(str(media.path) for media in session.media), "a door closing", "footsteps", "rain", "Deutsch", "English",
        *(part for info in infos for part in (info.name, info.distribution, *(one.name for one in info.adds))),
        *(hook for info in infos for hook in info.listens), str(Path.home()),
    ]  # fmt: skip
    return {word for text in named for word in WORD.findall(text)}


@pytest.mark.parametrize("german", [False, True], ids=["every text is looked up", "every text is German"])
def test_every_visible_text(qapp: QApplication, request: pytest.FixtureRequest, german: bool) -> None:
    with spoken(qapp, german):
        panel: Panel = request.getfixturevalue("opened")
        timeline = panel.window.session.timeline
        assert timeline is not None
        names = names_of(panel, timeline.picture) | NAMES
        found = walk(panel)
        assert len(found) > 400
        if german:
            english = sorted(pair for pair in found if "⟦" in pair[1])
            assert not english, "\n".join(map(str, english))
            return
        bare = {(where, text) for where, text in found if not set(WORD.findall(_without_marked(text))) <= names}
        assert not bare, "\n".join(map(str, sorted(bare)))
        panel.window.session.queue.cancel_all()


def _without_marked(text: str) -> str:
    text = PATH.sub(" ", text)
    while (shorter := BARE.sub(" ", text)) != text:
        text = shorter
    return text


@pytest.mark.usefixtures("german")
def test_an_edit_that_cannot_be_made_says_why_in_german(opened: Panel) -> None:
    opened.do("merge-shots")
    said = opened.window._message.text()
    assert (
        said
        == "Zum Verbinden braucht es mindestens zwei Einstellungen. Wählen Sie Einstellungen, die aufeinander folgen."
    )


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    with spoken(qapp, german=True):
        yield


@pytest.mark.parametrize("text", ["take 2 of 4: sampling", "Undone: Place best takes.", "find shots in a b.mov"])
def test_a_sentence_of_the_engine_is_put_together_in_german(qapp: QApplication, text: str) -> None:
    said = {
        "take 2 of 4: sampling": "Take 2 von 4: Abtasten",
        "Undone: Place best takes.": "Rückgängig: Beste Takes setzen.",
        "find shots in a b.mov": "Einstellungen in a b.mov suchen",
    }
    assert in_panel_language(text) == text
    before = QLocale()
    try:
        assert apply_language(qapp, "de")
        assert in_panel_language(text) == said[text]
        assert in_panel_language("Shot 3") == "Shot 3"
    finally:
        apply_language(qapp, ENGLISH)
        QLocale.setDefault(before)


def test_no_text_goes_to_a_dialog_that_was_not_looked_up() -> None:
    """Dialogs that Qt makes out of a call are closed before a test can see them: their sources are read instead."""
    shown = {"getText", "question", "getOpenFileNames", "getOpenFileName", "getSaveFileName", "getExistingDirectory"}
    bare = []
    for path in sorted(PANEL.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in shown:
                bare += [
                    f"{path.name}: {argument.value}"
                    for argument in node.args
                    if isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and not argument.value.startswith("v2a (")
                ]
    assert bare == []
