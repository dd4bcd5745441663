"""The style sheet of the panel, of one set of colours and the type of the desktop."""

from __future__ import annotations

from PySide6.QtGui import QFont

from v2a_gui.tokens import DARK, Colours, Space, Type
from v2a_resources import icon_path

__all__ = ["sheet_of"]

_POINTS = 9.0
"""Size of running text where the desktop gives its own in pixels."""

_SPIN = 'QAbstractSpinBox[buttonSymbols="0"]'
"""A field for a number that has buttons; one without is left as it is, for a rule would leave no room for the number."""


def sheet_of(c: Colours, font: QFont) -> str:
    """The style sheet: sizes of type beside that of a font, so that a person's larger type makes all of it larger."""
    points = font.pointSizeF() if font.pointSizeF() > 0 else _POINTS
    size = {each: f"{points * each.share:.1f}pt" for each in Type}
    return "".join((_type(c, size), _fields(c), _buttons(c), _lists(c), _frames(c)))


def _drawn(name: str, c: Colours) -> str:
    return f'url("{icon_path(f"{name}-dark" if c is DARK else f"{name}-light").as_posix()}")'


def _type(c: Colours, size: dict[Type, str]) -> str:
    return f"""
    QLabel[role="title"] {{ font-size: {size[Type.TITLE]}; font-weight: 600; }}
    QLabel[role="heading"] {{ font-size: {size[Type.HEADING]}; font-weight: 600; }}
    QLabel[role="muted"] {{ color: {c.muted}; }}
    QLabel[role="small"] {{ color: {c.muted}; font-size: {size[Type.SMALL]}; }}
    QLabel[role="warning"] {{ color: {c.warning}; }}
    QLabel[role="timecode"] {{ font-family: monospace; font-size: {size[Type.TIMECODE]}; }}
    """


def _fields(c: Colours) -> str:
    return f"""
    QLineEdit, QPlainTextEdit, QTextBrowser, QComboBox, {_SPIN} {{ border: 1px solid {c.line}; border-radius: 4px;
        background: {c.base}; padding: 3px {Space.NEAR}px; selection-background-color: {c.accent};
        selection-color: {c.on_accent}; }}
    QLineEdit:hover, QComboBox:hover, {_SPIN}:hover {{ border-color: {c.muted}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, {_SPIN}:focus {{ border-color: {c.accent}; }}
    QLineEdit:disabled, QComboBox:disabled, {_SPIN}:disabled {{ color: {c.muted}; background: {c.window}; }}
    QLineEdit:disabled {{ placeholder-text-color: {c.muted}; }}
    QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
    QAbstractSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
    QComboBox {{ padding-right: 18px; }}
    QComboBox::drop-down {{ border: none; width: 18px; }}
    QComboBox::down-arrow {{ image: {_drawn("down", c)}; width: 12px; height: 12px; }}
    {_SPIN} {{ padding: 2px 16px 2px {Space.SMALL}px; }}
    {_SPIN}[role="bare"] {{ padding: 2px {Space.SMALL}px; }}
    {_SPIN}::up-button, {_SPIN}::down-button {{ border: none; background: transparent; width: 16px;
        subcontrol-origin: border; }}
    {_SPIN}::up-button {{ subcontrol-position: top right; }}
    {_SPIN}::down-button {{ subcontrol-position: bottom right; }}
    {_SPIN}::up-button:hover, {_SPIN}::down-button:hover {{ background: {c.hover}; }}
    {_SPIN}::up-arrow {{ image: {_drawn("up", c)}; width: 9px; height: 9px; }}
    {_SPIN}::down-arrow {{ image: {_drawn("down", c)}; width: 9px; height: 9px; }}
    QCheckBox {{ spacing: {Space.NEAR}px; }}
    QCheckBox::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px; border: 1px solid {c.muted};
        border-radius: 3px; background: {c.base}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
        image: {_drawn("check", c)}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {c.text}; width: 12px; height: 12px; }}
    QCheckBox:focus {{ color: {c.accent}; }}
    """


