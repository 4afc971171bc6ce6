from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.notices import Act
from supertoken_desktop.ui.chat.choices import (
    Copy,
    CopyForm,
    CopyText,
    Edit,
    GoOn,
    ShowSibling,
    TakeAct,
)
from supertoken_desktop.ui.chat.message_actions import MessageFooter
from supertoken_desktop.ui.chat.sibling_switch import SiblingSwitch
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry
from tests.ui.chat.room import button_named, only

ID = MessageId("m")
ANSWER = Message(
    id=ID,
    conversation_id=ConversationId("c"),
    parent_id=None,
    role=Role.ASSISTANT,
    parts=(TextPart("hi"),),
    created_at=datetime(2026, 3, 14, tzinfo=UTC),
    model_id="gpt-5.2",
    verdict=Verdict.COMPLETE,
    usage=Usage(1, 2, 3),
)
REFUSED = ErrorRecord(
    "key", "401-invalid", ErrorDetail(status=401, message="<b>bad</b> key", request_id="req-1")
)
BROKEN = ErrorRecord("stream", "cut-chunk")


@pytest.fixture
def footer(qtbot: QtBot) -> MessageFooter:
    return shown(qtbot, is_last=True)


def shown(qtbot: QtBot, *, is_last: bool) -> MessageFooter:
    made = MessageFooter(Theme(), lambda _id: is_last, set())
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


def entry(
    message: Message = ANSWER, position: int = 1, count: int = 1, *, is_running: bool = False
) -> Entry:
    return Entry(message, position, count, "gpt-5.2", is_running)


