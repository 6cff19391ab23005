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

SURENESS = ("score", "margin", "coverage", "clause", "title", "full")
"""What the confidence looks at: the best score, its lead over the fifth, and four features of the best candidate."""


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
    order = np.argsort(-scores)
    best, fifth = order[0], order[min(4, len(order) - 1)]
    values = [scores[best], scores[best] - scores[fifth]]
    return np.array([*values, *(candidates.column(name)[best] for name in SURENESS[2:])], dtype=np.float64)


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
