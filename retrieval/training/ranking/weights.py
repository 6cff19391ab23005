"""Fits the weights of the linear models: of features that put right passages first, and of the confidence."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from retrieval.search.gathering import COARSE
from retrieval.search.ranker import SURENESS
from retrieval.training.ranking.cases import AskedQuestion, Case

RIDGE = 0.001
FALSE_REFUSALS = 0.07
"""Share of the answerable questions that the threshold may refuse."""
ANSWERED = 0.8
"""Share of the questions that something answers, for which the confidence of a quote is fitted: as in the labelled sets of
real use (0.77 to 0.86). Of those it is fitted on it is less than half, since near misses are what refusal has to learn."""

Matrix = NDArray[np.float64]


def fit_coarse(asked: Sequence[AskedQuestion]) -> dict[str, float]:
    """Weights of the cheap features, by name, that put the right ones of all that was gathered first."""
    matrices = [np.stack([one.gathered.columns[name] for name in COARSE], axis=1) for one in asked]
    weights = listwise_weights(matrices, [one.right for one in asked])
    return dict(zip(COARSE, weights.round(4).tolist(), strict=True))


def fit_ranking(cases: Sequence[Case]) -> Matrix:
    """Feature weights that put the right candidates first, shape (features,)."""
    return listwise_weights([c.candidates.features for c in cases], [c.right for c in cases])


def listwise_weights(
    matrices: Sequence[NDArray[np.floating]],
    right: Sequence[NDArray[np.bool_]],
    *,
    importance: Sequence[float] | None = None,
    ridge: float = RIDGE,
) -> Matrix:
    """Softmax regression over the rows of each matrix (rows, features) with a ridge penalty, shape (features,).

    Only differences between rows of one matrix count, each matrix as much as its `importance` (None: all alike). Those without
    a right row are left out.
    """
    counted = np.array([w for w, r in zip(importance or [1.0] * len(right), right, strict=True) if r.any()])
    usable = [(m, r) for m, r in zip(matrices, right, strict=True) if r.any()]
    scale = np.concatenate([m for m, _ in usable]).std(axis=0) + 1e-6
    widest = max(len(r) for _, r in usable)
    x = np.zeros((len(usable), widest, len(scale)))
    there, answers = np.zeros((2, len(usable), widest), dtype=bool)
    for row, (matrix, marked) in enumerate(usable):
        size = len(marked)
        x[row, :size], there[row, :size], answers[row, :size] = matrix / scale, True, marked

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = np.where(there, x @ weights, -np.inf)
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        inside = (p * answers).sum(axis=1) + 1e-12
        slope = (p * answers / inside[:, None] - p) * counted[:, None]
        penalty = ridge * len(usable)
        gradient = 2 * penalty * weights - np.tensordot(slope, x, axes=2)
        return penalty * float(weights @ weights) - float((counted * np.log(inside)).sum()), gradient

    found = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / scale)


def fit_confidence(sure: Matrix, cases: Sequence[Case]) -> tuple[Matrix, float, float]:
    """Weights, bias and threshold: logistic regression on the values of SURENESS, shape (cases, len(SURENESS)), each
    weight on its side of zero."""
    y = np.array([bool(c.question.evidence) for c in cases])
    searched = np.array([not c.looked_up for c in cases])
    mean, scale = sure.mean(axis=0), sure.std(axis=0) + 1e-6
    z = (sure - mean) / scale

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        w, b = parameters[:-1], parameters[-1]
        p = 1 / (1 + np.exp(-(z @ w + b)))
        total = -float(np.where(y, np.log(p + 1e-12), np.log(1 - p + 1e-12)).sum()) + float(w @ w)
        error = p - y
        return total, np.concatenate([error @ z + 2 * w, [error.sum()]])

    ways = [(0, None) if way > 0 else (None, 0) for way in SURENESS.values()]
    start = np.zeros(len(SURENESS) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*ways, (None, None)]).x
    w = found[:-1] / scale
    bias = float(found[-1] - w @ mean)
    confidence = np.where(searched, 1 / (1 + np.exp(-(sure @ w + bias))), 1.0)
    return w, bias, float(np.quantile(confidence[y], FALSE_REFUSALS))


def fit_rightness(values: Matrix, right: NDArray[np.bool_], cases: Sequence[Case]) -> tuple[Matrix, float]:
    """Weights and bias: logistic regression on the values of RIGHTNESS of the first quotes, shape (cases, len(RIGHTNESS)),
    of which `right` answer, shape (cases,); ANSWERED of the questions count as answerable."""
    answerable = np.array([bool(c.question.evidence) for c in cases])
    counted = np.where(answerable, ANSWERED / answerable.sum(), (1 - ANSWERED) / max(1, (~answerable).sum()))
    model = LogisticRegression(C=np.inf).fit(values, right, sample_weight=counted * len(cases))
    return model.coef_[0], float(model.intercept_[0])
