"""Writing a segment: documents in, a folder of everything that is indexed of them out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from retrieval.fold import Folded, fold, terms
from retrieval.index.document_names import naming_text
from retrieval.index.encoder import Encoder
from retrieval.index.encoding import EntryVectors, FoldedTexts, encode_texts
from retrieval.index.entries import Entry, entries_of
from retrieval.index.segments.checking import seal
from retrieval.index.segments.nearest import AMONG, ASKED, write_coarse, write_index
from retrieval.index.segments.postings import TermNumbers, save_postings
from retrieval.index.segments.segment import COARSE, FIELDS, SIDES, Moments, open_arrays
from retrieval.index.segments.stored_documents import save_documents
from retrieval.index.word_table import TokenLists, bundled_words

BATCH = 2048
"""Passages encoded at once: enough for the encoder to sort texts by length, few enough to report progress."""


def write_segment(
    folder: Path,
    documents: Sequence[Document],
    encoder: Encoder,
    progress: Callable[[int], None] | None = None,
) -> str:
    """Write the segment of `documents` into `folder`; returns the digest of its contents.

    `progress` is called with the number of passages encoded since the last time.
    """
    entries = entries_of(documents)
    texts = FoldedTexts.of(entries)
    save_documents(folder, documents)
    np.save(folder / "passages.npy", _columns(documents, entries))
    _save_vectors(folder, _encoded(entries, texts, encoder, progress))
    _save_tokens(folder, texts)
    _save_postings(folder, documents, texts)
    return finish_segment(folder, {"encoder": encoder.id, "documents": len(documents), "passages": len(entries)})


def finish_segment(folder: Path, facts: dict[str, Any]) -> str:
    """Write what is computed of the rest into `folder`, and seal it; returns the digest of its contents."""
    save_sums(folder)
    arrays = open_arrays(folder)
    few = np.linspace(0, len(arrays.passages) - 1, ASKED, dtype=np.int64) if len(arrays.passages) else np.empty(0, int)
    asked = {"clause": np.array(arrays.passage_vectors[few]), "passage": np.array(arrays.context_vectors[few])}
    recall = {side: write_coarse(folder / COARSE[side], arrays.of(side), asked[side]) for side in COARSE}
    return seal(folder, "segment.json", {**facts, f"recall@{AMONG}": recall})


def _columns(documents: Sequence[Document], entries: Sequence[Entry]) -> NDArray[np.int32]:
    """The columns of passages.npy."""
    rows, seen, at = [], set(), 0
    for number, document in enumerate(documents):
        headings = document.headings
        for passage in document.passages:
            path = passage.path
            bare = bool(path) and headings[path[-1]].start == passage.start
            opens = (number, path) not in seen
            seen.add((number, path))
            rows.append((number, entries[at].rows[0], passage.end - passage.start, bare, opens))
            at += 1
    return np.array(rows, dtype=np.int32).reshape(-1, 5)


def _encoded(
    entries: Sequence[Entry], texts: FoldedTexts, encoder: Encoder, progress: Callable[[int], None] | None
) -> EntryVectors:
    """All vectors, encoded BATCH by BATCH."""
    if not entries:
        none = encoder.encode_questions([Folded("")])[:0]
        return EntryVectors(none, none, none)
    parts = []
    for start in range(0, len(entries), BATCH):
        some = entries[start : start + BATCH]
        clauses = texts.clauses[some[0].rows[0] : some[-1].rows[1]]
        part = FoldedTexts(texts.contexts[start : start + BATCH], texts.bodies[start : start + BATCH], clauses)
        parts.append(encode_texts(part, [e.rows[1] - e.rows[0] for e in some], encoder))
        if progress:
            progress(len(some))
    sides = zip(*((p.clause, p.passage, p.context) for p in parts), strict=True)
    return EntryVectors(*(np.concatenate(side) for side in sides))


def _save_vectors(folder: Path, vectors: EntryVectors) -> None:
    save_clauses(folder, vectors.clause)
    np.save(folder / "wholes.npy", vectors.passage)
    np.save(folder / "contexts.npy", vectors.context)


def save_clauses(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the FAISS index of the clauses' `vectors`."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    write_index(index, folder / "clauses.faiss")


def _save_tokens(folder: Path, texts: FoldedTexts) -> None:
    words = bundled_words()
    different = list(dict.fromkeys(texts.contexts))
    known = dict(zip(different, words.tokens(different), strict=True))
    save_token_lists(folder, "clause", TokenLists.of(words.tokens(texts.clauses)))
    save_token_lists(folder, "context", TokenLists.of([known[text] for text in texts.contexts]))


def save_token_lists(folder: Path, name: str, lists: TokenLists) -> None:
    """Write the words of every clause or of every context."""
    np.save(folder / f"{name}_tokens.npy", lists.flat)
    np.save(folder / f"{name}_tokens.starts.npy", lists.offsets)


def _save_postings(folder: Path, documents: Sequence[Document], texts: FoldedTexts) -> None:
    numbers = TermNumbers()
    place = {text: i for i, text in enumerate(dict.fromkeys(texts.contexts))}
    contexts = numbers.of(terms(text) for text in place).take([place[text] for text in texts.contexts])
    bodies = numbers.of(terms(text) for text in texts.bodies)
    # No term reaches over a line's end, so that those of the whole are those of its parts.
    whole = contexts.beside(bodies)
    titles = numbers.of(terms(fold(naming_text(document))) for document in documents)
    fields = dict(zip(FIELDS, (whole, bodies, contexts, titles), strict=True))
    save_postings(folder, *numbers.postings(fields))


def save_sums(folder: Path) -> None:
    """Write sums.npz of the vectors and words that lie in `folder`."""
    arrays: dict[str, Any] = {"holding": np.zeros(len(bundled_words().weights), dtype=np.int64)}
    segment = open_arrays(folder)
    for tokens in segment.tokens_of(range(len(segment.passages))):
        arrays["holding"][np.unique(tokens)] += 1
    for side in SIDES:
        arrays |= Moments.of(segment.of(side)).as_arrays(side)
    np.savez(folder / "sums.npz", **arrays)
