"""The ranking of one question: its candidates with their scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.entries import Entry
from retrieval.index.generation import Generation
from retrieval.search.candidates import Candidates


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one generation with their scores, shape (candidates,): greater is better."""

    generation: Generation
    candidates: Candidates
    scores: NDArray[np.float64]

    @property
    def order(self) -> NDArray[np.int64]:
        """The candidates' rows, best first."""
        return np.argsort(-self.scores, kind="stable")

    @property
    def shares(self) -> NDArray[np.float64]:
        """The probability of each candidate to be the one that answers, if any does: the ranking is a softmax regression."""
        odds = np.exp(self.scores - self.scores.max())
        return np.asarray(odds / odds.sum())

    def in_regions(self, meant: frozenset[str]) -> "Ranked":
        """Where the best is of one of the regions `meant`, without the passages of documents that are of others alone."""
        of = [self.generation.document_regions[i] for i in self.generation.document_of[self.candidates.entries]]
        if not meant & of[int(self.scores.argmax())]:
            return self
        kept = np.flatnonzero([not regions or bool(regions & meant) for regions in of])
        return Ranked(self.generation, self.candidates.of(kept), self.scores[kept])

    def entry(self, row: int) -> Entry:
        """The passage of a row."""
        return self.generation.entries[int(self.candidates.entries[row])]
