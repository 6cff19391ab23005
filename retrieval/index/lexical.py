"""Lexical index: BM25 over Chinese characters and character pairs, over the postings of several segments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded, terms
from retrieval.index.rarity import inverse_frequency
from retrieval.index.segments.postings import Postings, count_terms, term_digests

K1, B = 1.2, 0.6
"""BM25 parameters, chosen on the tuning questions near Lucene's defaults (1.2, 0.75); passages are short and of like length, so
B matters little. The formula is Lucene's: idf * tf / (tf + k1 * (1 - b + b * length / mean length))."""

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

    def holding(self, start: int, end: int) -> tuple[Rows, NDArray[np.float32]]:
        """The index's texts among postings `start` to `end`, and how often each holds the term."""
        texts = self.postings.texts[start:end].astype(np.int64)
        counts = self.postings.counts[start:end].astype(np.float32)
        if self.rows is None:
            return texts + self.first, counts
        rows = self.rows[texts]
        return rows[rows >= 0].astype(np.int64), counts[rows >= 0]


class LexicalIndex:
    """BM25 scores of a question for every indexed text, in order."""

    def __init__(self, parts: Sequence[LivingPostings]) -> None:
        self._parts = parts
        lengths = np.concatenate([part.lengths for part in parts])
        self._size = len(lengths)
        mean = max(float(lengths.mean(dtype=np.float64)), 1e-9) if self._size else 1.0
        self._norms = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)
        self._frequency: dict[str, int] = {}

    @classmethod
    def build(cls, texts: Sequence[Folded]) -> "LexicalIndex":
        """Index `texts`, in memory."""
        vocabulary, fields = count_terms({"": [terms(text) for text in texts]})
        return cls([LivingPostings(fields[""], 0, None, lambda: vocabulary.terms)])

    def scores(self, question_terms: Sequence[str]) -> NDArray[np.float32]:
        """Shape (number of texts,), 0 where no term is shared."""
        scores = np.zeros(self._size, dtype=np.float32)
        for term, holding in self._holding(list(dict.fromkeys(question_terms))):
            weight = self.idf(term)
            for rows, counts in holding:
                scores[rows] += weight * (counts / (counts + self._norms[rows]))
        return scores

    def idf(self, term: str) -> float:
        """The `inverse_frequency` of `term` among the texts."""
        if term not in self._frequency:
            list(self._holding([term]))
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
        shared = np.zeros(self._size, dtype=np.int64)
        for _, holding in self._holding(list(dict.fromkeys(asked))):
            for rows, _ in holding:
                shared[rows] += 1
        return shared

    def coverage(self, question_terms: Sequence[str], rows: Rows) -> NDArray[np.float32]:
        """For each text in `rows`, the share (0..1) of the `telling` terms' idf that occurs in it at all."""
        covered, total = np.zeros(self._size, dtype=np.float32), 1e-6
        telling = self.telling(question_terms)
        for term, holding in self._holding(list(telling)):
            total += telling[term]
            for held, _ in holding:
                covered[held] += telling[term]
        return np.asarray(covered[rows] / total)

    def _holding(self, asked: Sequence[str]) -> list[tuple[str, list[tuple[Rows, NDArray[np.float32]]]]]:
        """For each of the different terms `asked`, part by part, the texts that hold it and how often."""
        digests = term_digests(asked)
        places = [part.postings.places(digests) for part in self._parts]
        found = []
        for number, term in enumerate(asked):
            spans = ((part, at[number]) for part, at in zip(self._parts, places, strict=True))
            holding = [part.holding(*span) for part, span in spans if span[1] > span[0]]
            self._frequency[term] = sum(len(rows) for rows, _ in holding)
            found.append((term, holding))
        return found
