"""Boxes of recognised text as the lines of a page: set upright, put together in rows, measured in points."""

import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.readers.pages.lines import Line, PageLines
from corpus.readers.table_rows import CELL_GAP

LONG_SIDE = 842.0
"""Points of a sheet's longer side; what counts for paragraphs are ratios alone."""
_TELLING = 6.0
"""Letters of a text from which on its width tells the size of its letters."""
_SAME_ROW, _CLOSE, _COLUMN = 0.5, 0.5, 2.5
"""Share of the height by which texts of one row may differ; letters between them without and with a column's border."""

_BRACKETS = re.compile(r"[(（]([^()（）]*[\u4e00-\u9fff][^()（）]*)[)）]")
_WIDE = dict(zip(",:;?!", "，：；？！", strict=True))
_AMONG_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff）”》])[,:;?!]")

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A text that was recognised: its four corners in dots, clockwise from the upper left, and how sure it is (0..1)."""

    corners: tuple[Corner, ...]
    text: str
    score: float


def sheet_lines(found: Sequence[Found], number: int, width: float, height: float) -> PageLines:
    """The lines of page `number`, a picture of `width` and `height` dots."""
    scale = LONG_SIDE / max(width, height)
    turn = _turn(found)
    boxes = [box for one in found if (box := _box(one, turn, scale, height))]
    ratio = statistics.median([b.size / b.height for b in boxes if b.letters >= _TELLING] or [0.8])
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda b: -b.middle):
        row = next(
            (r for r in rows[-3:] if abs(r[0].middle - box.middle) <= _SAME_ROW * min(r[0].height, box.height)), None
        )
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    lines = [_line(sorted(row, key=lambda b: b.left), number, ratio) for row in rows]
    return PageLines(tuple(lines), width * scale, height * scale)


@dataclass(frozen=True, slots=True)
class _Box:
    """A text set upright, in points from the lower left corner; `letters` counts those of half width half."""

    text: str
    left: float
    right: float
    middle: float
    height: float
    letters: float

    @property
    def size(self) -> float:
        return (self.right - self.left) / max(self.letters, 0.5)


def _turn(found: Sequence[Found]) -> float:
    """The angle in radians by which the sheet lies askew, as its long lines say."""
    angles = sorted(
        math.atan2(one.corners[1][1] - one.corners[0][1], one.corners[1][0] - one.corners[0][0])
        for one in found
        if _letters(one.text) >= _TELLING and len(one.corners) == 4
    )
    angle = statistics.median(angles) if angles else 0.0
    return angle if abs(angle) < math.pi / 8 else 0.0


def _box(one: Found, turn: float, scale: float, height: float) -> _Box | None:
    text = _widened(" ".join(one.text.split()))
    if not text or len(one.corners) != 4:
        return None
    cos, sin = math.cos(-turn), math.sin(-turn)
    upright = [(x * cos - y * sin, x * sin + y * cos) for x, y in one.corners]
    xs, ys = [x for x, _ in upright], [y for _, y in upright]
    tall = max(statistics.mean(ys[2:]) - statistics.mean(ys[:2]), 1.0)
    return _Box(
        text, min(xs) * scale, max(xs) * scale, (height - statistics.mean(ys)) * scale, tall * scale, _letters(text)
    )


def _widened(text: str) -> str:
    """Signs among Chinese in full width, which the shape of a sign does not tell recognition apart from half."""
    text = _BRACKETS.sub(r"（\1）", text)
    return _AMONG_CHINESE.sub(lambda found: _WIDE[found[0]], text)


def _letters(text: str) -> float:
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


def _line(row: list[_Box], number: int, ratio: float) -> Line:
    """`ratio` is that of a letter's size to its box."""
    text, before = row[0].text, row[0]
    whole = max(row, key=lambda b: b.letters)
    size = whole.size if whole.letters >= _TELLING else ratio * whole.height
    for box in row[1:]:
        gap = (box.left - before.right) / size
        text += (CELL_GAP if gap >= _COLUMN else " " if gap >= _CLOSE else "") + box.text
        before = box
    return Line(text, number, row[0].left, max(b.right for b in row), row[0].middle - size / 2, size)
