"""How a file would be understood, and what to check before it is taken in: all that can be known without taking it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.copies import copies_among
from corpus.document import Document
from corpus.folder import Skipped, read_file
from corpus.readers import Recognition
from corpus.review import Concern, review
from corpus.validity.works import other_versions, version_date


@dataclass(frozen=True, slots=True)
class Outlook:
    """One document of a file, what to check in it, and which documents of the collection it is a copy or version of."""

    document: Document
    concerns: tuple[Concern, ...]
    copies: tuple[Document, ...]
    older: tuple[Document, ...]
    newer: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file: the documents in it (several in an archive or a mail), and what is none, each with its reason."""

    documents: tuple[Outlook, ...]
    skipped: tuple[Skipped, ...]


def inspect_file(file: Path, present: Sequence[Document], recognition: Recognition | None = None) -> Inspected:
    """Read `file` in the process with limits and compare it with the documents that are `present`. Takes seconds.

    Never raises for what the file holds.
    """
    documents, skipped = read_file(file, recognition=recognition)
    return Inspected(tuple(_outlook(document, present) for document in documents), tuple(skipped))


def _outlook(document: Document, present: Sequence[Document]) -> Outlook:
    copies = copies_among(document, present)
    held = {copy.id for copy in copies}
    versions = [other for other in other_versions(document, list(present)) if other.id not in held]
    own = version_date(document) or ""
    newer = tuple(v for v in versions if own and (version_date(v) or "") > own)
    older = tuple(v for v in versions if v not in newer)
    return Outlook(document, tuple(review(document)), tuple(copies), older, newer)
