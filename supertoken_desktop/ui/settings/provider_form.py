"""The form of one provider: name, address, key, rules, limits, and a real test."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import Limits, ProviderProfile
from supertoken_desktop.domain.secret import Secret, cleaned_key
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles, TestReport
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.notices import notice_for
from supertoken_desktop.state_words import address_problem
from supertoken_desktop.ui.settings.fields import FIELD_WIDTH, NumberBox
from supertoken_desktop.ui.settings.preference import TYPING_PAUSE_MS
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme

_MOST_PER_MINUTE = 100_000
_MOST_PER_HOUR = 1_000_000
_MOST_AT_ONCE = 1_000


class ProviderForm(QWidget):
    """Show one provider and change it at once; a wrong address changes nothing."""

    def __init__(
        self, profiles: Profiles, preferences: Preferences, theme: Theme, tasks: Tasks
    ) -> None:
        super().__init__()
        self._profiles = profiles
        self._preferences = preferences
        self._theme = theme
        self._tasks = tasks
        self._profile: ProviderProfile | None = None
        self._is_filling = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_PAUSE_MS)
        self._timer.timeout.connect(self._save_texts)
        self._make_fields()
        self._lay_out()
        self.retranslate()
        self.show_profile(None)

    def show_profile(self, profile: ProviderProfile | None) -> None:
        """Show a provider; a field of the same provider that is being typed in keeps its text."""
        is_same = (
            profile is not None and self._profile is not None and profile.id == self._profile.id
        )
        self._profile = profile
        self.setVisible(profile is not None)
        if profile is None:
            return
        self._is_filling = True
        for field, text in ((self._name, profile.name), (self._address, profile.root)):
            if not (is_same and field.hasFocus()):
                field.setText(text)
        for field in (self._name, self._address, self._key):
            field.setEnabled(not profile.is_demo)
        self._gpt.setChecked(profile.gpt_requires_stream)
        self._per_minute.setValue(profile.limits.per_minute or 0)
        self._per_hour.setValue(profile.limits.per_hour or 0)
        self._at_once.setValue(profile.limits.at_once or 0)
        current = self._profiles.current
        self._default.setChecked(current is not None and current.id == profile.id)
        self._is_filling = False
        self._show_preview()
        if not is_same:
            self._key.clear()
            self._verdict.clear()
        self._tasks.spawn(self._show_key(profile.id))

    def focus_key(self) -> None:
        """Go to the key's field, for a provider that has just been added."""
        self._key.setFocus()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        labels: tuple[tuple[QWidget, str], ...] = (
            (self._name, _("Name")),
            (self._address, _("Address")),
            (self._key, _("Key")),
            (self._per_minute, _("Requests a minute")),
            (self._per_hour, _("Requests an hour")),
            (self._at_once, _("Requests at once")),
        )
        for field, text in labels:
            field.setAccessibleName(text)
            caption = self._form.labelForField(field)
            if isinstance(caption, QLabel):
                caption.setText(text)
        for box in (self._per_minute, self._per_hour, self._at_once):
            box.setSpecialValueText(_("No limit"))
        self._gpt.setText(_("GPT models must stream on this relay"))
        self._default.setText(_("Use for new chats"))
        self._test.setText(_("Test the connection"))
        self._forget.setText(_("Forget the key"))
        for button in (self._gpt, self._default, self._test, self._forget):
            button.setAccessibleName(button.text())
        self._show_preview()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _make_fields(self) -> None:
        self._name, self._address, self._key = QLineEdit(), QLineEdit(), QLineEdit()
        self._address.setObjectName("address")
        self._key.setObjectName("key")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._name.textEdited.connect(self._timer.start)
        self._address.textEdited.connect(self._on_address_edited)
        self._key.editingFinished.connect(self._save_key)
        self._preview, self._key_state, self._verdict = QLabel(), QLabel(), QLabel()
        for label in (self._preview, self._key_state, self._verdict):
            label.setWordWrap(True)
            label.setProperty("role", "muted")
        self._gpt, self._default = QCheckBox(), QCheckBox()
        self._gpt.toggled.connect(self._on_gpt_toggled)
        self._default.clicked.connect(self._make_default)
        self._per_minute = NumberBox(0, _MOST_PER_MINUTE)
        self._per_hour = NumberBox(0, _MOST_PER_HOUR)
        self._at_once = NumberBox(0, _MOST_AT_ONCE)
        for box in (self._per_minute, self._per_hour, self._at_once):
            box.valueChanged.connect(self._save_limits)
        self._test, self._forget = QPushButton(), QPushButton()
        self._test.clicked.connect(lambda: self._tasks.spawn(self._run_test()))
        self._forget.clicked.connect(lambda: self._tasks.spawn(self._forget_key()))

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setVerticalSpacing(metrics.SPACE_2)
        self._form.setHorizontalSpacing(metrics.SPACE_4)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for field in (self._name, self._address):
            field.setMaximumWidth(FIELD_WIDTH)
            self._form.addRow("", field)
        self._form.addRow("", self._preview)
        self._key.setMaximumWidth(FIELD_WIDTH)
        self._form.addRow("", self._key)
        self._form.addRow("", self._key_state)
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.SPACE_2)
        buttons.addWidget(self._test)
        buttons.addWidget(self._forget)
        buttons.addStretch(1)
        self._form.addRow("", buttons)
        self._form.addRow("", self._verdict)
        self._form.addRow("", self._default)
        self._form.addRow("", self._gpt)
        for box in (self._per_minute, self._per_hour, self._at_once):
            box.setMaximumWidth(FIELD_WIDTH // 2)
            self._form.addRow("", box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)

    def _on_address_edited(self) -> None:
        self._show_preview()
        self._timer.start()

    def _show_preview(self) -> None:
        preview = self._profiles.preview(self._address.text())
        self._say(
            self._preview,
            preview.chat_url or address_problem(preview.problem or ""),
            "error" if preview.problem else "muted",
        )

    def _save_texts(self) -> None:
        preview = self._profiles.preview(self._address.text())
        name = self._name.text().strip()

        def changed(profile: ProviderProfile) -> ProviderProfile:
            root = profile.root if preview.problem else preview.root
            return replace(profile, name=name or profile.name, root=root)

        self._change(changed)

    def _save_limits(self) -> None:
        limits = Limits(
            self._per_minute.value() or None,
            self._per_hour.value() or None,
            self._at_once.value() or None,
        )
        self._change(lambda profile: replace(profile, limits=limits))

    def _on_gpt_toggled(self, is_on: bool) -> None:  # noqa: FBT001  # Qt's signal
        self._change(lambda profile: replace(profile, gpt_requires_stream=is_on))

    def _change(self, change: Callable[[ProviderProfile], ProviderProfile]) -> None:
        if self._is_filling or self._profile is None:
            return
        changed = change(self._profile)
        if changed != self._profile:
            self._profile = changed
            self._tasks.spawn(self._profiles.update(changed))

    def _make_default(self) -> None:
        if self._profile is not None:
            self._default.setChecked(True)
            self._tasks.spawn(self._preferences.update(default_profile_id=self._profile.id))

    def _save_key(self) -> None:
        key = cleaned_key(self._key.text())
        if key and self._profile is not None:
            self._key.clear()
            self._tasks.spawn(self._keep_key(self._profile.id, Secret(key)))

    async def _keep_key(self, profile_id: ProfileId, key: Secret) -> None:
        await self._profiles.set_key(profile_id, key)
        await self._show_key(profile_id)

    async def _forget_key(self) -> None:
        if self._profile is not None:
            await self._profiles.set_key(self._profile.id, None)
            await self._show_key(self._profile.id)

    async def _show_key(self, profile_id: ProfileId) -> None:
        has_key = await self._profiles.has_key(profile_id)
        if self._profile is None or self._profile.id != profile_id:
            return
        self._key.setPlaceholderText("•" * 12 if has_key else "sk-…")
        self._forget.setEnabled(has_key and not self._profile.is_demo)
        self._key_state.setText(self._key_words(has_key=has_key))

    def _key_words(self, *, has_key: bool) -> str:
        if not has_key:
            return _("No key is kept for this provider yet.")
        if self._profiles.keys_are_lasting:
            return _("A key is kept in the system's keyring.")
        return _("A key is kept until the program ends: this system has no keyring.")

    async def _run_test(self) -> None:
        profile = self._profile
        if profile is None:
            return
        self._save_key()
        self._test.setEnabled(False)
        self._say(self._verdict, _("Testing with a short real request…"), "muted")
        try:
            typed = cleaned_key(self._key.text())
            report = await self._profiles.test(profile, Secret(typed) if typed else None)
        finally:
            self._test.setEnabled(True)
        self._show_verdict(report)

    def _show_verdict(self, report: TestReport) -> None:
        if report.error is None:
            count = report.models or 0
            words = ngettext(
                "It works: {count} model, first answer after {seconds:.1f} s.",
                "It works: {count} models, first answer after {seconds:.1f} s.",
                count,
            )
            text = words.format(count=count, seconds=report.latency_s)
            self._say(self._verdict, text, "success")
            return
        notice = notice_for(report.error)
        lines = (notice.title, notice.sentence, report.error.detail.message, notice.remedy)
        self._say(self._verdict, "\n".join(line for line in lines if line), "error")

    @staticmethod
    def _say(label: QLabel, text: str, role: str) -> None:
        label.setText(text)
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
