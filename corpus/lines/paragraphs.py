"""Broken lines rejoined: a paragraph is one or more source lines, put together without a character in between."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.chinese.markers import marker
from corpus.chinese.sentences import is_sentence
from corpus.document import Block

_INSIDE = frozenset("，。、；：！？）」』》”’％%")
"""Characters that no paragraph begins with."""
_SAYS = re.compile("是[：:]")
_FRAGMENT = re.compile(r"[\d.．]+$")
_OPENERS, _CLOSERS = "（(“《「『【", "）)”》」』】"
_WORD = 6
"""Characters of a word that stands alone in a line broken several times; a title would be longer."""
_TITLE = 30
_STOPS = re.compile("[，。；、：:,;！？!?]")
_WRAPPED = 60
"""Characters: a longer line without final punctuation was broken; shorter ones may be titles."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`line` is where it begins in the source; `level` a heading level stated by markup.

    `glued` says that it goes on in the line of the paragraph before: a second heading stands there. `apart` says that
    an empty line stands above.
    """

    text: str
    line: int
    level: int | None = None
    glued: bool = False
    apart: bool = False


def lines_apart(blocks: list[Block]) -> set[int]:
    """The numbers of the lines above which an empty line stands."""
    return {block.line for above, block in pairwise(blocks) if not above.text or above.text.isspace()}


def join_broken_lines(blocks: list[Block], start: int, apart: Collection[int] = ()) -> list[Paragraph]:
    """The paragraphs of `blocks`; lines before `blocks[start]` (title, date, speaker) stay as they are."""
    paragraphs: list[Paragraph] = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1].text.strip() if index + 1 < len(blocks) else ""
        if index > start and _continues(paragraphs[-1], blocks[index - 1], block, following):
            last = paragraphs[-1]
            paragraphs[-1] = replace(last, text=last.text.rstrip() + block.text.strip())
        else:
            paragraphs.append(Paragraph(block.text, block.line, block.level, apart=block.line in apart))
    return paragraphs


def _continues(last: Paragraph, previous: Block, block: Block, following: str) -> bool:
    before, line = last.text.rstrip(), block.text.strip()
    if last.level is not None or block.level is not None or len(before) > 3000:
        return False
    if _starts_inside(line) or before[-1] in _OPENERS:
        return True
    if is_sentence(before) or before[-1] in "）)】":
        return False
    if marker(line) is not None:
        return False
    if before[-1] in "的和与及、" and marker(before.lstrip()) is None and not _heads(before, line):
        return True
    in_mid_sentence = len(before) <= _WORD and len(line) <= 2 * _WORD and _starts_inside(following)
    if _FRAGMENT.match(line) or _is_open(before) or in_mid_sentence:
        return True
    broken_off = len(previous.text.strip())
    return broken_off >= _WRAPPED and (marker(before.lstrip()) is None or broken_off >= 2 * _WRAPPED)


def _heads(before: str, line: str) -> bool:
    """Whether a short line without any stop (专栏1　老街是怎么改的) is the title of the full paragraph behind it."""
    return len(before) <= _TITLE and len(line) >= _WRAPPED and is_sentence(line) and not _STOPS.search(before)


def _starts_inside(line: str) -> bool:
    return line[:1] in _INSIDE or (line[:1] == "是" and bool(_SAYS.match(line)))


def _is_open(text: str) -> bool:
    """Whether a bracket or quotation mark opened in the last 40 characters is not closed yet."""
    tail = text[-40:]
    return any(
        tail.rfind(opener) > tail.rfind(closer)
        for opener, closer in zip(_OPENERS, _CLOSERS, strict=True)
        if opener in tail
    )
