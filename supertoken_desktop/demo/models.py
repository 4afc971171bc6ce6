"""The models that the demo relay offers, and what it refuses for some of them."""

from collections.abc import Mapping, Sequence

from supertoken_desktop.demo.faults import Fault, Origin
from supertoken_desktop.demo.options import Flavor

LISTED_AT = 1_626_777_600
OFFERED: Mapping[str, tuple[str, ...]] = {
    "gpt-5.2": ("openai", "openai-response"),
    "gpt-5.2-codex": ("openai", "openai-response"),
    "gpt-5.1": ("openai", "openai-response"),
    "gpt-5-codex-mini": ("openai", "openai-response"),
    "claude-opus-4-6": ("anthropic", "openai"),
    "claude-sonnet-4-6": ("anthropic", "openai"),
    "claude-haiku-4-5": ("anthropic", "openai"),
    "gemini-2.5-pro": ("gemini", "openai"),
    "gemini-2.0-flash": ("gemini", "openai"),
}
"""Model id and the endpoints that its channel takes, the preferred one first."""

UNLISTED = frozenset({"demo-echo", "demo-think-tags", "demo-tools"})
_OWNERS = {"gpt": "openai", "claude": "claude", "gemini": "google gemini"}


def is_served(model: str) -> bool:
    """Tell whether the demo key may use a model."""
    return model in OFFERED or model in UNLISTED or model.startswith("sc:")


def is_gpt(model: str) -> bool:
    """Tell whether a model belongs to the family that must stream."""
    return model.lower().rsplit("/", 1)[-1].startswith("gpt-")


def model_list(flavor: Flavor, extra: Sequence[str]) -> dict[str, object]:
    """Return the list of models in a software's shape."""
    listed: dict[str, object] = {"success": True} if flavor is Flavor.NEWAPI else {}
    return {
        **listed,
        "object": "list",
        "data": [_entry(model, flavor) for model in (*OFFERED, *extra)],
    }


def model_entry(model: str, flavor: Flavor) -> dict[str, object]:
    """Return one model; an unknown one is an error in a reply of status 200, as relays do it."""
    if model in OFFERED:
        return _entry(model, flavor)
    error = {
        "message": f"The model '{model}' does not exist",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }
    return {"error": error}


def strict_fault(fields: Mapping[str, object]) -> Fault | None:
    """Return what a strict channel refuses in a request for a reasoning model."""
    for name in ("temperature", "top_p"):
        if fields.get(name, 1) != 1:
            return _unsupported("value", name)
    return _unsupported("parameter", "max_tokens") if "max_tokens" in fields else None


def _unsupported(kind: str, name: str) -> Fault:
    words = f"Unsupported {kind}: '{name}' is not supported with this model"
    return Fault(
        400,
        words,
        words,
        "invalid_request_error",
        f"unsupported_{kind}",
        name,
        Origin.UPSTREAM,
    )


def _entry(model: str, flavor: Flavor) -> dict[str, object]:
    owner = _OWNERS.get(model.split("-", maxsplit=1)[0], "custom")
    entry: dict[str, object] = {
        "id": model,
        "object": "model",
        "created": LISTED_AT,
        "owned_by": owner,
    }
    if flavor is Flavor.NEWAPI:
        entry["supported_endpoint_types"] = list(OFFERED.get(model, ("openai",)))
    if flavor is Flavor.ONEAPI:
        entry |= {"permission": [], "root": model, "parent": None}
    return entry
