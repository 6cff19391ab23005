"""Fits the model of what a question is about: words that the answers hold more often than other sentences do."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.index.word_table import TokenLists, bundled_words
from retrieval.training.whole.documents.labelled import WholeQuestion, quotes_of
from retrieval.whole.documents.topic import TopicModel, topic_features

RIDGE = 5.0
CHANCE, CERTAIN = 0.1, 0.6
"""By how much nearer a word comes to the answers than to other clauses where it is none of the topic, and where it surely is."""
UNMET, USUAL = 0.3, 0.6
"""A word below UNMET in three questions and in more than the share USUAL of all that hold it belongs to how one asks."""
ODD, OTHER_KINDS = 0.25, 0.5
"""What a word counts that is not met though it does not belong to how one asks (答 in other words), and questions of one document."""
SAMPLED = 800
"""Clauses of a collection that stand for all."""

Values = NDArray[np.float64]


def fit_topics(asked: Sequence[WholeQuestion]) -> TopicModel:
    """The model that fits these questions."""
    words = bundled_words()
    tokens = [words.placed(one.question.text)[0] for one in asked]
    met = [_met(one, of_one) for one, of_one in zip(asked, tokens, strict=True)]
    usual = _usual(tokens, met)
    x, y, counts = [], [], []
    for one, of_one, degree in zip(asked, tokens, met, strict=True):
        frame = np.isin(of_one, usual)
        wanted = np.where(frame, 0.0, 1.0) if degree is None else degree
        odd = ~frame & (wanted < UNMET) if degree is not None else ~frame
        x.append(topic_features(of_one, one.generation.token_idf[of_one]))
        y.append(wanted)
        counts.append(np.where(odd, ODD, 1.0) * (1.0 if one.kind in ("across", "comparison", "time") else OTHER_KINDS))
    return TopicModel(_logistic(np.vstack(x), np.concatenate(y), np.concatenate(counts)))


def _met(asked: WholeQuestion, tokens: NDArray[np.int32]) -> Values | None:
    """How far (0..1) each word is one that the answers hold, None where there are none."""
    if not asked.items or not len(tokens):
        return np.zeros(len(tokens)) if not len(tokens) else None
    words, generation = bundled_words(), asked.generation
    answers = TokenLists.of([np.concatenate(words.tokens(quotes)) for quotes in quotes_of(asked)])
    count = len(generation.clause_vectors)
    chosen = np.random.default_rng(0).choice(count, min(SAMPLED, count), replace=False)
    usual = words.nearness(tokens, generation.clause_tokens.take(np.sort(chosen))).mean(axis=1)
    nearer = words.nearness(tokens, answers).mean(axis=1) - usual
    return np.asarray(((nearer - CHANCE) / (CERTAIN - CHANCE)).clip(0.0, 1.0), dtype=np.float64)


def _usual(tokens: Sequence[NDArray[np.int32]], met: Sequence[Values | None]) -> NDArray[np.int32]:
    """The words of how one asks."""
    held: Counter[int] = Counter()
    unmet: Counter[int] = Counter()
    for of_one, degree in zip(tokens, met, strict=True):
        if degree is not None:
            held.update(of_one.tolist())
            unmet.update(of_one[degree < UNMET].tolist())
    return np.array([t for t in held if unmet[t] >= 3 and unmet[t] > USUAL * held[t]], dtype=np.int32)


def _logistic(x: Values, y: Values, counts: Values) -> Values:
    def loss(weights: Values) -> tuple[float, Values]:
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        likelihood = y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)
        total = -float((counts * likelihood).sum()) + RIDGE * float(weights @ weights)
        return total, x.T @ (counts * (p - y)) + 2 * RIDGE * weights

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)
