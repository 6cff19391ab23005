"""A whole answer again from the turn that it left: where its items stand, and what was said beside them."""

from bot.asking import Answering
from bot.conversation.stretches import quote_in
from bot.conversation.turns import Turn
from bot.itemised import Itemised
from retrieval.answer import Quote


def itemised(snapshot: Answering, turn: Turn) -> Itemised:
    """What is said of the whole answer; documents that are gone are not named."""
    found = (snapshot.document(choice.document_id) for choice in turn.offered)
    return Itemised(turn.kind, len(turn.quotes), turn.stated, tuple(d.name for d in found if d))


def items_of(snapshot: Answering, turn: Turn, first: int, end: int) -> list[Quote]:
    """Items `first` to before `end`; the collection is known to hold them."""
    return [quote_in(snapshot, stretch) for stretch in turn.quotes[first:end]]
