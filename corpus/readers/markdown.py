"""Markdown: the text without its markup, `#` levels kept as a hint. Inline emphasis at a line's ends is markup, too."""

import re

from corpus.model import Block
from corpus.readers import text

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
_CLOSING = re.compile(r"(?:^|(?<=\s))#+$")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BULLET = re.compile(r"^\s*[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"^\s*>\s?")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")


def read(data: bytes) -> list[Block]:
    """One block per line; the front matter between two `---` lines at the top is left out."""
    blocks = text.read(data)
    start = _after_front_matter(blocks)
    return [_block(block) for block in blocks[start:]]


def _after_front_matter(blocks: list[Block]) -> int:
    if blocks and blocks[0].text.strip() == "---":
        for index, block in enumerate(blocks[1:40], start=1):
            if block.text.strip() == "---":
                return index + 1
    return 0


def _block(block: Block) -> Block:
    heading = _HEADING.match(block.text)
    if heading:
        title = _CLOSING.sub("", heading[2].rstrip()).rstrip()
        return Block(_BOLD_LINE.sub(r"\2", title), block.line, len(heading[1]))
    if _RULE.match(block.text):
        return Block("", block.line)
    plain = _BULLET.sub("", _QUOTE.sub("", block.text, count=1), count=1)
    return Block(_BOLD_LINE.sub(r"\2", plain), block.line)
