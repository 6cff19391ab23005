"""What stands on every page: running headers, footers and page numbers, told by repetition at one height."""

import re
from collections import defaultdict
from dataclasses import dataclass

from corpus.readers.pages.lines import Line, PageLines

OUTERMOST = 3
"""Lines from the edge of a page among which they are looked for."""
_SAME_HEIGHT = 4.0
"""Points between the heights of one running line on two pages."""
_SHARE = 0.4
"""Of the pages; left and right pages may have different headers."""
_SLOT = 0.6
"""Share of the pages on which the line at a height repeats; then that height is the header's, whose words may change."""
_LONGEST = 80

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_BARE = re.compile(r"(\d{1,4})$")
_DECORATED = re.compile(
    r"[-—–―－·~•\s]*第?\s*(\d{1,4})\s*页?\s*(?:[,，/／|]?\s*共?\s*\d{1,4}\s*页?)?[-—–―－·~•\s]*$"
    r"|(?:page|p\.)\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near an edge: `rank` from the edge inwards, `height` its distance from that edge in points."""

    line: Line
    rank: int
    height: float
    words: str

    @property
    def number(self) -> int | None:
        """The page number, where the line is nothing else."""
        found = _BARE.match(self.line.text.strip()) or _DECORATED.match(self.line.text.strip())
        return int(next(group for group in found.groups() if group)) if found else None


def repeated_at_edges(pages: list[PageLines]) -> dict[Line, str]:
    """The lines that are no text, with the rule that says so."""
    rules: dict[Line, str] = {}
    for top in (True, False):
        edges = [_edges(page, top) for page in pages]
        repeated = _repeated(edges, len(pages))
        shift = _numbering(edges)
        for page in edges:
            for edge in page:
                if edge.line in repeated:
                    rules[edge.line] = "running header" if top else "running footer"
                elif _is_page_number(edge, shift, len(pages)):
                    rules[edge.line] = "page number"
                else:
                    # Behind the first line of text there is only text.
                    break
    return rules


def _edges(page: PageLines, top: bool) -> list[_Edge]:
    ordered = sorted(page.lines, key=lambda line: line.y, reverse=top)[:OUTERMOST]
    return [
        _Edge(line, rank, page.height - line.y if top else line.y, _DIGITS.sub("#", "".join(line.text.split())))
        for rank, line in enumerate(ordered)
    ]


def _repeated(edges: list[list[_Edge]], pages: int) -> set[Line]:
    """Lines whose words (numbers aside) stand again at their height on enough pages, or where the header always stands."""
    alike: dict[str, list[_Edge]] = defaultdict(list)
    for page in edges:
        for edge in page:
            if _LETTER.search(edge.words) and len(edge.words) <= _LONGEST:
                alike[edge.words].append(edge)
    again: dict[Line, _Edge] = {}
    often: set[Line] = set()
    for members in alike.values():
        for edge in members:
            level = [other for other in members if abs(other.height - edge.height) <= _SAME_HEIGHT]
            count = len({other.line.page for other in level})
            if count > 1:
                again[edge.line] = edge
                if count >= _SHARE * pages:
                    often.add(edge.line)
    slots = {
        line
        for line, edge in again.items()
        if sum(abs(other.height - edge.height) <= _SAME_HEIGHT for other in again.values()) >= max(3, _SLOT * pages)
    }
    return often | slots


def _numbering(edges: list[list[_Edge]]) -> int | None:
    """Printed number less page, as two pages or more agree on it."""
    counts: dict[int, int] = defaultdict(int)
    for page in edges:
        for shift in {edge.number - edge.line.page for edge in page if edge.number is not None}:
            counts[shift] += 1
    best = max(counts, key=lambda shift: counts[shift], default=None)
    return best if best is not None and counts[best] > 1 else None


def _is_page_number(edge: _Edge, shift: int | None, pages: int) -> bool:
    if edge.number is None:
        return False
    if edge.number - edge.line.page == shift:
        return True
    decorated = not _BARE.match(edge.line.text.strip())
    return decorated or (pages == 1 and edge.number == 1)
