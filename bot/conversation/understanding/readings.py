"""The ways in which a message may be taken after the one before; the collection decides between them (`choosing`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.conversation.turns import Turn, Understood
from bot.conversation.understanding.followups import is_value, on_top_of
from corpus.document import Document
from retrieval.answer import Kind
from retrieval.fold import fold
from retrieval.whole.kinds import default_kinds

Form = Literal["own", "filled", "joined"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a message.

    `form`: as typed (`own`), with what a rule made of it and the question before (`filled`), or asked on top of the topic
    (`joined`).
    """

    form: Form
    understood: Understood


RANGING: tuple[Kind, ...] = ("across", "comparison", "over_time")
"""Kinds of answers that are looked for in many documents: they are not asked of the one looked at."""
SURELY = 0.6
"""Probability of these kinds, by the wording, from which a message is taken so."""


def readings_of(understood: Understood, turn: Turn, documents: Sequence[Document]) -> tuple[Reading, ...]:
    """All ways to take the message that is `understood.asked`, and that rules understood so; one at least."""
    there = turn.current or next(iter(turn.choices), None)
    asked = understood.asked
    in_thread = there is not None and turn.question and any(d.id == there.document_id for d in documents)
    # A year, a region or a document put into the question before can mean nothing else.
    certain = bool(understood.named) and is_value(understood.named, documents)
    if there is None or not in_thread or certain or not any(letter.isalnum() for letter in asked):
        return (Reading("filled" if understood.interpreted else "own", understood),)
    if not understood.interpreted and _ranges(asked):
        return (Reading("own", understood),)
    topic = turn.topic or turn.question
    ways = [Reading("own", Understood(asked))]
    if understood.interpreted:
        ways.append(Reading("filled", understood))
    ways.append(Reading("joined", on_top_of(topic, asked, documents)))
    return (
        *ways,
        Reading("own", Understood(asked, topic=topic, within=there.document_id)),
        *(Reading(way.form, replace(way.understood, within=there.document_id)) for way in ways[1:]),
    )


def _ranges(asked: str) -> bool:
    shares = default_kinds().probabilities(fold(asked))
    return sum(shares[kind] for kind in RANGING) >= SURELY
