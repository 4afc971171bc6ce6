"""What a caller of the engine can do wrong, as errors that a window can meet in ordinary use."""

from supertoken_desktop.domain.errors import SuperTokenError


class AlreadyRunning(SuperTokenError):
    """An answer is still being written in this conversation."""

    kind = "running"


class NotThere(SuperTokenError):
    """The conversation, message or provider is gone."""

    kind = "gone"


class NoProvider(SuperTokenError):
    """No provider profile is set up, so there is nobody to ask."""

    kind = "provider"
