"""A quote to be copied: what it says and where it stands, in one text; where room is short, whole sentences or nothing of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rendering import PATH_SEPARATOR, utf16_length
from corpus.chinese.sentences import sentences
from corpus.document import Document
from retrieval.answer import Quote
from retrieval.quotes.records import day_of


@dataclass(frozen=True, slots=True)
class Quotation:
    """`quoted` is a slice of the document, empty where no sentence has room; `source` says where it stands, in a line."""

    quoted: str
    source: str

    def __str__(self) -> str:
        """What is copied."""
        return f"{self.quoted}\n——{self.source}" if self.quoted else self.source


def quotation(quote: Quote, document: Document, room: int) -> Quotation:
    """The quote, else its key sentence, else nothing of it, with its source, in at most `room` UTF-16 units.

    Of the headings only the innermost is named where that makes room for the words.
    """
    for quoted in _pieces(quote):
        for path in (quote.heading_path, quote.heading_path[-1:]):
            made = Quotation(quoted, citation(document, path))
            if utf16_length(str(made)) <= room:
                return made
    return Quotation("", _cut(citation(document, quote.heading_path), room))


def citation(document: Document, path: Sequence[str]) -> str:
    """Title, speaker, date and headings in one line."""
    facts = "，".join([f"《{document.name}》", *filter(None, (document.speaker, day_of(document)))])
    return facts + ("：" + PATH_SEPARATOR.join(path) if path else "")


def _pieces(quote: Quote) -> Iterator[str]:
    """The quote, and the sentences that its first highlight stands in, without white space at their ends."""
    yield quote.text.strip()
    if quote.highlights:
        first, last = quote.highlights[0]
        touched = [(a, b) for a, b in sentences(quote.text) if a < last and first < b]
        if touched:
            yield quote.text[touched[0][0] : touched[-1][1]].strip()


def _cut(line: str, room: int) -> str:
    while utf16_length(line) > room:
        line = line[:-2] + "…"
    return line
