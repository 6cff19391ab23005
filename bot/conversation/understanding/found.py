"""What the readings of a message have found together: each passage once, with where every reading has put it."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Answer, Quote

DEEP = 3
"""Quotes of each answer that are looked at. Of the 861 follow-ups fitted on, the passage asked for is among them in 96 of 100;
it is the first of an answer in 86."""


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where a reading has put a passage: number `rank` (from 0) of the quotes of answer `reading`."""

    reading: int
    rank: int
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage, in the `places` where readings have it, in the order of these; or that nothing was found (`quote` is None)."""

    quote: Quote | None
    places: tuple[FindingPlace, ...]

    @property
    def best(self) -> FindingPlace:
        """Where it stands first; of several such places, that of the first reading."""
        return min(self.places, key=lambda place: place.rank)

    @property
    def leads(self) -> bool:
        """Whether it is what the message as typed finds first."""
        return (self.places[0].reading, self.places[0].rank) == (0, 0)


def found_by(answers: Sequence[Answer]) -> tuple[Finding, ...]:
    """What the answers quote, one for each reading; first what the first of them has found first, though it be nothing."""
    groups: list[list[FindingPlace]] = [] if answers[0].quotes else [[FindingPlace(0, 0, None)]]
    for reading, answer in enumerate(answers):
        for rank, quote in enumerate(answer.quotes[:DEEP]):
            place = FindingPlace(reading, rank, quote)
            same = next((group for group in groups if _overlap(group[0].quote, quote)), None)
            if same is None:
                groups.append([place])
            elif same[-1].reading != reading:
                same.append(place)
    return tuple(Finding(group[0].quote, tuple(group)) for group in groups)


def _overlap(one: Quote | None, other: Quote) -> bool:
    return one is not None and one.document_id == other.document_id and one.start < other.end and other.start < one.end
