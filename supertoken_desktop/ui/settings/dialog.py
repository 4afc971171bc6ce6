"""The settings: a list of pages on the left, a page on the right; changes apply at once."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.settings.fields import Page
from supertoken_desktop.ui.settings.pages import PageEntry
from supertoken_desktop.ui.settings.providers import ProvidersPage
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

_WIDTH = 880
_HEIGHT = 640
_MIN_HEIGHT = 400
_NAMES_WIDTH = 208
_NAMES_MOST = 360


class SettingsDialog(QDialog):
    """Show and change the settings, the providers and their keys and models.

    It blocks no other window: what it changes can be seen behind it.
    """

    def __init__(
        self, entries: Sequence[PageEntry], tasks: Tasks, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self._tasks = tasks
        self.resize(_WIDTH, _HEIGHT)
        self.setMinimumSize(metrics.WINDOW_MIN_WIDTH - metrics.SPACE_8, _MIN_HEIGHT)
        self._pages: dict[str, Page] = {}
        self._names = _PageNames()
        self._stack = QStackedWidget()
        for entry in self._entries:
            self._names.addItem(QListWidgetItem(icon(entry.icon), ""))
            self._stack.addWidget(_scroll_area())
        self._names.currentRowChanged.connect(self._on_row_changed)
        self._names.width_changed.connect(self._on_names_widened)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._names)
        layout.addWidget(self._stack, 1)
        self.retranslate()
        self._names.setCurrentRow(0)

    def show_page(self, name: str, field: str = "") -> None:
        """Turn to a page, and to a field of it by its object name."""
        self._names.setCurrentRow([entry.name for entry in self._entries].index(name))
        target = self._pages[name].findChild(QWidget, field) if field else None
        area = self._stack.currentWidget()
        if isinstance(target, QWidget) and isinstance(area, QScrollArea):
            target.setFocus()
            area.ensureWidgetVisible(target)

    def show_provider(self, profile_id: ProfileId) -> None:
        """Choose a provider on its page; one that is not there changes nothing."""
        page = self._pages.get("providers")
        if isinstance(page, ProvidersPage):
            page.choose(profile_id)

    async def settle(self) -> None:
        """Take and save what is being typed, as before the program ends."""
        self._finish_typing()
        for page in tuple(self._pages.values()):
            await page.settle()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self.setWindowTitle(_("Settings"))
        self._names.setAccessibleName(_("Pages of the settings"))
        for at, entry in enumerate(self._entries):
            self._names.item(at).setText(entry.title())
        self._names.fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def done(self, result: int) -> None:
        """Close, by Esc as well; what was typed last counts."""
        self._tasks.spawn(self.settle())
        super().done(result)

    def _on_names_widened(self, by: int) -> None:
        """Leave the pages the room that they had."""
        self.setMinimumWidth(self.minimumWidth() + by)
        self.resize(self.width() + by, self.height())

    def _on_row_changed(self, row: int) -> None:
        """Turn to a page, made now if this is the first time."""
        entry = self._entries[row]
        self._stack.setCurrentIndex(row)
        area = self._stack.currentWidget()
        if entry.name not in self._pages and isinstance(area, QScrollArea):
            self._pages[entry.name] = entry.make()
            area.setWidget(self._pages[entry.name])

    def _finish_typing(self) -> None:
        """Let the field with the caret take its text, as if the caret had left it."""
        field = self.focusWidget()
        if isinstance(field, QAbstractSpinBox):
            field.interpretText()
        elif isinstance(field, QLineEdit):
            field.editingFinished.emit()


class _PageNames(QListWidget):
    """The names of the pages, as wide as the longest needs, within bounds.

    `width_changed` brings by how much.
    """

    width_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pages")
        self.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_NAMES_WIDTH)

    def fit(self) -> None:
        """Take the width of the names."""
        self.ensurePolished()
        around = 2 * (metrics.SPACE_2 + metrics.HAIRLINE) + metrics.SCROLL_BAR
        before, needed = self.maximumWidth(), self.sizeHintForColumn(0) + around
        width = min(max(_NAMES_WIDTH, needed), _NAMES_MOST)
        if width != before:
            self.setFixedWidth(width)
            self.width_changed.emit(width - before)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()


def _scroll_area() -> QScrollArea:
    """Return where a page can be scrolled, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
