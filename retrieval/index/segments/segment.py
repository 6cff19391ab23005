"""A segment, opened: its documents and everything that is indexed of them, left on disk until it is read.

segment.json          what it was made by, counts, and size and check sum of every other file
documents.* cards.* headings.*       see `stored_documents`
clauses.coarse.faiss wholes.coarse.faiss     where there are many, see `nearest`
passages.npy          of each its document, first clause, characters, whether it is a bare heading and whether it opens a section
clauses.faiss         the vectors of the clauses
wholes.npy contexts.npy              vectors of the passages in their contexts, and of these
clause_tokens.* context_tokens.*     ids in the word table, flat, and where each list begins
sums.npz              what spreads and rarities of words are computed from
terms.txt digests.npy full.* body.* contexts.* titles.*      see `postings`
meanings/             once the segment is deepened: a vector a passage
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import Vectors
from retrieval.index.segments.mapping import read_scattered, scattered
from retrieval.index.segments.nearest import read_coarse
from retrieval.index.segments.postings import Postings, load_postings, load_terms
from retrieval.index.segments.stored_documents import DocumentFile
from retrieval.index.word_table import TokenLists, Tokens

FIELDS = ("full", "body", "contexts", "titles")
"""What is indexed word by word: context and text, text, context of every passage, and how every document is called."""
SIDES = ("clause", "passage", "context")
"""What there are vectors of."""
COARSE = {"clause": "clauses.coarse.faiss", "passage": "wholes.coarse.faiss"}
"""The files of coarse indexes, by side."""
DOCUMENT, FIRST_CLAUSE, CHARACTERS, BARE, OPENS = range(5)
"""Columns of passages.npy."""


@dataclass(frozen=True)
class Moments:
    """Of some vectors their number, their sum, shape (d,), and the sum of their products with themselves, shape (d, d)."""

    count: int
    total: NDArray[np.float64]
    products: NDArray[np.float64]

    @classmethod
    def of(cls, vectors: Vectors) -> "Moments":
        products = np.zeros((vectors.shape[1],) * 2)
        for start in range(0, len(vectors), 65_536):
            part = vectors[start : start + 65_536]
            products += part.T @ part
        return cls(len(vectors), vectors.sum(axis=0, dtype=np.float64), products)

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]], side: str) -> "Moments":
        """What `as_arrays` gave."""
        return cls(int(arrays[f"{side}_count"]), arrays[f"{side}_total"], arrays[f"{side}_products"])

    def as_arrays(self, side: str) -> dict[str, Any]:
        """To be saved under names of this `side`."""
        return {f"{side}_count": self.count, f"{side}_total": self.total, f"{side}_products": self.products}

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.count + other.count, self.total + other.total, self.products + other.products)

    def __sub__(self, other: "Moments") -> "Moments":
        return Moments(self.count - other.count, self.total - other.total, self.products - other.products)


@dataclass(frozen=True)
class SegmentArrays:
    """What there is of every passage and clause of a segment, read from disk as it is used. Token lists are ids in the word
    table, flat, with where each list begins."""

    passages: NDArray[np.int32]
    clause_vectors: Vectors
    passage_vectors: Vectors
    context_vectors: Vectors
    clause_tokens: TokenLists
    context_tokens: TokenLists
    coarse: dict[str, faiss.Index | None]
    clauses_file: Path

    @cached_property
    def clause_starts(self) -> NDArray[np.int64]:
        """The first clause of every passage, and at last the number of clauses."""
        return np.append(self.passages[:, FIRST_CLAUSE], len(self.clause_vectors)).astype(np.int64)

    @cached_property
    def clauses(self) -> faiss.Index:
        """The FAISS index of the clauses; opened when it is searched, which it is not where there is a coarse one."""
        return faiss.read_index(str(self.clauses_file), faiss.IO_FLAG_MMAP_IFC)

    def of(self, side: str) -> Vectors:
        """The vectors of one of SIDES."""
        return {"clause": self.clause_vectors, "passage": self.passage_vectors, "context": self.context_vectors}[side]

    def tokens_of(self, passages: Iterable[int]) -> Iterator[Tokens]:
        """The words of each passage and its context."""
        starts, clause = self.clause_starts, self.clause_tokens
        for p in passages:
            own = clause.flat[clause.offsets[starts[p]] : clause.offsets[starts[p + 1]]]
            yield np.concatenate([self.context_tokens[p], own])


@dataclass(frozen=True)
class Segment:
    """The opened segment in `folder`. `moments` by SIDES; `holding` is how many passages hold each word of the word table."""

    folder: Path
    documents: DocumentFile
    arrays: SegmentArrays
    moments: dict[str, Moments]
    holding: NDArray[np.int64]
    fields: dict[str, Postings]
    vocabulary: Callable[[], Sequence[str]]

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def first_passages(self) -> NDArray[np.int64]:
        """The first passage of every document, and at last the number of passages."""
        owners = self.arrays.passages[:, DOCUMENT]
        return np.searchsorted(owners, np.arange(len(self.documents) + 1)).astype(np.int64)


def open_segment(folder: Path) -> Segment:
    """Open the segment in `folder`. Raises OSError, ValueError and RuntimeError where its files are not what they should be."""
    with np.load(folder / "sums.npz", allow_pickle=False) as sums:
        moments = {side: Moments.load(sums, side) for side in SIDES}
        holding = sums["holding"]
    return Segment(
        folder=folder,
        documents=DocumentFile(folder),
        arrays=open_arrays(folder),
        moments=moments,
        holding=holding,
        fields={name: load_postings(folder, name) for name in FIELDS},
        vocabulary=load_terms(folder),
    )


def open_arrays(folder: Path) -> SegmentArrays:
    """What there is of every passage and clause. Raises as `open_segment`."""

    def array(name: str) -> NDArray[Any]:
        return read_scattered(folder / f"{name}.npy")

    def lists(name: str) -> TokenLists:
        return TokenLists(array(name), np.load(folder / f"{name}.starts.npy", allow_pickle=False))

    wholes, clause_tokens = array("wholes"), lists("clause_tokens")
    arrays = SegmentArrays(
        passages=array("passages"),
        clause_vectors=_inside(folder / "clauses.faiss", len(clause_tokens.offsets) - 1, wholes.shape[1]),
        passage_vectors=wholes,
        context_vectors=array("contexts"),
        clause_tokens=clause_tokens,
        context_tokens=lists("context_tokens"),
        coarse={side: read_coarse(folder / name) for side, name in COARSE.items()},
        clauses_file=folder / "clauses.faiss",
    )
    counts = (len(arrays.passages), len(arrays.passage_vectors), len(arrays.context_vectors))
    if len(set(counts)) > 1:
        raise ValueError(f"{counts} passages and vectors do not fit together")
    if arrays.coarse["clause"] is None:
        # It is searched at every question; opened, it can be searched after another process has removed the file.
        _ = arrays.clauses
    return arrays


def _inside(file: Path, count: int, dimensions: int) -> Vectors:
    """The vectors at the end of the file of a flat FAISS index. Raises ValueError where it is shorter."""
    size = 4 * count * dimensions
    if file.stat().st_size < size:
        raise ValueError(f"{file.name} is too short for {count} vectors")
    if not size:
        return np.empty((0, dimensions), dtype=np.float32)
    vectors = np.memmap(file, np.float32, "r", file.stat().st_size - size, (count, dimensions))
    return scattered(vectors)
