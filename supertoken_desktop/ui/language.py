"""Put a language and its direction on the whole window, while it runs."""

from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from supertoken_desktop.i18n import language_like, use_language
from supertoken_desktop.paths import resource


class Language:
    """Switch our texts and those of Qt's own dialogs; every window hears a LanguageChange."""

    def __init__(self, app: QApplication, catalogues: Path | None = None) -> None:
        self._app = app
        self._catalogues = catalogues or resource("locale")
        self._translator = QTranslator(app)
        self._applied: str | None = None

    def apply(self, wish: str) -> None:
        """Use a language of the settings: "system" or a code of `i18n.LANGUAGES`.

        The windows are mirrored for a language that is written from right to left.
        """
        language = language_like(_system_name()) if wish == "system" else wish
        if language == self._applied:
            return
        self._applied = language
        use_language(language, self._catalogues)
        self._app.setLayoutDirection(QLocale(language).textDirection())
        QLocale.setDefault(QLocale(language))
        for before in self._app.findChildren(QTranslator):
            self._app.removeTranslator(before)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{language}", folder):
            self._app.installTranslator(self._translator)
        for window in self._app.topLevelWidgets():
            self._app.sendEvent(window, QEvent(QEvent.Type.LanguageChange))


def _system_name() -> str:
    """Return the first language that the system's settings name."""
    names = QLocale.system().uiLanguages()
    return names[0] if names else "en"
