"""From an answer by single passages to a whole one, where the question wants that and it is found."""

from collections.abc import Mapping
from dataclasses import replace

from retrieval.answer import Answer, Kind
from retrieval.whole.asked import Asked, Gathering, Whole
from retrieval.whole.telling.facts import gather_facts
from retrieval.whole.telling.parts import gather_parts

GATHERINGS: Mapping[Kind, Gathering] = {"document_facts": gather_facts, "parts": gather_parts}
"""What gathers each kind."""


def completed(asked: Asked, kind: Kind | None) -> Answer:
    """The answer as one of `kind`, as it was where nothing of that kind is found."""
    whole = GATHERINGS[kind](asked) if kind and kind in GATHERINGS else None
    return _led(asked.answer, whole) if whole else asked.answer


def _led(answer: Answer, whole: Whole) -> Answer:
    return replace(
        answer,
        kind=whole.kind,
        items=whole.items,
        stated=whole.stated,
        without=whole.without,
        refused=False,
        reason=None,
    )
