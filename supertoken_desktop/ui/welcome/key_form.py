"""The card "Enter my key": where the relay is, the key, a real test, and what came of it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.ids import new_profile_id
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.provider_links import ProviderOffer
from supertoken_desktop.domain.secret import Secret, cleaned_key
from supertoken_desktop.engine.connection_test import TestReport
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _, format_number, format_tenths, ngettext
from supertoken_desktop.notices import notice_for
from supertoken_desktop.state_words import address_problem
from supertoken_desktop.ui.pasted_link import PastedLink
from supertoken_desktop.ui.plain_label import paint, plain_label
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.welcome.history_choice import PassphraseField


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """A relay that the program knows by name."""

    name: str
    address: str


KNOWN_PROVIDERS = (
    KnownProvider("SuperToken", "https://api.supertoken.cc/v1"),
    KnownProvider("Token502", "https://api.token502.com/v1"),
)


class KeyForm(QFrame):
    """Make a provider profile out of an address and a key; tell its id once it is kept."""

    provider_ready = Signal(str)

    def __init__(self, profiles: Profiles, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._profiles = profiles
        self._tasks = tasks
        self._is_busy = False
        self._title = plain_label("heading")
        self._provider_name, self._provider = QLabel(), QComboBox()
        self._address_name, self._address = QLabel(), QLineEdit()
        self._leads_to = plain_label("muted")
        self._key_name, self._key = QLabel(), PassphraseField()
        self._kept = plain_label("muted")
        self._verdict = plain_label()
        self._test = QPushButton()
        self._test.setProperty("role", "primary")
        self._anyway = QPushButton()
        self._anyway.hide()
        for known in KNOWN_PROVIDERS:
            self._provider.addItem(known.name)
        self._provider.addItem("")
        self._lay_out()
        self._connect()
        self.retranslate()
        self._provider.setCurrentIndex(0)
        self._address.setText(KNOWN_PROVIDERS[0].address)

    def focus_key(self) -> None:
        """Put the caret where the key goes."""
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self._title.setText(_("Enter my key"))
        self._provider_name.setText(_("Provider"))
        self._provider.setItemText(len(KNOWN_PROVIDERS), _("Another one"))
        self._provider.setAccessibleName(_("Provider"))
        self._address_name.setText(_("Address"))
        self._address.setAccessibleName(_("Address of the relay"))
        self._key_name.setText(_("Key"))
        self._key.name_it(_("Key"))
        self._key.setPlaceholderText(_("Paste your key here"))
        self._kept.setText(self._where_kept())
        self._anyway.setText(_("Continue anyway"))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[metrics.SPACE_6] * 4)
        layout.setSpacing(metrics.SPACE_1)
        layout.addWidget(self._title)
        layout.addSpacing(metrics.SPACE_2)
        for name, field in (
            (self._provider_name, self._provider),
            (self._address_name, self._address),
        ):
            name.setBuddy(field)
            layout.addWidget(name)
            layout.addWidget(field)
            layout.addSpacing(metrics.SPACE_1)
        layout.addWidget(self._leads_to)
        layout.addSpacing(metrics.SPACE_2)
        self._key_name.setBuddy(self._key)
        layout.addWidget(self._key_name)
        layout.addWidget(self._key)
        layout.addSpacing(metrics.SPACE_1)
        layout.addWidget(self._kept)
        layout.addSpacing(metrics.SPACE_3)
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.SPACE_2)
        buttons.addWidget(self._test)
        buttons.addWidget(self._anyway)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addSpacing(metrics.SPACE_1)
        layout.addWidget(self._verdict)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._provider.activated.connect(self._on_provider_chosen)
        self._address.textEdited.connect(self._show_provider)
        self._address.textChanged.connect(self._on_input)
        PastedLink(self._address, self._key, parent=self).offered.connect(self._on_link_pasted)
        self._key.textChanged.connect(self._on_key_changed)
        self._key.returnPressed.connect(self._on_test)
        self._test.clicked.connect(self._on_test)
        self._anyway.clicked.connect(self._on_anyway)

    def _on_provider_chosen(self, number: int) -> None:
        if number < len(KNOWN_PROVIDERS):
            self._address.setText(KNOWN_PROVIDERS[number].address)
            self.focus_key()
            return
        self._address.clear()
        self._address.setFocus()

    def _show_provider(self) -> None:
        """Name the provider whose address is in the field."""
        root = self._profiles.preview(self._address.text()).root
        roots = [self._profiles.preview(known.address).root for known in KNOWN_PROVIDERS]
        number = roots.index(root) if root in roots else None
        self._provider.setCurrentIndex(len(KNOWN_PROVIDERS) if number is None else number)

    def _on_link_pasted(self, offer: ProviderOffer) -> None:
        """Fill both fields from a link; a test is still for the user to begin."""
        root = self._profiles.preview(offer.address).root
        self._address.setText(root or offer.address)
        self._show_provider()
        self._key.setText(offer.key.reveal() if offer.key is not None else "")
        if offer.key is None:
            self.focus_key()

    def _on_key_changed(self) -> None:
        text = self._key.text()
        cleaned = cleaned_key(text)
        # Clean what was pasted, but let one go on typing a blank after "Bearer".
        if cleaned != text and len(text) > len("bearer "):
            self._key.setText(cleaned)
        self._on_input()

    def _on_input(self) -> None:
        self._say("")
        self._anyway.hide()
        self._show_state()

    def _show_state(self) -> None:
        """Show where requests would go, and whether there is enough to try."""
        preview = self._profiles.preview(self._address.text())
        if preview.problem is None:
            words = _("Requests go to {url}").format(url=preview.chat_url)
        else:
            words = address_problem(preview.problem)
        is_wrong = preview.problem is not None and preview.problem != "empty"
        paint(self._leads_to, words, "error" if is_wrong else "muted")
        self._test.setText(_("Testing…") if self._is_busy else _("Test and continue"))
        is_whole = preview.problem is None and bool(cleaned_key(self._key.text()))
        self._test.setEnabled(is_whole and not self._is_busy)
        for field in (self._provider, self._address, self._key, self._anyway):
            field.setEnabled(not self._is_busy)

    def _where_kept(self) -> str:
        if self._profiles.keys_are_lasting:
            return _("Your key is kept in this computer's keyring and nowhere else.")
        return _(
            "This computer offers no keyring: your key stays in memory and is forgotten when the "
            "program ends."
        )

    def _on_test(self) -> None:
        if self._test.isEnabled():
            self._tasks.spawn(self._run(is_tested=True))

    def _on_anyway(self) -> None:
        self._tasks.spawn(self._run(is_tested=False))

    async def _run(self, *, is_tested: bool) -> None:
        """Test the input, keep it where the test went well or was skipped, and tell."""
        profile, key = self._profile(), Secret(cleaned_key(self._key.text()))
        self._set_busy(is_busy=True)
        try:
            if is_tested and not await self._has_passed(profile, key):
                return
            await self._profiles.add(profile, key)
        except SuperTokenError as error:
            self._show_error(ErrorRecord.of(error))
            return
        finally:
            self._set_busy(is_busy=False)
        self.provider_ready.emit(profile.id)

    async def _has_passed(self, profile: ProviderProfile, key: Secret) -> bool:
        self._say(_("Asking the relay for its models and a short answer…"))
        report = await self._profiles.test(profile, key)
        if report.ok:
            self._say(success_words(report), "success")
            return True
        if report.error is not None:
            self._show_error(report.error)
        return False

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._show_state()

    def _show_error(self, error: ErrorRecord) -> None:
        self._say(failure_words(error), "error")
        self._anyway.show()

    def _say(self, text: str, role: str = "muted") -> None:
        paint(self._verdict, text, role)
        self._verdict.setVisible(bool(text))

    def _profile(self) -> ProviderProfile:
        profile_id = new_profile_id()
        root = self._profiles.preview(self._address.text()).root
        number = self._provider.currentIndex()
        is_known = number < len(KNOWN_PROVIDERS)
        name = KNOWN_PROVIDERS[number].name if is_known else _host_of(root)
        return ProviderProfile(profile_id, name, root, secret_ref=f"profile-{profile_id}")


def success_words(report: TestReport) -> str:
    """Say that a test went well, how fast, and how many models there are."""
    seconds = format_tenths(report.latency_s)
    if report.models is None:
        return _("It works: the relay answered after {seconds} s.").format(seconds=seconds)
    text = ngettext(
        "It works: the relay answered after {seconds} s and offers {count} model.",
        "It works: the relay answered after {seconds} s and offers {count} models.",
        report.models,
    )
    return text.format(seconds=seconds, count=format_number(report.models))


def failure_words(error: ErrorRecord) -> str:
    """Say in some lines why a test failed, with what the relay itself says."""
    notice = notice_for(error)
    facts = [str(error.detail.status or ""), error.detail.message or ""]
    said = " · ".join(fact for fact in facts if fact)
    lines = (notice.title, notice.sentence, notice.remedy, said)
    return "\n".join(line for line in lines if line)


def _host_of(root: str) -> str:
    return root.partition("://")[2].partition("/")[0] or root
