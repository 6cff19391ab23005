"""Several questions in one message: each part answered by its own sentence, in order."""

from collections import Counter
from collections.abc import Sequence

from corpus.chinese.sentences import Span
from retrieval.answer import Quote
from retrieval.index.generation import Generation
from retrieval.quotes.records import quote_span
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.telling.chooser import Told, certainty, default_chooser, of_one_document
from retrieval.whole.telling.cutting import parts_of, with_topic
from retrieval.whole.telling.sentences import Wording

SHORT = 220
"""Characters of a passage that is shown whole, with its sentence marked."""


def gather_parts(asked: Asked) -> Whole | None:
    """One item a part; None where the message asks once, or one sentence answers all of it."""
    pieces = parts_of(asked.question.text)
    if len(pieces) < 2:
        return None
    chooser, understand = default_chooser("parts"), asked.searching.understand
    wordings = [Wording(understand(piece), understand(with_topic(pieces, at))) for at, piece in enumerate(pieces)]
    told = _apart(of_one_document([one for wording in wordings if (one := chooser.choose(asked, wording))]))
    places = {(one.best.document.id, one.best.span) for one in told}
    if len(told) < len(pieces) or len(places) < 2:
        return None
    shared = Counter(one.best.entry.passage for one in told)
    quotes = (_item(asked.generation, one, alone=shared[one.best.entry.passage] == 1) for one in told)
    return Whole("parts", tuple(dict.fromkeys(quotes)), certainty(told))


def _apart(told: Sequence[Told]) -> list[Told]:
    """The same, where a sentence that answers one part surely is less likely for the others."""
    taken: list[tuple[str, Span]] = []
    apart: dict[int, Told] = {}
    for at in sorted(range(len(told)), key=lambda i: -told[i].sure):
        apart[at] = told[at].apart_from(taken)
        taken.append((apart[at].best.document.id, apart[at].best.span))
    return [apart[at] for at in range(len(told))]


def _item(generation: Generation, told: Told, *, alone: bool) -> Quote:
    """The sentence as a quote; a short passage whole, with the sentence marked, where it is shown for this part `alone`."""
    best, passage = told.best, told.best.entry.passage
    tree = generation.trees[best.document.id]
    inside = passage.start <= best.start
    if not (alone and inside) or passage.end - passage.start > SHORT:
        return quote_span(tree, best.span, told.sure)
    span = (passage.start, passage.end)
    return quote_span(tree, span, told.sure, highlights=() if best.span == span else [best.span])