def click(inside: QWidget, name: str) -> None:
    button = button_named(inside, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words(inside: QWidget) -> str:
    return "\n".join(label.text() for label in inside.findChildren(QLabel) if label.isVisible())


def ink(button: QAbstractButton) -> int:
    """How many pixels of a button differ from its corner."""
    image = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = image.pixel(1, 1)
    return sum(
        image.pixel(x, y) != ground for x in range(image.width()) for y in range(image.height())
    )


def test_copy_tells_the_message(footer: MessageFooter) -> None:
    footer.show_entry(entry())
    chosen = QSignalSpy(footer.chosen)

    click(footer, "Copy")

    assert chosen.at(0) == [Copy(ID)]


def test_the_menu_offers_rich_text(footer: MessageFooter) -> None:
    footer.show_entry(entry())
    chosen = QSignalSpy(footer.chosen)

    click(footer, "More actions")
    menu = next(m for m in footer.findChildren(QMenu) if m.title() == "Copy as")
    forms = {action.text(): action for action in menu.actions()}
    forms["Rich text"].trigger()
    menu.close()

    assert chosen.at(0) == [Copy(ID, CopyForm.RICH)]


def test_actions_of_an_older_answer_are_seen_only_under_the_pointer(qtbot: QtBot) -> None:
    footer = shown(qtbot, is_last=False)
    footer.show_entry(entry())
    copy = button_named(footer, "Copy")
    assert copy is not None
    assert ink(copy) == 0
    height = footer.heightForWidth(700)

    footer.set_hovered(True)

    assert ink(copy) > 0
    assert footer.heightForWidth(700) == height


def test_tab_shows_the_actions_of_an_older_answer(qtbot: QtBot) -> None:
    footer = shown(qtbot, is_last=False)
    footer.show_entry(entry())
    copy = button_named(footer, "Copy")
    assert copy is not None

    footer.activateWindow()
    copy.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()

    assert ink(copy) > 0


def test_arrow_keys_walk_the_versions(footer: MessageFooter) -> None:
    footer.show_entry(entry(position=2, count=3))
    switch = only(footer, SiblingSwitch)
    chosen = QSignalSpy(footer.chosen)

    QTest.keyClick(switch, Qt.Key.Key_Left)
    QTest.keyClick(switch, Qt.Key.Key_Right)

    assert [chosen.at(0), chosen.at(1)] == [[ShowSibling(ID, -1)], [ShowSibling(ID, 1)]]
    assert switch.accessibleName() == "Version 2 of 3"


def test_the_last_version_has_no_newer_one(footer: MessageFooter) -> None:
    footer.show_entry(entry(position=3, count=3))
    switch = only(footer, SiblingSwitch)
    chosen = QSignalSpy(footer.chosen)

    QTest.keyClick(switch, Qt.Key.Key_Right)

    newer = button_named(footer, "Newer version")
    assert newer is not None
    assert not newer.isEnabled()
    assert chosen.count() == 0


def test_a_single_version_has_no_switch(footer: MessageFooter) -> None:
    footer.show_entry(entry())

    assert not only(footer, SiblingSwitch).isVisible()


def test_a_question_can_be_edited_and_has_no_counts(footer: MessageFooter) -> None:
    question = replace(ANSWER, role=Role.USER, verdict=None, usage=None)
    footer.show_entry(entry(question))
    chosen = QSignalSpy(footer.chosen)

    click(footer, "Edit")

    assert chosen.at(0) == [Edit(ID)]
    assert "prompt" not in words(footer)


@pytest.mark.parametrize(
    ("verdict", "reason", "is_offered"),
    [
        (Verdict.COMPLETE, None, False),
        (Verdict.STOPPED, "user-stop", True),
        (Verdict.TRUNCATED, "length", True),
        (Verdict.TRUNCATED, "content-filter", False),
        (Verdict.INTERRUPTED, "app-crash", True),
    ],
)
def test_continue_is_offered_where_a_model_can_go_on(
    footer: MessageFooter, verdict: Verdict, reason: str | None, *, is_offered: bool
) -> None:
    footer.show_entry(entry(replace(ANSWER, verdict=verdict, reason=reason)))

    assert (button_named(footer, "Continue") is not None) is is_offered


def test_a_broken_answer_goes_on_from_its_card(footer: MessageFooter) -> None:
    broken = replace(ANSWER, verdict=Verdict.INTERRUPTED, reason="cut-chunk", error=BROKEN)
    footer.show_entry(entry(broken))
    chosen = QSignalSpy(footer.chosen)

    click(footer, "Continue")

    assert chosen.at(0) == [TakeAct(ID, Act.CONTINUE)]


def test_an_older_broken_answer_is_not_continued(qtbot: QtBot) -> None:
    footer = shown(qtbot, is_last=False)
    broken = replace(ANSWER, verdict=Verdict.INTERRUPTED, reason="cut-chunk", error=BROKEN)

    footer.show_entry(entry(broken))

    assert button_named(footer, "Continue") is None
    assert button_named(footer, "Retry") is not None


def test_the_card_shows_the_relays_words_as_text(footer: MessageFooter) -> None:
    failed = replace(ANSWER, parts=(), verdict=Verdict.FAILED, error=REFUSED)

    footer.show_entry(entry(failed))

    said = words(footer)
    assert "The relay did not accept the key" in said
    assert "<b>bad</b> key" in said
    assert "HTTP status 401" in said
    assert "Request id req-1" in said
    labels = [label for label in footer.findChildren(QLabel) if "<b>" in label.text()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_details_fold_out_and_can_be_copied(footer: MessageFooter) -> None:
    failed = replace(ANSWER, parts=(), verdict=Verdict.FAILED, error=REFUSED)
    footer.show_entry(entry(failed))
    chosen = QSignalSpy(footer.chosen)
    folded = footer.heightForWidth(700)
    assert button_named(footer, "Copy details") is None

    click(footer, "Details")
    assert footer.heightForWidth(700) > folded
    click(footer, "Copy details")

    copied = chosen.at(0)[0]
    assert isinstance(copied, CopyText)
    assert "reason: 401-invalid" in copied.text
    assert "request_id: req-1" in copied.text


def test_a_reused_footer_keeps_nothing_of_the_message_before(footer: MessageFooter) -> None:
    failed = replace(ANSWER, parts=(), verdict=Verdict.FAILED, error=REFUSED)
    footer.show_entry(entry(failed, 1, 2))
    click(footer, "Details")
    other = MessageFooter(Theme(), lambda _id: True, set())
    plain = entry(replace(ANSWER, id=MessageId("n")))
    other.show_entry(plain)

    footer.show_entry(plain)

    assert footer.heightForWidth(500) == other.heightForWidth(500)
    assert "accept the key" not in words(footer)


def test_the_height_is_right_before_it_was_ever_shown(qtbot: QtBot) -> None:
    failed = entry(replace(ANSWER, parts=(), verdict=Verdict.FAILED, error=REFUSED))
    hidden = MessageFooter(Theme(), lambda _id: True, {ID})
    qtbot.addWidget(hidden)
    hidden.show_entry(failed)
    before = hidden.heightForWidth(600)

    hidden.resize(600, before)
    hidden.show()

    assert hidden.heightForWidth(600) == before


def test_a_narrow_footer_puts_the_counts_below(footer: MessageFooter) -> None:
    footer.show_entry(entry())

    assert footer.heightForWidth(300) > footer.heightForWidth(800)


def test_a_running_answer_offers_nothing_but_its_versions(footer: MessageFooter) -> None:
    running = replace(ANSWER, verdict=None, usage=None)

    footer.show_entry(entry(running, 2, 2, is_running=True))

    assert only(footer, SiblingSwitch).isVisible()
    for name in ("Copy", "Answer again", "More actions", "Continue"):
        assert button_named(footer, name) is None


def test_stopped_answers_continue_from_their_row(footer: MessageFooter) -> None:
    footer.show_entry(entry(replace(ANSWER, verdict=Verdict.STOPPED, reason="user-stop")))
    chosen = QSignalSpy(footer.chosen)

    click(footer, "Continue")

    assert chosen.at(0) == [GoOn(ID)]
    assert "Stopped" in words(footer)


def test_every_button_has_a_name(footer: MessageFooter) -> None:
    failed = replace(ANSWER, verdict=Verdict.INTERRUPTED, error=REFUSED)
    footer.show_entry(entry(failed, 1, 2))

    for button in footer.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text()


def test_nothing_sticks_out_of_a_narrow_footer(footer: MessageFooter) -> None:
    failed = replace(ANSWER, verdict=Verdict.INTERRUPTED, error=REFUSED)
    footer.show_entry(entry(failed, 1, 2))
    footer.resize(380, footer.heightForWidth(380))
    QApplication.processEvents()

    for child in footer.findChildren(QWidget):
        if child.isVisible():
            right = child.mapTo(footer, QPoint(child.width(), 0)).x()
            assert right <= 380, child


def test_a_relays_name_of_the_model_is_no_markup(footer: MessageFooter) -> None:
    served_by = "<b>bold</b><img src='file:///etc/hostname'>"

    footer.show_entry(entry(replace(ANSWER, served_by=served_by)))

    labels = [label for label in footer.findChildren(QLabel) if served_by in label.text()]
    assert [label.textFormat() for label in labels] == [Qt.TextFormat.PlainText]


def test_a_pin_stands_at_the_edge_of_the_text_and_is_seen_without_the_pointer(qtbot: QtBot) -> None:
    footer = shown(qtbot, is_last=False)
    footer.show_entry(entry(replace(ANSWER, pinned=True)))
    pin = button_named(footer, "Pinned; click to unpin")
    assert pin is not None
    of_answer = pin.mapTo(footer, QPoint(0, 0)).x()
    seen = ink(pin)

    question = replace(ANSWER, role=Role.USER, verdict=None, usage=None, pinned=True)
    footer.show_entry(entry(question))
    edge = footer.width() - pin.width() // 2
    qtbot.waitUntil(lambda: pin.mapTo(footer, QPoint(pin.width(), 0)).x() >= edge)
    footer.show_entry(entry())

    assert seen > 0
    assert of_answer == 0
    assert not pin.isVisible()


def test_an_answer_worded_by_the_user_says_so_and_has_no_counts(footer: MessageFooter) -> None:
    footer.show_entry(entry(replace(ANSWER, reason="edited", usage=None)))

    assert "Edited by you" in words(footer)
    assert "token" not in words(footer)
