"""Stretches of documents as parts to print: each piece under the headings that are new to it. Every quote is a slice."""

from bot.asking import Answering
from bot.conversation.stretches import Stretch, passages_in, quote_in
from bot.messages import Texts
from bot.rendering import Part, quote_parts
from corpus.chinese.sentences import Span, sentences, trimmed
from corpus.document import Document
from corpus.headings.tree import HeadingTree, runs

FEW_LINES = 200
"""Characters that are shown of a passage that holds words searched for, or its first such sentence."""


def text_parts(tree: HeadingTree, stretch: Stretch, snapshot: Answering, texts: Texts) -> list[Part]:
    """The text there, which may hold several sections."""
    document = tree.document
    parts: list[Part] = []
    shown: tuple[int, ...] = ()
    for path, (start, end) in _pieces(document, stretch):
        quote = quote_in(snapshot, Stretch(document.id, start, end, _clipped(stretch, start, end)))
        if not parts:
            parts += quote_parts(quote, texts)
        else:
            new = [i for i in path if i not in shown and document.headings[i].start != start]
            parts += [Part("path", document.headings[i].text) for i in new]
            parts.append(Part("quote", quote.text, quote.highlights))
        shown = path
    return parts


def around_highlights(document: Document, stretch: Stretch) -> Stretch:
    """The sentences from the first to the last that is highlighted, as far as a few lines hold them."""
    text = document.text[stretch.start : stretch.end]
    spans = [(a, b) for a, b in sentences(text) if any(a <= s < b for s, _ in stretch.highlights)]
    start, end = spans[0] if spans else (0, len(text))
    for _, b in spans[1:]:
        if b - start > FEW_LINES:
            break
        end = b
    start, end = trimmed(text, start, end)
    held = tuple((a - start, b - start) for a, b in stretch.highlights if start <= a and b <= end)
    return Stretch(stretch.document_id, stretch.start + start, stretch.start + end, held)


def _pieces(document: Document, stretch: Stretch) -> list[tuple[tuple[int, ...], Span]]:
    """The text cut where a heading stands, white space at the ends left out, with the path of each piece."""
    pieces: list[tuple[tuple[int, ...], Span]] = []
    for path, run in runs(passages_in(document, stretch)):
        start, end = trimmed(document.text, max(stretch.start, run[0]), min(stretch.end, run[1]))
        if start < end:
            pieces.append((path, (start, end)))
    return pieces


def _clipped(stretch: Stretch, start: int, end: int) -> tuple[Span, ...]:
    spans = (
        (max(a + stretch.start, start) - start, min(b + stretch.start, end) - start) for a, b in stretch.highlights
    )
    return tuple((a, b) for a, b in spans if a < b)
