"""The ranker and the confidence: two small linear models over readable features, weights in ranker.json.

Fitted by `python -m retrieval.training.fit_ranker` on tuning questions, never on the questions it is judged by.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.features import NAMES, Candidates

WEIGHTS = Path(__file__).with_name("ranker.json")

SURENESS = {
    "evidence": 1, "places": 1, "missing": -1, "figure_missing": -1, "lead": 1,
}  # fmt: skip
"""What the confidence looks at, and which way each may count. Of the best candidate: how much of the question its best
clause holds (`Candidates.evidence`), the feature places, the weightiest word that its document misses
(`Candidates.missing`), whether others state the figure that is asked for and it does not; then its lead over the second. Directions keep chance regularities of the questions it is fitted on out, such as unanswerable ones being
shorter."""


@dataclass(frozen=True)
class Ranker:
    """`weights` per feature; a candidate's score is their sum. Confidence is a logistic function of SURENESS."""

    weights: NDArray[np.float64]
    confidence_weights: NDArray[np.float64]
    confidence_bias: float
    threshold: float

    def scores(self, candidates: Candidates) -> NDArray[np.float64]:
        """Shape (candidates,): greater is better."""
        return candidates.features @ self.weights

    def confidence(self, candidates: Candidates, scores: NDArray[np.float64]) -> float:
        """The estimated probability (0..1) that the collection answers the question at all."""
        z = float(sureness(candidates, scores) @ self.confidence_weights + self.confidence_bias)
        return float(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def sureness(candidates: Candidates, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values named in SURENESS, shape (len(SURENESS),)."""
    order = np.argsort(-scores, kind="stable")
    best, second = order[0], order[min(1, len(order) - 1)]
    figure = candidates.column("figure")
    values = {
        "evidence": candidates.evidence[best],
        "places": candidates.column("places")[best],
        "missing": candidates.missing[best],
        "figure_missing": figure.max() - figure[best],
        "lead": scores[best] - scores[second],
    }
    return np.array([values[name] for name in SURENESS], dtype=np.float64)


def one_sided(feature: str) -> Ranker:
    """A ranker that looks at one feature alone and never refuses; for comparison."""
    return Ranker(
        weights=np.array([float(name == feature) for name in NAMES]),
        confidence_weights=np.zeros(len(SURENESS)), confidence_bias=0.0, threshold=0.0,
    )  # fmt: skip


ALONE = {"lexical": one_sided("full"), "dense": one_sided("clause")}
"""The sides that the fused ranking must never be worse than."""


@cache
def default_ranker() -> Ranker:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Ranker(
        weights=np.array([raw["weights"][name] for name in NAMES]),
        confidence_weights=np.array([raw["confidence"][name] for name in SURENESS]),
        confidence_bias=raw["confidence"]["bias"],
        threshold=raw["threshold"],
    )
