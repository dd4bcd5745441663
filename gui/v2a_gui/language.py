"""The language of the panel. Names of sounds, and what a person or a plugin wrote, stay as they are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from v2a_resources import languages_path

__all__ = ["ENGLISH", "apply_language", "current_language", "language_name", "languages"]

ENGLISH = "en"
_CURRENT = "v2aLanguage"


def languages() -> tuple[str, ...]:
    """Codes of the languages that ship, English first."""
    return (ENGLISH, *sorted(path.stem for path in languages_path().glob("*.qm")))


def language_name(code: str) -> str:
    """A language in its own words: "Deutsch"."""
    return QLocale(code).nativeLanguageName() if code != ENGLISH else "English"


def current_language() -> str:
    """Code of the language that was applied last; English before any was."""
    application = QCoreApplication.instance()
    return str((application.property(_CURRENT) if application else None) or ENGLISH)


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
    application.setProperty(_CURRENT, code if found else ENGLISH)
    QLocale.setDefault(QLocale(code) if found else QLocale(QLocale.Language.English))
    return found
