"""Candidates: the passages that may answer a question, gathered, pruned, and described by their features."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.generation import Generation
from retrieval.index.processors import one_core
from retrieval.index.word_table import bundled_words
from retrieval.question.known_names import apart_from_speakers
from retrieval.question.understanding import Question
from retrieval.search.answerability import WordMatches
from retrieval.search.features import NAMES, cue_features, matrix_of, part_features, regions, shape_features
from retrieval.search.gathering import Gathered, context_features, gather
from retrieval.search.word_features import compare_words

KEPT = 60
"""Candidates that are looked at word by word, which takes most of the time of a question. Of all that is gathered they hold the
answer to 98.7 in 100 tuning questions on work reports (all of it to 99.2; twice as many to 99.2), 94.9 on local documents
(97.2; 96.7)."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """`entries` are indices into the generation's entries, `features` has shape (entries, len(NAMES)).

    `clause_scores` holds for every candidate the cosine of each of its clauses, in text order. `evidence` is the weight
    of the question's words that the best clause of each candidate, with its context, holds (one_clause, not as a share),
    shape (entries,); `matches` is how near each candidate comes to each of them.
    """

    entries: NDArray[np.int64]
    features: NDArray[np.float32]
    clause_scores: tuple[NDArray[np.float32], ...]
    evidence: NDArray[np.float32]
    matches: WordMatches

    def column(self, name: str) -> NDArray[np.float32]:
        """The values of one feature."""
        return self.features[:, NAMES.index(name)]

    def of(self, rows: NDArray[np.int64]) -> "Candidates":
        """Some of them alone."""
        scores = tuple(self.clause_scores[row] for row in rows)
        matches = self.matches.of(rows.tolist())
        return Candidates(self.entries[rows], self.features[rows], scores, self.evidence[rows], matches)


def find_candidates(
    generation: Generation,
    encoder: Encoder,
    question: Question,
    coarse: Mapping[str, float],
    *,
    within: str | None = None,
) -> Candidates:
    """The KEPT passages that `coarse`, weights of the cheap features, puts first, with all their features.

    With `within`, the id of a document of the generation, those of that document alone.
    """
    question = apart_from_speakers(question, generation.speakers)
    with one_core():
        vector = encoder.encode_questions([question.text])[0]
        gathered = gather(generation, question, vector, within=within).pruned(coarse, KEPT)
        return describe(generation, question, vector, gathered)


def describe(generation: Generation, question: Question, vector: Vectors, gathered: Gathered) -> Candidates:
    """The gathered passages with all their features."""
    entries, clause_scores = gathered.entries, gathered.clause_scores
    asked = np.unique(bundled_words().tokens([question.text])[0])
    words = compare_words(generation, asked, entries)
    meant = question.regions_meant(generation.known_regions)
    columns = {
        **gathered.columns,
        **context_features(generation, question, vector, entries),
        "region": regions(generation, meant, entries),
        **shape_features(generation, entries),
        **cue_features(generation, question.wants, entries, clause_scores),
        **words.columns,
    }
    columns |= part_features(generation, question.wants, entries, columns)
    return Candidates(entries, matrix_of(columns), clause_scores, words.evidence, words.matches)
