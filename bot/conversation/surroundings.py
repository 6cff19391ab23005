"""Walking through documents: outlines, sections, the text around a quote.

Pure functions over the corpus records. Headings are named by their index in `Document.headings`; spans are (start, end)
in `Document.text`, so that whatever is shown is a slice of it.
"""

from collections.abc import Sequence
from itertools import groupby

from corpus.chinese.sentences import Span, sentences
from corpus.document import Document, Heading, Passage

AROUND = 2
"""Sentences that `around` adds on each side."""


def find_document(documents: Sequence[Document], document_id: str) -> Document | None:
    """The document with this id; None where a reload has removed or changed it."""
    return next((d for d in documents if d.id == document_id), None)


def outline_of(document: Document) -> tuple[tuple[int, int], ...]:
    """Every heading in the order of the text with its depth: 0 for the outermost ones."""
    depths: list[int] = []
    for parent in _parents(document.headings):
        depths.append(0 if parent is None else depths[parent] + 1)
    return tuple(enumerate(depths))


def children(document: Document, heading: int | None) -> tuple[int, ...]:
    """The headings directly below `heading`; the outermost ones for None."""
    parents = _parents(document.headings)
    return tuple(i for i, parent in enumerate(parents) if parent == heading)


def path_of(document: Document, heading: int | None) -> tuple[int, ...]:
    """`heading` and those it stands under, outermost first; empty for None."""
    parents = _parents(document.headings)
    path: list[int] = []
    while heading is not None:
        path.insert(0, heading)
        heading = parents[heading]
    return tuple(path)


def section_span(document: Document, heading: int) -> Span:
    """Where the section under `heading` stands, its heading lines and sub-sections included."""
    level = document.headings[heading].level
    within = [document.headings[heading]]
    for later in document.headings[heading + 1 :]:
        if later.level <= level:
            break
        within.append(later)
    ends = [h.end for h in within] + [p.end for p in section_passages(document, heading)]
    return document.headings[heading].start, max(ends)


def section_passages(document: Document, heading: int) -> tuple[Passage, ...]:
    """The passages under `heading` and its sub-sections, in the order of the text."""
    return tuple(p for p in document.passages if heading in p.path)


def passage_at(document: Document, position: int) -> Passage | None:
    """The passage that holds the character at `position`; None for a heading or the title."""
    return next((p for p in document.passages if p.start <= position < p.end), None)


def section_at(document: Document, position: int) -> int | None:
    """The innermost heading that `position` stands under; None for text before the first heading."""
    passage = passage_at(document, position)
    if passage is not None:
        return passage.path[-1] if passage.path else None
    return next((i for i, h in enumerate(document.headings) if h.start <= position < h.end), None)


def around(document: Document, start: int, end: int, count: int = AROUND) -> Span:
    """`(start, end)` widened by up to `count` sentences on each side, without leaving the section or crossing a heading.

    The same span comes back where the section holds nothing more.
    """
    before, after = _run_at(document, start), _run_at(document, max(start, end - 1))
    if before is None or after is None:
        return start, end
    earlier = [s for s in sentences(document.text, before[0], start) if _says_something(document, s)]
    later = [s for s in sentences(document.text, end, after[1]) if _says_something(document, s)]
    return (earlier[-count:][0][0] if earlier else start), (later[:count][-1][1] if later else end)


def neighbours(document: Document, start: int, end: int) -> tuple[Passage | None, Passage | None]:
    """The passages right before and right after a span, in whatever section they stand."""
    before = [p for p in document.passages if p.end <= start]
    after = [p for p in document.passages if p.start >= end]
    return (before[-1] if before else None), (after[0] if after else None)


def _parents(headings: Sequence[Heading]) -> list[int | None]:
    open_at: list[int] = []
    result: list[int | None] = []
    for index, heading in enumerate(headings):
        while open_at and headings[open_at[-1]].level >= heading.level:
            open_at.pop()
        result.append(open_at[-1] if open_at else None)
        open_at.append(index)
    return result


def _run_at(document: Document, position: int) -> Span | None:
    """The stretch of text around `position` that no heading interrupts."""
    for _, group in groupby(document.passages, key=lambda p: p.path):
        run = list(group)
        if run[0].start <= position < run[-1].end:
            return run[0].start, run[-1].end
    return None


def _says_something(document: Document, span: Span) -> bool:
    return bool(document.text[span[0] : span[1]].strip())
