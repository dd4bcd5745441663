"""Puts the look on: Fusion with our own palette, dark and light, and icons in the colour of the text."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from v2a_gui.style_sheet import sheet_of
from v2a_gui.tokens import DARK, LIGHT, Colours
from v2a_resources import icon_path

__all__ = ["Theme", "apply_theme", "chosen_theme", "colours", "icon", "mixed"]


class Theme(StrEnum):
    """Which palette; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


_CHOSEN = "v2aTheme"
_SIDES, _LARGE = (16, 24, 32, 48, 64), (128, 256)
"""Pixels of the icons, and of the one that is shown large too."""


def chosen_theme() -> Theme:
    """The theme that was applied last; `SYSTEM` before any was."""
    application = QGuiApplication.instance()
    chosen = application.property(_CHOSEN) if application is not None else None
    return Theme(str(chosen)) if chosen else Theme.SYSTEM


def desktop_scheme() -> Qt.ColorScheme:
    """What the desktop asks for; unknown where it does not say."""
    return QGuiApplication.styleHints().colorScheme()


def is_dark() -> bool:
    """Whether the dark palette is in use: what was chosen, else what the desktop says."""
    chosen = chosen_theme()
    if chosen is not Theme.SYSTEM:
        return chosen is Theme.DARK  # not every platform takes a scheme that is set
    return desktop_scheme() != Qt.ColorScheme.Light


def colours() -> Colours:
    """The palette in use."""
    return DARK if is_dark() else LIGHT


def mixed(one: str, other: str, share: float) -> QColor:
    """A colour between two, at a share of the way from the one to the other, 0 to 1."""
    start, end = QColor(one), QColor(other)
    parts = ((start.redF(), end.redF()), (start.greenF(), end.greenF()), (start.blueF(), end.blueF()))
    return QColor.fromRgbF(*(low + (high - low) * share for low, high in parts))


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Set style, palette and colours: those of the theme, or those that the desktop asks for now.

    Nothing is painted anew where they are set already.
    """
    hints = application.styleHints()
    scheme = {Theme.DARK: Qt.ColorScheme.Dark, Theme.LIGHT: Qt.ColorScheme.Light, Theme.SYSTEM: Qt.ColorScheme.Unknown}
    application.setProperty(_CHOSEN, theme.value)
    hints.setColorScheme(scheme[theme])
    sheet = sheet_of(colours(), application.font())
    if application.styleSheet() == sheet:
        return
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(_palette(colours()))
    application.setStyleSheet(sheet)
    _drawn.cache_clear()


def icon(name: str, colour: str = "") -> QIcon:
    """An icon of `v2a_resources/icons`, in the text's colour unless another is given."""
    return _drawn(name, colour or colours().text, colours().muted)


@cache
def _drawn(name: str, colour: str, disabled: str) -> QIcon:
    source = icon_path(name).read_text(encoding="utf-8")
    drawn = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", shade).encode()))
        for side in (*_SIDES, *(_LARGE if name == "app" else ())):
            pixmap = QPixmap(side, side)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            if mode is QIcon.Mode.Disabled:
                painter.setOpacity(0.5)
            renderer.render(painter, QRectF(0, 0, side, side))
            painter.end()
            drawn.addPixmap(pixmap, mode)
    return drawn


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, c.window), (role.WindowText, c.text), (role.Base, c.base), (role.AlternateBase, c.raised),
        (role.Text, c.text), (role.Button, c.raised), (role.ButtonText, c.text), (role.BrightText, c.warning),
        (role.Highlight, c.accent), (role.HighlightedText, c.on_accent), (role.ToolTipBase, c.raised),
        (role.ToolTipText, c.text), (role.PlaceholderText, c.muted), (role.Link, c.accent), (role.Accent, c.accent),
        (role.Mid, c.line), (role.Dark, c.line), (role.Shadow, c.picture), (role.Light, c.raised),
        (role.Midlight, c.raised),
    ):  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.muted))
    return palette
