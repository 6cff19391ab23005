"""Where two versions of a document answer by the same passage, the newer one is quoted first."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from retrieval.index.generation import Generation
from retrieval.quotes.selection import Pick

SAME = 60.0
"""Per cent of the letters that a passage shares with what became of it; of two passages of one law some thirty."""


def newer_first(generation: Generation, entries: NDArray[np.int64], picks: Sequence[Pick]) -> tuple[Pick, ...]:
    """`picks` (rows of the candidates, which are `entries`) with each passage of a replaced document behind that of the one
    that replaced it.

    Nothing changes where the newer version has no such passage among them: what it no longer says is not what was asked.
    """
    if not any(standing.kind == "replaced" for standing in generation.standings.values()):
        return tuple(picks)
    ordered = [_quoting_newer(generation, entries, pick) for pick in picks]
    at = 0
    while at < len(ordered):
        later = next(
            (n for n in range(at + 1, len(ordered)) if _replaces(generation, entries, ordered[n], ordered[at])), None
        )
        if later is not None:
            ordered.insert(at, ordered.pop(later))
        at += 1
    return tuple(ordered)


def _quoting_newer(generation: Generation, entries: NDArray[np.int64], pick: Pick) -> Pick:
    """`pick` with the newer version quoted, where what it names as saying the same is that one's passage."""
    if len(pick.rows) > 1:
        return pick
    newer = next((row for row in pick.also if _is_newer(generation, entries[row], entries[pick.best])), None)
    if newer is None:
        return pick
    return replace(pick, best=newer, rows=(newer,), also=(pick.best, *(row for row in pick.also if row != newer)))


def _replaces(generation: Generation, entries: NDArray[np.int64], newer: Pick, older: Pick) -> bool:
    new, old = entries[newer.best], entries[older.best]
    if not _is_newer(generation, new, old):
        return False
    return ratio(generation.entries[new].text, generation.entries[old].text) >= SAME


def _is_newer(generation: Generation, new: np.int64, old: np.int64) -> bool:
    # Their documents are not read for that.
    one, other = (generation.documents[generation.document_of[entry]] for entry in (new, old))
    standing = generation.standings.get(other.id)
    return standing is not None and standing.kind == "replaced" and standing.by_id == one.id
