"""The scan: of every document the clauses that come nearest to the topic, each described by a few readable numbers.

Nothing is left out: all clauses of all documents are compared by vector and all passages by BM25; of each document the
PASSAGES best are then looked at clause by clause and word by word.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span, clauses
from retrieval.fold import fold, terms
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.index.word_table import members
from retrieval.question.understanding import Question
from retrieval.search.candidates import describe
from retrieval.search.features import title_scores
from retrieval.search.gathering import gathered_of, linked_scores
from retrieval.whole.asked import Searching
from retrieval.whole.documents.clause_features import covered, cues_met, figures_met, literal
from retrieval.whole.documents.topic import Topic

PASSAGES = 6
"""Of each document. Of 658 documents that answer a question about several, these hold a sentence that says so in 98.8 of 100."""
DOCUMENTS = 600
"""Documents that are looked at so, the best by the cheap comparison: more would take longer than people wait."""
DESCRIBED = 3
"""Passages of each document that are ranked as in a search for one."""
CLAUSE = (
    "near_question",
    "near_topic",
    "cover",
    "cover_bare",
    "cover_square",
    "cover_passage",
    "cover_alternative",
    "gap",
    "missed",
    "abbreviated",
    "pairs",
    "pairs_alternative",
    "unbroken",
    "figure",
    "figure_piece",
    "stated",
    "unstated",
    "linked",
    "linked_passage",
    "words",
    "tense",
    "ranked",
    "answers",
)
"""What is known of a clause. near_question, near_topic: its cosine with the question and with its topic alone, in standard
deviations above the collection's mean. cover: how near the topic's words come to it and its headings, cover_bare without
these, cover_square by the squares, cover_passage in its whole passage, cover_alternative of that part between 或者 or commas
that is met best; gap: what the word missed most weighs; missed: the same with every word as much as it
belongs. abbreviated: weight of the longest words of the topic whose characters it holds in order, not far apart. pairs: share of the topic's pairs of characters that it holds,
pairs_alternative of the part met best; unbroken: weight of the longest words of the topic that it holds as they stand.
figure: 1 where it states a figure that is asked for, -1 where another one of that unit, figure_piece the same of the piece
nearest to the topic. stated: 1 where it states the kind of fact asked for, unstated: 1 where it does not. linked, linked_passage: the thesaurus's official
expressions in the clause, and by BM25 in the passage. words: BM25 of the topic in the passage. tense as in ranking. ranked: how far the passage's ranking score is behind the best; answers: the
log odds of `retrieval.search.answerability`; both of the DESCRIBED best passages, the others as the least of them."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Scan:
    """The clauses looked at, in order of documents: `document` is the index of each one's document, `entry` of its passage,
    `spans` where it stands in the text; `columns` hold the values of CLAUSE. `documents` are the indices of those scanned,
    `named` how far the question names each beyond the mean."""

    documents: NDArray[np.int64]
    named: Values
    entry: NDArray[np.int64]
    document: NDArray[np.int64]
    spans: tuple[Span, ...]
    columns: dict[str, Values]

    @cached_property
    def matrix(self) -> Values:
        """Shape (clauses, len(CLAUSE))."""
        return np.stack([self.columns[name] for name in CLAUSE], axis=1).astype(np.float64)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The first clause of each document."""
        return np.searchsorted(self.document, self.documents)


@dataclass(frozen=True)
class _Passages:
    """The passages looked at, `entries`, with the values that are cheap to have: of all clauses the two cosines, of all
    passages BM25 by the topic and by the thesaurus."""

    entries: NDArray[np.int64]
    near_question: Values
    near_topic: Values
    words: Values
    linked: Values


def scan(
    generation: Generation, searching: Searching, question: Question, topic: Topic, documents: NDArray[np.int64]
) -> Scan:
    """Look through the `documents`, indices in ascending order, each of which has some passage."""
    found, described = _best_passages(generation, searching.encoder, question, topic, documents)
    entries = found.entries
    ranked, answers = _ranked(generation, searching, question, entries, described)
    rows, offsets = members(generation.clause_offsets, entries)
    sizes = np.diff(offsets)
    owner = np.repeat(entries, sizes)
    spans = tuple(span for entry in entries for span in _clauses_of(generation, int(entry)))
    texts = [fold(generation.entries[e].document.text[a:b]) for e, (a, b) in zip(owner, spans, strict=True)]
    columns: dict[str, NDArray[np.floating]] = {
        "near_question": found.near_question[rows],
        "near_topic": found.near_topic[rows],
        **covered(generation, topic, entries, rows, offsets),
        **literal(generation, topic, texts),
        **figures_met(topic, texts),
        **cues_met(generation, question, entries, texts, sizes),
        "ranked": np.repeat(ranked - ranked.max(), sizes),
        "answers": np.repeat(answers, sizes),
        "linked_passage": found.linked[owner],
        "words": found.words[owner],
    }
    looked = np.unique(generation.document_of[entries])
    named = title_scores(generation, question.naming)[np.searchsorted(generation.document_of, looked)]
    exact = {name: column.astype(np.float64) for name, column in columns.items()}
    return Scan(looked, named.astype(np.float64), owner, generation.document_of[owner], spans, exact)


def _best_passages(
    generation: Generation, encoder: Encoder, question: Question, topic: Topic, documents: NDArray[np.int64]
) -> tuple[_Passages, NDArray[np.int64]]:
    """The PASSAGES best of each of the DOCUMENTS best documents, and the DESCRIBED best of these."""
    vectors = encoder.encode_questions([question.text, topic.text or question.text])
    spread, starts = generation.spreads["clause"], generation.clause_offsets[:-1]
    near = [spread.standardised(generation.clause_vectors @ vector, vector) for vector in vectors]
    asked = list(dict.fromkeys(terms(topic.text))) or list(question.terms)
    words = generation.full.scores(asked) / generation.full.total(asked)
    linked = linked_scores(generation.full, question.links) / generation.full.total(question.terms)
    best = [np.maximum.reduceat(one, starts) for one in near]
    coarse = best[1] + 0.5 * best[0] + 6 * words + 2 * linked
    owners = generation.document_of
    order = np.lexsort((-coarse, owners))
    order = order[np.isin(owners[order], documents)]
    first = np.flatnonzero(np.diff(owners[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
    if len(first) > DOCUMENTS:
        kept = np.isin(owners[order], owners[order[first[np.argsort(-coarse[order[first]])[:DOCUMENTS]]]])
        order, rank = order[kept], rank[kept]
    chosen = np.sort(order[rank < PASSAGES])
    passages = _Passages(chosen, *(np.asarray(values, dtype=np.float64) for values in (*near, words, linked)))
    return passages, np.sort(order[rank < DESCRIBED])


def _ranked(
    generation: Generation,
    searching: Searching,
    question: Question,
    entries: NDArray[np.int64],
    described: NDArray[np.int64],
) -> tuple[Values, Values]:
    """Ranking score and answerability of the `entries`, the least of all for those that are not `described`."""
    vector = searching.encoder.encode_questions([question.text])[0]
    candidates = describe(generation, question, vector, gathered_of(generation, question, vector, described))
    ranker, at = searching.ranker_for(generation), np.searchsorted(described, entries).clip(max=len(described) - 1)
    there = described[at] == entries
    values = (ranker.scores(candidates), ranker.answerability.logits(candidates.matches))
    ranked, answers = (np.where(there, value[at], value.min()) for value in values)
    return ranked, answers


def _clauses_of(generation: Generation, entry: int) -> list[Span]:
    passage = generation.entries[entry].passage
    return clauses(generation.entries[entry].document.text, passage.start, passage.end)
