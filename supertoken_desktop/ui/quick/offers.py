"""What the quick prompt offers for the clipboard's text: to use it, and actions around it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.chat.flow_layout import FlowLayout
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.quick.clip import first_words
from supertoken_desktop.ui.quick.templates import KEYS, QuickAction
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

_TIP_CHARACTERS = 400


class QuickOffers(QWidget):
    """Show a chip with the first words of a text, and a button for each action.

    `text_taken` tells that the text is wanted in the field, `action_chosen` which action is.
    """

    text_taken = Signal()
    action_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._actions: tuple[QuickAction, ...] = ()
        self._chip = QPushButton()
        self._chip.setIcon(icon("copy"))
        self._chip.clicked.connect(self.text_taken)
        self._buttons: list[QPushButton] = []
        self._flow = FlowLayout(metrics.SPACE_2)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(metrics.SPACE_4, 0, metrics.SPACE_4, metrics.SPACE_3)
        self._column.setSpacing(metrics.SPACE_2)
        self._column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str) -> None:
        """Offer a text; "" offers none."""
        self._text = text
        self.retranslate()

    def show_actions(self, actions: Sequence[QuickAction]) -> None:
        """Offer these actions."""
        self._actions = tuple(actions)
        while len(self._buttons) < len(actions):
            self._add_button()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._chip.setVisible(bool(self._text))
        words = _("Use clipboard: “{words}”").format(words=first_words(self._text))
        self._chip.setAccessibleName(words)
        self._fit_chip()
        self._chip.setToolTip(plain_tip(first_words(self._text, _TIP_CHARACTERS)))
        for place, button in enumerate(self._buttons):
            is_used = place < len(self._actions)
            button.setVisible(is_used)
            if is_used:
                self._name(button, place)
        self._flow.invalidate()
        self._column.invalidate()
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the text as has room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_chip()

    def _fit_chip(self) -> None:
        measure = self._chip.fontMetrics()
        taken = measure.horizontalAdvance(_("{offer}  Tab").format(offer=""))
        room = self.width() - taken - metrics.ICON - 6 * metrics.SPACE_4
        words = measure.elidedText(
            self._chip.accessibleName(), Qt.TextElideMode.ElideRight, max(0, room)
        )
        # What follows the & of a text from elsewhere is no key.
        self._chip.setText(_("{offer}  Tab").format(offer=words.replace("&", "&&")))

    def _add_button(self) -> None:
        place = len(self._buttons)
        button = QPushButton(self)
        button.clicked.connect(lambda: self.action_chosen.emit(place))
        self._flow.addWidget(button)
        self._buttons.append(button)

    def _name(self, button: QPushButton, place: int) -> None:
        action = self._actions[place]
        button.setText(action.name.replace("&", "&&"))
        button.setAccessibleName(action.name)
        template = plain_tip(action.template)
        key = _("Ctrl+{number}").format(number=place + 1) if place < KEYS else ""
        button.setToolTip(plain_tip(f"{key}\n{action.template}") if key else template)
