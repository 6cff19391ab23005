"""Tables of contents without dots or page numbers: titles listed before the text, each of which stands in it again."""

import re

from corpus.chinese.markers import marker

HEAD_LINE = re.compile(r"目\s*[录次]$|CONTENTS$", re.IGNORECASE)
_FEWEST, _LONGEST_TITLE, _SEARCHED = 3, 60, 120
_ENOUGH = 0.6
"""Share of the listed titles that must stand again in the text; some are worded otherwise there."""
_PAGE = re.compile(r"[\s.…·．]*\d{0,4}$")


def contents_lines(lines: list[str]) -> set[int]:
    """Positions of the lines of a table of contents near the top of `lines`, its own heading included."""
    headed = next((i for i, line in enumerate(lines[:_SEARCHED]) if HEAD_LINE.match(line)), None)
    start = headed + 1 if headed is not None else _first_block(lines[:_SEARCHED])
    if start is None:
        return set()
    stop = start
    while stop < len(lines) and _is_title(lines[stop]):
        stop += 1
    later = {_key(line): i for i, line in enumerate(lines) if len(line) <= _LONGEST_TITLE}
    later |= {_key(line.split("。")[0]): i for i, line in enumerate(lines) if i >= stop and marker(line)}
    if headed is None:
        while start > 1 and later.get(_key(lines[start - 1]), 0) >= stop:
            start -= 1
    again = [i for i in range(start, stop) if later.get(_key(lines[i]), i) > i]
    while again and later[_key(lines[again[0]])] <= again[-1]:
        again.pop()
    if len(again) < _FEWEST or len(again) < _ENOUGH * (again[-1] + 1 - start):
        return set()
    return set(range(start if headed is None else headed, again[-1] + 1))


def _first_block(lines: list[str]) -> int | None:
    """Where the first few numbered titles in a row begin."""
    count = 0
    for i, line in enumerate(lines):
        count = count + 1 if _is_numbered_title(line) else 0
        if count == _FEWEST:
            return i - _FEWEST + 1
    return None


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and line[-1] not in "。；，！？"


def _is_numbered_title(line: str) -> bool:
    return _is_title(line) and marker(line, tight=True) is not None


def _key(line: str) -> str:
    return "".join(_PAGE.sub("", line).split()).rstrip("：:。")
