"""Calibration and refusals agree with counting one by one."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval.evaluation.calibration import (
    BINS,
    refusal_curve,
    reliability,
    reliability_of_answers,
    reliability_of_first_quotes,
    risk_coverage,
)
from retrieval.evaluation.metrics import Evidence, JudgedAnswer, LabelledQuestion

CONFIDENCES = st.one_of(st.integers(0, 20).map(lambda n: n / 20), st.floats(0, 1))
"""Many on the edges of bins and many equal ones, else any."""
PREDICTIONS = st.lists(st.tuples(CONFIDENCES, st.booleans()), min_size=1, max_size=60)


def judged(confidence: float, answerable: bool, *, rank: int | None = None, first: float | None = None) -> JudgedAnswer:
    evidence = (Evidence("a.txt", "社区食堂每天开放", ()),) if answerable else ()
    question = LabelledQuestion("1", "fact" if answerable else "unanswerable", "问", evidence)
    return JudgedAnswer(question, False, rank, None, confidence, first, "answered")


def in_bins(predictions: Sequence[tuple[float, bool]]) -> list[tuple[int, float, float]]:
    """(how many, mean confidence, share that came true) of every bin with something in it, by going through them."""
    found = []
    for i in range(BINS):
        low, high = np.linspace(0, 1, BINS + 1)[i : i + 2]
        inside = [(c, t) for c, t in predictions if low <= c < high or (i == BINS - 1 and c == 1.0)]
        if inside:
            found.append(
                (len(inside), sum(c for c, _ in inside) / len(inside), sum(t for _, t in inside) / len(inside))
            )
    return found


@given(PREDICTIONS)
def test_bins_hold_what_lies_in_them(predictions: list[tuple[float, bool]]) -> None:
    curve = reliability([c for c, _ in predictions], [t for _, t in predictions])
    counted = in_bins(predictions)
    assert [b.n for b in curve.bins] == [n for n, _, _ in counted]
    assert [b.confidence for b in curve.bins] == pytest.approx([c for _, c, _ in counted])
    assert [b.observed for b in curve.bins] == pytest.approx([o for _, _, o in counted])
    error = sum(n * abs(confidence - observed) for n, confidence, observed in counted) / len(predictions)
    assert curve.error == pytest.approx(error)
    assert all(b.low <= b.confidence + 1e-12 and b.confidence - 1e-12 <= b.high for b in curve.bins)


@given(PREDICTIONS, st.randoms(use_true_random=False))
def test_the_order_of_predictions_does_not_matter(predictions: list[tuple[float, bool]], chance: random.Random) -> None:
    shuffled = list(predictions)
    chance.shuffle(shuffled)
    one, other = (reliability([c for c, _ in p], [t for _, t in p]) for p in (predictions, shuffled))
    assert [(b.low, b.n) for b in one.bins] == [(b.low, b.n) for b in other.bins]
    assert one.error == pytest.approx(other.error)


def test_calibration_error_of_a_case_checked_by_hand() -> None:
    curve = reliability([0.15, 0.15, 0.85, 1.0], [False, True, True, True])
    assert [(b.low, b.n) for b in curve.bins] == [(0.1, 2), (0.8, 1), (0.9, 1)]
    assert curve.error == pytest.approx((2 * 0.35 + 0.15 + 0) / 4)
    assert reliability([], []).bins == ()


def chance_of_being_greater(predictions: Sequence[tuple[float, bool]]) -> float:
    """Over all pairs of an answerable and an unanswerable question, one by one."""
    pairs = [(a, u) for a, yes in predictions if yes for u, other in predictions if not other]
    return sum(1.0 if a > u else 0.5 if a == u else 0.0 for a, u in pairs) / len(pairs)


@given(PREDICTIONS)
def test_refusals_are_counted_at_every_threshold(predictions: list[tuple[float, bool]]) -> None:
    curve = refusal_curve([judged(c, answerable) for c, answerable in predictions])
    assert set(curve.thresholds) >= {0.0, *(c for c, _ in predictions)}
    assert list(curve.thresholds) == sorted(set(curve.thresholds))
    for share, kind in ((curve.refused, False), (curve.false_refused, True)):
        own = [c for c, answerable in predictions if answerable == kind]
        below = [sum(c < t for c in own) / len(own) if own else 0.0 for t in curve.thresholds]
        assert share == pytest.approx(below)
        assert share[0] == 0.0
        assert share[-1] == (1.0 if own else 0.0)
    if len({answerable for _, answerable in predictions}) == 2:
        assert curve.auroc == pytest.approx(chance_of_being_greater(predictions))
    else:
        assert curve.auroc is None


@given(st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=2, max_size=40))
def test_turned_round_the_chance_is_what_is_left(predictions: list[tuple[float, bool]]) -> None:
    """And it does not change where only the scale of the confidences does."""
    assume(len({answerable for _, answerable in predictions}) == 2)
    first, swapped, scaled = (
        refusal_curve([judged(scale * c, answerable != swap) for c, answerable in predictions]).auroc
        for scale, swap in ((1, False), (1, True), (0.25, False))
    )
    assert first is not None
    assert swapped == pytest.approx(1 - first)
    assert scaled == pytest.approx(first)


def test_answers_and_first_quotes_are_held_against_what_they_claim() -> None:
    outcomes = [
        judged(0.9, True, rank=0, first=0.8),
        judged(0.9, True, rank=2, first=0.8),
        judged(0.2, False, rank=None, first=0.1),
        judged(0.2, False),
    ]
    answers, quotes = reliability_of_answers(outcomes), reliability_of_first_quotes(outcomes)
    assert [(b.n, b.observed) for b in answers.bins] == [(2, 0.0), (2, 1.0)]
    assert [(b.n, b.observed) for b in quotes.bins] == [(1, 0.0), (2, 0.5)]


@given(PREDICTIONS)
def test_risk_is_what_is_wrong_among_the_surest(predictions: list[tuple[float, bool]]) -> None:
    """At every coverage, counted one by one."""
    curve = risk_coverage([judged(c, True, rank=0 if right else None) for c, right in predictions])
    surest = sorted({c for c, _ in predictions}, reverse=True)
    for threshold, coverage, risk in zip(surest, curve.coverage, curve.risk, strict=True):
        answered = [right for c, right in predictions if c >= threshold]
        assert coverage == pytest.approx(len(answered) / len(predictions))
        assert risk == pytest.approx(answered.count(False) / len(answered))
    assert curve.coverage[-1] == 1.0
    assert min(curve.risk) <= curve.area + 1e-12 <= max(curve.risk) + 2e-12
    assert curve.coverage_at(1.0) == 1.0
    assert curve.coverage_at(-1.0) == 0.0
