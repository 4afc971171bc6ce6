"""The scrolling part of the transcript: layout of what is visible, and what keys and mouse do."""

from collections.abc import Sized

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.transcript.accessible import Speech, install
from supertoken_desktop.ui.transcript.caret import Caret
from supertoken_desktop.ui.transcript.estimate import Estimate
from supertoken_desktop.ui.transcript.focus import leave, next_stop, stops_of
from supertoken_desktop.ui.transcript.focus_ring import FocusRing
from supertoken_desktop.ui.transcript.pointer import Pointer
from supertoken_desktop.ui.transcript.pool import Pool
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.scrolling import Scrolling
from supertoken_desktop.ui.transcript.speech import messages_words
from supertoken_desktop.ui.transcript.stack import Stack
from supertoken_desktop.ui.transcript.stage import Stage

# Rows this far outside the viewport have widgets already, in pixels.
MARGIN = 120
SINGLE_STEP = 40
# So long after a frame the messages next to those on screen are taken apart, unless very long.
LOOK_AHEAD_MS = 12
LONGEST_AHEAD = 60_000
# Heights become known while rows are measured, so the stretch to be measured may move a few times.
_MEASURE_PASSES = 8
_ESTIMATED_FOOT = 56


class MessageList(QWidget):
    """The viewport: what is visible of the list of messages."""

    def __init__(self, parent: QWidget, messages: Sized) -> None:
        super().__init__(parent)
        self._messages = messages

    def speech(self) -> Speech:
        """Return how many messages there are, on screen or not."""
        words = messages_words(len(self._messages))
        return Speech(QAccessible.Role.List, _("Messages"), words)


