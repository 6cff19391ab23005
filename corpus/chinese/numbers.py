"""Chinese numerals, read and written. Nothing else in the program turns 十一 into 11 or 11 into 十一."""

from collections.abc import Sequence
from functools import lru_cache

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
LARGEST = 9999
"""The greatest number that is read and written here; what official texts number stays far below it."""

_VALUES = {c: i for i, c in enumerate(DIGITS)} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_TENS = {unit: 10**power for power, unit in enumerate(UNITS) if unit}


@lru_cache(maxsize=4096)
def parse_number(text: str) -> int | None:
    """The value of a Chinese or decimal numeral below 10000 (十一 = 11 = １１), None where it is no proper one."""
    if text.isdecimal():
        return int(text)
    total, digit, positional = 0, None, True
    for char in text:
        if unit := _TENS.get(char):
            total, digit, positional = total + (1 if digit is None else digit) * unit, None, False
        elif digit is not None and digit != 0:
            if not positional:
                return None
            digit = digit * 10 + _VALUES[char]
        else:
            digit = _VALUES[char]
    return total + (digit or 0) or None


def parse_digits(text: str) -> str:
    """A numeral written digit by digit in ASCII digits: 二〇二五 -> 2025. What is no digit counts as 0."""
    return "".join(str(parse_number(character) or 0) for character in text)


def write_number(number: int, *, digits: Sequence[str] = DIGITS, units: Sequence[str] = UNITS) -> str:
    """`number` (0 to LARGEST) in words: 一百零一, 二十三; in the usual digits ten to nineteen without 一."""
    written, gap = "", False
    decimal = str(number)
    for power, digit in zip(range(len(decimal) - 1, -1, -1), map(int, decimal), strict=True):
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + units[power]
        gap = digit == 0
    if digits is DIGITS and 10 <= number < 20:
        return written.removeprefix("一")
    return written or digits[0]


def write_digits(number: int | str) -> str:
    """`number` digit by digit, as years are written: 2025 -> 二〇二五."""
    return "".join(DIGITS[int(digit)] for digit in str(number)).replace("零", "〇")
