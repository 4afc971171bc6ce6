import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QTextImageFormat
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.i18n import LANGUAGES
from supertoken_desktop.paths import resource
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.help.contents import Contents
from supertoken_desktop.ui.help.dialog import HelpDialog
from supertoken_desktop.ui.help.guide import PAGES, Guide
from supertoken_desktop.ui.help.hit_list import HitList
from supertoken_desktop.ui.help.page_view import PageView
from supertoken_desktop.ui.help.search_field import GuideSearch
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.theme.palette import DARK, Theme
from tests.ui.chat.room import only

GUIDE = resource("docs")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


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


def names(dialog: HelpDialog) -> Contents:
    return only(dialog, Contents)


def listed(dialog: HelpDialog) -> list[str]:
    rows = (names(dialog).item(at) for at in range(names(dialog).count()))
    return [row.text().strip() for row in rows if not row.isHidden()]


def search(dialog: HelpDialog, words: str) -> list[str]:
    field = only(dialog, GuideSearch)
    told = QSignalSpy(field.words_changed)
    field.setText(words)
    assert told.wait(2000)
    hits = only(dialog, HitList)
    return [hits.item(at).text() for at in range(hits.count())]


def marked(dialog: HelpDialog) -> list[str]:
    selections = text(dialog).extraSelections()
    return [selection.cursor.selectedText() for selection in selections]


def pictures(dialog: HelpDialog) -> list[QTextImageFormat]:
    found, block = [], text(dialog).document().begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            form = at.fragment().charFormat()
            if form.isImageFormat():
                found.append(form.toImageFormat())
            at += 1
        block = block.next()
    return found


def shown_picture(dialog: HelpDialog, name: str) -> QImage:
    kind = QTextDocument.ResourceType.ImageResource.value
    image = text(dialog).loadResource(kind, QUrl(name))
    assert isinstance(image, QImage)
    return image


def text(dialog: HelpDialog) -> QTextBrowser:
    return dialog.findChildren(QTextBrowser)[0]


def button_named(dialog: HelpDialog, name: str) -> QToolButton:
    return next(b for b in dialog.findChildren(QToolButton) if b.accessibleName() == name)


def listed_headings(dialog: HelpDialog) -> list[str]:
    return ["Try it without a key", "Use your own key", "Ask something"]


def test_the_pages_are_listed_by_their_titles(help_dialog: HelpDialog) -> None:
    titles = [title for title in listed(help_dialog) if title not in listed_headings(help_dialog)]

    assert titles[0] == "First steps"
    assert len(titles) == len(PAGES)
    assert all(titles)


def test_the_arrow_keys_turn_the_pages(help_dialog: HelpDialog) -> None:
    down = len(listed_headings(help_dialog)) + 1
    for _press in range(down):
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
    guide = Guide(GUIDE)
    assert [link for link in inner if guide.place(link, "start") is None] == []


@pytest.mark.parametrize("language_code", LANGUAGES)
def test_every_picture_of_the_guide_is_there_in_both_looks_and_described(
    language_code: str,
) -> None:
    guide, found = Guide(GUIDE), []
    for file in sorted((GUIDE / language_code).glob("*.md")):
        found += PICTURE.findall(file.read_text(encoding="utf-8"))

    assert len(found) >= 4
    for words, target in found:
        assert words
        assert f"-light-{language_code}" in target
        light, dark = (guide.picture(target, is_dark=is_dark) for is_dark in (False, True))
        assert light is not None
        assert dark is not None
        assert light != dark


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/x.png",
        "file:///etc/passwd",
        "../images/../../etc/passwd.png",
        "/etc/x.png",
        "../images/missing.png",
        "images/chat-light-en.png",
        "",
    ],
)
def test_nothing_but_pictures_of_the_guide_is_loaded(help_dialog: HelpDialog, target: str) -> None:
    assert shown_picture(help_dialog, target).size().width() == 1


def test_a_picture_is_as_wide_as_there_is_room_and_follows_the_look(
    help_dialog: HelpDialog, theme: Theme
) -> None:
    help_dialog.show_page("chat")
    (picture,) = pictures(help_dialog)
    light = shown_picture(help_dialog, picture.name())

    theme.apply(Settings(theme="dark"))
    dark = shown_picture(help_dialog, picture.name())

    assert 300 < light.deviceIndependentSize().width() <= text(help_dialog).viewport().width()
    assert light.pixelColor(3, 200).lightness() > 128 > dark.pixelColor(3, 200).lightness()


