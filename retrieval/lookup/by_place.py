"""Questions that name a place in a document instead of a subject: 安徽报告第三部分（二）, 第十条, 讲话最后一部分.

Deterministic: `retrieval.lookup.steps` finds the steps (第三部分), `retrieval.lookup.documents_meant` the documents that all other words
fit, `retrieval.lookup.navigation` the section that the steps lead to in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.chinese.sentences import Span
from retrieval.answer import Answer, Quote
from retrieval.index.generation import Entry, Generation
from retrieval.lookup.documents_meant import Mention, Reading, readings_of
from retrieval.lookup.navigation import NOWHERE
from retrieval.lookup.steps import Reference, Step, read_reference
from retrieval.quotes.records import quote_entry, suggest_section

SUGGESTIONS = 8
_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading leads: the section `heading` (NOWHERE for the whole document), and a span of its text if less.

    `found` is False when the document has no such place; `heading` is then the last section that it has.
    """

    reading: Reading
    heading: int
    found: bool
    span: Span | None = None


def resolve(generation: Generation, question: str, recent: str | None = None, limit: int = 5) -> Answer | None:
    """The answer to a question that is a reference, None where it is none.

    `recent` is the id of the document last spoken of: it is meant where the question's words fit it. Where several
    documents fit as well, none is quoted: they are suggested (`which_document`). A place that the document does not
    have is said to be missing (`no_such_section`), with the sections that are there.
    """
    reference = read_reference(question)
    if reference is None:
        return None
    places = [
        place for reading in readings_of(generation, reference) if (place := _follow(generation, reference, reading))
    ]
    chosen = _choose(generation, places, recent)
    if chosen is not None:
        return _answer(generation, question, chosen, limit)
    existing = [place for place in places if place.found]
    newest_first = sorted(existing, key=lambda p: generation.documents[p.reading.index].date or "", reverse=True)
    refusal = _refusal(generation, question, "which_document", newest_first)
    return refusal if refusal.suggestions else None


def _follow(generation: Generation, reference: Reference, reading: Reading) -> Place | None:
    """Take the steps and mentioned headings in order; None when a mention fits nowhere."""
    outline = generation.outlines[reading.index]
    elements: list[Step | Mention] = sorted([*reference.steps, *reading.mentions], key=lambda e: e.start)
    if len(elements) == 2 and isinstance(elements[0], Step) and elements[0].unit == "thing":
        elements.reverse()  # 第三件民生实事 is the third of the 民生实事
    place = NOWHERE
    for element, last in zip(elements, [False] * (len(elements) - 1) + [True], strict=True):
        if isinstance(element, Mention):
            if place != NOWHERE and element.words in outline.texts[place]:
                continue
            inside = outline.containing(element.words, place)
            # A heading named last asks for a subject, which is for search to find; not so an entry of a glossary.
            if inside is None or (last and (place == NOWHERE or not outline.in_annex(place))):
                return None
            place = inside
        elif element.unit in ("paragraph", "opening", "closing"):
            if last:
                span = outline.span_of(element, place)
                return Place(reading, place, span is not None, span)
        elif element.unit == "thing" and place == NOWHERE:
            return None
        else:
            next_place = outline.follow(element, place)
            if next_place is None:
                return Place(reading, place, False)
            place = next_place
    return Place(reading, place, place != NOWHERE)


def _choose(generation: Generation, places: Sequence[Place], recent: str | None) -> Place | None:
    """The place that is meant: in the recent document, else where only one document fits or is called just so."""
    documents = generation.documents
    existing = [place for place in places if place.found]
    for group in (existing, places):
        if found := next((p for p in group if documents[p.reading.index].id == recent), None):
            return found if found.found or not existing else _only(existing) or found
    return _only(existing) or _titled(generation, existing) or (_only(places) if not existing else None)


def _only(places: Sequence[Place]) -> Place | None:
    return places[0] if len(places) == 1 else None


def _titled(generation: Generation, places: Sequence[Place]) -> Place | None:
    """The one document whose whole title the question names; 民法典 is a whole title."""

    def whole(place: Place) -> bool:
        title = generation.documents[place.reading.index].title.removeprefix(_STATE)
        return 0 < len(title) <= place.reading.named

    return _only([place for place in places if whole(place)])


def _answer(generation: Generation, question: str, place: Place, limit: int) -> Answer:
    if not place.found:
        return _refusal(generation, question, "no_such_section", [place])
    quotes = _quotes(generation, place, limit)
    below = generation.outlines[place.reading.index].children(place.heading) if place.heading != NOWHERE else []
    outline = generation.outlines[place.reading.index]
    suggestions = tuple(suggest_section(outline.document, outline.path(i)) for i in below[:SUGGESTIONS])
    return Answer(question, False, None, 1.0, quotes, suggestions, generation.id, how="reference")


def _quotes(generation: Generation, place: Place, limit: int) -> tuple[Quote, ...]:
    """The first passages of the section in text order, or those that the span touches, the span highlighted."""
    rows = np.flatnonzero(generation.document_of == place.reading.index)
    entries = [generation.entries[i] for i in rows]
    if place.span is None:
        inside = [e for e in entries if place.heading in e.passage.path]
        return tuple(quote_entry(e, (), 1.0, 1.0) for e in inside[:limit])
    start, end = place.span
    touched = [e for e in entries if e.passage.start < end and start < e.passage.end]
    return tuple(quote_entry(e, _inside(e, place.span), 1.0, 1.0) for e in touched[:limit])


def _inside(entry: Entry, span: Span) -> tuple[Span, ...]:
    passage = entry.passage
    start, end = max(span[0], passage.start), min(span[1], passage.end)
    whole = (start, end) == (passage.start, passage.end)
    return () if whole else ((start - passage.start, end - passage.start),)


def _refusal(generation: Generation, question: str, reason: str, places: Sequence[Place]) -> Answer:
    suggestions = []
    for place in places:
        outline = generation.outlines[place.reading.index]
        offered = [place.heading] if place.found else (outline.children(place.heading) or outline.parts())
        suggestions += [suggest_section(outline.document, outline.path(i)) for i in offered if i != NOWHERE]
    return Answer(question, True, reason, 0.0, (), tuple(suggestions[:SUGGESTIONS]), generation.id, how="reference")
