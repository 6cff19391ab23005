"""The reader: a small cross-encoder that reads the question together with the best passage, for the confidence alone.

Words and vectors say what a passage is about; whether it says what was asked takes both texts at once. To let it reorder the
best passages too was tried: on four sets that nothing was fitted on it lost answers (see the README of the transformer's folder, which also says what it was trained on).
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.index.generation import Generation
from retrieval.search.candidates import Candidates
from retrieval.transformer.model import QUESTION, READING, Transformer, bundled_transformer

REMEMBERED = 2048
"""Pairs whose log odds are kept: readings of one message share most of theirs, and buttons ask the same again."""

LogOdds = NDArray[np.float64]


class Reader:
    """A cross-encoder: the upper half `reading.onnx` of a transformer, one logit a pair."""

    def __init__(self, transformer: Transformer, *, remembered: int | None = REMEMBERED) -> None:
        """`remembered` is the number of pairs whose log odds are kept, None for all."""
        self._transformer = transformer
        self._read = lru_cache(remembered)(self._read_pair)

    def log_odds(self, question: Folded, passages: Sequence[Folded]) -> LogOdds:
        """How likely each passage, as `retrieval.transformer.shown` gives it, answers: shape (passages,).

        Raises EncoderUnavailable.
        """
        return np.array([self._read(question, passage) for passage in passages], dtype=np.float64)

    def _read_pair(self, question: Folded, passage: Folded) -> float:
        ids = self._transformer.ids(QUESTION + question, passage)
        return float(self._transformer.run(READING, ids)[0])


@cache
def default_reader() -> Reader:
    """The shipped one, loaded at its first question."""
    return Reader(bundled_transformer())


def read_best(
    reader: Reader, generation: Generation, question: Folded, candidates: Candidates, scores: NDArray[np.float64]
) -> float:
    """The log odds that the candidate with the best of the `scores` answers."""
    best = generation.entries[candidates.entries[int(np.argmax(scores))]]
    return float(reader.log_odds(question, [best.shown])[0])
