"""What is kept of answers, for their buttons and for follow-ups: the turn, and digests of what its quotes said.

A turn holds positions in documents and never their text.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.asking import Answering
from bot.conversation.channel import Length
from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from corpus.document import Document

Vote = Literal["up", "down", "wrong"]


@dataclass(frozen=True, slots=True)
class Kept:
    """The turn that an answer ended with, and whose it is.

    `user` asked it with message `asked` of `chat` and was answered with `message` (None: not sent), the last one where
    `others` go before it.
    `digests` are of the texts of the turn's quotes, as `generation` holds them.
    """

    id: str
    user: int
    chat: int
    asked: int | None
    generation: str
    turn: Turn
    digests: tuple[str, ...] = ()
    message: int | None = None
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user has chosen; None where nothing was."""

    language: str | None = None
    quotes: int | None = None
    length: Length | None = None


def kept_turn(turn: Turn, *, at: int = 0, question: str = "") -> Turn:
    """As much of `turn` as is kept: what was found, and which quote is shown. `question` is the text to keep of it."""
    return Turn(
        question,
        turn.quotes,
        shown=at + 1,
        at=at,
        near=turn.near,
        kind=turn.kind,
        offered=turn.offered,
        stated=turn.stated,
        offer=turn.offer,
        choices=() if turn.quotes else turn.offered,
    )


def digests_of(quotes: Sequence[Stretch], snapshot: Answering) -> tuple[str, ...]:
    """A short fingerprint of what stands at each; empty where its document is not there."""
    return tuple(_digest(snapshot.document(quote.document_id), quote) for quote in quotes)


def still_there(kept: Kept, snapshot: Answering, first: int = 0, after: int | None = None) -> bool:
    """Whether the quotes of an answer, those from `first` to before `after`, stand where they stood."""
    return digests_of(kept.turn.quotes[first:after], snapshot) == kept.digests[first:after]


def _digest(document: Document | None, quote: Stretch) -> str:
    if document is None:
        return ""
    text = document.text[quote.start : quote.end]
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
