import json
import math
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.errors import SettingsUnreadable
from supertoken_desktop.settings import Settings, SettingsFile, as_mapping, settings_from

_text = st.text(max_size=20)
_seconds = st.floats(1, 3600)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_text, inner, max_size=2),
    max_leaves=4,
)
NAMES = {field.name for field in fields(Settings)} - {"unknown"}
_unknown = st.dictionaries(_text.filter(lambda name: name not in NAMES), _json, max_size=2)
_settings = st.builds(
    Settings,
    language=st.sampled_from(["system", "en", "zh_CN"]),
    theme=st.sampled_from(["system", "light", "dark"]),
    font_family=_text,
    font_size_pt=st.just(0) | st.integers(8, 32),
    model_titles=st.booleans(),
    system_prompt=_text,
    temperature=st.none() | st.floats(0, 2),
    top_p=st.none() | st.floats(0, 1),
    max_tokens=st.none() | st.integers(1, 10_000_000),
    stop=st.lists(_text, max_size=3).map(tuple),
    proxy_mode=st.sampled_from(["system", "none", "manual"]),
    connect_s=_seconds,
    idle_s=_seconds,
    history=st.sampled_from(["ask", "keyring", "passphrase", "none"]),
    splitter=st.lists(st.integers(0, 5000), max_size=3).map(tuple),
    unknown=_unknown,
)
BAD: list[tuple[str, object]] = [
    ("language", "tlh"),
    ("language", ["en"]),
    ("theme", 1),
    ("contrast", "low"),
    ("zoom_percent", 101),
    ("zoom_percent", True),
    ("zoom_percent", "100"),
    ("line_width", 640),
    ("density", "dense"),
    ("question_style", "left"),
    ("font_size_pt", 7),
    ("font_size_pt", True),
    ("font_size_pt", 12.5),
    ("model_titles", "yes"),
    ("system_prompt", None),
    ("temperature", 2.5),
    ("temperature", math.nan),
    ("temperature", "warm"),
    ("top_p", -0.1),
    ("max_tokens", 0),
    ("max_tokens", 1.5),
    ("stop", "END"),
    ("stop", ["END", 1]),
    ("connect_s", 0),
    ("idle_s", math.inf),
    ("progress_s", None),
    ("history", "plain"),
    ("splitter", [1, "2"]),
    ("splitter", [True]),
]


@given(_settings)
def test_settings_come_back_as_they_were(settings: Settings) -> None:
    text = json.dumps(as_mapping(settings))

    again = settings_from(json.loads(text))

    assert again == settings
    assert again.unknown == settings.unknown


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_falls_back_and_the_others_stay(name: str, value: object) -> None:
    good: dict[str, object] = {"font_family": "Serif", "send_key": "ctrl_enter"}

    settings = settings_from({**good, name: value})

    assert settings == Settings(font_family="Serif", send_key="ctrl_enter")


@given(st.dictionaries(st.sampled_from(sorted(NAMES)) | _text, _json, max_size=6))
def test_no_object_is_too_odd(found: dict[str, object]) -> None:
    settings = settings_from(found)

    assert settings_from(as_mapping(settings)) == settings


def test_a_missing_file_means_defaults(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "settings.json").read() == Settings()


def test_what_is_written_is_read_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "config" / "settings.json")
    settings = Settings(system_prompt="简短 \ud83d", stop=("END",), unknown={"later": [1]})

    file.write(Settings())
    file.write(settings)

    assert file.read() == settings
    assert file.read().unknown == {"later": [1]}
    assert [path.name for path in (tmp_path / "config").iterdir()] == ["settings.json"]
    assert "简短" in (tmp_path / "config" / "settings.json").read_text("utf-8")


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.write(Settings(theme="dark"))

    with pytest.raises(TypeError):
        file.write(replace(Settings(), unknown={"no json": object()}))

    assert file.read() == Settings(theme="dark")
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_mark_of_byte_order_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b'\xef\xbb\xbf{"theme": "dark"}')

    assert SettingsFile(path).read().theme == "dark"


@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b"", b"\xff\xfe", b"null", b"[" * 100_000],
    ids=["cut", "list", "empty", "no text", "null", "deep"],
)
def test_an_unreadable_file_is_kept_aside(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)

    with pytest.raises(SettingsUnreadable) as caught:
        SettingsFile(path).read()

    kept = Path(caught.value.detail.hint or "")
    assert kept.parent == tmp_path
    assert kept.read_bytes() == content
    assert SettingsFile(path).read() == Settings()
