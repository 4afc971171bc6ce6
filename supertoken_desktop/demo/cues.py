"""Which scenario a request plays: from queue, header, model id, first line, or the default."""

import hashlib
import re
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace

from supertoken_desktop.demo import endings, framing, oddities, statuses
from supertoken_desktop.demo.scene import DEFAULT_AFTER, BadScenario, Cue, Script

SCRIPTS: Mapping[str, Script] = {
    **endings.SCRIPTS,
    **framing.SCRIPTS,
    **statuses.SCRIPTS,
    **oddities.SCRIPTS,
}
RETRIED = frozenset(
    {"429-seconds", "429-date", "429-none", "503", "503-html", "500-then-ok", "529"}
)
"""Scenarios that misbehave once for each request body unless told otherwise."""

ANY_PROTOCOL = (
    frozenset(statuses.SCRIPTS)
    | {name for name in framing.SCRIPTS if name.split("/")[0] in {"html", "gzip", "drip", "burst"}}
    | {"bare-error/json", "bom", "normal", "cut-chunk", "cut-chunk/fin", "cut-length"}
    | {"split-utf8", "stall", "stall-first", "net-rst-headers", "slow-headers", "timeout-headers"}
)
"""Scenarios that also fit answers that are no stream."""

CHAT = "chat"
MODELS = "models"


@dataclass(frozen=True, slots=True)
class Picked:
    """A cue and the model id that is left when the cue is taken out of it."""

    cue: Cue
    model: str
    question: str


class ScenarioPicker:
    """Pick the scenario of each request; remembers the queue and who has misbehaved how often."""

    def __init__(self) -> None:
        self._queue: deque[tuple[str, Cue]] = deque()
        self._played: Counter[str] = Counter()

    def queue(self, scenario: str, times: int, options: Mapping[str, str]) -> None:
        """Let the next `times` requests play a scenario; option `route` says of which kind.

        Raises: BadScenario.
        """
        rest = {name: value for name, value in options.items() if name != "route"}
        cue = replace(cue_of(scenario, rest), times=None)
        self._queue.extend([(options.get("route", CHAT), cue)] * times)

    def pick(self, route: str, header: str, model: str, question: str, default: str) -> Picked:
        """Return what a request plays; the first of the places named in this module wins.

        Raises: BadScenario.
        """
        bare_model, spec = split_model(model)
        first_line = question.partition("\n")[0]
        is_command = first_line.startswith("/sc ")
        left = without_command(question)
        for number, (wanted, cue) in enumerate(self._queue):
            if wanted == route:
                del self._queue[number]
                return Picked(cue, bare_model, left)
        command = first_line[4:] if is_command else ""
        return Picked(parse_cue(header or spec or command or default), bare_model, left)

    def is_over(self, cue: Cue, body: bytes) -> bool:
        """Tell whether this request, sent often enough, is answered normally; counts it if not."""
        if cue.times is None:
            return False
        key = f"{cue.scenario}/{cue.variant}:{hashlib.sha256(body).hexdigest()}"
        if self._played[key] >= cue.times:
            return True
        self._played[key] += 1
        return False


def without_command(question: str) -> str:
    """Return a question without the line that names its scenario."""
    first_line, _, rest = question.partition("\n")
    return rest if first_line.startswith("/sc ") else question


def split_model(model: str) -> tuple[str, str]:
    """Return a model id without its scenario, and the scenario with its options ("" for none)."""
    if model.startswith("sc:"):
        return model.split(";", maxsplit=1)[0], model[3:]
    bare, _, spec = model.partition("@")
    return bare, spec


def parse_cue(spec: str) -> Cue:
    """Read `id; after=5; wait=2`, options parted by semicolons or blanks.

    Raises: BadScenario.
    """
    name, *options = [word for word in re.split(r"[;\s]+", spec) if word]
    pairs = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals:
            raise BadScenario(option)
        pairs[key] = value
    return cue_of(name, pairs)


def cue_of(scenario: str, options: Mapping[str, str]) -> Cue:
    """Return a scenario with its options, which come as text.

    Raises: BadScenario, naming what does not exist.
    """
    unknown = set(options) - {"after", "times", "wait", "ms", "size", "status", "ra", "variant"}
    if unknown:
        raise BadScenario(f"unknown option {min(unknown)}")
    variant = options.get("variant", "")
    if script_name(scenario, variant) not in SCRIPTS:
        raise BadScenario(f"unknown scenario {script_name(scenario, variant)}")
    try:
        return Cue(
            scenario,
            after=int(options.get("after", DEFAULT_AFTER)),
            times=_times(scenario, options),
            variant=variant,
            wait_s=float(options["wait"]) if "wait" in options else None,
            gap_s=float(options["ms"]) / 1000 if "ms" in options else None,
            size=int(options["size"]) if "size" in options else None,
            status=int(options["status"]) if "status" in options else None,
            retry_after=options.get("ra"),
        )
    except ValueError as error:
        raise BadScenario(f"option is not a number: {error}") from error


def script_name(scenario: str, variant: str) -> str:
    """Return the name under which a script is found."""
    return f"{scenario}/{variant}" if variant else scenario


def _times(scenario: str, options: Mapping[str, str]) -> int | None:
    default = "1" if scenario in RETRIED else "always"
    value = options.get("times", default)
    return None if value == "always" else int(value)
