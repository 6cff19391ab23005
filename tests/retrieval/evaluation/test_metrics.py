"""Hits and ranks agree with an established implementation; ends are counted, and what is behind is said."""

from typing import Any

import numpy as np
import pytest

from retrieval.answer import Answer, Quote
from retrieval.evaluation.metrics import (
    Evidence,
    JudgedAnswer,
    LabelledQuestion,
    Metrics,
    behind_its_sides,
    count_endings,
    judge,
    summarise,
)


def judged(confidence: float, *, answerable: bool, refused: bool = False) -> JudgedAnswer:
    evidence = (Evidence("a.txt", "社区食堂每天开放", ()),) if answerable else ()
    question = LabelledQuestion("1", "fact" if answerable else "unanswerable", "问", evidence)
    return JudgedAnswer(question, refused, None, None, confidence, confidence, "closest" if refused else "answered")


def test_hits_and_reciprocal_ranks_agree_with_sentence_transformers() -> None:
    from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator

    chance = np.random.default_rng(3)
    corpus: dict[str, Any] = {str(i): f"第{i}号社区食堂每天开放到{i}点整，欢迎来" for i in range(40)}
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
    counts = count_endings(
        [
            judged(0.9, answerable=True),
            judged(0.2, answerable=True, refused=True),
            judged(0.1, answerable=False, refused=True),
        ]
    )
    assert counts["ALL"] == {"answered": 1, "closest": 1, "refused": 0}
    assert counts["unanswerable"] == {"answered": 0, "closest": 1, "refused": 0}


def test_being_behind_a_side_is_said() -> None:
    good, bad = (Metrics(10, dict.fromkeys((1, 3, 5), v), v, None, 0.0) for v in (0.8, 0.7))
    assert behind_its_sides({"lexical": {"ALL": bad}, "dense": {"ALL": good}, "fused": {"ALL": good}}) == ()
    behind = behind_its_sides({"lexical": {"ALL": good}, "fused": {"ALL": bad}})
    assert behind[0] == "hit@1: fused 0.700 < lexical 0.800"
    assert len(behind) == 4
