"""Small parts that many views use: a label that ends in an ellipsis, a button that is an icon or a letter, the tracks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QStyle, QStyleOption, QToolButton, QWidget

from v2a_gui.theme import icon
from v2a_plugin.model.timeline import Track, TrackKind

__all__ = ["ElidedLabel", "IconButton", "LetterButton", "TrackMenu"]


class ElidedLabel(QLabel):
    """One line of plain text; what does not fit ends in an ellipsis, and the tooltip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def fits(self) -> bool:
        """Whether all of it can be read."""
        return self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.setPen(option.palette.color(self.foregroundRole()))
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text().replace("\n", " "), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class IconButton(QToolButton):
    """A button that shows an icon of the resources, drawn anew when the colours change.

    Args:
        name: Of the icon.
        text: What it does: its tooltip and its name for a screen reader.
        checkable: Whether it is a switch.
    """

    def __init__(self, name: str, text: str, checkable: bool = False) -> None:
        super().__init__()
        self._name, self._colour = name, ""
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setCheckable(checkable)
        self.draw(name)

    def draw(self, name: str, colour: str = "") -> None:
        """Show an icon, in the text's colour unless another is given."""
        self._name, self._colour = name, colour
        self.setIcon(icon(name, colour))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and not self._colour:
            self.setIcon(icon(self._name))
        super().changeEvent(event)


class LetterButton(QToolButton):
    """A switch that is a letter, as for mute and solo.

    Args:
        letter: It.
        text: What it does: its tooltip and its name for a screen reader.
    """

    def __init__(self, letter: str, text: str) -> None:
        super().__init__()
        self.setText(letter)
        self.setProperty("role", "letter")
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setCheckable(True)


class TrackMenu(QMenu):
    """A menu within a menu that offers tracks; those that are locked cannot be chosen.

    Args:
        title: What it is called.
        parent: The menu it is in.
        tracks: From the top.
        chosen: Called with the id of the one that was chosen.
    """

    def __init__(self, title: str, parent: QMenu, tracks: Iterable[Track], chosen: Callable[[str], object]) -> None:
        super().__init__(title, parent)
        for track in tracks:
            if track.kind is not TrackKind.UNMATCHED:
                action = self.addAction(track.name)
                action.setEnabled(not track.lock)
                action.triggered.connect(lambda _=False, track=track.id: chosen(track))
