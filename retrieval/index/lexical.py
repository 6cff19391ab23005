"""Lexical index: BM25 over Chinese characters and character pairs, over the postings of several segments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded, terms
from retrieval.index.rarity import inverse_frequency
from retrieval.index.segments.postings import Postings, TermNumbers, term_digests
from retrieval.index.segments.stacked import Run

K1, B = 1.2, 0.6
"""BM25 parameters, chosen on the tuning questions near Lucene's defaults (1.2, 0.75); passages are short and of like length, so
B matters little. The formula is Lucene's: idf * tf / (tf + k1 * (1 - b + b * length / mean length))."""

REMEMBERED = 4
"""Lists of terms whose texts are remembered, the last that were asked for."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class LivingPostings:
    """Postings of a segment in an index: its texts from `first` on are the index's, where all of them live; else `rows` holds
    the place of each in the index, -1 for one that does not."""

    postings: Postings
    first: int
    rows: NDArray[np.int32] | None
    vocabulary: Callable[[], Sequence[str]]

    @property
    def lengths(self) -> NDArray[np.int32]:
        """Of the texts that live."""
        lengths = self.postings.lengths
        return np.asarray(lengths if self.rows is None else lengths[self.rows >= 0])

    def holding(self, places: Sequence[Run]) -> tuple[Rows, NDArray[np.float32], NDArray[np.int64]]:
        """The index's texts in these ranges of postings, how often each holds the term, and how many there are in each range."""
        texts = np.concatenate([self.postings.texts[a:b] for a, b in places])
        counts = np.concatenate([self.postings.counts[a:b] for a, b in places]).astype(np.float32)
        sizes = np.array([b - a for a, b in places], dtype=np.int64)
        if self.rows is None:
            return texts.astype(np.int64) + self.first, counts, sizes
        rows = self.rows[texts].astype(np.int64)
        alive = rows >= 0
        ranges = np.repeat(np.arange(len(places)), sizes)
        return rows[alive], counts[alive], np.bincount(ranges[alive], minlength=len(places))


@dataclass(frozen=True)
class Holding:
    """Which texts hold which of some terms: text `rows[i]` holds term number `term[i]` `counts[i]` times."""

    rows: Rows
    counts: NDArray[np.float32]
    term: NDArray[np.int64]


class LexicalIndex:
    """BM25 scores of a question for every indexed text, in order."""

    def __init__(self, parts: Sequence[LivingPostings]) -> None:
        self._parts = parts
        lengths = np.concatenate([part.lengths for part in parts])
        self._size = len(lengths)
        mean = max(float(lengths.mean(dtype=np.float64)), 1e-9) if self._size else 1.0
        self._norms = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)
        self._frequency: dict[str, int] = {}
        # A question asks for the same terms again and again.
        self._holding = lru_cache(REMEMBERED)(self._find)

    @classmethod
    def build(cls, texts: Sequence[Folded], terms: Callable[[Folded], Sequence[str]] = terms) -> "LexicalIndex":
        """Index `texts`, in memory, by what `terms` cuts them into."""
        numbers = TermNumbers()
        vocabulary, fields = numbers.postings({"": numbers.of(terms(text) for text in texts)})
        return cls([LivingPostings(fields[""], 0, None, lambda: vocabulary.terms)])

    def scores(self, question_terms: Sequence[str]) -> NDArray[np.float32]:
        """Shape (number of texts,), 0 where no term is shared."""
        asked = tuple(dict.fromkeys(question_terms))
        held = self._holding(asked)
        weights = self._weights(asked)[held.term] * (held.counts / (held.counts + self._norms[held.rows]))
        return np.bincount(held.rows, weights, minlength=self._size).astype(np.float32)

    def idf(self, term: str) -> float:
        """The `inverse_frequency` of `term` among the texts."""
        if term not in self._frequency:
            self._holding((term,))
        return inverse_frequency(self._frequency[term], self._size)

    def total(self, question_terms: Sequence[str]) -> float:
        """The idf of all `question_terms` together, never 0: what a score may be divided by."""
        return max(sum(self.idf(term) for term in question_terms), 1e-6)

    def telling(self, question_terms: Sequence[str]) -> dict[str, float]:
        """Terms with their idf, without single Chinese characters: nearly every passage holds some of them."""
        return {term: self.idf(term) for term in question_terms if len(term) > 1 or term.isascii()}

    def counts(self) -> dict[str, int]:
        """How many texts hold each term."""
        counts: dict[str, int] = {}
        for part in self._parts:
            starts = part.postings.starts
            if part.rows is None:
                held = np.diff(starts)
            else:
                living = np.concatenate([[0], np.cumsum(part.rows[part.postings.texts] >= 0)])
                held = np.diff(living[starts])
            for term, count in zip(part.vocabulary(), held.tolist(), strict=True):
                if count:
                    counts[term] = counts.get(term, 0) + count
        return counts

    def shared(self, asked: Sequence[str]) -> NDArray[np.int64]:
        """How many of the different terms `asked` each text holds, shape (number of texts,)."""
        return np.bincount(self._holding(tuple(dict.fromkeys(asked))).rows, minlength=self._size)

    def coverage(self, question_terms: Sequence[str], rows: Rows) -> NDArray[np.float32]:
        """For each text in `rows`, the share (0..1) of the `telling` terms' idf that occurs in it at all."""
        asked = tuple(dict.fromkeys(question_terms))
        held = self._holding(asked)
        telling = self.telling(asked)
        weights = np.array([telling.get(term, 0.0) for term in asked], dtype=np.float64)
        covered = np.bincount(held.rows, weights[held.term], minlength=self._size)
        return np.asarray(covered[rows] / (weights.sum() + 1e-6), dtype=np.float32)

    def _weights(self, asked: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self.idf(term) for term in asked], dtype=np.float32)

    def _find(self, asked: tuple[str, ...]) -> Holding:
        """The texts that hold each of the different terms `asked`, and how often."""
        digests = term_digests(asked)
        found = [(part, part.postings.places(digests)) for part in self._parts] if asked else []
        parts = [part.holding(places) for part, places in found]
        sizes = np.array([sizes for _, _, sizes in parts], dtype=np.int64).reshape(len(parts), len(asked))
        self._frequency.update(zip(asked, sizes.sum(axis=0).tolist(), strict=True))
        numbers = np.tile(np.arange(len(asked)), len(parts))
        rows = np.concatenate([np.empty(0, dtype=np.int64), *(rows for rows, _, _ in parts)])
        counts = np.concatenate([np.empty(0, dtype=np.float32), *(counts for _, counts, _ in parts)])
        return Holding(rows, counts, np.repeat(numbers, sizes.ravel()))
