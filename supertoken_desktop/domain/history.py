"""Whether conversations are kept, and if not, why."""

import enum


class HistoryState(enum.StrEnum):
    """What became of opening the history; only `KEPT` outlives the program."""

    KEPT = "kept"
    NOT_WANTED = "not-wanted"
    UNDECIDED = "undecided"
    KEYRING_CLOSED = "keyring-closed"
    PASSPHRASE_NEEDED = "passphrase-needed"  # noqa: S105  # a state, no password
    KEY_WRONG = "key-wrong"
    DAMAGED = "damaged"
    TOO_NEW = "too-new"
    IN_USE = "in-use"
