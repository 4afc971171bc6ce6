import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from supertoken_desktop.settings import Settings
from tests.fakes.waiting import let_run, until
from tests.ui.settings.room import Room, settings_room


def pick(room: Room, name: str, text: str) -> None:
    """Choose from a list as with the keyboard."""
    box = room.shown(QComboBox, name)
    box.setFocus()
    step = Qt.Key.Key_Down if box.findText(text) > box.currentIndex() else Qt.Key.Key_Up
    while box.currentText() != text:
        QTest.keyClick(box, step)


def write(room: Room, name: str, text: str) -> None:
    field = room.shown(QPlainTextEdit, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    field.insertPlainText(text)


@pytest.mark.parametrize(
    ("page", "label", "text", "setting", "value"),
    [
        ("appearance", "Theme", "Dark", "theme", "dark"),
        ("appearance", "Colours of code", "Vivid", "code_style", "vivid"),
        ("appearance", "Contrast", "High", "contrast", "high"),
        ("appearance", "Zoom", "150%", "zoom_percent", 150),
        ("appearance", "Line width", "Wide", "line_width", "wide"),
        ("appearance", "Density", "Airy", "density", "airy"),
        ("appearance", "Questions", "As wide as answers", "question_style", "full"),
        (
            "behaviour",
            "Sending",
            "Ctrl+Enter sends, Enter breaks the line",
            "send_key",
            "ctrl_enter",
        ),
        ("behaviour", "Language", "简体中文", "language", "zh_CN"),
        ("network", "Proxy", "None", "proxy_mode", "none"),
    ],
)
async def test_a_choice_is_in_force_at_once_and_written(
    page: str, label: str, text: str, setting: str, value: object
) -> None:
    async with settings_room(page=page) as room:
        pick(room, label, text)
        await until(lambda: getattr(room.settings, setting) == value)
        await until(lambda: room.written[-1:] == [room.settings])


async def test_titles_by_the_model_are_ticked_on() -> None:
    async with settings_room(page="behaviour") as room:
        room.click("Let the model write titles")
        await until(lambda: room.settings.model_titles)


async def test_how_code_is_shown_is_ticked_on() -> None:
    async with settings_room(page="appearance") as room:
        room.click("Wrap long lines of code")
        room.click("Number the lines of code")
        await until(lambda: room.settings.wrap_code and room.settings.code_line_numbers)


async def test_a_host_of_pictures_is_taken_off_the_list() -> None:
    async with settings_room(page="behaviour") as room:
        await room.preferences.update(picture_hosts=("a.example", "b.example"))
        hosts = room.shown(QListWidget, "Hosts whose pictures are always loaded")
        await until(lambda: hosts.count() == 2)

        hosts.setCurrentRow(0)
        room.click("Remove the chosen host")

        await until(lambda: room.settings.picture_hosts == ("b.example",))
        await until(lambda: hosts.count() == 1)


async def test_a_font_size_is_kept_and_below_the_smallest_follows_the_system() -> None:
    async with settings_room(page="appearance") as room:
        room.enter("Size", "14")
        await until(lambda: room.settings.font_size_pt == 14)
        field = room.shown(QSpinBox, "Size")
        field.setValue(field.minimum())
        await until(lambda: room.settings.font_size_pt == 0)

        assert field.text() == "As the system"


async def test_a_font_is_kept_by_its_name() -> None:
    async with settings_room(page="appearance") as room:
        box = room.shown(QComboBox, "Font")
        family = box.itemText(1)
        pick(room, "Font", family)
        await until(lambda: room.settings.font_family == family)


@pytest.mark.parametrize(
    ("label", "typed", "setting", "value"),
    [
        ("Temperature", "0.7", "temperature", 0.7),
        ("Temperature", "0,7", "temperature", 0.7),
        ("Top p", "1", "top_p", 1.0),
        ("Longest answer", "4096", "max_tokens", 4096),
    ],
)
async def test_a_parameter_is_kept(label: str, typed: str, setting: str, value: float) -> None:
    async with settings_room(page="parameters") as room:
        room.enter(label, typed)
        await until(lambda: getattr(room.settings, setting) == value)


@pytest.mark.parametrize(
    ("label", "typed", "setting"),
    [
        ("Temperature", "2.1", "temperature"),
        ("Temperature", "warm", "temperature"),
        ("Temperature", "nan", "temperature"),
        ("Top p", "-0.1", "top_p"),
        ("Longest answer", "0", "max_tokens"),
        ("Longest answer", "1.5", "max_tokens"),
    ],
)
async def test_a_parameter_out_of_range_changes_nothing_and_is_said(
    label: str, typed: str, setting: str
) -> None:
    async with settings_room(page="parameters") as room:
        room.enter(label, typed)
        await let_run()

        assert getattr(room.settings, setting) is None
        assert "nothing was changed" in room.words()
        assert room.shown(QLineEdit, label).text() == ""


async def test_a_number_on_its_way_out_of_range_is_not_taken_half_typed() -> None:
    async with settings_room(page="parameters") as room:
        room.type_into("Temperature", "15")
        await room.dialog.settle()

        assert room.settings.temperature is None


async def test_emptying_a_parameter_leaves_it_out_again() -> None:
    async with settings_room(page="parameters", settings=Settings(temperature=0.5)) as room:
        assert room.shown(QLineEdit, "Temperature").text() == "0.5"
        room.enter("Temperature", "")
        await until(lambda: room.settings.temperature is None)


async def test_the_system_prompt_is_kept_after_a_pause() -> None:
    async with settings_room(page="parameters") as room:
        write(room, "System prompt", "Be brief.")
        await until(lambda: room.settings.system_prompt == "Be brief.")


async def test_what_was_typed_last_counts_when_the_settings_are_closed() -> None:
    async with settings_room(page="parameters") as room:
        write(room, "System prompt", "Be brief.")
        room.type_into("Top p", "0.5")
        QTest.keyClick(room.shown(QLineEdit, "Top p"), Qt.Key.Key_Escape)

        assert not room.dialog.isVisible()
        await until(lambda: room.settings.system_prompt == "Be brief.")
        await until(lambda: room.settings.top_p == 0.5)


async def test_of_five_stop_words_four_are_kept_and_that_is_said() -> None:
    async with settings_room(page="parameters") as room:
        write(room, "Stop words", "a\nb\n\nc\nd\ne")
        assert "Only the first four are sent." in room.words()
        await until(lambda: room.settings.stop == ("a", "b", "c", "d"))


async def test_a_proxy_of_ones_own_is_kept_when_its_address_is_whole() -> None:
    async with settings_room(page="network") as room:
        assert not room.shown(QLineEdit, "Address of the proxy").isEnabled()
        pick(room, "Proxy", "My own")
        await until(lambda: "Without an address nothing can be sent." in room.words())
        room.enter("Address of the proxy", " socks5://127.0.0.1:1080 ")
        await until(lambda: room.settings.proxy_url == "socks5://127.0.0.1:1080")

        assert room.settings.proxy_mode == "manual"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://me:secret@proxy.example:3128", "Leave the user and password out"),
        ("http://me@proxy.example:3128", "Leave the user and password out"),
        ("ftp://proxy.example", "This is no address such as"),
        ("proxy.example:3128", "This is no address such as"),
        ("http://proxy.example:port", "The port must be a number."),
    ],
)
async def test_a_proxy_that_cannot_be_used_is_refused(typed: str, said: str) -> None:
    kept = Settings(proxy_mode="manual", proxy_url="http://old.example:3128")
    async with settings_room(page="network", settings=kept) as room:
        room.enter("Address of the proxy", typed)
        await let_run()

        assert said in room.words()
        assert room.settings.proxy_url == "http://old.example:3128"


