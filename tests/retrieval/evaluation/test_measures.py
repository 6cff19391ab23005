"""The values of each question are the library's; lists are judged by their items; intervals hold what they promise."""

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer import Answer, Quote
from retrieval.evaluation.measures import items_held, measure
from retrieval.evaluation.metrics import Evidence, LabelledQuestion, judge, summarise
from retrieval.evaluation.resampling import interval, paired_difference

CORPUS = {str(i): f"第{i}号社区食堂每天开放到{i}点整，欢迎来" for i in range(40)}


def quote(doc: str) -> Quote:
    return Quote("", f"{doc}.txt", doc, "", (), CORPUS[doc], 0, 1, (), 0, 0.5)


def answer(docs: list[str], *, refused: bool = False) -> Answer:
    return Answer("问", refused, None, 0.5, tuple(map(quote, docs)), (), "g")


def place(doc: str) -> Evidence:
    return Evidence(f"{doc}.txt", CORPUS[doc], ())


def test_every_value_is_the_library_s() -> None:
    """Ranks of documents, handed to ir_measures as they are, against what is judged by the words of quotes."""
    chance = np.random.default_rng(5)
    wanted = {f"q{n}": [str(i) for i in chance.choice(40, 1 + n % 4, replace=False)] for n in range(60)}
    rankings = {q: [str(i) for i in chance.permutation(40)[: 1 + n % 10]] for n, q in enumerate(wanted)}
    measures = [
        ir_measures.parse_measure(m) for m in ("Success@1", "Success@3", "Success@5", "RR@10", "nDCG@10", "R@10")
    ]
    theirs = ir_measures.calc_aggregate(
        measures,
        {q: dict.fromkeys(docs, 1) for q, docs in wanted.items()},
        {q: {doc: -float(n) for n, doc in enumerate(docs)} for q, docs in rankings.items()},
    )
    questions = [LabelledQuestion(q, "fact", "问", tuple(map(place, docs))) for q, docs in wanted.items()]
    answers = [answer(rankings[q.id]) for q in questions]
    outcomes = [judge(q, a) for q, a in zip(questions, answers, strict=True)]
    values, ours = measure(outcomes, answers), summarise(outcomes)["ALL"]
    for known, name in zip(measures, ("hit@1", "hit@3", "hit@5", "MRR@10", "nDCG@10", "recall@10"), strict=True):
        assert np.mean([v[name] for v in values]) == pytest.approx(theirs[known], abs=1e-9), name
    assert [ours.hit[1], ours.hit[3], ours.hit[5], ours.mrr] == pytest.approx(
        [theirs[m] for m in measures[:4]], abs=1e-9
    )


def test_evidence_counts_once_however_often_it_is_quoted() -> None:
    question = LabelledQuestion("1", "fact", "问", (place("3"), place("7"), place("9")))
    outcome = judge(question, answer(["1", "3", "3", "7"]))
    assert (outcome.rank, outcome.found, outcome.missed) == (1, (1, 3), 1)
    (values,) = measure([outcome], [answer(["1", "3", "3", "7"])])
    assert values["recall@10"] == pytest.approx(2 / 3)
    assert values["right"] == 0.0


def test_what_is_right_is_what_a_person_would_call_so() -> None:
    answerable = LabelledQuestion("1", "fact", "问", (place("3"),))
    nothing = LabelledQuestion("2", "unanswerable", "问", ())
    asked = [
        (answerable, answer(["3", "1"]), 1.0),
        (answerable, answer(["3", "1"], refused=True), 0.0),
        (answerable, answer(["1", "3"]), 0.0),
        (nothing, answer(["1"], refused=True), 1.0),
        (nothing, answer(["1"]), 0.0),
    ]
    values = measure([judge(q, a) for q, a, _ in asked], [a for _, a, _ in asked])
    assert [v["right"] for v in values] == [right for _, _, right in asked]
    assert set(values[3]) == {"right"}


def test_a_list_is_judged_by_its_items() -> None:
    """Three of four wanted items among five shown; an item that may be said in two places is one."""
    items = ((place("1"),), (place("2"), place("12")), (place("3"),), (place("4"),))
    question = LabelledQuestion("1", "list", "问", tuple(p for places in items for p in places), items=items)
    shown = tuple(map(quote, ["1", "12", "3", "20", "21"]))
    whole = Answer("问", False, None, 0.5, shown[:1], (), "g", kind="list", items=shown)
    assert items_held(question, whole) == (0.75, 0.6)
    (values,) = measure([judge(question, whole)], [whole])
    assert values["right"] == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert items_held(question, answer(["2", "1"])) == (0.25, 1.0)
    assert items_held(question, answer([])) == (0.0, 0.0)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Simulated sets of 60 questions of which 0.7 are answered: 95 in 100 intervals hold it, up to chance and lumps."""
    chance = np.random.default_rng(1)
    drawn = [interval((chance.random(60) < 0.7).astype(float).tolist()) for _ in range(200)]
    assert 0.9 <= np.mean([i.low <= 0.7 <= i.high for i in drawn]) <= 0.99
    assert all(i.low <= i.mean <= i.high for i in drawn)


def test_all_right_is_no_certainty() -> None:
    sure = interval([1.0] * 20)
    assert sure.mean == 1.0
    assert 0.8 < sure.low < 0.9


def test_a_difference_is_significant_as_often_as_chance_allows() -> None:
    """Two configurations that are equally good differ significantly at most once in twenty times; a better one always."""
    chance = np.random.default_rng(2)
    same, better = [], []
    for _ in range(25):
        before, after = ((chance.random(80) < 0.6).astype(float) for _ in range(2))
        same.append(paired_difference(before.tolist(), after.tolist()).p)
        better.append(paired_difference(before.tolist(), np.maximum(before, after).tolist()).p)
    assert np.mean(np.array(same) < 0.05) <= 0.12
    assert max(better) < 0.01


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=9))
def test_few_questions_are_compared_exactly(pairs: list[tuple[bool, bool]]) -> None:
    """Against all ways to turn the signs, gone through one by one; turned round, the difference has the other sign."""
    before, after = ([float(p[i]) for p in pairs] for i in (0, 1))
    found, turned = paired_difference(before, after), paired_difference(after, before)
    moved = [a - b for b, a in zip(before, after, strict=True) if a != b]
    signs = np.array(np.meshgrid(*[[-1, 1]] * len(moved))).reshape(len(moved), -1) if moved else np.ones((0, 1))
    as_much = np.mean(np.abs(signs.sum(axis=0)) >= abs(sum(moved)))
    assert found.p == pytest.approx(float(as_much))
    assert (turned.p, turned.by.mean) == pytest.approx((found.p, -found.by.mean))
