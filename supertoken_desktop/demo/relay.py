"""The relay's rules: what each request is answered, without any socket."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import unquote

from supertoken_desktop.demo.answers import (
    Question,
    answer_text,
    asks_for_title,
    asks_to_go_on,
)
from supertoken_desktop.demo.asked import Asked, Refused, read_asked
from supertoken_desktop.demo.chunks import Chunks, packed
from supertoken_desktop.demo.clock import DemoClock
from supertoken_desktop.demo.cues import (
    ANY_PROTOCOL,
    CHAT,
    MODELS,
    SCRIPTS,
    Picked,
    ScenarioPicker,
    script_name,
    without_command,
)
from supertoken_desktop.demo.faults import (
    MUST_STREAM,
    NOT_IMPLEMENTED,
    TOO_MANY,
    Fault,
    bad_request,
    fault_reply,
    no_channel,
    unknown_url,
)
from supertoken_desktop.demo.framing import PAGE
from supertoken_desktop.demo.guide import Guide
from supertoken_desktop.demo.keys import bearer_key, key_fault
from supertoken_desktop.demo.languages import language_of
from supertoken_desktop.demo.limits import RequestCounter
from supertoken_desktop.demo.models import (
    is_gpt,
    is_served,
    model_entry,
    model_list,
    strict_fault,
)
from supertoken_desktop.demo.options import Dashboard, DemoOptions, RetryAfter
from supertoken_desktop.demo.record import Record, Request
from supertoken_desktop.demo.reply_plan import THOUGHT, Plan, plan_answer
from supertoken_desktop.demo.scene import BadScenario, Scene
from supertoken_desktop.demo.wire import HTML, JSON, Headers, Reply, whole

CHAT_PATH = "/v1/chat/completions"
MODELS_PATH = "/v1/models"
REQUEST_ID_DIGITS = "20260101000000000000"
SERVER_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Counters:
    """Numbers that make ids; the same sequence of requests gets the same ones."""

    requests: int = 0
    answers: int = 0
    calls: int = 0


class Relay:
    """Answer requests; holds everything that a reset forgets."""

    def __init__(self, options: DemoOptions, clock: DemoClock) -> None:
        self.options = options
        self.clock = clock
        self.guide = Guide(options.guide)
        self.record = Record(clock)
        self.reset()

    def reset(self) -> None:
        """Forget requests, counts and queued scenarios; the options stay."""
        self.record.reset()
        self.picker = ScenarioPicker()
        self._counters = Counters()
        self._admitted: dict[str, RequestCounter] = {}

    def answer(self, request: Request, number: int) -> Reply:
        """Return what a request is answered; `number` is its place in the record."""
        self._counters.requests += 1
        request_id = f"{REQUEST_ID_DIGITS}{self._counters.requests:08d}"
        try:
            reply = self._route(request, number, request_id)
        except Refused as refused:
            reply = self._fault(refused.fault, request_id)
        except BadScenario as error:
            reply = self._fault(bad_request(str(error), "scenario"), request_id)
        return reply.with_headers(("X-Oneapi-Request-Id", request_id))

    def _route(self, request: Request, number: int, request_id: str) -> Reply:
        path, method = request.path, request.method
        if (method, path) == ("POST", CHAT_PATH):
            return self._chat(request, number, request_id)
        if (method, path) == ("GET", MODELS_PATH):
            return self._models(request, number, request_id)
        if path.startswith(f"{MODELS_PATH}/") and method in ("GET", "DELETE"):
            return self._one_model(request, request_id)
        if (method, path) == ("GET", "/api/status"):
            return whole(200, JSON, packed(_status()))
        if path in ("/v1", "/api") or path.startswith(("/v1/", "/api/", "/assets/")):
            return self._fault(unknown_url(method, path), request_id)
        if self.options.dashboard is Dashboard.MISSING:
            return whole(404, HTML, b"")
        return whole(200, HTML, PAGE)

    def _chat(self, request: Request, number: int, request_id: str) -> Reply:
        key = bearer_key(request.headers)
        fault = key_fault(key, for_chat=True) if self.options.auth else None
        if fault is not None:
            return self._fault(fault, request_id)
        wait_s = self._refusal(key)
        if wait_s is not None:
            return self._fault(TOO_MANY, request_id, self._come_back(wait_s))
        asked = read_asked(_decoded(request.body))
        picked = self.picker.pick(
            CHAT,
            request.header("x-demo-scenario"),
            asked.model,
            asked.question,
            self.options.default_scenario,
        )
        self._check_model(picked.model, asked)
        self.record.open_chat(number, picked.cue.scenario)
        scene = self._scene(asked, picked, request.path, request_id)
        if self.picker.is_over(picked.cue, request.body):
            return scene.normal()
        return _played(scene)

    def _refusal(self, key: str) -> float | None:
        """Return in how many seconds a request too many may come again, None to let it in."""
        if self.options.limits is None:
            return None
        counter = self._admitted.setdefault(key, RequestCounter(self.clock))
        return counter.admit(self.options.limits, self.record.open_chats)

    def _come_back(self, wait_s: float) -> Headers:
        match self.options.retry_after:
            case RetryAfter.NONE:
                return ()
            case RetryAfter.SECONDS:
                return (("Retry-After", str(math.ceil(wait_s))),)
            case RetryAfter.MS:
                return (("retry-after-ms", str(round(wait_s * 1000))),)
            case RetryAfter.DATE:
                later = SERVER_TIME + timedelta(seconds=math.ceil(wait_s))
                dates = (format_datetime(when, usegmt=True) for when in (later, SERVER_TIME))
                return tuple(zip(("Retry-After", "Date"), dates, strict=True))

    def _check_model(self, model: str, asked: Asked) -> None:
        if not is_served(model):
            raise Refused(no_channel(model))
        if not is_gpt(model):
            return
        if self.options.gpt_must_stream and not asked.stream:
            raise Refused(MUST_STREAM)
        fault = strict_fault(asked.fields) if self.options.strict_params else None
        if fault is not None:
            raise Refused(fault)

    def _scene(self, asked: Asked, picked: Picked, path: str, request_id: str) -> Scene:
        self._counters.answers += 1
        return Scene(
            cue=picked.cue,
            options=self.options,
            request_id=request_id,
            path=path,
            stream=asked.stream,
            include_usage=asked.include_usage,
            fields=asked.fields,
            chunks=Chunks(f"chatcmpl-demo-{self._counters.answers}", picked.model),
            plan=self._plan(asked, picked),
        )

    def _plan(self, asked: Asked, picked: Picked) -> Plan:
        """Plan the answer in the manner of the model."""
        asking = picked.question
        question = Question(asking, asked.instructions, asked.pictures, asked.tool_outputs)
        text = self._rest_of_answer(asked, asking) or answer_text(question, self.guide)
        thought = THOUGHT[language_of(asking)]
        match picked.model:
            case "demo-echo":
                return plan_answer(asked, asking)
            case "demo-think-tags":
                return plan_answer(asked, f"<think>\n{thought}\n</think>\n{text}")
            case "demo-tools" if asked.tool_names and not asked.tool_outputs:
                self._counters.calls += 1
                return plan_answer(asked, "", call_ids=(f"call_demo_{self._counters.calls}",))
            case "gemini-2.5-pro" if not asks_for_title(asking, asked.instructions):
                return plan_answer(asked, text, thought=thought)
            case _:
                return plan_answer(asked, text)

    def _rest_of_answer(self, asked: Asked, asking: str) -> str:
        """Return what a cut answer lacks where the user asks to go on with it, else ""."""
        before, said = asked.earlier
        if not (said and asks_to_go_on(asking)):
            return ""
        whole = answer_text(Question(without_command(before), asked.instructions), self.guide)
        return whole.removeprefix(said) if whole.startswith(said) else ""

    def _models(self, request: Request, number: int, request_id: str) -> Reply:
        fault = self._list_key_fault(request)
        if fault is not None:
            return self._fault(fault, request_id)
        picked = self.picker.pick(MODELS, request.header("x-demo-scenario"), "", "", "normal")
        self.record.note_scenario(number, picked.cue.scenario)
        extra = (
            sorted({name.split("/")[0] for name in SCRIPTS}) if self.options.list_scenarios else ()
        )
        listed = packed(model_list(self.options.flavor, [f"sc:{name}" for name in extra]))
        scene = Scene(
            cue=picked.cue,
            options=self.options,
            request_id=request_id,
            path=request.path,
            stream=False,
            include_usage=False,
            fields={},
            chunks=Chunks("", ""),
            plan=plan_answer(_NOTHING_ASKED, ""),
            json_body=listed,
        )
        return _played(scene)

    def _one_model(self, request: Request, request_id: str) -> Reply:
        fault = self._list_key_fault(request)
        if fault is None and request.method == "DELETE":
            fault = NOT_IMPLEMENTED
        if fault is not None:
            return self._fault(fault, request_id)
        model = unquote(request.path.removeprefix(f"{MODELS_PATH}/"))
        return whole(200, JSON, packed(model_entry(model, self.options.flavor)))

    def _list_key_fault(self, request: Request) -> Fault | None:
        if not self.options.auth:
            return None
        return key_fault(bearer_key(request.headers), for_chat=False)

    def _fault(self, fault: Fault, request_id: str, headers: Headers = ()) -> Reply:
        return fault_reply(fault, self.options.flavor, self.options.lang, request_id, headers)


def _played(scene: Scene) -> Reply:
    name = script_name(scene.cue.scenario, scene.cue.variant)
    if not scene.stream and name not in ANY_PROTOCOL:
        raise BadScenario(f"scenario {name} not for this endpoint or without stream")
    return SCRIPTS[name](scene)


def _decoded(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Refused(bad_request("the request body is not JSON", "body")) from error


def _status() -> dict[str, object]:
    about = {"system_name": "Demo relay", "version": "demo", "demo_site_enabled": True}
    return {"success": True, "message": "", "data": about}


_NOTHING_ASKED = Asked("", False, False, "", "", (), (), (), 0, None, (), {})
