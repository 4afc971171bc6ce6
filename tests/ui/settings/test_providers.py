from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QSpinBox,
)

from supertoken_desktop.domain.errors import SecretDenied
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import Limits
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.secrets import MemorySecrets
from supertoken_desktop.settings import Settings
from supertoken_desktop.store.database import open_store
from tests.fakes.waiting import let_run, until
from tests.ui.settings.room import KEY, SUPERTOKEN, TOKEN502, Room, caret, settings_room


def shown_root(room: Room) -> str:
    return room.shown(QLineEdit, "Address").text()


async def key_of(room: Room, profile_id: str) -> Secret | None:
    profile = room.profiles.get(ProfileId(profile_id))
    assert profile is not None
    return await room.profiles.key_of(profile)


async def test_the_form_shows_the_provider_that_is_chosen() -> None:
    async with settings_room() as room:
        room.choose_provider("Token502")

        assert room.shown(QLineEdit, "Name").text() == "Token502"
        assert shown_root(room) == "https://two.example"


@pytest.mark.parametrize(
    ("name", "root"),
    [("SuperToken", "https://api.supertoken.cc"), ("Token502", "https://api.token502.com")],
)
async def test_a_known_relay_is_added_and_waits_for_its_key(name: str, root: str) -> None:
    async with settings_room(providers=()) as room:
        room.add_from_menu(name)
        await until(lambda: len(room.profiles.profiles) == 1)

        assert room.profiles.profiles[0].root == root
        await until(lambda: caret(room, "Key"))


async def test_another_relay_is_asked_for_until_its_address_is_one() -> None:
    async with settings_room(providers=()) as room:
        room.add_from_menu("Another relay…")
        await until(lambda: bool(questions(room)))
        answer(room, "ftp://relay.example")
        await until(lambda: bool(questions(room)) and "must begin" in question_words(room))
        answer(room, "https://third.example/v1/chat/completions/")
        await until(lambda: len(room.profiles.profiles) == 1)

        assert room.profiles.profiles[0].name == "third.example"
        assert room.profiles.profiles[0].root == "https://third.example"


async def test_turning_away_from_the_address_adds_nothing() -> None:
    async with settings_room(providers=()) as room:
        room.add_from_menu("Another relay…")
        await until(lambda: bool(questions(room)))
        QTest.keyClick(questions(room)[0], Qt.Key.Key_Escape)
        await until(lambda: not questions(room))

        assert room.profiles.profiles == ()


async def test_the_final_address_is_shown_while_one_types() -> None:
    async with settings_room() as room:
        room.type_into("Address", "https://new.example/v1/")

        assert "Requests go to https://new.example/v1/chat/completions" in room.words()


@pytest.mark.parametrize(
    "pasted",
    [
        "https://new.example",
        " https://new.example/v1 ",
        "https://new.example/v1/",
        "https://new.example/v1/chat/completions",
        "https://new.example/chat/completions/",
    ],
)
async def test_a_pasted_address_is_brought_into_its_plain_form(pasted: str) -> None:
    async with settings_room() as room:
        room.enter("Address", pasted)
        await until(lambda: room.profiles.profiles[0].root == "https://new.example")

        assert shown_root(room) == "https://new.example"


async def test_a_wrong_address_is_said_and_changes_nothing() -> None:
    async with settings_room() as room:
        room.enter("Address", "http://relay.example")
        await let_run()

        assert "The address must begin with https://" in room.words()
        assert room.profiles.profiles[0].root == SUPERTOKEN.root


async def test_half_an_address_is_not_used_before_it_is_whole() -> None:
    async with settings_room() as room:
        room.type_into("Address", "https://one.exam")
        await let_run()

        assert room.profiles.profiles[0].root == SUPERTOKEN.root


async def test_a_new_name_is_in_force_after_a_pause() -> None:
    async with settings_room() as room:
        room.type_into("Name", "Mine")
        await until(lambda: room.profiles.profiles[0].name == "Mine")

        assert room.provider_names() == ["Mine", "Token502"]


async def test_an_empty_name_keeps_the_old_one() -> None:
    async with settings_room() as room:
        room.enter("Name", "")
        await let_run()

        assert room.profiles.profiles[0].name == "SuperToken"


