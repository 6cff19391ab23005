"""Which of the ranked passages are quoted: neighbours as one quote, and what several passages say once.

The first quote always holds the best passage, and quotes keep the order of the ranking. Making room for other documents
as well was tried and left out: on the labelled questions it lost answers and won none.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.index.entries import Entry
from retrieval.index.generation import Generation
from retrieval.quotes.repetition import Shingles, adds_nothing, shingles_of
from retrieval.search.candidates import Candidates

JOINED = 500
"""Characters that neighbouring passages may have together to be quoted as one: below a SCREENFUL, so that nothing is cut.
Three passages of middle length (165 characters in work reports) fit."""
JOINING = 5
"""Only passages ranked this high are joined with a neighbour: those that an answer of the default length would quote anyway."""
CLOSE = 2.0
"""How far behind in score a neighbour may be to be joined. Scores are log odds among the candidates of a question, so that one
further behind is less than a seventh (1/e²) as likely to answer: it speaks of something else."""
LOOKED_AT = 3
"""Ranked passages looked at for every quote wanted: as many as JOINED lets become one quote."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What becomes one quote. `rows` of the candidates are neighbours in text order, `best` the one ranked highest;
    the rows in `also` say the same elsewhere."""

    best: int
    rows: tuple[int, ...]
    also: tuple[int, ...] = ()


def select(generation: Generation, candidates: Candidates, scores: NDArray[np.float64], limit: int) -> tuple[Pick, ...]:
    """At most `limit` picks, best first."""
    entries = [generation.entries[index] for index in candidates.entries]
    order = np.argsort(-scores, kind="stable")[: LOOKED_AT * limit].tolist()
    shingles = {
        row: shingles_of(generation, entries[row], int(candidates.clause_scores[row].argmax())) for row in order
    }
    picks: list[Pick] = []
    for rank, row in enumerate(order):
        for at, pick in enumerate(picks):
            near = rank < JOINING and scores[pick.best] - scores[row] <= CLOSE
            together = _repeated(candidates, shingles, pick, row) or (
                _joined(candidates, entries, pick, row) if near else None
            )
            if together:
                picks[at] = together
                break
        else:
            picks.append(Pick(row, (row,)))
    return tuple(picks[:limit])


def _repeated(candidates: Candidates, shingles: dict[int, Shingles], pick: Pick, row: int) -> Pick | None:
    """`pick` with `row` as another section that says the same; the one that the question names is the one quoted."""
    best = pick.best
    if not adds_nothing(shingles[row], shingles[best]):
        return None
    if _naming(candidates, row) < _naming(candidates, best) + 1:
        return replace(pick, also=(*pick.also, row))
    if len(pick.rows) > 1 or not adds_nothing(shingles[best], shingles[row]):
        return None
    return Pick(row, (row,), (best, *pick.also))


def _naming(candidates: Candidates, row: int) -> float:
    """How far the question names the passage's document: by its name, its region, its year."""
    return float(sum(candidates.column(name)[row] for name in ("title", "region", "year")))


def _joined(candidates: Candidates, entries: list[Entry], pick: Pick, row: int) -> Pick | None:
    """`pick` with `row` next to it, where both are of one section and fit a screen together."""
    rows = tuple(sorted((*pick.rows, row), key=lambda r: candidates.entries[r]))
    if any(candidates.entries[b] != candidates.entries[a] + 1 for a, b in pairwise(rows)):
        return None
    if not all(_adjoin(entries[a], entries[b]) for a, b in pairwise(rows)):
        return None
    size = entries[rows[-1]].passage.end - entries[rows[0]].passage.start
    return replace(pick, rows=rows) if size <= JOINED else None


def _adjoin(one: Entry, other: Entry) -> bool:
    """Whether nothing but white space stands between two passages of one section."""
    between = one.document.text[one.passage.end : other.passage.start]
    return one.document is other.document and one.passage.path == other.passage.path and not between.strip()
