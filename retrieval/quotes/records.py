"""Passages and sections as the records of an answer, for whatever found them."""

from collections.abc import Sequence

from corpus.chinese.sentences import Span, clauses, semicolon_parts, sentences, trimmed
from corpus.document import Document
from corpus.headings.tree import ROOT, HeadingTree
from corpus.tables import column_heads
from retrieval.answer import DocumentName, Elsewhere, Quote, Suggestion
from retrieval.index.entries import Entry

SCREENFUL = 600
"""Characters that a quote may have: about a screen of a phone. Passages are shorter (95 in 100 have less than 280 characters in
work reports); only joined ones and those without a full stop come near it."""


def byline(document: Document) -> str:
    """Who, when, and at which meeting where the title does not say it, as far as the document says."""
    occasion = document.occasion if document.occasion and document.occasion not in document.name else None
    return " ".join(part for part in (document.speaker, day_of(document), occasion) if part)


def columns_over(document: Document, start: int) -> str | None:
    """The row that heads the columns of the table that a quote from `start` on begins in, where it stands above."""
    heads = column_heads(document.text, start)
    return document.text[slice(*heads)] if heads else None


def day_of(document: Document) -> str | None:
    """Its own day; of a page that states none, that of its publication, as such."""
    return document.date or (f"{document.published}发布" if document.published else None)


def document_name(document: Document) -> DocumentName:
    """What `document` is called."""
    return DocumentName(document.name, document.source, document.id)


def quote_entry(entry: Entry, highlights: Sequence[Span], score: float, confidence: float) -> Quote:
    """The passage of `entry` as a quote; `highlights` are relative to it."""
    start = entry.passage.start
    return quote_entries([entry], [(a + start, b + start) for a, b in highlights], score, confidence)


def quote_entries(
    entries: Sequence[Entry], highlights: Sequence[Span], score: float, confidence: float, *, also: Sequence[Entry] = ()
) -> Quote:
    """Neighbouring passages of one section, in text order, as one quote; `highlights` are spans of the document's text.

    Of more than a SCREENFUL only what is around the first highlight is quoted. `also` are passages that say the same.
    """
    document, first = entries[0].document, entries[0].passage
    start, end = _screenful(document.text, (first.start, entries[-1].passage.end), highlights)
    seen = [(max(a, start) - start, min(b, end) - start) for a, b in highlights if a < end and start < b]
    return Quote(
        title=document.name,
        file=document.source,
        document_id=document.id,
        byline=byline(document),
        heading_path=entries[0].heading_path,
        text=document.text[start:end],
        start=start,
        end=end,
        page=first.page,
        recognized=min((r for e in entries if (r := e.passage.recognized) is not None), default=None),
        highlights=tuple(span for span in seen if span != (0, end - start)),
        score=round(score, 4),
        confidence=round(confidence, 4),
        copies=document.copies,
        columns=columns_over(document, start),
        also=_elsewhere(also, entries[0]),
    )


def quote_span(
    tree: HeadingTree, span: Span, confidence: float, *, highlights: Sequence[Span] = (), score: float = 0.0
) -> Quote:
    """A slice of a document as a quote, with the headings it stands under; of more than a SCREENFUL what begins it.

    `highlights` are spans of the document's text.
    """
    document = tree.document
    start, end = _screenful(document.text, span, ())
    section = tree.section_at(start)
    if section != ROOT and document.headings[section].start == start:
        section = tree.parents[section]
    passage = tree.passage_at(start) or next((p for p in document.passages if p.start >= start), None)
    return Quote(
        title=document.name,
        file=document.source,
        document_id=document.id,
        byline=byline(document),
        heading_path=tree.path_texts(section) if section != ROOT else (),
        text=document.text[start:end],
        start=start,
        end=end,
        page=passage.page if passage else None,
        recognized=passage.recognized if passage else None,
        highlights=tuple((max(a, start) - start, min(b, end) - start) for a, b in highlights if a < end and start < b),
        score=round(score, 4),
        confidence=round(confidence, 4),
        copies=document.copies,
        columns=columns_over(document, start),
    )


def suggest_section(tree: HeadingTree, section: int) -> Suggestion:
    """The section of `tree` as something to offer."""
    document = tree.document
    return Suggestion(document.name, document.source, document.id, tree.path_texts(section), section)


def _elsewhere(entries: Sequence[Entry], quoted: Entry) -> tuple[Elsewhere, ...]:
    """The sections of the `entries`, each once, without the one that is quoted."""
    sections = (
        Elsewhere(e.document.name, e.document.source, e.document.id, e.heading_path) for e in (quoted, *entries)
    )
    return tuple(dict.fromkeys(sections))[1:]


def _screenful(text: str, span: Span, highlights: Sequence[Span]) -> Span:
    """`span`, or as many whole sentences of it around the first highlight (else from its start) as fit a SCREENFUL."""
    if span[1] - span[0] <= SCREENFUL:
        return span
    pieces = _pieces(text, span)
    wanted = highlights[0][0] if highlights else span[0]
    first = last = next(i for i, piece in enumerate(pieces) if wanted < piece[1])
    grown = True
    while grown:
        grown = False
        if last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= SCREENFUL:
            last, grown = last + 1, True
        if first > 0 and pieces[last][1] - pieces[first - 1][0] <= SCREENFUL:
            first, grown = first - 1, True
    return trimmed(text, pieces[first][0], pieces[last][1])


def _pieces(text: str, span: Span) -> list[Span]:
    """The sentences of `span`; those that fill more than a screen cut at semicolons, at commas, at last anywhere."""
    pieces = [span]
    for cut in (sentences, semicolon_parts, clauses, _slices):
        pieces = [part for a, b in pieces for part in (cut(text, a, b) if b - a > SCREENFUL else [(a, b)])]
    return pieces


def _slices(text: str, start: int, end: int) -> list[Span]:
    return [(at, min(at + SCREENFUL, end)) for at in range(start, end, SCREENFUL)]
