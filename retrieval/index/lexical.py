"""Lexical index: BM25 over Chinese characters and character pairs."""

import logging
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded, terms
from retrieval.index.rarity import inverse_frequency

logging.getLogger("bm25s").setLevel(logging.WARNING)

K1, B = 1.2, 0.6
"""BM25 parameters, chosen on the tuning questions near Lucene's defaults (1.2, 0.75); passages are short and of like length, so
B matters little."""


class LexicalIndex:
    """BM25 scores of a question for every indexed text, in order."""

    def __init__(self, model: bm25s.BM25, size: int) -> None:
        self._model, self._size = model, size

    @classmethod
    def build(cls, texts: Sequence[Folded]) -> "LexicalIndex":
        """Index `texts`; at least one."""
        model = bm25s.BM25(k1=K1, b=B, method="lucene")
        model.index([terms(text) or [""] for text in texts], show_progress=False)
        return cls(model, len(texts))

    @classmethod
    def load(cls, folder: Path, size: int) -> "LexicalIndex":
        return cls(bm25s.BM25.load(folder, show_progress=False), size)

    def save(self, folder: Path) -> None:
        self._model.save(folder, show_progress=False)

    def scores(self, question_terms: Sequence[str]) -> NDArray[np.float32]:
        """Shape (number of texts,), 0 where no term is shared."""
        known = [t for t in dict.fromkeys(question_terms) if t in self._model.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

    def idf(self, term: str) -> float:
        """The `inverse_frequency` of `term` among the texts."""
        return inverse_frequency(len(self._holding(term)), self._size)

    def total(self, question_terms: Sequence[str]) -> float:
        """The idf of all `question_terms` together, never 0: what a score may be divided by."""
        return max(sum(self.idf(term) for term in question_terms), 1e-6)

    def telling(self, question_terms: Sequence[str]) -> dict[str, float]:
        """Terms with their idf, without single Chinese characters: nearly every passage holds some of them."""
        return {term: self.idf(term) for term in question_terms if len(term) > 1 or term.isascii()}

    def counts(self) -> dict[str, int]:
        """How many texts hold each term."""
        counts = np.diff(self._model.scores["indptr"]).tolist()
        # bm25s keeps an empty term at the end of its vocabulary, which no text holds.
        return {term: counts[column] for term, column in self._model.vocab_dict.items() if column < len(counts)}

    def shared(self, asked: Sequence[str]) -> NDArray[np.int64]:
        """How many of the different terms `asked` each text holds, shape (number of texts,)."""
        postings = [self._holding(term) for term in asked]
        return np.bincount(np.concatenate([*postings, np.empty(0, dtype=np.int64)]), minlength=self._size)

    def coverage(self, question_terms: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """For each text in `rows`, the share (0..1) of the `telling` terms' idf that occurs in it at all."""
        covered, total = np.zeros(self._size, dtype=np.float32), 1e-6
        for term, weight in self.telling(question_terms).items():
            total += weight
            covered[self._holding(term)] += weight
        return np.asarray(covered[rows] / total)

    def _holding(self, term: str) -> NDArray[np.int32]:
        """The texts that hold `term`, each once."""
        column = self._model.vocab_dict.get(term)
        indices, indptr = self._model.scores["indices"], self._model.scores["indptr"]
        holding: NDArray[np.int32] = indices[:0] if column is None else indices[indptr[column] : indptr[column + 1]]
        return holding
