"""What is known of a model on a relay."""

import enum
from dataclasses import dataclass

from supertoken_desktop.domain.ids import ProfileId

_GPT_PREFIXES = ("gpt-", "chatgpt-", "o1", "o3", "o4", "codex-")


class ModelOrigin(enum.StrEnum):
    """Where a model entry comes from."""

    LISTED = "listed"
    BUILT_IN = "built-in"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Model:
    """One model of one provider; `context_window` is in tokens; unknown is None, never a guess.

    `streams` is the user's switch for models that may do either: None means the default (stream).
    """

    profile_id: ProfileId
    model_id: str
    label: str = ""
    description: str = ""
    context_window: int | None = None
    must_stream: bool | None = None
    streams: bool | None = None
    inputs: tuple[str, ...] = ()
    tools: bool | None = None
    protocols: tuple[str, ...] = ()
    origin: ModelOrigin = ModelOrigin.LISTED

    @property
    def name(self) -> str:
        """Return the label, or the id where there is none."""
        return self.label or self.model_id


def is_gpt(model_id: str) -> bool:
    """Tell whether an id names a model of the GPT series, which some relays serve as streams only.

    Source: the relay's page (GPT models must stream); the prefixes beyond `gpt-` are our reading.
    """
    return model_id.lower().rsplit("/", 1)[-1].startswith(_GPT_PREFIXES)
