"""What the sentence encoder is trained on: questions with passages that answer and others that come near."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.chinese.sentences import clauses
from corpus.document import Document
from retrieval.fold import Folded, fold, terms
from retrieval.index.encoder import Encoder
from retrieval.index.lexical import LexicalIndex
from retrieval.search.ranker import Ranker
from retrieval.training.ranking.cases import Case
from retrieval.training.shared.sources import WrittenPassage, WrittenQuestion
from retrieval.transformer.shown import shown

RANKED = 20
"""Best ranked candidates of a labelled question that its rivals are taken from."""
NEAREST = slice(1, 10)
"""Which of the passages nearest to a written question are its rivals: the very nearest often answers as well."""
WINDOW, STEP = 16, 4
"""Characters of the pieces, and between their starts, by which a passage of the training data is known to be a document's."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A question, passages that answer it, and rivals, the nearest first; each passage as `shown` and its text alone."""

    question: Folded
    right: tuple[tuple[Folded, Folded], ...]
    rivals: tuple[tuple[Folded, Folded], ...]


def labelled_examples(cases: Sequence[Case], ranker: Ranker) -> list[Contrast]:
    """Of the answerable cases that are not kept apart; candidates are ranked by `ranker`."""
    examples = []
    for case in cases:
        if case.apart or not case.right.any() or case.right.all():
            continue
        order = np.argsort(-ranker.scores(case.candidates), kind="stable")
        right, wrong = order[case.right[order]], order[:RANKED][~case.right[order[:RANKED]]]
        sides = ([case.generation.entries[case.candidates.entries[row]] for row in rows] for rows in (right, wrong))
        right_ones, rivals = (tuple((e.shown, fold(e.text)) for e in entries) for entries in sides)
        examples.append(Contrast(case.text, right_ones, rivals))
    return examples


def written_examples(
    passages: Sequence[WrittenPassage], questions: Sequence[WrittenQuestion], encoder: Encoder, apart: frozenset[str]
) -> list[Contrast]:
    """Of questions that were written for one passage each; rivals are other passages that both sides find near.

    Passages that hold one of the pieces `apart`, and their questions, are left out.
    """
    pool = [p for p in passages if not any(piece in apart for piece in _pieces(fold(p.text), 1))]
    put = [(shown(p.title, [p.heading], p.text), fold(p.text)) for p in pool]
    number = {passage.id: i for i, passage in enumerate(pool)}
    lexical = LexicalIndex.build([folded for folded, _ in put])
    spans = [[fold(p.text[a:b]) for a, b in clauses(p.text, 0, len(p.text))] for p in pool]
    vectors = encoder.encode_passages([clause for passage in spans for clause in passage])
    starts = np.concatenate([[0], np.cumsum([len(passage) for passage in spans])[:-1]])
    examples = []
    for question in questions:
        if (own := number.get(question.passage)) is None:
            continue
        text = fold(question.text)
        dense = np.maximum.reduceat(vectors @ encoder.encode_questions([text])[0], starts)
        near = sum((s - s.mean()) / (s.std() + 1e-6) for s in (dense, lexical.scores(terms(text))))
        others = [i for i in np.argsort(-np.asarray(near), kind="stable")[:25] if i != own]
        examples.append(Contrast(text, (put[own],), tuple(put[i] for i in others[NEAREST])))
    return examples


def stretches_of(documents: Sequence[Document]) -> frozenset[str]:
    """Pieces of the text of `documents`, folded, one of which is in every longer passage of theirs."""
    return frozenset(
        piece for d in documents for p in d.passages for piece in _pieces(fold(d.text[p.start : p.end]), STEP)
    )


def _pieces(text: str, step: int) -> Iterator[str]:
    return (text[i : i + WINDOW] for i in range(0, max(1, len(text) - WINDOW), step))
