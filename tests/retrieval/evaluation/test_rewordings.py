"""The other ways of writing a question are what they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chinese.numbers import parse_number
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
from retrieval.fold import Folded, fold, fold_numbers

CHINESE = st.text(alphabet="工会时间就业十五二第部分年，？2025养老怎么办", max_size=30)


@given(st.integers(1, 9999))
def test_a_number_is_the_same_in_digits_and_in_chinese(number: int) -> None:
    written = chinese_numerals(f"办{number}件")
    assert not any(character.isascii() for character in written)
    assert parse_number(written.removeprefix("办").removesuffix("件")) == number


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


@given(CHINESE)
def test_scripts_widths_and_multiple_digits_fold_to_the_same(question: str) -> None:
    for name in ("traditional", "simplified", "full width", "half width"):
        assert fold(FORMS[name](question)) == fold(question)


@given(CHINESE, st.integers(0, 5))
def test_slips_differ_in_one_character_and_are_the_same_each_time(question: str, seed: int) -> None:
    for slips in (homophone_slips, random_slips):
        written = slips(question, seed)
        assert written == slips(question, seed)
        assert len(written) <= SLIPS
        for slip in written:
            assert sum(a != b for a, b in zip(slip, question, strict=True)) == 1
            assert fold_numbers(Folded(slip)) != fold_numbers(Folded(question))
