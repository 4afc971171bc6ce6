import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QTextBrowser
from pytestqt.qtbot import QtBot

from supertoken_desktop.i18n import LANGUAGES
from supertoken_desktop.paths import resource
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.help.dialog import PAGES, HelpDialog
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.theme.palette import DARK, Theme

GUIDE = resource("docs")
LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    theme.apply(Settings(theme="light"))
    yield theme
    theme.deleteLater()


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp)
    language.apply("en")
    yield language
    language.apply("en")


@pytest.fixture
def help_dialog(theme: Theme, language: Language, qtbot: QtBot) -> HelpDialog:
    dialog = HelpDialog(GUIDE, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def names(dialog: HelpDialog) -> QListWidget:
    return dialog.findChildren(QListWidget)[0]


def text(dialog: HelpDialog) -> QTextBrowser:
    return dialog.findChildren(QTextBrowser)[0]


def test_the_pages_are_listed_by_their_titles(help_dialog: HelpDialog) -> None:
    listed = [names(help_dialog).item(at).text() for at in range(names(help_dialog).count())]

    assert listed[0] == "First steps"
    assert len(listed) == len(PAGES)
    assert all(listed)


def test_the_arrow_keys_turn_the_pages(help_dialog: HelpDialog) -> None:
    QTest.keyClick(names(help_dialog), Qt.Key.Key_Down)

    assert text(help_dialog).toPlainText().startswith("Chatting")


def test_a_page_is_shown_as_text_with_tables_and_without_marks(help_dialog: HelpDialog) -> None:
    help_dialog.show_page("models")

    words = text(help_dialog).toPlainText()
    assert "gpt-5.2-codex" in words
    assert "|" not in words
    assert "**" not in words


def test_code_stands_on_a_ground_of_its_own(help_dialog: HelpDialog) -> None:
    help_dialog.show_page("command-line")

    assert "supertoken ask" in text(help_dialog).toPlainText()
    assert "```" not in text(help_dialog).toPlainText()


def test_a_link_leads_to_another_page(help_dialog: HelpDialog) -> None:
    text(help_dialog).anchorClicked.emit(QUrl("keys.md"))

    assert text(help_dialog).toPlainText().startswith("Keys and privacy")


def test_a_link_to_a_file_is_not_followed(help_dialog: HelpDialog) -> None:
    before = text(help_dialog).toPlainText()

    text(help_dialog).anchorClicked.emit(QUrl("file:///keys.md"))

    assert text(help_dialog).toPlainText() == before


def test_another_language_shows_the_same_page(help_dialog: HelpDialog, language: Language) -> None:
    help_dialog.show_page("keys")

    language.apply("zh_CN")

    assert text(help_dialog).toPlainText().startswith("密钥与隐私")
    assert names(help_dialog).item(0).text() == "快速上手"
    assert help_dialog.windowTitle() == "帮助"


def test_another_look_keeps_the_page_and_takes_its_colours(
    help_dialog: HelpDialog, theme: Theme
) -> None:
    help_dialog.show_page("command-line")

    theme.apply(Settings(theme="dark"))

    assert DARK.code_background.name() in text(help_dialog).toHtml()
    assert text(help_dialog).toPlainText().startswith("Command line")


def test_escape_closes_the_help(help_dialog: HelpDialog) -> None:
    QTest.keyClick(help_dialog, Qt.Key.Key_Escape)

    assert not help_dialog.isVisible()


@pytest.mark.parametrize("language_code", LANGUAGES)
def test_every_link_of_the_guide_leads_to_a_page(language_code: str) -> None:
    files = sorted((GUIDE / language_code).glob("*.md"))
    assert {file.stem for file in files} == set(PAGES)

    links = [link for file in files for link in LINK.findall(file.read_text(encoding="utf-8"))]
    inner = [link for link in links if "://" not in link]
    assert inner
    assert [link for link in inner if Path(link).stem not in PAGES] == []
