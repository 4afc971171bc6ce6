from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLabel, QPlainTextEdit

from supertoken_desktop.domain.exchange import Exchange, RawBody
from supertoken_desktop.ui.inspector.dialog import ExchangeDialog
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from tests.fakes.waiting import until
from tests.ui.chat.room import button_named, only
from tests.ui.inspector.test_exchange_text import exchange

STREAM = b'data: {"choices":[]}\n\ndata: [DONE]\n\n'
ANSWERED = exchange(RawBody(STREAM, (0,), (0.5,), len(STREAM)))
REFUSED = exchange(RawBody(b'{"error":{}}', (0,), (0.1,), 12), 429)


@asynccontextmanager
async def dialog_of(*exchanges: Exchange, stored: str = "") -> AsyncIterator[ExchangeDialog]:
    errors: list[BaseException] = []
    tasks, theme = Tasks(errors.append), Theme()
    dialog = ExchangeDialog(exchanges, stored, theme, tasks)
    dialog.open()
    try:
        yield dialog
    finally:
        dialog.close()
        await tasks.close()
        QGuiApplication.clipboard().clear()
        for part in (dialog, tasks, theme):
            part.deleteLater()
    assert errors == []


def text(dialog: ExchangeDialog) -> str:
    return only(dialog, QPlainTextEdit).toPlainText()


def click(dialog: ExchangeDialog, name: str) -> None:
    button = button_named(dialog, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def says(dialog: ExchangeDialog, words: str) -> Callable[[], bool]:
    return lambda: words in text(dialog)


async def test_request_answer_and_headers_are_a_click_away() -> None:
    async with dialog_of(ANSWERED) as dialog:
        await until(says(dialog, "data: [DONE]"))
        click(dialog, "Request")
        await until(says(dialog, "POST https://r/v1"))
        request = text(dialog)
        click(dialog, "Headers")
        await until(says(dialog, "content-type: text/event-stream"))

        assert '"model": "gpt-5.2"' in request


async def test_formatting_is_chosen_for_each_view() -> None:
    async with dialog_of(ANSWERED) as dialog:
        await until(says(dialog, '{"choices":[]}'))
        click(dialog, "Format JSON")
        await until(says(dialog, '"choices": []'))
        click(dialog, "Request")
        await until(says(dialog, '"model": "gpt-5.2"'))
        click(dialog, "Format JSON")
        await until(says(dialog, '{"model":"gpt-5.2"}'))
        click(dialog, "Answer")

        await until(says(dialog, '"choices": []'))


async def test_attempts_are_chosen_one_by_one() -> None:
    async with dialog_of(REFUSED, ANSWERED) as dialog:
        await until(says(dialog, "HTTP 200"))
        attempts = only(dialog, QComboBox)
        names = [attempts.itemText(at) for at in range(attempts.count())]

        attempts.setCurrentIndex(0)
        await until(says(dialog, "HTTP 429"))

        assert names == ["Attempt 1 of 2: 429", "Attempt 2 of 2: 200"]


async def test_copy_takes_all_of_a_view_and_curl_the_command() -> None:
    long = RawBody(b"data: " + b"x" * 9000, (0,), (0.5,), 9006)
    async with dialog_of(replace(ANSWERED, answer=long)) as dialog:
        await until(says(dialog, "HTTP 200"))
        click(dialog, "Copy")
        copied = QGuiApplication.clipboard().text()
        click(dialog, "Copy as cURL")

        assert "x" * 9000 in copied
        assert "x" * 9000 not in text(dialog)
        assert QGuiApplication.clipboard().text().startswith("curl ")
        assert '"Authorization: Bearer $SUPERTOKEN_API_KEY"' in QGuiApplication.clipboard().text()


async def test_what_is_saved_is_raw_and_whole(tmp_path: Path) -> None:
    async with dialog_of(ANSWERED) as dialog:
        await until(says(dialog, "HTTP 200"))
        click(dialog, "Save…")
        await until(lambda: bool(dialog.findChildren(QFileDialog)))
        chooser = only(dialog, QFileDialog)
        target = tmp_path / "exchange.txt"
        chooser.setDirectory(str(tmp_path))
        QTest.keyClick(chooser, Qt.Key.Key_Return)
        await until(lambda: target.is_file() and target.stat().st_size > 0)

        saved = target.read_text(encoding="utf-8")
        assert '{"model":"gpt-5.2"}' in saved
        assert "data: [DONE]" in saved
        assert "accept: text/event-stream" in saved


async def test_without_an_exchange_what_is_stored_is_shown() -> None:
    async with dialog_of(stored="finish_reason: stop") as dialog:
        note = only(dialog, QLabel).text()

        assert text(dialog) == "finish_reason: stop"
        assert "not in memory any more" in note
        assert button_named(dialog, "Copy as cURL") is None
        click(dialog, "Copy")
        assert QGuiApplication.clipboard().text() == "finish_reason: stop"


async def test_a_cut_request_is_not_offered_as_a_command() -> None:
    cut = replace(ANSWERED, request_body=RawBody(b"{", total_bytes=9))
    async with dialog_of(cut) as dialog:
        await until(says(dialog, "HTTP 200"))
        curl = button_named(dialog, "Copy as cURL")

        assert curl is not None
        assert not curl.isEnabled()
        assert "The beginning is kept" in only(dialog, QLabel).text()


async def test_everything_to_click_has_a_name() -> None:
    async with dialog_of(REFUSED, ANSWERED) as dialog:
        buttons = [b for b in dialog.findChildren(QAbstractButton) if b.isVisible()]

        assert all(b.text() or b.accessibleName() for b in buttons)
        assert only(dialog, QPlainTextEdit).accessibleName()
        assert only(dialog, QComboBox).accessibleName()
