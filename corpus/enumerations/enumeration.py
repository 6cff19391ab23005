"""What a list in a document is."""

from dataclasses import dataclass
from typing import Literal

from corpus.chinese.sentences import Span

Form = Literal[
    "headings",
    "marked",
    "rows",
    "dashes",
    "paragraphs",
    "leads",
    "alike",
    "sentences",
    "semicolons",
    "commas",
    "listed",
]
"""How the items are told from each other: sub-`headings` of a section; `marked` by numerals in sequence; `rows` of a table;
`dashes`, `paragraphs`; short first sentences (`leads`); beginnings `alike`; the `sentences` of a paragraph; parts between
`semicolons`, between `commas`, and `listed` by 、."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The `items` of one list as spans of the document's text, in text order and apart from each other.

    `leads` is the beginning of every item that says what it is: its heading, its first sentence, or all of it. `stem` is
    what announces them, `around` the first sentence of the paragraph or of the item that they stand in; (0, 0) where there is
    none. `section` is the heading they stand under, ROOT for none. `family` is that of the markers, or the common beginning.
    `stated` is how many there are by the stem, the heading or what is around; None where none says. `complete` is false where
    numbers are missing.
    """

    form: Form
    section: int
    stem: Span
    items: tuple[Span, ...]
    leads: tuple[Span, ...]
    family: str = ""
    around: Span = (0, 0)
    stated: int | None = None
    complete: bool = True
    depth: int = 0

    @property
    def span(self) -> Span:
        """From the beginning of the first item to the end of the last."""
        return self.items[0][0], self.items[-1][1]
