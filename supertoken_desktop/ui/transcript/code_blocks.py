"""Changes of single code blocks that are on screen: what stays where it is while they happen."""

from PySide6.QtCore import QObject, QPoint

from supertoken_desktop.ui.transcript.area import RowArea
from supertoken_desktop.ui.transcript.block_key import BlockKey, row_of
from supertoken_desktop.ui.transcript.code_choices import CodeChoices
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.stack import RowIndex


class CodeBlocks(QObject):
    """Have blocks take what was chosen for them; a folded one keeps its header in place."""

    def __init__(self, choices: CodeChoices, area: RowArea) -> None:
        super().__init__(area)
        self._area = area
        choices.changed.connect(self._on_changed)

    def measure_again(self, key: BlockKey) -> None:
        """Hear that a block became higher or lower by itself."""
        at = self._index_of(key)
        view = self._area.stage.view_at(at) if at is not None else None
        if view is not None:
            self._area.stage.measure_again(view)
            self._area.arrange()

    def _on_changed(self, key: BlockKey) -> None:
        at = self._index_of(key)
        view = self._area.stage.view_at(at) if at is not None else None
        if at is None or not isinstance(view, CodeView):
            return
        was_unfolded = view.choice.is_unfolded
        top = view.mapTo(self._area.viewport(), QPoint(0, 0)).y()
        header = top + view.header_top
        view.take_choice()
        self._area.stage.measure_again(view)
        if view.is_foldable and view.choice.is_unfolded != was_unfolded:
            gap = self._area.stage.gap_above(at)
            self._area.scrolling.show(at, (header if was_unfolded else top) - gap)
        self._area.arrange()

    def _index_of(self, key: BlockKey) -> RowIndex | None:
        message = self._area.stack.index_of(key.message_id)
        section = self._area.stack.known_section(message) if message is not None else None
        if message is None or section is None:
            return None
        row = row_of(section, key)
        return RowIndex(message, row) if 0 <= row < len(section.rows) else None
