"""Errors as relays word and wrap them, in the envelopes of each software."""

import enum
import json
from dataclasses import dataclass, replace

from supertoken_desktop.demo.options import Flavor, Lang
from supertoken_desktop.demo.wire import JSON, Headers, Reply, whole


class Origin(enum.Enum):
    """Who made the error: the relay before it asked anybody, or what stands behind it."""

    RELAY = enum.auto()
    UPSTREAM = enum.auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """An error answer: status, words in both languages, and the fields of its envelope."""

    status: int
    zh: str
    en: str
    type: str
    code: str | None = None
    param: str | None = None
    origin: Origin = Origin.RELAY
    names_request: bool = True

    def message(self, lang: Lang, request_id: str) -> str:
        """Return the words as relays send them, mostly with the request id appended."""
        words = self.zh if lang is Lang.ZH else self.en
        return f"{words} (request id: {request_id})" if self.names_request else words


def fault_body(fault: Fault, flavor: Flavor, lang: Lang, request_id: str) -> bytes:
    """Return the JSON body of an error.

    What the relay itself refuses looks different in each software, what comes from behind does not.
    Source: the envelope variants of new-api and one-api; the relay's own documentation for `seed`.
    """
    error: dict[str, str] = {"message": fault.message(lang, request_id), "type": fault.type}
    if fault.origin is Origin.RELAY and flavor is Flavor.ONEAPI:
        error["type"] = "one_api_error"
        return _packed({"error": error})
    if fault.origin is Origin.RELAY and flavor is Flavor.NEWAPI and fault.status in (401, 403, 501):
        error["type"] = "new_api_error"
    if fault.param is not None:
        error["param"] = fault.param
    if fault.code is not None:
        error["code"] = fault.code
    return _packed({"error": error})


def fault_reply(
    fault: Fault, flavor: Flavor, lang: Lang, request_id: str, headers: Headers = ()
) -> Reply:
    """Return an error as a whole HTTP reply."""
    return whole(fault.status, JSON, fault_body(fault, flavor, lang, request_id), headers)


def bad_request(message: str, param: str) -> Fault:
    """Return the refusal of a request field."""
    return Fault(
        400, message, message, "invalid_request_error", "invalid_value", param, Origin.UPSTREAM
    )


def unknown_url(method: str, path: str) -> Fault:
    """Return the answer at an address of the API that does not exist."""
    words = f"Invalid URL ({method} {path})"
    return Fault(
        404, words, words, "invalid_request_error", "", "", Origin.UPSTREAM, names_request=False
    )


def no_channel(model: str) -> Fault:
    """Return the usual answer to a model that this key is not served."""
    return replace(
        NO_CHANNEL, zh=NO_CHANNEL.zh.format(model=model), en=NO_CHANNEL.en.format(model=model)
    )


def _packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


NO_KEY = Fault(401, "未提供令牌", "No token provided", "invalid_request_error", "invalid_api_key")
KEY_INVALID = Fault(401, "无效的令牌", "Invalid token", "invalid_request_error", "invalid_api_key")
KEY_EXPIRED = Fault(401, "该令牌已过期", "This token has expired", "invalid_request_error", "")
KEY_EXHAUSTED = Fault(
    401,
    "该令牌额度已用尽 !token.UnlimitedQuota && token.RemainQuota = 0",
    "The quota of this token is exhausted",
    "invalid_request_error",
    "",
)
KEY_SUFFIX = Fault(
    403,
    "普通用户不支持指定渠道",
    "Ordinary users may not choose a channel",
    "invalid_request_error",
    "",
)
NO_MONEY = Fault(
    403,
    "用户额度不足, 剩余额度: $0.00",
    "User quota is not enough, remaining: $0.00",
    "new_api_error",
    "insufficient_user_quota",
)
KEY_NO_MODEL = Fault(
    403,
    "该令牌无权访问模型",
    "This token has no access to model",
    "invalid_request_error",
    "",
)
BANNED = Fault(403, "用户已被封禁", "User has been banned", "invalid_request_error", "")
WRONG_IP = Fault(
    403,
    "您的 IP 不在令牌允许访问的列表中",
    "Your IP is not on the list that this token allows",
    "invalid_request_error",
    "access_denied",
)
NO_CHANNEL = Fault(
    503,
    "当前分组 default 下对于模型 {model} 无可用渠道",
    "No available channel for model {model} under group default",
    "new_api_error",
    "model_not_found",
)
TOO_MANY = Fault(
    429,
    "您已达到请求数限制",
    "You have reached the request limit",
    "rate_limit_exceeded",
    "rate_limit_exceeded",
    origin=Origin.UPSTREAM,
)
MUST_STREAM = Fault(
    400,
    "Stream must be set to true for GPT models",
    "Stream must be set to true for GPT models",
    "invalid_request_error",
    "stream_required",
    "stream",
    Origin.UPSTREAM,
)
NOT_IMPLEMENTED = Fault(
    501,
    "API not implemented",
    "API not implemented",
    "new_api_error",
    "api_not_implemented",
    "",
    names_request=False,
)
BODY_TOO_LARGE = Fault(
    413,
    "request body too large",
    "request body too large",
    "new_api_error",
    "read_request_body_failed",
)
