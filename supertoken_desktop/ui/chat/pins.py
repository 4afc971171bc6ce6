"""The pinned messages of the open conversation: a button that is there when there are any."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from supertoken_desktop.domain.conversation import MessageTree
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

# More than a line of the list can hold.
_LOOKED_AT = 400


class PinnedMessages(QObject):
    """List pinned messages under a button; `chosen` tells which one is to be shown."""

    chosen = Signal(str)

    def __init__(self, button: QToolButton, parent: QObject) -> None:
        super().__init__(parent)
        self._button = button
        self._pinned: tuple[Message, ...] = ()
        button.clicked.connect(self._on_clicked)
        self.show(None)

    def show(self, tree: MessageTree | None) -> None:
        """Take the messages of this conversation, None for a new chat."""
        self._pinned = tuple(m for m in tree if m.pinned) if tree is not None else ()
        self._button.setVisible(bool(self._pinned))
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts anew."""
        count = len(self._pinned)
        words = ngettext("{count} pinned message", "{count} pinned messages", count)
        self._button.setToolTip(words.format(count=count))
        self._button.setAccessibleName(words.format(count=count))

    def _on_clicked(self) -> None:
        menu = QMenu(self._button)
        measure = self._button.fontMetrics()
        for message in self._pinned:
            words = measure.elidedText(
                words_of(message), Qt.TextElideMode.ElideRight, metrics.CARD_WIDTH
            )
            name = "chat" if message.role is Role.USER else "model"
            action = menu.addAction(icon(name), words.replace("&", "&&"))
            action.triggered.connect(partial(self._on_chosen, message.id))
        menu.aboutToHide.connect(menu.deleteLater)
        corner = QPoint(self._button.width() - menu.sizeHint().width(), self._button.height())
        menu.popup(self._button.mapToGlobal(corner))

    def _on_chosen(self, message_id: MessageId) -> None:
        self.chosen.emit(message_id)


def words_of(message: Message) -> str:
    """Return the beginning of what a message says, on one line."""
    return " ".join(message.text[:_LOOKED_AT].split()).lstrip("#>*- ") or _("Message without text")
