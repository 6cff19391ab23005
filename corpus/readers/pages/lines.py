"""The lines of a page, put together from its letters and where they stand."""

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.table_rows import CELL_GAP

CHARACTERS = 200_000
"""Of one page; a newspaper page has 20,000."""
_SAME_LINE = 0.5
"""Share of a letter's height by which letters of one line may stand higher or lower (note marks do)."""
_SPACE, _MIXED_SPACE, _COLUMN = 0.2, 0.8, 3.0
"""Gaps, in letters beyond what the line is spaced by, that stand for a space: between letters of one script, between
Chinese and others (a quarter is usual there without any space), between the columns of a table."""
_NUMBER = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,4}[）)、．.]+$")
_UPWARD = 0.2
"""Share of steps from line to line that may lead upwards (columns do); with more the file's order is not the reader's."""

Box = tuple[float, float, float, float, float]
"""Left, right, bottom, top and base line of a letter, in points, on the page as it is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """`left`, `right` and base line `y` (upwards) in points, `size` the height of its letters. `page` counts from 1."""

    text: str
    page: int
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page in reading order, and its size in points as it is shown."""

    lines: tuple[Line, ...]
    width: float
    height: float


def lines_of(letters: list[tuple[str, Box]], number: int) -> tuple[Line, ...]:
    """The lines of page `number` in reading order, of its letters in the order of the file."""
    lines = [line for run in _runs(letters) if (line := _line(run, number))]
    rising = sum(b.y > a.y + a.size for a, b in pairwise(lines))
    if rising > 1 and rising > _UPWARD * len(lines):
        lines.sort(key=lambda line: (-line.y, line.left))
    return tuple(lines)


def _runs(letters: list[tuple[str, Box]]) -> list[list[tuple[str, Box]]]:
    """Letters one after the other on one base line, from left to right."""
    runs: list[list[tuple[str, Box]]] = []
    for letter in letters:
        if runs and _goes_on(runs[-1], letter[1]):
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return runs


def _goes_on(run: list[tuple[str, Box]], box: Box) -> bool:
    _, last = run[-1]
    height = max(last[3] - last[2], box[3] - box[2])
    level = abs(box[4] - last[4]) <= _SAME_LINE * height or abs(box[4] - run[0][1][4]) <= 0.2 * height
    return level and box[0] >= last[0] - height


def _line(run: list[tuple[str, Box]], page: int) -> Line | None:
    while run and run[0][0].isspace():
        run = run[1:]
    if not run:
        return None
    # Boxes of punctuation are lower in some fonts.
    heights = [box[3] - box[2] for letter, box in run if letter.isalnum()] or [box[3] - box[2] for _, box in run]
    size = statistics.median(heights) or 1.0
    gaps = [(b[0] - a[1]) / size for (_, a), (_, b) in pairwise(run)]
    spacing = max(0.0, statistics.median(gaps)) if gaps else 0.0
    text = run[0][0]
    for (letter, _), gap in zip(run[1:], gaps, strict=True):
        text += _space(text, letter, gap - spacing) + letter
    seen = [box for letter, box in run if not letter.isspace()]
    base = statistics.median(box[4] for box in seen)
    return Line(text, page, run[0][1][0], max(box[1] for box in seen), base, size)


def _space(text: str, letter: str, gap: float) -> str:
    """What a gap of `gap` letters stands for: nothing behind the number of a heading, where it is layout."""
    if text[-1].isspace() or letter.isspace():
        return ""
    if gap >= _COLUMN:
        return CELL_GAP
    same_script = text[-1].isascii() == letter.isascii()
    if gap < (_SPACE if same_script else _MIXED_SPACE) or (_NUMBER.match(text) and not letter.isdecimal()):
        return ""
    return " "
