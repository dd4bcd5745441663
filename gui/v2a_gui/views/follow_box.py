"""The switch that has takes follow the guide of their shot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from v2a_plugin.model.guide import Guide, GuideOrigin

__all__ = ["FollowBox"]


class FollowBox(QCheckBox):
    """Says what there is to follow, and whether it is followed.

    Signals:
        chosen: A person switched it on or off.
    """

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(self.tr("Single sounds lie on the events of the guide, continuous sound follows its curve"))
        self.clicked.connect(self.chosen)
        self.show_guide(None, looked=True, on=False)

    def show_guide(self, guide: Guide | None, looked: bool, on: bool) -> None:
        """Show a guide.

        Args:
            guide: What there is to follow; None for nothing.
            looked: Whether that is known yet.
            on: Whether it is followed.
        """
        self.setEnabled(guide is not None or not looked)
        self.setChecked(on and self.isEnabled())
        self.setText(self._text(guide, looked))

    def _text(self, guide: Guide | None, looked: bool) -> str:
        if guide is None:
            return self.tr("Follow the picture") if looked else self.tr("Follow the picture (looking …)")
        count = len(guide.events)
        if not count:
            return self.tr("Follow the motion") if guide.origin is GuideOrigin.PICTURE else self.tr("Follow the guide")
        events = self.tr("1 event") if count == 1 else self.tr("{n} events").format(n=count)
        picture = guide.origin is GuideOrigin.PICTURE
        text = self.tr("Follow the picture: {events}") if picture else self.tr("Follow your events: {events}")
        return text.format(events=events)
