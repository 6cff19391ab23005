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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import Vectors
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

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.count + other.count, self.total + other.total, self.products + other.products)

    def __sub__(self, other: "Moments") -> "Moments":
        return Moments(self.count - other.count, self.total - other.total, self.products - other.products)


@dataclass(frozen=True)
class SegmentArrays:
    """What there is of every passage and clause of a segment, read from disk as it is used. Token lists are ids in the word
    table, flat, with where each list begins."""

    passages: NDArray[np.int32]
    clauses: faiss.Index
    clause_vectors: Vectors
    passage_vectors: Vectors
    context_vectors: Vectors
    clause_tokens: TokenLists
    context_tokens: TokenLists
    coarse: dict[str, faiss.Index | None]

    @cached_property
    def clause_starts(self) -> NDArray[np.int64]:
        """The first clause of every passage, and at last the number of clauses."""
        return np.append(self.passages[:, FIRST_CLAUSE], self.clauses.ntotal).astype(np.int64)

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
        moments = {s: Moments(int(sums[f"{s}_count"]), sums[f"{s}_total"], sums[f"{s}_products"]) for s in SIDES}
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
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))

    def lists(name: str) -> TokenLists:
        return TokenLists(array(name), np.load(folder / f"{name}.starts.npy", allow_pickle=False))

    # With this flag FAISS leaves the vectors on disk and gives a view of them where they lie.
    clauses: Any = faiss.read_index(str(folder / "clauses.faiss"), faiss.IO_FLAG_MMAP_IFC)
    flat = faiss.rev_swig_ptr(clauses.get_xb(), clauses.ntotal * clauses.d)
    arrays = SegmentArrays(
        passages=array("passages"),
        clauses=clauses,
        clause_vectors=flat.reshape(clauses.ntotal, clauses.d),
        passage_vectors=array("wholes"),
        context_vectors=array("contexts"),
        clause_tokens=lists("clause_tokens"),
        context_tokens=lists("context_tokens"),
        coarse={side: read_coarse(folder / name) for side, name in COARSE.items()},
    )
    counts = (len(arrays.passages), len(arrays.passage_vectors), len(arrays.context_vectors))
    if len(set(counts)) > 1 or len(arrays.clause_tokens.offsets) != clauses.ntotal + 1:
        raise ValueError(f"{clauses.ntotal} clauses, {counts} passages and vectors do not fit together")
    return arrays
