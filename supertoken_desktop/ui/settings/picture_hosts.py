"""The hosts whose pictures are loaded without a question, and how to take one off the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.settings.fields import Rows
from supertoken_desktop.ui.theme import metrics

_HEIGHT = 120


class PictureHosts(Rows):
    """Show hosts; `changed` tells those that are left when one was removed."""

    changed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hosts: tuple[str, ...] = ()
        self._list = QListWidget()
        self._list.setProperty("role", "field")
        self._list.setFixedHeight(_HEIGHT)
        self._remove = self.button(lambda: _("Remove"), lambda: _("Remove the chosen host"))
        self._remove.clicked.connect(self._on_remove_clicked)
        self._list.itemSelectionChanged.connect(self._enable)
        self.say(self._list.setAccessibleName, lambda: _("Hosts whose pictures are always loaded"))
        self.add(self.line(lambda: _("Pictures from these hosts are always loaded:"), ""))
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.SPACE_2)
        row.addWidget(self._list, 1)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        self.add(beside)
        self.add(
            self.line(
                lambda: _(
                    "All other pictures that lie elsewhere are loaded one by one, when you say so."
                )
            )
        )

    def show_value(self, hosts: Sequence[str]) -> None:
        """Show these hosts."""
        self._hosts = tuple(hosts)
        self._list.clear()
        self._list.addItems(list(hosts))
        self._enable()

    def _enable(self) -> None:
        self._remove.setEnabled(bool(self._list.selectedItems()))

    def _on_remove_clicked(self) -> None:
        chosen = {item.text() for item in self._list.selectedItems()}
        self.changed.emit(tuple(host for host in self._hosts if host not in chosen))
