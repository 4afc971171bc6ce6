import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.chat.composer import Composer
from supertoken_desktop.ui.chat.prompt_edit import MAX_LINES, PromptEdit
from supertoken_desktop.ui.theme.palette import Theme


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer(Theme())
    qtbot.addWidget(made)
    made.resize(600, 80)
    made.show()
    return made


def field(composer: Composer) -> PromptEdit:
    found = composer.findChild(PromptEdit)
    assert isinstance(found, PromptEdit)
    return found


def send_button(composer: Composer) -> QToolButton:
    found = composer.findChild(QToolButton)
    assert isinstance(found, QToolButton)
    return found


def compose(composer: Composer, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field(composer), event)


def test_enter_sends(qtbot: QtBot, composer: Composer) -> None:
    QTest.keyClicks(field(composer), "hello")

    with qtbot.waitSignal(composer.prompt_submitted) as sent:
        QTest.keyClick(field(composer), Qt.Key.Key_Return)

    assert sent.args == ["hello"]
    assert composer.text() == "hello"


def test_shift_enter_breaks_the_line(composer: Composer) -> None:
    sent = QSignalSpy(composer.prompt_submitted)
    QTest.keyClicks(field(composer), "a")

    QTest.keyClick(field(composer), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field(composer), "b")

    assert composer.text() == "a\nb"
    assert sent.count() == 0


def test_with_ctrl_enter_as_send_key_enter_breaks_the_line(composer: Composer) -> None:
    sent = QSignalSpy(composer.prompt_submitted)
    composer.set_send_key("ctrl_enter")
    QTest.keyClicks(field(composer), "a")

    QTest.keyClick(field(composer), Qt.Key.Key_Return)
    assert (composer.text(), sent.count()) == ("a\n", 0)

    QTest.keyClick(field(composer), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.count() == 1


def test_enter_never_sends_while_an_input_method_composes(composer: Composer) -> None:
    sent = QSignalSpy(composer.prompt_submitted)
    QTest.keyClicks(field(composer), "say ")
    compose(composer, "ni")

    QTest.keyClick(field(composer), Qt.Key.Key_Return)

    assert sent.count() == 0
    assert "\n" not in field(composer).text()


def test_enter_sends_again_once_the_composed_word_is_committed(
    qtbot: QtBot, composer: Composer
) -> None:
    compose(composer, "nihao")
    compose(composer, "", "你好")

    with qtbot.waitSignal(composer.prompt_submitted) as sent:
        QTest.keyClick(field(composer), Qt.Key.Key_Return)

    assert sent.args == ["你好"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_blank_text_is_not_sent(composer: Composer, text: str) -> None:
    sent = QSignalSpy(composer.prompt_submitted)
    composer.set_text(text)

    QTest.keyClick(field(composer), Qt.Key.Key_Return)

    assert sent.count() == 0
    assert not send_button(composer).isEnabled()


def test_it_grows_to_twelve_lines_and_no_further(composer: Composer) -> None:
    heights = []
    for lines in (1, 2, MAX_LINES, MAX_LINES + 1, 100):
        composer.set_text("\n".join("x" * lines))
        heights.append(field(composer).height())

    one, two, twelve, more, many = heights
    assert one < two < twelve
    assert twelve - one == (MAX_LINES - 1) * (two - one)
    assert twelve == more == many


def test_a_long_line_that_wraps_makes_it_grow(composer: Composer) -> None:
    one = field(composer).height()

    composer.set_text("word " * 100)

    assert field(composer).height() > 2 * one


def test_paste_takes_plain_text_only(composer: Composer) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b> <img src='x.png'>")
    data.setText("bold")

    field(composer).insertFromMimeData(data)

    assert composer.text() == "bold"


def test_up_in_the_empty_field_goes_back_to_the_last_question(composer: Composer) -> None:
    asked = QSignalSpy(composer.edit_last_requested)

    QTest.keyClick(field(composer), Qt.Key.Key_Up)
    composer.set_text("something")
    QTest.keyClick(field(composer), Qt.Key.Key_Up)

    assert asked.count() == 1


def test_the_button_stops_while_an_answer_runs(qtbot: QtBot, composer: Composer) -> None:
    composer.set_running(True)

    with qtbot.waitSignal(composer.stop_requested):
        QTest.mouseClick(send_button(composer), Qt.MouseButton.LeftButton)


def test_enter_keeps_the_text_while_an_answer_runs(composer: Composer) -> None:
    sent = QSignalSpy(composer.prompt_submitted)
    composer.set_running(True)
    QTest.keyClicks(field(composer), "next")

    QTest.keyClick(field(composer), Qt.Key.Key_Return)

    assert (sent.count(), composer.text()) == (0, "next")


def test_cancelling_an_edit_brings_the_unsent_text_back(qtbot: QtBot, composer: Composer) -> None:
    QTest.keyClicks(field(composer), "unsent")
    composer.begin_edit("the old question")
    assert composer.draft() == "unsent"

    with qtbot.waitSignal(composer.edit_cancelled) as cancelled:
        QTest.keyClick(field(composer), Qt.Key.Key_Escape)

    assert cancelled.args == ["the old question"]
    assert composer.text() == "unsent"


def test_save_and_ask_tells_text_and_wish(qtbot: QtBot, composer: Composer) -> None:
    composer.begin_edit("first")
    composer.set_text("second")
    by_words = {button.text(): button for button in composer.findChildren(QPushButton)}

    with qtbot.waitSignal(composer.edit_submitted) as saved:
        QTest.mouseClick(by_words["Save"], Qt.MouseButton.LeftButton)
    assert saved.args == ["second", False]

    with qtbot.waitSignal(composer.edit_submitted) as resent:
        QTest.keyClick(field(composer), Qt.Key.Key_Return)
    assert resent.args == ["second", True]


def test_undo_takes_back_a_prompt_that_was_put_in(composer: Composer) -> None:
    QTest.keyClicks(field(composer), "mine")
    composer.set_text("a suggestion")

    field(composer).undo()

    assert composer.text() == "mine"
