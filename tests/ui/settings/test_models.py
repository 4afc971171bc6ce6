import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from supertoken_desktop.domain.errors import ErrorDetail, KeyRefused
from supertoken_desktop.domain.model import Model
from supertoken_desktop.store.database import open_store
from supertoken_desktop.ui.settings.models_table import ModelTable
from tests.fakes.waiting import let_run, until
from tests.ui.settings.room import SUPERTOKEN, TOKEN502, Room, settings_room

MANY = 1500
STREAM = 2


def table(room: Room) -> ModelTable:
    return room.shown(ModelTable, "Models")


def names(room: Room) -> list[str]:
    model = table(room).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def chosen_name(room: Room) -> str:
    line = table(room).chosen()
    return "" if line is None else line.model.name


def stream_of(room: Room, name: str) -> object:
    """What the stream column says of a model: a tick's state, or words."""
    index = table(room).model().index(names(room).index(name), STREAM)
    state = index.data(Qt.ItemDataRole.CheckStateRole)
    return index.data() if state is None else Qt.CheckState(state) == Qt.CheckState.Checked


async def test_the_built_in_models_are_shown_where_there_is_no_list() -> None:
    async with settings_room(page="models") as room:
        assert len(names(room)) == 9
        assert "9 models" in room.words()


async def test_models_that_must_stream_offer_no_choice() -> None:
    async with settings_room(page="models") as room:
        assert stream_of(room, "gpt-5.2") == "always"
        assert stream_of(room, "claude-opus-4-6") is True


async def test_space_switches_streaming_of_the_row_off_and_on() -> None:
    async with settings_room(page="models") as room:
        table(room).choose("claude-opus-4-6")
        QTest.keyClick(table(room), Qt.Key.Key_Space)
        await until(lambda: stream_of(room, "claude-opus-4-6") is False)

        assert room.catalogue.find(SUPERTOKEN.id, "claude-opus-4-6").streams is False
        assert not room.catalogue.streams(SUPERTOKEN, "claude-opus-4-6")
        QTest.keyClick(table(room), Qt.Key.Key_Space)
        await until(lambda: stream_of(room, "claude-opus-4-6") is True)


async def test_space_leaves_a_model_alone_that_must_stream() -> None:
    async with settings_room(page="models") as room:
        table(room).choose("gpt-5.2")
        QTest.keyClick(table(room), Qt.Key.Key_Space)
        await let_run()

        assert room.catalogue.find(SUPERTOKEN.id, "gpt-5.2").streams is None


async def test_the_row_stays_chosen_when_its_tick_changes() -> None:
    async with settings_room(page="models") as room:
        table(room).choose("claude-haiku-4-5")
        QTest.keyClick(table(room), Qt.Key.Key_Space)
        await until(lambda: stream_of(room, "claude-haiku-4-5") is False)

        assert chosen_name(room) == "claude-haiku-4-5"


async def test_gpt_models_may_do_either_where_the_relay_lets_them() -> None:
    async with settings_room(page="providers") as room:
        room.click("GPT models must stream on this relay")
        await until(lambda: not room.profiles.profiles[0].gpt_requires_stream)
        room.dialog.show_page("models")

        assert stream_of(room, "gpt-5.2") is True


async def test_the_relays_list_is_fetched() -> None:
    async with settings_room(page="models") as room:
        room.client.models = (Model(SUPERTOKEN.id, "alpha"), Model(SUPERTOKEN.id, "beta"))
        room.click("Fetch the list from the relay")
        await until(lambda: names(room) == ["alpha", "beta"])

        assert "2 models" in room.words()


async def test_a_list_that_cannot_be_fetched_is_said_and_the_models_stay() -> None:
    async with settings_room(page="models") as room:
        room.client.models = KeyRefused("no", detail=ErrorDetail(status=401, message="bad key"))
        room.click("Fetch the list from the relay")
        await until(lambda: "bad key" in room.words())

        assert len(names(room)) == 9
        assert room.shown(QPushButton, "Fetch the list from the relay").isEnabled()


async def test_a_model_is_added_by_hand_and_chosen() -> None:
    async with settings_room(page="models") as room:
        room.enter("Name of a model to add", " my-model ")
        await until(lambda: chosen_name(room) == "my-model")

        assert room.shown(QLineEdit, "Name of a model to add").text() == ""


async def test_only_a_model_that_was_added_by_hand_can_be_removed() -> None:
    async with settings_room(page="models") as room:
        table(room).choose("gpt-5.2")
        assert not room.shown(QPushButton, "Remove the model").isEnabled()
        room.enter("Name of a model to add", "my-model")
        await until(lambda: room.shown(QPushButton, "Remove the model").isEnabled())
        room.click("Remove the model")
        await until(lambda: "my-model" not in names(room))

        assert len(names(room)) == 9


async def test_the_filter_narrows_the_table() -> None:
    async with settings_room(page="models") as room:
        room.type_into("Filter the models", "CLAUDE")

        assert names(room) == ["claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5"]


async def test_the_models_follow_the_provider() -> None:
    async with settings_room(page="models") as room:
        await room.catalogue.add_by_hand(TOKEN502.id, "only-there")
        box = room.shown(QComboBox, "Provider")
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Down)

        assert "only-there" in names(room)


async def test_what_was_set_for_a_model_survives_a_restart() -> None:
    store = await open_store(None, None)
    try:
        async with settings_room(store=store, page="models", providers=(SUPERTOKEN,)) as room:
            table(room).choose("claude-opus-4-6")
            QTest.keyClick(table(room), Qt.Key.Key_Space)
            await until(lambda: stream_of(room, "claude-opus-4-6") is False)
            room.enter("Name of a model to add", "my-model")
            await until(lambda: "my-model" in names(room))
        async with settings_room(store=store, page="models", providers=()) as room:
            assert stream_of(room, "claude-opus-4-6") is False
            assert "my-model" in names(room)
    finally:
        await store.close()


async def test_many_models_need_no_widget_or_item_each() -> None:
    async with settings_room(page="models") as room:
        room.client.models = tuple(Model(SUPERTOKEN.id, f"model-{n}") for n in range(MANY))
        await room.catalogue.refresh(SUPERTOKEN.id)
        began_s = time.process_time()
        table(room).scrollToBottom()
        room.dialog.repaint()

        assert len(names(room)) == MANY
        assert time.process_time() - began_s < 1.0
