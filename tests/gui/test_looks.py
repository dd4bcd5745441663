"""What people need who do not see well or use no mouse: names for everything, contrast, and a way there by keyboard."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QSlider,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QWidget,
)

from tests.gui.conftest import Panel
from v2a_gui.theme import Theme
from v2a_gui.tokens import DARK, LIGHT, Colours

# A popup asks for things that a platform without a screen does not have.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "pipewire", extend=True)

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QSlider, QTextEdit,
)  # fmt: skip
DIALOGS = (
    "export", "models", "plugins", "preferences", "shortcuts", "guide", "palette", "edit-sound", "find-shots-again",
    "markers",
)  # fmt: skip
TEXT_ON = [
    (ink, ground) for ink in ("text", "muted", "warning", "chosen", "accent") for ground in ("window", "base", "raised")
]

MEANINGS = ("accent", "shot", "rendered", "recorded", "production")
SIGHTS = {
    "full": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "without red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "without green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "without blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
"""Linear RGB as people see it: Machado, Oliveira and Fernandes 2009, severity 1."""


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def linear(colour: str) -> np.ndarray:
    shown = QColor(colour)
    parts = np.array([shown.redF(), shown.greenF(), shown.blueF()])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / (0.9505, 1, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def parts_of_others(widget: QWidget) -> bool:
    """Whether Qt made the widget as a part of a bigger one, which carries the name."""
    parent = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(widget, QHeaderView)
        or isinstance(parent, (QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit))
        or (parent is not None and parent.metaObject().className() == "QComboBoxPrivateContainer")
    )


def nameless(root: QWidget) -> list[str]:
    """Interactive widgets that a screen reader could not tell apart."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, INTERACTIVE) or parts_of_others(widget):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text.strip()):
            parents = " < ".join(type(one).__name__ for one in parents_of(widget))
            found.append(f"{type(widget).__name__} {widget.toolTip()!r} in {parents}")
    return found


def parents_of(widget: QWidget) -> list[QObject]:
    """Its parents, the nearest first."""
    found: list[QObject] = []
    parent = widget.parent()
    while parent is not None:
        found.append(parent)
        parent = parent.parent()
    return found


def shown_dialog(panel: Panel, command: str) -> QDialog:
    panel.do(command)
    panel.until(lambda: any(one.isVisible() for one in panel.window.findChildren(QDialog)))
    QApplication.processEvents()
    return next(one for one in panel.window.findChildren(QDialog) if one.isVisible())


