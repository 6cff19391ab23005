"""A list as an answer: the list that the question means, one quote an item."""

from corpus.chinese.sentences import Span
from retrieval.quotes.records import quote_span
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.lists.choosing import default_list_chooser
from retrieval.whole.lists.newest import newest_of_series

_JOINING = "，,、"


def gather_list(asked: Asked) -> Whole | None:
    """The items of the list that is meant, in the order of the text; None where nothing is enumerated anywhere near."""
    chooser = default_list_chooser()
    candidates, features = chooser.read(asked)
    if not candidates:
        return None
    scores = chooser.scores(features)
    best = candidates[newest_of_series(asked, candidates, int(scores.argmax()))]
    sure = chooser.sureness(candidates, features, scores)
    tree = asked.generation.trees[best.document.id]
    items = tuple(quote_span(tree, _unjoined(best.document.text, lead), sure) for lead in best.enumeration.leads)
    return Whole("list", items, sure, stated=best.enumeration.stated)


def _unjoined(text: str, item: Span) -> Span:
    """An item without the sign that only joins it to the next one: alone on its line it would seem cut off."""
    start, end = item
    return start, start + len(text[start:end].rstrip(_JOINING))
