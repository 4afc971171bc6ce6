"""Go to places of the transcript: hits, messages, its ends, a page further."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.area import RowArea
from supertoken_desktop.ui.transcript.block_key import key_of
from supertoken_desktop.ui.transcript.code_choices import CodeChoices
from supertoken_desktop.ui.transcript.estimate import FOLDED_LINES
from supertoken_desktop.ui.transcript.finding import Hit, row_of
from supertoken_desktop.ui.transcript.pool import SelectableView
from supertoken_desktop.ui.transcript.row_kinds import CodeRow, characters
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.code_text import FOLDED_CHARACTERS
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.stack import RowIndex
from supertoken_desktop.ui.transcript.utf16 import utf16_length

# What is under the find bar, or cut by the lower edge, is not in view.
_COVERED_TOP = metrics.FIELD_HEIGHT + 2 * metrics.SPACE_3
_COVERED_BOTTOM = metrics.SPACE_4
# The share of the viewport above what was brought to the screen.
_ABOVE = 3
# A message so near to the top counts as the one that is there.
_NEAR = 4


class Jumps:
    """Scroll an area to places; `take_over` hears which rows of a message were replaced."""

    def __init__(
        self, area: RowArea, take_over: Callable[[int, int], None], choices: CodeChoices
    ) -> None:
        self._area = area
        self._take_over = take_over
        self._choices = choices
        self._awaited: Hit | None = None

    def to_hit(self, hit: Hit) -> None:
        """Unfold what hides a hit, and scroll only if it is not in view.

        Of a message that waits to be read the beginning is shown until `go_on_in`.
        """
        index = self._area.stack.index_of(hit.message_id)
        self._awaited = None
        if index is None:
            return
        if self._area.stack.section(index).is_unread:
            self._awaited = hit
            self._show(RowIndex(index, 0), 0)
            return
        self._unfold(index, hit)
        at = row_of(self._area.stack.section(index), index, hit.place)
        self._area.arrange()
        where = self._rect_of(at, hit)
        height = self._area.viewport().height()
        top, bottom = min(_COVERED_TOP, height // _ABOVE), height - _COVERED_BOTTOM
        if where is None or where.top() < top or where.bottom() > bottom:
            self._put_at_third(at, hit)
        self._scroll_sideways(at, hit)

    def go_on_in(self, message_id: MessageId) -> None:
        """Hear that a message has been read: go to the hit in it that was to be reached."""
        if self._awaited is not None and self._awaited.message_id == message_id:
            self.to_hit(self._awaited)

    def to_message(self, message_id: MessageId) -> None:
        """Put the beginning of a message at the top; unknown ones are ignored."""
        index = self._area.stack.index_of(message_id)
        if index is not None:
            self._show(RowIndex(index, 0), 0)

    def to_next_message(self) -> None:
        """Put the next message at the top; after the last one comes the end."""
        if not self._area.stack.entries:
            return
        message, _top = self._at_top()
        if message + 1 < len(self._area.stack) and not self._area.is_at_end:
            self._show(RowIndex(message + 1, 0), 0)
        else:
            self.to_end()

    def to_previous_message(self) -> None:
        """Put the message at the top there with its beginning, or else the one before it."""
        if not self._area.stack.entries:
            return
        message, top = self._at_top()
        if top >= -_NEAR:
            message -= 1
        if message > 0:
            self._show(RowIndex(message, 0), 0)
        else:
            self.to_start()

    def to_start(self) -> None:
        """Go to the beginning of the conversation."""
        if self._area.stack.entries:
            self._show(RowIndex(0, 0), metrics.SPACE_4)

    def to_end(self) -> None:
        """Go to the end of the conversation and follow it."""
        self._area.scrolling.is_following = True
        self._area.arrange()

    def by_page(self, *, forward: bool) -> None:
        """Scroll by what is in view, but for a line that was read already."""
        page = max(1, self._area.viewport().height() - metrics.SPACE_8)
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + (page if forward else -page))

    def _at_top(self) -> tuple[int, int]:
        """Return the message at the top of the viewport, and where in it that begins."""
        offset = self._area.verticalScrollBar().value()
        message = self._area.stack.at(offset + _NEAR).message
        return message, self._area.stack.top(message) - offset

    def _show(self, at: RowIndex, y: int) -> None:
        self._area.scrolling.show(at, y)
        self._area.arrange()

    def _unfold(self, index: int, hit: Hit) -> None:
        """Open what a hit is folded into; the rows of the message may be others after that."""
        section = self._area.stack.section(index)
        if not hit.place.is_answer and not section.is_open:
            self._take_over(index, section.toggle_thought())
        row = row_of(section, index, hit.place).row
        code = characters(section.rows[row]) if isinstance(section.rows[row], CodeRow) else ""
        start = hit.stretch[0]
        if code.count("\n", 0, start) >= FOLDED_LINES or min(start, len(code)) > FOLDED_CHARACTERS:
            self._choices.unfold(key_of(section, row))

    def _put_at_third(self, at: RowIndex, hit: Hit) -> None:
        third = self._area.viewport().height() // _ABOVE
        self._show(at, third)
        where = self._rect_of(at, hit)
        offset = self._area.verticalScrollBar().value()
        row_y = self._area.stack.row_top(at) - offset
        if where is not None and where.top() - row_y > third // 2:
            self._show(at, third - (where.top() - row_y))

    def _rect_of(self, at: RowIndex, hit: Hit) -> QRect | None:
        """Return where a hit begins in the viewport, None for what has no widget."""
        view = self._area.stage.view_at(at)
        if not isinstance(view, SelectableView):
            return None
        text = characters(self._area.stack.section(at.message).rows[at.row])
        inside = view.caret_rect(utf16_length(text[: hit.stretch[0]]))
        return inside.translated(view.mapTo(self._area.viewport(), QPoint(0, 0)))

    def _scroll_sideways(self, at: RowIndex, hit: Hit) -> None:
        view = self._area.stage.view_at(at)
        where = self._rect_of(at, hit)
        if where is None or not isinstance(view, CodeView | TableView):
            return
        left = view.mapTo(self._area.viewport(), QPoint(0, 0)).x() + metrics.SPACE_6
        right = left + view.width() - 2 * metrics.SPACE_6
        if not left <= where.left() <= right:
            view.scroll_sideways(where.left() - (left + right) // 2)
