"""Changes of single code blocks that are on screen: what stays where it is while they happen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.transcript.block_key import BlockKey, row_of
from supertoken_desktop.ui.transcript.code_choices import CodeChoices
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.scrolling import Scrolling
from supertoken_desktop.ui.transcript.stack import RowIndex, Stack
from supertoken_desktop.ui.transcript.stage import Stage


class CodeBlocks(QObject):
    """Have blocks take what was chosen for them; a folded one keeps its header in place."""

    def __init__(
        self,
        choices: CodeChoices,
        stack: Stack,
        stage: Stage,
        scrolling: Scrolling,
        viewport: QWidget,
        arrange: Callable[[], None],
    ) -> None:
        super().__init__(viewport)
        self._choices = choices
        self._stack = stack
        self._stage = stage
        self._scrolling = scrolling
        self._viewport = viewport
        self._arrange = arrange
        choices.changed.connect(self._on_changed)

    def measure_again(self, key: BlockKey) -> None:
        """Hear that a block became higher or lower by itself."""
        at = self._index_of(key)
        view = self._stage.view_at(at) if at is not None else None
        if view is not None:
            self._stage.measure_again(view)
            self._arrange()

    def _on_changed(self, key: BlockKey) -> None:
        at = self._index_of(key)
        view = self._stage.view_at(at) if at is not None else None
        if at is None or not isinstance(view, CodeView):
            return
        was_unfolded = view.choice.is_unfolded
        top = view.mapTo(self._viewport, QPoint(0, 0)).y()
        header = top + view.header_top
        view.take_choice()
        self._stage.measure_again(view)
        if view.is_foldable and view.choice.is_unfolded != was_unfolded:
            gap = self._stage.gap_above(at)
            self._scrolling.show(at, (header if was_unfolded else top) - gap)
        self._arrange()

    def _index_of(self, key: BlockKey) -> RowIndex | None:
        message = self._stack.index_of(key.message_id)
        section = self._stack.known_section(message) if message is not None else None
        if message is None or section is None:
            return None
        row = row_of(section, key)
        return RowIndex(message, row) if 0 <= row < len(section.rows) else None
