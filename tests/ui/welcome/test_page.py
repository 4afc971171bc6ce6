from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from supertoken_desktop.api.address import AddressRejected, endpoint, normalise
from supertoken_desktop.domain.errors import ErrorDetail, KeyRefused
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import AddressPreview, Profiles
from supertoken_desktop.secrets import MemorySecrets
from supertoken_desktop.settings import Settings
from supertoken_desktop.store.database import open_store
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.welcome.page import WelcomePage
from tests.fakes.client import FakeClient, FakeClients, Gate, Step, answer
from tests.fakes.clock import ManualClock
from tests.fakes.policies import NoLimits
from tests.fakes.waiting import until

W = TypeVar("W", bound=QWidget)


class Desk:
    """The page with what it stands on."""

    def __init__(self, profiles: Profiles, theme: Theme, qtbot: QtBot) -> None:
        self.profiles = profiles
        self.errors: list[BaseException] = []
        self.tasks = Tasks(self.errors.append)
        self.page = WelcomePage(profiles, self.tasks, theme)
        self.ready: list[str] = []
        self.page.provider_ready.connect(self.ready.append)
        qtbot.addWidget(self.page)
        self.page.resize(900, 700)
        self.page.show()
        self.provider = _child(self.page, QComboBox)
        self.address, self.key = self.page.findChildren(QLineEdit)

    def button(self, text: str) -> QPushButton:
        return next(b for b in self.page.findChildren(QPushButton) if b.text() == text)

    def is_offered(self, text: str) -> bool:
        return any(b.text() == text and b.isVisible() for b in self.page.findChildren(QPushButton))

    def words(self) -> str:
        labels = self.page.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@asynccontextmanager
async def _desk(theme: Theme, qtbot: QtBot, *script: Step) -> AsyncIterator[Desk]:
    store = await open_store(None, None)
    scripts: list[Sequence[Step]] = [script or answer("OK")]
    desk = Desk(
        Profiles(
            store,
            MemorySecrets(),
            FakeClients(FakeClient(scripts)),
            Preferences(Settings(), _write_nothing),
            _preview,
            ManualClock(),
            NoLimits(),
        ),
        theme,
        qtbot,
    )
    try:
        yield desk
    finally:
        await desk.tasks.close()
        await store.close()
        assert desk.errors == []


async def test_supertoken_is_offered_first_and_the_caret_waits_for_the_key(
    theme: Theme, qtbot: QtBot
) -> None:
    async with _desk(theme, qtbot) as desk:
        assert desk.provider.currentText() == "SuperToken"
        assert desk.address.text() == "https://api.supertoken.cc/v1"
        assert desk.page.focusWidget() is desk.key or desk.key.hasFocus()
        assert not desk.button("Test and continue").isEnabled()


