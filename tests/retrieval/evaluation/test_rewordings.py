"""The other ways of writing a question are what they are called, and the table counts what changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chinese.numbers import parse_number, write_number
from retrieval.answer import Answer, Quote
from retrieval.collection import Collection
from retrieval.evaluation.metrics import Evidence, LabelledQuestion
from retrieval.evaluation.rewordings import (
    FORMS,
    SLIPS,
    arabic_numerals,
    chinese_numerals,
    full_width_numerals,
    homophone_slips,
    random_slips,
    with_please,
    with_trouble,
    without_punctuation,
)
from retrieval.evaluation.robustness import ask_otherwise, summarise_changes
from retrieval.fold import fold, fold_numbers
from retrieval.question.cues import without_politeness

CHINESE = st.text(alphabet="工会时间就业十五二第部分年，？2025养老怎么办", max_size=30)


@given(st.integers(1, 9999))
def test_a_number_spelt_in_chinese_is_read_back(number: int) -> None:
    assert parse_number(write_number(number)) == number


@pytest.mark.parametrize(
    ("way", "question", "written"),
    [
        (arabic_numerals, "第三部分说十五件事", "第3部分说15件事"),
        (arabic_numerals, "二〇二五年一些事", "2025年一些事"),
        (arabic_numerals, "百分之二十", "百分之20"),
        (full_width_numerals, "第十一条", "第１１条"),
        (chinese_numerals, "2025年办15件、1003个、0.5", "二〇二五年办十五件、一千零三个、0.5"),
        (without_punctuation, "养老，怎么办？PM2.5", "养老怎么办PM2.5"),
        (with_please, "养老怎么办？", "请问养老怎么办呢？"),
        (with_trouble, "能参加工会吗", "麻烦问一下，能参加工会吗，谢谢"),
    ],
)
def test_a_form_is_written_as_expected(way: object, question: str, written: str) -> None:
    assert callable(way)
    assert way(question) == written


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("麻烦问一下,困难职工帮扶啊,谢谢", "困难职工帮扶"),
        ("你好,我想了解一下养老", "养老"),
        ("问一下问题楼盘", "问题楼盘"),
        ("打扰了,您好!请问路灯坏了呀", "路灯坏了"),
        ("麻烦您帮我查一下医保", "医保"),
        ("想问下2025年", "2025年"),
    ],
)
def test_politeness_is_not_searched_for(question: str, rest: str) -> None:
    assert without_politeness(question) == rest


@pytest.mark.parametrize(
    "question",
    ["问题楼盘怎么办", "请教育局管管", "咨询服务业发展", "麻烦事怎么办", "想要孩子有补贴吗", "你好", "谢谢", ""],
)
def test_words_that_only_begin_politely_stay(question: str) -> None:
    assert without_politeness(question) == question


@settings(deadline=None)
@given(CHINESE)
def test_scripts_widths_and_multiple_digits_fold_to_the_same(question: str) -> None:
    for name in ("traditional", "simplified", "full width", "half width"):
        assert fold(FORMS[name](question)) == fold(question)


@settings(deadline=None)
@given(CHINESE, st.integers(0, 5))
def test_slips_differ_in_one_character_and_are_the_same_each_time(question: str, seed: int) -> None:
    for slips in (homophone_slips, random_slips):
        written = slips(question, seed)
        assert written == slips(question, seed)
        assert len(written) <= SLIPS
        for slip in written:
            assert sum(a != b for a, b in zip(slip, question, strict=True)) == 1
            assert fold_numbers(slip) != fold_numbers(question)


def test_the_table_counts_what_stayed_and_what_was_lost() -> None:
    """An answerer that finds the place by one word alone: it is lost exactly where this word is harmed."""

    def ask(text: str) -> Answer:
        start = 0 if "工会" in fold(text) else 50
        quote = Quote(
            "讲话", "a.txt", "1", "", (), "参加工会的办法" if start == 0 else "别的", start, start + 7, (), 1, 1
        )
        return Answer(text, start > 0, None, 0.5, (quote,), (), "g")

    question = LabelledQuestion("1", "lexical", "工会怎样参加，时间呢？", (Evidence("a.txt", "参加工会的办法", ()),))
    table = summarise_changes(list(ask_otherwise(ask, [question])))
    assert table["traditional"].kept_right == table["请问…呢"].kept_right == table["no punctuation"].still_right == 1
    slips = [c for c in ask_otherwise(ask, [question]) if c.variant in ("one homophone", "one wrong character")]
    harmed = [c for c in slips if "工会" not in c.asked]
    assert harmed
    assert table["all slips"].kept == 1 - len(harmed) / len(slips) == 1 - table["all slips"].refused


def test_first_quotes_of_the_shipped_speeches_stay(collection: Collection, questions: list[LabelledQuestion]) -> None:
    """Over all of them: a few dozen slips alone scatter by several points around what is asked."""
    table = summarise_changes(list(ask_otherwise(lambda text: collection.snapshot().answer(text, 1), questions)))
    assert table["all forms"].kept_right >= table["all forms"].asked
    assert table["all slips"].kept_right >= table["all slips"].asked
