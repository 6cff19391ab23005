"""Fits which clause of a document says it, which documents have it, and how sure all decisions together are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.training.ranking.weights import listwise_weights
from retrieval.training.whole.documents.labelled import WholeQuestion
from retrieval.whole.documents.decision import (
    DOCUMENT,
    HAS,
    SURENESS,
    DecisionModel,
    best_clauses,
    document_features,
    sureness_features,
)
from retrieval.whole.documents.scan import CLAUSE, Scan
from retrieval.whole.documents.topic import Topic

CLAUSE_RIDGE, DOCUMENT_RIDGE, SURE_RIDGE = 0.003, 20.0, 1.0
OF_SOME, SELDOM = ("figure", "stated", "unstated"), 0.3
"""Values that few questions have at all are held back less, since what they say they say surely."""
COUNTED = 3.0
"""What a question with one document counts; one with n documents counts as the root of n of them."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class ScannedQuestion:
    """A question with its scan by a topic model that was fitted without it; `has` marks the documents that answer,
    `answering` the clauses that do."""

    asked: WholeQuestion
    topic: Topic
    scanned: Scan
    has: NDArray[np.bool_]
    answering: NDArray[np.bool_]


def fit_decisions(cases: Sequence[ScannedQuestion]) -> DecisionModel:
    """The model that fits these questions, without its sureness."""
    clause = fit_clauses(cases)
    x, y, counts = [], [], []
    for case in cases:
        x.append(_features(case, clause))
        y.append(case.has.astype(np.float64))
        counts.append(np.full(len(case.has), COUNTED / np.sqrt(len(case.has))))
    ridge = np.array([DOCUMENT_RIDGE * (SELDOM if name.startswith(OF_SOME) else 1.0) for name in DOCUMENT])
    weights, bias = fit_logistic(np.vstack(x), np.concatenate(y), np.concatenate(counts), ridge)
    return DecisionModel(clause, weights, bias, np.zeros(len(SURENESS)), 0.0)


def fit_clauses(cases: Sequence[ScannedQuestion]) -> Values:
    """Weights of CLAUSE that put the clauses that answer first among those of their document."""
    matrices, right, importance = [], [], []
    for case in cases:
        for document in case.scanned.documents[case.has]:
            rows = case.scanned.document == document
            matrices.append(case.scanned.matrix[rows])
            right.append(case.answering[rows])
            importance.append(1 / np.sqrt(case.has.sum()))
    return listwise_weights(matrices, right, importance=importance, ridge=CLAUSE_RIDGE)


def with_sureness(model: DecisionModel, judged: Sequence[tuple[ScannedQuestion, Values]]) -> DecisionModel:
    """`model` with how sure it is, from the probabilities that models fitted without each question gave."""
    x = np.array([sureness_features(probabilities) for _, probabilities in judged])
    y = np.array([float(((p >= HAS) == case.has).all()) for case, p in judged])
    weights, bias = fit_logistic(x, y, np.ones(len(y)), SURE_RIDGE)
    return replace(model, sure=weights, sure_bias=bias)


def fit_logistic(x: Values, y: Values, counts: Values, ridge: float | Values) -> tuple[Values, float]:
    """Weights and bias of a logistic regression with a ridge penalty on standardised columns."""
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = (x - mean) / scale

    def loss(parameters: Values) -> tuple[float, Values]:
        w, b = parameters[:-1], parameters[-1]
        p = 1 / (1 + np.exp(-np.clip(z @ w + b, -30, 30)))
        likelihood = y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)
        error = counts * (p - y)
        gradient = np.concatenate([z.T @ error + 2 * ridge * w, [error.sum()]])
        return -float((counts * likelihood).sum()) + float((ridge * w) @ w), gradient

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / scale
    return weights, float(found[-1] - weights @ mean)


def weights_by_name(model: DecisionModel) -> dict[str, dict[str, float]]:
    """The parts of the model by the names of their values, as the product reads them."""
    return {
        "clause": dict(zip(CLAUSE, model.clause.round(4).tolist(), strict=True)),
        "document": {
            **dict(zip(DOCUMENT, model.document.round(4).tolist(), strict=True)),
            "bias": round(model.document_bias, 4),
        },
        "sure": {
            **dict(zip(SURENESS, model.sure.round(4).tolist(), strict=True)),
            "bias": round(model.sure_bias, 4),
        },
    }


def _features(case: ScannedQuestion, clause: Values) -> Values:
    scores = case.scanned.matrix @ clause
    return document_features(case.scanned, case.topic, scores, best_clauses(case.scanned, scores))
