"""How many items a sentence says that there are: 八条, 三个方面, 五件实事."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.chinese.numbers import parse_number

_HAN = "[一二两三四五六七八九十]{1,3}"
_COUNT = re.compile(
    rf"(?<![第\d.%年月])(?P<number>{_HAN}|\d{{1,2}})"
    r"(?:(?:大|个|项|条|件|方面|类|种|点|步|批|招|句|级|不|要|必须|坚持|统筹|抓|有利于|一律|把|道|桩|样|手|块|片|新|环节|部分)(?![月年]))"
)


@lru_cache(maxsize=256)
def counts_in(text: str) -> tuple[int, ...]:
    """The numbers of things that `text` names, in order."""
    found = (parse_number(m["number"]) for m in _COUNT.finditer(text))
    return tuple(number for number in found if number and number > 1)


def stated_number(texts: Sequence[str], size: int) -> int | None:
    """The number that one of the `texts` states: `size` where any says so, else the last of the first text alone."""
    counts = [counts_in(text) for text in texts]
    if any(size in numbers for numbers in counts):
        return size
    return counts[0][-1] if counts and counts[0] else None
