"""Which list a question means: linear scores over readable features, weights in retrieval/models/lists.json.

Fitted by `python -m retrieval.training.whole.lists_and_conditions`. Where a list stands and what it is like choose those whose texts are looked at.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from retrieval.search.ranker import probability
from retrieval.whole.asked import Asked
from retrieval.whole.lists.candidates import ListCandidate, list_candidates
from retrieval.whole.lists.features import CHEAP, LIST_FEATURES, Matrix, cheap_features, readings, text_features

WEIGHTS = Path(__file__).parent.parent.parent / "models" / "lists.json"
KEPT = 80
"""Lists whose texts are compared with the question."""
READ = 8
"""The best of these, which the reader reads."""
FINAL = (*LIST_FEATURES, "reading")
SURE = ("score_lead", "reading", "number_agrees", "number_differs", "best", "missed")
"""What the sureness looks at: the lead of the best list over the next with other items, and some of its features."""


@dataclass(frozen=True)
class ListChooser:
    """Weights by the names of features: of CHEAP, which choose what is compared with the question, of LIST_FEATURES, which
    choose what is read, of FINAL and, with `bias`, of SURE."""

    cheap: Mapping[str, float]
    compared: Mapping[str, float]
    final: Mapping[str, float]
    sure: Mapping[str, float]

    def described(self, asked: Asked) -> tuple[list[ListCandidate], Matrix]:
        """The lists worth comparing with the question, with all their features."""
        candidates = list_candidates(asked.ranked)
        if not candidates:
            return [], np.zeros((0, len(LIST_FEATURES)))
        cheap = cheap_features(asked, candidates)
        coarse = cheap @ np.array([self.cheap[name] for name in CHEAP])
        kept = np.argsort(-coarse, kind="stable")[:KEPT]
        chosen = [candidates[i] for i in kept]
        return chosen, np.concatenate([cheap[kept], text_features(asked, chosen)], axis=1)

    def read(self, asked: Asked) -> tuple[list[ListCandidate], Matrix]:
        """The lists that may be meant, with FINAL features; none where nothing is enumerated near what is asked."""
        candidates, features = self.described(asked)
        compared = features @ np.array([self.compared[name] for name in LIST_FEATURES])
        kept = np.argsort(-compared, kind="stable")[:READ]
        chosen = [candidates[i] for i in kept]
        return chosen, np.concatenate([features[kept], readings(asked, chosen)[:, None]], axis=1)

    def scores(self, features: Matrix) -> Matrix:
        """Of those that were read, shape (lists,)."""
        return np.asarray(features @ np.array([self.final[name] for name in FINAL]))

    def sureness(self, candidates: Sequence[ListCandidate], features: Matrix, scores: Matrix) -> float:
        """The probability (0..1) that the best list is the right one, and whole."""
        z = float(sure_values(candidates, features, scores) @ [self.sure[name] for name in SURE]) + self.sure["bias"]
        return float(probability(z))


def sure_values(candidates: Sequence[ListCandidate], features: Matrix, scores: Matrix) -> Matrix:
    """The values named in SURE of the best list."""
    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    others = [i for i in order[1:] if not _overlap(candidates[best], candidates[i])]
    lead = float(scores[best] - scores[others[0]]) if others else 5.0
    values = dict(zip(FINAL, features[best], strict=True)) | {"score_lead": min(lead, 5.0)}
    return np.array([values[name] for name in SURE])


def _overlap(one: ListCandidate, other: ListCandidate) -> bool:
    """Whether most of the items are shared: another reading of one list."""
    if one.document.id != other.document.id:
        return False
    shared = set(one.enumeration.leads) & set(other.enumeration.leads)
    return 2 * len(shared) >= min(len(one.enumeration.leads), len(other.enumeration.leads))


@cache
def default_list_chooser() -> ListChooser:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return ListChooser(raw["cheap"], raw["compared"], raw["final"], raw["sure"])
