"""How what is read is set: its size, its rhythm and the width of its lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme import metrics


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How close lines and blocks stand.

    Line heights are percentages of the font's own; `gaps` is what free room is multiplied by.
    """

    line_percent: int
    code_line_percent: int
    table_line_percent: int
    gaps: float


@dataclass(frozen=True, slots=True)
class ReadingLayout:
    """How messages and the field for questions are set.

    `zoom` is a factor. `column` is the greatest width of a line in pixels, at the zoom in force. A
    question stands at the right, or takes the whole column.
    """

    zoom: float
    rhythm: Rhythm
    column: int
    is_question_wide: bool


_RHYTHMS: Mapping[str, Rhythm] = {
    "compact": Rhythm(124, 118, 116, 0.7),
    "normal": Rhythm(142, 132, 128, 1.0),
    "airy": Rhythm(162, 146, 142, 1.4),
}
_COLUMNS: Mapping[str, int] = {
    "narrow": metrics.COLUMN_NARROW,
    "normal": metrics.COLUMN_MAX,
    "wide": metrics.COLUMN_WIDE,
}


def reading_layout(settings: Settings) -> ReadingLayout:
    """Return what the settings say; lines keep their number of letters when the zoom changes."""
    zoom = settings.zoom_percent / 100
    column = _COLUMNS.get(settings.line_width)
    return ReadingLayout(
        zoom=zoom,
        rhythm=_RHYTHMS[settings.density],
        column=metrics.UNLIMITED if column is None else round(column * zoom),
        is_question_wide=settings.question_style == "full",
    )
