"""Fits which clauses of two sides are put side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.training.ranking.weights import listwise_weights
from retrieval.training.whole.documents.decisions import ScannedQuestion, fit_logistic
from retrieval.training.whole.documents.labelled import FOLDS, WholeQuestion, is_answering
from retrieval.whole.asked import Searching
from retrieval.whole.documents.comparison import PAIR, SIDE, PairModel, pairs_of, side_features
from retrieval.whole.documents.scan import Scan, scan
from retrieval.whole.documents.sides import divisions
from retrieval.whole.documents.topic import Topic

RIDGE, SIDE_RIDGE = 0.01, 0.003

Values = NDArray[np.float64]


def fit_pairs(
    compared: Sequence[tuple[WholeQuestion, Topic]], searching: Searching, others: Sequence[ScannedQuestion]
) -> PairModel:
    """The model that fits these comparisons, each with a topic by a model that was fitted without it.

    Which clause speaks for a side is learned from `others` as well, questions about many documents.
    """
    seen = [_scanned_sides(asked, topic, searching) for asked, topic in compared]
    folds = [asked.fold for asked, _ in compared]
    judged: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        model = _fit([one for one, of in zip(seen, folds, strict=True) if of != fold], others)
        for one in (one for one, of in zip(seen, folds, strict=True) if of == fold and one):
            features, right = _pairs(one, model[0])
            best = int((features @ model[1]).argmax())
            judged.append((float(features[best] @ model[1]), float(right[best])))
    scores, first = np.array(judged).T
    print(f"pairs: {len(first)} comparisons, first right {first.mean():.3f}")
    slope, bias = fit_logistic(scores[:, None], first, np.ones(len(first)), 1.0)
    side, weights = _fit(seen, others)
    return PairModel(side, weights, float(slope[0]), bias)


def pair_weights_by_name(model: PairModel) -> dict[str, Any]:
    """The model as the product reads it."""
    weights = dict(zip(PAIR, model.weights.round(4).tolist(), strict=True))
    side = dict(zip(SIDE, model.side.round(4).tolist(), strict=True))
    return {"side": side, **weights, "slope": round(model.slope, 4), "bias": round(model.bias, 4)}


@dataclass(frozen=True)
class _Division:
    """Scans of the sides that a question may have; `shows` says for each side and item which clauses show it."""

    asked: WholeQuestion
    by_words: bool
    scans: tuple[Scan, ...]
    shows: tuple[tuple[NDArray[np.bool_], ...], ...]


def _scanned_sides(asked: WholeQuestion, topic: Topic, searching: Searching) -> list[_Division]:
    found = []
    for sides in divisions(asked.generation, asked.question, topic):
        scans = [
            scan(asked.generation, searching, side.question or asked.question, side.topic, side.documents)
            for side in sides
        ]
        shows = tuple(tuple(is_answering(asked, one, [item]) for item in asked.items) for one in scans)
        found.append(_Division(asked, sides[0].topic is not sides[1].topic, tuple(scans), shows))
    return found


def _fit(seen: Sequence[list[_Division]], others: Sequence[ScannedQuestion]) -> tuple[Values, Values]:
    """Weights of SIDE and of PAIR."""
    matrices, right, importance = [], [], []
    for divided in seen:
        for one in divided:
            for number, scanned in enumerate(one.scans):
                if number < len(one.shows[number]):
                    matrices.append(side_features(one.asked.generation, scanned))
                    right.append(one.shows[number][number])
                    importance.append(1 / len(divided))
    for case in others:
        features = side_features(case.asked.generation, case.scanned)
        for document in case.scanned.documents[case.has]:
            rows = case.scanned.document == document
            matrices.append(features[rows])
            right.append(case.answering[rows])
            importance.append(1 / case.has.sum())
    side = listwise_weights(matrices, right, importance=importance, ridge=SIDE_RIDGE)
    candidates = [_pairs(one, side) for one in seen if one]
    return side, listwise_weights([f for f, _ in candidates], [r for _, r in candidates], ridge=RIDGE)


def _pairs(divided: list[_Division], side: Values) -> tuple[Values, NDArray[np.bool_]]:
    """All pairs of neighbouring sides, by every way to see sides; right are those that show two items."""
    features, right = [np.empty((0, len(PAIR)))], [np.empty(0, dtype=bool)]
    for one in divided:
        for first, second in pairwise(range(len(one.scans))):
            pair = (one.scans[first], one.scans[second])
            rows, values = pairs_of(one.asked.generation, *pair, side, by_words=one.by_words)
            features.append(values)
            right.append(np.array([_different(one.shows[first], a, one.shows[second], b) for a, b in rows], dtype=bool))
    return np.vstack(features), np.concatenate(right)


def _different(first: tuple[NDArray[np.bool_], ...], a: int, second: tuple[NDArray[np.bool_], ...], b: int) -> bool:
    """Whether the clause in row `a` shows one item and that in row `b` another one."""
    ones = [item for item, shows in enumerate(first) if shows[a]]
    others = [item for item, shows in enumerate(second) if shows[b]]
    return any(one != other for one in ones for other in others)
