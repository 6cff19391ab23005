"""What a printed page repeats on every page: bare page numbers, running headers and footers."""

import re
from collections import defaultdict

from corpus.chinese.markers import marker

_NUMBER = re.compile(r"[1-9]\d{0,2}$")
_FEWEST = 3
"""Pages in a row whose numbers count up, or that repeat the line."""
_LONGEST_HEADER = 40


def running_lines(lines: dict[int, str], marks: set[int]) -> dict[int, str]:
    """The rule each line falls under that is a page's; `lines` by position, `marks` the page marks known already."""
    numbers = _counting(lines)
    marks = marks | numbers
    repeated: dict[str, list[int]] = defaultdict(list)
    for i, line in lines.items() if marks else ():
        if (
            len(line) <= _LONGEST_HEADER
            and i not in marks
            and line[-1] not in "。！？!?；;：:，,"
            and marker(line) is None
        ):
            repeated[line].append(i)
    rules = dict.fromkeys(numbers, "page mark")
    for positions in repeated.values():
        beside = [i for i in positions if not marks.isdisjoint((i - 2, i - 1, i + 1, i + 2))]
        if len(positions) >= _FEWEST and len(beside) >= 0.8 * len(positions):
            # The first may be the title itself, which every later page repeats.
            rules |= dict.fromkeys(positions if positions[0] in beside else positions[1:], "running header")
    return rules


def _counting(lines: dict[int, str]) -> set[int]:
    """Lines that hold a number alone, each one more than the last."""
    run: list[int] = []
    found: set[int] = set()
    for i in [i for i, line in lines.items() if len(line) <= 3 and _NUMBER.match(line)]:
        if run and int(lines[i]) != int(lines[run[-1]]) + 1:
            run = []
        run.append(i)
        if len(run) >= _FEWEST:
            found.update(run)
    return found
