"""One immutable generation, loaded: documents, passages and the indexes over them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Passage
from corpus.enumerations.finding import Enumerations
from corpus.headings.tree import HeadingTree
from retrieval.answer import Standing
from retrieval.fold import Folded, fold, years_named
from retrieval.index.document_names import names_of, regions_of, year_of
from retrieval.index.encoder import Vectors
from retrieval.index.lexical import LexicalIndex
from retrieval.index.meanings import Meanings
from retrieval.index.sounds import Sounds
from retrieval.index.word_table import Scores, TokenLists, bundled_words
from retrieval.standing import standings
from retrieval.transformer.shown import shown

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage with its document; `rows` is the range of its clauses' rows in the FAISS index."""

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


@dataclass(frozen=True)
class Spread:
    """Mean, shape (d,), and covariance, shape (d, d), of a set of vectors."""

    mean: Vectors
    covariance: Vectors

    @classmethod
    def of(cls, vectors: Vectors) -> "Spread":
        centred = vectors - vectors.mean(axis=0)
        return cls(vectors.mean(axis=0), (centred.T @ centred) / max(1, len(vectors)))

    def standardised(self, cosines: NDArray[np.float32], question: Vectors) -> NDArray[np.float32]:
        """`cosines` with `question` in standard deviations above the mean cosine of the whole set."""
        deviation = np.sqrt(max(float(question @ self.covariance @ question), 0.0))
        return np.asarray((cosines - float(self.mean @ question)) / (deviation + 1e-6))


