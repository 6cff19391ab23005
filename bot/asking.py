"""One way to ask for every channel: the answer, with each quote compared once more with its document."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from bot.errors import QuoteMismatch
from corpus.document import Document
from retrieval.answer import Answer, Quote

log = logging.getLogger(__name__)

RELOADS_TOLERATED = 3


class Answering(Protocol):
    """What a channel needs of the collection to answer."""

    @property
    def generation(self) -> str: ...

    @property
    def documents(self) -> Sequence[Document]: ...

    def answer(self, question: str, *, recent: str | None = None) -> Answer: ...


def checked_answer(collection: Answering, question: str, recent: str | None = None) -> Answer:
    """Answer `question`; quotes that are not in their document byte for byte are left out and logged as errors.

    `recent` is the id of the document last spoken of, which 第二部分 alone refers to.
    Raises QuoteMismatch when that leaves an answer without any quote: rather silent than wrong.
    """
    ask = collection.answer if recent is None else partial(collection.answer, recent=recent)
    for _ in range(RELOADS_TOLERATED):
        answer = ask(question)
        documents = collection.documents
        # A reload may switch in between; the same generation before and after means the documents are its own.
        if answer.generation == collection.generation:
            break
    quotes = tuple(quote for quote in answer.quotes if verify(quote, documents))
    if answer.quotes and not quotes and not answer.refused:
        raise QuoteMismatch(f"none of the {len(answer.quotes)} quotes is in its document; rebuild the library")
    return replace(answer, quotes=quotes)


def verify(quote: Quote, documents: Sequence[Document]) -> bool:
    """Whether `quote.text` is exactly what its document says from `start` to `end`. A mismatch is logged."""
    document = next((d for d in documents if d.id == quote.document_id), None)
    if document is not None and 0 <= quote.start < quote.end and document.text[quote.start : quote.end] == quote.text:
        return True
    found = "no such document" if document is None else "other text"
    log.error("quote not sent: %s at %d-%d of document %s", found, quote.start, quote.end, quote.document_id)
    return False
