"""From documents to vectors: every clause, every passage in its context, every context."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.chinese.sentences import clauses as clause_spans
from corpus.document import Document
from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.generation import Entry, Generation, context_text

CONTEXT_WEIGHT = 0.7
"""How much of its context a clause's vector holds. With the bundled encoder alone hit@1 on the tuning questions is 0.515 so and
0.392 without context; retrieval/models/yuanwen-static-zh/README.md has the tables."""
BATCH = 2048
"""Passages encoded at once: enough for the encoder to sort texts by length, few enough to report progress."""


@dataclass(frozen=True, slots=True)
class FoldedTexts:
    """What is indexed of some entries, folded once: their contexts and bodies, one each, and all clauses in order."""

    contexts: list[Folded]
    bodies: list[Folded]
    clauses: list[Folded]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "FoldedTexts":
        return cls(
            [fold(context_text(e.document, e.heading_path)) for e in entries],
            [fold(e.text) for e in entries],
            [fold(e.document.text[a:b]) for e in entries for a, b in _clauses(e)],
        )

    @property
    def whole(self) -> list[Folded]:
        """Context and body of every entry."""
        return [Folded(f"{context}\n{body}") for context, body in zip(self.contexts, self.bodies, strict=True)]


@dataclass(frozen=True, slots=True)
class EntryVectors:
    """Unit vectors of some entries: one row a clause, one a passage in its context, one a context."""

    clause: Vectors
    passage: Vectors
    context: Vectors


@dataclass(frozen=True, slots=True)
class Encoded:
    """Documents with their passages as entries and what was computed of them."""

    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    vectors: EntryVectors


def entries_of(documents: Sequence[Document]) -> tuple[Entry, ...]:
    """The passages of all documents in order, each with the rows that its clauses have in the index."""
    entries, row = [], 0
    for document in documents:
        for passage in document.passages:
            count = len(clause_spans(document.text, passage.start, passage.end))
            entries.append(Entry(document, passage, (row, row + count)))
            row += count
    return tuple(entries)


def encode_documents(
    documents: tuple[Document, ...],
    encoder: Encoder,
    *,
    reuse: Generation | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Encoded:
    """All vectors of all `documents`; those of unchanged ones are taken from `reuse` when its encoder is the same.

    `progress` is called with (passages done, passages).
    """
    entries = entries_of(documents)
    parts: list[EntryVectors] = []
    done = 0
    for part, count in _parts(documents, entries, encoder, reuse):
        parts.append(part)
        done += count
        if progress:
            progress(done, len(entries))
    sides = ((p.clause, p.passage, p.context) for p in parts)
    return Encoded(documents, entries, EntryVectors(*(np.concatenate(side) for side in zip(*sides, strict=True))))


def encode_entries(entries: Sequence[Entry], encoder: Encoder) -> EntryVectors:
    """The vectors of these entries alone."""
    texts = FoldedTexts.of(entries)
    clause, passage, context = map(encoder.encode_passages, (texts.clauses, texts.whole, texts.contexts))
    clause += CONTEXT_WEIGHT * np.repeat(context, [e.rows[1] - e.rows[0] for e in entries], axis=0)
    clause /= np.linalg.norm(clause, axis=1, keepdims=True) + 1e-9
    return EntryVectors(clause, passage, context)


def _parts(
    documents: Sequence[Document], entries: Sequence[Entry], encoder: Encoder, reuse: Generation | None
) -> Iterator[tuple[EntryVectors, int]]:
    """The vectors of all entries in order, piece by piece, each with how many entries it is of."""
    known = _known_rows(reuse) if reuse and reuse.encoder_id == encoder.id else {}
    by_document: dict[str, list[Entry]] = {d.id: [] for d in documents}
    for entry in entries:
        by_document[entry.document.id].append(entry)
    waiting: list[Entry] = []
    for document in documents:
        if reuse and document.id in known:
            if waiting:
                yield encode_entries(waiting, encoder), len(waiting)
                waiting = []
            first, last = known[document.id]
            rows = slice(reuse.entries[first].rows[0], reuse.entries[last - 1].rows[1])
            kept = EntryVectors(
                reuse.clause_vectors[rows], reuse.passage_vectors[first:last], reuse.context_vectors[first:last]
            )
            yield kept, last - first
        else:
            waiting += by_document[document.id]
            if len(waiting) >= BATCH:
                yield encode_entries(waiting, encoder), len(waiting)
                waiting = []
    if waiting:
        yield encode_entries(waiting, encoder), len(waiting)


def _known_rows(reuse: Generation) -> dict[str, tuple[int, int]]:
    """The range of entries of every document of a generation."""
    known: dict[str, tuple[int, int]] = {}
    for index, entry in enumerate(reuse.entries):
        first, _ = known.get(entry.document.id, (index, index))
        known[entry.document.id] = (first, index + 1)
    return known


def _clauses(entry: Entry) -> list[tuple[int, int]]:
    return clause_spans(entry.document.text, entry.passage.start, entry.passage.end)
