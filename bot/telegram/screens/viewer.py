"""What screens are made from: documents and places in them, as a reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.surroundings import passage_at, path_of
from bot.excerpts import Kept
from bot.messages import Texts
from bot.rendering import PATH_SEPARATOR, utf16_length
from bot.telegram.screens.buttons import key_of
from corpus.chinese.sentences import Span
from corpus.document import Document
from retrieval.answer import Quote
from retrieval.quotes.records import byline

COPIED = 256
"""UTF-16 units that a copy button takes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What screens are made from: the documents of one generation, the reader's language, the bot's name for links."""

    generation: str
    documents: Sequence[Document]
    say: Texts
    username: str

    def key(self, document: Document) -> str:
        """The short name of one of the documents."""
        return key_of(self.generation, document.id)

    def document_by_key(self, key: str) -> Document | None:
        """The document with this short name; None if it is not one of this generation."""
        return next((d for d in self.documents if self.key(d) == key), None)


def heading_path(document: Document, heading: int) -> tuple[str, ...]:
    """The texts of the headings above and including `heading`, outermost first."""
    return tuple(document.headings[i].text for i in path_of(document, heading))


def offered_sections(reading: Reading, kept: Kept) -> list[tuple[Document, int]]:
    """The sections that an answer offers, as far as they are still there."""
    documents = {d.id: d for d in reading.documents}
    found = [(documents[name], heading) for name, heading in kept.sections if name in documents]
    return [(document, heading) for document, heading in found if heading < len(document.headings)]


def quote_of(document: Document, span: Span, highlights: Sequence[Span] = ()) -> Quote:
    """`text[start:end]` of `document` as a quote; highlights are relative to the span."""
    start, end = span
    passage = passage_at(document, start)
    path = document.heading_path(passage) if passage else ()
    return Quote(
        document.name, document.source, document.id, byline(document), path, document.text[start:end], start, end,
        tuple(highlights), 0.0, 0.0, passage.page if passage else None, document.copies,
    )  # fmt: skip


def citation(document: Document, path: Sequence[str]) -> str:
    """Title, speaker, date and headings in one line, short enough for a copy button."""
    facts = [f"《{document.name}》", *filter(None, (document.speaker, document.date)), *path]
    line = "，".join(facts[: len(facts) - len(path)]) + ("：" + PATH_SEPARATOR.join(path) if path else "")
    while utf16_length(line) > COPIED:
        line = line[:-2] + "…"
    return line
