"""Whether each document has it: its best clause, how that does against the best of the others, a probability.

Two small linear models, weights in several.json: one chooses the clause that says it, one decides on the document.
Fitted by `python -m retrieval.training.whole`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.search.ranker import probability
from retrieval.whole.documents.figures import figures_asked
from retrieval.whole.documents.scan import CLAUSE, Scan, Values
from retrieval.whole.documents.topic import Topic

WEIGHTS = Path(__file__).parents[2] / "models" / "several.json"
HAS = 0.55
"""Probability from which a document has it: more than an even chance, since a wrong item is worse than one left out."""
EXACT = 0.95
"""Share of the topic's pairs of characters from which it is met as it stands."""
COMPARED = (
    "cover",
    "cover_bare",
    "cover_square",
    "cover_passage",
    "cover_alternative",
    "missed",
    "abbreviated",
    "pairs",
    "pairs_alternative",
    "unbroken",
    "near_question",
    "near_topic",
    "words",
    "ranked",
    "answers",
)
"""Columns whose greatest value in a document is compared with those of the others."""
DOCUMENT = (
    *CLAUSE,
    *(f"{name}_{how}" for name in COMPARED for how in ("most", "behind", "top", "above")),
    *("behind", "above", "spread", "named_behind", "named_above"),
    *("figure_asked", "figure_missed", "figure_nowhere"),
    *("exact", "exact_elsewhere", "inexact", "exact_share", "unbroken_elsewhere", "unbroken_share"),
)
"""What is known of a document: the columns of its best clause; of each of COMPARED the most in it, how far that is behind the
document that has most (top) and above the median. The same of the score of the best clause, with its spread, and of how far
the question names the document. Whether a figure is asked for, and missed in the best clause or everywhere. Whether the
topic stands in it as it is written, and in which share of all."""
SURENESS = ("doubt", "least", "most", "held", "documents")
"""Of all decisions together: the sum of the logarithms of each one's probability to be right, the least of these
probabilities, the greatest that a document has it, ln(1 + documents that do), ln(documents)."""


@dataclass(frozen=True)
class Decisions:
    """For every document scanned the row of its best clause and the probability (0..1) that it has what is asked for.

    `scores` are those of all clauses.
    """

    best: NDArray[np.int64]
    probabilities: Values
    scores: Values


@dataclass(frozen=True)
class DecisionModel:
    """`clause` are the weights of CLAUSE, `document` those of DOCUMENT, `sure` those of SURENESS; the biases are apart."""

    clause: Values
    document: Values
    document_bias: float
    sure: Values
    sure_bias: float

    def decide(self, scanned: Scan, topic: Topic) -> Decisions:
        """The decisions on all documents scanned."""
        scores = scanned.matrix @ self.clause
        best = best_clauses(scanned, scores)
        features = document_features(scanned, topic, scores, best)
        return Decisions(best, probability(features @ self.document + self.document_bias), scores)

    def sureness(self, probabilities: Values) -> float:
        """The estimated probability that all decisions are right."""
        return float(probability(np.array([sureness_features(probabilities) @ self.sure + self.sure_bias]))[0])


def best_clauses(scanned: Scan, scores: Values) -> NDArray[np.int64]:
    """The row of the clause with the greatest score in each document."""
    order = np.lexsort((-scores, scanned.document))
    return order[np.searchsorted(scanned.document[order], scanned.documents)]


def document_features(scanned: Scan, topic: Topic, scores: Values, best: NDArray[np.int64]) -> Values:
    """The values named in DOCUMENT, shape (documents, len(DOCUMENT))."""
    count, starts = len(best), scanned.starts
    most = {name: np.maximum.reduceat(column, starts) for name, column in scanned.columns.items()}
    asked = float(bool(figures_asked(topic.asked)))
    missed, nowhere = scanned.columns["figure_piece"][best] < 1, most["figure"] < 1
    exact, unbroken = most["pairs_alternative"] > EXACT, most["unbroken"] > EXACT
    own, named = scores[best], scanned.named
    columns = [
        *scanned.matrix[best].T,
        *(value for name in COMPARED for value in _against(most[name])),
        *(own.max() - own, own - np.median(own), np.full(count, own.std())),
        *(named.max() - named, named - named.mean()),
        *(np.full(count, asked), asked * missed, asked * nowhere),
        *(exact, np.full(count, exact.any()), ~exact & exact.any(), np.full(count, exact.mean())),
        *(~unbroken & unbroken.any(), np.full(count, unbroken.mean())),
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def sureness_features(probabilities: Values) -> Values:
    """The values named in SURENESS."""
    right = np.maximum(probabilities, 1 - probabilities)
    held = int((probabilities >= HAS).sum())
    doubt = float(np.log(right).sum())
    return np.array([doubt, right.min(), probabilities.max(), np.log1p(held), np.log(len(right))])


@cache
def default_decisions() -> DecisionModel:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return DecisionModel(
        clause=_ordered(raw["clause"], CLAUSE),
        document=_ordered(raw["document"], DOCUMENT),
        document_bias=raw["document"]["bias"],
        sure=_ordered(raw["sure"], SURENESS),
        sure_bias=raw["sure"]["bias"],
    )


def _ordered(weights: Mapping[str, float], names: tuple[str, ...]) -> Values:
    return np.array([weights[name] for name in names])


def _against(most: Values) -> tuple[Values, Values, Values, Values]:
    top = float(most.max())
    return most, top - most, np.full(len(most), top), most - np.median(most)
