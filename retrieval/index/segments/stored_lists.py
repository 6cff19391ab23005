"""Lists of token ids of several segments, as one: each list is read from disk when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments.stacked import Run, Stacked
from retrieval.index.word_table import TokenLists, Tokens, members


@dataclass(frozen=True)
class StoredLists:
    """List i is `flat[offsets[i] : offsets[i + 1]]`."""

    flat: Stacked
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Sequence[tuple[TokenLists, Run]]) -> "StoredLists":
        """Of every part the lists of a range."""
        flat, offsets, before = [], [np.zeros(1, dtype=np.int64)], 0
        for lists, (first, last) in parts:
            own = lists.offsets[first : last + 1]
            flat.append(lists.flat[own[0] : own[-1]])
            offsets.append(before + own[1:] - own[0])
            before += int(own[-1] - own[0])
        return cls(Stacked(flat), np.concatenate(offsets))

    def __getitem__(self, index: int) -> Tokens:
        return self.between(index, index + 1)

    def between(self, first: int, last: int) -> Tokens:
        """The lists from `first` up to `last`, one behind the other."""
        tokens: Tokens = self.flat[int(self.offsets[first]) : int(self.offsets[last])]
        return tokens

    def take(self, indices: NDArray[np.int64]) -> TokenLists:
        """The lists at `indices` alone, in that order."""
        rows, offsets = members(self.offsets, indices)
        return TokenLists(self.flat[rows], offsets)


def runs_of(numbers: NDArray[np.int64]) -> list[Run]:
    """Ascending `numbers` as ranges of neighbours, (first, behind the last)."""
    if not len(numbers):
        return []
    cuts = np.flatnonzero(np.diff(numbers) > 1) + 1
    return [(int(numbers[a]), int(numbers[b - 1]) + 1) for a, b in pairwise([0, *cuts.tolist(), len(numbers)])]