async def test_time_outs_are_kept_in_seconds() -> None:
    async with settings_room(page="network") as room:
        room.enter("Longest silence within an answer", "45")
        await until(lambda: room.settings.idle_s == 45.0)


async def test_a_time_out_out_of_range_changes_nothing_and_is_said() -> None:
    async with settings_room(page="network") as room:
        room.enter("Wait for a connection", "9999")
        await let_run()

        assert room.settings.connect_s == 15.0
        assert "Only numbers from 1 to 3,600; nothing was changed." in room.words()
        assert room.shown(QSpinBox, "Wait for a connection").value() == 15


async def test_the_wheel_over_a_field_without_the_caret_changes_nothing() -> None:
    async with settings_room(page="network") as room:
        field = room.shown(QSpinBox, "Wait for a connection")
        _turn_wheel(field)
        box = room.shown(QComboBox, "Proxy")
        _turn_wheel(box)
        await let_run()

        assert room.settings == Settings()


async def test_fields_follow_settings_that_others_change() -> None:
    async with settings_room(page="network") as room:
        await room.preferences.update(connect_s=7.0, proxy_mode="none")

        assert room.shown(QSpinBox, "Wait for a connection").value() == 7
        assert room.shown(QComboBox, "Proxy").currentText() == "None"


def _turn_wheel(widget: QWidget) -> None:
    spot = QPointF(widget.rect().center())
    event = QWheelEvent(
        spot,
        widget.mapToGlobal(spot),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