def filled(panel: Panel) -> Panel:
    """Takes, a cue, every setting unfolded."""
    window, session = panel.window, panel.window.session
    region = session.timeline.picture[0].region  # type: ignore[union-attr]
    panel.add_takes(region, 3)
    assert session.place(session.takes(region.id)[0])
    window.generate.more.setChecked(True)
    QApplication.processEvents()
    return panel


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read_on_its_ground(theme: Colours) -> None:
    pairs = [*TEXT_ON, ("on_accent", "accent")]
    weak = {
        f"{ink} on {ground}": round(contrast(getattr(theme, ink), getattr(theme, ground)), 2)
        for ink, ground in pairs
        if contrast(getattr(theme, ink), getattr(theme, ground)) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_what_carries_meaning_stands_out_from_its_ground(theme: Colours) -> None:
    """3 : 1 for what is not text (WCAG 2.2, 1.4.11)."""
    for shape, ground in (
        ("wave", "base"),
        ("playhead", "base"),
        ("hit", "raised"),
        ("hit", "base"),
        ("accent", "base"),
        *((one, "base") for one in MEANINGS),
    ):
        assert contrast(getattr(theme, shape), getattr(theme, ground)) >= 3, (shape, ground)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_of_different_meaning_can_be_told_apart(theme: Colours, sight: str) -> None:
    """A difference of 2.3 is just noticeable (CIE76); 13 is seen at a glance."""
    seen = {name: lab(np.array(SIGHTS[sight]) @ linear(getattr(theme, name))) for name in MEANINGS}
    close = {
        (one, other): round(float(np.linalg.norm(seen[one] - seen[other])), 1)
        for one, other in itertools.combinations(MEANINGS, 2)
        if np.linalg.norm(seen[one] - seen[other]) < 13
    }
    assert close == {}


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def unreached(root: QWidget) -> list[str]:
    """What can be used in a window and has no name, or is not reached by Tab from where the keyboard is, all the way round."""
    QApplication.processEvents()
    reached: list[QWidget] = []
    now = QApplication.focusWidget()
    while now is not None and now not in reached and len(reached) < 400:
        reached.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
    assert now is reached[0], "the tab order does not close"
    missed = [
        f"{type(one).__name__} {one.accessibleName() or one.toolTip()!r} < {type(one.parent()).__name__}"
        for one in root.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.window() is root
        and (isinstance(one, INTERACTIVE) or one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not parts_of_others(one)
        and not by_command(one)
        and one.focusProxy() is None
        and one not in reached
    ]
    return nameless(root) + missed


def by_command(widget: QWidget) -> bool:
    """Whether it is a button of a command, which has a place in the menus, or a bar that only scrolls."""
    return isinstance(widget, QScrollBar) or (isinstance(widget, QToolButton) and widget.defaultAction() is not None)


@pytest.mark.parametrize("size", [(1440, 860), (420, 900)])
def test_everything_has_a_name_and_is_reached_by_tab(opened: Panel, size: tuple[int, int]) -> None:
    window = filled(opened).window
    window.resize(*size)
    window.activateWindow()
    assert window.work.narrow is (size[0] == 420)
    for page in range(window.tabs.count()):
        window.tabs.setCurrentIndex(page)
        window.tabs.tabBar().setFocus()
        assert (window.tabs.tabText(page), unreached(window)) == (window.tabs.tabText(page), [])


@pytest.mark.parametrize("command", DIALOGS)
def test_everything_in_a_dialog_has_a_name_and_is_reached_by_tab(opened: Panel, command: str) -> None:
    dialog = shown_dialog(filled(opened) if command == "edit-sound" else opened, command)
    dialog.activateWindow()
    pages = dialog.findChildren(QTabWidget)
    for page in range(pages[0].count() if pages else 1):
        if pages:
            pages[0].setCurrentIndex(page)
            pages[0].tabBar().setFocus()
        assert (page, unreached(dialog)) == (page, [])
    dialog.close()


def test_a_field_that_the_keyboard_is_on_has_the_arrow_keys(opened: Panel) -> None:
    window = filled(opened).window
    shot, at = window.audition.clip, window.player.at
    for field in (window.generate.takes, window.generate.bundle, window.takes.between_takes.end):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Down)
        QTest.keyClick(field, Qt.Key.Key_Up)
        QTest.keyClick(field, Qt.Key.Key_Right)
    assert (window.audition.clip, window.player.at) == (shot, at)
    window.filmstrip.list.setFocus()
    QTest.keyClick(window.filmstrip.list, Qt.Key.Key_Right)
    assert window.player.at == at + Fraction(1, 25)


def test_the_system_theme_follows_the_desktop(opened: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    window = filled(opened).window
    scheme = [Qt.ColorScheme.Dark]
    monkeypatch.setattr("v2a_gui.theme.desktop_scheme", lambda: scheme[0])

    def desktop(wanted: Qt.ColorScheme) -> QColor:
        scheme[0] = wanted
        QApplication.styleHints().colorSchemeChanged.emit(wanted)
        QApplication.processEvents()
        image = window.grab().toImage()
        return image.pixelColor(image.width() // 2, image.height() - 3)

    window.settings_presenter.theme(Theme.SYSTEM)
    card = window.takes._cards[window.audition.takes[0].id]
    assert desktop(Qt.ColorScheme.Light) == QColor(LIGHT.window)
    assert window.takes._cards[window.audition.takes[0].id] is not card
    assert window.palette().windowText().color() == QColor(LIGHT.text)
    assert desktop(Qt.ColorScheme.Dark) == QColor(DARK.window)
    window.settings_presenter.theme(Theme.LIGHT)
    assert desktop(Qt.ColorScheme.Dark) == QColor(LIGHT.window), "a theme that was chosen stays"


def test_every_command_is_in_a_menu_and_has_a_name(panel: Panel) -> None:
    bar = panel.window.menuBar()
    listed = {action.objectName() for menu in bar.findChildren(QMenu) for action in menu.actions()}
    from v2a_gui.commands import COMMANDS

    assert {command.id for command in COMMANDS} <= listed
    assert all(panel.window.commands[command.id].toolTip() for command in COMMANDS)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_both_themes_paint_every_part(opened: Panel, theme: Theme) -> None:
    window = filled(opened).window
    window.settings_presenter.theme(theme)
    QApplication.processEvents()
    image = window.grab().toImage()
    ground = LIGHT if theme is Theme.LIGHT else DARK
    points = itertools.product(range(0, image.width(), 4), range(0, image.height(), 4))
    seen = Counter(image.pixelColor(x, y).name() for x, y in points)
    most = {colour for colour, count in seen.items() if count > 0.005 * seen.total()}
    assert {ground.window, ground.base} <= most
    other = DARK if theme is Theme.LIGHT else LIGHT
    assert other.window not in most


def test_nothing_is_left_of_a_dialog_that_was_closed(opened: Panel) -> None:
    """Dialogs, their widgets and timers go; ten rounds leave as many as two."""
    from PySide6.QtCore import QCoreApplication, QTimer

    def left() -> tuple[int, int]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        return len(opened.window.findChildren(QWidget)), len(opened.window.findChildren(QTimer))

    def round_of_dialogs() -> None:
        for command in ("export", "models", "plugins", "preferences", "palette", "guide"):
            shown_dialog(opened, command).close()

    round_of_dialogs()
    opened.bot.wait(200)  # the last one may go a little later than it is closed
    first = left()
    for _ in range(4):
        round_of_dialogs()
    opened.until(lambda: all(now <= before for now, before in zip(left(), first, strict=True)))
