import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord, RateLimited, RetryAdvice
from supertoken_desktop.domain.ids import new_message_id
from supertoken_desktop.domain.model import is_gpt
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.secret import Secret

numbers = st.none() | st.floats(0, 1)
parameters = st.builds(
    Parameters,
    temperature=numbers,
    top_p=numbers,
    max_tokens=st.none() | st.integers(1, 100),
    stop=st.none() | st.tuples(st.text(max_size=3)),
)


def test_ids_sort_by_the_time_of_their_making() -> None:
    made = [new_message_id() for _ in range(2000)]

    assert len(set(made)) == len(made)
    assert [i[:15] for i in made] == sorted(i[:15] for i in made)


@given(parameters, parameters)
def test_own_parameters_lie_over_the_usual_ones(own: Parameters, usual: Parameters) -> None:
    both = own.over(usual).as_mapping()

    assert both == {**usual.as_mapping(), **own.as_mapping()}
    assert None not in both.values()


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": 2.1}, {"temperature": -0.1}, {"top_p": 1.5}, {"max_tokens": 0}],
)
def test_parameters_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Parameters(**wrong)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("model_id", "expected"),
    [
        ("gpt-5.2", True),
        ("openai/GPT-4o", True),
        ("o3-mini", True),
        ("chatgpt-4o-latest", True),
        ("codex-mini", True),
        ("claude-opus-4-6", False),
        ("my-gpt-5", False),
        ("gemini-2.5-pro", False),
    ],
)
def test_gpt_models_are_told_by_their_id(model_id: str, expected: bool) -> None:
    assert is_gpt(model_id) is expected


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret("sk-planted")

    assert "planted" not in f"{secret} {secret!r} {[secret]}"
    for leak in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            leak(secret)
    assert secret.reveal() == "sk-planted"


def test_a_kept_error_has_no_live_exception() -> None:
    error = RateLimited(
        "log words",
        reason="429",
        detail=ErrorDetail(status=429, message="slow down"),
        advice=RetryAdvice(after_s=2.0),
    ).with_detail(request_id="r-1")

    record = ErrorRecord.of(error)

    assert (record.kind, record.reason, record.retry_after_s) == ("rate", "429", 2.0)
    assert record.detail == ErrorDetail(status=429, message="slow down", request_id="r-1")
