"""One way to ask for every channel: the answer, with each quote compared once more with its document."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.errors import QuoteMismatch
from corpus.document import Document
from corpus.headings.tree import HeadingTree
from retrieval.answer import Answer, Kind, Quote, Standing
from retrieval.drafts.checked import CheckedQuote

log = logging.getLogger(__name__)


class Answering(Protocol):
    """What a message needs of the collection, as it is at one moment: a `retrieval.snapshot.Snapshot`."""

    @property
    def id(self) -> str: ...

    @property
    def documents(self) -> Sequence[Document]: ...

    @property
    def passages(self) -> int: ...

    def document(self, document_id: str) -> Document | None: ...

    def tree(self, document_id: str) -> HeadingTree | None: ...

    def standing(self, document_id: str) -> Standing | None: ...

    def documents_that_may_hold(self, words: str) -> Sequence[Document]: ...

    def near_words(self, words: str) -> tuple[str, ...]: ...

    def check_quotations(self, text: str) -> list[CheckedQuote]: ...

    def answer(
        self,
        question: str,
        *,
        recent: str | None = None,
        within: str | None = None,
        kind: Kind | None = None,
        offers: bool = False,
    ) -> Answer: ...


class Serving(Protocol):
    """The collection, as far as answering goes. Whoever answers a message takes one snapshot and asks it alone."""

    def snapshot(self) -> Answering: ...


def checked_answer(
    snapshot: Answering,
    question: str,
    *,
    recent: str | None = None,
    within: str | None = None,
    kind: Kind | None = None,
    offers: bool = False,
) -> Answer:
    """Answer `question`; quotes and items that are not in their document byte for byte are left out and logged as errors.

    `recent` is the id of the document last spoken of, which 第二部分 alone refers to; `within` that of the only one to search;
    `kind` is what a whole answer is to be, where that is known; with `offers` what is offered is gathered too.
    Raises QuoteMismatch when that leaves an answer without any quote: rather silent than wrong.
    """
    answer = snapshot.answer(question, recent=recent, within=within, kind=kind, offers=offers)
    quotes = tuple(quote for quote in answer.quotes if verify(quote, snapshot))
    if answer.quotes and not quotes and not answer.refused:
        raise QuoteMismatch(f"none of the {len(answer.quotes)} quotes is in its document; rebuild the library")
    items = tuple(item for item in answer.items if verify(item, snapshot))
    if answer.items and not items:
        return replace(answer, quotes=quotes, items=(), kind="passage", offer=None)
    return replace(answer, quotes=quotes, items=items)


def verify(quote: Quote, snapshot: Answering) -> bool:
    """Whether `quote.text` is exactly what its document says from `start` to `end`. A mismatch is logged."""
    document = snapshot.document(quote.document_id)
    if document is not None and 0 <= quote.start < quote.end and document.text[quote.start : quote.end] == quote.text:
        return True
    found = "no such document" if document is None else "other text"
    log.error("quote not sent: %s at %d-%d of document %s", found, quote.start, quote.end, quote.document_id)
    return False
