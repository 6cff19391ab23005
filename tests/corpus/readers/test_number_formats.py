"""Automatic numbers in the formats of Word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chinese.numbers import parse_number
from corpus.readers.number_formats import numeral


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (3, "chineseCounting", "三"),
        (12, "chineseCounting", "十二"),
        (21, "chineseCountingThousand", "二十一"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1260, "chineseCountingThousand", "一千二百六十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (10, "ideographDigital", "一〇"),
        (2, "ideographTraditional", "乙"),
        (3, "ideographZodiac", "寅"),
        (5, "decimalEnclosedCircle", "⑤"),
        (3, "decimalEnclosedParen", "⑶"),
        (7, "decimalFullWidth", "７"),
        (9, "lowerRoman", "ix"),
        (28, "upperLetter", "BB"),
        (4, "decimalZero", "04"),
        (6, "bullet", ""),
        (6, "hebrew1", "6"),
    ],
)
def test_numbers_are_written_as_word_writes_them(number: int, form: str, written: str) -> None:
    assert numeral(number, form) == written


@given(st.integers(1, 9999))
def test_written_numbers_are_parsed_as_the_same_numbers(number: int) -> None:
    assert parse_number(numeral(number, "chineseCountingThousand")) == number
