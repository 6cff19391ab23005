"""Fits which clauses of two sides are put side by side."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import Encoder
from retrieval.training.ranking.weights import listwise_weights
from retrieval.training.whole.documents.decisions import fit_logistic
from retrieval.training.whole.documents.labelled import WholeQuestion, is_answering
from retrieval.whole.documents.comparison import PAIR, PairModel, pairs_of
from retrieval.whole.documents.scan import scan
from retrieval.whole.documents.sides import divisions
from retrieval.whole.documents.topic import Topic

RIDGE = 0.01

Values = NDArray[np.float64]


def fit_pairs(compared: Sequence[tuple[WholeQuestion, Topic]], encoder: Encoder, clause: Values) -> PairModel:
    """The model that fits these comparisons, each with a topic by a model that was fitted without it."""
    candidates = [_pairs(asked, topic, encoder, clause) for asked, topic in compared]
    candidates = [(features, right) for features, right in candidates if len(right)]
    weights = listwise_weights([f for f, _ in candidates], [r for _, r in candidates], ridge=RIDGE)
    scores = np.array([[(features @ weights).max()] for features, _ in candidates])
    first = np.array([float(right[int((features @ weights).argmax())]) for features, right in candidates])
    slope, bias = fit_logistic(scores, first, np.ones(len(first)), 1.0)
    print(f"pairs: {len(first)} comparisons, first right {first.mean():.3f}")
    return PairModel(weights, float(slope[0]), bias)


def pair_weights_by_name(model: PairModel) -> dict[str, float]:
    """The model as the product reads it."""
    weights = dict(zip(PAIR, model.weights.round(4).tolist(), strict=True))
    return weights | {"slope": round(model.slope, 4), "bias": round(model.bias, 4)}


def _pairs(
    asked: WholeQuestion, topic: Topic, encoder: Encoder, clause: Values
) -> tuple[Values, NDArray[np.bool_]]:
    """All pairs of neighbouring sides, by every way to see sides; right are those that show two items."""
    features, right = [np.empty((0, len(PAIR)))], [np.empty(0, dtype=bool)]
    for sides in divisions(asked.generation, asked.question, topic):
        scans = [scan(asked.generation, encoder, asked.question, side.topic, side.documents) for side in sides]
        shown = [[is_answering(asked, one, [item]) for item in asked.items] for one in scans]
        by_words = sides[0].topic is not sides[1].topic
        for first, second in pairwise(range(len(sides))):
            rows, values = pairs_of(asked.generation, scans[first], scans[second], clause, by_words=by_words)
            features.append(values)
            right.append(np.array([_different(shown[first], a, shown[second], b) for a, b in rows], dtype=bool))
    return np.vstack(features), np.concatenate(right)


def _different(first: list[NDArray[np.bool_]], a: int, second: list[NDArray[np.bool_]], b: int) -> bool:
    """Whether the clause in row `a` shows one item and that in row `b` another one."""
    ones = [item for item, shows in enumerate(first) if shows[a]]
    others = [item for item, shows in enumerate(second) if shows[b]]
    return any(one != other for one in ones for other in others)

