import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.ui.welcome.strength import Strength, strength_of


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("", Strength.TOO_SHORT),
        ("short77", Strength.TOO_SHORT),
        ("aaaaaaaaaaaa", Strength.WEAK),
        ("password", Strength.WEAK),
        ("blue kettle 42", Strength.FAIR),
        ("correct Horse battery 9 staple", Strength.STRONG),
        ("春眠不觉晓处处闻啼鸟", Strength.STRONG),
    ],
)
def test_longer_and_richer_passphrases_are_stronger(passphrase: str, strength: Strength) -> None:
    assert strength_of(passphrase) is strength


@given(st.text(min_size=8, max_size=40), st.text(max_size=20))
def test_adding_to_a_passphrase_never_weakens_it(passphrase: str, more: str) -> None:
    assert strength_of(passphrase + more).value >= strength_of(passphrase).value
