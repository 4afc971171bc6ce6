from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from supertoken_desktop.domain.errors import SecretDenied
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.provider_links import ProviderOffer
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.summons import (
    AddProvider,
    NewChat,
    OpenConversation,
    PrefillPrompt,
    QuickPrompt,
    Refused,
    ShowWindow,
    StayHidden,
    ToggleQuick,
)
from supertoken_desktop.secrets import MemorySecrets
from supertoken_desktop.ui.desk import Engine
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.question import Question
from supertoken_desktop.ui.summons.prompt_question import PromptQuestion
from supertoken_desktop.ui.summons.provider_question import ProviderQuestion
from supertoken_desktop.ui.summons.reception import MOST_WAITING, Reception
from supertoken_desktop.ui.tasks import Tasks
from tests.engine.scene import PROFILE
from tests.fakes.waiting import let_run, until
from tests.ui.desk.room import Room, desk_room

KEY = Secret("sk-" + "k" * 40 + "wxyz")
OFFER = ProviderOffer("https://new.example", KEY, "New relay")
AT_HOME = ProviderOffer(PROFILE.root, KEY)


@dataclass
class Hall:
    """The window, and who answers calls to it."""

    room: Room
    reception: Reception
    quick: list[str] = field(default_factory=list)
    toggles: list[bool] = field(default_factory=list)

    @property
    def questions(self) -> list[Question]:
        found = self.room.window.findChildren(Question)
        return [question for question in found if question.isVisible()]

    @property
    def question(self) -> Question:
        (question,) = self.questions
        return question

    @property
    def toasts(self) -> tuple[str, ...]:
        return self.room.window.toasts.texts

    @property
    def profiles(self) -> tuple[ProviderProfile, ...]:
        return self.room.scene.profiles.profiles

    @property
    def written(self) -> str:
        return self.room.page.composer.text()

    def offers(self, name: str) -> bool:
        buttons = self.question.findChildren(QPushButton)
        return any(b.text() == name and b.isVisible() for b in buttons)

    def words(self) -> str:
        return self.room.words().replace("\u200b", "")

    async def answer(self, name: str) -> None:
        await until(lambda: len(self.questions) == 1)
        asked = self.question
        self.room.click(name, asked)
        await until(lambda: asked not in self.questions)

    async def key_of(self, profile: ProviderProfile) -> Secret | None:
        return await self.room.scene.profiles.key_of(profile)


@asynccontextmanager
async def hall(*, has_provider: bool = True) -> AsyncIterator[Hall]:
    async with desk_room(has_provider=has_provider) as room:
        tasks = Tasks(room.errors.append)
        behind = room.scene
        engine = Engine(behind.chat, behind.library, behind.profiles, behind.preferences)
        reception = Reception(room.window, room.desk, engine, behind.catalogue, tasks)
        made = Hall(room, reception)
        reception.quick_wanted.connect(made.quick.append)
        reception.quick_toggled.connect(lambda: made.toggles.append(True))
        try:
            yield made
        finally:
            await tasks.close()


async def test_a_provider_is_added_only_after_yes() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(OFFER))
        await until(lambda: len(there.questions) == 1)
        before = len(there.profiles)
        said = there.words()
        await there.answer("Add")
        await until(lambda: len(there.profiles) == 2)

        assert before == 1
        assert "new.example" in said
        assert "sk-…wxyz" in said
        assert "kkkk" not in said
        added = there.profiles[-1]
        assert (added.name, added.root) == ("New relay", "https://new.example")
        assert await there.key_of(added) == KEY
        await until(lambda: there.toasts == ("New relay was added.",))


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
async def test_enter_and_escape_add_nothing(key: Qt.Key) -> None:
    async with hall() as there:
        there.reception.take(AddProvider(OFFER))
        await until(lambda: len(there.questions) == 1)
        QTest.keyClick(there.question, key)
        await until(lambda: there.questions == [])
        await let_run()

        assert there.profiles == (there.profiles[0],)


async def test_enter_on_a_button_that_was_gone_to_presses_it() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(OFFER))
        await until(lambda: len(there.questions) == 1)
        buttons = there.question.findChildren(QPushButton)
        QTest.keyClick(next(b for b in buttons if b.text() == "Add"), Qt.Key.Key_Return)

        await until(lambda: len(there.profiles) == 2)


async def test_a_link_sends_nothing_by_itself() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(OFFER))
        await there.answer("Add")
        await until(lambda: len(there.profiles) == 2)
        await let_run()

        assert there.room.scene.clients.asked_for == []


async def test_a_test_is_made_when_it_is_asked_for_and_says_what_came() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(OFFER))
        await until(lambda: len(there.questions) == 1)
        there.room.click("Test the connection", there.question)
        await until(lambda: "It works" in there.words())
        await there.answer("Cancel")

        assert len(there.profiles) == 1


