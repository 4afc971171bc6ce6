"""Settings page: proxy and time-outs."""

from urllib.parse import urlsplit

from PySide6.QtWidgets import QLabel, QLineEdit

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.settings.fields import ChoiceBox, NumberBox, Page, Words
from supertoken_desktop.ui.settings.preference import PreferenceTie
from supertoken_desktop.ui.tasks import Tasks

PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_LONGEST_S = 3600


class NetworkPage(Page):
    """How requests leave the computer, and how long they wait."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Network"))
        self._tie = PreferenceTie(preferences, tasks, self)
        mode = ChoiceBox(
            [
                ("system", lambda: _("As the system")),
                ("none", lambda: _("None")),
                ("manual", lambda: _("My own")),
            ]
        )
        mode.show_value(self._tie.current.proxy_mode)
        mode.chosen.connect(self._on_mode_chosen)
        self.add_field(lambda: _("Proxy"), mode)
        self._address = QLineEdit(self._tie.current.proxy_url)
        self._address.setObjectName("proxy_url")
        self._address.setPlaceholderText("socks5://127.0.0.1:1080")
        self._address.textEdited.connect(self._on_address_edited)
        self._address.editingFinished.connect(self._tie.flush)
        self.add_field(
            lambda: _("Address of the proxy"),
            self._address,
            lambda: _("Begins with http://, https:// or socks5://."),
        )
        self._problem = QLabel()
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.add(self._problem)
        self._on_mode_shown(self._tie.current.proxy_mode)
        self._add_time("connect_s", lambda: _("Wait for a connection"))
        self._add_time("headers_s", lambda: _("Wait for an answer to begin"))
        self._add_time("idle_s", lambda: _("Longest silence within an answer"))
        self._add_time("progress_s", lambda: _("Longest time with signs of life alone"))

    def _add_time(self, name: str, label: Words) -> None:
        field = NumberBox(1, _LONGEST_S)
        field.setObjectName(name)
        self.say(field.setSuffix, lambda: _(" s"))
        field.setValue(round(getattr(self._tie.current, name)))
        field.valueChanged.connect(lambda value: self._tie.change(name, float(value)))
        self.add_field(label, field)

    def _on_mode_chosen(self, mode: str) -> None:
        self._tie.change("proxy_mode", mode)
        self._on_mode_shown(mode)

    def _on_mode_shown(self, mode: str) -> None:
        self._address.setEnabled(mode == "manual")

    def _on_address_edited(self, text: str) -> None:
        problem = _problem_of(text.strip())
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if not problem:
            self._tie.change_soon("proxy_url", text.strip())


def _problem_of(address: str) -> str:
    """Return what is wrong with a proxy's address in words, empty where nothing is."""
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return _("The port must be a number.")
    if parts.username or parts.password:
        return _("Leave the user and password out: they would be kept in a plain file.")
    if parts.scheme not in PROXY_SCHEMES or not parts.hostname or port == 0:
        return _("This is no address such as socks5://127.0.0.1:1080.")
    return ""