async def test_a_pasted_key_is_cleaned_kept_and_out_of_sight() -> None:
    async with settings_room() as room:
        room.choose_provider("Token502")
        room.enter("Key", ' "Bearer sk-new" ')
        await until(lambda: "A key is kept" in room.words())

        assert await key_of(room, "p2") == Secret("sk-new")
        assert room.shown(QLineEdit, "Key").text() == ""


async def test_a_kept_key_is_shown_as_kept_only() -> None:
    async with settings_room() as room:
        await until(lambda: "A key is kept" in room.words())

        field = room.shown(QLineEdit, "Key")
        assert field.text() == ""
        assert KEY.reveal() not in field.placeholderText() + room.words()


async def test_a_key_that_the_keyring_refuses_stays_in_its_field() -> None:
    async with settings_room(secrets=RefusingSecrets()) as room:
        room.enter("Key", "sk-new")
        await until(lambda: "did not hand over the key" in room.words())

        assert room.shown(QLineEdit, "Key").text() == "sk-new"


async def test_forgetting_the_key_takes_it_from_the_keyring() -> None:
    async with settings_room() as room:
        await until(lambda: room.shown(QPushButton, "Forget the key").isEnabled())
        room.click("Forget the key")
        await until(lambda: "No key is kept" in room.words())

        assert await key_of(room, "p1") is None
        assert not room.shown(QPushButton, "Forget the key").isEnabled()


async def test_a_key_typed_for_one_provider_never_goes_to_another() -> None:
    async with settings_room() as room:
        room.type_into("Key", "sk-first")
        room.choose_provider("Token502")
        await let_run()

        assert room.shown(QLineEdit, "Key").text() == ""
        assert await key_of(room, "p2") is None


async def test_removing_asks_first() -> None:
    async with settings_room() as room:
        room.click("Remove the provider")
        await room.answer_box("Cancel")
        await until(lambda: not room.boxes())

        assert len(room.profiles.profiles) == 2


async def test_a_removed_provider_takes_its_key_and_form_along() -> None:
    async with settings_room(providers=(SUPERTOKEN,)) as room:
        room.click("Remove the provider")
        await room.answer_box("Remove")
        await until(lambda: not room.profiles.profiles)

        assert "There is no provider yet" in room.words()
        assert not any(b.text() == "Test the connection" for b in visible_buttons(room))
        await room.profiles.add(SUPERTOKEN, None)
        assert await key_of(room, "p1") is None


async def test_moving_down_changes_the_order_and_keeps_the_choice() -> None:
    async with settings_room() as room:
        room.click("Move down")
        await until(lambda: [p.id for p in room.profiles.profiles] == ["p2", "p1"])

        assert room.provider_names() == ["Token502", "SuperToken"]
        assert room.providers.currentRow() == 1
        assert not room.shown(QAbstractButton, "Move down").isEnabled()


async def test_the_default_provider_is_chosen_by_its_tick() -> None:
    async with settings_room() as room:
        room.choose_provider("Token502")
        room.click("Use for new chats")
        await until(lambda: room.settings.default_profile_id == "p2")

        assert room.profiles.current is not None
        assert room.profiles.current.id == "p2"
        assert room.providers.item(1).text() == "Token502 (for new chats)"


async def test_the_tick_follows_a_default_that_is_chosen_elsewhere() -> None:
    async with settings_room() as room:
        await room.preferences.update(default_profile_id="p2")

        assert not room.shown(QCheckBox, "Use for new chats").isChecked()


async def test_limits_are_kept_and_zero_is_none() -> None:
    async with settings_room() as room:
        room.enter("Requests a minute", "7")
        room.enter("Requests at once", "0")
        await until(lambda: room.profiles.profiles[0].limits == Limits(7, 3600, None))

        assert room.shown(QSpinBox, "Requests at once").text() == "No limit"


async def test_a_limit_out_of_range_is_said_and_changes_nothing() -> None:
    async with settings_room() as room:
        field = room.type_into("Requests at once", "99999")
        assert "Only numbers from 0 to 1,000; nothing was changed." in room.words()
        QTest.keyClick(field, Qt.Key.Key_Return)
        await let_run()

        assert room.profiles.profiles[0].limits == SUPERTOKEN.limits
        assert room.shown(QSpinBox, "Requests at once").value() == 10


