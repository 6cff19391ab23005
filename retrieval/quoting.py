"""Passages and sections as the records of an answer, for whatever found them."""

from corpus.model import Document
from corpus.sentences import Span
from retrieval.answer import Quote, Suggestion
from retrieval.generation import Entry


def byline(document: Document) -> str:
    """Who, when, and at which meeting where the title does not say it; which other files hold the same text.

    As far as the document says: `周明远 2024-03-05 全市防汛会议　另见 防汛讲话.txt`.
    """
    occasion = document.occasion if document.occasion and document.occasion not in document.name else None
    facts = " ".join(part for part in (document.speaker, document.date, occasion) if part)
    more = f"等 {len(document.copies)} 份" if len(document.copies) > 2 else ""
    others = f"另见 {'、'.join(document.copies[:2])}{more}" if document.copies else ""
    return "　".join(part for part in (facts, others) if part)


def quote_entry(entry: Entry, highlights: tuple[Span, ...], score: float, confidence: float) -> Quote:
    """The whole passage of `entry` as a quote; `highlights` are relative to it."""
    document, passage = entry.document, entry.passage
    return Quote(
        document=document.name, file=document.source, document_id=document.id, byline=byline(document),
        heading_path=entry.heading_path, text=entry.text, start=passage.start, end=passage.end, page=passage.page,
        highlights=highlights, score=round(score, 4), confidence=round(confidence, 4),
    )  # fmt: skip


def suggest_section(document: Document, path: tuple[int, ...]) -> Suggestion:
    """The section that `path` (indices into the document's headings, outermost first) leads to."""
    texts = tuple(document.headings[i].text for i in path)
    return Suggestion(document.name, document.source, document.id, texts, path[-1])
