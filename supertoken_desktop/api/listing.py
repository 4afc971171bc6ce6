"""The models that a relay lists."""

import json
import re
from collections.abc import Mapping

from supertoken_desktop.api.faults import error_in_stream, is_error_value
from supertoken_desktop.domain.errors import ErrorDetail, RelayFault
from supertoken_desktop.domain.model import Model, ModelOrigin, is_gpt
from supertoken_desktop.domain.profile import ProviderProfile

MOST_MODELS = 5000
_MOST_ID_CHARS = 256
_DIGITS = re.compile(r"(\d+)")


def listed_models(body: bytes, profile: ProviderProfile) -> tuple[Model, ...]:
    """Return the models of a list in natural order, each once.

    A list may be bare or under `data`; entries without an id that can be read are left out.

    Raises: ApiError, for what is no list; errors inside come with a status of success, too.
    Source: new-api, one-api; some say `{"success": false, "message": …}` with status 200.
    """
    try:
        value = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise RelayFault(reason="bad-json", detail=ErrorDetail(status=200)) from error
    entries = value.get("data") if isinstance(value, dict) else value
    if not isinstance(entries, list):
        if isinstance(value, dict) and is_error_value(value):
            raise error_in_stream(value, "bare-error").with_detail(status=200)
        raise RelayFault(reason="bad-json", detail=ErrorDetail(status=200))
    found: dict[str, Model] = {}
    for entry in entries:
        model_id = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(model_id, str) and _is_readable(model_id) and len(found) < MOST_MODELS:
            found.setdefault(model_id, _model(model_id, entry, profile))
    return tuple(sorted(found.values(), key=lambda model: _natural(model.model_id)))


def _model(model_id: str, entry: Mapping[str, object], profile: ProviderProfile) -> Model:
    kinds = entry.get("supported_endpoint_types")
    protocols = [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else []
    must_stream = True if profile.gpt_requires_stream and is_gpt(model_id) else None
    return Model(
        profile_id=profile.id,
        model_id=model_id,
        must_stream=must_stream,
        protocols=tuple(protocols),
        origin=ModelOrigin.LISTED,
    )


def _is_readable(model_id: str) -> bool:
    return 0 < len(model_id.strip()) <= _MOST_ID_CHARS and model_id.isprintable()


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts numbers inside text by value."""
    parts = _DIGITS.split(text.lower())
    return tuple((1, int(part[:18]), part) if part.isdecimal() else (0, 0, part) for part in parts)
