"""What the gathering of a whole answer starts from, and what it ends in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from retrieval.answer import Absent, Answer, DocumentName, Kind, Quote
from retrieval.fold import Folded
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.question.understanding import Question
from retrieval.search.ranked import Ranked
from retrieval.search.ranker import Ranker
from retrieval.search.reader import Reader


class Searching(Protocol):
    """What searches: a `retrieval.answering.Answerer`."""

    @property
    def encoder(self) -> Encoder: ...

    def ranker_for(self, generation: Generation) -> Ranker:
        """The ranker that ranks passages of `generation`."""

    @property
    def reader(self) -> Reader: ...

    def understand(self, text: Folded) -> Question:
        """What a wording says besides its words."""

    def rank(self, generation: Generation, question: Question, *, within: str | None = None) -> Ranked:
        """The candidates for `question`; with `within`, the id of a document, those of that document alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a generation, ranked and answered by single passages.

    With `within`, the id of a document, that one alone is asked. `absent` is what it names that the collection does not have.
    """

    generation: Generation
    searching: Searching
    question: Question
    ranked: Ranked
    answer: Answer
    within: str | None = None
    absent: tuple[Absent, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """All that belongs to an answer, in the order to be shown.

    `sure` is the estimated probability (0..1) that, if the question wants this kind of answer, this is it and complete.
    `stated`, `without` and `unread` as in `Answer`.
    """

    kind: Kind
    items: tuple[Quote, ...]
    sure: float
    stated: int | None = None
    without: tuple[DocumentName, ...] = ()
    unread: int = 0


Gathering: TypeAlias = Callable[[Asked], Whole | None]
"""Gathers one kind of whole answer; None where there is none."""
