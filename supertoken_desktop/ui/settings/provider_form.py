"""The form of one provider: name, address, key, rules, limits, and a real test."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import Limits, ProviderProfile
from supertoken_desktop.domain.provider_links import ProviderOffer
from supertoken_desktop.domain.secret import Secret, cleaned_key
from supertoken_desktop.engine.connection_test import TestReport
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.state_words import address_problem, profile_name
from supertoken_desktop.ui.pasted_link import PastedLink
from supertoken_desktop.ui.plain_label import breakable, paint
from supertoken_desktop.ui.settings.fields import (
    FIELD_WIDTH,
    TYPING_PAUSE_MS,
    NumberBox,
    Rows,
    Words,
    side_by_side,
    text_line,
)
from supertoken_desktop.ui.settings.saving import Saving
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.welcome.key_form import failure_words, success_words

Change = Callable[[ProviderProfile], ProviderProfile]
_MOST_PER_MINUTE = 100_000
_MOST_PER_HOUR = 1_000_000
_MOST_AT_ONCE = 1_000


class ProviderForm(Rows):
    """Show one provider and change it at once; a wrong address changes nothing."""

    def __init__(self, profiles: Profiles, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__()
        self._profiles = profiles
        self._preferences = preferences
        self._tasks = tasks
        self._saving = Saving(tasks)
        self._profile: ProviderProfile | None = None
        self._has_key: bool | None = None
        self._is_filling = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._take_name)
        self._name, self._address, self._key = QLineEdit(), QLineEdit(), QLineEdit()
        self._preview, self._key_state, self._verdict = text_line(), text_line(), text_line()
        self._default, self._gpt = QCheckBox(), QCheckBox()
        self._per_minute = NumberBox(0, _MOST_PER_MINUTE)
        self._per_hour = NumberBox(0, _MOST_PER_HOUR)
        self._at_once = NumberBox(0, _MOST_AT_ONCE)
        self._test = self.button(lambda: _("Test the connection"))
        self._forget = self.button(lambda: _("Forget the key"))
        self._lay_out()
        self._connect()
        self.show_profile(None)

    def show_profile(self, profile: ProviderProfile | None) -> None:
        """Show a provider; a field of the same provider that is being typed in keeps its text."""
        before, self._profile = self._profile, profile
        self.setVisible(profile is not None)
        if profile is None:
            return
        is_same = before is not None and before.id == profile.id
        self._is_filling = True
        for field, text in ((self._name, profile_name(profile)), (self._address, profile.root)):
            if not (is_same and field.hasFocus()):
                field.setText(text)
        for field in (self._name, self._address, self._key):
            field.setReadOnly(profile.is_demo)
            field.setEnabled(not profile.is_demo)
        self._gpt.setChecked(profile.gpt_requires_stream)
        self._per_minute.show_value(profile.limits.per_minute or 0)
        self._per_hour.show_value(profile.limits.per_hour or 0)
        self._at_once.show_value(profile.limits.at_once or 0)
        current = self._profiles.current
        self._default.setChecked(current is not None and current.id == profile.id)
        self._is_filling = False
        self._show_preview()
        if not is_same:
            self._key.clear()
            self._has_key = None
            self._show_key()
            self._say_verdict("", "muted")
            self._saving.start(self._look_for_key(profile.id))

    def focus_key(self) -> None:
        """Go to the key's field, for a provider that has just been added."""
        self._key.setFocus()

    async def settle(self) -> None:
        """Save now what waits for a pause in typing, and wait for what is being saved."""
        if self._pause.isActive():
            self._take_name()
        await self._saving.settle()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._show_preview()
        self._show_key()

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew for the key: it may have been set elsewhere."""
        if self._profile is not None:
            self._saving.start(self._look_for_key(self._profile.id))
        super().showEvent(event)

    def _lay_out(self) -> None:
        self._address.setObjectName("address")
        self._key.setObjectName("key")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._test.setProperty("role", "primary")
        self.add_field(lambda: _("Name"), self._name)
        self.add_field(lambda: _("Address"), self._address)
        self.add(self._preview)
        self.add(self.caption(lambda: _("Key"), self._key), gap=metrics.SPACE_3)
        self._key.setMaximumWidth(FIELD_WIDTH)
        self.add(side_by_side(self._key, self._forget))
        self.add(self._key_state)
        self._test.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add(self._test, gap=metrics.SPACE_3)
        self.add(self._verdict)
        self._tick(self._default, lambda: _("Use for new chats"), gap=metrics.SPACE_3)
        self._tick(self._gpt, lambda: _("GPT models must stream on this relay"))
        self.add(self._make_limits(), gap=metrics.SPACE_3)
        self.add(self.line(lambda: _("The program keeps to these by itself; 0 is no limit.")))
        for box in (self._per_minute, self._per_hour, self._at_once):
            problem = self.line(box.problem_words, "error")
            problem.hide()
            box.is_wrong.connect(problem.setVisible)
            self.add(problem)

    def _tick(self, box: QCheckBox, words: Words, gap: int = metrics.SPACE_1) -> None:
        self.say(box.setText, words)
        self.say(box.setAccessibleName, words)
        self.add(box, gap=gap)

    def _make_limits(self) -> QWidget:
        limits = QWidget()
        grid = QGridLayout(limits)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.SPACE_4)
        grid.setVerticalSpacing(metrics.SPACE_1)
        names: tuple[tuple[Words, NumberBox], ...] = (
            (lambda: _("Requests a minute"), self._per_minute),
            (lambda: _("Requests an hour"), self._per_hour),
            (lambda: _("Requests at once"), self._at_once),
        )
        grid.setColumnStretch(1, 1)
        for row, (words, box) in enumerate(names):
            grid.addWidget(self.caption(words, box), row, 0)
            grid.addWidget(box, row, 1)
            self.say(box.setSpecialValueText, lambda: _("No limit"))
        limits.setMaximumWidth(FIELD_WIDTH)
        return limits

    def _connect(self) -> None:
        self._name.textEdited.connect(self._on_name_edited)
        self._name.editingFinished.connect(self._take_name)
        self._address.textEdited.connect(self._show_preview)
        self._address.editingFinished.connect(self._take_address)
        self._key.editingFinished.connect(self._take_key)
        PastedLink(self._address, self._key, parent=self).offered.connect(self._take_offer)
        self._forget.clicked.connect(self._on_forget)
        self._test.clicked.connect(lambda: self._tasks.spawn(self._run_test()))
        self._default.clicked.connect(self._make_default)
        self._gpt.toggled.connect(self._on_gpt_toggled)
        for box in (self._per_minute, self._per_hour, self._at_once):
            box.valueChanged.connect(self._on_limits_changed)

    def _show_preview(self) -> None:
        preview = self._profiles.preview(self._address.text())
        if preview.problem:
            paint(self._preview, address_problem(preview.problem), "error")
            return
        words = _("Requests go to {url}")
        self._preview.setAccessibleName(words.format(url=preview.chat_url))
        paint(self._preview, words.format(url=breakable(preview.chat_url)), "muted")

    def _on_name_edited(self) -> None:
        self._pause.start()

    def _take_name(self) -> None:
        self._pause.stop()
        self._change(self._with_name)

    def _with_name(self, profile: ProviderProfile) -> ProviderProfile:
        return replace(profile, name=self._name.text().strip() or profile.name)

    def _take_address(self) -> None:
        """Take an address as a whole: half of one would be another relay, and be sent the key."""
        preview = self._profiles.preview(self._address.text())
        if preview.problem:
            return
        self._address.setText(preview.root)
        self._change(lambda profile: replace(profile, root=preview.root))

    def _take_offer(self, offer: ProviderOffer) -> None:
        """Take address and key out of a link that was put into one of their fields, or neither."""
        self._key.clear()
        preview = self._profiles.preview(offer.address)
        self._address.setText(preview.root or offer.address)
        self._show_preview()
        if self._profile is not None and not preview.problem:
            changed = self._changed(lambda profile: replace(profile, root=preview.root))
            self._saving.start(self._keep_offer(self._profile, changed, offer.key))

    async def _keep_offer(
        self, before: ProviderProfile, changed: ProviderProfile | None, key: Secret | None
    ) -> None:
        """Keep another address, then its key; an address that is not kept gets no key."""
        await self._save(changed)
        current = self._profiles.get(before.id)
        if current is not None and current.root == (changed or before).root:
            await self._keep_key(before.id, key)

    def _on_limits_changed(self) -> None:
        limits = Limits(
            self._per_minute.value() or None,
            self._per_hour.value() or None,
            self._at_once.value() or None,
        )
        self._change(lambda profile: replace(profile, limits=limits))

    def _on_gpt_toggled(self, is_on: bool) -> None:  # noqa: FBT001  # Qt's signal
        self._change(lambda profile: replace(profile, gpt_requires_stream=is_on))

    def _change(self, change: Change) -> None:
        if not self._is_filling:
            self._saving.start(self._save(self._changed(change)))

    def _changed(self, change: Change) -> ProviderProfile | None:
        """Return the provider changed, for later changes to build upon; None where none is."""
        profile = self._profile
        if profile is None or change(profile) == profile:
            return None
        self._profile = change(profile)
        return self._profile

    async def _save(self, profile: ProviderProfile | None) -> None:
        """Put a change in force; what cannot be saved is said, and stands as before."""
        if profile is None:
            return
        try:
            await self._profiles.update(profile)
        except SuperTokenError as error:
            self.show_profile(self._profiles.get(profile.id))
            self._say_error(ErrorRecord.of(error))

    def _make_default(self) -> None:
        self._default.setChecked(True)
        if self._profile is not None:
            self._saving.start(self._preferences.update(default_profile_id=self._profile.id))

    def _take_key(self) -> None:
        """Put the key that was typed into the keyring; once it is there, it is out of sight."""
        key = cleaned_key(self._key.text())
        if key and self._profile is not None and not self._profile.is_demo:
            self._saving.start(self._keep_key(self._profile.id, Secret(key)))

    def _on_forget(self) -> None:
        if self._profile is not None:
            self._saving.start(self._keep_key(self._profile.id, None))

    async def _keep_key(self, profile_id: ProfileId, key: Secret | None) -> None:
        try:
            await self._profiles.set_key(profile_id, key)
        except SuperTokenError as error:
            self._say_error(ErrorRecord.of(error))
            return
        if Secret(cleaned_key(self._key.text())) == key:
            self._key.clear()
        await self._look_for_key(profile_id)

    async def _look_for_key(self, profile_id: ProfileId) -> None:
        try:
            has_key = await self._profiles.has_key(profile_id)
        except SuperTokenError:
            has_key = False
        if self._profile is not None and self._profile.id == profile_id:
            self._has_key = has_key
            self._show_key()

    def _show_key(self) -> None:
        has_key = self._has_key is True
        is_demo = self._profile is not None and self._profile.is_demo
        self._key.setPlaceholderText("•" * 12 if has_key else _("Paste your key here"))
        self._forget.setEnabled(has_key and not is_demo)
        are_lasting = self._profiles.keys_are_lasting
        self._key_state.setText(
            _key_words(has_key=self._has_key, is_demo=is_demo, are_lasting=are_lasting)
        )

    async def _run_test(self) -> None:
        self._take_address()
        self._take_key()
        self._test.setEnabled(False)
        try:
            await self._saving.settle()
            if self._profile is not None:
                await self._try_out(self._profile)
        except SuperTokenError as error:
            self._say_error(ErrorRecord.of(error))
        finally:
            self._test.setEnabled(True)

    async def _try_out(self, profile: ProviderProfile) -> None:
        if not await self._profiles.has_key(profile.id):
            self._say_verdict(_("Enter a key first."), "error")
            return
        self._say_verdict(_("Testing with a short real request…"), "muted")
        report = await self._profiles.test(profile)
        if self._profile is not None and self._profile.id == profile.id:
            self._show_report(report)

    def _show_report(self, report: TestReport) -> None:
        if report.error is None:
            self._say_verdict(success_words(report), "success")
        else:
            self._say_error(report.error)

    def _say_error(self, error: ErrorRecord) -> None:
        self._say_verdict(failure_words(error), "error")

    def _say_verdict(self, text: str, role: str) -> None:
        paint(self._verdict, text, role)
        self._verdict.setVisible(bool(text))


def _key_words(*, has_key: bool | None, is_demo: bool, are_lasting: bool) -> str:
    if is_demo:
        return _("The demo has a key of its own.")
    if has_key is None:
        return ""
    if not has_key:
        return _("No key is kept for this provider yet.")
    if are_lasting:
        return _("A key is kept in the system's keyring. Paste another to replace it.")
    return _("A key is kept until the program ends: this system has no keyring.")
