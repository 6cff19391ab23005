"""Answers to the questions that nothing was fitted on, with floors; and what must make them fail does."""

import importlib.util
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from corpus.document import Document
from corpus.folder import read_folder
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion, Metrics, judge, summarise
from retrieval.evaluation.rewordings import FORMS
from retrieval.fold import Folded
from retrieval.index import encoding, processors
from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.generation import Generation
from retrieval.index.library import generations as library
from retrieval.index.segments.nearest import VectorIndex
from retrieval.search.ranker import one_sided_rankers
from tests.support.paths import SHARED, SPEECHES

FLOORS = {
    "ALL": (0.77, 0.91),
    "lexical": (0.95, 0.95),
    "fact": (0.91, 0.97),
    "colloquial": (0.75, 0.93),
    "section": (0.81, 0.90),
}
"""Question type -> least hit@1 and hit@5, about one question below what was measured when they were set: of 203 questions
0.778 and 0.916, lexical 1.0 and 1.0 of 25, fact 0.936 and 1.0 of 47, colloquial 0.769 and 0.949 of 78, section 0.864 and
0.955 of 22."""
QUICK = FLOORS | {"ALL": (0.72, 0.86), "fact": (0.87, 0.97), "colloquial": (0.75, 0.84)}
"""The same before the library is deepened: 0.734 and 0.872, fact 0.894, colloquial within five 0.859."""
PATH_FLOOR, REFUSED_FLOOR, FALSE_REFUSAL_CEILING = 0.97, 0.57, 0.07
"""Measured: heading paths 1.0, 20 of 33 unanswerable questions refused, 13 of 203 answerable ones."""


def evaluate(generation: Generation, answerer: Answerer, questions: list[LabelledQuestion]) -> dict[str, Metrics]:
    return summarise(judge(q, answerer.answer(generation, q.question, limit=10)) for q in questions)


def misses(metrics: dict[str, Metrics], floors_of: dict[str, tuple[float, float]] = FLOORS) -> list[str]:
    """The floors that `metrics` fall below."""
    low = [
        f"{kind} hit@{k} {metrics[kind].hit[k]:.3f} < {floor}"
        for kind, floors in floors_of.items()
        for k, floor in zip((1, 5), floors, strict=True)
        if metrics[kind].hit[k] < floor
    ]
    total = metrics["ALL"]
    if (total.heading_path or 0) < PATH_FLOOR:
        low.append(f"heading path {total.heading_path}")
    if total.refused > FALSE_REFUSAL_CEILING:
        low.append(f"false refusal {total.refused:.3f}")
    if metrics["unanswerable"].refused < REFUSED_FLOOR:
        low.append(f"unanswerable refused {metrics['unanswerable'].refused:.3f}")
    return low


def test_the_question_set_is_large_and_mixed(labelled: list[LabelledQuestion]) -> None:
    kinds = {q.type for q in labelled}
    assert len(labelled) >= 280
    assert {"colloquial", "fact", "section", "lexical", "zero-overlap", "list", "unanswerable"} <= kinds
    assert len({q.id for q in labelled}) == len(labelled)


def test_labels_are_true(labelled: list[LabelledQuestion], speeches: tuple[Document, ...]) -> None:
    """Every evidence is in its document, in a passage or heading under the stated path."""
    by_source = {d.source: d for d in speeches}
    for question in labelled:
        for evidence in question.evidence:
            document = by_source[evidence.doc]
            at = document.text.find(evidence.quote)
            assert at >= 0, f"{question.id}: {evidence.quote} is not in {evidence.doc}"
            under = [p for p in document.passages if p.start <= at < p.end]
            if under:
                assert document.heading_path(under[0]) == evidence.heading_path, question.id


def test_floors_hold(collection: Collection, encoder: Encoder, unseen: list[LabelledQuestion]) -> None:
    assert not misses(evaluate(collection.snapshot().generation, Answerer(encoder), unseen))


def test_floors_hold_before_the_library_is_deepened(
    collection: Collection, encoder: Encoder, unseen: list[LabelledQuestion]
) -> None:
    quick = replace(collection.snapshot().generation, meanings=None)
    assert not misses(evaluate(quick, Answerer(encoder), unseen), QUICK)


def test_shuffled_meanings_find_less(
    collection: Collection, encoder: Encoder, questions: list[LabelledQuestion]
) -> None:
    """What the sentence vectors are worth is theirs, and not that of the weights beside them."""
    generation = collection.snapshot().generation
    assert generation.meanings
    rows = np.random.default_rng(0).permutation(len(generation.entries))
    broken = generation.deepened(replace(generation.meanings, index=VectorIndex.of(generation.meanings.vectors[rows])))
    whole, less = (evaluate(g, Answerer(encoder), questions)["ALL"] for g in (generation, broken))
    assert whole.hit[1] > less.hit[1] + 0.05


def test_fused_is_no_worse_than_its_sides(
    collection: Collection, encoder: Encoder, unseen: list[LabelledQuestion]
) -> None:
    snapshot = collection.snapshot()
    fused = evaluate(snapshot.generation, Answerer(encoder, looks_up=False), unseen)["ALL"]
    for ranker in one_sided_rankers().values():
        side = snapshot.ranking_by(ranker)
        alone = evaluate(side.generation, side.answerer, unseen)["ALL"]
        assert fused.hit[1] >= alone.hit[1]
        assert fused.mrr >= alone.mrr


