"""The transcript: the messages of a conversation, from the first to the one that streams."""

from collections.abc import Callable, Container, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QWidget

from supertoken_desktop.document.blocks import Block
from supertoken_desktop.document.document import parse
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.figures.diagram import DiagramProcess
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.remote_pictures import RemotePictures
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.announcer import Announcer
from supertoken_desktop.ui.transcript.area import RowArea
from supertoken_desktop.ui.transcript.copier import Copier
from supertoken_desktop.ui.transcript.entry import Entry, Footer
from supertoken_desktop.ui.transcript.finder import Finder
from supertoken_desktop.ui.transcript.finding import start_at
from supertoken_desktop.ui.transcript.following import Following
from supertoken_desktop.ui.transcript.jumping import Jumps
from supertoken_desktop.ui.transcript.keys import Keys
from supertoken_desktop.ui.transcript.late_reading import LateReading
from supertoken_desktop.ui.transcript.matching import Query
from supertoken_desktop.ui.transcript.menus import Menus
from supertoken_desktop.ui.transcript.pictures import Pictures
from supertoken_desktop.ui.transcript.places import Places
from supertoken_desktop.ui.transcript.rows.simple import ThoughtView
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.scrolling import first_place
from supertoken_desktop.ui.transcript.section import Section
from supertoken_desktop.ui.transcript.selection import Selection, whole_row
from supertoken_desktop.ui.transcript.stack import RowIndex
from supertoken_desktop.ui.transcript.supplies import Supplies

if TYPE_CHECKING:
    from supertoken_desktop.ui.viewer import Viewed

CATCH_UP_MS = 33


