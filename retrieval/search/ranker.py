"""The ranker and the confidence: two small linear models over readable features, weights in ranker.json.

Fitted by `python -m retrieval.training.ranking.fit` on tuning questions, never on the questions it is judged by.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.search.answerability import Answerability, default_answerability
from retrieval.search.candidates import Candidates
from retrieval.search.features import NAMES

WEIGHTS = Path(__file__).parent.parent / "models" / "ranker.json"

SURENESS = {"reading": 1, "answerable": 1, "unstated": -1, "context": 1, "evidence": 1, "lead": 1}
"""What the confidence looks at, and which way each may count. Of the best candidate: the log odds of
`retrieval.search.reader`, `retrieval.search.answerability`, the features unstated and context, how much of the question
its best clause holds (`Candidates.evidence`); then its lead over the second. Directions keep chance regularities of the
questions it is fitted on out, such as unanswerable ones being shorter."""

RIGHTNESS = ("sure", "share")
"""What the confidence of a quote looks at: the log odds of the answer's confidence, that there is an answer at all, and the
logarithm of the share that the ranking gives its best passage of all candidates."""
LEAST = 1e-6
"""Of a probability, before its logarithm is taken."""


@dataclass(frozen=True)
class Ranker:
    """`weights` per feature; a candidate's score is their sum. `coarse` are weights of the cheap features by name, which
    choose the candidates. Confidence is a logistic function of SURENESS, that of a quote one of RIGHTNESS."""

    weights: NDArray[np.float64]
    coarse: Mapping[str, float]
    answerability: Answerability
    confidence_weights: NDArray[np.float64]
    confidence_bias: float
    threshold: float
    rightness_weights: NDArray[np.float64]
    rightness_bias: float

    def scores(self, candidates: Candidates) -> NDArray[np.float64]:
        """Shape (candidates,): greater is better."""
        return candidates.features @ self.weights

    def confidence(self, candidates: Candidates, scores: NDArray[np.float64], reading: float) -> float:
        """The estimated probability (0..1) that the collection answers the question at all; `reading` are the reader's log odds
        of the best candidate."""
        sure = sureness(candidates, scores, reading, self.answerability)
        z = float(sure @ self.confidence_weights + self.confidence_bias)
        return float(probability(z))

    def rightness(self, confidence: float, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """The estimated probabilities that quotes answer, shape (quotes,): of an answer of that `confidence`, the best
        candidates of the quotes being the one that answers, if any does, with the probabilities `shares`."""
        z = rightness(confidence, shares) @ self.rightness_weights + self.rightness_bias
        return probability(z)


def probability(log_odds: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """The logistic function, of the same shape."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))


def rightness(confidence: float, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values named in RIGHTNESS, shape (quotes, len(RIGHTNESS))."""
    sure = np.clip(confidence, LEAST, 1 - LEAST)
    values = {"sure": np.full(len(shares), np.log(sure / (1 - sure))), "share": np.log(np.maximum(shares, LEAST))}
    return np.stack([values[name] for name in RIGHTNESS], axis=1)


def sureness(
    candidates: Candidates, scores: NDArray[np.float64], reading: float, answerability: Answerability
) -> NDArray[np.float64]:
    """The values named in SURENESS, shape (len(SURENESS),)."""
    order = np.argsort(-scores, kind="stable")
    best, second = int(order[0]), order[min(1, len(order) - 1)]
    values = {
        "reading": reading,
        "answerable": answerability.logits(candidates.matches.of([best]))[0],
        "unstated": candidates.column("unstated")[best],
        "context": candidates.column("context")[best],
        "evidence": candidates.evidence[best],
        "lead": scores[best] - scores[second],
    }
    return np.array([values[name] for name in SURENESS], dtype=np.float64)


@cache
def one_sided_rankers() -> dict[str, Ranker]:
    """Rankers that look at one feature alone and never refuse: the fused ranking must never be worse than any."""
    return {
        side: replace(default_ranker(), weights=np.array([float(name == feature) for name in NAMES]), threshold=0.0)
        for side, feature in (("lexical", "full"), ("dense", "clause"))
    }


@cache
def default_ranker(*, deep: bool = False) -> Ranker:
    """The shipped weights for a generation that is deepened, or for one that is not."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))["deep" if deep else "quick"]
    return Ranker(
        weights=np.array([raw["weights"][name] for name in NAMES]),
        coarse=raw["coarse"],
        answerability=default_answerability(),
        confidence_weights=np.array([raw["confidence"][name] for name in SURENESS]),
        confidence_bias=raw["confidence"]["bias"],
        threshold=raw["threshold"],
        rightness_weights=np.array([raw["rightness"][name] for name in RIGHTNESS]),
        rightness_bias=raw["rightness"]["bias"],
    )
