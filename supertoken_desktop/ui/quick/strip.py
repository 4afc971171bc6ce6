"""The strip of the quick prompt: handle, field, model, pin, and the button that sends or stops."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.quick.field import QuickField
from supertoken_desktop.ui.quick.placing import STRIP_HEIGHT
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.fonts import scaled
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

_MODEL_WIDTH = 150
_SIZE = 1.15


class QuickStrip(QWidget):
    """Show the row that is always there; `field` is where one writes.

    `sent` and `stop_wanted` come from the button, `pin_toggled` from the user alone.
    """

    sent = Signal()
    stop_wanted = Signal()
    model_wanted = Signal()
    pin_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_running = False
        self._is_follow_up = False
        self._model_label = ""
        self._handle = QLabel()
        self._handle.setFixedHeight(metrics.BUTTON_HEIGHT)
        self._handle.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.field = QuickField(self)
        self.model = QToolButton()
        self.model.setIcon(icon("chevron-down"))
        self.model.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.model.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._pin = QToolButton()
        self._pin.setIcon(icon("pin"))
        self._pin.setCheckable(True)
        self._button = QToolButton()
        self._button.setProperty("role", "primary")
        for tool in (self._pin, self._button):
            tool.setIconSize(QSize(metrics.ICON, metrics.ICON))
            tool.setFixedSize(metrics.BUTTON_HEIGHT, metrics.BUTTON_HEIGHT)
        row = QHBoxLayout(self)
        margin = (STRIP_HEIGHT - metrics.BUTTON_HEIGHT) // 2 - metrics.FOCUS_WIDTH
        row.setContentsMargins(metrics.SPACE_4, margin, margin, margin)
        row.setSpacing(metrics.SPACE_2)
        row.addWidget(self._handle, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignVCenter)
        for tool in (self.model, self._pin, self._button):
            row.addWidget(tool, 0, Qt.AlignmentFlag.AlignBottom)
        self.field.textChanged.connect(self._show_button)
        self.model.clicked.connect(self.model_wanted)
        self._pin.clicked.connect(self.pin_toggled)
        self._button.clicked.connect(self._on_button)
        theme.changed.connect(self._follow_theme)
        self.retranslate()
        self._follow_theme()

    def show_state(self, *, is_running: bool, is_follow_up: bool) -> None:
        """Offer Stop while an answer is written, and say what a further question is."""
        self._is_running = is_running
        self._is_follow_up = is_follow_up
        self.retranslate()

    def show_pinned(self, *, is_pinned: bool) -> None:
        """Show whether the prompt stays when another window gets the focus."""
        self._pin.setChecked(is_pinned)
        self._name_pin()

    def show_model(self, label: str) -> None:
        """Show the model that is asked; "" where there is none."""
        self._model_label = label
        self.model.setVisible(bool(label))
        measure = QFontMetrics(self.model.font())
        self.model.setText(
            measure.elidedText(label, Qt.TextElideMode.ElideRight, _MODEL_WIDTH).replace("&", "&&")
        )
        self._name_model()

    def retranslate(self) -> None:
        """Set all texts anew."""
        words = _("Ask a further question") if self._is_follow_up else _("Ask anything")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(_("Your question"))
        self.field.setAccessibleDescription(
            _("Enter asks, Shift+Enter breaks the line, Ctrl+Enter goes on in the main window.")
        )
        self._name_model()
        self._name_pin()
        self._show_button()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _name_model(self) -> None:
        self.model.setAccessibleName(_("Model: {model}").format(model=self._model_label))
        self.model.setToolTip(_("Choose the model"))

    def _name_pin(self) -> None:
        self._pin.setAccessibleName(_("Stay open"))
        self._pin.setToolTip(
            _("Stays open when you click elsewhere")
            if self._pin.isChecked()
            else _("Closes when you click elsewhere; click to keep it open")
        )

    def _on_button(self) -> None:
        if self._is_running:
            self.stop_wanted.emit()
        else:
            self.sent.emit()

    def _follow_theme(self) -> None:
        zoom = self._theme.reading.zoom
        self.field.zoom(scaled(self._theme.body_font(), _SIZE * zoom), zoom)
        side = metrics.ICON_LARGE
        self._handle.setPixmap(icon("quick", self._theme.colours.accent).pixmap(side, side))
        self._show_button()

    def _show_button(self) -> None:
        is_enabled = self._is_running or bool(self.field.text().strip())
        colours = self._theme.colours
        self._button.setEnabled(is_enabled)
        colour = colours.accent_text if is_enabled else colours.muted
        self._button.setIcon(icon("stop" if self._is_running else "send", colour))
        name = _("Stop the answer") if self._is_running else _("Ask")
        self._button.setAccessibleName(name)
        self._button.setToolTip(_("Stop (Esc)") if self._is_running else _("Ask (Enter)"))
