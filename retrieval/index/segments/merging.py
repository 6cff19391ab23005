"""Merging: several small segments become one that holds the documents that are still wanted, without encoding anything."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments.postings import Postings, Vocabulary, save_postings
from retrieval.index.segments.segment import DOCUMENT, FIELDS, FIRST_CLAUSE, Segment
from retrieval.index.segments.stored_documents import save_documents
from retrieval.index.segments.writing import finish_segment, save_clauses, save_token_lists
from retrieval.index.word_table import TokenLists, members

Chosen = tuple[Segment, NDArray[np.int64]]
"""A segment with the numbers of its documents to take, ascending."""


def merge_segments(folder: Path, chosen: Sequence[Chosen], encoder_id: str) -> str:
    """Write the segment of the `chosen` documents in order into `folder`; returns the digest of its contents."""
    passages = [_passages(*one) for one in chosen]
    clauses = [members(s.arrays.clause_starts, p)[0] for (s, _), p in zip(chosen, passages, strict=True)]
    save_documents(folder, [segment.documents.document(n) for segment, numbers in chosen for n in numbers.tolist()])
    np.save(folder / "passages.npy", _columns(chosen, passages))
    save_clauses(folder, _rows([s.arrays.clause_vectors for s, _ in chosen], clauses))
    np.save(folder / "wholes.npy", _rows([s.arrays.passage_vectors for s, _ in chosen], passages))
    np.save(folder / "contexts.npy", _rows([s.arrays.context_vectors for s, _ in chosen], passages))
    save_token_lists(folder, "clause", _lists([s.arrays.clause_tokens for s, _ in chosen], clauses))
    save_token_lists(folder, "context", _lists([s.arrays.context_tokens for s, _ in chosen], passages))
    vocabulary = _joint([segment for segment, _ in chosen])
    taken = {name: [numbers for _, numbers in chosen] if name == "titles" else passages for name in FIELDS}
    fields = {name: _field(name, [s for s, _ in chosen], taken[name], vocabulary) for name in FIELDS}
    save_postings(folder, vocabulary, fields)
    facts = {"encoder": encoder_id, "documents": sum(len(n) for _, n in chosen), "passages": sum(map(len, passages))}
    return finish_segment(folder, facts)


def _passages(segment: Segment, documents: NDArray[np.int64]) -> NDArray[np.int64]:
    return members(segment.first_passages, documents)[0]


def _columns(chosen: Sequence[Chosen], passages: Sequence[NDArray[np.int64]]) -> NDArray[np.int32]:
    parts, before, clauses = [], 0, 0
    for (segment, numbers), rows in zip(chosen, passages, strict=True):
        part = segment.arrays.passages[rows].copy()
        part[:, DOCUMENT] = before + np.searchsorted(numbers, part[:, DOCUMENT])
        sizes = np.diff(segment.arrays.clause_starts)[rows]
        part[:, FIRST_CLAUSE] = clauses + np.cumsum(sizes) - sizes
        before, clauses = before + len(numbers), clauses + int(sizes.sum())
        parts.append(part)
    return np.concatenate(parts)


def _rows(arrays: Sequence[NDArray[Any]], rows: Sequence[NDArray[np.int64]]) -> NDArray[Any]:
    return np.concatenate([array[some] for array, some in zip(arrays, rows, strict=True)])


def _lists(lists: Sequence[TokenLists], rows: Sequence[NDArray[np.int64]]) -> TokenLists:
    return TokenLists.of([one[row] for one, some in zip(lists, rows, strict=True) for row in some.tolist()])


def _joint(segments: Sequence[Segment]) -> Vocabulary:
    terms: dict[int, str] = {}
    for segment in segments:
        terms.update(zip(segment.fields["full"].digests.tolist(), segment.vocabulary(), strict=True))
    digests = np.array(sorted(terms), dtype=np.uint64)
    return Vocabulary(tuple(terms[d] for d in digests.tolist()), digests)


def _field(
    name: str, segments: Sequence[Segment], taken: Sequence[NDArray[np.int64]], vocabulary: Vocabulary
) -> Postings:
    """The postings of the texts `taken` of each segment, in order."""
    terms, texts, counts, lengths, before = [], [], [], [], 0
    for segment, rows in zip(segments, taken, strict=True):
        own = segment.fields[name]
        place = np.full(len(own.lengths), -1, dtype=np.int64)
        place[rows] = before + np.arange(len(rows))
        held = place[own.texts]
        known = np.searchsorted(vocabulary.digests, own.digests)
        terms.append(np.repeat(known, np.diff(own.starts))[held >= 0])
        texts.append(held[held >= 0])
        counts.append(np.asarray(own.counts)[held >= 0])
        lengths.append(np.asarray(own.lengths)[rows])
        before += len(rows)
    term, text = np.concatenate(terms), np.concatenate(texts)
    order = np.lexsort((text, term))
    starts = np.searchsorted(term[order], np.arange(len(vocabulary.terms) + 1))
    return Postings(
        vocabulary.digests,
        starts,
        text[order].astype(np.int32),
        np.concatenate(counts)[order],
        np.concatenate(lengths),
    )
