"""Notice when a provider link is put into a field for an address or a key."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from supertoken_desktop.domain.provider_links import offer_in


class PastedLink(QObject):
    """Watch fields for links; `offered` tells what such a link holds, a ProviderOffer."""

    offered = Signal(object)

    def __init__(self, *fields: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        for field in fields:
            field.textEdited.connect(self._on_edited)

    def _on_edited(self, text: str) -> None:
        offer = offer_in(text)
        if offer is not None:
            self.offered.emit(offer)
