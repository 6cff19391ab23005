"""Quotations in a text: the words between quotation marks, and what a cited article is said to rule without any.

Marks of any kind: “…”, 「…」, 『…』, «…», "…", and ‘…’ where it stands alone. Of nested ones the outermost counts. A mark that is
never closed spoils its line only: words may go on in the next line where no other mark opens before they end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.chinese.sentences import Span

_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "‘": "’", "〝": "〞", "｢": "｣"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_STRAIGHT = '"＂'
MARKS = frozenset([*_PAIRS, *_CLOSING, *_STRAIGHT, "'", "＇", "〟"])
"""All quotation marks; which of them are used is a matter of the text around them."""
LONGEST = 3000
"""Letters between two marks; more is a mark that was forgotten."""
NESTED = 16
"""Marks that may be open at once; of more, the first were forgotten."""

_RULES = re.compile(
    r"(?P<section>第\s?[一二三四五六七八九十百零〇\d]{1,6}\s?条(?:第\s?[一二三四五六七八九十\d]{1,3}\s?[款项])*)"
    r"(?:中|里)?(?:就|对此)?(?:已|还|也|都)?(?:作了|作出|做出)?(?:明确|专门)?(?:规定|要求|指出|写明|载明)(?:了|如下)?[，,：:]\s*"
    r"(?P<words>[^“”「」『』«»\"＂\n。；;！？]{8,})"
)
_BASED_ON = re.compile(r"(?:根据|按照|依据|依照|遵照|违反|参照|适用|符合|落实|对照)[^。；，\n]*$")
"""根据第三条规定，各单位应当…: what follows is not what the article says."""


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """`text[start:end]` of the draft; the marks stand at `outer`. `indirect` has none."""

    start: int
    end: int
    outer: Span
    indirect: bool = False


def quotes_in(text: str) -> list[DraftQuote]:
    """All words between marks, and all that articles are said to rule, in order."""
    marked = [DraftQuote(a + 1, b, (a, b + 1)) for a, b in _outermost(_pairs(text)) if text[a + 1 : b].strip()]
    inside = [quote.outer for quote in marked]
    ruled = [
        DraftQuote(found.start("words"), found.end("words"), found.span("words"), indirect=True)
        for found in _RULES.finditer(text)
        if not any(a < found.end() and found.start() < b for a, b in inside)
        and not _BASED_ON.search(text[max(0, found.start() - 60) : found.start()])
    ]
    return sorted([*marked, *ruled], key=lambda quote: quote.start)


def _pairs(text: str) -> Iterator[Span]:
    """The positions of an opening mark and its closing one, inner pairs too."""
    open_: list[int] = []
    at = 0
    for line in text.splitlines(keepends=True):
        open_ = [position for position in open_ if _goes_on(text, position, at)]
        straight = _straight_in(line)
        for offset, letter in enumerate(line, at):
            if letter in _PAIRS or straight.get(offset - at) == "open":
                open_ = [*open_[1 - NESTED :], offset]
            elif letter in _CLOSING or straight.get(offset - at) == "close":
                opening = _CLOSING.get(letter, letter)
                known = next((n for n in reversed(range(len(open_))) if text[open_[n]] == opening), None)
                if known is not None:
                    if offset - open_[known] <= LONGEST:
                        yield open_[known], offset
                    del open_[known:]
        at += len(line)


def _straight_in(line: str) -> dict[int, str]:
    """Straight marks open and close in turn; in a line with an odd one nobody knows which."""
    places = [n for n, letter in enumerate(line) if letter in _STRAIGHT]
    if len(places) % 2:
        return {}
    return {place: ("close" if n % 2 else "open") for n, place in enumerate(places)}


def _goes_on(text: str, opening: int, line: int) -> bool:
    """Whether what was opened at `opening` is closed in the line at `line` or a later one before another is opened."""
    mark = text[opening]
    closing = text.find(_PAIRS.get(mark, mark), line, opening + LONGEST)
    return mark not in _STRAIGHT and closing >= 0 and text.find(mark, line, closing) < 0


def _outermost(pairs: Iterator[Span]) -> list[Span]:
    kept: list[Span] = []
    for a, b in sorted(pairs):
        if not kept or a > kept[-1][1]:
            kept.append((a, b))
    return kept
