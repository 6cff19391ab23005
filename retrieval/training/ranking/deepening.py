"""The second stage of the fit: what the sentence encoder's cosine is worth beside the score of the quick side.

The encoder was trained on the questions of most documents and knows their answers too well: its weight is fitted on those
alone that it was not trained on (`retrieval.training.shared.apart`). These are few, and none asks of the work reports
that the evaluation asks of. So of all weights that fit them about as well the least is taken (the one-standard-error rule
of Breiman et al., Classification and Regression Trees, 1984).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.index.meanings import encode_meanings
from retrieval.search.features import NAMES
from retrieval.search.gathering import COARSE
from retrieval.training.ranking.cases import Case
from retrieval.training.ranking.weights import listwise_weights
from retrieval.transformer.kept_vectors import KeptVectors
from retrieval.transformer.sentence_encoder import SentenceEncoder

BEST = 20
"""Candidates of each question that are encoded: the best by the quick side, where most right ones are. All passages of all
documents would take an hour."""

RATIOS = range(0, 101, 2)
"""Weights of the cosine, beside 1 of the quick score, that are tried."""

Weights = NDArray[np.float64]


def deepened_cases(
    cases: Sequence[Case], weights: Weights, encoder: SentenceEncoder, kept: KeptVectors, *, threads: int = 1
) -> list[Case]:
    """The `cases` with their BEST candidates by the quick `weights` alone, whose feature `meaning` is computed.

    The vectors of passages go through `kept`.
    """
    best = [np.sort(np.argsort(-(c.candidates.features @ weights), kind="stable")[:BEST]) for c in cases]
    shown = [
        [c.generation.entries[i].shown for i in c.candidates.entries[rows]] for c, rows in zip(cases, best, strict=True)
    ]
    different = list(dict.fromkeys(passage for passages in shown for passage in passages))
    vectors = encode_meanings(different, encoder, kept, threads=threads)
    row_of = {passage: row for row, passage in enumerate(different)}
    deepened = []
    for case, rows, passages in zip(cases, best, shown, strict=True):
        candidates = case.candidates.of(rows)
        put = vectors[[row_of[passage] for passage in passages]].astype(np.float32)
        candidates.features[:, NAMES.index("meaning")] = put @ encoder.encode_question(case.text)
        deepened.append(replace(case, candidates=candidates, right=case.right[rows]))
    return deepened


def fit_deep_ranking(cases: Sequence[Case], weights: Weights) -> Weights:
    """The weights of all features for deepened `cases`, in proportion to the quick `weights`, shape (features,).

    Of the RATIOS of both weights the least whose loss is within one standard error of the best.
    """
    usable = [case for case in cases if case.right.any()]
    is_meaning = np.array([name == "meaning" for name in NAMES])
    fits = []
    for ratio in RATIOS:
        both = weights + ratio * is_meaning
        scores = [case.candidates.features @ both for case in usable]
        (scale,) = listwise_weights([s[:, None] for s in scores], [case.right for case in usable])
        fits.append((scale * both, _losses([scale * s for s in scores], usable)))
    best = min((losses for _, losses in fits), key=lambda losses: float(losses.mean()))
    bound = best.mean() + best.std() / np.sqrt(len(best))
    return next(both for both, losses in fits if losses.mean() <= bound)


def _losses(scores: Sequence[Weights], cases: Sequence[Case]) -> Weights:
    """The negative log likelihood that the scores give the right candidates of each case, shape (cases,)."""
    all_sums = np.array([np.logaddexp.reduce(s) for s in scores])
    right_sums = np.array([np.logaddexp.reduce(s[c.right]) for s, c in zip(scores, cases, strict=True)])
    return np.asarray(all_sums - right_sums)


def fit_deep_coarse(cases: Sequence[Case], coarse: Mapping[str, float]) -> dict[str, float]:
    """The same for the pruning."""
    weights = np.array([coarse.get(name, 0.0) for name in NAMES])
    fitted = fit_deep_ranking(cases, weights)
    return {name: round(float(fitted[NAMES.index(name)]), 4) for name in COARSE}
