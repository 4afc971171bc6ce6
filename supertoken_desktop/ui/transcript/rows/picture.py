"""The widget of pictures that stand by themselves: one, or a grid of up to four."""

from collections.abc import Sequence
from functools import partial
from typing import assert_never

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.remote_pictures import Failed, Loading, NotLoaded
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.gallery import Gallery, State, Unusable
from supertoken_desktop.ui.transcript.marks import Marked
from supertoken_desktop.ui.transcript.picture_data import Fault, Header
from supertoken_desktop.ui.transcript.picture_layout import Box, Shape, Spot, height_of, lay_out
from supertoken_desktop.ui.transcript.picture_texts import picture_link
from supertoken_desktop.ui.transcript.row_kinds import Picture, PictureRow
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.tile import Tile
from supertoken_desktop.ui.transcript.speech import place_words
from supertoken_desktop.ui.transcript.utf16 import utf16_length


class PictureView(QWidget):
    """Show a `PictureRow`. The mouse belongs to the transcript, but for buttons.

    `link_chosen` tells the link of a picture that was chosen by a key; `height_wanted` that
    another height has become the right one.
    """

    link_chosen = Signal(str)
    height_wanted = Signal()

    def __init__(self, parent: QWidget, gallery: Gallery) -> None:
        super().__init__(parent)
        self.row: PictureRow | None = None
        self._gallery = gallery
        self._style: RowStyle | None = None
        self._tiles: list[Tile] = []
        self._spots: list[Spot] = []
        self._room = 0

    def show_row(self, row: PictureRow, style: RowStyle) -> None:
        """Show a row."""
        self.row, self._style = row, style
        while len(self._tiles) < len(row.pictures):
            self._tiles.append(self._tile(len(self._tiles)))
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(row.pictures))
        self._room = 0
        self._show_states()

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels; the pictures take their places."""
        self._room = width
        self._place()
        return height_of(self._spots)

    def refresh(self) -> None:
        """Show what has become of the pictures."""
        if self.row is None:
            return
        before = [(spot.width, spot.height) for spot in self._spots]
        self._show_states()
        if self._room:
            self._place()
        if before != [(spot.width, spot.height) for spot in self._spots]:
            self.height_wanted.emit()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.refresh()

    def offset_at(self, point: QPoint) -> int:
        """Return the place in the names next to a point of this widget."""
        assert self.row is not None
        passed = 0
        for picture, spot in zip(self.row.pictures, self._spots, strict=False):
            length = utf16_length(picture.name)
            is_last = picture is self.row.pictures[-1]
            if point.y() < spot.y + spot.height and (is_last or point.x() < spot.x + spot.width):
                return passed if point.x() < spot.x + spot.width // 2 else passed + length
            passed += length + 1
        return max(0, passed - 1)

    def link_at(self, point: QPoint) -> str:
        """Return the link of the picture under a point, "" for none and for one not there."""
        picture = self.picture_at(point)
        if picture is None or not isinstance(self._gallery.state(picture.target), Header):
            return ""
        return picture_link(picture.target)

    def picture_at(self, point: QPoint) -> Picture | None:
        """Return which picture lies at a point."""
        assert self.row is not None
        for picture, spot in zip(self.row.pictures, self._spots, strict=False):
            if QRect(spot.x, spot.y, spot.width, spot.height).contains(point):
                return picture
        return None

    def mark(self, marks: Sequence[Marked]) -> None:
        """Show which pictures are marked, by selection or as hits."""
        assert self.row is not None
        passed = 0
        for picture, tile in zip(self.row.pictures, self._tiles, strict=False):
            end = passed + utf16_length(picture.name)
            kinds = [mark.kind for mark in marks if mark.start < end and mark.end > passed]
            tile.mark(kinds[-1] if kinds else None)
            passed = end + 1

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret stands: before or after the picture whose name holds `offset`."""
        assert self.row is not None
        passed, where = 0, QRect(0, 0, 1, self.height())
        for picture, spot in zip(self.row.pictures, self._spots, strict=False):
            length = utf16_length(picture.name)
            left = spot.x if offset - passed < length else spot.x + spot.width - 1
            where = QRect(left, spot.y, 1, spot.height)
            if offset <= passed + length:
                break
            passed += length + 1
        return where

    def speech(self) -> Speech:
        """Return what the pictures are in; each says by itself what it is."""
        if self.row is None or len(self.row.pictures) == 1:
            return Speech(QAccessible.Role.Grouping, "")
        return Speech(QAccessible.Role.Grouping, _("Pictures"), place_words(self.row.place))

    def _tile(self, number: int) -> Tile:
        tile = Tile(self)
        tile.chosen.connect(partial(self._choose, number))
        tile.load_wanted.connect(partial(self._load, number))
        tile.always_wanted.connect(partial(self._always_load, number))
        tile.pixels_wanted.connect(partial(self._give_pixels, number))
        return tile

    def _show_states(self) -> None:
        assert self.row is not None
        assert self._style is not None
        for picture, tile in zip(self.row.pictures, self._tiles, strict=False):
            self._gallery.wanted(picture.target)
            tile.show_picture(picture, self._gallery.state(picture.target), self._style)

    def _place(self) -> None:
        assert self.row is not None
        shapes = [
            _shape(self._gallery.state(picture.target), tile, self._room)
            for picture, tile in zip(self.row.pictures, self._tiles, strict=False)
        ]
        self._spots = lay_out(shapes, self._room)
        for spot, tile in zip(self._spots, self._tiles, strict=False):
            tile.setGeometry(spot.x, spot.y, spot.width, spot.height)

    def _give_pixels(self, number: int, size: QSize) -> None:
        if self.row is not None and number < len(self.row.pictures):
            target = self.row.pictures[number].target
            self._tiles[number].show_pixels(
                self._gallery.pixels(target, size.width(), size.height())
            )

    def _choose(self, number: int) -> None:
        if self.row is not None:
            self.link_chosen.emit(picture_link(self.row.pictures[number].target))

    def _load(self, number: int) -> None:
        if self.row is not None:
            self._gallery.load(self.row.pictures[number].target)

    def _always_load(self, number: int) -> None:
        if self.row is not None:
            self._gallery.always_load(self.row.pictures[number].target)


def _shape(state: State, tile: Tile, room: int) -> Shape | Box:
    match state:
        case Header(_, width, height):
            return Shape(width, height)
        case Fault() | NotLoaded() | Loading() | Failed() | Unusable():
            return Box(tile.box_height(room))
        case _:
            assert_never(state)
