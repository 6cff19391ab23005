"""How pages are set: margins, size of letters, distance of lines, and by what its paragraphs are told apart."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.pages.lines import Line, PageLines

INDENT, DEEPEST_INDENT = 1.2, 4.0
"""Letters; two are usual for the first line of a paragraph, and more is another column or a centred line."""
LOOSE = 1.3
"""Ratio of a gap between paragraphs to that between lines."""

_SHORT = 2.2
"""Letters left free by a line that surely ends its paragraph."""
_OFTEN = 0.05
"""Share of the gaps that are wide where paragraphs are told by that."""
_OUTLIERS = 0.02
_MIDDLE, _COLUMN, _ACROSS = (0.4, 0.65), 0.25, 0.15
"""Where a second column begins, in shares of the page's width; the share of lines in each, and across both at most."""

Margins = tuple[float, float]
"""Left and right, in points."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` (left and right margins) of every page, usual `size` of letters and `leading` of lines, all in points.

    `indented` and `spaced` say whether paragraphs are told by an indent, by a gap.
    """

    columns: tuple[tuple[Margins, ...], ...]
    size: float
    leading: float
    indented: bool
    spaced: bool

    def before(self, line: Line) -> float:
        """Points between the left margin and the line."""
        return line.left - self._margins(line)[0]

    def behind(self, line: Line) -> float:
        """Points between the line and the right margin."""
        return self._margins(line)[1] - line.right

    def _margins(self, line: Line) -> Margins:
        """Those of the column that the line stands in, of the page where it stands across two."""
        first, *other = self.columns[line.page - 1]
        if not other or line.right < other[0][0]:
            return first
        return other[0] if line.left >= other[0][0] - self.size else (first[0], other[0][1])


def layout_of(pages: list[PageLines]) -> Layout:
    """The layout of the lines of text on `pages`, which are all pages of a document."""
    size = _usual([line.size for page in pages for line in page.lines for _ in line.text]) or 1.0
    steps = [a.y - b.y for page in pages for a, b in pairwise(page.lines) if 0 < a.y - b.y < 4 * size]
    leading = _usual(steps) or 1.5 * size
    spaced = sum(step > LOOSE * leading for step in steps) >= max(1, _OFTEN * len(steps))
    layout = Layout(_columns(pages, size), size, leading, True, spaced)
    # A line behind one that ends short of the margin begins a paragraph.
    starts = [
        layout.before(b) / size for page in pages for a, b in pairwise(page.lines) if layout.behind(a) > _SHORT * size
    ]
    indents = sum(INDENT < start < DEEPEST_INDENT for start in starts)
    at_margin = sum(start <= INDENT for start in starts)
    return Layout(layout.columns, size, leading, indents >= at_margin, spaced)


def _columns(pages: list[PageLines], size: float) -> tuple[tuple[Margins, ...], ...]:
    """Left and right pages have different margins, and so have pages across."""
    kinds = [(number % 2, round(page.width)) for number, page in enumerate(pages)]
    lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for kind, page in zip(kinds, pages, strict=True):
        lines[kind] += [line for line in page.lines if abs(line.size - size) <= 0.1 * size] or page.lines
    found = {kind: tuple(map(_outer, _parted(lines[kind], kind[1], size))) for kind in lines}
    return tuple(found[kind] for kind in kinds)


def _parted(lines: list[Line], width: float, size: float) -> list[list[Line]]:
    """The lines of two columns, where many begin in the middle of the page and next to none stand across it."""
    middle = _usual([line.left for line in lines if _MIDDLE[0] * width < line.left < _MIDDLE[1] * width])
    if middle is None:
        return [lines]
    left = [line for line in lines if line.right < middle]
    right = [line for line in lines if line.left >= middle - size]
    whole = len(left) + len(right) >= (1 - _ACROSS) * len(lines)
    return [left, right] if whole and min(len(left), len(right)) >= _COLUMN * len(lines) else [lines]


def _outer(lines: list[Line]) -> Margins:
    if not lines:
        return 0.0, 0.0
    outliers = int(_OUTLIERS * len(lines))
    return sorted(line.left for line in lines)[outliers], sorted(line.right for line in lines)[-1 - outliers]


def _usual(values: list[float]) -> float | None:
    """The most frequent value, to half a point."""
    counts = Counter(round(2 * value) / 2 for value in values)
    return counts.most_common(1)[0][0] if counts else None
