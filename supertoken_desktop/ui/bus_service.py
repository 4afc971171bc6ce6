"""The program on the session bus of a Linux desktop, as `org.freedesktop.Application`.

Desktops, launchers and `gdbus call` reach the running program this way. Every program of the user's
session can call, so what arrives is hostile until it has been read.

Source: the Desktop Entry Specification, section "D-Bus Activation".
"""

from collections.abc import Sequence

from PySide6.QtCore import ClassInfo, QObject, Signal, Slot
from PySide6.QtDBus import QDBusAbstractAdaptor, QDBusConnection

from supertoken_desktop.domain.plain import is_short_enough
from supertoken_desktop.domain.summons import (
    NewChat,
    QuickPrompt,
    Refused,
    ShowWindow,
    Summons,
    ToggleQuick,
    prompt_text,
    summons_of_link,
)
from supertoken_desktop.handover import ARGUMENTS_LIMIT
from supertoken_desktop.ui.activation import use_token

BUS_NAME = "cc.supertoken.client"
OBJECT_PATH = "/cc/supertoken/client"
_INTERFACE = "org.freedesktop.Application"
_XML = f"""
<interface name="{_INTERFACE}">
  <method name="Activate">
    <arg type="a{{sv}}" name="platform_data" direction="in"/>
  </method>
  <method name="Open">
    <arg type="as" name="uris" direction="in"/>
    <arg type="a{{sv}}" name="platform_data" direction="in"/>
  </method>
  <method name="ActivateAction">
    <arg type="s" name="action_name" direction="in"/>
    <arg type="av" name="parameter" direction="in"/>
    <arg type="a{{sv}}" name="platform_data" direction="in"/>
  </method>
</interface>
"""


class BusService(QObject):
    """Be there on the bus under the program's name, if nobody has the name.

    A second profile's window does not get it; its arguments still reach it by its socket.
    """

    called = Signal(object)  # a Summons

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._adaptor = _Adaptor(self)

    def begin(self) -> None:
        """Take the name, where that is possible."""
        bus = QDBusConnection.sessionBus()
        if bus.isConnected() and bus.registerObject(OBJECT_PATH, self):
            bus.registerService(BUS_NAME)


@ClassInfo(  # type: ignore[call-arg]  # its stub says too little
    {"D-Bus Interface": _INTERFACE, "D-Bus Introspection": _XML}
)
class _Adaptor(QDBusAbstractAdaptor):  # type: ignore[operator]  # the same
    """What can be called; names and signatures are those of the interface."""

    def __init__(self, service: BusService) -> None:
        super().__init__(service)
        self._service = service

    @Slot("QVariantMap")
    def Activate(self, platform_data: dict[str, object]) -> None:  # noqa: N802  # its name
        """Bring the window to the front."""
        self._tell([ShowWindow()], platform_data)

    @Slot("QStringList", "QVariantMap")
    def Open(self, uris: list[str], platform_data: dict[str, object]) -> None:  # noqa: N802
        """Open links."""
        self._tell([summons_of_link(uri) for uri in uris[:ARGUMENTS_LIMIT]], platform_data)

    @Slot("QString", "QVariantList", "QVariantMap")
    def ActivateAction(  # noqa: N802  # its name
        self, action_name: str, parameter: list[object], platform_data: dict[str, object]
    ) -> None:
        """Do one of the actions of the desktop entry, and open the quick prompt with a text."""
        self._tell([_action(action_name, parameter)], platform_data)

    def _tell(self, calls: Sequence[Summons], platform_data: dict[str, object]) -> None:
        use_token(platform_data.get("activation-token"))
        for call in calls:
            self._service.called.emit(call)


def _action(name: str, parameter: Sequence[object]) -> Summons:
    text = parameter[0] if parameter and isinstance(parameter[0], str) else ""
    match name:
        case "quick":
            return QuickPrompt(prompt_text(text)) if is_short_enough(text) else Refused("too-long")
        case "toggle-quick":
            return ToggleQuick()
        case "new":
            return NewChat()
        case _:
            return Refused("unknown")
