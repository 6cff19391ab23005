"""Days as official documents write them, and what a document says of each: that it was spoken, adopted or signed then,
published, or takes effect.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.chinese.numbers import parse_digits, parse_number

YEAR = r"(?:[12１２][0-9０-９]{3}|[一二][〇○Ｏ零一二三四五六七八九]{2,3})"
NUMBER = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_WIDE_YEAR = r"(?:[12１２](?:[ \u3000]*[0-9０-９]){3}|[一二][〇○Ｏ零一二三四五六七八九]{2,3})"
_WIDE_NUMBER = r"(?:[0-9０-９](?:[ \u3000]*[0-9０-９])?|[一二三四五六七八九十]{1,3})"
"""With the gaps of digits that are set wide: 1 9 9 8 年."""
_DATE = re.compile(
    rf"(?P<year>{_WIDE_YEAR})\s*(?:年\s*|[-/.](?=\d{{1,2}}[-/.]\d))(?P<month>{_WIDE_NUMBER})"
    rf"(?:\s*月(?:\s*(?P<day>{_WIDE_NUMBER})\s*日)?|[-/.](?P<iso_day>\d{{1,2}}))"
)
_IN_FORCE = re.compile(r"\s*(?:零时)?起?\s*(?:正式)?(?:施行|实施|生效|执行)")
_PUBLISHED = re.compile(r"[^，。；年]{0,24}?(?:公布|发布|颁布)")
_ALONE = re.compile(rf"[（(]?\s*{_WIDE_YEAR}\s*年\s*{_WIDE_NUMBER}\s*月(?:\s*{_WIDE_NUMBER}\s*日)?\s*[)）]?$")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Day:
    """`text[start:end]` names the day `value`, an ISO date, without day where none is given (1929-12).

    `event` says what it is the day of.
    """

    value: str
    start: int
    end: int
    event: Literal["date", "published", "effective"]


def days_in(text: str) -> Iterator[Day]:
    """The days that `text` names, in order."""
    for found in _DATE.finditer(text):
        if value := _iso(found):
            in_force, published = _IN_FORCE.match(text, found.end()), _PUBLISHED.match(text, found.end())
            event: Literal["date", "published", "effective"] = "effective" if in_force else "date"
            yield Day(value, *found.span(), "published" if published and not in_force else event)


def is_day(text: str) -> bool:
    """Whether the line is a day and nothing else, in brackets or not."""
    return len(text) <= _LONGEST and bool(_ALONE.match(text))


def _iso(found: re.Match[str]) -> str | None:
    year, *given = ("".join((found[key] or "").split()) for key in ("year", "month", "day", "iso_day"))
    digits, parts = parse_digits(year), [parse_number(part) for part in given if part]
    if not "1800" <= digits <= "2100" or not all(p and p <= 31 for p in parts) or (parts[0] or 13) > 12:
        return None
    return "-".join([digits, *(f"{part:02d}" for part in parts)])
