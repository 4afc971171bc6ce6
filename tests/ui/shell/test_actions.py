import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLineEdit, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.action_specs import SPECS, Need, Scope
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.theme.palette import Theme


def test_no_key_belongs_to_two_actions() -> None:
    keys = [key for spec in SPECS for key in spec.keys]

    assert len(keys) == len(set(keys))


def test_every_action_has_an_id_and_a_text_of_its_own(theme: Theme) -> None:
    texts = [spec.text() for spec in SPECS]

    assert len({spec.id for spec in SPECS}) == len(SPECS)
    assert len(set(texts)) == len(texts)
    assert all(re.fullmatch(r"[a-z-]+", spec.id) for spec in SPECS)


@pytest.mark.parametrize(
    ("action_id", "keys"),
    [
        ("new", ["Ctrl+N", "Ctrl+Shift+O"]),
        ("search", ["Ctrl+K"]),
        ("rename", ["F2"]),
        ("delete", ["Del"]),
        ("focus-composer", ["Shift+Esc"]),
        ("choose-model", ["Ctrl+Shift+M"]),
        ("toggle-list", ["Ctrl+["]),
        ("copy-answer", ["Ctrl+Shift+C"]),
        ("copy-code", ["Ctrl+Shift+;"]),
        ("copy-code-pick", ["Ctrl+Shift+B"]),
        ("shortcuts", ["Ctrl+/"]),
        ("edit-question", ["Ctrl+Shift+E"]),
        ("regenerate", ["Ctrl+R"]),
        ("next-chat", ["Ctrl+Tab"]),
        ("previous-chat", ["Ctrl+Shift+Tab"]),
        ("settings", ["Ctrl+,"]),
        ("stop", ["Esc"]),
        ("quit", ["Ctrl+Q"]),
        ("help", ["F1"]),
    ],
)
def test_actions_have_the_keys_that_people_expect(
    theme: Theme, action_id: str, keys: list[str]
) -> None:
    actions = Actions()

    shortcuts = actions.action(action_id).shortcuts()

    # A platform may have more of its own.
    assert set(keys) <= {shortcut.toString() for shortcut in shortcuts}
    assert shortcuts[0].toString() == keys[0]


def test_every_action_is_in_the_menu_bar(theme: Theme, qtbot: QtBot) -> None:
    window, actions = QMainWindow(), Actions()
    qtbot.addWidget(window)

    actions.add_to(window)

    menus = window.menuBar().findChildren(QMenu)
    in_menus = {action.objectName() for menu in menus for action in menu.actions()}
    assert {spec.id for spec in SPECS} <= in_menus


def test_stop_can_only_be_used_while_something_runs(theme: Theme) -> None:
    actions = Actions()

    at_first = actions.action("stop").isEnabled()
    actions.set_met(Need.RUNNING, is_met=True)

    assert not at_first
    assert actions.action("stop").isEnabled()


def test_delete_in_a_text_field_does_not_delete_a_chat(theme: Theme, qtbot: QtBot) -> None:
    window, actions = QMainWindow(), Actions()
    qtbot.addWidget(window)
    actions.add_to(window)
    field = QLineEdit()
    window.setCentralWidget(field)
    window.show()
    field.setFocus()

    with qtbot.assertNotEmitted(actions.action("delete").triggered):
        QTest.keyClick(field, Qt.Key.Key_Delete)


def test_a_tool_tip_names_the_key(theme: Theme) -> None:
    actions = Actions()

    assert actions.tooltip("new") == "New chat (Ctrl+N)"
    assert actions.tooltip("pin") == "Pin or unpin"


def test_changed_keys_work_at_once(theme: Theme, qtbot: QtBot) -> None:
    window, actions = QMainWindow(), Actions()
    qtbot.addWidget(window)
    actions.add_to(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    control = Qt.KeyboardModifier.ControlModifier

    with qtbot.waitSignal(actions.keys_changed):
        actions.rebind(["new\tCtrl+J"])

    with qtbot.waitSignal(actions.action("new").triggered):
        QTest.keyClick(window, Qt.Key.Key_J, control)
    with qtbot.assertNotEmitted(actions.action("new").triggered):
        QTest.keyClick(window, Qt.Key.Key_N, control)
    assert actions.tooltip("new") == "New chat (Ctrl+J)"


def test_keys_that_stay_as_they_are_are_no_news(theme: Theme, qtbot: QtBot) -> None:
    actions = Actions()

    with qtbot.assertNotEmitted(actions.keys_changed):
        actions.rebind(())


def test_all_keys_can_be_taken_away_at_once_and_come_back(theme: Theme) -> None:
    actions = Actions()

    actions.rebind(["new\tCtrl+J"], are_on=False)
    left = [spec.id for spec in SPECS if actions.action(spec.id).shortcuts()]
    actions.rebind(["new\tCtrl+J"])

    assert left == []
    assert actions.action("new").shortcut().toString() == "Ctrl+J"
    assert actions.action("search").shortcut().toString() == "Ctrl+K"


def _non_modal(window: QMainWindow) -> QWidget:
    dialog = QDialog(window)
    dialog.show()
    return dialog


def _modal(window: QMainWindow) -> QWidget:
    dialog = QDialog(window)
    dialog.open()
    return dialog


def _popup(window: QMainWindow) -> QWidget:
    popup = QFrame(window, Qt.WindowType.Popup)
    popup.show()
    return popup


@pytest.mark.parametrize("make", [_non_modal, _modal, _popup])
def test_keys_of_the_program_work_in_each_of_its_windows(
    theme: Theme, qtbot: QtBot, make: Callable[[QMainWindow], QWidget]
) -> None:
    window, actions = QMainWindow(), Actions()
    qtbot.addWidget(window)
    actions.add_to(window)
    actions.set_met(Need.ANSWER, is_met=True)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    other = make(window)
    field = QLineEdit(other)
    field.show()
    other.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    assert {spec.id for spec in SPECS if spec.scope is Scope.PROGRAM} >= {"copy-code"}
    with qtbot.waitSignal(actions.action("copy-code").triggered):
        QTest.keyClick(field, Qt.Key.Key_Semicolon, held)
    other.close()
