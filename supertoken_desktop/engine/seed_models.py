"""The models that the relay's page names, for when its list cannot be had."""

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model, ModelOrigin

_NOBODY = ProfileId("")


def _seed(model_id: str, description: str, context_window: int, *, must_stream: bool) -> Model:
    return Model(
        profile_id=_NOBODY,
        model_id=model_id,
        description=description,
        context_window=context_window,
        must_stream=must_stream,
        origin=ModelOrigin.BUILT_IN,
    )


# Descriptions are data as the page has them, in English; a window may translate them.
SEED_MODELS = (
    _seed("gpt-5.2", "Newest GPT-5 model", 200_000, must_stream=True),
    _seed("gpt-5.2-codex", "Tuned for code", 200_000, must_stream=True),
    _seed("gpt-5.1", "Stable version", 128_000, must_stream=True),
    _seed("gpt-5-codex-mini", "Lightweight version", 128_000, must_stream=True),
    _seed("claude-opus-4-6", "Strongest Claude", 200_000, must_stream=False),
    _seed("claude-sonnet-4-6", "Balanced version", 200_000, must_stream=False),
    _seed("claude-haiku-4-5", "Fast version", 200_000, must_stream=False),
    _seed("gemini-2.5-pro", "Flagship Gemini", 1_000_000, must_stream=False),
    _seed("gemini-2.0-flash", "Fast version", 1_000_000, must_stream=False),
)
