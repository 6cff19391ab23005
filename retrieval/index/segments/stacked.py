"""Arrays that lie one after the other on disk, as one."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Run = tuple[int, int]


class Stacked:
    """The rows of several arrays of one shape and kind in order; nothing is copied before it is taken."""

    def __init__(self, parts: Sequence[Array]) -> None:
        """At least one part, which may be empty."""
        self.parts = tuple(parts)
        self._starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
        self.shape: tuple[int, ...] = (int(self._starts[-1]), *parts[0].shape[1:])

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: slice | int | Sequence[int] | NDArray[np.integer[Any]]) -> Any:
        """As of one array: a row, a slice of neighbours (a view where it lies in one part), or a copy of some rows."""
        if isinstance(rows, slice):
            return self._slice(*rows.indices(len(self))[:2])
        if isinstance(rows, (int, np.integer)):
            part = int(np.searchsorted(self._starts, rows, side="right")) - 1
            return self.parts[part][rows - self._starts[part]]
        rows = np.asarray(rows, dtype=np.int64)
        if len(self.parts) == 1:
            return self.parts[0][rows]
        taken = np.empty((len(rows), *self.shape[1:]), dtype=self.parts[0].dtype)
        owners = np.searchsorted(self._starts, rows, side="right") - 1
        for part in np.unique(owners):
            mine = owners == part
            taken[mine] = self.parts[part][rows[mine] - self._starts[part]]
        return taken

    def only(self, rows: NDArray[np.int64]) -> "Stacked":
        """Some rows alone, ascending, where they lie."""
        kept = []
        for part, start in zip(self.parts, self._starts, strict=False):
            own = rows[(rows >= start) & (rows < start + len(part))] - start
            runs = np.split(own, np.flatnonzero(np.diff(own) > 1) + 1)
            kept += [part[run[0] : run[-1] + 1] for run in runs if len(run)]
        return Stacked(kept or [self.parts[0][:0]])

    def __matmul__(self, other: Array) -> Any:
        """The product of all rows with a vector, or with the columns of a matrix."""
        return np.concatenate([part @ other for part in self.parts])

    def _slice(self, start: int, stop: int) -> Array:
        first = int(np.searchsorted(self._starts, start, side="right")) - 1
        last = int(np.searchsorted(self._starts, stop, side="left")) - 1
        pieces = [
            self.parts[p][max(0, start - self._starts[p]) : stop - self._starts[p]]
            for p in range(min(first, len(self.parts) - 1), max(first, last) + 1)
            if p < len(self.parts)
        ]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
