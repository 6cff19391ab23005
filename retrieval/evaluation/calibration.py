"""Calibration: is a confidence of 0.8 right four times in five, and what does each refusal threshold cost?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binned_statistic
from sklearn.metrics import roc_auc_score

from retrieval.evaluation.metrics import JudgedAnswer

BINS = 10
"""Of equal width. Guo et al. 2017 have 15 for thousands of predictions; a set of questions has a few hundred at most."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Confidences in [low, high), the last bin with its end: how many, their mean, the share that came true."""

    low: float
    high: float
    n: int
    confidence: float
    observed: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold anything, and the expected calibration error: the mean |confidence - observed|, weighted by n.

    After Guo et al. 2017, "On calibration of modern neural networks", with bins of equal width.
    """

    bins: tuple[Bin, ...]
    error: float


@dataclass(frozen=True, slots=True)
class RefusalCurve:
    """What refusing everything below each threshold does, thresholds rising: the share of unanswerable questions
    refused and of answerable ones refused wrongly. `auroc` is the chance that an answerable question has the greater
    confidence of two, ties counting half; None where one kind is missing."""

    thresholds: tuple[float, ...]
    refused: tuple[float, ...]
    false_refused: tuple[float, ...]
    auroc: float | None


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """Answering the surest questions first: `coverage` is the share of all that is answered, rising, `risk` the share of
    those whose first quote is wrong (of questions that nothing answers always), `area` the mean risk over all coverages.

    After El-Yaniv and Wiener 2010, "On the foundations of noise-free selective classification".
    """

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    area: float

    def coverage_at(self, risk: float) -> float:
        """The greatest share that can be answered with at most this risk."""
        return max((c for c, r in zip(self.coverage, self.risk, strict=True) if r <= risk), default=0.0)


def risk_coverage(outcomes: Sequence[JudgedAnswer]) -> RiskCoverage:
    """By the answers' confidences; questions of the same confidence are answered together."""
    if not outcomes:
        return RiskCoverage((), (), 0.0)
    confidence = np.array([o.confidence for o in outcomes])
    wrong = np.array([o.rank != 0 for o in outcomes], dtype=np.float64)
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(outcomes) + 1)
    last = np.flatnonzero(np.append(np.diff(confidence[order]) != 0, True))
    risk = (np.cumsum(wrong[order]) / answered)[last]
    coverage = answered[last] / len(outcomes)
    area = float(np.sum(risk * np.diff(coverage, prepend=0.0)))
    return RiskCoverage(tuple(coverage.tolist()), tuple(risk.tolist()), area)


def reliability(confidences: Sequence[float], came_true: Sequence[bool], *, bins: int = BINS) -> Reliability:
    """Compare confidences (0..1) with what came true, both in the same order."""
    if not confidences:
        return Reliability((), 0.0)
    values = np.stack([np.asarray(confidences, dtype=np.float64), np.asarray(came_true, dtype=np.float64)])
    count, edges, _ = binned_statistic(values[0], values[0], "count", bins=bins, range=(0, 1))
    (confidence, observed), _, _ = binned_statistic(values[0], values, "mean", bins=bins, range=(0, 1))
    found = tuple(
        Bin(float(edges[i]), float(edges[i + 1]), int(count[i]), float(confidence[i]), float(observed[i]))
        for i in np.flatnonzero(count)
    )
    error = sum(b.n * abs(b.confidence - b.observed) for b in found) / len(confidences)
    return Reliability(found, error)


def reliability_of_answers(outcomes: Sequence[JudgedAnswer]) -> Reliability:
    """The answer's confidence against whether the collection answers the question at all."""
    return reliability([o.confidence for o in outcomes], [bool(o.question.evidence) for o in outcomes])


def reliability_of_first_quotes(outcomes: Sequence[JudgedAnswer]) -> Reliability:
    """The first quote's confidence against whether it holds the evidence; answers without a quote are left out."""
    quoted = [o for o in outcomes if o.first_confidence is not None]
    return reliability([o.first_confidence or 0.0 for o in quoted], [o.rank == 0 for o in quoted])


def refusal_curve(outcomes: Sequence[JudgedAnswer]) -> RefusalCurve:
    """Every threshold that changes anything, by the answers' confidences."""
    answerable = np.sort([o.confidence for o in outcomes if o.question.evidence])
    unanswerable = np.sort([o.confidence for o in outcomes if not o.question.evidence])
    thresholds = np.unique(np.concatenate([[0.0], answerable, unanswerable, [np.nextafter(1.0, 2.0)]]))
    return RefusalCurve(
        tuple(thresholds.tolist()),
        tuple(_below(unanswerable, thresholds).tolist()),
        tuple(_below(answerable, thresholds).tolist()),
        _auroc(answerable, unanswerable),
    )


def _below(values: NDArray[np.float64], thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of the sorted `values` below each threshold; 0 where there are no values."""
    return np.searchsorted(values, thresholds, side="left") / max(1, len(values))


def _auroc(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float | None:
    if not len(positive) or not len(negative):
        return None
    answerable = np.repeat([1, 0], [len(positive), len(negative)])
    return float(roc_auc_score(answerable, np.concatenate([positive, negative])))
