"""One immutable generation, opened: documents, passages and the indexes over them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.enumerations.finding import Enumerations
from corpus.headings.tree import HeadingTree
from corpus.validity.claims import Claims
from retrieval.answer import Standing
from retrieval.fold import Folded, fold, years_named
from retrieval.index.document_names import year_of
from retrieval.index.encoder import Vectors
from retrieval.index.entries import Entries
from retrieval.index.lexical import LexicalIndex
from retrieval.index.meanings import Meanings
from retrieval.index.segments.living import Living, Spare
from retrieval.index.segments.nearest import VectorIndex
from retrieval.index.segments.segment import Moments
from retrieval.index.segments.stacked import Stacked
from retrieval.index.segments.stored_documents import in_memory
from retrieval.index.segments.stored_lists import StoredLists
from retrieval.index.sounds import Sounds
from retrieval.index.word_table import Scores, bundled_words
from retrieval.standing import standings

TREES_AT_HAND = 512
"""Trees of headings that stay in memory, the last that were asked for."""


@dataclass(frozen=True)
class Spread:
    """Mean, shape (d,), and covariance, shape (d, d), of a set of vectors."""

    mean: Vectors
    covariance: Vectors

    @classmethod
    def of(cls, moments: Moments) -> "Spread":
        count = max(1, moments.count)
        mean = moments.total / count
        covariance = moments.products / count - np.outer(mean, mean)
        return cls(mean.astype(np.float32), covariance.astype(np.float32))

    def standardised(self, cosines: NDArray[np.float32], question: Vectors) -> NDArray[np.float32]:
        """`cosines` with `question` in standard deviations above the mean cosine of the whole set."""
        deviation = np.sqrt(max(float(question @ self.covariance @ question), 0.0))
        return np.asarray((cosines - float(self.mean @ question)) / (deviation + 1e-6))


class Trees(Mapping[str, HeadingTree]):
    """The headings of every document as a tree, by its id; each is made when it is asked for."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self._documents = {document.id: document for document in documents}
        self._tree = lru_cache(maxsize=TREES_AT_HAND)(lambda id: HeadingTree(in_memory(self._documents[id])))

    def __getitem__(self, id: str) -> HeadingTree:
        return self._tree(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


@dataclass(frozen=True)
class Generation:
    """Everything a question needs, opened from what is `living`. Arrays have one row or value per entry, clause rows one per clause.

    The context of an entry is its title and heading path. `full` indexes context and text, `body` the text, `contexts` the
    context, `titles` one text per document. `passages` embed context and text, `context_vectors` the context.
    `spreads` are those of the clause, passage and context vectors. Tokens are those of the bundled word table: of every
    clause, of every entry's context; `token_holding` is how many entries hold each, `token_idf` how rare it is.
    `document_of` is the document's index, `clause_offsets` the first clause row of every entry and at last their number,
    `lengths` its characters; `is_bare` says whether it is a heading that has no text of its own, `opens_section` whether it is
    the first of its heading path. Of every document `names` is what it may be called in passing, as in
    `retrieval.index.document_names`, `document_regions` the regions it is of, `claims` what it says of validity,
    `heading_lines` its headings, folded and without blanks, each on its line. `years_mentioned` are those from 1900 to 2099
    that any document names in digits. `spares` are by their sources the copies of documents, as far as they are stored: they
    answer where the document itself may not be seen. `meanings` is None until the generation is deepened; its `id` stays the
    same then.
    """

    id: str
    encoder_id: str
    living: tuple[Living, ...]
    documents: tuple[Document, ...]
    names: tuple[Folded, ...]
    document_regions: tuple[frozenset[str], ...]
    claims: tuple[Claims, ...]
    years_mentioned: frozenset[int]
    heading_lines: Sequence[Folded]
    document_of: NDArray[np.int64]
    clause_offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]
    is_bare: NDArray[np.bool_]
    opens_section: NDArray[np.bool_]
    clauses: VectorIndex
    passages: VectorIndex
    context_vectors: Stacked | Vectors
    spreads: dict[str, Spread]
    clause_tokens: StoredLists
    context_tokens: StoredLists
    token_holding: NDArray[np.int64]
    token_idf: Scores
    full: LexicalIndex
    body: LexicalIndex
    contexts: LexicalIndex
    titles: LexicalIndex
    meanings: Meanings | None = None
    spares: Mapping[str, Spare] = field(default_factory=dict)

    def deepened(self, meanings: Meanings) -> "Generation":
        """The same with the `meanings` of its passages, and with all that was computed of it before."""
        deep = replace(self, meanings=meanings)
        vars(deep).update({name: value for name, value in vars(self).items() if name not in vars(deep)})
        return deep

    @cached_property
    def entries(self) -> Entries:
        """All passages with their documents."""
        return Entries(self.documents, self.document_of, self.clause_offsets)

    @cached_property
    def by_source(self) -> tuple[Document, ...]:
        """All documents in the order of their sources."""
        return tuple(sorted(self.documents, key=lambda document: document.source))

    @property
    def clause_vectors(self) -> Stacked:
        """The vectors inside the FAISS indexes, where they lie: shape (clauses, dimensions)."""
        return self.clauses.vectors

    @property
    def passage_vectors(self) -> Stacked:
        """The vectors of context and text, shape (entries, dimensions)."""
        return self.passages.vectors

    @cached_property
    def clause_owner(self) -> NDArray[np.int64]:
        """The entry of every clause row."""
        return np.repeat(np.arange(len(self.entries)), np.diff(self.clause_offsets))

    @cached_property
    def document_years(self) -> tuple[int | None, ...]:
        """The year every document is of, where it says so."""
        return tuple(map(year_of, self.documents))

    def section_years(self, entry: int) -> frozenset[int]:
        """The years that the nearest heading with a year in it names, for one entry."""
        return _years_of(self.entries[entry].heading_path)

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
    def trees(self) -> Trees:
        """The headings of every document as a tree, by its id."""
        return Trees(self.documents)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """What is to be said of the validity of documents, by their ids."""
        return standings(self.documents, self.claims)

    @cached_property
    def superseded(self) -> tuple[int, ...]:
        """The numbers of the documents that others have taken the place of."""
        return tuple(self.index_of[known] for known, standing in self.standings.items() if standing.is_superseded)

    @cached_property
    def enumerations(self) -> Enumerations:
        """The lists of every document, by its id."""
        return Enumerations(self.trees)

    @cached_property
    def known_regions(self) -> frozenset[str]:
        """All regions that any document is of."""
        return frozenset().union(*self.document_regions)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Those whose speeches the documents are."""
        return frozenset(document.speaker for document in self.documents if document.speaker)

    @cached_property
    def index_of(self) -> dict[str, int]:
        """The number of every document, by its id."""
        return {document.id: index for index, document in enumerate(self.documents)}

    def entries_of(self, document_id: str) -> NDArray[np.int64]:
        """The indices of the document's entries, in order; none where there is no such document."""
        index = self.index_of.get(document_id, -1)
        first, last = np.searchsorted(self.document_of, [index, index + 1])
        return np.arange(first, last)


@lru_cache(maxsize=4096)
def _years_of(path: tuple[str, ...]) -> frozenset[int]:
    return next((years for h in reversed(path) if (years := years_named(fold(h)))), frozenset())
