"""What a conversation has quoted, question by question, each quote compared with its document once more."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.asking import Answering, verify
from bot.conversation.stretches import Stretch, quote_in
from bot.conversation.turns import Turn
from bot.keeping import digests_of
from retrieval.answer import Quote
from retrieval.quotes.records import day_of

SEARCHED = 8
"""Passages of a search that are exported unless more of them were looked at."""
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML, and with it Word, cannot hold."""


@dataclass(frozen=True, slots=True)
class Noted:
    """The turn that an answer ended with, and `digests` of its quotes as they were then."""

    turn: Turn
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one question or search led to.

    `quotes` stand where they stood; `left_out` no longer do, or cannot be written; `further` were found and not looked at.
    `without` are the documents that a whole answer names as silent, `dates` those of the quoted ones by their ids.
    """

    turn: Turn
    quotes: tuple[Quote, ...]
    left_out: int = 0
    further: int = 0
    without: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)


def noted(turn: Turn, snapshot: Answering) -> Noted:
    """`turn` as it is now."""
    return Noted(turn, digests_of(turn.quotes, snapshot))


def excerpts(conversation: Sequence[Noted], snapshot: Answering) -> list[Excerpt]:
    """All that was answered, in order; what was shown again for the same question comes once. Refusals quote nothing."""
    return [_excerpt(each, snapshot) for each in _once(conversation) if each.turn.quotes and not each.turn.refused]


def count_of(found: Sequence[Excerpt]) -> tuple[int, int]:
    """How many quotes there are, and how many were left out."""
    return sum(len(excerpt.quotes) for excerpt in found), sum(excerpt.left_out for excerpt in found)


def is_writable(text: str) -> bool:
    """Whether a Word file can hold `text` as it is."""
    return _UNWRITABLE.search(text) is None


def storable(text: str) -> str:
    """`text` for a file, what that cannot hold replaced; never of a quote."""
    return _UNWRITABLE.sub("\ufffd", text)


def _once(conversation: Sequence[Noted]) -> list[Noted]:
    """Leafing leaves the turn again and again, each time further on: the first, with all that was shown."""
    result: list[Noted] = []
    for each in conversation:
        at = next((n for n, known in enumerate(result) if _is_same(known.turn, each.turn)), None)
        if at is None:
            result.append(each)
        else:
            known = result[at].turn
            question, shown = known.question or each.turn.question, max(known.shown, each.turn.shown)
            result[at] = replace(result[at], turn=replace(known, question=question, shown=shown))
    return result


def _is_same(one: Turn, other: Turn) -> bool:
    if (one.kind, one.quotes) != (other.kind, other.quotes):
        return False
    # A search is what it finds: the question of its turn is the one before it.
    return one.kind == "keywords" or not one.question or not other.question or one.question == other.question


def _excerpt(each: Noted, snapshot: Answering) -> Excerpt:
    turn = each.turn
    wanted = SEARCHED if turn.kind == "keywords" else turn.near
    count = len(turn.quotes) if turn.is_whole else min(max(turn.shown, wanted), len(turn.quotes))
    now = digests_of(turn.quotes[:count], snapshot)
    pairs = zip(turn.quotes, now, each.digests, strict=False)
    found = (_found(stretch, snapshot) for stretch, digest, before in pairs if digest and digest == before)
    quotes = tuple(quote for quote in found if quote is not None)
    further = len(turn.quotes) - count if turn.kind == "keywords" else 0
    silent = (snapshot.document(choice.document_id) for choice in turn.offered) if turn.is_whole else ()
    quoted = (snapshot.document(quote.document_id) for quote in quotes)
    dates = {d.id: day for d in quoted if d and (day := day_of(d))}
    return Excerpt(turn, quotes, count - len(quotes), further, tuple(d.name for d in silent if d), dates)


def _found(stretch: Stretch, snapshot: Answering) -> Quote | None:
    tree = snapshot.tree(stretch.document_id)
    quote = quote_in(snapshot, stretch) if tree else None
    return quote if quote and verify(quote, snapshot) and is_writable(quote.text) else None
