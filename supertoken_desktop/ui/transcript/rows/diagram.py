"""The widget of a diagram: the drawing, or its source, under a line of buttons."""

import math
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QLabel, QTextEdit, QToolButton, QWidget

from supertoken_desktop.figures.diagram import Diagram, DiagramFailed, DiagramLook
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.file_saving import FileNotSaved
from supertoken_desktop.ui.quiet_tool import COPIED_MS
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.diagram_files import (
    reason,
    save_png,
    save_svg,
)
from supertoken_desktop.ui.transcript.diagram_menu import diagram_menu
from supertoken_desktop.ui.transcript.marks import Marked, MarkKind
from supertoken_desktop.ui.transcript.row_kinds import DiagramRow
from supertoken_desktop.ui.transcript.rows.code_header import PADDING
from supertoken_desktop.ui.transcript.rows.style import RowStyle, paint_mark
from supertoken_desktop.ui.transcript.rows.text import WideEdit, caret_rect, mark, paint_transparent
from supertoken_desktop.ui.transcript.utf16 import utf16_length

# A drawing is made smaller rather than higher than this, in pixels; large, it is seen by itself.
HIGHEST = 600


class Draughtsman(Protocol):
    """Draw diagrams in the background."""

    def drawing(self, source: str, look: DiagramLook) -> Diagram | DiagramFailed | None:
        """Return what became of a source; None until it is known, `refresh` follows."""

    def image(self, diagram: Diagram, dots: int) -> QImage | None:
        """Return a diagram's pixels; None until they are there, `refresh` follows."""


