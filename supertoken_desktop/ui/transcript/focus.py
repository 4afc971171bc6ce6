"""Where Tab goes within the transcript: from the top down, whatever the widgets' age."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget


def stops_of(views: Iterable[QWidget]) -> list[QWidget]:
    """Return what Tab reaches in row widgets given from the top down."""
    found: list[QWidget] = []
    for view in views:
        inner = [child for child in view.findChildren(QWidget) if _is_stop(child)]
        inner.sort(key=lambda child: _place_in(child, view))
        found += [view, *inner] if _is_stop(view) else inner
    return found


def next_stop(stops: Sequence[QWidget], *, forward: bool) -> QWidget | None:
    """Return the stop after the one that has the focus, None behind the last.

    Without the focus among them it is the first one, backwards the last.
    """
    if not stops:
        return None
    current = QApplication.focusWidget()
    if current not in stops:
        return stops[0] if forward else None
    index = stops.index(current) + (1 if forward else -1)
    return stops[index] if 0 <= index < len(stops) else None


def leave(area: QWidget, *, forward: bool) -> bool:
    """Give the focus to what comes after (or before) `area` in the window; tell whether it went."""
    candidate = area
    while True:
        neighbour = candidate.nextInFocusChain() if forward else candidate.previousInFocusChain()
        if neighbour is None or neighbour is area:
            return False
        candidate = neighbour
        if not area.isAncestorOf(candidate) and _is_stop(candidate):
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            candidate.setFocus(reason)
            return True


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled()


def _place_in(child: QWidget, view: QWidget) -> tuple[int, int]:
    at = child.mapTo(view, QPoint(0, 0))
    return at.y(), at.x()
