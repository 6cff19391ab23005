"""Questions that repeat a document's words: a pasted or half-remembered sentence is looked up where it stands.

Candidates are the passages that hold most of the asked character pairs; each is laid beside the asked words letter by
letter (`retrieval.lookup.alignment`). Words that are found nowhere, or keywords that stand everywhere, are left to search.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from corpus.chinese.sentences import Span
from retrieval.answer import Answer, Quote
from retrieval.fold import Folded, fold, terms
from retrieval.index.generation import Generation
from retrieval.lookup.alignment import COVERED, Match, find_alike, find_exact, letters_of
from retrieval.lookup.pasted import Pasted, asks
from retrieval.quotes.records import quote_entry

SHORTEST, SHORTEST_UNFRAMED = 5, 12
"""Letters that words must have to be looked up: when the question says that it repeats them (a short saying), and when not
(fewer than two clauses are as often a question). Of the labelled questions less than one in ten is looked up so, a test says,
and each of these rightly."""
KEYWORD, KEYWORD_PASSAGES = 12, 3
"""Fewer letters than KEYWORD in more passages than KEYWORD_PASSAGES are no quotation but a common expression (推动高质量发展)."""
SHARED, SHARED_LONG, LONG = 0.55, 0.3, 40
"""Least share of the asked character pairs that a passage must hold to be looked at; less of more than LONG letters,
which may reach over several passages. One slip in five letters (COVERED) spoils two pairs of every five at most: 0.6, less
the pairs that headings and numerals lose."""
NEAR_BEST = 0.75
"""Share of the best passage's pairs that others must hold: those with the same sentence hold nearly as many. A
choice, not measured."""
_CANDIDATES = 30
_FOLDED = 0.98
"""Confidence where only punctuation or the way of writing differs."""


@dataclass(frozen=True, slots=True)
class Located:
    """A match with the index of the document that holds it; offsets are those of the document's text."""

    document_index: int
    match: Match


def find_quotation(generation: Generation, pasted: Pasted, *, limit: int = 5) -> Answer | None:
    """The answer to a question that may have `pasted` words of the documents, None when nobody said them.

    Each quote is a passage that holds (part of) the words, these highlighted; the nearest to the letter come first.
    """
    size = len(pasted.letters)
    if size < (SHORTEST if pasted.framed else SHORTEST_UNFRAMED):
        return None
    found = locate(generation, pasted)
    if not found or (size < KEYWORD and len(found) > KEYWORD_PASSAGES):
        return None
    quotes = tuple(_quotes(generation, pasted, found))[:limit]
    if not quotes:
        return None
    return Answer(pasted.words, False, None, quotes[0].confidence, quotes, (), generation.id, how="quotation")


def locate(
    generation: Generation, pasted: Pasted, *, within: frozenset[int] | None = None, covered: float = COVERED
) -> list[Located]:
    """The positions of the asked letters: all exact ones, else all where `covered` of them stand, best first, each once.

    With `within`, document indices, only these documents are looked through.
    """
    candidates = list(_candidates(generation, pasted, within))
    exact = [Located(index, match) for index, at, text in candidates for match in _exact(pasted, text, at)]
    if exact:
        return _distinct(exact)
    alike = [Located(index, match) for index, at, text in candidates if (match := _alike(pasted, text, at, covered))]
    return _distinct(sorted(alike, key=lambda f: -f.match.likeness))


def _candidates(
    generation: Generation, pasted: Pasted, within: frozenset[int] | None
) -> Iterator[tuple[int, int, str]]:
    """(document index, offset, text) of the passages that share most pairs with what is pasted, with what is around them.

    Pairs in the headings count as well: what is asked for may be one.
    """
    length = len(pasted.letters)
    pairs = [term for term in dict.fromkeys(terms(Folded("".join(pasted.words.split())))) if len(term) > 1]
    shared = generation.full.shared(pairs)
    if within is not None:
        shared[~np.isin(generation.document_of, list(within))] = 0
    enough = (SHARED if length <= LONG else SHARED_LONG) * len(pairs)
    rows = np.flatnonzero(shared >= max(1, enough, NEAR_BEST * int(shared.max(initial=0))))
    for row in rows[np.argsort(-shared[rows], kind="stable")][:_CANDIDATES]:
        entry, before = generation.entries[row], generation.entries[row - 1]
        headings_start = before.passage.end if row and before.document is entry.document else 0
        start = max(0, min(headings_start, entry.passage.start - 2 * length))
        yield int(generation.document_of[row]), start, entry.document.text[start : entry.passage.end + 2 * length]


def _exact(pasted: Pasted, text: str, at: int) -> list[Match]:
    return [_moved(match, at) for match in find_exact(pasted.letters, letters_of(text))]


def _alike(pasted: Pasted, text: str, at: int, covered: float) -> Match | None:
    match = find_alike(pasted.letters, letters_of(text), covered)
    if match is None or (not pasted.framed and asks(pasted.words) and asks(match.missing)):
        return None
    return _moved(match, at)


def _moved(match: Match, by: int) -> Match:
    return Match(match.start + by, match.end + by, match.likeness, match.missing)


def _distinct(found: Iterable[Located]) -> list[Located]:
    kept: list[Located] = []
    for one in found:
        if not any(_overlap(one, other) for other in kept):
            kept.append(one)
    return kept


def _overlap(one: Located, other: Located) -> bool:
    a, b = one.match, other.match
    return one.document_index == other.document_index and a.start < b.end and b.start < a.end


def _quotes(generation: Generation, pasted: Pasted, found: Iterable[Located]) -> Iterator[Quote]:
    """The passages under the found spans, several in one passage as one quote; a title is in none."""
    marked: dict[int, list[Span]] = {}
    confidence: dict[int, float] = {}
    for one in found:
        text = generation.documents[one.document_index].text[one.match.start : one.match.end]
        sure = one.match.likeness if one.match.likeness < 1 else 1.0 if _same(text, pasted) else _FOLDED
        for row, span in _touched(generation, one):
            marked.setdefault(row, []).extend(span)
            confidence[row] = max(confidence.get(row, 0.0), sure)
    for row, spans in sorted(marked.items(), key=lambda item: -confidence[item[0]]):
        yield quote_entry(generation.entries[row], tuple(sorted(spans)), confidence[row], confidence[row])


def _touched(generation: Generation, found: Located) -> list[tuple[int, list[Span]]]:
    """The entries that the match touches, each with the span in it; for a heading the first entry below, without."""
    start, end = found.match.start, found.match.end
    rows = [int(row) for row in np.flatnonzero(generation.document_of == found.document_index)]
    touched: list[tuple[int, list[Span]]] = []
    for row in rows:
        passage = generation.entries[row].passage
        if passage.start < end and start < passage.end:
            touched.append((row, [(max(start, passage.start) - passage.start, min(end, passage.end) - passage.start)]))
    if touched:
        return touched
    headings = generation.documents[found.document_index].headings
    inside = {i for i, heading in enumerate(headings) if heading.start < end and start < heading.end}
    touched += [(row, []) for row in rows if inside & set(generation.entries[row].passage.path)][:1]
    return touched


def _same(text: str, pasted: Pasted) -> bool:
    """Whether `text` is what was asked for to the punctuation inside, full and half width aside."""
    edges = "\"'“”‘’「」『』。，,.;；!！?？:： "
    return fold(text).strip(edges) == pasted.words.strip(edges)
