"""The user guide, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from v2a_gui.language import current_language
from v2a_gui.views.fitting import resize_to_fit
from v2a_resources import guide_path

__all__ = ["GuideDialog"]


class GuideDialog(QDialog):
    """Shows the guide that ships."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("User guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = QTextBrowser()
        text.setMarkdown(guide_path(current_language()).read_text(encoding="utf-8"))
        text.setAccessibleName(self.tr("User guide"))
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        resize_to_fit(self, 720, 640)
