"""Which page of its source a position in the canonical text stands on.

Kept text is never rewritten, so the n-th visible character of the text is the n-th of the kept lines, whatever was
rejoined or cut on the way; that is how page breaks are found again.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from corpus.document import Block

_VISIBLE = re.compile(r"\S+")


class Pages:
    """The pages of `text`, made of the kept lines `blocks`; `known` is False where the format has none."""

    def __init__(self, blocks: list[Block], text: str) -> None:
        self.known = any(block.page is not None for block in blocks)
        breaks = list(_page_breaks(blocks)) if self.known else []
        self._pages = [page for _, page in breaks]
        self._starts = _offsets(text, [count for count, _ in breaks]) if breaks else []

    def at(self, offset: int) -> int:
        """The page, from 1, on which the character at `offset` stands."""
        return self._pages[max(0, bisect_right(self._starts, offset) - 1)]


def _page_breaks(blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """(visible characters before, page) wherever a page may begin."""
    seen = 0
    for block in blocks:
        for nth, turn in enumerate((0, *block.turns)):
            yield seen + _count(block.text[:turn]), (block.page or 1) + nth
        seen += _count(block.text)


def _count(text: str) -> int:
    return sum(map(len, text.split()))


def _offsets(text: str, counts: list[int]) -> list[int]:
    """The offsets in `text` of its visible characters number `counts` (rising, from 0)."""
    offsets: list[int] = []
    seen = 0
    for run in _VISIBLE.finditer(text):
        while len(offsets) < len(counts) and counts[len(offsets)] < seen + len(run[0]):
            offsets.append(run.start() + counts[len(offsets)] - seen)
        seen += len(run[0])
    return offsets + [len(text)] * (len(counts) - len(offsets))
