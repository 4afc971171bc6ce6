import time

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListView

from supertoken_desktop.domain.errors import ConnectFailed
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.ui.chat.model_list import ByHand, matching_rows, row_words
from supertoken_desktop.ui.chat.model_picker import ModelPicker
from tests.fakes.client import answer
from tests.fakes.waiting import until
from tests.ui.chat.room import Room, chat_room, only

P = ProfileId("p1")
MODELS = (
    Model(P, "gpt-5.2", description="Newest GPT-5 model", context_window=200_000, must_stream=True),
    Model(P, "claude-haiku-4-5", description="Fast version", context_window=200_000),
    Model(P, "gemini-2.0-flash", description="Fast version", context_window=1_000_000),
)


def opened(room: Room) -> ModelPicker:
    room.actions.action("choose-model").trigger()
    return room.page.findChildren(ModelPicker)[0]


def models_of(picker: ModelPicker) -> QListView:
    lists = picker.findChildren(QListView)
    return next(found for found in lists if found.accessibleName() == "Models")


def rows_of(picker: ModelPicker) -> list[str]:
    model = models_of(picker).model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_every_word_of_the_search_must_fit() -> None:
    assert matching_rows(MODELS, "fast flash")[:-1] == (MODELS[2],)
    assert matching_rows(MODELS, "FAST")[:-1] == MODELS[1:]
    assert matching_rows(MODELS, "") == MODELS


def test_what_nobody_lists_can_be_used_as_it_is() -> None:
    assert matching_rows(MODELS, " my-model ") == (ByHand("my-model"),)
    assert ByHand("gpt-5.2") not in matching_rows(MODELS, "gpt-5.2")


@given(st.text(max_size=20))
def test_a_search_never_hides_its_own_offer(query: str) -> None:
    rows = matching_rows(MODELS, query)

    is_known = query.strip() in {model.model_id for model in MODELS}
    assert (ByHand(query.strip()) in rows) is (bool(query.strip()) and not is_known)
    assert all(row_words(row) for row in rows)


async def test_enter_picks_what_was_searched_and_the_conversation_asks_it() -> None:
    async with chat_room(answer("one"), answer("two")) as room:
        await room.answered("hi")
        picker = opened(room)

        QTest.keyClicks(only(picker, QLineEdit), "haiku")
        QTest.keyClick(only(picker, QLineEdit), Qt.Key.Key_Return)
        await until(lambda: room.scene.library.conversations[0].model_id == "claude-haiku-4-5")
        await room.answered("again")

        assert not picker.isVisible()
        assert room.scene.client.requests[-1].model_id == "claude-haiku-4-5"


async def test_arrows_move_in_the_list_while_the_caret_stays_in_the_search() -> None:
    async with chat_room() as room:
        picker = opened(room)
        before = models_of(picker).currentIndex().row()

        QTest.keyClick(only(picker, QLineEdit), Qt.Key.Key_Down)

        assert models_of(picker).currentIndex().row() == before + 1
        picker.close()


async def test_the_model_in_use_is_there_also_when_nobody_lists_it() -> None:
    async with chat_room() as room:
        picker = opened(room)

        assert rows_of(picker)[0] == "claude-x"
        assert models_of(picker).currentIndex().row() == 0
        picker.close()


async def test_without_a_conversation_the_choice_is_for_new_chats() -> None:
    async with chat_room() as room:
        picker = opened(room)
        QTest.keyClicks(only(picker, QLineEdit), "gemini-2.5")
        QTest.keyClick(only(picker, QLineEdit), Qt.Key.Key_Return)
        await until(lambda: room.scene.profiles.profiles[0].default_model_id == "gemini-2.5-pro")

        await room.answered("hi")

        assert room.scene.client.requests[0].model_id == "gemini-2.5-pro"


async def test_a_model_added_by_hand_stays_in_the_list() -> None:
    async with chat_room() as room:
        picker = opened(room)
        QTest.keyClicks(only(picker, QLineEdit), "my-own-model")
        assert rows_of(picker) == ["Use “my-own-model”"]

        QTest.keyClick(only(picker, QLineEdit), Qt.Key.Key_Return)

        profile = room.scene.profiles.profiles[0]
        await until(lambda: room.scene.catalogue.models(profile.id)[0].model_id == "my-own-model")


async def test_another_provider_can_be_chosen() -> None:
    other = ProviderProfile(ProfileId("p2"), "Other", "https://other.example", "p2")
    async with chat_room() as room:
        await room.scene.profiles.add(other, None)
        await room.answered("hi")
        picker = opened(room)
        providers = only(picker, QComboBox)

        providers.setCurrentIndex(1)
        providers.activated.emit(1)
        QTest.keyClicks(only(picker, QLineEdit), "gpt-5.1")
        QTest.keyClick(only(picker, QLineEdit), Qt.Key.Key_Return)

        await until(lambda: room.scene.library.conversations[0].profile_id == other.id)


async def test_a_list_that_cannot_be_fetched_says_so_and_keeps_what_is_known() -> None:
    async with chat_room() as room:
        room.scene.client.models = ConnectFailed(reason="net-refused")
        picker = opened(room)
        known = rows_of(picker)

        room.click(picker, "Fetch the list of models anew")

        def notes() -> list[str]:
            texts = (label.text() for label in picker.findChildren(QLabel))
            return [text for text in texts if "kept" in text]

        await until(lambda: bool(notes()))

        assert "Could not reach" in notes()[0]
        assert rows_of(picker) == known
        picker.close()


async def test_another_model_can_answer_the_same_question() -> None:
    async with chat_room(answer("one"), answer("two")) as room:
        await room.answered("hi")
        await until(lambda: len(room.footers()) == 2)
        menu = room.footers()[-1]._make_menu()

        wanted = "Answer again with another model…"
        next(a for a in menu.actions() if a.text() == wanted).trigger()
        picker = room.page.findChildren(ModelPicker)[0]
        QTest.keyClicks(only(picker, QLineEdit), "haiku")
        QTest.keyClick(only(picker, QLineEdit), Qt.Key.Key_Return)
        await until(lambda: len(room.scene.client.requests) == 2)
        await until(lambda: not room.scene.chat.running_turns())

        assert await room.path_texts() == ["hi", "two"]
        assert room.scene.client.requests[-1].model_id == "claude-haiku-4-5"


async def test_fifteen_hundred_models_open_within_a_moment() -> None:
    async with chat_room() as room:
        profile = room.scene.profiles.profiles[0]
        many = tuple(Model(profile.id, f"vendor/model-{n}") for n in range(1500))
        room.scene.client.models = many
        await room.scene.catalogue.refresh(profile.id)

        began = time.process_time()
        picker = opened(room)
        took_s = time.process_time() - began

        assert len(rows_of(picker)) == 1501
        assert took_s < 0.5
        picker.close()
