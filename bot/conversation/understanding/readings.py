"""The ways in which a message may be taken after the one before; the collection decides between them (`choosing`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Choice, Turn, Understood
from bot.conversation.understanding import slots
from bot.conversation.understanding.followups import is_value, on_top_of
from corpus.chinese.markers import marker
from corpus.document import Document
from corpus.headings.tree import ROOT
from retrieval.answer import Kind
from retrieval.fold import fold
from retrieval.whole.kinds import default_kinds

Form = Literal["own", "filled", "joined", "headed"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a message.

    `form`: as typed (`own`), with what a rule made of it and the question before (`filled`), asked on top of the topic
    (`joined`), or under the heading of the section looked at (`headed`).
    """

    form: Form
    understood: Understood


RANGING: tuple[Kind, ...] = ("across", "comparison", "over_time")
"""Kinds of answers that are looked for in many documents: they are not asked of the one looked at."""
LONGEST_HEADING = 30
"""Characters kept of a heading: longer ones are sentences."""
SURELY = 0.6
"""Probability of these kinds, by the wording, from which a message is taken so."""


def readings_of(understood: Understood, turn: Turn, documents: Sequence[Document]) -> tuple[Reading, ...]:
    """All ways to take the message that is `understood.asked`, and that rules understood so; one at least."""
    there = turn.current or next(iter(turn.choices), None)
    asked = understood.asked
    document = next((d for d in documents if there and d.id == there.document_id), None)
    # A year, a region or a document put into the question before can mean nothing else.
    certain = bool(understood.named) and is_value(understood.named, documents)
    if (
        there is None
        or document is None
        or not turn.question
        or certain
        or not any(letter.isalnum() for letter in asked)
    ):
        return (Reading("filled" if understood.interpreted else "own", understood),)
    if (not understood.interpreted or understood.named) and _ranges(understood.question):
        return (Reading("filled" if understood.named else "own", understood),)
    topic = turn.topic or turn.question
    ways = [Reading("own", Understood(asked))]
    if understood.interpreted:
        ways.append(Reading("filled", understood))
    ways.append(Reading("joined", on_top_of(topic, asked, documents)))
    return (
        *ways,
        Reading("own", Understood(asked, topic=topic, within=there.document_id)),
        *(Reading(way.form, replace(way.understood, within=there.document_id)) for way in ways[1:]),
        *_under_its_heading(asked, topic, there, document),
    )


def _under_its_heading(asked: str, topic: str, there: Stretch | Choice, document: Document) -> Iterator[Reading]:
    """The message under the heading of the section looked at, which says what that is about; nothing where it only counts."""
    if isinstance(there, Choice):
        heading = document.headings[there.heading].text if there.heading != ROOT else ""
    else:
        passage = next((p for p in document.passages if p.start <= there.start < p.end), None)
        heading = document.headings[passage.path[-1]].text if passage and passage.path else ""
    numbered = marker(heading)
    about = heading[numbered.end if numbered else 0 :].strip()[:LONGEST_HEADING]
    if about:
        whole = slots.joined(about, asked)
        yield Reading("headed", Understood(whole, interpreted=whole, topic=topic, within=there.document_id))


def _ranges(asked: str) -> bool:
    shares = default_kinds().probabilities(fold(asked))
    return sum(shares[kind] for kind in RANGING) >= SURELY
