"""What every passage means: one vector each by the sentence encoder, which takes a second for forty of them.

A library answers without them and is deepened afterwards.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.index.segments.nearest import VectorIndex
from retrieval.index.segments.stacked import Stacked
from retrieval.transformer.kept_vectors import HalfVectors, KeptVectors, key_of_text
from retrieval.transformer.sentence_encoder import SentenceEncoder, UnitVectors

SAVED_AT_ONCE = 32
"""Vectors that are written to disk together: a second's work, which a build that is killed may lose."""


@dataclass(frozen=True)
class Meanings:
    """The vectors of `index`, of unit length, one a passage, were made by `encoder`."""

    encoder: SentenceEncoder
    index: VectorIndex

    @property
    def vectors(self) -> Stacked:
        """Shape (passages, dimensions), half precision where they come from disk."""
        return self.index.vectors

    def nearest(self, question: Folded, count: int) -> NDArray[np.int64]:
        """The rows of the `count` passages that come nearest to the question, the nearest first."""
        return self.index.search(self.encoder.encode_question(question), count)[1]

    def cosines(self, question: Folded, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of the passages in `rows` with the question, shape (rows,)."""
        return self.index.products(self.encoder.encode_question(question), rows)


def encode_meanings(
    passages: Sequence[Folded],
    encoder: SentenceEncoder,
    kept: KeptVectors,
    *,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> HalfVectors:
    """The vectors of all `passages`, shape (passages, dimensions); those that are `kept` are not made again.

    `progress` is called with (passages made, passages to make); what it raises ends the work, and what is done stays kept.
    """
    keys = [key_of_text(passage) for passage in passages]
    missing = list(_missing(keys, passages, kept).items())
    pool = ThreadPoolExecutor(threads)
    try:
        for start in range(0, len(missing), SAVED_AT_ONCE):
            part = missing[start : start + SAVED_AT_ONCE]
            made: list[UnitVectors] = []
            try:
                for vector in pool.map(encoder.encode_passage, [passage for _, passage in part]):
                    made.append(vector)
                    if progress:
                        progress(start + len(made), len(missing))
            finally:
                kept.add([key for key, _ in part[: len(made)]], made)
    finally:
        pool.shutdown(cancel_futures=True)
    return kept.take(keys)


def missing_meanings(passages: Sequence[Folded], kept: KeptVectors) -> int:
    """How many different `passages` are not kept."""
    return len(_missing([key_of_text(passage) for passage in passages], passages, kept))


def _missing(keys: Sequence[bytes], passages: Sequence[Folded], kept: KeptVectors) -> dict[bytes, Folded]:
    return {key: passage for key, passage in zip(keys, passages, strict=True) if key not in kept}
