"""Words in the user's language, switched while the program runs: gettext; dates by babel."""

import gettext
import locale
import os
from datetime import datetime
from pathlib import Path

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
_DOMAIN = "supertoken"
# Source: the order in which gettext looks.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class _Current:
    """The language in force; texts are looked up when they are shown, never kept."""

    language = "en"
    translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str, catalogues: Path) -> None:
    """Switch all later look-ups to a language of `LANGUAGES`; English needs no catalogue."""
    _Current.language = language if language in LANGUAGES else "en"
    _Current.translations = gettext.translation(
        _DOMAIN, catalogues, languages=[_Current.language], fallback=True
    )


def current_language() -> str:
    """Return the language in force, as a key of `LANGUAGES`."""
    return _Current.language


def system_language() -> str:
    """Return the language of `LANGUAGES` that fits the system best."""
    # The variables come first: `locale` knows only languages that are installed on the system.
    named = (os.environ.get(variable) for variable in _VARIABLES)
    name = next((value for value in named if value), None) or locale.getlocale()[0] or "en"
    return language_like(name)


def language_like(name: str) -> str:
    """Return the language of `LANGUAGES` that fits a locale's name, such as `zh-Hans-CN`, best."""
    return "zh_CN" if name.lower().startswith(("zh", "chinese")) else "en"


def _(message: str) -> str:
    """Return a text in the language in force."""
    return _Current.translations.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a text that fits a count."""
    return _Current.translations.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return a text whose meaning depends on where it stands."""
    return _Current.translations.pgettext(context, message)


def format_number(value: int) -> str:
    """Return a whole number as people of the language write it."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_Current.language))


def format_tenths(value: float) -> str:
    """Return a number with one decimal place as people of the language write it."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, format="#,##0.0", locale=_Current.language))


def format_time(moment: datetime) -> str:
    """Return the local time of day, short."""
    from babel.dates import format_time as babel_time

    return str(babel_time(moment.astimezone(), format="short", locale=_Current.language))
