"""The evaluation's numbers agree with established implementations, and its report says what was measured."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score, roc_curve

from bot.terminal.evaluation import evaluate
from retrieval.answer import Answer, Quote
from retrieval.collection import Collection
from retrieval.evaluation.calibration import refusal_curve, reliability
from retrieval.evaluation.metrics import (
    Evidence,
    LabelledQuestion,
    Metrics,
    Outcome,
    behind_its_sides,
    count_kinds,
    judge,
    read_questions,
    summarise,
)
from tests.support.paths import ROOT

PREDICTIONS = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=1, max_size=60)


def outcome(confidence: float, answerable: bool, refused: bool = False) -> Outcome:
    evidence = (Evidence("a.txt", "社区食堂每天开放", ()),) if answerable else ()
    question = LabelledQuestion("1", "fact" if answerable else "unanswerable", "问", evidence)
    return Outcome(question, refused, None, None, confidence, confidence, "closest" if refused else "answered")


@settings(deadline=None)
@given(PREDICTIONS)
def test_bins_are_those_of_scikit_learn(predictions: list[tuple[float, bool]]) -> None:
    # Off the bins' edges, where scikit-learn closes bins on the other side.
    confidences = [0.013 + 0.97 * c for c, _ in predictions]
    truths = [t for _, t in predictions]
    ours = reliability(confidences, truths)
    observed, predicted = calibration_curve(truths, confidences, n_bins=10)
    assert [b.observed for b in ours.bins] == pytest.approx(list(observed))
    assert [b.confidence for b in ours.bins] == pytest.approx(list(predicted))
    assert sum(b.n for b in ours.bins) == len(predictions)
    assert 0 <= ours.error <= 1


def test_calibration_error_of_a_case_checked_by_hand() -> None:
    curve = reliability([0.15, 0.15, 0.85, 1.0], [False, True, True, True])
    assert [(b.low, b.n) for b in curve.bins] == [(0.1, 2), (0.8, 1), (0.9, 1)]
    assert curve.error == pytest.approx((2 * 0.35 + 0.15 + 0) / 4)


@settings(deadline=None)
@given(PREDICTIONS.filter(lambda p: len({t for _, t in p}) == 2))
def test_refusal_curve_agrees_with_scikit_learn(predictions: list[tuple[float, bool]]) -> None:
    outcomes = [outcome(c, answerable) for c, answerable in predictions]
    curve = refusal_curve(outcomes)
    truths, scores = [t for _, t in predictions], [c for c, _ in predictions]
    assert curve.auroc == pytest.approx(roc_auc_score(truths, scores))
    # Refusing is the ROC read from the other side: its false positives are unanswerable questions that are answered.
    answered, kept, _ = roc_curve(truths, scores, drop_intermediate=False)
    theirs = {(round(1 - float(k), 9), round(1 - float(a), 9)) for a, k in zip(answered, kept, strict=True)}
    ours = {(round(f, 9), round(r, 9)) for f, r in zip(curve.false_refused, curve.refused, strict=True)}
    assert ours == theirs


def test_hits_and_reciprocal_ranks_agree_with_sentence_transformers() -> None:
    from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator

    chance = np.random.default_rng(3)
    corpus = {str(i): f"第{i}号社区食堂每天开放到{i}点整，欢迎来" for i in range(40)}
    wanted = {f"q{n}": {str(i) for i in chance.choice(40, 1 + n % 3, replace=False)} for n in range(50)}
    rankings = {q: [str(i) for i in chance.permutation(40)[:10]] for q in wanted}
    theirs = InformationRetrievalEvaluator(
        queries=dict.fromkeys(wanted, "问"),
        corpus=corpus,
        relevant_docs=wanted,
        accuracy_at_k=[1, 3, 5],
        mrr_at_k=[10],
        ndcg_at_k=[10],
        map_at_k=[10],
        precision_recall_at_k=[10],
    ).compute_metrics([[{"corpus_id": i, "score": -n} for n, i in enumerate(rankings[q])] for q in wanted])
    outcomes = []
    for q, relevant in wanted.items():
        quotes = tuple(Quote("", f"{i}.txt", i, "", (), corpus[i], 0, 1, (), 0, 0.5) for i in rankings[q])
        question = LabelledQuestion(q, "fact", "问", tuple(Evidence(f"{i}.txt", corpus[i], ()) for i in relevant))
        outcomes.append(judge(question, Answer("问", False, None, 0.5, quotes, (), "g")))
    ours = summarise(outcomes)["ALL"]
    assert ours.hit == pytest.approx({k: theirs["accuracy@k"][k] for k in (1, 3, 5)})
    assert ours.mrr == pytest.approx(theirs["mrr@k"][10])


def test_ends_are_counted_by_type() -> None:
    counts = count_kinds([outcome(0.9, True), outcome(0.2, True, refused=True), outcome(0.1, False, refused=True)])
    assert counts["ALL"] == {"answered": 1, "closest": 1, "refused": 0}
    assert counts["unanswerable"] == {"answered": 0, "closest": 1, "refused": 0}


def test_being_behind_a_side_is_said() -> None:
    good, bad = (Metrics(10, dict.fromkeys((1, 3, 5), v), v, None, 0.0) for v in (0.8, 0.7))
    assert behind_its_sides({"lexical": {"ALL": bad}, "dense": {"ALL": good}, "fused": {"ALL": good}}) == ()
    behind = behind_its_sides({"lexical": {"ALL": good}, "fused": {"ALL": bad}})
    assert behind[0] == "hit@1: fused 0.700 < lexical 0.800"
    assert len(behind) == 4


def test_the_report_holds_numbers_plots_and_origin(collection: Collection, tmp_path: Path) -> None:
    questions = read_questions(ROOT / "tests" / "questions" / "shipped_b.jsonl")[::3]
    evaluate(collection, questions, report=tmp_path / "report")
    content = json.loads((tmp_path / "report" / "metrics.json").read_text(encoding="utf-8"))
    assert content["origin"]["generation"] == collection.snapshot().id == content["generation"]
    assert content["origin"]["encoder"] == collection.snapshot().generation.encoder_id
    answers = content["reliability"]["answerable, by the answer's confidence"]
    assert sum(b["n"] for b in answers["bins"]) == len(questions)
    for plot in ("reliability.png", "refusals.png"):
        assert (tmp_path / "report" / plot).read_bytes().startswith(b"\x89PNG")
