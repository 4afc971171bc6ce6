"""`‹ 2/3 ›`: which version of a message is shown, and the way to the others."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon


class SiblingSwitch(QWidget):
    """Walk among versions by its buttons, or by the arrow keys while it has the focus."""

    stepped = Signal(int)  # -1 to the older one, 1 to the newer one
    focus_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._position = 1
        self._count = 1
        self._older, self._newer = QToolButton(), QToolButton()
        self._label = QLabel()
        self._label.setProperty("role", "muted")
        for button, name in ((self._older, "chevron-left"), (self._newer, "chevron-right")):
            button.setIcon(icon(name))
            button.setIconSize(QSize(metrics.ICON, metrics.ICON))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._older.clicked.connect(lambda: self.stepped.emit(-1))
        self._newer.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self._older, self._label, self._newer):
            row.addWidget(widget)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def show_place(self, position: int, count: int) -> None:
        """Show that this is version `position` of `count`, from 1; hide where there is only one."""
        self._position, self._count = position, count
        self.setVisible(count > 1)
        self._older.setEnabled(position > 1)
        self._newer.setEnabled(position < count)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._older.setAccessibleName(_("Older version"))
        self._older.setToolTip(_("Older version (←)"))
        self._newer.setAccessibleName(_("Newer version"))
        self._newer.setToolTip(_("Newer version (→)"))
        self._label.setText(f"{self._position}/{self._count}")
        name = _("Version {position} of {count}").format(position=self._position, count=self._count)
        self.setAccessibleName(name)
        self.setAccessibleDescription(_("The left and right arrow keys show other versions."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by the arrow keys."""
        if event.key() == Qt.Key.Key_Left and self._position > 1:
            self.stepped.emit(-1)
        elif event.key() == Qt.Key.Key_Right and self._position < self._count:
            self.stepped.emit(1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus on the number between the arrows."""
        super().focusInEvent(event)
        self._mark_focus(has_focus=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark of the focus away."""
        super().focusOutEvent(event)
        self._mark_focus(has_focus=False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _mark_focus(self, *, has_focus: bool) -> None:
        font = self._label.font()
        font.setUnderline(has_focus)
        self._label.setFont(font)
        self.focus_changed.emit()