class TranscriptView(RowArea):
    """Show messages, and the answer that is being written.

    Only rows near the viewport are widgets. `link_activated` carries addresses to be opened, those
    that are doubtful after a question; without `remote_pictures` pictures elsewhere stay there;
    `at_bottom_changed` tells whether the end is on screen, `file_offered` what is to be saved.
    """

    link_activated = Signal(str)
    file_offered = Signal(object)  # an OfferedFile

    def __init__(
        self,
        theme: Theme,
        make_footer: Callable[[QWidget], Footer],
        executor: Executor,
        parent: QWidget | None = None,
        remote_pictures: RemotePictures | None = None,
        diagrams: DiagramProcess | None = None,
    ) -> None:
        supplies = Supplies(executor, remote_pictures, diagrams)
        super().__init__(RowStyle(theme), supplies.make_pool(make_footer), parent)
        supplies.serve(self)
        self._theme = theme
        self._background = supplies.background
        self.code_choices = supplies.code_choices
        self.formulas = supplies.formulas
        self.pictures = Pictures(supplies.gallery, self)
        self.copier = Copier(self.stack, self.pointer, self)
        self.announcer = Announcer(self)
        self.menus = Menus(self)
        self._keys = Keys(self)
        self._following = Following(self.pictures, self)
        self._conversation_id = ""
        self._running: MessageId | None = None
        self.places = Places()
        self.finder = Finder(self.stack, self._background, self)
        self.jumps = Jumps(self, self._take_over, self.code_choices)
        self._late = LateReading(self, self._background, self._take_over, self.jumps.go_on_in)
        self.finder.changed.connect(lambda: self.stage.show_hits(self.finder.marks_in))
        self.finder.hit_reached.connect(self.jumps.to_hit)
        self._catch_up_timer = QTimer(self, singleShot=True, interval=CATCH_UP_MS)
        self._catch_up_timer.timeout.connect(self._catch_up)
        self._theme.changed.connect(self._on_theme_changed)
        self._connect(supplies)
        self.setAccessibleName(_("Conversation"))
        self._put_on_colours()

    def _connect(self, supplies: Supplies) -> None:
        supplies.copied.connect(self.copier.copy_text)
        supplies.file_offered.connect(self.file_offered)
        supplies.enlarge_wanted.connect(self._on_enlarge_wanted)
        supplies.thought_clicked.connect(self._on_thought_clicked)
        supplies.link_chosen.connect(self._following.follow)
        self.pointer.link_clicked.connect(self._following.follow)
        self._following.activated.connect(self.link_activated)

    @property
    def shown_rows(self) -> int:
        """How many rows have a widget."""
        return self.stage.shown_rows

    def show_entries(self, entries: Sequence[Entry], *, conversation_id: str) -> None:
        """Show the messages of a path, oldest first.

        The same conversation keeps its place and touches only what changed. Another one opens
        where it was left, at first with its last question at the top.
        """
        is_same = conversation_id == self._conversation_id
        if is_same:
            self._update_entries(entries)
            self.arrange()
        else:
            self._open_entries(entries, conversation_id)
            self.arrange()
            if self.isVisible():
                self.scrolling.is_following = self.is_at_end and not self._late.is_awaited
            self.scrolling.settle()
        known = [section for _index, section in self.stack.known_sections()]
        if is_same:
            self.announcer.update(entries, known)
        else:
            self.announcer.begin(entries, known)
        self.finder.take_entries()

    def opens_within(self, conversation_id: str, messages: Container[MessageId]) -> bool:
        """Tell whether a conversation not on screen would be shown at one of these messages.

        They are the last ones of it.
        """
        if conversation_id == self._conversation_id:
            return False
        place = self.places.find(conversation_id)
        return place is None or place.message_id is None or place.message_id in messages

    def append(self, message_id: MessageId, text: str, reasoning: str = "") -> None:
        """Add what arrived to a running answer; call it once a frame, "" where nothing did."""
        self._change(message_id, lambda section: section.append(text, reasoning))

    def restart(self, message_id: MessageId) -> None:
        """Empty a running answer: the relay began it anew."""
        self.announcer.forget(message_id)
        self._change(message_id, lambda section: section.restart())

    def arrange(self) -> None:
        """Lay out what is visible, and what stands beside it."""
        super().arrange()
        self.menus.follow()
        self._late.start()

    def scroll_to_end(self) -> None:
        """Show the end and follow it."""
        self.scrolling.is_following = True
        self.arrange()

    def show_message(self, message_id: MessageId) -> None:
        """Put the beginning of a message at the top; unknown ones are ignored."""
        self.jumps.to_message(message_id)

    def look_for(self, query: Query) -> None:
        """Mark all hits of a query, and go to the first one from the reading place on."""
        if self.stack.entries:
            top = self.stack.at(self.verticalScrollBar().value())
            start = start_at(self.stack.section(top.message), top.row)
            self.finder.look_for(query, start=start)

    def look_in_message(self, message_id: MessageId, query: Query) -> None:
        """Mark the hits of a query in one message, and go to the first of them."""
        index = self.stack.index_of(message_id)
        if index is not None:
            start = start_at(self.stack.section(index), 0)
            self.finder.look_for(query, start=start, only_in=message_id)

    def select_message(self, message_id: MessageId) -> None:
        """Select all that a message says."""
        index = self.stack.index_of(message_id)
        if index is None:
            return
        section = self.stack.section(index)
        first = whole_row(RowIndex(index, section.first_block_row))
        last = whole_row(RowIndex(index, len(section.rows) - 2))
        if section.answer.rows:
            self.pointer.select(Selection(first, last))
        # A message that is taken apart for this is seldom as high as it was thought to be.
        self.arrange()

    def note_place(self) -> None:
        """Remember where the reader is in the conversation on screen."""
        if self._conversation_id and self.stack.entries:
            self.places.note(self._conversation_id, self._late.place())

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.setAccessibleName(_("Conversation"))
        self.menus.retranslate()
        for index, section in self.stack.known_sections():
            self._take_over(index, section.retranslate())
        self.restyle(self.style_of_rows)

    def _open_entries(self, entries: Sequence[Entry], conversation_id: str) -> None:
        self.note_place()
        self.finder.forget()
        self._conversation_id = conversation_id
        self.pointer.select(None)
        self.stage.clear()
        self.stack.show(entries)
        place = self.places.find(conversation_id)
        self._late.go_to(place or first_place(self.stack))
        self._tell_running()

    def _tell_running(self) -> None:
        """Have the answer that began to run followed as the mode wants it."""
        last = len(self.stack) - 1
        running = self.stack.entries[last].message.id if self._is_running(last) else None
        if running != self._running:
            self._running = running
            self.scrolling.stop_at(last if running is not None else None)

    def _is_running(self, index: int) -> bool:
        return index >= 0 and self.stack.entries[index].is_running

    def _update_entries(self, entries: Sequence[Entry]) -> None:
        above = self.stack.count_above(entries)
        if above:
            self.stack.put_above(entries[:above])
            for part in (self.stage, self.scrolling, self.pointer):
                part.moved_down(above)
        same = self.stack.count_same(entries)
        selection = self.pointer.selection
        if selection is not None and selection.stretch.end.message >= same:
            self.pointer.select(None)
        self.stage.drop_from(same)
        for index, first in self.stack.update(entries):
            self.stage.rows_replaced(index, first)
            section = self.stack.section(index)
            if section.awaits_parse:
                work = partial(parse, section.message.text)
                self._background.run(work, partial(self._on_parsed, section.message.id))
        self.scrolling.clamp()
        self._tell_running()

    def _change(self, message_id: MessageId, change: Callable[[Section], int]) -> None:
        index = self.stack.index_of(message_id)
        if index is None:
            return
        section = self.stack.section(index)
        self._take_over(index, change(section))
        self.finder.take_text(index)
        if section.is_behind:
            self._catch_up_timer.start()
        self.arrange()
        self.announcer.hear(section)

    def _take_over(self, index: int, first: int) -> None:
        """Have stack and stage follow a section whose rows from `first` on are others."""
        self.stack.settle(index)
        self.stage.rows_replaced(index, first)

    def _catch_up(self) -> None:
        """Have documents parse the text that waited."""
        for _index, section in self.stack.known_sections():
            if section.is_behind:
                self.append(section.message.id, "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done at this place, or with the message in the middle."""
        self.menus.open_at(event.pos(), event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep copying and selecting from shortcuts of the window; hear of another language."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._keys.takes(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and select; the rest is scrolling."""
        if not self._keys.obey(event):
            super().keyPressEvent(event)

    def _on_parsed(self, message_id: MessageId, blocks: Sequence[Block]) -> None:
        index = self.stack.index_of(message_id)
        if index is not None and self.stack.section(index).awaits_parse:
            self._change(message_id, lambda section: section.finish(blocks))

    def _on_thought_clicked(self, view: ThoughtView) -> None:
        for index, section in self.stack.known_sections():
            if view.row is not None and any(row is view.row for row in section.rows[:2]):
                self._take_over(index, section.toggle_thought())
                self.scrolling.is_following = False
                self.arrange()
                return

    def _on_enlarge_wanted(self, viewed: "Viewed") -> None:
        # Few drawings are enlarged, and none at start.
        from supertoken_desktop.ui.viewer import Viewer

        Viewer(viewed, self.window()).open()

    def _on_theme_changed(self) -> None:
        self._put_on_colours()
        self.restyle(RowStyle(self._theme))

    def _put_on_colours(self) -> None:
        self.code_choices.set_defaults(
            wraps=self._theme.wraps_code, has_numbers=self._theme.numbers_code
        )
        palette = self.palette()
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, self._theme.colours.surface)
        self.setPalette(palette)
        self.viewport().setPalette(palette)
