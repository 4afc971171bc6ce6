import base64

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter


def picture_bytes(width: int, height: int, form: str = "PNG", colour: str = "#cc3344") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(form.encode())).write(image)
    return bytes(buffer.data().data())


def data_url(width: int, height: int, form: str = "PNG", colour: str = "#cc3344") -> str:
    payload = base64.b64encode(picture_bytes(width, height, form, colour)).decode()
    return f"data:image/{form.lower()};base64,{payload}"
