"""The word-by-word model: its numbers follow from its weights, and its training finds what it is given."""

import json
from dataclasses import replace

import numpy as np
import pytest

from retrieval.fold import fold
from retrieval.index.word_table import bundled_words
from retrieval.search.answerability import KNOTS, RESPONSE, WEIGHTS, WordMatches, default_answerability, stretches
from retrieval.training.ranking.answerability import Example, fit_answerability


def matches(question: str, nearness: dict[str, float], *, candidates: int = 1) -> WordMatches:
    """Candidates that all come as near to the words of `question` as `nearness` says, 0.2 to the others."""
    words = bundled_words()
    tokens = np.unique(words.tokens([fold(question)])[0])
    near = np.array([nearness.get(word, 0.2) for word in words.spelt(tokens)], dtype=np.float32)
    rows = np.tile(near, (candidates, 1))
    return WordMatches(tokens, np.full(len(tokens), 5.0, dtype=np.float32), rows, rows, rows)


def test_stretches_pass_one_after_the_other() -> None:
    near = matches("茶园", {})
    for nearness in (0.0, 0.1, 0.35, 0.72, 1.0):
        at = np.full_like(near.in_clause, nearness)
        passed = stretches(replace(near, in_clause=at, in_passage=at, in_document=at))[0, 0]
        assert passed.shape == (RESPONSE[1],)
        lengths = np.diff(KNOTS)
        for where in range(3):
            own = passed[where * len(lengths) : (where + 1) * len(lengths)]
            assert own @ lengths == pytest.approx(nearness, abs=1e-6)
        assert passed[-1] == 1


def test_a_thing_that_is_met_makes_an_answer_likelier_than_one_that_is_not() -> None:
    model = default_answerability()
    for question, thing in (("古镇门票多少钱", "门票"), ("县里修不修地铁", "地铁"), ("茶园去年收成怎么样", "茶园")):
        assert thing in bundled_words().spelt(matches(question, {}).words)
        met, missed = (float(model.logits(matches(question, {thing: near}))[0]) for near in (1.0, 0.2))
        assert met > missed


def test_the_weights_belong_to_the_shipped_word_table() -> None:
    assert json.loads(WEIGHTS.read_text(encoding="utf-8"))["table"] == bundled_words().id, "run `make fit`"


def test_each_candidate_is_judged_by_itself() -> None:
    model = default_answerability()
    three = matches("古镇门票多少钱", {"门票": 0.9}, candidates=3)
    one = model.logits(three.of([1]))
    assert model.logits(three) == pytest.approx(np.repeat(one, 3))
    assert model.effects(three).sum(axis=1) + model.bias == pytest.approx(model.logits(three))


def test_training_tells_met_from_missed_and_repeats_itself() -> None:
    questions = [
        "古镇门票多少钱",
        "县里修不修地铁",
        "茶园去年收成怎么样",
        "水库啥时候重修",
        "谁管河道保洁",
        "食堂谁来查",
    ]
    things = ["门票", "地铁", "茶园", "水库", "河道", "食堂"]
    spelt = bundled_words().spelt
    assert all(t in spelt(matches(q, {}).words) for q, t in zip(questions, things, strict=True))
    answered = [Example(matches(q, {t: 0.95}), True) for q, t in zip(questions, things, strict=True)]
    missed = [Example(matches(q, {}), False) for q in questions]
    model = fit_answerability([*answered, *missed], steps=300)
    assert min(model.logits(e.matches)[0] for e in answered) > max(model.logits(e.matches)[0] for e in missed)
    again = fit_answerability([*answered, *missed], steps=300)
    assert np.array_equal(model.response, again.response)