async def test_choosing_token502_fills_its_address_in(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        desk.provider.setFocus()
        QTest.keyClick(desk.provider, Qt.Key.Key_Down)

        assert desk.address.text() == "https://api.token502.com/v1"
        assert "https://api.token502.com/v1/chat/completions" in desk.words()


async def test_the_final_address_shows_while_one_types(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        desk.address.clear()
        QTest.keyClicks(desk.address, "https://relay.example/v1/chat/completions/")

        assert "Requests go to https://relay.example/v1/chat/completions" in desk.words()
        assert desk.provider.currentText() == "Another one"


async def test_an_address_that_leads_nowhere_is_said(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        desk.key.setText("sk-abc")
        desk.address.setText("ftp://relay.example")

        assert "The address must begin with https://." in desk.words()
        assert not desk.button("Test and continue").isEnabled()


async def test_a_good_key_is_tested_kept_and_told(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        desk.key.setText('  "Bearer sk-abc123"\n')
        QTest.keyClick(desk.key, Qt.Key.Key_Return)
        await until(lambda: bool(desk.ready))

        (profile,) = desk.profiles.profiles
        assert desk.ready == [profile.id]
        assert (profile.name, profile.root) == ("SuperToken", "https://api.supertoken.cc")
        assert await desk.profiles.key_of(profile) == Secret("sk-abc123")
        assert desk.profiles.get(ProfileId(desk.ready[0])) == profile


async def test_a_refused_key_is_said_and_nothing_is_kept(theme: Theme, qtbot: QtBot) -> None:
    refused = KeyRefused(detail=ErrorDetail(status=401, message="invalid token"))
    async with _desk(theme, qtbot, refused) as desk:
        desk.key.setText("sk-wrong")
        desk.button("Test and continue").click()
        await until(lambda: desk.is_offered("Continue anyway"))

        assert "401 · invalid token" in desk.words()
        assert desk.profiles.profiles == ()
        assert desk.ready == []


async def test_one_can_go_on_with_a_key_that_failed_the_test(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, KeyRefused()) as desk:
        desk.key.setText("sk-wrong")
        desk.button("Test and continue").click()
        await until(lambda: desk.is_offered("Continue anyway"))
        desk.button("Continue anyway").click()
        await until(lambda: bool(desk.ready))

        assert len(desk.profiles.profiles) == 1


async def test_a_new_key_takes_the_old_verdict_away(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, KeyRefused()) as desk:
        desk.key.setText("sk-wrong")
        desk.button("Test and continue").click()
        await until(lambda: desk.is_offered("Continue anyway"))
        QTest.keyClicks(desk.key, "er")

        assert not desk.is_offered("Continue anyway")


async def test_a_test_under_way_is_not_started_twice(theme: Theme, qtbot: QtBot) -> None:
    gate = Gate()
    async with _desk(theme, qtbot, gate, *answer("OK")) as desk:
        desk.key.setText("sk-abc123")
        desk.button("Test and continue").click()
        await gate.reached.wait()
        QTest.keyClick(desk.key, Qt.Key.Key_Return)
        can_start = desk.button("Testing…").isEnabled()
        gate.open()
        await until(lambda: bool(desk.ready))

        assert not can_start
        assert len(desk.profiles.profiles) == 1


async def test_the_key_is_hidden_until_one_asks_to_see_it(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        hidden = desk.key.echoMode()
        _child(desk.key, QToolButton).click()

        assert hidden == QLineEdit.EchoMode.Password
        assert desk.key.echoMode() == QLineEdit.EchoMode.Normal


async def test_where_keys_are_kept_is_said(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        assert "your key stays in memory" in desk.words()


async def test_the_demo_is_one_press_away(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        with qtbot.waitSignal(desk.page.demo_chosen):
            QTest.keyClick(desk.button("Start the demo"), Qt.Key.Key_Space)


async def test_the_tab_key_goes_through_in_reading_order(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        desk.key.setText("sk-abc123")
        desk.provider.setFocus()
        order = [desk.page.focusWidget()]
        for _step in range(4):
            desk.page.focusNextChild()
            order.append(desk.page.focusWidget())

        assert order == [
            desk.provider,
            desk.address,
            desk.key,
            desk.button("Test and continue"),
            desk.button("Start the demo"),
        ]


async def test_a_small_window_scrolls_down_but_never_sideways(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        desk.page.resize(720, 440)
        content = desk.page.widget()
        assert content is not None
        viewport = desk.page.viewport()
        await until(lambda: content.width() <= viewport.width())

        assert content.minimumSizeHint().width() <= viewport.width()
        assert content.height() >= content.minimumSizeHint().height()


async def test_everything_that_can_be_used_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        fields: list[QWidget] = [desk.provider, desk.address, desk.key]
        buttons = [*desk.page.findChildren(QPushButton), *desk.page.findChildren(QToolButton)]

        assert all(field.accessibleName() for field in fields)
        assert all(button.accessibleName() or button.text() for button in buttons)


def _preview(text: str) -> AddressPreview:
    try:
        root = normalise(text).root
    except AddressRejected as rejected:
        return AddressPreview("", "", rejected.reason)
    return AddressPreview(root, endpoint(root, "chat/completions"), None)


async def _write_nothing(_settings: Settings) -> None:
    return None


def _child(parent: QWidget, kind: type[W]) -> W:
    found = parent.findChild(kind)
    assert isinstance(found, kind)
    return found


LINK = "ama://set-api-key?server=https%3A%2F%2F{host}&key=sk-from-the-link"


@pytest.mark.parametrize(
    ("host", "provider"), [("api.token502.com", "Token502"), ("new.example", "Another one")]
)
@pytest.mark.parametrize("field", ["address", "key"])
async def test_a_link_pasted_into_either_field_fills_both(
    theme: Theme, qtbot: QtBot, host: str, provider: str, field: str
) -> None:
    async with _desk(theme, qtbot) as desk:
        _paste(desk, field, LINK.format(host=host))

        assert desk.address.text() == f"https://{host}"
        assert desk.key.text() == "sk-from-the-link"
        assert desk.key.echoMode() is QLineEdit.EchoMode.Password
        assert desk.provider.currentText() == provider
        assert desk.button("Test and continue").isEnabled()
        assert desk.profiles.profiles == ()


async def test_a_link_without_a_key_waits_for_one(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        _paste(desk, "address", "ama://set-api-key?server=https%3A%2F%2Fnew.example")

        assert desk.address.text() == "https://new.example"
        assert desk.key.text() == ""
        assert desk.page.focusWidget() is desk.key or desk.key.hasFocus()


async def test_an_ordinary_address_with_a_query_is_no_link(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        _paste(desk, "address", "https://relay.example/v1?x=1")

        assert desk.address.text() == "https://relay.example/v1?x=1"


def _paste(desk: Desk, field: str, text: str) -> None:
    QApplication.clipboard().setText(text)
    edit = desk.address if field == "address" else desk.key
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
