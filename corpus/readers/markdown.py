"""Markdown: the text without its markup, `#` levels kept as a hint. Inline emphasis at a line's ends is markup, too."""

import re
from bisect import bisect_right
from dataclasses import replace

from corpus.document import Block
from corpus.readers.table_rows import CELL_GAP
from corpus.readers.text import read_text

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
_CLOSING = re.compile(r"(?:^|(?<=\s))#+$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)")
_BOLD_END = {sign: re.compile(rf"(?<=\S){re.escape(sign)}") for sign in ("**", "__")}
_BULLET = re.compile(r"^\s*[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"^\s*>\s?")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|\s*\|\s*:?-{2,}:?\s*\|\s*$")
_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")


def read_markdown(data: bytes) -> list[Block]:
    """One block per line; the front matter between two `---` lines at the top is left out."""
    blocks = read_text(data)
    start = _after_front_matter(blocks)
    return [_block(block) for block in _tables_as_rows(blocks[start:])]


def _tables_as_rows(blocks: list[Block]) -> list[Block]:
    """The rows of tables written as in every format; the rule below their heads, which is markup, an empty line."""
    rows = list(blocks)
    at = 1
    while at < len(rows):
        if not (_TABLE_RULE.match(rows[at].text) and "|" in rows[at - 1].text):
            at += 1
            continue
        rows[at - 1], rows[at] = _row(rows[at - 1]), replace(rows[at], text="")
        at += 1
        while at < len(rows) and "|" in rows[at].text:
            rows[at] = _row(rows[at])
            at += 1
    return rows


def _row(block: Block) -> Block:
    inner = block.text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return replace(block, text=CELL_GAP.join(cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner)))


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
        return Block(_without_bold(title), block.line, len(heading[1]))
    if _RULE.match(block.text):
        return Block("", block.line)
    plain = _BULLET.sub("", _QUOTE.sub("", block.text, count=1), count=1)
    return Block(_without_bold(plain), block.line)


def _without_bold(line: str) -> str:
    """`line` without the signs around bold words. Ends are looked up, so that a line of openings costs no more."""
    if not _BOLD.search(line):
        return line
    ends = {sign: [found.start() for found in pattern.finditer(line)] for sign, pattern in _BOLD_END.items()}
    kept, at, start = "", 0, _BOLD.search(line)
    while start:
        later = bisect_right(ends[start[1]], start.end())
        if later < len(ends[start[1]]):
            end = ends[start[1]][later]
            kept += line[at : start.start()] + line[start.end() : end]
            at = end + len(start[1])
        start = _BOLD.search(line, max(at, start.end()))
    return kept + line[at:]
