"""What is said of a model in the user's language: its description and how much it reads. Pure."""

from supertoken_desktop.domain.model import Model
from supertoken_desktop.i18n import _, format_number, pgettext


def description_of(model: Model) -> str:
    """Return a model's description; those of the built-in list are translated."""
    return _built_in_descriptions().get(model.description, model.description)


def context_words(tokens: int | None) -> str:
    """Return how many tokens a model reads, short ("200K", "1M"); "" where that is unknown."""
    if tokens is None:
        return ""
    if tokens >= 1_000_000:
        return pgettext("millions of tokens", "{count}M").format(count=f"{tokens / 1_000_000:g}")
    if tokens >= 1_000:
        return pgettext("thousands of tokens", "{count}K").format(count=f"{tokens / 1_000:.0f}")
    return format_number(tokens)


def spoken_description(model: Model) -> str:
    """Return all that is known of a model as one text for tool tips and screen readers."""
    pieces = [model.name, description_of(model)]
    if model.context_window is not None:
        pieces.append(_("reads {count} tokens").format(count=format_number(model.context_window)))
    if model.must_stream:
        pieces.append(_("streams always"))
    return ", ".join(piece for piece in pieces if piece)


def _built_in_descriptions() -> dict[str, str]:
    return {
        "Newest GPT-5 model": _("Newest GPT-5 model"),
        "Tuned for code": _("Tuned for code"),
        "Stable version": _("Stable version"),
        "Lightweight version": _("Lightweight version"),
        "Strongest Claude": _("Strongest Claude"),
        "Balanced version": _("Balanced version"),
        "Fast version": _("Fast version"),
        "Flagship Gemini": _("Flagship Gemini"),
    }
