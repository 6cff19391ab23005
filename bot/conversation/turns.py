"""What is remembered of the last exchange, and what a message is understood to mean after it."""

from dataclasses import dataclass
from typing import Literal, get_args

from bot.conversation.stretches import Stretch
from corpus.headings.tree import ROOT
from retrieval.answer import Kind

WHOLE: frozenset[str] = frozenset(get_args(Kind)) - {"passage"}
"""The kinds of answers that show all that belongs to them, item by item."""

Action = Literal[
    "ask",
    "complete",
    "silent",
    "more",
    "continue",
    "next",
    "previous",
    "quote",
    "pick",
    "expand",
    "context",
    "section",
    "toc",
    "documents",
    "search",
    "source",
    "export",
    "help",
    "greet",
    "thanks",
    "laugh",
    "introduce",
    "commission",
    "unknown",
]
"""What a message wants. `complete` is the answer before as a whole one, all its items listed, `silent` the documents that it says nothing of. `more` are further quotes, `continue` the rest of a text, `next` one further quote. `quote` shows quote `number`, `expand` the section it stands in; `context`, `section`, `source`
and `toc` concern the quote looked at, or quote `number`; `export` is all quotes of the conversation as a file;
`pick` is a number alone: of whatever was numbered last;
`commission` is a text to be written, `unknown` a command that does not exist."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that is offered: a document (ROOT), or the section under one of its headings."""

    document_id: str
    heading: int = ROOT


@dataclass(frozen=True, slots=True)
class Turn:
    """The last exchange. Plain values only, so that a channel may store it.

    `question` is the last question as understood, whole even where the user typed 那浙江呢; `topic` the same without
    what was asked on top of it (怎么申请), empty where nothing was. `kind` says what came of it: `answer`, `keywords` (a
    search), one of WHOLE (the quotes are its items, `stated` how many the documents say there are), for a refusal its
    reason, empty before the first. `offer` is one of WHOLE that the question may want instead. `quotes` are all that were found, best first: the first
    `near` are worth offering, the first `shown` have been shown, number `at` (from 0) is looked at. `offered` are the
    sections that the answer named. `view` is the text shown last where the user asked for that one (a quote, its
    context, its section), `rest` what of it did not fit. `choices` are what the user may pick by number; where there
    are none, quotes are. `outdated` is a turn whose quotes no longer stand where they stood.
    """

    question: str = ""
    quotes: tuple[Stretch, ...] = ()
    shown: int = 0
    at: int = 0
    view: Stretch | None = None
    rest: Stretch | None = None
    choices: tuple[Choice, ...] = ()
    near: int = 0
    topic: str = ""
    kind: str = ""
    offered: tuple[Choice, ...] = ()
    outdated: bool = False
    stated: int | None = None
    offer: Kind | None = None

    @property
    def is_whole(self) -> bool:
        """Whether its quotes are the items of a whole answer."""
        return self.kind in WHOLE

    @property
    def current(self) -> Stretch | None:
        """The text looked at."""
        return self.view or (self.quotes[self.at] if self.quotes else None)

    @property
    def refused(self) -> bool:
        """Whether nothing answered."""
        return self.kind not in ("", "answer", "keywords") and not self.is_whole


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as understood: the `question` to ask, and what to do.

    For `search` it holds the words to look for, for `toc` the name of a document (empty: the one looked at), for
    `documents` the speaker whose they are (empty: anybody's), for `unknown` the command.
    `kind` is what a whole answer is to be, None to have that read from the question.
    `interpreted` is what to tell the user (理解为：…), None where the message was taken as typed. `asked` is the message
    as typed where it may be taken otherwise too: whoever answers looks every reading up. `within` is the id of the document
    that it is asked of alone. `number` counts from 1.
    """

    question: str
    interpreted: str | None = None
    action: Action = "ask"
    number: int | None = None
    asked: str = ""
    within: str | None = None
    named: str = ""
    topic: str = ""
    kind: Kind | None = None
