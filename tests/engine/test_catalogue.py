from dataclasses import replace

import pytest

from supertoken_desktop.domain.errors import ConnectFailed
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model, ModelOrigin
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.errors import NotThere
from tests.engine.scene import PROFILE, Scene, scene


def ids(s: Scene) -> list[str]:
    return [model.model_id for model in s.catalogue.models(PROFILE.id)]


async def test_the_built_in_nine_stand_in_until_there_is_a_list() -> None:
    async with scene() as s:
        models = s.catalogue.models(PROFILE.id)

    assert len(models) == 9
    assert {m.profile_id for m in models} == {PROFILE.id}
    assert [m.model_id for m in models if m.must_stream] == [
        "gpt-5.2",
        "gpt-5.2-codex",
        "gpt-5.1",
        "gpt-5-codex-mini",
    ]
    assert all(m.description and m.context_window for m in Catalogue.BUILT_IN)


async def test_a_list_replaces_the_built_in_ones_and_is_kept() -> None:
    async with scene() as s:
        told: list[ProfileId] = []
        s.catalogue.changed.subscribe(told.append)
        s.client.models = (Model(PROFILE.id, "claude-opus-4-6"), Model(PROFILE.id, "new-model"))
        problem = await s.catalogue.refresh(PROFILE.id)
        known = s.catalogue.find(PROFILE.id, "claude-opus-4-6")
        unknown = s.catalogue.find(PROFILE.id, "new-model")
        await s.catalogue.load()
        loaded = ids(s)

    assert problem is None
    assert told[0] == PROFILE.id
    assert loaded == ["claude-opus-4-6", "new-model"]
    assert (known.context_window, known.origin) == (200_000, ModelOrigin.LISTED)
    assert (unknown.context_window, unknown.must_stream) == (None, None)


async def test_a_failing_list_says_why_and_leaves_what_was_known() -> None:
    async with scene() as s:
        s.client.models = ConnectFailed(reason="net-dns")
        problem = await s.catalogue.refresh(PROFILE.id)
        count = len(ids(s))

    assert problem is not None
    assert problem.reason == "net-dns"
    assert count == 9


async def test_what_the_user_set_survives_a_new_list() -> None:
    async with scene() as s:
        await s.catalogue.set_streams(PROFILE.id, "claude-opus-4-6", False)
        await s.catalogue.add_by_hand(PROFILE.id, " my-model ")
        await s.catalogue.add_by_hand(PROFILE.id, "my-model")
        before = ids(s)
        s.client.models = (Model(PROFILE.id, "claude-opus-4-6"), Model(PROFILE.id, "other"))
        await s.catalogue.refresh(PROFILE.id)
        after = ids(s)
        streams = s.catalogue.find(PROFILE.id, "claude-opus-4-6").streams
        await s.catalogue.remove_by_hand(PROFILE.id, "my-model")
        left = ids(s)

    assert before[0] == "my-model"
    assert len(before) == 10
    assert after == ["my-model", "claude-opus-4-6", "other"]
    assert streams is False
    assert left == ["claude-opus-4-6", "other"]


@pytest.mark.parametrize(
    ("model_id", "gpt_requires_stream", "must"),
    [
        ("gpt-5.2", True, True),
        ("gpt-5.2", False, False),
        ("openai/o3-mini", True, True),
        ("claude-opus-4-6", True, False),
    ],
)
async def test_who_must_stream_depends_on_relay_and_model(
    model_id: str, gpt_requires_stream: bool, must: bool
) -> None:
    profile = replace(PROFILE, gpt_requires_stream=gpt_requires_stream)
    async with scene() as s:
        assert s.catalogue.must_stream(profile, model_id) is must


async def test_a_model_nobody_knows_is_known_by_its_id_alone() -> None:
    async with scene() as s:
        model = s.catalogue.find(PROFILE.id, "never-heard-of")

    assert model == Model(PROFILE.id, "never-heard-of", origin=ModelOrigin.USER)


async def test_a_list_of_a_profile_that_is_gone_is_refused() -> None:
    async with scene() as s:
        with pytest.raises(NotThere):
            await s.catalogue.refresh(ProfileId("gone"))
