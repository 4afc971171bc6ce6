"""Settings page: proxy and time-outs."""

from urllib.parse import urlsplit

from PySide6.QtWidgets import QLineEdit

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import TIMEOUT_RANGE_S
from supertoken_desktop.ui.settings.fields import ChoiceBox, NumberBox, Words, text_line
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.tasks import Tasks

PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


class NetworkPage(PreferencePage):
    """How requests leave the computer, and how long they wait."""

    def __init__(self, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Network"), preferences, tasks)
        self._mode = ChoiceBox(
            [
                ("system", lambda: _("As the system")),
                ("none", lambda: _("None")),
                ("manual", lambda: _("My own")),
            ]
        )
        self._address = QLineEdit()
        self._problem = text_line("error")
        self.add_field(lambda: _("Proxy"), self._mode)
        self._add_address()
        self._mode.chosen.connect(lambda value: self.change("proxy_mode", value))
        self.tie("proxy_mode", self._mode, self._show_mode)
        self._add_time("connect_s", lambda: _("Wait for a connection"))
        self._add_time(
            "headers_s",
            lambda: _("Wait for an answer to begin"),
            lambda: _("Models that think before they answer need more."),
        )
        self._add_time("idle_s", lambda: _("Longest silence within an answer"))
        self._add_time(
            "progress_s",
            lambda: _("Longest time with signs of life alone"),
            lambda: _("Some relays send signs of life while no word comes."),
        )

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._show_problem()

    def _add_address(self) -> None:
        self._address.setPlaceholderText("socks5://127.0.0.1:1080")
        self._address.textChanged.connect(self._show_problem)
        self._address.editingFinished.connect(self._take_address)
        self.tie("proxy_url", self._address, self._show_address)
        self.add_field(
            lambda: _("Address of the proxy"),
            self._address,
            lambda: _("Begins with http://, https:// or socks5://."),
        )
        self._problem.hide()
        self.add(self._problem)

    def _add_time(self, name: str, label: Words, help_text: Words | None = None) -> None:
        low, high = TIMEOUT_RANGE_S
        field = NumberBox(int(low), int(high))
        self.say(field.setSuffix, lambda: _(" s"))
        self.tie_number(name, label, field, help_text)

    def _show_mode(self, value: object) -> None:
        self._mode.show_value(str(value))
        self._address.setEnabled(value == "manual")
        self._show_problem()

    def _show_address(self, value: object) -> None:
        if not self._address.hasFocus() or not self._address.isModified():
            self._address.setText(str(value))

    def _take_address(self) -> None:
        """Take an address as a whole: half of one would be another proxy."""
        address = self._address.text().strip()
        if not _problem_of(address):
            self._address.setModified(False)
            self.change("proxy_url", address)

    def _show_problem(self) -> None:
        is_used = self._address.isEnabled()
        problem = _problem_of(self._address.text().strip()) if is_used else ""
        if is_used and not self._address.text().strip():
            problem = _("Without an address nothing can be sent.")
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))


def _problem_of(address: str) -> str:
    """Return what is wrong with a proxy's address in words, empty where nothing is."""
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return _("The port must be a number.")
    if "@" in parts.netloc:
        return _("Leave the user and password out: they would be kept in a plain file.")
    is_bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    if parts.scheme not in PROXY_SCHEMES or not parts.hostname or port == 0 or not is_bare:
        return _("This is no address such as socks5://127.0.0.1:1080.")
    return ""