@dataclass(frozen=True)
class Generation:
    """Everything a question needs. Arrays have one row or value per entry, clause rows one per clause.

    The context of an entry is its title and heading path. `full` indexes context and text, `body` the text, `contexts` the
    context, `titles` one text per document. `passage_vectors` embed context and text, `context_vectors` the context.
    `spreads` are those of the clause, passage and context vectors. Tokens are those of the bundled word table: of every
    clause, of every entry's context. `meanings` is None until the generation is deepened; its `id` stays the same then.
    """

    id: str
    encoder_id: str
    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    clauses: faiss.Index
    passage_vectors: Vectors
    context_vectors: Vectors
    spreads: dict[str, Spread]
    clause_tokens: TokenLists
    context_tokens: TokenLists
    token_idf: Scores
    full: LexicalIndex
    body: LexicalIndex
    contexts: LexicalIndex
    titles: LexicalIndex
    meanings: Meanings | None = None

    def deepened(self, meanings: Meanings) -> "Generation":
        """The same with the `meanings` of its passages, and with all that was computed of it before."""
        deep = replace(self, meanings=meanings)
        vars(deep).update({name: value for name, value in vars(self).items() if name not in vars(deep)})
        return deep

    @cached_property
    def clause_owner(self) -> NDArray[np.int64]:
        """The entry of every clause row."""
        return np.repeat(np.arange(len(self.entries)), np.diff(self.clause_offsets))

    @cached_property
    def clause_offsets(self) -> NDArray[np.int64]:
        """The first clause row of every entry, and at last their number."""
        return np.array([*(entry.rows[0] for entry in self.entries), self.clauses.ntotal], dtype=np.int64)

    @cached_property
    def clause_vectors(self) -> Vectors:
        """The vectors inside the FAISS index, without a copy: shape (clauses, dimensions)."""
        flat = faiss.rev_swig_ptr(
            self.clauses.get_xb(),  # type: ignore[attr-defined]
            self.clauses.ntotal * self.clauses.d,
        )
        return flat.reshape(self.clauses.ntotal, self.clauses.d)

    @property
    def shown(self) -> list[Folded]:
        """What the transformer is shown of every entry."""
        return [entry.shown for entry in self.entries]

    @cached_property
    def own_years(self) -> tuple[int | None, ...]:
        """The year every entry's document is of, where it says so."""
        by_document = {d.id: year_of(d) for d in self.documents}
        return tuple(by_document[entry.document.id] for entry in self.entries)

    @cached_property
    def section_years(self) -> tuple[frozenset[int], ...]:
        """The years that the nearest heading with a year in it names, for every entry."""
        by_path: dict[tuple[str, ...], frozenset[int]] = {}
        for entry in self.entries:
            path = entry.heading_path
            if path not in by_path:
                by_path[path] = next((years for h in reversed(path) if (years := years_named(fold(h)))), frozenset())
        return tuple(by_path[entry.heading_path] for entry in self.entries)

    @cached_property
    def sounds(self) -> Sounds:
        """What the words of all texts sound like, and those of the word table, which questions are made of."""
        counts = self.full.counts()
        pairs = Counter({term: count for term, count in counts.items() if len(term) == 2 and min(term) > "\u3400"})
        pairs.update(
            pair
            for word in bundled_words().spelt(np.arange(len(bundled_words().weights), dtype=np.int32))
            for pair in map("".join, pairwise(word))
            if min(pair) > "\u3400"
        )
        return Sounds(pairs, [term for term in counts if term.isascii()])

    @cached_property
    def trees(self) -> tuple[HeadingTree, ...]:
        """The headings of every document as a tree."""
        return tuple(HeadingTree(document) for document in self.documents)

    @cached_property
    def trees_by_id(self) -> dict[str, HeadingTree]:
        """The same by the documents' ids."""
        return {tree.document.id: tree for tree in self.trees}

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """What is to be said of the validity of documents, by their ids."""
        return standings(self.documents)

    @cached_property
    def enumerations(self) -> Enumerations:
        """The lists of every document, by its id."""
        return Enumerations(self.trees_by_id)

    @cached_property
    def heading_lines(self) -> tuple[Folded, ...]:
        """The headings of every document, folded and without blanks, each on its line."""
        return tuple(_heading_lines(document) for document in self.documents)

    @cached_property
    def names(self) -> tuple[Folded, ...]:
        """What every document may be called in passing, as in `retrieval.index.document_names`."""
        return tuple(names_of(document) for document in self.documents)

    @cached_property
    def opens_section(self) -> NDArray[np.bool_]:
        """For every entry whether it is the first of its heading path."""
        seen: set[tuple[str, tuple[int, ...]]] = set()
        opens = np.zeros(len(self.entries), dtype=bool)
        for index, entry in enumerate(self.entries):
            key = (entry.document.id, entry.passage.path)
            opens[index] = key not in seen
            seen.add(key)
        return opens

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The characters of every entry."""
        return np.array([entry.passage.end - entry.passage.start for entry in self.entries], dtype=np.int64)

    @cached_property
    def is_bare(self) -> NDArray[np.bool_]:
        """For every entry whether it is a heading that has no text of its own."""
        return np.array(
            [
                bool(path := e.passage.path) and e.document.headings[path[-1]].start == e.passage.start
                for e in self.entries
            ],
            dtype=bool,
        )

    @cached_property
    def document_regions(self) -> tuple[frozenset[str], ...]:
        """The regions that every document is of."""
        return tuple(regions_of(document) for document in self.documents)

    @cached_property
    def known_regions(self) -> frozenset[str]:
        """All regions that any document is of."""
        return frozenset().union(*self.document_regions)

    @cached_property
    def document_of(self) -> NDArray[np.int64]:
        """The document index of every entry."""
        index_of = {document.id: i for i, document in enumerate(self.documents)}
        return np.array([index_of[entry.document.id] for entry in self.entries], dtype=np.int64)

    def entries_of(self, document_id: str) -> NDArray[np.int64]:
        """The indices of the document's entries, in order; none where there is no such document."""
        index = next((i for i, document in enumerate(self.documents) if document.id == document_id), -1)
        return np.flatnonzero(self.document_of == index)


def _heading_lines(document: Document) -> Folded:
    folded = fold("\n".join(heading.text.replace("\n", " ") for heading in document.headings))
    return Folded("\n".join(_BLANK.sub("", line) for line in folded.split("\n")))


def context_text(document: Document, path: Sequence[str]) -> str:
    """The context of what stands in `document` under the headings `path`, as it is indexed beside the text."""
    return "\n".join([document.name, *path])
