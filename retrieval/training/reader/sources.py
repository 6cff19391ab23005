"""Where the reader's examples come from: labelled questions as the product meets them, and written ones."""

from collections.abc import Sequence

import numpy as np

from retrieval.fold import fold, terms
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Entry
from retrieval.index.lexical import LexicalIndex
from retrieval.search.ranker import Ranker
from retrieval.training.ranking.cases import Case
from retrieval.training.reader.examples import Asked, Shown, Written
from retrieval.training.shared.sources import WrittenPassage, WrittenQuestion
from retrieval.training.shared.text import split_clauses

LOOKED_AT = 20
"""Candidates of a labelled question that wrong passages are drawn from."""
NEAR = 25
"""Other passages kept for a written question."""
PIECE = 16
"""Characters; a written passage that shares one such piece with a document that is kept apart is left out."""


def asked_questions(cases: Sequence[Case], ranker: Ranker) -> list[Asked]:
    """The cases that are not kept apart and that have a right candidate or are unanswerable."""
    return [
        _asked(case, ranker)
        for case in cases
        if not case.apart and (case.right.any() or not case.question.evidence) and len(case.candidates.entries)
    ]


def _asked(case: Case, ranker: Ranker) -> Asked:
    order = np.argsort(-ranker.first_scores(case.candidates), kind="stable").tolist()
    best = order[:LOOKED_AT] + [row for row in order[LOOKED_AT:] if case.right[row]][:2]
    shown = tuple(_shown(case.generation.entries[case.candidates.entries[row]]) for row in best)
    return Asked(case.text, shown, tuple(bool(case.right[row]) for row in best), "off_topic" in case.origin)


def _shown(entry: Entry) -> Shown:
    return Shown(fold(entry.document.name), fold(" ".join(entry.heading_path)), fold(entry.text))


def written_examples(
    passages: Sequence[WrittenPassage], questions: Sequence[WrittenQuestion], encoder: Encoder, apart: Sequence[Case]
) -> list[Written]:
    """The written questions with the passages that are nearest by clauses and by words together, apart from their own.

    Passages that stand in the documents of the cases `apart` are no examples.
    """
    shown = [Shown(fold(p.title), fold(p.heading), fold(p.text)) for p in passages]
    pieces = _pieces_of(apart)
    left_out = {p.id for p, s in zip(passages, shown, strict=True) if _shares(s.text, pieces)}
    number = {p.id: i for i, p in enumerate(passages)}
    index = LexicalIndex.build([s.line() for s in shown])
    clauses = [split_clauses(s.text) for s in shown]
    vectors = encoder.encode_passages([fold(clause) for those in clauses for clause in those])
    starts = np.cumsum([0, *map(len, clauses[:-1])])
    examples = []
    for question in questions:
        if question.passage in left_out:
            continue
        text, own = fold(question.text), number[question.passage]
        dense = np.maximum.reduceat(vectors @ encoder.encode_questions([text])[0], starts)
        order = np.argsort(-(_standardised(dense) + _standardised(index.scores(terms(text)))), kind="stable")
        near = tuple(shown[i] for i in order[: NEAR + 1] if i != own)[:NEAR]
        examples.append(Written(text, shown[own], near))
    return examples


def _standardised(values: np.ndarray) -> np.ndarray:
    return np.asarray((values - values.mean()) / (values.std() + 1e-6))


def _pieces_of(cases: Sequence[Case]) -> set[str]:
    sources = {case.key for case in cases if case.question.evidence}
    texts = {
        fold(entry.text)
        for generation in {id(case.generation): case.generation for case in cases}.values()
        for entry in generation.entries
        if entry.document.source in sources
    }
    return {text[i : i + PIECE] for text in texts for i in range(0, max(1, len(text) - PIECE), PIECE // 4)}


def _shares(text: str, pieces: set[str]) -> bool:
    return any(text[i : i + PIECE] in pieces for i in range(len(text) - PIECE))
