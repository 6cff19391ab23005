"""Whole answers as parts: a line of the bot's own that counts, then the items, each a slice of a document under its number.

Items of one section stand below its name, one a line; others each with where they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.messages import Texts
from bot.rendering import Part, notice, numbered, quote_parts, shorten
from retrieval.answer import Quote

NAMED, NAME = 5, 40
"""Documents without an item that are named, and characters of each name; of more the number is said as well."""


@dataclass(frozen=True, slots=True)
class Itemised:
    """What is said of a whole answer beside its items: how many there are in all (`count`), how many the documents state, and
    the names of those `without`."""

    kind: str
    count: int
    stated: int | None = None
    without: tuple[str, ...] = ()


def itemised_parts(whole: Itemised, items: Sequence[Quote], texts: Texts, *, first: int = 0) -> list[Part]:
    """The `items` from number `first` (from 0) on; before the very first what is counted, behind the very last what is without."""
    say = texts.whole
    head = say.head(whole.kind, whole.count, whole.stated, len(whole.without)) if first == 0 else ""
    result = [notice(head)] if head else []
    for _, group in groupby(enumerate(items, first + 1), key=lambda pair: (place_of(pair[1]), pair[1].columns)):
        result += _group(list(group), texts)
    if whole.without and items and first + len(items) == whole.count:
        names = "、".join(f"《{shorten(name, NAME)}》" for name in whole.without[:NAMED])
        line = say.without if len(whole.without) <= NAMED else say.without_more
        result.append(notice(line.format(names=names, count=len(whole.without))))
    return result


def place_of(item: Quote) -> tuple[str, tuple[str, ...]]:
    """The document and the headings that an item stands under, its own left out where it is one itself."""
    path = item.heading_path
    own = bool(path) and item.text.startswith(path[-1])
    return item.document_id, path[:-1] if own else path


def _group(items: Sequence[tuple[int, Quote]], texts: Texts) -> list[Part]:
    number, first = items[0]
    source, *rest = quote_parts(first, texts)
    if len(items) == 1:
        return [numbered(source, number), *rest]
    path = quote_parts(replace(first, heading_path=place_of(first)[1]), texts)[1:-1]
    lines = [numbered(Part("item", item.text, item.highlights), n) for n, item in items]
    return [source, *path, *lines]
