"""Where the reader was in the conversations read last, to come back to, also another day."""

from collections import OrderedDict
from collections.abc import Iterable

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.scrolling import ReadingPlace

MOST_PLACES = 64
_FIELDS = 4


class Places:
    """Reading places by conversation, the last ones; as lines of text they outlive the program."""

    def __init__(self) -> None:
        self._places: OrderedDict[str, ReadingPlace] = OrderedDict()

    def note(self, conversation_id: str, place: ReadingPlace) -> None:
        """Remember a place."""
        self._places[conversation_id] = place
        self._places.move_to_end(conversation_id)
        while len(self._places) > MOST_PLACES:
            self._places.popitem(last=False)

    def find(self, conversation_id: str) -> ReadingPlace | None:
        """Return the place in a conversation, None where nobody was."""
        return self._places.get(conversation_id)

    def lines(self) -> tuple[str, ...]:
        """Return all places, a line each, the newest last."""
        return tuple(
            f"{conversation_id} {place.message_id} {place.row} {place.y}"
            if place.message_id is not None
            else conversation_id
            for conversation_id, place in self._places.items()
        )

    def take_lines(self, lines: Iterable[str]) -> None:
        """Remember what `lines` once gave; lines that make no sense are left out."""
        for line in lines:
            words = line.split()
            if len(words) == 1:
                self.note(words[0], ReadingPlace(None))
            elif len(words) == _FIELDS:
                self._take(*words)

    def _take(self, conversation_id: str, message_id: str, row: str, y: str) -> None:
        try:
            place = ReadingPlace(MessageId(message_id), max(0, int(row)), int(y))
        except ValueError:
            return
        self.note(conversation_id, place)
