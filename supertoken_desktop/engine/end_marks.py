"""Remember which relays never say why an answer ended."""

from supertoken_desktop.domain.ids import ProfileId

NEEDED_IN_A_ROW = 3


class EndMarks:
    """Count answers in a row that ended with `[DONE]` and no finish reason, per relay and model.

    Source: the stream catalogue, entry 2: after three of them the relay is taken to be one that
    sends no finish reasons at all.
    """

    def __init__(self) -> None:
        self._in_a_row: dict[tuple[ProfileId, str], int] = {}

    def sends_no_finish(self, profile_id: ProfileId, model_id: str) -> bool:
        """Tell whether a missing finish reason means nothing here."""
        return self._in_a_row.get((profile_id, model_id), 0) >= NEEDED_IN_A_ROW

    def note(self, profile_id: ProfileId, model_id: str, *, without_finish: bool) -> None:
        """Count one more answer, or begin anew with one that ended otherwise."""
        key = (profile_id, model_id)
        self._in_a_row[key] = self._in_a_row.get(key, 0) + 1 if without_finish else 0
