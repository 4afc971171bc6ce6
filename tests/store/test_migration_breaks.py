"""A program that ends in the midst of taking an older history to the present."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from supertoken_desktop.store.database import open_store
from supertoken_desktop.store.migrations import MIGRATIONS
from supertoken_desktop.store.opened import open_connection
from tests.data.stores import make

ROOT = Path(__file__).parents[2]
OLD = make.FOLDER / "v1.db"
# Ends the process without any cleaning up, before, within or after the second step.
DYING = """
import os, sys
from pathlib import Path
from supertoken_desktop.store.migrations import MIGRATIONS
from supertoken_desktop.store.opened import open_connection
from tests.data.stores import make

def die_before(db): os._exit(9)
def die_within(db):
    MIGRATIONS[1](db)
    db.execute("UPDATE messages SET pinned = 1")
    db.cache_flush()
    os._exit(9)
def die_after(db):
    MIGRATIONS[1](db)
    db.set_commit_hook(lambda: os._exit(9))

step = {"before": die_before, "within": die_within, "after": die_after}[sys.argv[2]]
open_connection(Path(sys.argv[1]), make.KEY, (MIGRATIONS[0], step, *MIGRATIONS[2:]))
"""


def died(path: Path, moment: str) -> int:
    """Run the process that dies; return the status that it ends with."""
    command = [sys.executable, "-c", DYING, str(path), moment]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


@pytest.mark.parametrize("moment", ["before", "within", "after"])
async def test_an_end_in_the_midst_of_a_step_loses_nothing(moment: str, tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    shutil.copy(OLD, path)

    assert died(path, moment) == 9
    store = await open_store(path, make.KEY)
    made = make.content()
    assert await store.messages(made.conversation.id) == made.messages
    assert await store.conversations() == (made.conversation,)
    await store.close()
    db = open_connection(path, make.KEY)
    assert db.pragma("user_version") == len(MIGRATIONS)
    assert db.pragma("integrity_check") == "ok"
    db.close()
    before = open_connection(tmp_path / "history.db.before-2", make.KEY, MIGRATIONS[:1])
    assert before.pragma("user_version") == 1
    before.close()
