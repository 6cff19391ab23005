"""Folded text: what is written otherwise becomes equal, and folding again changes nothing."""

import unicodedata

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.fold import Folded, fold, fold_numbers, fold_years, terms, years_named, years_written

TRICKY = st.text(alphabet="門⾨⾧㈶薴苧乾後麼甚İJ̌ǰΣσςKÅﬁ１Ａa\x00\u200b\u0301🙂。", max_size=12)
"""Letters that fold in several steps: radicals and signs that stand for traditional characters, capitals that compose."""


@settings(max_examples=500)
@given(st.one_of(st.text(max_size=60), TRICKY))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_character_folds_at_once() -> None:
    """All of Unicode but the surrogates, in runs: a character that took two steps would show in its run."""
    for start in range(0, 0x110000, 0x100):
        run = "".join(chr(code) for code in range(start, start + 0x100) if not 0xD800 <= code < 0xE000)
        assert fold(fold(run)) == fold(run), hex(start)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("送外賣的能參加工會嗎？", "送外卖的能参加工会吗?"),
        ("ＰＭ２．５　ＧＤＰ", "pm2.5 gdp"),
        ("⾨㈶", "门(财)"),
        ("a\ud83db", "ab"),
        ("J\u030c", "\u01f0"),
        ("", ""),
    ],
)
def test_what_is_written_otherwise_becomes_equal(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(alphabet="工会的钱是职工的钱，发展养老服务。2025年一百零三个", max_size=40))
def test_folded_text_is_simplified_and_of_half_width(text: str) -> None:
    folded = fold(opencc.OpenCC("s2t").convert(text))
    assert folded == fold(text)
    assert folded == unicodedata.normalize("NFKC", folded)
    assert folded == folded.lower()


@pytest.mark.parametrize(
    ("text", "with_numbers", "with_years"),
    [
        ("第十一条", "第11条", "第十一条"),
        ("二〇三五年", "2035年", "2035年"),
        ("一百零三个", "103个", "一百零三个"),
        ("一一列举", "一一列举", "一一列举"),
        ("三件事", "三件事", "三件事"),
    ],
)
def test_numerals_of_two_and_more_characters_are_numbers(text: str, with_numbers: str, with_years: str) -> None:
    assert fold_numbers(Folded(text)) == with_numbers
    assert fold_years(Folded(text)) == with_years


@given(st.integers(1900, 2099), st.sampled_from(["年", "", "年底", "-"]))
def test_a_year_is_read_in_digits_and_in_characters(year: int, behind: str) -> None:
    spelt = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    assert years_named(Folded(f"到{year}{behind}")) == {year}
    assert years_named(Folded(f"到{spelt}年")) == ({year} if year >= 1900 else set())
    assert years_named(Folded(f"共{year}7个")) == set()


def test_terms_are_characters_pairs_words_and_numbers() -> None:
    assert terms(Folded("工会GDP".lower())) == ["工", "会", "工会", "gdp"]
    assert terms(Folded("养,老")) == ["养", "老"]
    assert terms(Folded("第十一条")) == ["第", "11", "条"]
    assert terms(Folded("2.5吨")) == ["2.5", "吨"]


@given(st.text(alphabet="0129２９①⑲㋀²年二 .\n", max_size=24))
def test_the_years_written_are_those_that_stand_in_the_folded_text(text: str) -> None:
    folded = fold(text)
    assert years_written(text) == {year for year in range(1900, 2100) if str(year) in folded}
    assert years_written("二〇二六年的12026号，截至２０２５年") == {2026, 2025}
