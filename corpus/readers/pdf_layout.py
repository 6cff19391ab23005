"""How a PDF is set: margins, size of letters, distance of lines, and by what its paragraphs are told apart."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.pdf_lines import Line, PageLines

INDENT, DEEPEST_INDENT = 1.2, 4.0
"""Letters; two are usual for the first line of a paragraph, and more is another column or a centred line."""
LOOSE = 1.3
"""Ratio of a gap between paragraphs to that between lines."""

_SHORT = 2.2
"""Letters left free by a line that surely ends its paragraph."""
_OFTEN = 0.05
"""Share of the gaps that are wide where paragraphs are told by that."""
_OUTLIERS = 0.02


@dataclass(frozen=True, slots=True)
class Layout:
    """`margins` (left, right) of every page, usual `size` of letters and `leading` of lines, all in points.

    `indented` and `spaced` say whether paragraphs are told by an indent, by a gap.
    """

    margins: tuple[tuple[float, float], ...]
    size: float
    leading: float
    indented: bool
    spaced: bool

    def before(self, line: Line) -> float:
        """Points between the left margin and the line."""
        return line.left - self.margins[line.page - 1][0]

    def behind(self, line: Line) -> float:
        """Points between the line and the right margin."""
        return self.margins[line.page - 1][1] - line.right


def layout_of(pages: list[PageLines]) -> Layout:
    """The layout of the lines of text on `pages`, which are all pages of a document."""
    size = _usual([line.size for page in pages for line in page.lines for _ in line.text]) or 1.0
    steps = [a.y - b.y for page in pages for a, b in pairwise(page.lines) if 0 < a.y - b.y < 4 * size]
    leading = _usual(steps) or 1.5 * size
    spaced = sum(step > LOOSE * leading for step in steps) >= max(1, _OFTEN * len(steps))
    layout = Layout(_margins(pages, size), size, leading, True, spaced)
    # A line behind one that ends short of the margin begins a paragraph.
    starts = [
        layout.before(b) / size for page in pages for a, b in pairwise(page.lines) if layout.behind(a) > _SHORT * size
    ]
    indents = sum(INDENT < start < DEEPEST_INDENT for start in starts)
    at_margin = sum(start <= INDENT for start in starts)
    return Layout(layout.margins, size, leading, indents >= at_margin, spaced)


def _margins(pages: list[PageLines], size: float) -> tuple[tuple[float, float], ...]:
    """Left and right pages have different margins, and so have pages across."""
    kinds = [(number % 2, round(page.width)) for number, page in enumerate(pages)]
    lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for kind, page in zip(kinds, pages, strict=True):
        lines[kind] += [line for line in page.lines if abs(line.size - size) <= 0.1 * size] or page.lines
    return tuple(_outer(lines[kind]) for kind in kinds)


def _outer(lines: list[Line]) -> tuple[float, float]:
    if not lines:
        return 0.0, 0.0
    outliers = int(_OUTLIERS * len(lines))
    return sorted(line.left for line in lines)[outliers], sorted(line.right for line in lines)[-1 - outliers]


def _usual(values: list[float]) -> float | None:
    """The most frequent value, to half a point."""
    counts = Counter(round(2 * value) / 2 for value in values)
    return counts.most_common(1)[0][0] if counts else None
