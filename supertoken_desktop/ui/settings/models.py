"""Settings page: the models of each provider, and which of them stream."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model, ModelOrigin
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.notices import notice_for
from supertoken_desktop.ui.settings.fields import FIELD_WIDTH, Page
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics

_TABLE_HEIGHT = 320
_NAME, _CONTEXT, _STREAM, _ORIGIN = range(4)


class ModelsPage(Page):
    """A table of models; a tick in the stream column is changed by click or Space."""

    def __init__(self, profiles: Profiles, catalogue: Catalogue, tasks: Tasks) -> None:
        super().__init__(lambda: _("Models"))
        self._profiles = profiles
        self._catalogue = catalogue
        self._tasks = tasks
        self._is_filling = False
        self._provider = QComboBox()
        self._provider.activated.connect(self._fill)
        self.add_field(lambda: _("Provider"), self._provider)
        self._table = self._make_table()
        self.add(self._table, gap=metrics.SPACE_3)
        self._state = self.help_line(lambda: "")
        self.add(self._make_row())
        self.add(self._state)
        self.add(
            self.help_line(
                lambda: _(
                    "GPT models always stream where the relay demands it; others may do either."
                )
            )
        )
        self._handles = (
            profiles.changed.subscribe(lambda _profiles: self._show_providers()),
            catalogue.changed.subscribe(lambda _profile_id: self._fill()),
        )
        for handle in self._handles:
            self.destroyed.connect(handle.close)
        self._show_providers()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._fill()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setFixedHeight(_TABLE_HEIGHT)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        table.itemChanged.connect(self._on_item_changed)
        self.say(table.setAccessibleName, lambda: _("Models"))
        return table

    def _make_row(self) -> QWidget:
        self._by_hand = QLineEdit()
        self._by_hand.setMaximumWidth(FIELD_WIDTH)
        self._by_hand.returnPressed.connect(self._add_by_hand)
        self.say(self._by_hand.setPlaceholderText, lambda: _("Name of a model"))
        self.say(self._by_hand.setAccessibleName, lambda: _("Name of a model to add"))
        add, refresh = QPushButton(), QPushButton()
        self.say(add.setText, lambda: _("Add"))
        self.say(add.setAccessibleName, lambda: _("Add the model"))
        self.say(refresh.setText, lambda: _("Fetch the list"))
        self.say(refresh.setAccessibleName, lambda: _("Fetch the list from the relay"))
        add.clicked.connect(self._add_by_hand)
        refresh.clicked.connect(lambda: self._tasks.spawn(self._refresh()))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, metrics.SPACE_2, 0, 0)
        line.setSpacing(metrics.SPACE_2)
        line.addWidget(self._by_hand, 1)
        line.addWidget(add)
        line.addStretch(1)
        line.addWidget(refresh)
        return row

    def _show_providers(self) -> None:
        chosen = self._provider.currentData()
        self._provider.clear()
        for profile in self._profiles.profiles:
            self._provider.addItem(_("Demo") if profile.is_demo else profile.name, profile.id)
        current = self._profiles.current
        wanted = chosen or (current.id if current is not None else None)
        self._provider.setCurrentIndex(max(0, self._provider.findData(wanted)))
        self._fill()

    def _chosen_id(self) -> ProfileId | None:
        data = self._provider.currentData()
        return None if data is None else ProfileId(data)

    def _fill(self) -> None:
        profile_id = self._chosen_id()
        models = self._catalogue.models(profile_id) if profile_id is not None else ()
        self._is_filling = True
        self._table.setHorizontalHeaderLabels(
            [_("Model"), _("Context"), _("Stream"), _("Known from")]
        )
        self._table.setRowCount(len(models))
        for row, model in enumerate(models):
            self._fill_row(row, model)
        self._is_filling = False
        count = len(models)
        self._say_state(ngettext("{count} model", "{count} models", count).format(count=count))

    def _fill_row(self, row: int, model: Model) -> None:
        profile = self._profiles.get(model.profile_id)
        window = model.context_window
        texts = {
            _NAME: model.name,
            _CONTEXT: "–" if window is None else _("{count}K").format(count=window // 1000),
            _ORIGIN: _origin_words(model.origin),
        }
        for column, text in texts.items():
            self._table.setItem(row, column, QTableWidgetItem(text))
        tick = QTableWidgetItem()
        must = profile is not None and self._catalogue.must_stream(profile, model.model_id)
        is_on = must or model.streams is not False
        tick.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        if must:
            tick.setFlags(tick.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            tick.setText(_("always"))
        tick.setData(Qt.ItemDataRole.UserRole, model.model_id)
        self._table.setItem(row, _STREAM, tick)

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        profile_id = self._chosen_id()
        if self._is_filling or item.column() != _STREAM or profile_id is None:
            return
        model_id = str(item.data(Qt.ItemDataRole.UserRole))
        streams = None if item.checkState() == Qt.CheckState.Checked else False
        self._tasks.spawn(self._catalogue.set_streams(profile_id, model_id, streams))

    def _add_by_hand(self) -> None:
        profile_id = self._chosen_id()
        model_id = self._by_hand.text().strip()
        if profile_id is not None and model_id:
            self._by_hand.clear()
            self._tasks.spawn(self._catalogue.add_by_hand(profile_id, model_id))

    async def _refresh(self) -> None:
        profile_id = self._chosen_id()
        if profile_id is None:
            return
        self._say_state(_("Fetching the list…"))
        problem = await self._catalogue.refresh(profile_id)
        if problem is None:
            self._fill()
            return
        notice = notice_for(problem)
        self._say_state(f"{notice.sentence} {notice.remedy}")

    def _say_state(self, text: str) -> None:
        state: QLabel = self._state
        state.setText(text)


def _origin_words(origin: ModelOrigin) -> str:
    match origin:
        case ModelOrigin.LISTED:
            return _("the relay's list")
        case ModelOrigin.BUILT_IN:
            return _("built in")
        case ModelOrigin.USER:
            return _("added by hand")
