"""Plugins: what is loaded, from where, what failed and why; each can be left out."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from v2a_gui.engine_texts import in_panel_language
from v2a_gui.panel_settings import DISABLED_PLUGINS
from v2a_gui.tokens import Space
from v2a_gui.views.fitting import resize_to_fit
from v2a_plugin.plugins.facade import PluginInfo, Plugins, PluginState

__all__ = ["PluginsDialog", "disabled_plugins"]

_MARKS = {
    PluginState.WORKING: "✓", PluginState.IMPAIRED: "!", PluginState.FAILED: "✗", PluginState.DISABLED: "–",
}  # fmt: skip


def disabled_plugins(settings: QSettings) -> frozenset[str]:
    """Names of the plugins a person left out."""
    return frozenset(DISABLED_PLUGINS.of(settings))


class PluginsDialog(QDialog):
    """Lists every plugin; a tick less leaves it out from the next start on."""

    def __init__(self, plugins: Plugins, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Plugins"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([self.tr("Plugin"), self.tr("State"), self.tr("From"), self.tr("Adds")])
        self.tree.setRootIsDecorated(False)
        self.tree.setAccessibleName(self.tr("Plugins"))
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        left_out = disabled_plugins(settings)
        self._infos: dict[str, PluginInfo] = {}
        for info in plugins.report():
            adds = ", ".join([*(added.name for added in info.adds), *info.listens])
            place = f"{info.distribution} {info.version}".strip() or self.tr(info.origin.value)
            item = QTreeWidgetItem([info.name, f"{_MARKS[info.state]} {self.tr(info.state.value)}", place, adds])
            item.setToolTip(3, adds)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(
                0,
                Qt.CheckState.Unchecked
                if info.name in left_out or info.state is PluginState.DISABLED
                else Qt.CheckState.Checked,
            )
            self._infos[info.name] = info
            self.tree.addTopLevelItem(item)
        for column in range(3):
            self.tree.resizeColumnToContents(column)
            self.tree.setColumnWidth(column, self.tree.columnWidth(column) + Space.ROOM)  # the style sheet takes some
        self.tree.currentItemChanged.connect(lambda *_: self._picked())
        self.tree.itemChanged.connect(lambda *_: self._ticked())
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.tree, self.why, closing):
            layout.addWidget(widget)
        resize_to_fit(self, 760, 480)

    def _picked(self) -> None:
        item = self.tree.currentItem()
        info = self._infos.get(item.text(0)) if item else None
        self.why.setText("\n".join(in_panel_language(str(failure)) for failure in info.failures) if info else "")

    def _ticked(self) -> None:
        names = [
            item.text(0)
            for row in range(self.tree.topLevelItemCount())
            if (item := self.tree.topLevelItem(row)) is not None and item.checkState(0) is Qt.CheckState.Unchecked
        ]
        DISABLED_PLUGINS.put(self._settings, tuple(names))
        self.why.setText(self.tr("This takes effect when the panel is started again."))
