"""What is computed for a message, in a thread: what it means after the one before, and the answer if it is a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking import Answering
from bot.conversation.replies.answers import place_not_answered_for, surer
from bot.conversation.turns import Turn, Understood
from bot.conversation.understanding.followups import understand
from corpus.document import Document
from retrieval.answer import Answer


@dataclass(frozen=True, slots=True)
class Found:
    """What a message was understood as, the answer if it asked something, and what it was looked up in.

    `elsewhere` is the place that was asked about where the quotes are about another.
    """

    understood: Understood
    answer: Answer | None
    generation: str
    documents: Sequence[Document]
    elsewhere: str | None = None


def look_up(snapshot: Answering, asked: str, turn: Turn | None) -> Found:
    """Works in a thread. One generation serves the whole of it."""
    looked_at = (turn.current or next(iter(turn.choices), None)) if turn else None
    recent = looked_at.document_id if looked_at else None
    documents = snapshot.documents
    understood = understand(asked, turn, documents)
    answer = None
    if understood.action == "ask":
        answer, understood = surer(snapshot, understood, recent)
    elsewhere = None
    if answer is not None and answer.quotes and not answer.refused:
        elsewhere = place_not_answered_for(documents, understood.question, answer.quotes[0])
    return Found(understood, answer, snapshot.id, documents, elsewhere)
