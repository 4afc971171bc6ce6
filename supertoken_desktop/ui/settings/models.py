"""Settings page: the models of each provider, and which of them stream."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model, ModelOrigin
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.engine.catalogue import Catalogue, is_streamed_only
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _, format_number, ngettext
from supertoken_desktop.notices import notice_for
from supertoken_desktop.state_words import profile_name
from supertoken_desktop.ui.plain_label import paint
from supertoken_desktop.ui.settings.fields import (
    FIELD_WIDTH,
    Page,
    QuietComboBox,
    side_by_side,
    text_line,
)
from supertoken_desktop.ui.settings.models_table import ModelLine, ModelTable, ModelTableModel
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics

_TABLE_HEIGHT = 300


class ModelsPage(Page):
    """A table of models; a tick in the stream column is changed by click or Space."""

    def __init__(self, profiles: Profiles, catalogue: Catalogue, tasks: Tasks) -> None:
        super().__init__(lambda: _("Models"))
        self._profiles = profiles
        self._catalogue = catalogue
        self._tasks = tasks
        self._provider = QuietComboBox()
        self._provider.activated.connect(self._on_provider_chosen)
        self._fetch = self.button(
            lambda: _("Fetch the list"), lambda: _("Fetch the list from the relay")
        )
        self._fetch.clicked.connect(self._on_fetch)
        self._filter = QLineEdit()
        self._filter.setClearButtonEnabled(True)
        self._source = ModelTableModel()
        self._table = ModelTable(self._source)
        self._table.setMinimumHeight(_TABLE_HEIGHT)
        self._by_hand = QLineEdit()
        self._add = self.button(lambda: _("Add"), lambda: _("Add the model"))
        self._remove = self.button(lambda: _("Remove"), lambda: _("Remove the model"))
        self._state = text_line()
        self._lay_out()
        self._connect()
        self.hear(profiles.changed, self._show_providers)
        self.hear(catalogue.changed, self._on_catalogue_changed)
        self._show_providers(profiles.profiles)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._source.retranslate()
        self._show_providers(self._profiles.profiles)

    def _lay_out(self) -> None:
        self.add(self.caption(lambda: _("Provider"), self._provider), gap=metrics.SPACE_3)
        self._provider.setMaximumWidth(FIELD_WIDTH)
        self.add(side_by_side(self._provider, self._fetch))
        self.say(self._filter.setPlaceholderText, lambda: _("Filter the models"))
        self.say(self._filter.setAccessibleName, lambda: _("Filter the models"))
        self.add(self._filter, gap=metrics.SPACE_3)
        self.say(self._table.setAccessibleName, lambda: _("Models"))
        self.add(self._table, gap=metrics.SPACE_2, grows=True)
        self.add(self._state)
        self.say(self._by_hand.setPlaceholderText, lambda: _("Name of a model"))
        self.say(self._by_hand.setAccessibleName, lambda: _("Name of a model to add"))
        self._by_hand.setMaximumWidth(FIELD_WIDTH)
        self.add(side_by_side(self._by_hand, self._add, self._remove), gap=metrics.SPACE_2)
        self.add(
            self.line(
                lambda: _(
                    "GPT models always stream where the relay demands it; others may do either."
                )
            )
        )

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._table.narrow)
        self._source.stream_chosen.connect(self._on_stream_chosen)
        self._table.on_chosen(self._on_model_chosen)
        self._by_hand.returnPressed.connect(self._on_add)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)

    def _show_providers(self, profiles: Sequence[ProviderProfile]) -> None:
        chosen = self._chosen_id()
        current = self._profiles.current
        wanted = chosen or (current.id if current is not None else None)
        self._provider.clear()
        for profile in profiles:
            self._provider.addItem(profile_name(profile), profile.id)
        self._provider.setCurrentIndex(max(0, self._provider.findData(wanted)))
        for widget in (self._fetch, self._by_hand, self._add):
            widget.setEnabled(bool(profiles))
        self._fill()

    def _chosen_id(self) -> ProfileId | None:
        data = self._provider.currentData()
        return None if data is None else ProfileId(data)

    def _fill(self) -> None:
        profile = self._profiles.get(self._chosen_id())
        models = self._catalogue.models(profile.id) if profile is not None else ()
        self._source.show_lines([_line(profile, m) for m in models] if profile else [])
        self._on_model_chosen()
        self._say_count(len(models))

    def _say_count(self, count: int) -> None:
        words = ngettext("{count} model", "{count} models", count)
        paint(self._state, words.format(count=format_number(count)), "muted")

    def _on_provider_chosen(self) -> None:
        self._filter.clear()
        self._fill()

    def _on_catalogue_changed(self, profile_id: ProfileId) -> None:
        if profile_id == self._chosen_id():
            self._fill()

    def _on_model_chosen(self) -> None:
        line = self._table.chosen()
        self._remove.setEnabled(line is not None and line.model.origin is ModelOrigin.USER)

    def _on_stream_chosen(self, model_id: str, is_on: bool) -> None:  # noqa: FBT001  # a signal
        profile_id = self._chosen_id()
        if profile_id is not None:
            streams = None if is_on else False
            self._tasks.spawn(self._catalogue.set_streams(profile_id, model_id, streams))

    def _on_add(self) -> None:
        profile_id = self._chosen_id()
        model_id = self._by_hand.text().strip()
        if profile_id is not None and model_id:
            self._by_hand.clear()
            self._filter.clear()
            self._tasks.spawn(self._add_by_hand(profile_id, model_id))

    async def _add_by_hand(self, profile_id: ProfileId, model_id: str) -> None:
        await self._catalogue.add_by_hand(profile_id, model_id)
        self._table.choose(model_id)

    def _on_remove(self) -> None:
        profile_id, line = self._chosen_id(), self._table.chosen()
        if profile_id is not None and line is not None:
            self._tasks.spawn(self._catalogue.remove_by_hand(profile_id, line.model.model_id))

    def _on_fetch(self) -> None:
        profile_id = self._chosen_id()
        if profile_id is not None:
            self._tasks.spawn(self._refresh(profile_id))

    async def _refresh(self, profile_id: ProfileId) -> None:
        self._fetch.setEnabled(False)
        paint(self._state, _("Fetching the list…"), "muted")
        try:
            problem = await self._catalogue.refresh(profile_id)
        finally:
            self._fetch.setEnabled(True)
        if profile_id != self._chosen_id():
            return
        if problem is None:
            self._fill()
            return
        notice = notice_for(problem)
        lines = (notice.title, notice.sentence, problem.detail.message, notice.remedy)
        paint(self._state, "\n".join(line for line in lines if line), "error")


def _line(profile: ProviderProfile, model: Model) -> ModelLine:
    must_stream = is_streamed_only(profile, model)
    return ModelLine(model, must_stream or model.streams is not False, must_stream)
