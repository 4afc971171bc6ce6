"""Fonts, colours and formats of the rows, made once for a state of the theme."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
)

from supertoken_desktop.document.blocks import SpanStyle
from supertoken_desktop.document.highlight import TokenKind
from supertoken_desktop.figures.diagram import DiagramLook
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.code_style import colour_for
from supertoken_desktop.ui.theme.diagram_look import diagram_look
from supertoken_desktop.ui.theme.fonts import scaled
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.marks import MarkKind
from supertoken_desktop.ui.transcript.row_kinds import Edge, EdgeKind, Look

_HEADING_LINE_PERCENT = 125
_HEADING_SIZES = {
    Look.HEADING_1: 1.55,
    Look.HEADING_2: 1.3,
    Look.HEADING_3: 1.12,
    Look.HEADING_4: 1.0,
}
BAR_WIDTH = 3
BAR_INDENT = 16
_MARKER_ROOM = 14
_SMALL = 0.88
_CODE = 0.92
_SAMPLE = "the quick brown fox jumps over a lazy dog"


@dataclass(frozen=True, slots=True)
class TextSetting:
    """How one `Look` is set."""

    font: QFont
    colour: QColor
    block: QTextBlockFormat


class RowStyle:
    """What rows need to know of the theme. A change of the theme makes another one."""

    def __init__(self, theme: Theme) -> None:
        self.colours = theme.colours
        self.reading = theme.reading
        rhythm, zoom = self.reading.rhythm, self.reading.zoom
        code_font = scaled(theme.code_font(), zoom)
        self.body = scaled(theme.body_font(), zoom)
        self.small = scaled(self.body, _SMALL)
        self.small_bold = scaled(self.body, _SMALL)
        self.small_bold.setWeight(QFont.Weight.DemiBold)
        self.code = scaled(code_font, _CODE)
        self.code_small = scaled(code_font, _SMALL)
        self.average_character = QFontMetricsF(self.body).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        self.line_height = QFontMetricsF(self.body).height() * rhythm.line_percent / 100
        self.first_line_height = QFontMetricsF(self.body).height()
        code_height = QFontMetricsF(self.code).height()
        self.code_line_height = code_height * rhythm.code_line_percent / 100
        self.code_block = block_format(rhythm.code_line_percent)
        bar = max(metrics.FIELD_HEIGHT, self.zoomed(metrics.FIELD_HEIGHT))
        around = metrics.SPACE_3 + metrics.FOCUS_WIDTH
        self.bar_height = round(max(bar, self.first_line_height + around))
        self.tokens: Mapping[TokenKind, QTextCharFormat] = {
            kind: _coloured(colour_for(kind.value, theme.colours, theme.code_style))
            for kind in TokenKind
        }
        self.marks: Mapping[MarkKind, QTextCharFormat] = {
            MarkKind.SELECTED: _on_ground(self.colours.selection_text, self.colours.selection),
            MarkKind.HIT: _on_ground(self.colours.hit_text, self.colours.hit),
            MarkKind.CURRENT_HIT: _on_ground(self.colours.hit_text, self.colours.current_hit),
        }
        self._settings = {look: self._setting(look) for look in Look}
        self._formats: dict[tuple[frozenset[SpanStyle], float], QTextCharFormat] = {}

    @cached_property
    def diagram(self) -> DiagramLook:
        """How diagrams look; worked out for the first one."""
        return diagram_look(self.colours, self.body)

    def zoomed(self, pixels: float) -> float:
        """Return a length at the zoom in force, in pixels."""
        return pixels * self.reading.zoom

    def distance(self, pixels: int) -> int:
        """Return free room at the zoom and density in force, in pixels."""
        return round(pixels * self.reading.rhythm.gaps * self.reading.zoom)

    def setting(self, look: Look) -> TextSetting:
        """Return how a look is set."""
        return self._settings[look]

    def span_format(
        self, styles: frozenset[SpanStyle], target: str | None, around_pt: float = 0.0
    ) -> QTextCharFormat:
        """Return the format of a stretch of text; `target` makes it a link.

        `around_pt` is the size of the text around it where that is not the body's, as in headings.
        """
        key = (styles, around_pt)
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self._span_format(styles, around_pt)
        if target is None:
            return found
        linked = QTextCharFormat(found)
        linked.setAnchor(True)
        linked.setAnchorHref(target)
        return linked

    def edge_width(self, edge: Edge) -> int:
        """Return how far an edge indents, in pixels."""
        if edge.kind is EdgeKind.ITEM:
            return round(self.zoomed(_MARKER_ROOM) + edge.digits * self.average_character)
        return round(self.zoomed(BAR_INDENT))

    def indent(self, edges: Sequence[Edge]) -> int:
        """Return how far all these edges indent, in pixels."""
        return sum(map(self.edge_width, edges))

    def edge_colour(self, kind: EdgeKind) -> QColor:
        """Return the colour of the bar left of a quote or alert."""
        colours = self.colours
        match kind:
            case EdgeKind.NOTE:
                return colours.link
            case EdgeKind.TIP:
                return colours.success
            case EdgeKind.IMPORTANT:
                return colours.accent
            case EdgeKind.WARNING:
                return colours.warning
            case EdgeKind.CAUTION:
                return colours.error
            case EdgeKind.QUOTE | EdgeKind.THOUGHT | EdgeKind.ITEM:
                return colours.quote_bar

    def _setting(self, look: Look) -> TextSetting:
        colour = self.colours.text
        font, percent = self.body, self.reading.rhythm.line_percent
        if look in _HEADING_SIZES:
            font, percent = scaled(self.body, _HEADING_SIZES[look]), _HEADING_LINE_PERCENT
            font.setWeight(QFont.Weight.DemiBold)
        elif look is Look.MATH:
            font = self.code
        elif look is Look.ALERT:
            font = QFont(self.body)
            font.setWeight(QFont.Weight.DemiBold)
        elif look is Look.THOUGHT:
            colour = self.colours.muted
        return TextSetting(font, colour, block_format(percent))

    def _span_format(self, styles: frozenset[SpanStyle], around_pt: float) -> QTextCharFormat:
        made = QTextCharFormat()
        if SpanStyle.STRONG in styles:
            made.setFontWeight(QFont.Weight.Bold)
        if SpanStyle.EMPHASIS in styles:
            made.setFontItalic(True)
        if SpanStyle.STRIKE in styles:
            made.setFontStrikeOut(True)
        if SpanStyle.LINK in styles or SpanStyle.IMAGE in styles:
            made.setForeground(self.colours.link)
            made.setFontUnderline(SpanStyle.LINK in styles)
        if SpanStyle.FOOTNOTE in styles:
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            made.setForeground(self.colours.link)
        if SpanStyle.CODE in styles or SpanStyle.MATH in styles:
            made.setFontFamilies(self.code.families())
            made.setFontFixedPitch(True)
            size = around_pt * _CODE if around_pt > 0 else self.code.pointSizeF()
            made.setProperty(QTextCharFormat.Property.FontPointSize, size)
        if SpanStyle.CODE in styles or SpanStyle.IMAGE in styles:
            made.setBackground(QBrush(self.colours.inline_code))
        return made


def block_format(line_height_percent: int) -> QTextBlockFormat:
    """Return the format of a paragraph with a line height relative to the font's."""
    made = QTextBlockFormat()
    kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
    made.setLineHeight(float(line_height_percent), kind.value)
    return made


def spaced(setting: TextSetting) -> QTextBlockFormat:
    """Return the format of a paragraph with formulas in it.

    A line of text is as high as without; one that a formula makes higher gets no more room under
    it than the others have.
    """
    made = QTextBlockFormat()
    height = math.ceil(QFontMetricsF(setting.font).height())
    distance = height * (setting.block.lineHeight() / 100 - 1)
    made.setLineHeight(distance, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    return made


def _coloured(colour: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour)
    return made


def _on_ground(colour: QColor, ground: QColor) -> QTextCharFormat:
    made = _coloured(colour)
    made.setBackground(ground)
    return made


def paint_mark(painter: QPainter, rect: QRect, kind: MarkKind, style: RowStyle) -> None:
    """Mark a drawing as a whole: the ground where it is selected, a frame where it is a hit."""
    ground = style.marks[kind].background()
    if kind is MarkKind.SELECTED:
        painter.fillRect(rect, ground)
        return
    painter.setPen(QPen(ground, metrics.FOCUS_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, metrics.RADIUS_SMALL, metrics.RADIUS_SMALL)