def _buttons(c: Colours) -> str:
    return f"""
    QPushButton {{ background: {c.raised}; border: 1px solid {c.line}; border-radius: 4px; padding: 4px {Space.MIDDLE}px; }}
    QPushButton:hover {{ background: {c.hover}; }}
    QPushButton:pressed {{ background: {c.line}; }}
    QPushButton:focus {{ border-color: {c.accent}; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.window}; }}
    QPushButton:flat {{ background: transparent; border-color: transparent; }}
    QPushButton:flat:hover {{ background: {c.raised}; }}
    QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; font-weight: 600;
        border: 1px solid {c.accent}; padding: 6px {Space.WIDE}px; }}
    QPushButton[role="primary"]:disabled {{ background: {c.raised}; color: {c.muted}; border-color: {c.line}; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; padding: 5px {Space.WIDE - 1}px; }}
    QToolButton {{ border: 1px solid transparent; padding: {Space.SMALL - 1}px; border-radius: 4px; }}
    QToolButton:hover {{ background: {c.hover}; }}
    QToolButton:checked {{ background: {c.line}; }}
    QToolButton:disabled {{ color: {c.muted}; }}
    QToolButton:focus {{ border-color: {c.accent}; }}
    QToolButton[role="tag"] {{ padding: 1px {Space.NEAR}px; border: 1px solid {c.line}; border-radius: 8px; }}
    QToolButton[role="tag"]:hover {{ background: {c.raised}; border-color: {c.muted}; }}
    QToolButton[role="tag"]:focus {{ border-color: {c.accent}; }}
    QToolButton[role="level"] {{ padding: 0; }}
    QToolButton[popupMode="2"]::menu-indicator {{ image: none; }}
    QToolButton[role="letter"] {{ border: 1px solid {c.line}; padding: 2px 0; min-width: 20px; max-width: 20px; }}
    QToolButton[role="letter"]:checked {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QToolButton[role="letter"]:focus {{ border-color: {c.text}; }}
    QToolButton[role="small"] {{ color: {c.muted}; border: 1px solid {c.line}; padding: 1px {Space.SMALL}px; }}
    QToolButton[role="small"]:focus {{ border-color: {c.accent}; }}
    #qt_menubar_ext_button, #qt_toolbar_ext_button {{ padding: 0; qproperty-icon: {_drawn("down", c)}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    """


def _lists(c: Colours) -> str:
    return f"""
    QListView, QTreeView, QTableView {{ border: none; background: {c.base}; outline: none; }}
    QListWidget::item, QTreeView::item {{ padding: 3px 2px; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QHeaderView::section {{ background: {c.raised}; border: none; border-right: 1px solid {c.line};
        padding: {Space.SMALL}px {Space.NEAR}px; }}
    QMenuBar {{ background: {c.window}; }}
    QMenuBar::item {{ padding: 4px {Space.SMALL}px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {c.hover}; }}
    QMenu {{ background: {c.raised}; border: 1px solid {c.muted}; padding: {Space.SMALL}px 0; }}
    QMenu::item {{ padding: 4px 24px; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    QMenu::item:disabled {{ color: {c.muted}; background: transparent; }}
    QMenu::icon {{ padding-left: {Space.NEAR}px; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: {Space.SMALL}px 0; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }} QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _frames(c: Colours) -> str:
    return f"""
    QToolTip {{ border: 1px solid {c.line}; padding: {Space.SMALL}px; }}
    QSplitter::handle {{ background: {c.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }} QSplitter::handle:vertical {{ height: 1px; }}
    QSplitter::handle:hover {{ background: {c.accent}; }}
    QToolBar {{ border: none; border-bottom: 1px solid {c.line}; padding: {Space.TIGHT}px {Space.SMALL}px;
        spacing: {Space.TIGHT}px; }}
    QToolBar::separator {{ background: {c.line}; width: 1px; margin: {Space.SMALL}px {Space.NEAR}px; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; border: none; border-bottom: 2px solid transparent;
        padding: {Space.NEAR}px {Space.MIDDLE}px {Space.SMALL}px; }}
    QTabBar::tab:hover {{ color: {c.text}; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; font-weight: 600; }}
    QTabBar::tab:focus {{ color: {c.accent}; }}
    QGroupBox {{ border: none; font-weight: 600; margin-top: {Space.ROOM}px; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: 0; top: {Space.SMALL}px; }}
    #notice {{ background: {c.raised}; border-left: 4px solid {c.chosen}; border-bottom: 1px solid {c.line}; }}
    QStatusBar {{ border-top: 1px solid {c.line}; }}
    QStatusBar::item {{ border: none; }}
    QProgressBar {{ border: none; background: {c.line}; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    QSlider::groove:horizontal {{ background: {c.line}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {c.text}; width: 12px; margin: -4px 0; border-radius: 6px; }}
    QSlider::handle:horizontal:focus {{ background: {c.accent}; border: 2px solid {c.text}; width: 10px; }}
    """
