"""The second stage of the fit: what the sentence encoder's cosine is worth beside the score of the quick side.

The encoder was trained on the questions of most documents and knows their answers too well: its weight is fitted on those
alone that it was not trained on (`retrieval.training.shared.apart`), and only two weights are, that of the score and that
of the cosine, since these are few.
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
    """The weights of all features for deepened `cases`, in proportion to the quick `weights`, shape (features,)."""
    score, meaning = listwise_weights([_score_and_meaning(c, weights) for c in cases], [c.right for c in cases])
    return weights * score + meaning * np.array([name == "meaning" for name in NAMES])


def fit_deep_coarse(cases: Sequence[Case], coarse: Mapping[str, float]) -> dict[str, float]:
    """The same for the pruning."""
    weights = np.array([coarse.get(name, 0.0) for name in NAMES])
    fitted = fit_deep_ranking(cases, weights)
    return {name: round(float(fitted[NAMES.index(name)]), 4) for name in COARSE}


def _score_and_meaning(case: Case, weights: Weights) -> NDArray[np.float64]:
    return np.stack([case.candidates.features @ weights, case.candidates.column("meaning")], axis=1)
