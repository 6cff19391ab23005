"""An explanation accounts for the score to the last digit and names words that really meet."""

import json
import math
from dataclasses import asdict, replace

import pytest

from retrieval.collection import Collection
from retrieval.errors import GenerationGone
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.fold import fold
from retrieval.search.answerability import default_answerability
from retrieval.search.explanation import Explanation
from retrieval.search.features import NAMES
from retrieval.search.words_met import matched_words


def explained(collection: Collection, question: str, *, limit: int | None = None) -> Explanation:
    snapshot = collection.snapshot()
    return snapshot.explain(snapshot.answer(question, limit=limit))


def test_contributions_add_up_to_the_score(collection: Collection, questions: list[LabelledQuestion]) -> None:
    for question in questions[:25]:
        answer = collection.snapshot().answer(question.question)
        explanation = collection.snapshot().explain(answer)
        assert explanation.how == answer.how
        if answer.how != "search":
            assert explanation.quotes == ()
            continue
        assert len(explanation.quotes) == len(answer.quotes)
        for quote, why in zip(answer.quotes, explanation.quotes, strict=True):
            assert (why.title, why.heading_path) == (quote.title, quote.heading_path)
            assert {c.feature for c in why.contributions} == set(NAMES)
            assert sum(c.effect for c in why.contributions) == pytest.approx(why.score, abs=0.01)
            assert why.score == pytest.approx(quote.score, abs=0.01)
            for part in why.contributions:
                assert part.effect == pytest.approx(part.value * part.weight, abs=0.01 + 1e-3 * abs(part.weight))


def test_the_confidence_is_accounted_for(collection: Collection, questions: list[LabelledQuestion]) -> None:
    for question in questions[:25]:
        answer = collection.snapshot().answer(question.question)
        explanation = collection.snapshot().explain(answer)
        if explanation.quotes:
            log_odds = sum(part.effect for part in explanation.sureness)
            assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(answer.confidence, abs=0.002)
            values = {part.feature: part.value for part in explanation.sureness}
            words = sum(word.effect for word in explanation.words) + default_answerability().bias
            assert words == pytest.approx(values["answerable"], abs=0.02)


def test_the_lead_over_the_next_quote_is_the_difference_of_effects(collection: Collection) -> None:
    first, second = explained(collection, "送外卖的能参加工会吗", limit=2).quotes
    effects = [{c.feature: c.effect for c in quote.contributions} for quote in (first, second)]
    for ahead in first.ahead:
        assert ahead.difference == pytest.approx(effects[0][ahead.feature] - effects[1][ahead.feature], abs=0.001)
    sizes = [abs(ahead.difference) for ahead in first.ahead]
    assert sizes == sorted(sizes, reverse=True)


def test_words_links_and_near_words_are_in_the_passage(collection: Collection) -> None:
    answer = collection.snapshot().answer("送外卖的能参加工会吗")
    explanation = collection.snapshot().explain(answer)
    first, quote = explanation.quotes[0], answer.quotes[0]
    held = fold("".join((quote.title, *quote.heading_path, quote.text)))
    assert "工会" in first.matched
    assert all(word in held for word in first.matched)
    assert any("新就业形态劳动者" in link.found for link in first.links)
    assert all(expression in held for link in first.links for expression in link.found)
    assert all(near.found in held for near in first.near)
    assert {near.asked for near in first.near}.isdisjoint(near.found for near in first.near)
    assert [link.everyday for link in explanation.links] == ["送外卖的"]


def test_what_was_looked_up_says_so(collection: Collection) -> None:
    assert explained(collection, "养犬条例第十条").how == "reference"
    assert explained(collection, "先入会后转接是哪里说的").how == "quotation"
    assert explained(collection, "").quotes == ()


def test_an_answer_of_another_generation_is_refused(collection: Collection) -> None:
    stale = replace(collection.snapshot().answer("送外卖的能参加工会吗"), generation="0000-gone")
    with pytest.raises(GenerationGone, match="ask again"):
        collection.snapshot().explain(stale)


def test_an_explanation_is_json(collection: Collection) -> None:
    explanation = asdict(explained(collection, "送外卖的能参加工会吗"))
    assert json.loads(json.dumps(explanation))["quotes"][0]["rank"] == 1


def test_matched_words_are_the_longest_pieces() -> None:
    assert matched_words(fold("基层工会的经费怎么管"), fold("工会经费管理办法和基层工会")) == ("基层工会", "经费")
    assert matched_words(fold("二〇二五年GDP"), fold("2025年gdp增长")) == ("2025年gdp",)
    assert matched_words(fold(""), fold("任何文字")) == ()
