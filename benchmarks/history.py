"""A folder as a user left it: a provider with its key, and three conversations."""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.memory_keyring import KEYRING_FILE
from benchmarks.report import TITLES
from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ProfileId, new_conversation_id, new_message_id
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.paths import folders
from supertoken_desktop.secrets import DATABASE_REF, SERVICE, new_database_key
from supertoken_desktop.settings import Settings, SettingsFile
from supertoken_desktop.store.database import SqlStore, open_store

PROFILE_ID = ProfileId("bench")
_ANSWER = "Here is **what to do**:\n\n1. Begin.\n2. Go on.\n\n```python\nprint('done')\n```\n"


def main(home: str) -> int:
    """Fill the folder, and write into it what its keyring holds."""
    places = folders(Path(home))
    key = new_database_key()
    kept = {f"{SERVICE}/{DATABASE_REF}": key.reveal(), f"{SERVICE}/{PROFILE_ID}": "sk-bench"}
    (Path(home) / KEYRING_FILE).write_text(json.dumps(kept))
    last = asyncio.run(_fill(places.database, key))
    for name, opened in (("settings.json", ""), ("reopen.json", last)):
        SettingsFile(places.settings_file.with_name(name)).write(
            Settings(default_profile_id=PROFILE_ID, open_conversation_id=opened)
        )
    return 0


async def _fill(database: Path, key: Secret) -> str:
    store = await open_store(database, key)
    profile = ProviderProfile(PROFILE_ID, "Bench", "https://relay.invalid", PROFILE_ID)
    await store.save_profiles((profile,))
    last = ""
    for age, title in enumerate(reversed(TITLES)):
        last = await _add(store, title, datetime.now(UTC) - timedelta(days=len(TITLES) - age))
    await store.close()
    return last


async def _add(store: SqlStore, title: str, at: datetime) -> str:
    conversation = Conversation(
        new_conversation_id(), at, at, title=title, profile_id=PROFILE_ID, model_id="gpt-5.2"
    )
    asked = Message(
        new_message_id(), conversation.id, None, Role.USER, (TextPart(title),), created_at=at
    )
    answered = replace(
        asked,
        id=new_message_id(),
        parent_id=asked.id,
        role=Role.ASSISTANT,
        parts=(TextPart(_ANSWER),),
        model_id="gpt-5.2",
        verdict=Verdict.COMPLETE,
    )
    await store.add_messages(replace(conversation, active_leaf=answered.id), (asked, answered))
    return conversation.id


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
