from dataclasses import replace

import pytest

from supertoken_desktop.domain.errors import (
    ApiError,
    ConnectFailed,
    KeyRefused,
    ModelUnavailable,
    RequestRejected,
    RetryAdvice,
    RetryClass,
)
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.errors import NotThere
from tests.engine.scene import PROFILE, scene
from tests.fakes.client import Gate, answer

OTHER = ProviderProfile(ProfileId("p2"), "Token502", "https://other.example", "p2")


async def test_profiles_are_kept_in_order_with_their_keys() -> None:
    async with scene() as s:
        await s.profiles.add(OTHER, None)
        await s.profiles.reorder([OTHER.id, PROFILE.id])
        await s.profiles.load()
        names = [p.name for p in s.profiles.profiles]
        keys = [await s.profiles.has_key(p.id) for p in s.profiles.profiles]
        await s.profiles.set_key(OTHER.id, Secret("sk-2"))
        key = await s.profiles.key_of(OTHER)
        await s.profiles.set_key(OTHER.id, None)
        without = await s.profiles.has_key(OTHER.id)

    assert names == ["Token502", "SuperToken"]
    assert keys == [False, True]
    assert (key, without) == (Secret("sk-2"), False)


async def test_the_current_one_is_the_chosen_one_else_the_first() -> None:
    async with scene() as s:
        await s.profiles.add(OTHER, None)
        first = s.profiles.current
        await s.preferences.update(default_profile_id=OTHER.id)
        chosen = s.profiles.current
        await s.profiles.remove(OTHER.id)
        left = s.profiles.current

    assert first is not None
    assert chosen is not None
    assert left is not None
    assert (first.id, chosen.id, left.id) == (PROFILE.id, OTHER.id, PROFILE.id)


async def test_removing_a_profile_removes_its_key() -> None:
    async with scene() as s:
        await s.profiles.remove(PROFILE.id)
        key = await s.profiles.key_of(PROFILE)
        with pytest.raises(NotThere):
            await s.profiles.set_key(PROFILE.id, Secret("sk-9"))

    assert key is None
    assert s.profiles.profiles == ()


async def test_changes_are_saved_and_told() -> None:
    async with scene() as s:
        told: list[str] = []
        s.profiles.changed.subscribe(lambda profiles: told.append(profiles[0].name))
        await s.profiles.update(replace(PROFILE, name="Renamed"))
        kept = await s.store.profiles()

    assert told == ["Renamed"]
    assert kept[0].name == "Renamed"


async def test_a_lent_profile_and_key_are_used_and_never_saved() -> None:
    lent = replace(OTHER, id=ProfileId("lent"), secret_ref="lent")
    async with scene() as s:
        s.profiles.lend(lent, Secret("sk-lent"))
        s.profiles.lend(replace(PROFILE, gpt_requires_stream=False))
        await s.catalogue.add_by_hand(lent.id, "some-model")
        names = [(p.id, p.gpt_requires_stream) for p in s.profiles.profiles]
        key = await s.profiles.key_of(lent)
        kept = await s.store.profiles()
        kept_models = await s.store.models(lent.id)

    assert names == [(PROFILE.id, False), (lent.id, True)]
    assert key == Secret("sk-lent")
    assert [p.id for p in kept] == [PROFILE.id]
    assert kept[0].gpt_requires_stream
    assert kept_models == ()


async def test_a_test_lists_models_and_asks_a_small_question() -> None:
    gate = Gate()
    async with scene((gate, *answer("OK"))) as s:
        s.client.models = (Model(PROFILE.id, "text-embedding-3"), Model(PROFILE.id, "claude-x"))
        gate.open()
        report = await s.profiles.test(replace(PROFILE, default_model_id=None))

    assert (report.ok, report.models, report.error) == (True, 2, None)
    assert s.client.requests[0].model_id == "claude-x"
    assert s.client.requests[0].stream


async def test_a_test_uses_a_key_that_is_not_saved_yet() -> None:
    async with scene() as s:
        report = await s.profiles.test(PROFILE, Secret("sk-new"))
        tried = s.clients.asked_for[-1]
        lent_after = await s.profiles.key_of(tried)
        kept = await s.profiles.key_of(PROFILE)

    assert report.ok
    assert tried.secret_ref != PROFILE.secret_ref
    assert lent_after is None
    assert kept == Secret("sk-test")


@pytest.mark.parametrize(
    ("listing", "chat", "ok", "kind"),
    [
        (KeyRefused(reason="401-invalid"), None, False, "key"),
        (ModelUnavailable(reason="404-url"), None, True, None),
        (None, ModelUnavailable(reason="503-no-channel"), False, "model"),
        (ConnectFailed(reason="net-dns"), ConnectFailed(reason="net-dns"), False, "connect"),
    ],
)
async def test_a_test_says_what_went_wrong(
    listing: ApiError | None, chat: ApiError | None, ok: bool, kind: str | None
) -> None:
    script = (chat,) if chat else answer("OK")
    async with scene(script) as s:
        s.client.models = listing or ()
        report = await s.profiles.test(PROFILE)

    assert report.ok is ok
    assert (report.error.kind if report.error else None) == kind


async def test_a_test_follows_what_the_client_has_learnt() -> None:
    bad = RequestRejected(reason="bad-param", advice=RetryAdvice(RetryClass.FIX))
    async with scene((bad,), answer("OK")) as s:
        report = await s.profiles.test(PROFILE)

    assert report.ok
    assert len(s.client.requests) == 2


async def test_an_empty_answer_fails_a_test() -> None:
    async with scene(answer(finish=None)) as s:
        report = await s.profiles.test(PROFILE)

    assert not report.ok
    assert report.error is not None
    assert report.error.reason == "empty"


async def test_an_address_is_previewed() -> None:
    async with scene() as s:
        good = s.profiles.preview("https://relay.example")
        bad = s.profiles.preview("relay")

    assert good.chat_url == "https://relay.example/v1/chat/completions"
    assert bad.problem == "scheme"
