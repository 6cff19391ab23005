"""The records that travel from the library to whoever asks. Every character of a quote comes from a document."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Reason = Literal["empty_question", "not_confident", "nothing_found", "no_such_section", "which_document", "not_held"]
"""Why an answer is refused; `Answer` says what each means."""

How = Literal["search", "reference", "quotation"]
"""What found the quotes; `Answer` says what each means."""

Kind = Literal["passage", "list", "across", "comparison", "over_time", "document_facts", "parts", "conditions"]
"""What would answer as a whole. `passage`: one place. `list`: every member of an enumeration. `across`: one place of each
document that says it. `comparison`: one of each side. `over_time`: one of each year. `document_facts`: what a document says
about itself. `parts`: one for each part of the question. `conditions`: the case with what follows from it."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another section that says the same as a quote."""

    title: str
    file: str
    document_id: str
    heading_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a document may not hold any more, as the collection tells: `replaced` by a later version of the same work,
    `repealed` or `amended` by another document, or `limited` to a term.

    `by` is the title of the document that says so, without its year; `year` that one's, where it is known; `revised`
    whether it calls itself a revision. `until` is the last day of a term, as an ISO date.
    """

    kind: Literal["replaced", "repealed", "amended", "limited"]
    by: str = ""
    by_id: str = ""
    year: int | None = None
    revised: bool = False
    until: str | None = None

    @property
    def is_superseded(self) -> bool:
        """Whether another document has taken its place."""
        return self.kind in ("replaced", "repealed")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in an answer, part of a long one, or neighbouring ones: `text == document.text[start:end]`, byte for byte.

    All of it stands in one section and it is never more than a screenful. `highlights` are (start, end) within `text`:
    the sentences that answer. `score` is the ranking score, `confidence` in 0..1 the estimated probability that this
    quote answers. `page` is the page of the source that its passage begins on, None where the source has no pages.
    `recognized` is how sure text recognition is of the page it was read from (0..1), None where it is text in the source.
    `copies` are the files that hold the whole document once more, `also` other sections that say the same.
    `standing` is what there is to say of the document's validity, None where it holds as far as the collection tells.
    `columns` is the row of the document that heads the columns, where the quote begins in a table below it.
    """

    title: str
    file: str
    document_id: str
    byline: str
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...]
    score: float
    confidence: float
    page: int | None = None
    recognized: float | None = None
    copies: tuple[str, ...] = ()
    also: tuple[Elsewhere, ...] = ()
    standing: Standing | None = None
    columns: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A section offered where nothing answers, or one below the section that was asked for; `heading` is the index of its heading in the document's `headings`."""

    title: str
    file: str
    document_id: str
    heading_path: tuple[str, ...]
    heading: int


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document by what it is called."""

    title: str
    file: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Absent:
    """What a question names and the collection does not have: a region or year that no document is of, a document."""

    kind: Literal["region", "year", "document"]
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library says to a question. A `refused` answer may still carry quotes; `reason` says why it is one.

    `reason` is None for an answer, else one of the codes `empty_question`, `not_confident` (the quotes come closest, but
    do not seem to answer), `nothing_found` (not even those are near: no quotes, the nearest sections as suggestions),
    `no_such_section` (the document named has no such section), `which_document` (several have it), `not_held` (the collection has nothing of what it names, see `absent`). `how` says what found
    the quotes: `search`, `reference` (the question names a section of a document, as 第二部分第三点) or `quotation` (it
    repeats words of a document).

    `kind` is `passage` where the quotes are the answer; for the others `items` are all that belongs to it, in the order to be
    shown, not a choice of the best; `stated` is how many there should be where the documents say a number, `without` are
    the documents that were looked through and hold nothing of it. `offer` is a kind that the question may want instead of
    the passages; the items are of that kind then. `unread` counts further documents that were only compared roughly: none of
    the items is of them, but for those that hold the words as they are asked for. `absent` is what the question names and the collection does not have:
    what speaks of others instead is not shown.
    """

    question: str
    refused: bool
    reason: Reason | None
    confidence: float
    quotes: tuple[Quote, ...]
    suggestions: tuple[Suggestion, ...]
    generation: str
    how: How = "search"
    kind: Kind = "passage"
    items: tuple[Quote, ...] = ()
    stated: int | None = None
    without: tuple[DocumentName, ...] = ()
    offer: Kind | None = None
    absent: tuple[Absent, ...] = ()
    unread: int = 0

    def to_json(self) -> dict[str, Any]:
        """The Answer object of the command-line contract, where a title stands under `document`."""
        return {**asdict(self, dict_factory=_named_as_agreed), "total": len(self.items) if self.items else None}


def _named_as_agreed(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {"document" if name == "title" else name: value for name, value in fields}
