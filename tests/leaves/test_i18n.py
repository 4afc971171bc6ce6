from collections.abc import Iterator
from datetime import datetime

import pytest

from supertoken_desktop.i18n import (
    LANGUAGES,
    _,
    current_language,
    format_number,
    format_time,
    ngettext,
    system_language,
    use_language,
)
from supertoken_desktop.paths import resource


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    use_language("en", resource("locale"))


def test_the_language_can_change_at_any_time() -> None:
    english = _("Cancel")
    use_language("zh_CN", resource("locale"))
    chinese = _("Cancel")
    use_language("en", resource("locale"))

    assert english == _("Cancel") == "Cancel"
    assert chinese != english


def test_an_unknown_language_is_english() -> None:
    use_language("tlh", resource("locale"))

    assert current_language() == "en"


def test_a_missing_catalogue_leaves_the_words_in_english(tmp_path: object) -> None:
    use_language("zh_CN", resource("locale") / "nowhere")

    assert _("Cancel") == "Cancel"
    assert ngettext("{n} day", "{n} days", 2) == "{n} days"


def test_numbers_and_times_follow_the_language() -> None:
    noon = datetime(2026, 3, 1, 12, 5).astimezone()
    english = (format_number(12345), format_time(noon))
    use_language("zh_CN", resource("locale"))
    chinese = (format_number(12345), format_time(noon))

    assert english == ("12,345", "12:05\u202fPM")
    assert chinese == ("12,345", "12:05")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh_TW.UTF-8", "zh_CN"),
        ("zh_CN:en", "zh_CN"),
        ("de_DE.UTF-8", "en"),
        ("C", "en"),
    ],
)
def test_the_system_names_one_of_our_languages(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", name)

    assert system_language() == language
    assert language in LANGUAGES
