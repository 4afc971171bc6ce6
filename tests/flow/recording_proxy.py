"""Stands between a program and a relay, and notes when which bytes went to the program."""

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

READ_SIZE = 1 << 16
EVENT = re.compile(rb"data: (\{.*\})\n")


class RecordingProxy:
    """Pass everything on, at once and unchanged."""

    def __init__(self, root: str) -> None:
        parts = urlsplit(root)
        self._host, self._port = parts.hostname or "", parts.port or 0
        self._sent: list[tuple[float, bytes]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.root = ""

    def forget(self) -> None:
        """Begin a new record."""
        self._sent.clear()

    def text_until(self, moment: float) -> str:
        """The answer text in all that had gone to the program by a moment of `monotonic`."""
        sent = b"".join(data for at, data in self._sent if at <= moment)
        found = []
        for event in EVENT.findall(sent):
            for choice in json.loads(event).get("choices", ()):
                found.append(choice["delta"].get("content") or "")
        return "".join(found)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        relay_reader, relay_writer = await asyncio.open_connection(self._host, self._port)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(reader, relay_writer, is_noted=False))
                both.create_task(self._pass_on(relay_reader, writer, is_noted=True))
        finally:
            relay_writer.close()
            writer.close()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_noted: bool
    ) -> None:
        with contextlib.suppress(ConnectionError):  # the program was killed: that is the test
            while data := await reader.read(READ_SIZE):
                if is_noted:
                    self._sent.append((time.monotonic(), data))
                writer.write(data)
                await writer.drain()
        writer.close()

    async def stop(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def recording_proxy(root: str) -> AsyncIterator[RecordingProxy]:
    proxy = RecordingProxy(root)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()
        await server.wait_closed()