def test_shuffled_vectors_fail_the_floors(
    collection: Collection, encoder: Encoder, unseen: list[LabelledQuestion]
) -> None:
    generation = collection.snapshot().generation
    order = np.random.default_rng(0).permutation(len(generation.clause_vectors))
    shuffled = VectorIndex.of(generation.clause_vectors[order])
    rows = np.random.default_rng(1).permutation(len(generation.entries))
    broken = replace(generation, clauses=shuffled, passages=VectorIndex.of(generation.passage_vectors[rows]))
    assert misses(evaluate(broken, Answerer(encoder), unseen))


def test_leaving_out_the_heading_path_fails_the_floors(
    encoder: Encoder, unseen: list[LabelledQuestion], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "context_text", lambda document, path: document.name)
    documents = read_folder(SPEECHES).documents
    without = library.build_generation(tmp_path, SPEECHES, documents, encoder)
    assert misses(evaluate(without, Answerer(encoder), unseen))


def test_every_quote_is_a_slice_of_its_document(collection: Collection, questions: list[LabelledQuestion]) -> None:
    texts = {d.id: d.text for d in collection.snapshot().documents}
    for question in questions:
        for quote in collection.snapshot().answer(question.question, limit=10).quotes:
            assert texts[quote.document_id][quote.start : quote.end] == quote.text
            assert all(0 <= a < b <= len(quote.text) for a, b in quote.highlights)
            assert 0 <= quote.confidence <= 1


def test_same_question_same_answer(collection: Collection, questions: list[LabelledQuestion]) -> None:
    for question in questions[:20]:
        assert collection.snapshot().answer(question.question) == collection.snapshot().answer(question.question)


def test_a_question_computes_on_one_core(collection: Collection, encoder: Encoder) -> None:
    """Numpy and FAISS do, in whatever thread it is asked, and may use as many as before when it is answered."""

    # Other tests may have loaded further libraries since it looked for them.
    processors._linear_algebra.cache_clear()

    def threads() -> list[int]:
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    class Watching:
        id = encoder.id
        encode_passages = encoder.encode_passages

        def encode_questions(self, texts: Sequence[Folded]) -> Vectors:
            seen.extend(threads())
            return encoder.encode_questions(texts)

    def asked() -> list[int]:
        Answerer(Watching()).answer(collection.snapshot().generation, "工会经费怎么用")
        return threads()

    seen: list[int] = []
    before = threads()
    assert asked() == before
    with ThreadPoolExecutor(1) as other:
        assert other.submit(asked).result() == before
    assert set(seen) == {1}


@pytest.mark.parametrize("form", FORMS)
def test_form_of_writing_does_not_change_the_first_quote(
    form: str, collection: Collection, questions: list[LabelledQuestion]
) -> None:
    """Of each form alone; `tests.retrieval.evaluation` asks for as much of all together, and of slips."""
    otherwise = [(q.question, FORMS[form](q.question)) for q in questions if q.evidence]
    changed = [(question, text) for question, text in otherwise if text != question]
    snapshot = collection.snapshot()
    kept = 0
    for question, text in changed:
        first, then = (snapshot.answer(asked).quotes[:1] for asked in (question, text))
        kept += [(q.file, q.start) for q in then] == [(q.file, q.start) for q in first]
    # Of 45 questions with punctuation 42 keep their quote without it, of the other forms all but one.
    assert kept >= min(0.93 * len(changed), len(changed) - 1)


@pytest.mark.parametrize("blank", ["  {}\n", "\u3000{}\u3000", "\t{} "])
def test_blanks_around_a_question_change_nothing(
    blank: str, collection: Collection, questions: list[LabelledQuestion]
) -> None:
    snapshot = collection.snapshot()
    for question in questions:
        plain, padded = (snapshot.answer(text) for text in (question.question, blank.format(question.question)))
        assert [(q.file, q.start) for q in padded.quotes] == [(q.file, q.start) for q in plain.quotes]


@pytest.mark.parametrize("text", ["", "   ", "？？？", "\u200b", "🙂🙂", "a" * 5000, "\ud83d", "<b>&amp;", "\x00"])
def test_any_text_gets_an_answer_object(text: str, collection: Collection) -> None:
    answer = collection.snapshot().answer(text)
    assert answer.question == text
    assert answer.refused or answer.quotes


def test_own_metrics_agree_with_the_shared_scorer(
    shared: Path, collection: Collection, questions: list[LabelledQuestion]
) -> None:
    """Two independent scorers, the same numbers."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    answers = {q.id: collection.snapshot().answer(q.question, limit=10) for q in questions}
    ours = summarise(judge(q, answers[q.id]) for q in questions)
    raw = [
        {
            "id": q.id,
            "type": q.type,
            "question": q.question,
            "evidence": [{"doc": e.doc, "quote": e.quote, "heading_path": list(e.heading_path)} for e in q.evidence],
        }
        for q in questions
    ]
    theirs, _ = scorer.score(raw, {i: json.loads(json.dumps(a.to_json())) for i, a in answers.items()})
    for kind, metrics in ours.items():
        if kind == "unanswerable":
            assert metrics.refused == pytest.approx(theirs[kind]["refused"])
        else:
            assert [metrics.hit[k] for k in (1, 3, 5)] == pytest.approx([theirs[kind][f"hit@{k}"] for k in (1, 3, 5)])
            assert metrics.mrr == pytest.approx(theirs[kind]["mrr@10"])
            assert metrics.heading_path == pytest.approx(theirs[kind]["heading_path"])
            assert metrics.refused == pytest.approx(theirs[kind]["false_refusal"])
