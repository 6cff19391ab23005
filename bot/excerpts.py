"""What is remembered of answers: places in documents, never their text, with a digest of the text that stood there."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.chinese.sentences import Span
from corpus.document import Document

Vote = Literal["up", "down", "wrong"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`text[start:end]` of a document and the `digest` of what stood there; `highlights` are relative to `start`."""

    document_id: str
    start: int
    end: int
    highlights: tuple[Span, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, as far as its buttons need it.

    `user` asked it with message `asked` of `chat` and was answered with `message` (None: not sent, or in several).
    `kind` is `answer`, `keywords` (a list of hits) or, for a refusal, its reason. `sections` are (document id, heading) offered by a
    refusal. The first `near` excerpts are worth offering, the others only loosely related. `at` is the excerpt shown last. `question` is None unless questions are kept.
    """

    id: str
    user: int
    chat: int
    asked: int | None
    generation: str
    kind: str
    excerpts: tuple[Excerpt, ...] = ()
    sections: tuple[tuple[str, int], ...] = ()
    message: int | None = None
    near: int = 0
    at: int = 0
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user has chosen; None where nothing was."""

    language: str | None = None
    quotes: int | None = None
    length: str | None = None


def excerpt(document: Document, start: int, end: int, highlights: Iterable[Span] = ()) -> Excerpt:
    """What to keep of `document.text[start:end]`."""
    return Excerpt(document.id, start, end, tuple(highlights), digest(document.text[start:end]))


def still_there(kept: Excerpt, documents: Sequence[Document]) -> Document | None:
    """The document of `kept`, if it still says there what it said; else None."""
    document = next((d for d in documents if d.id == kept.document_id), None)
    if document is None or digest(document.text[kept.start : kept.end]) != kept.digest:
        return None
    return document


def digest(text: str) -> str:
    """A short fingerprint of a quote."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
