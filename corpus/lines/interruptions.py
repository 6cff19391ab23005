"""A page's own lines in the middle of its text: buttons to share it, and links to other texts behind them."""

from collections.abc import Sequence

from corpus.chinese.markers import marker
from corpus.chinese.sentences import is_sentence
from corpus.lines.furniture import LINK, TAIL_START, WORD

_FEWEST = 3
"""Lines in a row that make an interruption: one or two may be the cells of a table or words of the text."""
_LINKS, _LONGEST = 12, 40
"""Links to other texts that a page lists, and characters of one."""


def interruptions(body: Sequence[tuple[int, str]]) -> dict[int, str]:
    """The rules for the lines of `body` (number, text) that interrupt it: several of a page's own in a row, with text behind."""
    rules: dict[int, str] = {}
    if not any(len(text) <= _LONGEST and TAIL_START.match(text) for _, text in body):
        return rules
    at = 0
    while at < len(body):
        end = at
        while end < len(body) and _is_own(body[end][1]):
            end += 1
        if end - at == 1 and at > 0 and end < len(body) and _is_link(body[at][1]):
            rules[body[at][0]] = "page furniture"
        elif end - at >= _FEWEST and any(TAIL_START.match(text) for _, text in body[at:end]):
            if TAIL_START.match(body[end - 1][1]):
                end = _behind_links(body, end)
            if end < len(body):
                rules |= dict.fromkeys((number for number, _ in body[at:end]), "page furniture")
        at = max(end, at + 1)
    return rules


def _is_link(text: str) -> bool:
    """Whether the line names another text and says that it is one (相关链接：…)."""
    return len(text) <= _LONGEST and bool(LINK.match(text)) and not is_sentence(text)


def _is_own(text: str) -> bool:
    return len(text) <= _LONGEST and bool(WORD.match(text) or TAIL_START.match(text))


def _behind_links(body: Sequence[tuple[int, str]], start: int) -> int:
    """Where the links from `start` on end and the text goes on; `start` where they do not end."""
    for end in range(start, min(len(body), start + _LINKS)):
        text = body[end][1]
        if marker(text) or is_sentence(text):
            return end
        if len(text) > _LONGEST:
            break
    return start
