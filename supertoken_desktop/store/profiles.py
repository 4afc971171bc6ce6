"""Provider profiles and their models in the database; never a key."""

from collections.abc import Sequence

import apsw

from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.store.rows import model_body, model_of, profile_body, profile_of


def read(db: apsw.Connection) -> tuple[ProviderProfile, ...]:
    """Return the profiles in the user's order."""
    rows = db.execute("SELECT body FROM profiles ORDER BY position")
    return tuple(profile_of(row[0]) for row in rows)


def save(db: apsw.Connection, profiles: Sequence[ProviderProfile]) -> None:
    """Replace all profiles; models of those that are gone go with them."""
    db.execute("DELETE FROM profiles")
    rows = [(profile.id, at, profile_body(profile)) for at, profile in enumerate(profiles)]
    db.executemany("INSERT INTO profiles VALUES(?, ?, ?)", rows)
    db.execute("DELETE FROM models WHERE profile_id NOT IN (SELECT id FROM profiles)")


def read_models(db: apsw.Connection, profile_id: ProfileId) -> tuple[Model, ...]:
    """Return the models last known of a profile, in the relay's order."""
    rows = db.execute(
        "SELECT body FROM models WHERE profile_id = ? ORDER BY position", (profile_id,)
    )
    return tuple(model_of(row[0]) for row in rows)


def save_models(
    db: apsw.Connection, profile_id: ProfileId, models: Sequence[Model], now_ms: int
) -> None:
    """Replace the known models of a profile."""
    db.execute("DELETE FROM models WHERE profile_id = ?", (profile_id,))
    db.executemany(
        "INSERT OR REPLACE INTO models VALUES(?, ?, ?, ?, ?)",
        [
            (profile_id, model.model_id, model_body(model), now_ms, at)
            for at, model in enumerate(models)
        ],
    )
