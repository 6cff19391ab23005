"""What a reply shows, before a channel has put it on a page or a screen: one record for each kind.

Quotes are those of the turn that comes with the outcome. `number` is the quote (from 0) that an outcome belongs to,
from which it was opened and to which one may go back; None where it stands by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.conversation.stretches import Stretch, Surroundings
from bot.conversation.turns import Choice
from corpus.document import Document
from corpus.headings.tree import HeadingTree
from retrieval.answer import Absent, Answer, Quote

Sentence = Literal[
    "understood_as",
    "asked_within",
    "unread",
    "ask_in_chinese",
    "same_passage",
    "nearest_again",
    "elsewhere",
    "none_of",
    "no_such_title",
    "nothing_yet",
    "no_more_quotes",
    "nothing_to_complete",
    "all_listed",
    "first_quote",
    "no_such_number",
    "collection_changed",
    "end_of_text",
    "whole_section",
    "no_such_document",
    "not_found",
    "not_found_but",
    "search_usage",
    "greeting",
    "welcome",
    "laughter",
    "introduction",
    "no_commissions",
    "unknown_command",
    "help",
]
"""A text of `bot.messages.catalogue.Replies`, which each channel says in its own words."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the bot's own, with what is filled in."""

    sentence: Sentence
    values: Mapping[str, object] = field(default_factory=dict)
    number: None = None


def said_absent(absent: Sequence[Absent]) -> list[Said]:
    """That the collection does not have what the question names: no document of these regions and years, not these documents."""
    titles = [one.name for one in absent if one.kind == "document"]
    others = [one.name for one in absent if one.kind != "document"]
    named: tuple[tuple[Sentence, list[str]], ...] = (("none_of", others), ("no_such_title", titles))
    return [Said(sentence, {"names": "、".join(names)}) for sentence, names in named if names]


def said_unread(answer: Answer) -> list[Said]:
    """How many documents a whole answer could not look at sentence by sentence, where there are such."""
    return [Said("unread", {"count": answer.unread})] if answer.unread and answer.kind != "passage" else []


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question, of which the first `shown` quotes are shown, behind the `remarks`."""

    answer: Answer
    shown: int
    remarks: tuple[Said, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole answer, whose items are the quotes of the turn: the first `shown` are shown, behind the `remarks`."""

    answer: Answer
    shown: int
    remarks: tuple[Said, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """That nothing answers, for which `reason`; the sections that are offered instead, and the `closest` quote."""

    reason: str | None
    offered: tuple[Choice, ...]
    closest: Quote | None = None
    remarks: tuple[Said, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quotes of the turn, from number `number` to before `end`; `further` where it is to be said how many are left."""

    number: int
    end: int
    further: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """The passages that hold some words: the quotes of the turn, of which the first `shown` are shown.

    `counts` says how many are of each document, most first; `near` are other words to search for.
    """

    words: str
    shown: int
    counts: tuple[tuple[str, int], ...] = ()
    near: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a document, as much of it as fits; `rest` follows when it is asked for."""

    tree: HeadingTree
    stretch: Stretch
    rest: Stretch | None = None
    number: None = None


@dataclass(frozen=True, slots=True)
class Context:
    """A quote with what stands around it; `page` is the beginning of that."""

    page: Page
    around: Surroundings
    number: int


@dataclass(frozen=True, slots=True)
class Section:
    """The section under a heading, for ROOT the whole document; `page` is the beginning of it."""

    tree: HeadingTree
    heading: int
    page: Page
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings below a heading, for ROOT those of the whole document.

    `numbered` are those that may be picked by number, `page` is the text where there are none.
    """

    tree: HeadingTree
    heading: int
    numbered: tuple[int, ...] = ()
    page: Page | None = None
    number: int | None = None


WhichDocuments = Literal["all", "speaker", "name", "silent"]
"""All, those of a speaker, those that a name fits, or those that are silent on what was asked."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents to choose from, and `which` they are."""

    documents: tuple[Document, ...]
    which: WhichDocuments = "all"
    number: None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stretch stands, to be copied."""

    tree: HeadingTree
    stretch: Stretch
    number: int


@dataclass(frozen=True, slots=True)
class Exporting:
    """The quotes of the whole conversation go to a file, which the channel writes, as it knows all turns.

    There are `count` of them; `left_out` no longer stand where they stood.
    """

    count: int = 0
    left_out: int = 0
    number: None = None


Outcome: TypeAlias = (
    Said
    | Answered
    | Listed
    | Refused
    | Quoted
    | Hits
    | Page
    | Context
    | Section
    | Contents
    | Documents
    | Source
    | Exporting
)
