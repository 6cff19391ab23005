"""Passages are gathered by several ways of looking, and the best of them are kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion, is_hit
from retrieval.fold import fold, terms
from retrieval.index.encoder import Encoder
from retrieval.index.lexical import LexicalIndex
from retrieval.question.thesaurus import Link, load_thesaurus
from retrieval.question.understanding import understand_question
from retrieval.search.candidates import KEPT, find_candidates
from retrieval.search.gathering import Gathered, linked_scores
from retrieval.search.ranker import default_ranker

OFFICIAL = tuple(fold(text) for text in ("公共厕所建设", "农村厕所革命", "户厕改造"))
LATRINE = Link(fold("茅坑"), OFFICIAL, 0.5)
"""An everyday phrase that stands for two things, so that each expression counts half."""


def test_linked_scores_are_the_best_expression_of_each_link() -> None:
    texts = [fold(t) for t in ("农村厕所革命今年扫尾", "户厕改造三千户", "公共厕所建设十座", "道路养护")]
    index = LexicalIndex.build(texts)
    scores = linked_scores(index, [LATRINE])
    by_hand = 0.5 * np.max([index.scores(terms(e)) for e in OFFICIAL], axis=0)
    assert scores == pytest.approx(by_hand)
    assert (scores[:3] > 0).all()
    assert scores[3] == 0
    assert not linked_scores(index, ()).any()


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=30), st.integers(1, 12))
def test_the_best_by_weight_are_kept_in_order(values: list[tuple[int, int]], keep: int) -> None:
    full, title = np.array(values, dtype=np.float32).T
    rows = np.arange(len(values), dtype=np.int64)
    cosines = tuple(np.full(2, row, dtype=np.float32) for row in rows)
    gathered = Gathered(10 * rows, {"full": full, "title": title}, cosines)
    kept = gathered.pruned({"full": 2.0, "title": -1.0}, keep)
    sums = [2.0 * f - t for f, t in values]
    best = sorted(sorted(range(len(values)), key=lambda row: -sums[row])[:keep])
    assert kept.entries.tolist() == [10 * row for row in best]
    assert kept.columns["title"].tolist() == [values[row][1] for row in best]
    assert [int(c[0]) for c in kept.clause_scores] == best


def test_the_passage_that_answers_is_nearly_always_among_the_candidates(
    collection: Collection, encoder: Encoder, questions: list[LabelledQuestion]
) -> None:
    generation, coarse = collection.snapshot().generation, default_ranker().coarse
    asked = [q for q in questions if q.evidence]
    found = 0
    for question in asked:
        candidates = find_candidates(
            generation, encoder, understand_question(fold(question.question), load_thesaurus()), coarse
        )
        assert len(candidates.entries) == len(set(candidates.entries.tolist())) <= KEPT
        entries = [generation.entries[i] for i in candidates.entries]
        found += any(is_hit(e.document.source, e.text, e.heading_path, x) for e in entries for x in question.evidence)
    assert found >= 0.97 * len(asked)


@pytest.mark.parametrize("question", ["狗绳多长", "补贴怎么发", "wailian ruhui", "明年呢", "为什么"])
def test_within_a_document_nothing_else_is_found(collection: Collection, question: str) -> None:
    snapshot = collection.snapshot()
    for document in snapshot.documents[:6]:
        answer = snapshot.answer(question, within=document.id)
        assert {quote.document_id for quote in answer.quotes} <= {document.id}
        assert all(document.text[quote.start : quote.end] == quote.text for quote in answer.quotes)


def test_all_passages_of_a_document_are_looked_at(collection: Collection) -> None:
    """By brute force: the candidates within are those of its entries that the cheap features put first."""
    snapshot, coarse = collection.snapshot(), default_ranker().coarse
    generation = snapshot.generation
    question = understand_question(fold("补贴怎么发"), load_thesaurus())
    for document in snapshot.documents[:3]:
        found = find_candidates(generation, snapshot.answerer.encoder, question, coarse, within=document.id)
        own = [i for i, entry in enumerate(generation.entries) if entry.document.id == document.id]
        assert set(found.entries) <= set(own)
        assert len(found.entries) == min(KEPT, len(own))


def test_an_unknown_document_holds_no_answer(collection: Collection) -> None:
    answer = collection.snapshot().answer("狗绳多长", within="0" * 16)
    assert (answer.refused, answer.reason, answer.quotes) == (True, "nothing_found", ())
