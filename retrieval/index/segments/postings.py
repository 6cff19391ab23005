"""Postings of one segment: which of its texts hold a term, and how often. Terms are found by their digests.

terms.txt             the terms, a line each, in the order of their digests
digests.npy           64 bits of each, ascending
FIELD.starts.npy      where the postings of each term begin, and at last their number
FIELD.texts.npy       the texts that hold it, ascending
FIELD.counts.npy      how often each does
FIELD.lengths.npy     the terms of every text, each as often as it stands there
"""

import hashlib
import mmap
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments.mapping import read_in_ranges

Digests = NDArray[np.uint64]


def term_digests(terms: Iterable[str]) -> Digests:
    """64 bits of every term: of a million terms two have the same with a chance of one in thirty million."""
    joined = b"".join(hashlib.blake2b(term.encode(), digest_size=8).digest() for term in terms)
    return np.frombuffer(joined, dtype="<u8").astype(np.uint64)


@dataclass(frozen=True)
class Postings:
    """The postings of one field: those of term t are `texts[starts[t] : starts[t + 1]]`, with their `counts`."""

    digests: Digests
    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    counts: NDArray[np.unsignedinteger[Any]]
    lengths: NDArray[np.int32]

    def places(self, digests: Digests) -> list[tuple[int, int]]:
        """Where the postings of each term begin and end, (0, 0) of one that no text holds."""
        at = np.searchsorted(self.digests, digests).clip(max=max(0, len(self.digests) - 1))
        if not len(self.digests):
            return [(0, 0)] * len(digests)
        known = np.asarray(self.digests[at]) == digests
        return [(int(self.starts[t]), int(self.starts[t + 1])) if k else (0, 0) for t, k in zip(at, known, strict=True)]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a segment in the order of their digests."""

    terms: tuple[str, ...]
    digests: Digests


@dataclass(frozen=True)
class TermLists:
    """The terms of some texts by their numbers: those of text i are `flat[offsets[i] : offsets[i + 1]]`."""

    flat: NDArray[np.int64]
    offsets: NDArray[np.int64]

    def take(self, texts: Sequence[int]) -> "TermLists":
        """The lists of these `texts`."""
        lists = [self.flat[self.offsets[i] : self.offsets[i + 1]] for i in texts]
        return TermLists(np.concatenate([np.empty(0, dtype=np.int64), *lists]), _offsets(list(map(len, lists))))

    def beside(self, other: "TermLists") -> "TermLists":
        """Of every text the list with that of the `other` behind it."""
        pairs = zip(pairwise(self.offsets), pairwise(other.offsets), strict=True)
        lists = [part for (a, b), (c, d) in pairs for part in (self.flat[a:b], other.flat[c:d])]
        return TermLists(np.concatenate([np.empty(0, dtype=np.int64), *lists]), self.offsets + other.offsets)


class TermNumbers:
    """Numbers terms in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = defaultdict(count().__next__)

    def of(self, texts: Iterable[Sequence[str]]) -> TermLists:
        """The terms of every text by their numbers; a text's terms are let go when they are counted."""
        flat, lengths = array("q"), []
        for terms in texts:
            flat.extend(map(self._numbers.__getitem__, terms))
            lengths.append(len(terms))
        return TermLists(
            np.frombuffer(flat, dtype=np.int64) if flat else np.empty(0, dtype=np.int64), _offsets(lengths)
        )

    def postings(self, fields: Mapping[str, TermLists]) -> tuple[Vocabulary, dict[str, Postings]]:
        """The postings of all fields over one vocabulary."""
        terms = list(self._numbers)
        digests = term_digests(terms)
        order = np.argsort(digests)
        place = np.empty(len(terms), dtype=np.int64)
        place[order] = np.arange(len(terms))
        vocabulary = Vocabulary(tuple(terms[i] for i in order), digests[order])
        return vocabulary, {n: _postings(vocabulary, place[f.flat], np.diff(f.offsets)) for n, f in fields.items()}


def _offsets(lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def _postings(vocabulary: Vocabulary, ids: NDArray[np.int64], lengths: NDArray[np.int64]) -> Postings:
    size = max(1, len(lengths))
    held, counts = np.unique(ids * size + np.repeat(np.arange(len(lengths)), lengths), return_counts=True)
    starts = np.searchsorted(held, np.arange(len(vocabulary.terms) + 1) * size)
    kind = np.min_scalar_type(int(counts.max(initial=1)))
    return Postings(
        vocabulary.digests, starts, (held % size).astype(np.int32), counts.astype(kind), lengths.astype(np.int32)
    )


def save_postings(folder: Path, vocabulary: Vocabulary, fields: Mapping[str, Postings]) -> None:
    """Write them into `folder`, which must exist."""
    (folder / "terms.txt").write_text("".join(f"{term}\n" for term in vocabulary.terms), encoding="utf-8")
    np.save(folder / "digests.npy", vocabulary.digests)
    for name, postings in fields.items():
        for part in ("starts", "texts", "counts", "lengths"):
            np.save(folder / f"{name}.{part}.npy", getattr(postings, part))


def load_postings(folder: Path, name: str) -> Postings:
    """One field, left on disk until it is read."""
    parts = ("digests", *(f"{name}.{part}" for part in ("starts", "texts", "counts", "lengths")))
    return Postings(*(read_in_ranges(folder / f"{part}.npy") for part in parts))


def load_terms(folder: Path) -> Callable[[], Sequence[str]]:
    """The terms in the order of their digests, read when they are asked for."""
    lines = (folder / "terms.txt").open("rb")
    with lines:
        terms = mmap.mmap(lines.fileno(), 0, access=mmap.ACCESS_READ)
    return lambda: terms[:].decode().split("\n")[:-1]
