import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.plain_tip import plain_tip

# What stands for a picture in a document, and what Qt itself can't hold.
_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufdd0-\ufdef\ufffc\ufeff]+")


def shown(tip: str) -> str:
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize(
    "text",
    [
        "https://host.example/?a=1&b=2&amp;c=3",
        "<img src='file:////host.example/share/x.png'>",
        "“\\begin{<img src=x>}” can't be drawn",
        "</qt><b>x</b>",
        "a < b & c > d",
        "&lt;b&gt;",
        "  two  blanks\n\n\tand 一　　二\u1680",
    ],
)
def test_a_tip_shows_the_text_as_it_is_written(qtbot: QtBot, text: str) -> None:
    assert shown(plain_tip(text)) == text


@pytest.mark.parametrize("text", ["a &amp; b", "&", "<b>", "plain", "1 < 2"])
def test_qt_always_takes_a_tip_for_what_it_is(qtbot: QtBot, qapp: QApplication, text: str) -> None:
    tip, plain = QLabel(plain_tip(text)), QLabel(text)
    plain.setTextFormat(Qt.TextFormat.PlainText)
    qtbot.addWidget(tip)
    qtbot.addWidget(plain)

    assert abs(tip.sizeHint().width() - plain.sizeHint().width()) <= 2


def test_nothing_to_show_is_no_tip() -> None:
    assert plain_tip("") == ""


@example("\u1680")
@given(st.text(max_size=80))
def test_no_text_is_read_as_markup(text: str) -> None:
    kept = text.encode(errors="ignore").decode()

    assert _ODD.sub("", shown(plain_tip(kept))) == _ODD.sub("", kept)
