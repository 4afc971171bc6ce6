import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage

from supertoken_desktop.ui.quick.clip import (
    MOST_CHARACTERS,
    SHOWN_CHARACTERS,
    cleaned,
    first_words,
    offered_text,
)


def mime(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_a_text_is_offered_as_it_is() -> None:
    assert offered_text(mime("<b>a & b</b>\n\tc")) == "<b>a & b</b>\n\tc"


def test_nothing_is_offered_where_there_is_no_text(qapp: object) -> None:
    picture, files = QMimeData(), QMimeData()
    picture.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    files.setUrls([QUrl("file:///tmp/a")])

    assert [offered_text(data) for data in (None, QMimeData(), picture, files)] == [""] * 4


@pytest.mark.parametrize("text", ["", " \n\t", "\0\0", "a " * MOST_CHARACTERS, "x" * 30_000])
def test_blank_and_endless_texts_are_not_offered(text: str) -> None:
    assert offered_text(mime(text)) == ""


@pytest.mark.parametrize(
    "name",
    [
        "x-kde-passwordManagerHint",
        "org.nspasteboard.ConcealedType",
        'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"',
    ],
)
def test_a_password_of_a_password_manager_is_never_offered(name: str) -> None:
    data = mime("hunter2")
    data.setData(name, QByteArray(b"secret"))

    assert offered_text(data) == ""


def test_a_long_text_without_blanks_is_offered_where_its_script_has_none() -> None:
    assert offered_text(mime("汉" * 30_000)) == "汉" * 30_000


@given(st.text())
def test_control_characters_never_come_through(text: str) -> None:
    found = cleaned(text)

    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in found)


@given(st.text())
def test_the_first_words_fill_one_short_line_and_hide_nothing(text: str) -> None:
    words = first_words(text)

    assert "\n" not in words
    assert len(words) <= SHOWN_CHARACTERS + 1
    assert not any(unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE") for c in words)
