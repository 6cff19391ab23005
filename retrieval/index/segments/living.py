"""What of a segment is in a generation, and what is counted over all that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments.segment import SIDES, Moments, Segment
from retrieval.index.segments.stacked import Run
from retrieval.index.segments.stored_lists import runs_of
from retrieval.index.word_table import members


@dataclass(frozen=True)
class Statistics:
    """What is counted over all that lives: the `moments` of the vectors by SIDES, and how many passages hold each word."""

    moments: dict[str, Moments]
    holding: NDArray[np.int64]

    @classmethod
    def of(cls, living: Sequence["Living"]) -> "Statistics":
        """Added up from the segments."""
        moments = {side: reduce(add, [one.moments(side) for one in living]) for side in SIDES}
        return cls(moments, reduce(add, [one.holding() for one in living]))


@dataclass(frozen=True)
class Living:
    """A segment of which the documents with these `numbers`, ascending, are in a generation."""

    segment: Segment
    numbers: NDArray[np.int64]

    @cached_property
    def is_whole(self) -> bool:
        """Whether all of its documents are."""
        return len(self.numbers) == len(self.segment.documents)

    @cached_property
    def passages(self) -> NDArray[np.int64]:
        """The rows of the passages that live."""
        return members(self.segment.first_passages, self.numbers)[0]

    @cached_property
    def passage_runs(self) -> list[Run]:
        """The same as ranges; none that is empty."""
        return runs_of(self.passages)

    @cached_property
    def clause_runs(self) -> list[Run]:
        """The rows of the clauses that live, as ranges."""
        starts = self.segment.arrays.clause_starts
        return [(int(starts[a]), int(starts[b])) for a, b in self.passage_runs]

    def runs(self, side: str) -> list[Run]:
        """The rows that live of one of SIDES."""
        return self.clause_runs if side == "clause" else self.passage_runs

    def moments(self, side: str) -> Moments:
        """Of the vectors that live: what does not is taken from those of all, where it is less."""
        vectors, whole = self.segment.arrays.of(side), self.segment.moments[side]
        if self.is_whole:
            return whole
        living = mask_of(len(vectors), self.runs(side))
        if 2 * living.sum() > len(vectors):
            return whole - Moments.of(vectors[~living])
        return Moments.of(vectors[living])

    def holding(self) -> NDArray[np.int64]:
        """How many passages that live hold each word."""
        if self.is_whole:
            return self.segment.holding
        living = mask_of(len(self.segment.arrays.passages), self.passage_runs)
        dead = 2 * len(self.passages) > len(living)
        counted = np.zeros_like(self.segment.holding)
        for tokens in self.segment.arrays.tokens_of(np.flatnonzero(living != dead)):
            counted[np.unique(tokens)] += 1
        return self.segment.holding - counted if dead else counted


@dataclass(frozen=True, slots=True)
class Spare:
    """A document of a segment that is in no generation since another one holds the same text."""

    segment: Segment
    number: int


def mask_of(size: int, runs: Sequence[Run]) -> NDArray[np.bool_]:
    """Of so many rows those in `runs`."""
    mask = np.zeros(size, dtype=bool)
    for first, last in runs:
        mask[first:last] = True
    return mask
