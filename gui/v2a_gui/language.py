"""The language of the panel's own words. What the engine says, and the names of sounds, stay English."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from v2a_resources import languages_path

__all__ = ["ENGLISH", "apply_language", "language_name", "languages"]

ENGLISH = "en"


def languages() -> tuple[str, ...]:
    """Codes of the languages that ship, English first."""
    return (ENGLISH, *sorted(path.stem for path in languages_path().glob("*.qm")))


def language_name(code: str) -> str:
    """A language in its own words: "Deutsch"."""
    return QLocale(code).nativeLanguageName() if code != ENGLISH else "English"


def apply_language(application: QApplication, code: str) -> bool:
    """Use a language for every window that is made from now on; whether it could be.

    Args:
        application: Keeps the translations; those of another language are taken out.
        code: "de"; English for one that does not ship.
    """
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.setParent(None)
    found = code != ENGLISH and code in languages()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, place in ((f"qtbase_{code}", folder), (code, str(languages_path()))) if found else ():
        translator = QTranslator(application)
        if translator.load(name, place):
            application.installTranslator(translator)
    QLocale.setDefault(QLocale(code) if found else QLocale(QLocale.Language.English))
    return found
