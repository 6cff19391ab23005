"""Gathering: the passages that any way of looking finds, and which of them are worth looking at word by word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import terms
from retrieval.index.encoder import Vectors
from retrieval.index.generation import Generation
from retrieval.index.lexical import LexicalIndex
from retrieval.index.word_table import members
from retrieval.question.thesaurus import Link
from retrieval.question.understanding import Question
from retrieval.search.features import Columns, title_scores, years

PER_WAY = 60
"""Passages taken from each way of looking: the union holds the answer to 99.2 in 100 tuning questions on work reports, 97.2 on
local documents."""
CLAUSES = 400
"""Nearest clauses that the PER_WAY passages of the dense way are taken from; a passage has about five,
so that these are of 80 passages at least."""
COARSE = ("full", "clause", "passage", "title", "linked", "year", "meaning")
"""The cheap features, which all that is gathered has; their weights in the pruning are fitted, see `Ranker.coarse`."""
TITLE = 0.5
"""Weight of the document's name beside the BM25 of the text in two of the ways: half, so that a document that is
named comes before others without hiding them. These ways only widen the union; what the name is worth is fitted."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """`entries` are indices into the generation's entries, in order. `columns` are the features that are cheap to have for
    all of them; `clause_scores` holds for every one the cosine of each of its clauses, in text order."""

    entries: NDArray[np.int64]
    columns: Columns
    clause_scores: tuple[NDArray[np.float32], ...]

    def pruned(self, weights: Mapping[str, float], keep: int) -> "Gathered":
        """The `keep` best by the weighted sum of their columns alone, still in order."""
        coarse = sum(weight * self.columns[name] for name, weight in weights.items())
        kept = np.sort(np.argsort(-np.asarray(coarse), kind="stable")[:keep])
        columns = {name: column[kept] for name, column in self.columns.items()}
        return Gathered(self.entries[kept], columns, tuple(self.clause_scores[i] for i in kept))


def gather(generation: Generation, question: Question, vector: Vectors, *, within: str | None = None) -> Gathered:
    """The union of the best passages by each way of looking; `vector` is the question's, shape (dimensions,).

    With `within`, the id of a document, all passages of that document instead.
    """
    if within:
        return gathered_of(generation, question, vector, generation.entries_of(within))
    columns = _columns(generation, question, vector)
    full, titled = columns["full"], columns["full"] + TITLE * columns["title"]
    chosen = set(_nearest_by_clause(generation, vector))
    chosen.update(generation.passages.search(vector, PER_WAY)[1].tolist())
    if generation.meanings:
        chosen.update(generation.meanings.nearest(question.text, PER_WAY).tolist())
    for scores in (full, columns["body"], titled, titled + columns["linked"]):
        chosen.update(_best(scores, PER_WAY))
    return _of_entries(generation, question, vector, np.array(sorted(chosen), dtype=np.int64), columns)


def gathered_of(generation: Generation, question: Question, vector: Vectors, entries: NDArray[np.int64]) -> Gathered:
    """The `entries`, ascending indices, with their cheap features."""
    return _of_entries(generation, question, vector, entries, _columns(generation, question, vector))


def _columns(generation: Generation, question: Question, vector: Vectors) -> Columns:
    """The features of all passages that need no look at a single one."""
    weight = generation.full.total(question.terms)
    return {
        "full": generation.full.scores(question.terms) / weight,
        "body": generation.body.scores(question.terms) / weight,
        "title": title_scores(generation, question.naming),
        "linked": linked_scores(generation.full, question.links) / weight,
    }


def _of_entries(
    generation: Generation, question: Question, vector: Vectors, entries: NDArray[np.int64], columns: Columns
) -> Gathered:
    rows, offsets = members(generation.clause_offsets, entries)
    cosines = generation.clause_vectors[rows] @ vector
    best = np.maximum.reduceat(cosines, offsets[:-1])
    whole = generation.passage_vectors[entries] @ vector
    found = {
        **{name: column[entries] for name, column in columns.items()},
        "clause": generation.spreads["clause"].standardised(best, vector),
        "passage": generation.spreads["passage"].standardised(whole, vector),
        "year": years(generation, question.years, entries),
        "meaning": meaning_scores(generation, question, entries),
    }
    return Gathered(entries, found, tuple(np.split(cosines, offsets[1:-1])))


def context_features(
    generation: Generation, question: Question, vector: Vectors, entries: NDArray[np.int64]
) -> Columns:
    """How the `entries` do by their contexts, and how much of the question they cover."""
    weight = generation.full.total(question.terms)
    near = generation.context_vectors[entries] @ vector
    return {
        "context": generation.contexts.scores(question.terms)[entries] / weight,
        "context_near": generation.spreads["context"].standardised(near, vector),
        "coverage": generation.full.coverage(question.terms, entries),
    }


def meaning_scores(generation: Generation, question: Question, entries: NDArray[np.int64]) -> NDArray[np.float32]:
    """The feature `meaning` of the `entries`."""
    if generation.meanings is None:
        return np.zeros(len(entries), dtype=np.float32)
    return generation.meanings.cosines(question.text, entries)


def linked_scores(index: LexicalIndex, links: Iterable[Link]) -> NDArray[np.float32]:
    """For each text of `index` the BM25 of the official expressions, the best of each link, weighted by the link.

    Shape (number of texts,), 0 without links. Meant as a value of its own beside the BM25 of the question's words, so
    that what was really asked is never drowned.
    """
    total = index.scores(())
    for link in links:
        total = total + link.weight * np.max([index.scores(terms(expression)) for expression in link.official], axis=0)
    return total


def _nearest_by_clause(generation: Generation, vector: Vectors) -> list[int]:
    _, rows = generation.clauses.search(vector, CLAUSES)
    by_clause = dict.fromkeys(generation.clause_owner[rows].tolist())
    return list(by_clause)[:PER_WAY]


def _best(scores: NDArray[np.float32], count: int) -> list[int]:
    if len(scores) <= count:
        return list(range(len(scores)))
    found: list[int] = np.argpartition(-scores, count)[:count].tolist()
    return found
