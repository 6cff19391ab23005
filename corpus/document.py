"""The records every format ends in.

Offsets are character offsets into `Document.text`, the canonical text: the kept lines of the source, never rewritten,
joined by newlines (broken lines are joined without one). Everything quoted to a user is a slice of that text.
"""

from dataclasses import KW_ONLY, dataclass
from typing import Literal

FactKind = Literal[
    "title", "issuer", "number", "speaker", "occasion", "location", "date", "published", "effective", "origin"
]
"""What a fact states: how the document is called, who issued it and under which number (文号), who spoke, at which meeting, in
which place; when it was spoken, adopted or signed (`date`), when published, from when on it holds; what published it."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line as a reader yields it: `text` without line break, `line` its number in the source file from 1.

    Formats without lines count paragraphs (and the lines of tables, running heads and navigation) instead. `level` is
    the heading level that the file's own markup states (Markdown `#` = 1), None where it states none. `page`, from 1,
    is where the line begins, None in formats without pages; at each offset of `turns` in `text` the next page begins.
    `recognized` are the pages it stands on that were read from pictures, each with the mean confidence (0..1) there.
    `rule` is set where the format itself shows that the line is not the document's (navigation, a page number): the
    name of the rule to drop it by.
    """

    text: str
    line: int
    level: int | None = None
    _: KW_ONLY
    page: int | None = None
    turns: tuple[int, ...] = ()
    rule: str | None = None
    recognized: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A source line that is not part of the document, with the name of the rule that says so."""

    line: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What a document or its page states about itself, and where: `text[span]` of the document says it.

    `span` is None where the source line `line` says it that is dropped, as the page's. `value` is as written, of days an
    ISO date, without day where none is given (1929-12).
    """

    kind: FactKind
    value: str
    span: tuple[int, int] | None
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `text` as written without its closing punctuation, `text[start:end]` of the document with it.

    `level` counts from 1. `number` is the parsed numeral (一 -> 1), None for an unnumbered title. `run_in` says that
    the section's text follows on the same line. `line` is 1-based in the source file.
    """

    text: str
    level: int
    number: int | None
    start: int
    end: int
    line: int
    run_in: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is ranked and quoted: `document.text[start:end]`, whole sentences of one section.

    `path` holds indices into `Document.headings`, outermost first. `page` is the page it begins on, from 1, None where
    the source has no pages. `recognized` is the lowest confidence of the pages it stands on, where any was read from a
    picture by text recognition.
    """

    start: int
    end: int
    path: tuple[int, ...]
    page: int | None = None
    recognized: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One speech or report. `id` is a hash of `text`, title and source, `source` the file's path inside its folder.

    `title` is as written, `name` the title as a person would cite it (政府工作报告 alone completed by region and year).
    `title_span` is where the title stands in `text`, (0, 0) when the title was taken from elsewhere. `facts` are what it
    states about itself, `speaker` to `published` the values of the first of these kinds; `date` is that of publication or
    effect where the document itself names no other day. `copies` are the sources of files that hold the same text.
    """

    id: str
    title: str
    name: str
    text: str
    source: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    dropped: tuple[Dropped, ...] = ()
    title_span: tuple[int, int] = (0, 0)
    speaker: str | None = None
    date: str | None = None
    occasion: str | None = None
    location: str | None = None
    origin: str | None = None
    issuer: str | None = None
    number: str | None = None
    published: str | None = None
    copies: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def dated(self) -> str | None:
        """The day it is of as near as known: its own, else that on which its page was published."""
        return self.date or self.published

    def heading_path(self, passage: Passage) -> tuple[str, ...]:
        """The texts of the headings that `passage` stands under, outermost first."""
        return tuple(self.headings[i].text for i in passage.path)
