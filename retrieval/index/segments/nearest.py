"""The nearest of many vectors: exact while there are few, else found by short codes and put in order by the vectors themselves.

A segment with MANY vectors has a coarse index of them: product quantisation with four bits for two values, which FAISS scans
in registers (André et al. 2015, "Cache locality is not enough"), eight times as fast as the vectors and a sixteenth of their size. How many of
the hundred nearest it finds is measured when the segment is written; where that is less than RECALL there is none.
"""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import Vectors
from retrieval.index.segments.stacked import Stacked

MANY = 16_384
"""Vectors of a segment from which it has a coarse index: fewer are scanned in a millisecond."""
RECALL, AMONG, ASKED = 0.98, 100, 64
"""The share of the AMONG nearest that must be found, of as many questions as are ASKED."""
REFINED = 8
"""Times as many as are wanted are compared by the vectors themselves. Of 296 tuning questions on 730,000 clauses all are then answered
by the same quotes as after an exact scan; with four times as many 0.98 of the hundred nearest are found, and 0.993 of the
first quotes are the same."""

Found = tuple[NDArray[np.float32], NDArray[np.int64]]
"""Inner products and rows, the nearest first."""


@dataclass(frozen=True)
class VectorPart:
    """Some of the vectors of a `VectorIndex`: its rows from `first` on are those of the part, where all of them live; else `rows`
    holds the place of each in the whole, -1 for one that does not. `search` finds the nearest of all of them, `coarse` nearly so."""

    size: int
    first: int
    rows: NDArray[np.int64] | None
    search: Callable[[Vectors, int], Found]
    coarse: faiss.Index | None = None

    def nearest(self, vector: Vectors, count: int) -> Found:
        """`count` that live, or all where there are fewer, by inner products that may be rough where there is a coarse index."""
        if self.rows is None:
            scores, found = self._find(vector, count)
            return scores, found + self.first
        living = int((self.rows >= 0).sum())
        # As many more as there are of those that do not live, at most; where these are few, in proportion.
        more = min(self.size, 2 * count * self.size // max(1, living) + 64)
        scores, found = self._find(vector, more)
        rows = self.rows[found]
        if (rows >= 0).sum() < min(count, living):
            scores, found = self.search(vector, self.size)
            rows = self.rows[found]
        return scores[rows >= 0][:count], rows[rows >= 0][:count]

    def _find(self, vector: Vectors, count: int) -> Found:
        if self.coarse is None:
            return self.search(vector, min(count, self.size))
        return _searched(self.coarse, vector, min(count, self.size))


@dataclass(frozen=True)
class VectorIndex:
    """`vectors`, shape (rows, dimensions), and the parts that find the nearest of them."""

    parts: tuple[VectorPart, ...]
    vectors: Stacked

    @classmethod
    def of(cls, vectors: NDArray[np.floating[Any]]) -> "VectorIndex":
        """In memory, by FAISS."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls((VectorPart(len(vectors), 0, None, exact_by(lambda: index)),), Stacked([vectors]))

    def only(self, kept: NDArray[np.int64]) -> "VectorIndex":
        """The index of the rows `kept` alone, ascending."""
        places = np.full(len(self.vectors), -1, dtype=np.int64)
        places[kept] = np.arange(len(kept))
        parts = []
        for part in self.parts:
            before = np.arange(part.first, part.first + part.size) if part.rows is None else part.rows
            rows = np.where(before >= 0, places[before], -1)
            if (rows >= 0).any():
                parts.append(replace(part, first=0, rows=rows))
        return VectorIndex(tuple(parts), self.vectors.only(kept))

    def search(self, vector: Vectors, count: int) -> Found:
        """The `count` nearest to `vector`, shape (dimensions,); all where there are fewer."""
        is_coarse = any(part.coarse for part in self.parts)
        found = [part.nearest(vector, REFINED * count if is_coarse else count) for part in self.parts]
        if not found:
            return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64)
        scores, rows = (np.concatenate(side) for side in zip(*found, strict=True))
        if is_coarse:
            rows = np.sort(rows[_best(scores, REFINED * count)])
            scores = self.products(vector, rows)
        best = _best(scores, count)
        return scores[best], rows[best]

    def products(self, vector: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The inner products of `vector` with these rows."""
        return np.asarray(self.vectors[rows].astype(np.float32) @ vector)


def exact_by(index: Callable[[], faiss.Index]) -> Callable[[Vectors, int], Found]:
    """Search by a FAISS index that is exact, fetched when it is searched."""
    return lambda vector, count: _searched(index(), vector, count)


def exact_in(vectors: NDArray[np.floating[Any]]) -> Callable[[Vectors, int], Found]:
    """Search by comparing with every one of `vectors`."""

    @cache
    def single(start: int) -> Vectors:
        # Making them single takes longer than comparing them; of what is single on disk there is no copy.
        return np.asarray(vectors[start : start + MANY], dtype=np.float32)

    def search(vector: Vectors, count: int) -> Found:
        scores = np.concatenate([single(a) @ vector for a in range(0, max(1, len(vectors)), MANY)])
        best = _best(scores, count)
        return scores[best], best

    return search


def write_coarse(file: Path, vectors: NDArray[np.floating[Any]], questions: Vectors) -> float | None:
    """Write the coarse index of `vectors` to `file` where there are MANY; returns its recall, None where none is written.

    `questions` are such vectors as the nearest will be asked of.
    """
    if len(vectors) < MANY or vectors.shape[1] % 2:
        return None
    exact = np.ascontiguousarray(vectors, dtype=np.float32)
    index = faiss.IndexPQFastScan(vectors.shape[1], vectors.shape[1] // 2, 4, faiss.METRIC_INNER_PRODUCT)
    index.train(exact[:: max(1, len(exact) // MANY)])
    index.add(exact)
    recall = float(np.mean([_recall(index, exact, question) for question in questions[:ASKED]]))
    if recall < RECALL:
        return None
    write_index(index, file)
    return recall


def write_index(index: faiss.Index, file: Path) -> None:
    """Write a FAISS index. Raises OSError, where FAISS says it otherwise."""
    try:
        faiss.write_index(index, str(file))
    except RuntimeError as fault:
        number = next((n for n in (errno.ENOSPC, errno.EFBIG) if os.strerror(n) in str(fault)), errno.EIO)
        raise OSError(number, os.strerror(number), str(file)) from None


def read_coarse(file: Path) -> faiss.Index | None:
    """The coarse index in `file`, None where there is none."""
    return faiss.read_index(str(file)) if file.exists() else None


def _recall(index: faiss.Index, vectors: Vectors, question: Vectors) -> float:
    nearest = set(_best(vectors @ question, AMONG).tolist())
    return len(nearest & set(_searched(index, question, REFINED * AMONG)[1].tolist())) / len(nearest)


def _searched(index: faiss.Index, vector: Vectors, count: int) -> Found:
    scores, rows = index.search(np.ascontiguousarray(vector[None, :], dtype=np.float32), count)
    return scores[0][rows[0] >= 0], rows[0][rows[0] >= 0]


def _best(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The places of the greatest, the greatest first."""
    if len(scores) > count:
        some = np.sort(np.argpartition(-scores, count)[:count])
        return np.asarray(some[np.argsort(-scores[some], kind="stable")])
    return np.argsort(-scores, kind="stable")
