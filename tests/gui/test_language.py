"""The panel in another language: every text of the shipped translation is used, complete, and keeps its places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QMenu, QTextBrowser

from tests.gui.conftest import Panel
from v2a_gui.access_keys import plain_text
from v2a_gui.commands import COMMANDS, text_of
from v2a_gui.language import ENGLISH, apply_language, language_name, languages
from v2a_resources import guide_path, languages_path

# The preferences ask for audio devices, and a machine without a screen mostly has none.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "pipewire", extend=True)

OTHERS = [code for code in languages() if code != ENGLISH]
PLACES = re.compile(r"\{\w*\}")


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """German before the window is made, English afterwards."""
    before = QLocale()
    assert apply_language(qapp, "de")
    yield
    apply_language(qapp, ENGLISH)
    QLocale.setDefault(before)


def pairs(code: str) -> list[tuple[str, str]]:
    """Texts and their translations."""
    tree = ElementTree.parse(languages_path() / f"{code}.ts")  # our own file
    return [(message.findtext("source", ""), message.findtext("translation", "")) for message in tree.iter("message")]


def test_german_ships() -> None:
    assert languages()[0] == ENGLISH
    assert "de" in OTHERS
    assert (language_name(ENGLISH), language_name("de")) == ("English", "Deutsch")


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_is_complete_and_keeps_the_places_for_names(code: str) -> None:
    found = pairs(code)
    assert len(found) > 300
    assert [source for source, text in found if not text] == []
    assert [source for source, text in found if sorted(PLACES.findall(source)) != sorted(PLACES.findall(text))] == []
    assert [source for source, text in found if source[:1].isspace() != text[:1].isspace()] == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_compiled_file_says_what_the_source_says(qapp: QApplication, code: str) -> None:
    try:
        assert apply_language(qapp, code)
        wanted = dict(pairs(code))
        known = [command for command in COMMANDS if command.text in wanted]
        assert len(known) >= len(COMMANDS) - 5, "run gui/update_languages.py"
        assert [command.id for command in known if text_of(command) != wanted[command.text]] == []
    finally:
        apply_language(qapp, ENGLISH)
    assert text_of(COMMANDS[0]) == COMMANDS[0].text


@pytest.mark.usefixtures("german")
def test_the_window_speaks_german(panel: Panel) -> None:
    window = panel.window
    assert plain_text(window.commands["undo"].text()) == "Rückgängig"
    assert "Datei" in [plain_text(menu.title()) for menu in window.menuBar().findChildren(QMenu)]
    assert window.generate.button.text() == "Takes erzeugen"
    panel.do("preferences")
    [dialog] = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert dialog.windowTitle() == "Voreinstellungen"
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    assert box.button(QDialogButtonBox.StandardButton.Close).text() == "Schließen", "Qt's own words too"
    dialog.reject()


def test_an_unknown_language_is_english(qapp: QApplication) -> None:
    assert not apply_language(qapp, "tlh")
    assert text_of(COMMANDS[0]) == COMMANDS[0].text


@pytest.mark.parametrize("code", OTHERS)
def test_the_guide_is_there_in_each_language_with_every_key_of_the_english_one(code: str) -> None:
    english, other = (guide_path(one).read_text(encoding="utf-8") for one in (ENGLISH, code))
    assert english != other
    keys = re.compile(r"\b(?:Ctrl|Shift)\+(?:[A-Z]\b|Del\b|\.)|`\w+(?:\.\w+)?`")
    assert len(keys.findall(english)) > 10
    assert sorted(set(keys.findall(english))) == sorted(set(keys.findall(other)))
    assert english.count("\n## ") == other.count("\n## ")


@pytest.mark.usefixtures("german")
def test_the_guide_opens_in_german(panel: Panel) -> None:
    panel.do("guide")
    [text] = panel.window.findChildren(QTextBrowser)
    assert "Vom Bild zum Ton" in text.toPlainText()
    text.window().close()