async def test_what_was_set_for_a_provider_survives_a_restart() -> None:
    store = await open_store(None, None)
    try:
        async with settings_room(store=store, providers=(SUPERTOKEN,)) as room:
            room.enter("Requests an hour", "100")
            room.click("GPT models must stream on this relay")
            room.enter("Name", "Mine")
        async with settings_room(store=store, providers=()) as room:
            assert room.shown(QLineEdit, "Name").text() == "Mine"
            assert room.shown(QSpinBox, "Requests an hour").value() == 100
            assert not room.shown(QCheckBox, "GPT models must stream on this relay").isChecked()
    finally:
        await store.close()


async def test_a_field_that_is_typed_in_keeps_its_text_while_others_change_the_provider() -> None:
    async with settings_room() as room:
        room.type_into("Address", "https://half.exam")
        await room.profiles.update(replace(SUPERTOKEN, default_model_id="claude-x"))

        assert shown_root(room) == "https://half.exam"


async def test_the_demo_can_be_looked_at_and_not_be_changed() -> None:
    async with settings_room(providers=(), settings=Settings()) as room:
        demo = replace(TOKEN502, id=ProfileId("demo"), root="http://127.0.0.1:9", is_demo=True)
        room.profiles.lend(demo, KEY)

        assert "The demo has a key of its own." in room.words()
        for name in ("Name", "Address", "Key"):
            assert not room.shown(QLineEdit, name).isEnabled()
        assert not room.shown(QAbstractButton, "Remove the provider").isEnabled()


class RefusingSecrets(MemorySecrets):
    """A keyring that lets nothing new in."""

    async def write(self, ref: str, secret: Secret) -> None:
        if secret != KEY:
            raise SecretDenied("locked")
        await super().write(ref, secret)


def questions(room: Room) -> list[QDialog]:
    return [d for d in room.dialog.findChildren(QDialog) if d.isVisible()]


def question_words(room: Room) -> str:
    return questions(room)[0].findChildren(QLineEdit)[0].accessibleName()


def answer(room: Room, text: str) -> None:
    field = questions(room)[0].findChildren(QLineEdit)[0]
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def visible_buttons(room: Room) -> list[QPushButton]:
    return [b for b in room.dialog.findChildren(QPushButton) if b.isVisible()]


def paste_into(room: Room, name: str, text: str) -> None:
    QApplication.clipboard().setText(text)
    field = room.shown(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


LINK = "opencat://team/join?domain=https%3A%2F%2Fnew.example&token=sk-from-the-link-0000000"


@pytest.mark.parametrize("field", ["Address", "Key"])
async def test_a_link_pasted_into_the_form_fills_address_and_key(field: str) -> None:
    async with settings_room() as room:
        paste_into(room, field, LINK)
        await until(lambda: room.profiles.profiles[0].root == "https://new.example")
        await room.dialog.settle()

        assert await key_of(room, SUPERTOKEN.id) == Secret("sk-from-the-link-0000000")
        assert shown_root(room) == "https://new.example"
        assert room.shown(QLineEdit, "Key").text() == ""


async def test_a_link_to_nowhere_pasted_into_the_form_changes_nothing() -> None:
    async with settings_room() as room:
        paste_into(room, "Key", LINK.replace("https", "ftp"))
        await room.dialog.settle()

        assert room.profiles.profiles[0].root == SUPERTOKEN.root
        assert await key_of(room, SUPERTOKEN.id) == KEY
        assert "https://" in room.words()


async def test_a_link_may_stand_for_the_address_of_another_relay() -> None:
    async with settings_room(providers=()) as room:
        room.add_from_menu("Another relay…")
        await until(lambda: bool(questions(room)))
        answer(room, LINK)
        await until(lambda: len(room.profiles.profiles) == 1)

        (added,) = room.profiles.profiles
        assert (added.name, added.root) == ("new.example", "https://new.example")
        assert await key_of(room, added.id) == Secret("sk-from-the-link-0000000")
