"""The lists that a question may mean: those that stand where the ranking of passages looks."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.chinese.sentences import Span
from corpus.document import Document
from corpus.enumerations.enumeration import Enumeration
from retrieval.search.ranked import Ranked

LOOKED_AT = 60
"""Passages of the ranking whose lists are looked at: all that it has described."""


@dataclass(frozen=True, slots=True)
class ListCandidate:
    """A list of `document`; `rows` are the ranked passages that hold some of its items, `opening` those that hold its stem or
    its first item, `passages` the number of passages that it reaches over."""

    document: Document
    enumeration: Enumeration
    rows: tuple[int, ...]
    opening: tuple[int, ...]
    passages: int


def list_candidates(ranked: Ranked) -> list[ListCandidate]:
    """The lists with a ranked passage among their items or as their stem."""
    by_document: dict[str, list[tuple[Span, int]]] = defaultdict(list)
    documents: dict[str, Document] = {}
    for row in ranked.order[:LOOKED_AT]:
        entry = ranked.entry(row)
        documents[entry.document.id] = entry.document
        by_document[entry.document.id].append(((entry.passage.start, entry.passage.end), int(row)))
    found: list[ListCandidate] = []
    for document_id, places in by_document.items():
        document = documents[document_id]
        starts = [passage.start for passage in document.passages]
        for one in ranked.generation.enumerations.of(document_id):
            start, end = one.span
            rows = _inside(places, (start, end))
            opening = _inside(places, (one.stem[0] if one.stem[1] else start, one.items[0][1]))
            if rows or opening:
                reach = bisect_left(starts, end) - bisect_left(starts, start)
                found.append(ListCandidate(document, one, rows, opening, max(1, reach)))
    return found


def _inside(places: Sequence[tuple[Span, int]], span: Span) -> tuple[int, ...]:
    return tuple(row for (start, end), row in places if start < span[1] and span[0] < end)
