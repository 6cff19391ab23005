"""Pieces of documents to show: a quote, the text around it, a page of a section. Whatever is shown is a slice.

Pure functions over a document and its heading tree; spans are (start, end) in `Document.text`.
"""

from dataclasses import dataclass, replace

from bot.asking import Answering
from corpus.chinese.sentences import Span, sentences
from corpus.document import Document, Passage
from corpus.headings.tree import ROOT, HeadingTree, runs
from retrieval.answer import Quote
from retrieval.quotes.records import byline, columns_over

AROUND = 2
"""Sentences that `around` adds on each side."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a document: `text[start:end]`. `highlights` are relative to `start`."""

    document_id: str
    start: int
    end: int
    highlights: tuple[Span, ...] = ()

    def moved(self, start: int, end: int) -> "Stretch":
        """Another piece of the same document; the highlights stay where they are in the text."""
        shift = self.start - start
        return Stretch(self.document_id, start, end, tuple((a + shift, b + shift) for a, b in self.highlights))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A stretch with what stands around it: widened within its section, or else between those `before` and `after`."""

    before: Stretch | None
    middle: Stretch
    after: Stretch | None

    @property
    def whole(self) -> Stretch:
        """All of it as one stretch."""
        return self.middle.moved((self.before or self.middle).start, (self.after or self.middle).end)


def quote_at(tree: HeadingTree, stretch: Stretch) -> Quote:
    """What stands there, as a quote. Score and confidence are 1: it was asked for."""
    document, passage = tree.document, tree.passage_at(stretch.start)
    return Quote(
        title=document.name,
        file=document.source,
        document_id=document.id,
        byline=byline(document),
        heading_path=tree.path_texts(tree.section_at(stretch.start)),
        text=document.text[stretch.start : stretch.end],
        start=stretch.start,
        end=stretch.end,
        highlights=stretch.highlights,
        score=1.0,
        confidence=1.0,
        page=passage.page if passage else None,
        recognized=min((r for p in passages_in(document, stretch) if (r := p.recognized) is not None), default=None),
        copies=document.copies,
        columns=columns_over(document, stretch.start),
    )


def quote_in(snapshot: Answering, stretch: Stretch) -> Quote:
    """The same of a stretch that is known to be in `snapshot`, with what is to be said of the document's validity."""
    tree = snapshot.tree(stretch.document_id)
    assert tree is not None, "what is shown is in the snapshot"
    return replace(quote_at(tree, stretch), standing=snapshot.standing(stretch.document_id))


def whole_document(document: Document) -> Stretch:
    """From the first passage to the last."""
    passages = document.passages
    return Stretch(document.id, passages[0].start if passages else 0, passages[-1].end if passages else 0)


def passages_in(document: Document, stretch: Stretch) -> list[Passage]:
    """The passages of which `stretch` holds a part, in text order."""
    return [p for p in document.passages if stretch.start < p.end and p.start < stretch.end]


def section_stretch(tree: HeadingTree, heading: int) -> Stretch:
    """The section under `heading`, its headings included; for ROOT the whole document."""
    return whole_document(tree.document) if heading == ROOT else Stretch(tree.document.id, *tree.span(heading))


def around(document: Document, start: int, end: int, *, count: int = AROUND) -> Span:
    """`(start, end)` widened by up to `count` sentences on each side, without leaving the section or crossing a heading.

    The same span comes back where the section holds nothing more.
    """
    before, after = _run_at(document, start), _run_at(document, max(start, end - 1))
    if before is None or after is None:
        return start, end
    earlier = [s for s in sentences(document.text, before[0], start) if _says_something(document, s)]
    later = [s for s in sentences(document.text, end, after[1]) if _says_something(document, s)]
    return (earlier[-count:][0][0] if earlier else start), (later[:count][-1][1] if later else end)


def surroundings(tree: HeadingTree, stretch: Stretch) -> Surroundings:
    """The sentences before and after `stretch`; where its section has no more, the passages before and after."""
    wider = around(tree.document, stretch.start, stretch.end)
    if wider != (stretch.start, stretch.end):
        return Surroundings(None, stretch.moved(*wider), None)
    before, after = (
        Stretch(tree.document.id, passage.start, passage.end) if passage else None
        for passage in tree.neighbours(stretch.start, stretch.end)
    )
    return Surroundings(before, stretch, after)


def first_page(document: Document, stretch: Stretch, room: int | None) -> tuple[Stretch, Stretch | None]:
    """The passages at the beginning that fit into `room` characters (at least one), and what is left.

    None has room for everything.
    """
    within = passages_in(document, stretch)
    cut = next((p.start for p in within[1:] if room is not None and p.end - stretch.start > room), None)
    if cut is None:
        return stretch, None
    return replace(stretch, end=cut), Stretch(stretch.document_id, cut, stretch.end)


def _run_at(document: Document, position: int) -> Span | None:
    """The stretch of text around `position` that no heading interrupts."""
    return next((run for _, run in runs(document.passages) if run[0] <= position < run[1]), None)


def _says_something(document: Document, span: Span) -> bool:
    return bool(document.text[span[0] : span[1]].strip())
