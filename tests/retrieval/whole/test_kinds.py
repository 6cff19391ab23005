"""Which kind of answer a question wants: wordings that nothing was fitted on, and what holds of any text."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fold import Folded, fold
from retrieval.whole.kinds import KINDS, default_kinds, pieces_of
from tests.support.paths import ROOT

WORDINGS = ROOT / "tests" / "questions" / "wordings.tsv"
FLOORS = {
    "passage": 0.93,
    "list": 0.8,
    "across": 0.9,
    "comparison": 0.9,
    "over_time": 0.7,
    "document_facts": 0.9,
    "parts": 0.8,
    "conditions": 0.85,
}
"""A little below what was measured when the shipped weights were fitted."""


@pytest.fixture(scope="module")
def guesses() -> dict[str, list[str]]:
    """For each kind what its wordings are taken for."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in WORDINGS.read_text(encoding="utf-8").splitlines():
        kind, question = line.split("\t")
        shares = default_kinds().probabilities(fold(question))
        found[kind].append(max(shares, key=lambda k: shares[k]))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_told_by_wordings_never_seen(kind: str, guesses: dict[str, list[str]]) -> None:
    right = [guess == kind for guess in guesses[kind]]
    assert sum(right) / len(right) >= FLOORS[kind]


@given(st.text(max_size=80))
def test_any_text_has_probabilities_of_all_kinds(text: str) -> None:
    shares = default_kinds().probabilities(fold(text))
    assert tuple(shares) == KINDS
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)
    assert all(0.0 <= share <= 1.0 for share in shares.values())


@given(st.text(alphabet="省市县镇办法有哪些多少1２三，？ 吗", max_size=30))
def test_blanks_and_the_last_punctuation_mean_nothing(text: str) -> None:
    plain = fold(text)
    assert set(pieces_of(Folded(f"{plain}？"))) == set(pieces_of(plain)) == set(pieces_of(Folded(f" {plain} 。")))


def test_one_region_is_as_good_as_another() -> None:
    assert set(pieces_of(fold("浙江省有哪些措施"))) == set(pieces_of(fold("云南省有哪些措施")))