async def test_the_same_host_may_be_replaced_with_its_key() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(AT_HOME))
        await until(lambda: len(there.questions) == 1)
        is_named = f"“{PROFILE.name}” is at this host already." in there.words()
        await there.answer("Replace")
        await until(lambda: there.toasts != ())

        assert is_named
        (kept,) = there.profiles
        assert (kept.id, kept.name) == (PROFILE.id, PROFILE.name)
        assert await there.key_of(kept) == KEY


async def test_the_same_host_may_be_added_once_more() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(AT_HOME))
        await there.answer("Add")
        await until(lambda: len(there.profiles) == 2)

        assert await there.key_of(PROFILE) == Secret("sk-test")


async def test_another_host_replaces_nobody() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(OFFER))
        await until(lambda: len(there.questions) == 1)

        assert not there.offers("Replace")
        await there.answer("Cancel")


async def test_a_link_without_a_key_leaves_the_key_that_is_there() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(ProviderOffer(PROFILE.root)))
        await until(lambda: len(there.questions) == 1)
        has_test = there.offers("Test the connection")
        await there.answer("Replace")
        await until(lambda: there.toasts != ())

        assert not has_test
        assert await there.key_of(PROFILE) == Secret("sk-test")


async def test_models_of_the_link_can_be_chosen_afterwards() -> None:
    async with hall() as there:
        offer = ProviderOffer("https://new.example", KEY, models=("own-1", "own-2"))
        there.reception.take(AddProvider(offer))
        await there.answer("Add")
        await until(lambda: there.toasts != ())

        models = there.room.scene.catalogue.models(there.profiles[-1].id)
        assert {"own-1", "own-2"} <= {model.model_id for model in models}


async def test_the_first_provider_by_link_leads_to_the_chat() -> None:
    async with hall(has_provider=False) as there:
        there.reception.take(AddProvider(OFFER))
        await there.answer("Add")
        await until(lambda: there.room.pages != [])

        assert there.room.page.isVisible()


async def test_an_address_that_cannot_be_used_is_said_and_not_asked() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(ProviderOffer("ftp://relay.example", KEY)))
        await until(lambda: there.toasts != ())

        assert there.questions == []
        assert "cannot be used" in there.toasts[0]


async def test_a_key_that_cannot_be_kept_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_secrets: MemorySecrets, _ref: str, _key: Secret) -> None:
        raise SecretDenied("denied")

    async with hall() as there:
        monkeypatch.setattr(MemorySecrets, "write", refuse)
        there.reception.take(AddProvider(OFFER))
        await there.answer("Add")
        await until(lambda: there.toasts != ())

        assert len(there.profiles) == 1


async def test_a_text_goes_into_a_new_chat_after_yes_and_is_not_sent() -> None:
    async with hall() as there:
        await there.room.answered("Hello there")
        there.reception.take(PrefillPrompt("Translate\nthis"))
        await until(lambda: len(there.questions) == 1)
        shown = there.question.findChildren(QPlainTextEdit)[0].toPlainText()
        await there.answer("Put into a new chat")
        await until(lambda: there.written == "Translate\nthis")

        assert shown == "Translate\nthis"
        assert there.room.page.conversation_id is None
        assert len(there.room.scene.library.conversations) == 1


async def test_a_text_that_is_turned_away_changes_nothing() -> None:
    async with hall() as there:
        conversation_id = await there.room.answered("Hello there")
        there.reception.take(PrefillPrompt("Translate this"))
        await there.answer("Cancel")
        await let_run()

        assert there.room.open_id == conversation_id
        assert there.written == ""


async def test_what_is_written_already_stays_above_the_text() -> None:
    async with hall() as there:
        there.room.page.composer.set_text("My own draft")
        there.reception.take(PrefillPrompt("and this"))
        await there.answer("Put into a new chat")
        await until(lambda: "and this" in there.written)

        assert there.written == "My own draft\n\nand this"


async def test_the_draft_of_the_new_chat_stays_when_another_chat_is_open() -> None:
    async with hall() as there:
        there.room.page.composer.set_text("My own draft")
        await there.room.scene.library.save_draft(None, "My own draft")
        there.room.page.composer.set_text("")
        await there.room.answered("Hello there")
        await there.room.scene.library.save_draft(None, "My own draft")
        there.reception.take(NewChat("and this"))
        await until(lambda: "and this" in there.written)

        assert there.written == "My own draft\n\nand this"


async def test_a_text_without_a_provider_is_put_off_in_words() -> None:
    async with hall(has_provider=False) as there:
        there.reception.take(PrefillPrompt("Translate this"))
        await until(lambda: there.toasts != ())

        assert there.questions == []
        assert "Set up a provider first" in there.toasts[0]


