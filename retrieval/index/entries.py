"""Entries: passages with their documents, as they are indexed; a row of every array each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span
from corpus.chinese.sentences import clauses as clause_spans
from corpus.document import Document, Passage
from retrieval.fold import Folded
from retrieval.transformer.shown import shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage with its document; `rows` is the range of its clauses' rows."""

    document: Document
    passage: Passage
    rows: tuple[int, int]

    @property
    def text(self) -> str:
        return self.document.text[self.passage.start : self.passage.end]

    @property
    def heading_path(self) -> tuple[str, ...]:
        return self.document.heading_path(self.passage)

    @property
    def shown(self) -> Folded:
        """What the transformer is shown of it."""
        return shown(self.document.name, self.heading_path, self.text)

    @property
    def clauses(self) -> list[Span]:
        """Where its clauses stand in the document's text."""
        return clause_spans(self.document.text, self.passage.start, self.passage.end)


class Entries(Sequence[Entry]):
    """All entries in order; each is made when it is looked at."""

    def __init__(
        self, documents: Sequence[Document], document_of: NDArray[np.int64], clause_offsets: NDArray[np.int64]
    ) -> None:
        """`document_of` is the document of every entry, ascending; `clause_offsets` its first clause row, and their number."""
        self._documents, self._document_of, self._offsets = documents, document_of, clause_offsets
        self._first = np.searchsorted(document_of, np.arange(len(documents)))

    def __len__(self) -> int:
        return len(self._document_of)

    @overload
    def __getitem__(self, index: int | np.integer[Any]) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | np.integer[Any] | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        document = self._documents[owner := int(self._document_of[index])]
        passage = document.passages[int(index - self._first[owner])]
        return Entry(document, passage, (int(self._offsets[index]), int(self._offsets[index + 1])))

    def __iter__(self) -> Iterator[Entry]:
        return (self[i] for i in range(len(self)))


def entries_of(documents: Sequence[Document]) -> list[Entry]:
    """The passages of all documents in order, each with the rows that its clauses have."""
    entries, row = [], 0
    for document in documents:
        for passage in document.passages:
            count = len(clause_spans(document.text, passage.start, passage.end))
            entries.append(Entry(document, passage, (row, row + count)))
            row += count
    return entries


def context_text(document: Document, path: Sequence[str]) -> str:
    """The context of what stands in `document` under the headings `path`, as it is indexed beside the text."""
    return "\n".join([document.name, *path])
