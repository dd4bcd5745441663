"""What the engine says, in German: every sentence has a translation, and each is recognised when it is said."""

from __future__ import annotations

import importlib.util
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

import v2a_gui
from tests.gui.conftest import Panel
from v2a_gui.engine_texts import CONTEXT, catalogue, in_panel_language, page_in_panel_language, sentence_of
from v2a_gui.language import ENGLISH, apply_language
from v2a_plugin.jobs import JobReport, JobState
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.serial import from_json
from v2a_resources import languages_path

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "pipewire", "QStandardPaths", extend=True)

PLACE = re.compile(r"\{(\d+)\}")


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    assert apply_language(qapp, "de")
    yield
    apply_language(qapp, ENGLISH)
    QLocale.setDefault(before)


@pytest.fixture(scope="module")
def translations() -> dict[str, str]:
    """The German of the engine's sentences; "" where it is not finished."""
    tree = ElementTree.parse(languages_path() / "de.ts")  # our own file
    [context] = [one for one in tree.iter("context") if one.findtext("name") == CONTEXT]
    return {
        message.findtext("source", ""): translation.text or "" if translation.get("type") is None else ""
        for message in context.iter("message")
        for translation in message.iter("translation")
    }


def updater() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "update_languages", Path(v2a_gui.__file__).parents[1] / "update_languages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_of_the_source_is_in_the_catalogue() -> None:
    """`gui/update_languages.py` writes it; a sentence that is new must be in it, and one that is gone must not."""
    assert set(updater().engine_texts()) == catalogue(), "run gui/update_languages.py and translate what is new"


def test_every_sentence_has_a_translation_with_the_same_places(translations: dict[str, str]) -> None:
    assert len(catalogue()) > 1300
    assert not [text for text in catalogue() if not translations.get(text)]
    assert not [
        (text, translations[text])
        for text in catalogue()
        if sorted(PLACE.findall(text)) != sorted(PLACE.findall(translations[text]))
    ]


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "values", [("Qx1", "Qx2", "Qx3", "Qx4", "Qx5"), ("Q 1.5", "/q q/b.mov", "'3'", "Qé, Q", "7 Q")]
)
def test_every_sentence_is_told_from_the_others(translations: dict[str, str], values: tuple[str, ...]) -> None:
    def filled(text: str) -> str:
        return PLACE.sub(lambda place: values[int(place[1])], text)

    wrong = {}
    for text in catalogue():
        if (said := in_panel_language(filled(text))) != filled(translations[text]):
            wrong[filled(text)] = said
    assert not wrong, "\n".join(f"{text}\n    {said}" for text, said in sorted(wrong.items()))


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "clip.wav holds sound and no picture, only cover art.",
            "clip.wav enthält Ton und kein Bild, nur ein Titelbild.",
        ),
        ("a b.mp4 does not exist. Check the path.", "a b.mp4 gibt es nicht. Prüfen Sie den Pfad."),
        ("/x cannot be written: permission denied", "/x lässt sich nicht schreiben: keine Berechtigung"),
        ("process 3 on rechner is writing to it", "Prozess 3 auf rechner schreibt gerade hinein"),
        (
            "j is damaged: change 5 cannot be done: There is no cue c. 17 changes before it are there, 3 after it are left out.",
            "j ist beschädigt: Änderung 5 geht nicht: Es gibt keinen Cue c. 17 Änderungen davor sind da, 3 danach fallen weg.",
        ),
        ("Plugin p failed to run: KeyError: 'x'", "Das Plugin p ist im Betrieb gescheitert: KeyError: 'x'"),
        ("No track is called 'Marker'.", "Keine Spur heißt „Marker“."),
        ("'' is no number.", "„“ ist keine Zahl."),
        ("There is nothing to be had.", "There is nothing to be had."),
        (
            "The bundle b in /m no longer matches its lock: a.txt is missing, c d.bin has changed.",
            "Das Paket b in /m entspricht nicht mehr seiner Lock-Datei: a.txt fehlt, c d.bin hat sich geändert.",
        ),
        (
            "Film 1.5.edl: The sequence does not say its frame rate.",
            "Film 1.5.edl: Die Sequenz nennt ihre Bildrate nicht.",
        ),
        ("3 further things. What a plugin says.", "3 further things. What a plugin says."),
    ],
)
def test_a_sentence_is_put_together_in_german(text: str, said: str) -> None:
    assert in_panel_language(text) == said


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("length", [1000, 200_000])
@pytest.mark.parametrize("kind", ["of everything", "again and again"])
def test_long_texts_hold_nobody_up(kind: str, length: int) -> None:
    texts = (
        sorted(catalogue(), key=lambda text: text[::-1]) if kind == "of everything" else ["Check the path."] * 20_000
    )
    text = " ".join(texts)[:length]
    start = time.perf_counter()
    in_panel_language(text)
    assert time.perf_counter() - start < 1


