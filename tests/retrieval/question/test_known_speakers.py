"""Speakers named in a question."""

import pytest

from retrieval.fold import fold
from retrieval.question.known_names import apart_from_speakers
from retrieval.question.thesaurus import Thesaurus
from retrieval.question.understanding import understand_question

SPEAKERS = frozenset(["佟静宜", "钟离佑", "叶庭秋"])


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("佟静宜讲的短板", "讲的短板"),
        ("佟主席讲的短板", "讲的短板"),
        ("钟离院长说的丑事", "说的丑事"),
        ("叶副市长说供热退费", "说供热退费"),
        ("葉庭秋市長說供熱", "说供热"),
    ],
)
def test_passages_are_compared_with_the_question_without_the_speaker(typed: str, compared: str) -> None:
    question = understand_question(fold(typed), Thesaurus([]))
    apart = apart_from_speakers(question, SPEAKERS)
    assert apart.text == compared
    assert set(apart.terms) < set(question.terms)
    assert apart.naming == question.naming


@pytest.mark.parametrize("typed", ["佟主席", "王主席讲的短板", "供热退费", "叶子怎么处理", "院长讲了什么"])
def test_others_and_a_bare_name_stay(typed: str) -> None:
    question = understand_question(fold(typed), Thesaurus([]))
    assert apart_from_speakers(question, SPEAKERS) == question
    assert apart_from_speakers(question, frozenset()) == question
