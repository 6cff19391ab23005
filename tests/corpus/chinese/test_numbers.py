"""Chinese numerals: what is written is read back, and both agree with a computation of another kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chinese.numbers import LARGEST, parse_digits, parse_number, write_digits, write_number

NUMBERS = st.integers(1, LARGEST)
HAN = "零一二三四五六七八九"


def in_words(number: int) -> str:
    """`number` below 10,000 by division, from the thousands down; nothing of this looks at its decimal digits."""
    if number < 10:
        return HAN[number]
    if number < 20:
        return "十" + (HAN[number - 10] if number > 10 else "")
    size, unit = next((size, unit) for size, unit in ((1000, "千"), (100, "百"), (10, "十")) if number >= size)
    head, rest = HAN[number // size] + unit, number % size
    if rest == 0:
        return head
    if rest < size // 10:
        return head + "零" + in_full(rest)
    return head + in_full(rest)


def in_full(number: int) -> str:
    """As inside a longer numeral, where 11 is 一十一."""
    return "一" + in_words(number) if 10 <= number < 20 else in_words(number)


@given(NUMBERS)
def test_written_numbers_are_read_back(number: int) -> None:
    assert parse_number(write_number(number)) == number


@given(NUMBERS)
def test_numbers_are_written_as_division_gives_them(number: int) -> None:
    assert write_number(number) == in_words(number)


@given(NUMBERS)
def test_decimal_numerals_are_read_in_either_width(number: int) -> None:
    wide = "".join(chr(ord("０") + int(digit)) for digit in str(number))
    assert parse_number(str(number)) == parse_number(wide) == number


@given(NUMBERS)
def test_numbers_written_digit_by_digit_are_read_back(number: int) -> None:
    assert parse_digits(write_digits(number)) == str(number)


@given(st.text("零〇○一二三四五六七八九十百千", min_size=1, max_size=8))
def test_what_is_read_as_a_number_is_a_positive_one(text: str) -> None:
    number = parse_number(text)
    assert number is None or number > 0


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十一", 11), ("一十一", 11), ("一百零一", 101), ("两百", 200), ("二三", 23), ("一千二百六十", 1260)],
)
def test_numerals_in_use_are_read(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["零", "百一二", "十一二"])
def test_what_is_no_proper_numeral_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_years_are_written_with_their_own_zero() -> None:
    assert write_digits(2025) == "二〇二五"
    assert parse_digits("二○二五") == parse_digits("２０２５") == "2025"