@pytest.mark.usefixtures("german")
def test_an_error_in_an_error_is_german_down_to_its_reason() -> None:
    with pytest.raises(V2AError) as caught:
        from_json(Settings, '{"steps": 0}', "settings.json")
    assert sentence_of(caught.value) == (
        "settings.json enthält einen falschen Wert: Die Zahl der Schritte ist 0. Geben Sie eine ganze Zahl von 1 bis 1000 an."
    )


@pytest.mark.usefixtures("german")
def test_a_page_is_translated_line_by_line() -> None:
    page = "Film: Reaper project\n\nIn Reaper 6 or later:\n  1. Save the project again.\n\nGood to know:\n  - Handles are left out."
    assert page_in_panel_language(page) == (
        "Film: Reaper-Projekt\n\nIn Reaper ab 6:\n  1. Speichern Sie das Projekt noch einmal.\n\nGut zu wissen:\n  - Handles fallen weg."
    )


@pytest.mark.usefixtures("german")
def test_files_that_cannot_be_opened_say_so_in_german(opened: Panel, tmp_path: Path) -> None:
    window = opened.window
    empty, text, folder = tmp_path / "leer.mov", tmp_path / "notiz.mov", tmp_path / "ordner"
    empty.touch()
    text.write_text("nichts")
    folder.mkdir()
    for path, said in (
        (empty, "leer.mov ist leer. Das Kopieren oder Aufnehmen wurde nicht fertig; kopieren Sie sie noch einmal."),
        (text, "notiz.mov lässt sich nicht als Video lesen: Der Inhalt ist kein gültiges Medium. Vielleicht ist sie "),
        (folder, f"In {folder} gibt es nichts zu öffnen. Legen Sie ein Video, ein Bild oder eine Schnittdatei ab."),
        (tmp_path / "weg.mov", f"{tmp_path / 'weg.mov'} gibt es nicht. Prüfen Sie den Pfad und das Laufwerk."),
    ):
        window.open([path])

        def shown(said: str = said) -> bool:
            return window._message.text().startswith(said)

        opened.bot.waitUntil(shown, timeout=30_000)


@pytest.mark.usefixtures("german")
def test_a_job_that_fails_says_so_in_german(opened: Panel) -> None:
    error = BadInput("steps is 0.", "Give a whole number from 1 to 1000.")
    opened.window.queue.show_report(JobReport(901, "generate Shot 1", JobState.FAILED, error=error))
    opened.until(lambda: 901 in opened.window.queue._rows)
    row = opened.window.queue._rows[901]
    assert row.detail.text() == "Die Zahl der Schritte ist 0."
    assert row.detail.toolTip() == "Die Zahl der Schritte ist 0. Geben Sie eine ganze Zahl von 1 bis 1000 an."


@pytest.mark.usefixtures("german")
def test_what_work_has_to_say_is_shown_while_it_runs(opened: Panel) -> None:
    def work() -> Steps[None]:
        notice = "The negative prompt does nothing at a guidance of 1: choose more than 1 for it to count."
        yield Progress("reading the words", 0, 1, notices=(notice,))

    said = "Der Negativ-Prompt bewirkt bei einer Führung von 1 nichts: Wählen Sie mehr als 1, damit er zählt."
    opened.window.session.queue.submit("generate Shot 1", work)
    opened.until(lambda: opened.window._message.text() == said)
