"""How the panel looks: Fusion with our own palette, dark and light, and icons in the colour of the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from v2a_resources import icon_path

__all__ = ["Theme", "apply_theme", "chosen_theme", "colours", "icon", "is_dark"]


class Theme(StrEnum):
    """Which palette; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour the panel paints with, as #rrggbb. Text on its ground has a contrast of at least 4.5 : 1.

    Attributes:
        window: Ground of the window.
        base: Ground of lists and fields.
        raised: Ground of headers and buttons.
        line: Borders.
        text: Text.
        muted: Text that matters less.
        accent: What is selected or active.
        on_accent: Text on it.
        wave: Waveforms.
        chosen: A chosen take or starred thing.
        warning: What went wrong.
        picture: Ground of the viewer.
        playhead: The playhead.
        hit: Hits and markers.
    """

    window: str
    base: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    wave: str
    chosen: str
    warning: str
    picture: str
    playhead: str
    hit: str


_CHOSEN = "v2aTheme"
DARK = Colours(
    "#1f2226", "#17191c", "#2a2e34", "#3c424a", "#e8eaed", "#a7adb5", "#4fb3a5", "#0c1412", "#6fc9bd", "#f2b84b",
    "#ff8a7a", "#0b0c0d", "#ff6b5e", "#f2b84b",
)  # fmt: skip
LIGHT = Colours(
    "#eef0f2", "#ffffff", "#e1e5e9", "#b9c0c8", "#1b1e22", "#565d66", "#0d6c62", "#ffffff", "#1d8578", "#8a5a00",
    "#b3261e", "#101214", "#c62f22", "#8a5a00",
)  # fmt: skip


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


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Set style, palette and colours: those of the theme, or those that the desktop asks for now.

    Nothing is painted anew where they are set already.
    """
    hints = application.styleHints()
    scheme = {Theme.DARK: Qt.ColorScheme.Dark, Theme.LIGHT: Qt.ColorScheme.Light, Theme.SYSTEM: Qt.ColorScheme.Unknown}
    application.setProperty(_CHOSEN, theme.value)
    hints.setColorScheme(scheme[theme])
    sheet = _sheet(colours())
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
        for side in (16, 24, 32, 48, 64):
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


def _sheet(c: Colours) -> str:
    return f"""
    QToolTip {{ border: 1px solid {c.line}; padding: 4px; }}
    QSplitter::handle {{ background: {c.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }} QSplitter::handle:vertical {{ height: 1px; }}
    QLabel[role="title"] {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {c.muted}; }}
    QLabel[role="warning"] {{ color: {c.warning}; }}
    QLabel[role="timecode"] {{ font-family: monospace; font-size: 15px; }}
    QLineEdit, QPlainTextEdit, QTextBrowser {{ border: 1px solid {c.line}; border-radius: 3px; background: {c.base};
        padding: 3px 4px; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {c.accent}; }}
    QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
    QCheckBox::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px; border: 1px solid {c.muted};
        border-radius: 3px; background: {c.base}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
        image: url("{icon_path("check-dark" if c is DARK else "check-light").as_posix()}"); }}
    QCheckBox::indicator:focus {{ border: 2px solid {c.text}; }}
    QListWidget::item, QTreeView::item {{ padding: 3px 2px; }}
    QToolButton[role="tag"] {{ padding: 1px 6px; border: 1px solid {c.line}; border-radius: 8px; }}
    QToolButton[role="tag"]:hover {{ background: {c.raised}; border-color: {c.muted}; }}
    QToolButton[role="tag"]:focus {{ border-color: {c.accent}; padding: 1px 6px; }}
    QToolButton[role="tag"]::menu-indicator {{ image: none; }}
    QPushButton {{ padding: 4px 12px; }}
    QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; font-weight: 600; border: none;
        border-radius: 4px; padding: 7px 14px; }}
    QPushButton[role="primary"]:disabled {{ background: {c.line}; color: {c.muted}; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; padding: 5px 12px; }}
    QToolButton {{ border: none; padding: 4px; border-radius: 4px; }}
    QToolButton:hover {{ background: {c.raised}; }}
    QToolButton:checked {{ background: {c.line}; }}
    QToolButton:focus {{ border: 1px solid {c.accent}; padding: 3px; }}
    QToolButton[role="letter"] {{ border: 1px solid {c.line}; padding: 2px 0; min-width: 20px; max-width: 20px; }}
    QToolButton[role="letter"]:checked {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QToolButton[role="letter"]:focus {{ border-color: {c.text}; }}
    QMenu {{ background: {c.raised}; border: 1px solid {c.muted}; padding: 4px 0; }}
    QMenu::item {{ padding: 4px 24px; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QMenu::item:disabled {{ color: {c.muted}; background: transparent; }}
    QMenu::icon {{ padding-left: 6px; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 0; }}
    #notice {{ background: {c.raised}; border-left: 4px solid {c.chosen}; border-bottom: 1px solid {c.line}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QListView, QTreeView, QTableView {{ border: none; background: {c.base}; }}
    QHeaderView::section {{ background: {c.raised}; border: none; border-right: 1px solid {c.line}; padding: 4px 6px; }}
    QStatusBar {{ border-top: 1px solid {c.line}; }}
    QProgressBar {{ border: none; background: {c.line}; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    """
