"""The one way onto and off the clipboard, and what clears it again after a while."""

import os
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QMimeData, QObject, QStringListModel, QTimer
from PySide6.QtGui import QGuiApplication, QImage

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings

_MARK = "application/x-supertoken-desktop-copy"
# A copy of another run of the program is not ours.
_OURS = QByteArray(os.urandom(8).hex().encode())
_YES = QByteArray(b"\x01\x00\x00\x00")
_NO = QByteArray(b"\x00\x00\x00\x00")
# What programs that keep what was copied look at before they do. Qt has no way to say it on macOS.
# Source: Klipper's `x-kde-passwordManagerHint`; Windows, "Clipboard Formats", cloud and history.
_WINDOWS = 'application/x-qt-windows-mime;value="{name}"'
_SECRET_HINTS = {
    "x-kde-passwordManagerHint": QByteArray(b"secret"),
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): _YES,
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): _NO,
    _WINDOWS.format(name="CanUploadToCloudClipboard"): _NO,
}


def copy_text(text: str, *, is_secret: bool = False) -> None:
    """Put a plain text on the clipboard; programs that keep copies are asked to forget a secret."""
    data = new_data()
    data.setText(text)
    if is_secret:
        for name, value in _SECRET_HINTS.items():
            data.setData(name, value)
    copy_data(data)


def copy_image(image: QImage) -> None:
    """Put real pixels on the clipboard."""
    data = new_data()
    data.setImageData(image)
    copy_data(data)


def copy_data(data: QMimeData) -> None:
    """Put what `new_data` gave, filled, on the clipboard."""
    data.setData(_MARK, _OURS)
    QGuiApplication.clipboard().setMimeData(data)


def clipboard_data() -> QMimeData | None:
    """Return what is on the clipboard; another program that put it there may take its time."""
    return QGuiApplication.clipboard().mimeData()


def on_clipboard_changed(callback: Callable[[], None]) -> None:
    """Call a method of a QObject whenever something else is on the clipboard."""
    QGuiApplication.clipboard().dataChanged.connect(callback)


def new_data() -> QMimeData:
    """Return empty data that Qt itself has made.

    The clipboard keeps its data until the process has all but ended; data made in Python would
    then call back into an interpreter that is gone, and the program would end with a crash.
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0, 0)])
    data.clear()
    return data


class ClipboardClearing(QObject):
    """Clear the clipboard after as many seconds as the settings say, while a copy of ours is on it.

    What fields copy by themselves counts as well, where the system tells whose a copy is.
    """

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pause_s = preferences.current.clear_clipboard_s
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._clear)
        self._handle = preferences.changed.subscribe(self._on_settings_changed)
        QGuiApplication.clipboard().dataChanged.connect(self._wait)

    def close(self) -> None:
        """Clear now what would have been cleared later, and hear nothing more."""
        self._handle.close()
        QGuiApplication.clipboard().dataChanged.disconnect(self._wait)
        self._timer.stop()
        if self._pause_s:
            self._clear()

    def _on_settings_changed(self, settings: Settings) -> None:
        if settings.clear_clipboard_s != self._pause_s:
            self._pause_s = settings.clear_clipboard_s
            self._wait()

    def _wait(self) -> None:
        """Begin to wait anew, for the newest copy; whose it is is asked when the wait is over."""
        if self._pause_s:
            self._timer.start(self._pause_s * 1000)
        else:
            self._timer.stop()

    def _clear(self) -> None:
        # Asking whose it is may mean to wait for the other program.
        if _is_ours():
            QGuiApplication.clipboard().clear()


def _is_ours() -> bool:
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        return True
    data: QMimeData | None = clipboard.mimeData()  # Qt's stubs leave the None out
    return data is not None and data.data(_MARK) == _OURS
