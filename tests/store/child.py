"""A process that writes into a history until it is killed, or until there is no room.

python -m tests.store.child journal|full PATH; the key comes on standard input.
"""

import asyncio
import resource
import sys
from pathlib import Path

from supertoken_desktop.domain.errors import DiskFull
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.ports import JournalPiece
from supertoken_desktop.engine.system_clock import SystemClock
from supertoken_desktop.store.database import SqlStore, open_store
from tests.store.values import answer, conversation, question

EVERY_S = 0.1
ROOM_BYTES = 1_500_000


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def journal(store: SqlStore) -> None:
    kept = conversation("Counting")
    asked = question(kept.id, "Count")
    running = answer(kept.id, parent=asked.id, verdict=None)
    await store.add_messages(kept, [asked, running])
    say(kept.id)
    for number in range(10_000):
        await store.append_journal(running.id, [JournalPiece("text", f"{number} ")])
        say(number)
        await SystemClock().wait(EVERY_S)


async def full(store: SqlStore) -> None:
    kept = conversation("Filling")
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, resource.RLIM_INFINITY))
    count = 0
    try:
        while True:
            await store.add_messages(kept, [question(kept.id, f"{count} " + "words " * 20_000)])
            count += 1
    except DiskFull as error:
        say(error.kind)
    say(len(await store.messages(kept.id)) == count > 0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    await store.add_messages(kept, [question(kept.id, "room again")])
    say(len(await store.messages(kept.id)) == count + 1)
    await store.close()


async def main() -> None:
    store = await open_store(Path(sys.argv[2]), Secret(sys.stdin.readline().strip()))
    await {"journal": journal, "full": full}[sys.argv[1]](store)


if __name__ == "__main__":
    asyncio.run(main())
