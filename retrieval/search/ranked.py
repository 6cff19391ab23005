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

    def entry(self, row: int) -> Entry:
        """The passage of a row."""
        return self.generation.entries[int(self.candidates.entries[row])]
