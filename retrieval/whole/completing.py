"""From an answer by single passages to a whole one, where the question wants that and it is found."""

from collections.abc import Mapping
from dataclasses import replace

from retrieval.answer import Answer, Kind
from retrieval.whole.asked import Asked, Gathering, Whole
from retrieval.whole.documents.across import across_documents
from retrieval.whole.documents.comparison import compare_sides
from retrieval.whole.documents.over_time import over_the_years

GATHERINGS: Mapping[Kind, Gathering] = {
    "across": across_documents,
    "comparison": compare_sides,
    "over_time": over_the_years,
}
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
