"""The endpoints under /demo: scenarios, record, switches, queue and clock; no key needed."""

import json
from collections.abc import Callable, Mapping

from supertoken_desktop.demo.chunks import packed
from supertoken_desktop.demo.options import BadSwitch, changed
from supertoken_desktop.demo.record import Request
from supertoken_desktop.demo.relay import Relay
from supertoken_desktop.demo.scenarios import CATALOGUE
from supertoken_desktop.demo.scene import BadScenario
from supertoken_desktop.demo.wire import JSON, Reply, whole

PREFIX = "/demo/"


class BadControl(ValueError):
    """A control request whose body is not as described."""


def answer_control(relay: Relay, request: Request) -> Reply:
    """Return the answer to a request under /demo."""
    route = (request.method, request.path.removeprefix(PREFIX))
    if route == ("GET", "scenarios"):
        return _ok([scenario.as_json() for scenario in CATALOGUE])
    if route == ("GET", "requests"):
        return _ok([entry.as_json() for entry in relay.record.entries])
    act = _ACTS.get(route)
    if act is None:
        return whole(404, JSON, packed({"error": "no such control"}))
    try:
        act(relay, _object(request.body))
    except (BadControl, BadScenario, BadSwitch) as error:
        return whole(400, JSON, packed({"error": str(error)}))
    return _ok({"ok": True})


def _object(body: bytes) -> dict[str, object]:
    try:
        value: object = json.loads(body or b"{}")
    except ValueError as error:
        raise BadControl("the body is not JSON") from error
    if not isinstance(value, dict):
        raise BadControl("the body must be an object")
    return value


def _reset(relay: Relay, _body: Mapping[str, object]) -> None:
    relay.reset()


def _configure(relay: Relay, body: Mapping[str, object]) -> None:
    relay.options = changed(relay.options, body)


def _queue(relay: Relay, body: Mapping[str, object]) -> None:
    scenario, times, options = body.get("scenario"), body.get("times", 1), body.get("options", {})
    if not isinstance(scenario, str) or not isinstance(times, int) or not isinstance(options, dict):
        raise BadControl("wanted: scenario, times, options")
    relay.picker.queue(scenario, times, {str(key): str(value) for key, value in options.items()})


def _advance(relay: Relay, body: Mapping[str, object]) -> None:
    seconds = body.get("advance")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise BadControl("wanted: advance in seconds")
    relay.clock.advance(seconds)


def _ok(value: object) -> Reply:
    return whole(200, JSON, packed(value))


_ACTS: Mapping[tuple[str, str], Callable[[Relay, Mapping[str, object]], None]] = {
    ("POST", "reset"): _reset,
    ("POST", "config"): _configure,
    ("POST", "next"): _queue,
    ("POST", "clock"): _advance,
}
