"""What is remembered of the last exchange, and what a message is understood to mean after it."""

from dataclasses import dataclass
from typing import Literal

Action = Literal[
    "ask", "more", "previous", "quote", "pick", "expand", "context", "section", "toc", "documents", "search", "source",
    "help", "greet", "thanks",
]  # fmt: skip
"""What a message wants. `quote` shows quote `number`, `expand` the section it stands in; `context`, `section`, `source`
and `toc` concern the quote looked at, or quote `number`; `pick` is a number alone: of whatever was numbered last."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: `text[start:end]` of the document. `highlights` are relative to `start`."""

    document_id: str
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that was offered under a number: a document, or the section under one of its headings."""

    document_id: str
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The last exchange. Plain values only, so that a channel may store it.

    `question` is the last question as understood, whole even where the user typed 那浙江呢. `places` are all quotes
    found, best first, of which the first `shown` have been shown and number `at` (from 0) is looked at. `view` is the
    text shown last where that is more than the quote (its context, its section), `rest` what of it did not fit.
    `choices` are what the user may pick by number, the first under `first_choice`.
    """

    question: str = ""
    places: tuple[Place, ...] = ()
    shown: int = 0
    at: int = 0
    view: Place | None = None
    rest: Place | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def current(self) -> Place | None:
        """The text looked at."""
        return self.view or (self.places[self.at] if self.places else None)


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as understood: the `question` to ask or the words to look for, and what to do with them.

    `interpreted` is what to tell the user (理解为：…), None where the message was taken as typed. `alone` is the
    message as a question of its own, where it may be either that or a follow-up: whoever answers asks both and keeps
    the surer one. `number` counts from 1.
    """

    question: str
    interpreted: str | None = None
    action: Action = "ask"
    number: int | None = None
    alone: str | None = None
