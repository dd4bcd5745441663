"""The settings of the panel: declared once, of one type, and never a reason not to start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

import v2a_gui
from v2a_gui import panel_settings
from v2a_gui.panel_settings import ExportSettings, Setting, changed_keys, shortcut
from v2a_gui.theme import Theme

PANEL = Path(v2a_gui.__file__).parent
DECLARED = {
    name: setting for name in panel_settings.__all__ if isinstance(setting := getattr(panel_settings, name), Setting)
} | {f"export {name}": getattr(ExportSettings.of_format("otio"), name) for name in ExportSettings.__slots__}


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def again(settings: QSettings) -> QSettings:
    """The same settings as the next start reads them: everything as text."""
    settings.sync()
    return QSettings(settings.fileName(), QSettings.Format.IniFormat)


def test_no_two_settings_share_a_key() -> None:
    keys = [setting.key for setting in DECLARED.values()]
    assert len(keys) > 25
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", DECLARED)
def test_a_setting_is_its_default_until_it_is_changed_and_after_it_is_forgotten(name: str, settings: QSettings) -> None:
    setting = DECLARED[name]
    assert setting.of(settings) == setting.default
    setting.put(settings, setting.default)
    assert setting.of(again(settings)) == setting.default
    setting.forget(settings)
    assert not settings.contains(setting.key)


@pytest.mark.parametrize("name", DECLARED)
@pytest.mark.parametrize("stored", ["", "nan", "-3", "maybe", "∞", "9" * 400])
def test_what_cannot_be_read_is_no_reason_not_to_start(name: str, stored: str, settings: QSettings) -> None:
    setting = DECLARED[name]
    settings.setValue(setting.key, stored)
    found = setting.of(again(settings))
    if setting.default is not None:
        assert type(found) is type(setting.default)
    if isinstance(found, int | float):
        assert -1 <= found <= 2**31  # handles of -1 are as they were rendered


def test_values_come_back_of_their_type(settings: QSettings) -> None:
    panel_settings.THREADS.put(settings, 3)
    panel_settings.OFFLINE.put(settings, True)
    panel_settings.THEME.put(settings, Theme.LIGHT)
    panel_settings.RECENT.put(settings, ("/a b/c.v2a", "/d.v2a"))
    panel_settings.SHOT_SHORTEST.put(settings, 0.25)
    shortcut("play").put(settings, ("F8", "K"))
    shortcut("star").put(settings, ())
    read = again(settings)
    assert panel_settings.THREADS.of(read) == 3
    assert panel_settings.OFFLINE.of(read) is True
    assert panel_settings.THEME.of(read) is Theme.LIGHT
    assert panel_settings.RECENT.of(read) == ("/a b/c.v2a", "/d.v2a")
    assert panel_settings.SHOT_SHORTEST.of(read) == 0.25
    assert changed_keys(read) == {"play": ("F8", "K"), "star": ()}


def test_nobody_else_reads_or_writes_settings() -> None:
    """Keys and defaults that stand in two places come to differ."""
    direct = re.compile(r"(?:settings|kept|QSettings\(\))\.(?:value|setValue|remove|contains|beginGroup)\(")
    found = [path.name for path in sorted(PANEL.rglob("*.py")) if direct.search(path.read_text(encoding="utf-8"))]
    assert found == ["panel_settings.py"]