class DiagramView(QWidget):
    """Show a `DiagramRow`: its source until there is a drawing, and where there can't be one.

    The mouse belongs to the transcript, but for buttons and scroll bar.
    """

    copied = Signal(str)
    enlarge_wanted = Signal(object)
    height_changed = Signal()

    def __init__(self, parent: QWidget, draughtsman: Draughtsman) -> None:
        super().__init__(parent)
        self.row: DiagramRow | None = None
        self._draughtsman = draughtsman
        self._style: RowStyle | None = None
        self._bar = metrics.FIELD_HEIGHT
        self._diagram: Diagram | None = None
        self._notice = ""
        self._wants_source = False
        self._mark: MarkKind | None = None
        self._tasks = Tasks(lambda _error: self._show_notice(_("The diagram was not saved.")), self)
        self._edit = WideEdit(self)
        self._edit.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self._canvas = QLabel(self)
        self._canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._canvas.hide()
        self._line = QLabel(self)
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setWordWrap(True)
        self._line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line.hide()
        self._switch = self._button(self._on_switch_clicked)
        self._copy = self._button(self._on_copy_clicked)
        self._enlarge = self._button(self._on_enlarge_clicked)
        self._more = self._button(self._on_more_clicked)
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied_timer.timeout.connect(self.retranslate)

    def show_row(self, row: DiagramRow, style: RowStyle) -> None:
        """Show a row; another look is drawn anew, and the old one stays until then."""
        is_same = self.row is not None and self.row.fence.code == row.fence.code
        self.row = row
        if not is_same:
            self._diagram, self._notice, self._wants_source = None, "", False
            self._canvas.clear()
            self._edit.setPlainText(row.fence.code)
            self._edit.horizontalScrollBar().setValue(0)
        if style is not self._style or not is_same:
            self._set_style(style)
        self.refresh()

    def refresh(self) -> None:
        """Take what has become known of the drawing."""
        if self.row is None or self._style is None:
            return
        match self._draughtsman.drawing(self.row.fence.code, self._style.diagram):
            case Diagram() as diagram:
                self._diagram = diagram
            case DiagramFailed() as failure:
                self._diagram, self._notice = None, reason(failure)
            case None:
                pass
        self._show_state()
        self._paint_canvas()

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels."""
        line = self._line_height(width)
        if self._shown_diagram is not None:
            return self._bar + self._fitted(width).height() + PADDING + line
        size = self._edit.document().size()
        is_wide = self._edit.document().idealWidth() > width - 2 * PADDING
        bar = metrics.SCROLL_BAR if is_wide else 0
        return self._bar + math.ceil(size.height()) + PADDING + bar + line

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the source next to a point: of a drawing, its begin or end."""
        if self._shown_diagram is None:
            return self._edit.cursorForPosition(self._edit.mapFrom(self, point)).position()
        code = self.row.fence.code if self.row is not None else ""
        return utf16_length(code) if point.y() > self.height() // 2 else 0

    def link_at(self, point: QPoint) -> str:  # noqa: ARG002 - diagrams have no links
        """Return "": links of diagrams lead nowhere."""
        return ""

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret stands: in the source, or at an end of the drawing."""
        if self._shown_diagram is None:
            return caret_rect(self._edit, offset).translated(self._edit.pos())
        where = self._canvas.geometry()
        return QRect(where.left() if offset == 0 else where.right(), where.top(), 1, where.height())

    def mark(self, marks: Sequence[Marked]) -> None:
        """Show what is marked in the source; a drawing is marked as a whole, or is not."""
        assert self._style is not None
        mark(self._edit, marks, self._style)
        self._mark = marks[-1].kind if marks else None
        self.update()

    def speech(self) -> Speech:
        """Return that this is a diagram, and its source."""
        source = self.row.fence.code if self.row is not None else ""
        return Speech(QAccessible.Role.Graphic, _("Diagram"), source)

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll the source, if it is shown and wider than there is room; tell whether it is."""
        if self._shown_diagram is not None:
            return False
        bar = self._edit.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)
        return bar.maximum() > 0

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        is_drawn = self._shown_diagram is not None
        words = _("Source") if is_drawn else _("Diagram")
        spoken = _("Show source of diagram") if is_drawn else _("Show diagram")
        self._dress(self._switch, "source" if is_drawn else "diagram", spoken, words)
        self._dress(self._copy, "copy", _("Copy source of diagram"), _("Copy"))
        self._dress(self._enlarge, "enlarge", _("Enlarge diagram"))
        self._dress(self._more, "more", _("More for this diagram"))
        name = _("Diagram")
        source = self.row.fence.code if self.row is not None else ""
        for widget in (self._canvas, self._edit):
            widget.setAccessibleName(name)
        self._canvas.setAccessibleDescription(source)
        self._place_buttons()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.refresh()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the box and what stands at its head."""
        if self._style is None or self.row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._style.colours
        shown = self._shown_diagram
        painter.setPen(QPen(colours.code_border, metrics.HAIRLINE))
        painter.setBrush(QColor(shown.ground) if shown is not None else colours.code_background)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, metrics.RADIUS, metrics.RADIUS)
        if shown is not None and self._mark is not None:
            paint_mark(painter, self._canvas.geometry(), self._mark, self._style)
        painter.setPen(colours.muted)
        painter.setFont(self._style.small)
        where = self.rect().adjusted(PADDING, 0, -PADDING, 0)
        where.setHeight(self._bar)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self._title())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Put everything in its place; a drawing of another size is painted anew."""
        self._place_buttons()
        width = self.width()
        line = self._line_height(width)
        bottom = self.height() - line
        self._line.setGeometry(PADDING, bottom - metrics.SPACE_1, width - 2 * PADDING, line)
        height = bottom - self._bar - metrics.HAIRLINE
        self._edit.setGeometry(PADDING, self._bar, width - 2 * PADDING, height)
        self._paint_canvas()

    @property
    def _shown_diagram(self) -> Diagram | None:
        return None if self._wants_source else self._diagram

    def _title(self) -> str:
        is_drawing = self._diagram is None and not self._notice
        return _("Diagram, being drawn…") if is_drawing else _("Diagram")

    def _fitted(self, width: int) -> QSize:
        """Return the size of the drawing: what fits, and never more than its own."""
        assert self._diagram is not None
        whole = QSize(self._diagram.width, self._diagram.height)
        room = QSize(max(1, width - 2 * PADDING), HIGHEST)
        if whole.width() <= room.width() and whole.height() <= room.height():
            return whole
        return whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))

    def _line_height(self, width: int) -> int:
        if not self._notice:
            return 0
        return self._line.heightForWidth(width - 2 * PADDING) + metrics.SPACE_2

    def _show_state(self) -> None:
        """Have the parts seen that belong to the state, and say what they do."""
        is_drawn = self._shown_diagram is not None
        self._canvas.setVisible(is_drawn)
        self._edit.setVisible(not is_drawn)
        self._line.setText(self._notice)
        self._line.setVisible(bool(self._notice))
        for button in (self._switch, self._enlarge, self._more):
            button.setVisible(self._diagram is not None)
        self.retranslate()

    def _paint_canvas(self) -> None:
        """Show the drawing as large as it may be; until it is painted the last one is scaled."""
        if self._shown_diagram is None or self.width() <= 2 * PADDING:
            return
        ratio = self.devicePixelRatioF()
        size = self._fitted(self.width())
        left = (self.width() - size.width()) // 2
        self._canvas.setGeometry(left, self._bar, size.width(), size.height())
        image = self._draughtsman.image(self._shown_diagram, round(size.width() * ratio))
        if image is not None:
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self._canvas.setPixmap(pixmap)
        self._canvas.setScaledContents(image is None)

    def _set_style(self, style: RowStyle) -> None:
        self._style, self._bar = style, style.bar_height
        document = self._edit.document()
        document.setDefaultFont(style.code)
        paint_transparent(self._edit, style)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(style.code_block)
        for button in (self._switch, self._copy, self._enlarge, self._more):
            button.setFont(style.small)
        palette = self._line.palette()
        palette.setColor(self._line.foregroundRole(), style.colours.muted)
        self._line.setPalette(palette)
        self._line.setFont(style.small)

    def _show_notice(self, words: str) -> None:
        self._notice = words
        self.height_changed.emit()

    def _button(self, act: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(QSize(metrics.ICON, metrics.ICON))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(act)
        return button

    def _dress(self, button: QToolButton, picture: str, spoken: str, words: str = "") -> None:
        button.setIcon(icon(picture))
        button.setText(words)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        style = Qt.ToolButtonStyle
        button.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly
        )

    def _place_buttons(self) -> None:
        right = self.width() - metrics.SPACE_1
        for button in (self._more, self._enlarge, self._copy, self._switch):
            if button.isHidden():
                continue
            size = button.sizeHint()
            right -= size.width()
            top = (self._bar - size.height()) // 2 + 1
            button.setGeometry(right, top, size.width(), size.height())

    def _on_switch_clicked(self) -> None:
        self._wants_source = not self._wants_source
        self._show_state()
        self.height_changed.emit()

    def _on_copy_clicked(self) -> None:
        assert self.row is not None
        self._copy.setIcon(icon("check"))
        self._copy.setText(_("Copied"))
        self._place_buttons()
        self._copied_timer.start()
        self.copied.emit(self.row.fence.code)

    def _on_enlarge_clicked(self) -> None:
        from supertoken_desktop.ui.viewer import Viewed

        if self._diagram is not None:
            svg = self._diagram.svg_on_ground.encode()
            self.enlarge_wanted.emit(Viewed(_("Diagram"), svg=svg))

    def _on_more_clicked(self) -> None:
        diagram = self._diagram
        if diagram is None:
            return
        menu = diagram_menu(self, diagram, self.copied.emit, self._save)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _save(self, diagram: Diagram, as_svg: bool) -> None:  # noqa: FBT001 - as the menu tells
        self._tasks.spawn(self._write(diagram, as_svg=as_svg))

    async def _write(self, diagram: Diagram, *, as_svg: bool) -> None:
        row = self.row
        try:
            await (save_svg if as_svg else save_png)(diagram, self.window())
        except FileNotSaved as failure:
            if self.row is row:
                self._show_notice(failure.sentence)
