"""The clauses of several segments, each in its FAISS index, as one index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import Vectors
from retrieval.index.segments.stacked import Stacked


@dataclass(frozen=True)
class LivingClauses:
    """A segment's index whose clauses are those of the whole from `first` on, where all of them live; else `rows` holds the
    place of each in the whole, -1 for one that does not."""

    index: faiss.Index
    first: int
    rows: NDArray[np.int64] | None

    def search(self, vector: Vectors, count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and places in the whole of the `count` nearest that live."""
        if self.rows is None:
            scores, found = self.index.search(vector[None, :], min(count, self.index.ntotal))
            return scores[0], found[0] + self.first
        living: Any = faiss.IDSelectorBitmap(np.packbits(self.rows >= 0, bitorder="little"))  # type: ignore[call-arg, arg-type]
        params = faiss.SearchParameters(sel=living)  # type: ignore[call-arg]
        scores, found = self.index.search(vector[None, :], min(count, int((self.rows >= 0).sum())), params=params)
        return scores[0], self.rows[found[0]]


@dataclass(frozen=True)
class ClauseIndex:
    """`vectors` of all clauses, shape (clauses, dimensions), and the indexes they lie in."""

    parts: tuple[LivingClauses, ...]
    vectors: Stacked

    @classmethod
    def of(cls, vectors: Vectors) -> "ClauseIndex":
        """In memory."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls((LivingClauses(index, 0, None),), Stacked([vectors]))

    def search(self, vector: Vectors, count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Inner products and rows of the `count` clauses nearest to `vector`, the nearest first."""
        found: Sequence[tuple[NDArray[np.float32], NDArray[np.int64]]] = [p.search(vector, count) for p in self.parts]
        scores, rows = (np.concatenate(side) for side in zip(*found, strict=True))
        best = np.argsort(-scores, kind="stable")[:count]
        return scores[best], rows[best]
