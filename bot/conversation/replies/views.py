"""Stretches of a document as parts to show: the text around a quote, a section, an outline. Every quote is a slice."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.conversation.keyword_search import Hit
from bot.conversation.surroundings import children, outline_of, passage_at, path_of, section_at, section_span
from bot.conversation.turns import Choice, Place
from bot.messages import Texts
from bot.rendering import Part, quote_parts
from corpus.chinese.sentences import Span, sentences
from corpus.document import Document, Passage
from retrieval.answer import Quote
from retrieval.quotes.records import byline

PAGE = 1200
"""Characters of a document shown at once; the rest follows on demand."""

OUTLINE = 45
"""Headings of an outline shown at once: as many levels as fit, but at least one."""


def quote_at(document: Document, place: Place) -> Quote:
    """What stands at `place`, as a quote. Score and confidence are 1: it was asked for."""
    path = path_of(document, section_at(document, place.start))
    passage = passage_at(document, place.start)
    return Quote(
        title=document.name, file=document.source, document_id=document.id, byline=byline(document),
        heading_path=tuple(document.headings[i].text for i in path), text=document.text[place.start : place.end],
        start=place.start, end=place.end, highlights=place.highlights, score=1.0, confidence=1.0, page=passage.page if passage else None,
        copies=document.copies,
    )  # fmt: skip


def page_of(document: Document, place: Place, room: int = PAGE) -> tuple[Place, Place | None]:
    """The passages at the beginning of `place` that fit into `room` characters (at least one), and what is left."""
    within = [p for p in document.passages if place.start < p.end and p.start < place.end]
    cut = next((p.start for p in within[1:] if p.end - place.start > room), None)
    if cut is None:
        return place, None
    return replace(place, end=cut), Place(place.document_id, cut, place.end)


def text_parts(document: Document, place: Place, texts: Texts) -> list[Part]:
    """The text at `place`, which may hold several sections: each under the headings that are new to it."""
    parts: list[Part] = []
    shown: tuple[int, ...] = ()
    for path, (start, end) in _stretches(document, place):
        quote = quote_at(document, Place(document.id, start, end, _clipped(place, start, end)))
        if not parts:
            parts += quote_parts(quote, texts)
        else:
            new = [i for i in path if i not in shown and document.headings[i].start != start]
            parts += [Part("path", document.headings[i].text) for i in new]
            parts.append(Part("quote", quote.text, quote.highlights))
        shown = path
    return parts


def outline_parts(document: Document, below: int | None = None) -> tuple[list[Part], tuple[Choice, ...]]:
    """The outline (what stands below heading `below`) with numbers to pick by, and what the numbers stand for."""
    entries = [(i, depth) for i, depth in outline_of(document) if below is None or _is_below(document, i, below)]
    least = min((depth for _, depth in entries), default=0)
    fits = [d for d in range(least, least + 9) if sum(depth <= d for _, depth in entries) <= OUTLINE]
    deepest = max(fits, default=least)
    entries = [(i, depth) for i, depth in entries if depth <= deepest]
    lines = [
        Part("suggestion", f"{'　' * (depth - least)}{number}. {document.headings[i].text}")
        for number, (i, depth) in enumerate(entries, 1)
    ]
    return lines, tuple(Choice(document.id, i) for i, _ in entries)


def document_parts(documents: Sequence[Document]) -> list[Part]:
    """The documents as a numbered list with their bylines."""
    return [
        Part("suggestion", f"{number}. {document.name}{_said(document)}")
        for number, document in enumerate(documents, 1)
    ]


def title_part(document: Document) -> Part:
    """The document's name and byline."""
    return Part("source", f"📄 {document.name}{_said(document)}", ((2, 2 + len(document.name)),))


def hit_parts(hits: Sequence[Hit], texts: Texts) -> list[Part]:
    """Search hits as a numbered list: where each stands, and the sentences that hold the words."""
    parts: list[Part] = []
    for number, hit in enumerate(hits, 1):
        start, end = _around_words(hit)
        spans = tuple((a - start, b - start) for a, b in hit.spans if start <= a and b <= end)
        place = Place(hit.document.id, hit.passage.start + start, hit.passage.start + end, spans)
        source, *rest = quote_parts(quote_at(hit.document, place), texts)
        parts += [numbered(source, number), *rest]
    return parts


def numbered(part: Part, number: int) -> Part:
    """`part` with the number under which it may be picked."""
    mark = f"[{number}] "
    moved = tuple((a + len(mark), b + len(mark)) for a, b in part.highlights)
    return replace(part, text=mark + part.text, highlights=moved)


def is_long(document: Document, heading: int) -> bool:
    """Whether a section is better entered through its sub-sections."""
    start, end = section_span(document, heading)
    return end - start > 2 * PAGE and len(children(document, heading)) > 1


def _stretches(document: Document, place: Place) -> list[tuple[tuple[int, ...], Span]]:
    """The text at `place` cut where a heading stands, white space at the ends left out, with the path of each piece."""
    within = [p for p in document.passages if place.start < p.end and p.start < place.end]
    pieces: list[tuple[tuple[int, ...], Span]] = []
    for path, group in groupby(within, key=_path):
        run = list(group)
        start, end = max(place.start, run[0].start), min(place.end, run[-1].end)
        text = document.text[start:end]
        start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
        if start < end:
            pieces.append((path, (start, end)))
    return pieces


def _said(document: Document) -> str:
    said = byline(document)
    return f"　{said}" if said else ""


def _path(passage: Passage) -> tuple[int, ...]:
    return passage.path


def _clipped(place: Place, start: int, end: int) -> tuple[Span, ...]:
    spans = ((max(a + place.start, start) - start, min(b + place.start, end) - start) for a, b in place.highlights)
    return tuple((a, b) for a, b in spans if a < b)


def _is_below(document: Document, heading: int, above: int) -> bool:
    start, end = section_span(document, above)
    return heading != above and start <= document.headings[heading].start < end


def _around_words(hit: Hit) -> Span:
    """The sentences of the passage from the first to the last word found, as far as a few lines hold them."""
    text = hit.document.text[hit.passage.start : hit.passage.end]
    spans = [(a, b) for a, b in sentences(text) if any(a <= s < b for s, _ in hit.spans)]
    start, end = spans[0] if spans else (0, len(text))
    for _, b in spans[1:]:
        if b - start > PAGE // 6:
            break
        end = b
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