def test_search_finds_in_all_pages_whatever_the_case_and_accents(help_dialog: HelpDialog) -> None:
    hits = search(help_dialog, "KEYRÏNG")

    assert len(hits) > 3
    assert all("keyring" in hit.lower() for hit in hits)
    assert any(hit.startswith("Where your key is kept\n") for hit in hits)


def test_enter_goes_to_the_hit_and_marks_it(help_dialog: HelpDialog) -> None:
    search(help_dialog, "cookie or referrer")

    QTest.keyClick(only(help_dialog, GuideSearch), Qt.Key.Key_Return)

    assert text(help_dialog).toPlainText().startswith("Keys and privacy")
    assert text(help_dialog).textCursor().selectedText() in ("", "cookie or referrer")
    assert marked(help_dialog) == ["cookie or referrer", "cookie or referrer"]
    view = text(help_dialog)
    assert view.viewport().rect().contains(view.cursorRect().center())


def test_enter_again_goes_to_the_next_hit_and_shift_enter_back(help_dialog: HelpDialog) -> None:
    search(help_dialog, "keyring")
    field, hits = only(help_dialog, GuideSearch), only(help_dialog, HitList)

    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Return)
    second = hits.currentRow()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert (second, hits.currentRow()) == (1, 0)


def test_chinese_words_are_found(help_dialog: HelpDialog, language: Language) -> None:
    language.apply("zh_CN")

    hits = search(help_dialog, "钥匙串")

    assert hits
    assert all("钥匙串" in hit for hit in hits)


def test_nothing_found_is_said_and_escape_brings_the_pages_back(help_dialog: HelpDialog) -> None:
    assert search(help_dialog, "zyxw") == []
    labels = [x.text() for x in help_dialog.findChildren(QLabel) if x.isVisible()]

    QTest.keyClick(only(help_dialog, GuideSearch), Qt.Key.Key_Escape)

    assert "Nothing found" in labels
    assert names(help_dialog).isVisible()
    assert help_dialog.isVisible()


def test_the_headings_of_the_open_page_are_listed_and_lead_there(help_dialog: HelpDialog) -> None:
    help_dialog.show_page("settings")
    assert "Time-outs" in listed(help_dialog)
    assert "Try it without a key" not in listed(help_dialog)

    row = next(
        at
        for at in range(names(help_dialog).count())
        if names(help_dialog).item(at).text().strip() == "Time-outs"
    )
    names(help_dialog).setCurrentRow(row)

    assert text(help_dialog).verticalScrollBar().value() > 100


def test_back_and_forward_walk_the_way(help_dialog: HelpDialog) -> None:
    back = button_named(help_dialog, "Back")
    assert not back.isEnabled()
    text(help_dialog).anchorClicked.emit(QUrl("keys.md"))
    text(help_dialog).anchorClicked.emit(QUrl("settings.md#updates"))

    back.click()
    first = text(help_dialog).toPlainText()
    QTest.keyClick(help_dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    second = text(help_dialog).toPlainText()
    button_named(help_dialog, "Forward").click()

    assert first.startswith("Keys and privacy")
    assert second.startswith("First steps")
    assert text(help_dialog).toPlainText().startswith("Keys and privacy")


def test_a_link_may_lead_to_a_heading(help_dialog: HelpDialog) -> None:
    text(help_dialog).anchorClicked.emit(QUrl("settings.md#time-outs"))

    assert text(help_dialog).verticalScrollBar().value() > 100
    assert names(help_dialog).currentItem().text().strip() == "Time-outs"


def test_everything_can_be_reached_by_keys_and_has_a_name(help_dialog: HelpDialog) -> None:
    QTest.keyClick(help_dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    assert only(help_dialog, GuideSearch).hasFocus()
    parts: list[type[QWidget]] = [PageView, Contents, GuideSearch, QToolButton]
    for part in parts:
        found = [w for w in help_dialog.findChildren(part) if w.parent() is help_dialog]
        assert all(w.accessibleName() for w in found)


def test_a_chinese_link_leads_to_its_heading(help_dialog: HelpDialog, language: Language) -> None:
    language.apply("zh_CN")
    help_dialog.show_page("keys")
    link = next(link for link in LINK.findall(keys_page()) if "#" in link)

    text(help_dialog).anchorClicked.emit(QUrl(link))

    assert names(help_dialog).currentItem().text().strip() == "更新"
    assert text(help_dialog).verticalScrollBar().value() > 100


def keys_page() -> str:
    return (GUIDE / "zh_CN" / "keys.md").read_text(encoding="utf-8")
