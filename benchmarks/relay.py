"""The whole program, from socket to pixels: one answer from a server outside this process."""

import asyncio
import hashlib
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.report import say
from benchmarks.sessions import run, use_memory_keyring
from supertoken_desktop.app import preview_address
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import Limits, ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.window.session import WindowSession

_PROFILE_ID = ProfileId("bench")
_TICK_S = 0.005
_SETTLE_S = 2.0


def measure(base_url: str, model_id: str, prompt: str) -> None:
    """Stream one answer into the window; CPU is from sending to the last frame."""
    preview = preview_address(base_url)
    if preview.problem:
        raise SystemExit(f"{base_url} is no usable address: {preview.problem}")
    use_memory_keyring()
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as home:
        run(
            Path(home),
            lambda session: _ask(session, preview.root, model_id, prompt, figures),
        )
    say(**figures)


async def _ask(
    session: WindowSession, root: str, model_id: str, prompt: str, figures: dict[str, object]
) -> None:
    program = session.program
    profile = ProviderProfile(
        _PROFILE_ID, "Bench", root, _PROFILE_ID, limits=Limits(None, None, None)
    )
    key = Secret(os.environ.get("SUPERTOKEN_API_KEY", "sk-demo"))
    program.profiles.lend(replace(profile, default_model_id=model_id), key)
    page = session.page
    assert page is not None
    # As a person does it: the question is typed before it is sent.
    page.composer.set_text(prompt)
    await asyncio.sleep(_SETTLE_S)
    gaps = _Gaps()
    watch = asyncio.get_running_loop().create_task(gaps.watch())
    began, cpu_began = time.monotonic(), time.process_time()
    started = asyncio.Event()
    handle = program.chat.turn_started.subscribe(lambda _turn: started.set())
    page.composer.prompt_submitted.emit(prompt)
    await started.wait()
    (turn,) = program.chat.running_turns()
    message = await turn.wait_ended()
    await asyncio.sleep(2 * _TICK_S)
    page.repaint()
    handle.close()
    watch.cancel()
    text = message.text
    figures.update(
        verdict=str(message.verdict),
        characters=len(text),
        start_cpu_s=cpu_began,
        cpu_s=time.process_time() - cpu_began,
        wall_s=time.monotonic() - began,
        gap_ms=gaps.longest_s * 1000,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


class _Gaps:
    """Watch how long the event loop does not come round."""

    def __init__(self) -> None:
        self.longest_s = 0.0

    async def watch(self) -> None:
        """Tick until cancelled."""
        last = time.monotonic()
        while True:
            await asyncio.sleep(_TICK_S)
            now = time.monotonic()
            self.longest_s = max(self.longest_s, now - last - _TICK_S)
            last = now
