"""Questions that name a place in a document instead of a subject: 安徽报告第三部分（二）, 第十条, 讲话最后一部分.

Deterministic, and strict: a question is a reference only when every character of it is accounted for by the steps
(第三部分), by what the document is called (place, speaker, year, title, kind), by its headings, or by words that merely
ask. One word too many, and it is left to search. So 第一产业 or 第二季度 inside a question never lead here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.sentences import Span
from retrieval.answer import Answer, Quote
from retrieval.generation import Entry, Generation
from retrieval.navigation import NOWHERE
from retrieval.quoting import quote_entry, suggest_section
from retrieval.reference import FILLER, Reference, Step, read_reference

SUGGESTIONS = 8
_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the question that stand in a heading, with their position in it."""

    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to understand the reference in one document: `named` characters of it are the document's own names.

    `fit` grows with the length of the pieces: 政府工作报告 in one piece is closer than 政府, 工作 and 报告.
    """

    index: int
    named: int
    fit: int
    mentions: tuple[Mention, ...]


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
        place for reading in _readings(generation, reference) if (place := _follow(generation, reference, reading))
    ]
    chosen = _choose(generation, places, recent)
    if chosen is not None:
        return _answer(generation, question, chosen, limit)
    existing = [place for place in places if place.found]
    newest_first = sorted(existing, key=lambda p: generation.documents[p.reading.index].date or "", reverse=True)
    refusal = _refusal(generation, question, "which_document", newest_first)
    return refusal if refusal.suggestions else None


def _readings(generation: Generation, reference: Reference) -> list[Reading]:
    """The readings by name, or where there are none those that need headings as well; only the closest of them."""
    letters = reference.naming
    for with_headings in (False, True):
        known = (
            names + (generation.outlines[i].joined if with_headings else "")
            for i, names in enumerate(generation.namings)
        )
        possible = [i for i, text in enumerate(known) if all(letter in text for letter in letters)]
        tried = (_read(generation, i, reference, with_headings) for i in possible)
        if found := [reading for reading in tried if reading]:
            best = max(reading.fit for reading in found)
            return [reading for reading in found if reading.fit == best]
    return []


def _read(generation: Generation, index: int, reference: Reference, with_headings: bool) -> Reading | None:
    """Account for every character of the question outside its steps: of all ways, the one with the longest pieces."""
    name = generation.namings[index]
    headings = generation.outlines[index].joined if with_headings else ""
    steps = {step.start: step.end for step in reference.steps}
    text = reference.text
    reached = {0: Reading(index, 0, 0, ())}
    for at in range(len(text)):
        reading = reached.get(at)
        if reading is None:
            continue
        stop = min((start for start in steps if start >= at), default=len(text))
        if at == stop:
            _reach(reached, steps[at], reading)
            continue
        if filler := FILLER.match(text, at, stop):
            _reach(reached, filler.end(), reading)
        for end in _pieces(text, at, stop, name):
            size = end - at
            _reach(reached, end, replace(reading, named=reading.named + size, fit=reading.fit + size**2))
        for end in _pieces(text, at, stop, headings):
            mention = Mention(text[at:end], at)
            _reach(
                reached, end, replace(reading, fit=reading.fit + (end - at) ** 2, mentions=(*reading.mentions, mention))
            )
    return reached.get(len(text))


def _reach(reached: dict[int, Reading], at: int, reading: Reading) -> None:
    if at not in reached or reached[at].fit < reading.fit:
        reached[at] = reading


def _pieces(text: str, start: int, stop: int, known: str) -> Iterator[int]:
    """The ends of the pieces of two and more characters from `start` on that `known` holds; numbers only whole."""
    for end in range(start + 2, stop + 1):
        if text[start:end] not in known:
            return
        if not _splits_number(text, start, end) and _stands_whole(text[start:end], known):
            yield end


def _splits_number(text: str, start: int, end: int) -> bool:
    return any(0 < at < len(text) and text[at - 1].isdecimal() and text[at].isdecimal() for at in (start, end))


def _stands_whole(words: str, known: str) -> bool:
    """Whether `words` stand in `known` with no number cut at either end."""
    if not (words[0].isdecimal() or words[-1].isdecimal()):
        return True
    return any(not _splits_number(known, m.start(), m.end()) for m in re.finditer(re.escape(words), known))


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