async def test_a_new_chat_is_opened_without_a_question() -> None:
    async with hall() as there:
        await there.room.answered("Hello there")
        there.reception.take(NewChat())
        await until(lambda: there.room.page.conversation_id is None)

        assert there.questions == []


async def test_a_conversation_is_opened_without_a_question() -> None:
    async with hall() as there:
        conversation_id = await there.room.answered("Hello there")
        await there.room.new_chat()
        there.reception.take(OpenConversation(conversation_id))
        await until(lambda: there.room.open_id == conversation_id)


async def test_a_conversation_is_opened_at_a_message() -> None:
    async with hall() as there:
        conversation_id = await there.room.answered("Hello there")
        (question, _answer) = await there.room.scene.store.messages(conversation_id)
        await there.room.new_chat()
        there.reception.take(OpenConversation(conversation_id, question.id))
        await until(lambda: there.room.open_id == conversation_id)

        assert there.toasts == ()


async def test_a_conversation_that_is_not_here_is_said() -> None:
    async with hall() as there:
        there.reception.take(OpenConversation(ConversationId("none"), MessageId("none")))
        await until(lambda: there.toasts != ())

        assert there.toasts == ("This conversation is not here. It may have been deleted.",)


async def test_without_its_message_a_conversation_is_opened_all_the_same() -> None:
    async with hall() as there:
        conversation_id = await there.room.answered("Hello there")
        await there.room.new_chat()
        there.reception.take(OpenConversation(conversation_id, MessageId("none")))
        await until(lambda: there.room.open_id == conversation_id)

        assert there.toasts == ("The message is not here. It may have been deleted.",)


async def test_one_question_is_asked_at_a_time_in_order() -> None:
    async with hall() as there:
        there.reception.take(PrefillPrompt("one"))
        there.reception.take(AddProvider(OFFER))
        there.reception.take(PrefillPrompt("two"))
        await until(lambda: len(there.questions) == 1)
        first = type(there.question)
        await there.answer("Cancel")
        await until(lambda: len(there.questions) == 1)
        second = type(there.question)
        await there.answer("Cancel")
        await until(lambda: len(there.questions) == 1)
        third = there.question.findChildren(QPlainTextEdit)[0].toPlainText()
        await there.answer("Cancel")
        await let_run()

        assert (first, second, third) == (PromptQuestion, ProviderQuestion, "two")
        assert there.questions == []


async def test_a_flood_of_links_is_bounded_and_the_same_one_counts_once() -> None:
    async with hall() as there:
        for _time in range(10):
            there.reception.take(PrefillPrompt("the same"))
        for number in range(100):
            there.reception.take(PrefillPrompt(str(number)))
        await until(lambda: len(there.questions) == 1)
        asked = 0
        while there.questions:
            await there.answer("Cancel")
            asked += 1
            await let_run(50)

        assert asked == MOST_WAITING
        assert set(there.toasts) == {"Too many links came at once. The last ones are left out."}
        assert len(there.toasts) == 1


async def test_the_quick_prompt_is_for_others_and_leaves_the_window_alone() -> None:
    async with hall() as there:
        there.room.window.hide()
        there.reception.take(QuickPrompt("hi"))
        there.reception.take(ToggleQuick())
        there.reception.take(StayHidden())

        assert there.quick == ["hi"]
        assert there.toggles == [True]
        assert not there.room.window.isVisible()


async def test_a_call_without_a_wish_shows_the_window() -> None:
    async with hall() as there:
        there.room.window.hide()
        there.reception.take(ShowWindow())

        assert there.room.window.isVisible()


@pytest.mark.parametrize("reason", ["unknown", "too-long", "unreadable", "incomplete"])
async def test_a_link_that_is_refused_is_said_in_one_sentence(reason: str) -> None:
    async with hall() as there:
        there.reception.take(Refused(reason))

        assert len(there.toasts) == 1
        assert there.questions == []


async def test_a_question_follows_the_language_and_still_shows_all() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(AT_HOME))
        await until(lambda: len(there.questions) == 1)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        language = Language(app)
        language.apply("zh_CN")
        await until(lambda: "服务商" in there.question.windowTitle())

        asked = there.question
        assert all(
            asked.rect().contains(button.geometry())
            for button in asked.findChildren(QPushButton)
            if button.isVisible()
        )
        language.apply("en")
        await there.answer("Cancel")


async def test_the_window_that_closes_takes_its_question_along() -> None:
    async with hall() as there:
        there.reception.take(AddProvider(OFFER))
        await until(lambda: len(there.questions) == 1)

    assert there.profiles == (there.profiles[0],)
