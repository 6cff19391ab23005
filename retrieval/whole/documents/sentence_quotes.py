"""The sentence that a clause stands in, as a quote."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.chinese.sentences import Span, sentences, trimmed
from retrieval.answer import Quote
from retrieval.index.entries import Entry
from retrieval.index.generation import Generation
from retrieval.quotes.records import quote_entries
from retrieval.whole.documents.scan import Scan


def sentence_around(entry: Entry, clause: Span) -> Span:
    """The whole sentence of the passage that `clause` begins in."""
    spans = sentences(entry.document.text, entry.passage.start, entry.passage.end)
    around = next((span for span in spans if span[0] <= clause[0] < span[1]), clause)
    return trimmed(entry.document.text, *around)


def quote_sentence(
    generation: Generation, scanned: Scan, row: int, confidence: float, marks: Sequence[Span] | None = None
) -> Quote:
    """The sentence of the clause in `row`; marked are the spans `marks` of the text, the clause where None are given."""
    entry, clause = generation.entries[int(scanned.entry[row])], scanned.spans[row]
    start, end = sentence_around(entry, clause)
    marked = [trimmed(entry.document.text, *clause)] if marks is None else marks
    narrowed = replace(entry, passage=replace(entry.passage, start=start, end=end))
    return quote_entries([narrowed], marked, confidence, confidence)