class RowArea(QAbstractScrollArea):
    """Lay out the rows of `stack` that are near the viewport, and scroll them.

    What is above the top of the viewport never moves what is below it; at the end the view follows
    the end until the reader scrolls up.
    """

    at_bottom_changed = Signal(bool)

    def __init__(self, style: RowStyle, pool: Pool, parent: QWidget | None) -> None:
        super().__init__(parent)
        install()
        self.style_of_rows = style
        self.stack = Stack(self._estimate(0))
        self.setViewport(MessageList(self, self.stack))
        self.stage = Stage(self.viewport(), self.stack, pool, style)
        self.scrolling = Scrolling(self.stack)
        self.pointer = Pointer(self.viewport(), self.stack, self.stage)
        self.caret = Caret(self, self.stack, self.stage, self.pointer)
        self._ring = FocusRing(self, style)
        self._came_backwards = False
        self._is_arranging = False
        self._was_at_end = True
        self._width = 0
        self._arrange_timer = QTimer(self, singleShot=True, interval=0)
        self._arrange_timer.timeout.connect(self.arrange)
        self._ahead_timer = QTimer(self, singleShot=True, interval=LOOK_AHEAD_MS)
        self._ahead_timer.timeout.connect(self._look_ahead)
        self.pointer.drag_scrolled.connect(self._on_drag_scrolled)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(SINGLE_STEP)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(True)
        self.setAutoFillBackground(True)

    @property
    def is_at_end(self) -> bool:
        """Whether the end of the conversation is on screen."""
        bar = self.verticalScrollBar()
        return self.scrolling.is_following or bar.value() >= bar.maximum()

    def arrange(self) -> None:
        """Lay out what is visible: measure, keep the place, put everything where it belongs."""
        if self._is_arranging or not self.isVisible():
            return
        self._is_arranging = True
        self._arrange_timer.stop()
        height = self.viewport().height()
        if self.stack.entries:
            for _pass in range(_MEASURE_PASSES):
                self.scrolling.heed_mode(height)
                top = self.scrolling.offset(height)
                if not self.stage.measure(top - MARGIN, top + height + MARGIN):
                    break
        offset = self.scrolling.offset(height)
        self.stage.place(offset)
        self.scrolling.hold(offset)
        self._put_scroll_bar(offset, height)
        self.scrolling.settle()
        self._is_arranging = False
        self.caret.follow()
        self._ahead_timer.start()
        self._tell_end()

    def arrange_soon(self) -> None:
        """Lay out when the event loop comes round, once for any number of calls."""
        self._arrange_timer.start()

    def restyle(self, style: RowStyle) -> None:
        """Take other fonts and colours; the reading place stays."""
        self.style_of_rows = style
        self.stage.restyle(style)
        self._ring.restyle(style)
        self._width = self.stage.column[1]
        self._estimate_anew()
        self.arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - Qt's signature
        """Follow the scroll bar when the reader moves it."""
        if self._is_arranging or not self.stack.entries:
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        self.scrolling.is_following = bar.value() >= bar.maximum()
        if abs(dy) <= height:
            self.scrolling.scroll(-dy)
        else:
            self.scrolling.hold(bar.value())
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Lay out for the new size."""
        self._ring.fit(self.viewport().geometry())
        if self.stage.column[1] != self._width:
            self._width = self.stage.column[1]
            self._estimate_anew()
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what came while nobody looked."""
        super().showEvent(event)
        self.arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; sideways within the block under the mouse. Ctrl makes it zoom, elsewhere."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        sideways = event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = sideways or event.angleDelta().y()
        if abs(sideways) > abs(event.angleDelta().y()) or (
            sideways and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            pixels = event.pixelDelta().x() or sideways
            block = self.stage.scrollable_at(event.position().toPoint())
            if block is not None:
                block.scroll_sideways(-pixels)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select."""
        self.pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word, or a row at the third click."""
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on selecting."""
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End selecting, or follow a link."""
        self.pointer.release(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show where the link under the mouse leads, or why a formula isn't drawn."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            there = self.stage.at_point(event.pos())
            words = ""
            if there is not None:
                words = there.tip or self.stage.hint_at(there, event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll to the ends; the other keys that scroll are known to Qt."""
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.MoveToStartOfLine) or event.matches(
            QKeySequence.StandardKey.MoveToStartOfDocument
        ):
            bar.setValue(0)
        elif event.matches(QKeySequence.StandardKey.MoveToEndOfLine) or event.matches(
            QKeySequence.StandardKey.MoveToEndOfDocument
        ):
            self.scrolling.is_following = True
            self.arrange()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Go through the buttons and links of visible rows from the top down, then on."""
        stops = stops_of(self.stage.widgets_in_order())
        stop = next_stop(stops, forward=next)
        if stop is not None:
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            stop.setFocus(reason)
            self._reveal(stop)
            return True
        if not next and self.focusWidget() in stops:
            self.setFocus(Qt.FocusReason.BacktabFocusReason)
            return True
        return leave(self, forward=next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where a selection by keyboard ends."""
        super().focusInEvent(event)
        self.caret.set_focus(has_focus=True)
        self._ring.show_for(event)
        self._came_backwards = event.reason() is Qt.FocusReason.BacktabFocusReason

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.caret.set_focus(has_focus=False)
        self._ring.show_for(event)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Come in by Shift+Tab at the last stop; Qt goes to the row widget made last."""
        if old is None or new is None or QApplication.mouseButtons():
            return
        # A widget is its own ancestor to Qt.
        if self.isAncestorOf(old) or not self.isAncestorOf(new):
            return
        if new is self and not self._came_backwards:
            return
        stops = stops_of(self.stage.widgets_in_order())
        if stops and new in (self, *stops[:-1]):
            stops[-1].setFocus(Qt.FocusReason.BacktabFocusReason)
            self._reveal(stops[-1])

    def _reveal(self, widget: QWidget) -> None:
        top = widget.mapTo(self.viewport(), QPoint(0, 0)).y()
        bottom = top + min(widget.height(), self.viewport().height())
        bar = self.verticalScrollBar()
        if top < 0:
            bar.setValue(bar.value() + top)
        elif bottom > self.viewport().height():
            bar.setValue(bar.value() + bottom - self.viewport().height())

    def _put_scroll_bar(self, offset: int, height: int) -> None:
        bar = self.verticalScrollBar()
        lowest = self.scrolling.lowest(height)
        if (bar.maximum(), bar.pageStep()) != (lowest, height):
            bar.setRange(0, lowest)
            bar.setPageStep(height)
            bar.setEnabled(lowest > 0)
        bar.setValue(offset)
        if lowest == 0:
            self.scrolling.is_following = True

    def _tell_end(self) -> None:
        if self.is_at_end != self._was_at_end:
            self._was_at_end = self.is_at_end
            self.at_bottom_changed.emit(self._was_at_end)

    def _on_drag_scrolled(self, pixels: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def _look_ahead(self) -> None:
        """Take the neighbours of what is on screen apart, so that scrolling finds them ready.

        Then make widgets ahead of the lines that may come, one at a time.
        """
        if self.stage.prepare_neighbour(LONGEST_AHEAD):
            height = self.viewport().height()
            self._is_arranging = True
            self._put_scroll_bar(self.scrolling.offset(height), height)
            self._is_arranging = False
            self.stage.place(self.scrolling.offset(height))
            self._ahead_timer.start()
        elif self.stage.prepare_row():
            self._ahead_timer.start()

    def _estimate_anew(self) -> None:
        share = self.scrolling.keep_share()
        self.stack.estimate_anew(self._estimate(self.stage.column[1]))
        if share is not None and not self.scrolling.is_following:
            self.stage.measure_row(share.anchor.at)
            at = share.anchor.at
            self.scrolling.restore_share(share, self.stack.section(at.message).heights[at.row])

    def _estimate(self, width: int) -> Estimate:
        style = self.style_of_rows
        return Estimate(
            max(1, width),
            style.average_character,
            style.line_height,
            style.code_line_height,
            round(style.line_height),
            _ESTIMATED_FOOT,
            style.reading.rhythm.gaps * style.reading.zoom,
        )
