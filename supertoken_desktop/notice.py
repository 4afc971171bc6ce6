"""A notice: an error in people's words, and what it offers to do next."""

import enum
from dataclasses import dataclass


class Act(enum.Enum):
    """What a notice offers to do next."""

    RETRY = "retry"
    CONTINUE = "continue"
    OPEN_SETTINGS = "open-settings"
    EDIT_ADDRESS = "edit-address"
    NETWORK = "network"
    CHOOSE_MODEL = "choose-model"
    EDIT_PROMPT = "edit-prompt"
    TOP_UP = "top-up"
    SHORTEN = "shorten"
    DETAILS = "details"
    SHOW_FILE = "show-file"


@dataclass(frozen=True, slots=True)
class Notice:
    """An error in people's words; `acts` come in the order in which they are offered."""

    title: str
    sentence: str
    remedy: str
    acts: tuple[Act, ...]
