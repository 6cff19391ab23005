"""Days as documents write them: 2020年3月1日, 二〇二〇年三月一日."""

import re
from datetime import date

from corpus.chinese.dates import NUMBER, YEAR
from corpus.chinese.numbers import parse_digits, parse_number

DAY = rf"{YEAR}\s*年\s*{NUMBER}\s*月\s*{NUMBER}\s*日"
_PARTS = re.compile(rf"({YEAR})\s*年\s*({NUMBER})\s*月\s*({NUMBER})\s*日")


def read_day(text: str) -> date | None:
    """The day that `text`, which `DAY` matches, names; None where there is no such day."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return None
    try:
        return date(int(parse_digits(parts[1])), parse_number(parts[2]) or 0, parse_number(parts[3]) or 0)
    except ValueError:
        return None
