"""Folding: what makes two writings of the same words equal, for searching only. Quotes never pass through here.

A text is folded once, where it enters (a question in `retrieval.answering`, documents in `retrieval.index.encoding`), and
is `Folded` from there on: what takes a `Folded` text never folds it again. Folding what is folded changes nothing.
"""

import re
import unicodedata
from functools import cache
from typing import Any, NewType

import opencc

from corpus.chinese.numbers import parse_digits, parse_number

Folded = NewType("Folded", str)
"""A text as `fold` gives it, or a piece of one."""

NUMERAL = re.compile(r"[一二三四五六七八九十百〇○零]{2,}")
"""Numerals of two and more characters; 千 and 万 belong to words (千万, 万家) as often as to numbers."""
_YEAR_IN_CHINESE = re.compile(r"[一二][〇○零一二三四五六七八九]{3}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_FOUR_DIGITS = re.compile(r"(?=((?:19|20)[0-9]{2}))")
_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[\u3400-\u9fff]")


@cache
def _converter() -> Any:
    return opencc.OpenCC("t2s")


def fold(text: str) -> Folded:
    """Traditional to simplified characters, full to half width (NFKC), lower case; lone surrogates go."""
    if not text.isascii():
        text = text.encode("utf-8", "ignore").decode("utf-8")
    text = _plain(text)
    # A few characters take two steps (薴 to 苧 to 苎); a text in simplified ones is converted once, to itself.
    while (converted := _plain(_converter().convert(text))) != text:
        text = converted
    return Folded(text)


def _plain(text: str) -> str:
    """Half width and lower case; once more, because lower letters may compose where capitals do not (J and a caron)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def fold_numbers(text: Folded) -> Folded:
    """Chinese numerals of two and more characters as digits: 十一 -> 11, 二〇三五 -> 2035; single ones are words."""
    return Folded(NUMERAL.sub(digits, text))


def fold_years(text: Folded) -> Folded:
    """Years in Chinese numerals as digits: 二〇二五年 -> 2025年."""
    return Folded(_YEAR_IN_CHINESE.sub(digits, text))


def years_named(text: Folded) -> frozenset[int]:
    """The years from 1900 to 2099 that `text` names, in digits or Chinese numerals."""
    return frozenset(int(year) for year in _YEAR.findall(fold_numbers(text)))


def years_written(text: str) -> frozenset[int]:
    """The years from 1900 to 2099 whose four digits stand anywhere in `text`, folded or not."""
    return frozenset(map(int, _FOUR_DIGITS.findall(unicodedata.normalize("NFKC", text))))


def digits(found: re.Match[str]) -> str:
    """The numeral that NUMERAL found in digits; as it is where it is no number (一一)."""
    numeral = found[0]
    if _YEAR_IN_CHINESE.fullmatch(numeral):
        return parse_digits(numeral)
    number = parse_number(numeral) if set(numeral) & set("十百") else None
    return str(number) if number else numeral


def terms(text: Folded) -> list[str]:
    """The index terms of `text`: words of letters, numbers, and of Chinese every character and every pair.

    Pairs do not reach over punctuation.
    """
    found: list[str] = []
    previous_end, previous = -1, ""
    for match in _TOKEN.finditer(fold_numbers(text)):
        token = match[0]
        found.append(token)
        chinese = token > "\u3400"
        if chinese and previous and match.start() == previous_end:
            found.append(previous + token)
        previous, previous_end = (token if chinese else ""), match.end()
    return found
