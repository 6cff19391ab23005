"""What holds is quoted before what another document has taken the place of."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from retrieval.fold import fold
from retrieval.index.generation import Generation
from retrieval.question.understanding import Question
from retrieval.quotes.selection import Pick
from retrieval.search.ranked import Ranked

SAME = 60.0
"""Per cent of the letters that a passage shares with what became of it; of two passages of one law some thirty."""

OUTDATED = 2.0
"""By how much a passage that holds no more is put behind. Scores are log odds among the candidates of a question: it stays
first where it is seven times (e²) as likely to answer as any that holds."""


def outdated_behind(ranked: Ranked, question: Question) -> Ranked:
    """The ranking with what is of documents that others of the collection have taken the place of OUTDATED behind.

    Those that the question names, or whose year, stay where they are.
    """
    generation = ranked.generation
    gone = sorted(outdated(generation, question))
    if not gone:
        return ranked
    is_gone = np.isin(generation.document_of[ranked.candidates.entries], gone)
    return replace(ranked, scores=ranked.scores - OUTDATED * is_gone)


def outdated(generation: Generation, question: Question) -> frozenset[int]:
    """The documents, indices, that others have taken the place of, but for those that the question names, or whose year."""
    return frozenset(
        i
        for i in generation.superseded
        if not any(fold(work) in question.text for work in generation.claims[i].works)
        and generation.document_years[i] not in question.years.named
    )


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
