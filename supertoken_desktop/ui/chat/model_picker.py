"""The popup in which provider and model are chosen, searched, refreshed, or added by hand."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.notices import notice_for
from supertoken_desktop.state_words import profile_name
from supertoken_desktop.ui.chat.model_list import ByHand, ModelDelegate, ModelList, matching_rows
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

LIST_HEIGHT = 380
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ModelPicker(QFrame):
    """Let the user choose; `model_chosen` tells profile and model ids."""

    model_chosen = Signal(str, str)

    def __init__(
        self,
        profiles: Profiles,
        catalogue: Catalogue,
        theme: Theme,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._profiles = profiles
        self._catalogue = catalogue
        self._tasks = tasks
        self._profile_id: ProfileId | None = None
        self._current: tuple[str, str] = ("", "")
        self._rows = ModelList(self)
        self._build(theme)
        self._connect()
        self.retranslate()

    def open_at(self, anchor: QWidget, profile_id: ProfileId | None, model_id: str | None) -> None:
        """Open under a widget with this choice marked."""
        self._current = (profile_id or "", model_id or "")
        self._fill_providers(profile_id)
        self._search.clear()
        self._say("")
        self._show_models()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = 0 if is_mirrored else anchor.width() - self.width()
        corner = QPoint(left, anchor.height() + metrics.SPACE_1)
        screen = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(corner)
        self.move(max(screen.left(), place.x()), max(screen.top(), place.y()))
        self.show()
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.setAccessibleName(_("Choose a model"))
        self._search.setPlaceholderText(_("Search models, or enter an id"))
        self._search.setAccessibleName(_("Search models"))
        self._list.setAccessibleName(_("Models"))
        self._refresh.setToolTip(_("Fetch the relay's list anew"))
        self._refresh.setAccessibleName(_("Fetch the list of models anew"))
        self._provider.setAccessibleName(_("Provider"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Move in the list and choose while the caret stays in the search field."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _MOVES:
            self._list.event(event)
            return True
        if event.key() in _ENTER_KEYS:
            self._choose(self._list.currentIndex())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        return False

    def _build(self, theme: Theme) -> None:
        self.setProperty("role", "card")
        self.setFixedWidth(metrics.CARD_WIDTH)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.installEventFilter(self)
        self._refresh = QToolButton()
        self._refresh.setIcon(icon("regenerate"))
        self._refresh.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self._provider = QComboBox()
        self._list = QListView()
        self._list.setModel(self._rows)
        self._list.setItemDelegate(ModelDelegate(theme, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setFixedHeight(LIST_HEIGHT)
        # The search field moves in it.
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("QListView { background: transparent; }")
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        top = QHBoxLayout()
        top.setSpacing(metrics.SPACE_1)
        top.addWidget(self._search, 1)
        top.addWidget(self._refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.SPACE_2] * 4)
        column.setSpacing(metrics.SPACE_2)
        column.addWidget(self._provider)
        column.addLayout(top)
        column.addWidget(self._list)
        column.addWidget(self._note)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._show_models)
        self._list.clicked.connect(self._choose)
        self._refresh.clicked.connect(self._on_refresh)
        self._provider.activated.connect(self._on_provider)

    def _fill_providers(self, profile_id: ProfileId | None) -> None:
        profiles = self._profiles.profiles
        self._provider.clear()
        for profile in profiles:
            self._provider.addItem(profile_name(profile), profile.id)
        place = next((n for n, p in enumerate(profiles) if p.id == profile_id), 0)
        self._provider.setCurrentIndex(place)
        self._provider.setVisible(len(profiles) > 1)
        self._profile_id = profiles[place].id if profiles else None

    def _show_models(self) -> None:
        profile_id = self._profile_id
        current_id = self._current[1] if profile_id == self._current[0] else ""
        models = self._catalogue.models(profile_id) if profile_id is not None else ()
        if profile_id is not None and current_id and not _holds(models, current_id):
            models = (self._catalogue.find(profile_id, current_id), *models)
        self._rows.show_rows(matching_rows(models, self._search.text()), current_id or None)
        index = self._rows.index(self._rows.current_row())
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def _choose(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is None or self._profile_id is None:
            return
        if isinstance(row, ByHand):
            self._tasks.spawn(self._catalogue.add_by_hand(self._profile_id, row.model_id))
        self.close()
        self.model_chosen.emit(self._profile_id, row.model_id)

    def _on_provider(self, place: int) -> None:
        self._profile_id = ProfileId(str(self._provider.itemData(place)))
        self._say("")
        self._show_models()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refresh(self) -> None:
        if self._profile_id is not None:
            self._tasks.spawn(self._fetch(self._profile_id))

    async def _fetch(self, profile_id: ProfileId) -> None:
        self._refresh.setEnabled(False)
        self._say(_("Fetching the list…"))
        try:
            error = await self._catalogue.refresh(profile_id)
        finally:
            self._refresh.setEnabled(True)
        if error is None:
            self._say("")
            self._show_models()
            return
        self._say(
            _("The known models are kept. {problem}.").format(problem=notice_for(error).title)
        )

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self.adjustSize()


def _holds(models: tuple[Model, ...], model_id: str) -> bool:
    return any(model.model_id == model_id for model in models)
