"""Which case a question means: linear scores over readable features, weights in retrieval/models/conditions.json.

Fitted by `python -m retrieval.training.whole.lists_and_conditions`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from retrieval.fold import Folded, fold
from retrieval.search.ranker import probability
from retrieval.transformer.shown import NAME, PATH
from retrieval.whole.asked import Asked
from retrieval.whole.conditions.features import PROVISION_FEATURES, Matrix, provision_features
from retrieval.whole.conditions.provisions import Provision, provisions

WEIGHTS = Path(__file__).parent.parent.parent / "models" / "conditions.json"
READ, SHOWN = 8, 320
"""Provisions that the reader reads, and characters of each."""
FINAL = (*PROVISION_FEATURES, "reading")
SURE = ("lead", "reading", "score", "soft_whole", "near_whole")
"""What the sureness looks at: the lead over the second, and some features of the best."""


@dataclass(frozen=True)
class ConditionChooser:
    """Weights by the names of features: of PROVISION_FEATURES, which choose what is read, of FINAL and, with `bias`, of SURE."""

    compared: Mapping[str, float]
    final: Mapping[str, float]
    sure: Mapping[str, float]

    def read(self, asked: Asked) -> tuple[list[Provision], Matrix]:
        """The provisions that may be meant, with FINAL features."""
        found = provisions(asked.ranked)
        if not found:
            return [], np.zeros((0, len(FINAL)))
        features = provision_features(asked, found)
        compared = features @ np.array([self.compared[name] for name in PROVISION_FEATURES])
        kept = np.argsort(-compared, kind="stable")[:READ]
        chosen = [found[i] for i in kept]
        readings = asked.searching.reader.log_odds(asked.question.text, [_shown(one) for one in chosen])
        return chosen, np.concatenate([features[kept], readings[:, None]], axis=1)

    def scores(self, features: Matrix) -> Matrix:
        """Shape (provisions,)."""
        return np.asarray(features @ np.array([self.final[name] for name in FINAL]))

    def sureness(self, features: Matrix, scores: Matrix) -> float:
        """The probability (0..1) that the best provision is the right one, and whole."""
        z = float(condition_sureness(features, scores) @ [self.sure[name] for name in SURE]) + self.sure["bias"]
        return float(probability(z))


def condition_sureness(features: Matrix, scores: Matrix) -> Matrix:
    """The values named in SURE of the best."""
    order = np.argsort(-scores, kind="stable")
    lead = float(scores[order[0]] - scores[order[1]]) if len(order) > 1 else 3.0
    values = dict(zip(FINAL, features[order[0]], strict=True)) | {"lead": min(lead, 3.0)}
    return np.array([values[name] for name in SURE])


def _shown(one: Provision) -> Folded:
    text = one.document.text
    parts = fold("\n".join(text[slice(*part)] for part in one.parts))
    headings = [h.text for h in one.document.headings if h.start <= one.main[0]][-1:]
    return Folded(f"{fold(one.document.name)[:NAME]} {fold(' '.join(headings))[-PATH:]} {parts[:SHOWN]}")


@cache
def default_condition_chooser() -> ConditionChooser:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return ConditionChooser(raw["compared"], raw["final"], raw["sure"])
