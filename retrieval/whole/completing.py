"""From an answer by single passages to a whole one, where the question wants that and it is found."""

from collections.abc import Mapping
from dataclasses import replace

from retrieval.answer import Answer, Kind
from retrieval.whole.asked import Asked, Gathering, Whole
from retrieval.whole.conditions.gathering import gather_conditions
from retrieval.whole.lists.gathering import gather_list

GATHERINGS: Mapping[Kind, Gathering] = {"list": gather_list, "conditions": gather_conditions}
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
