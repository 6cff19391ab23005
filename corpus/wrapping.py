"""Texts wrapped at a fixed width (saved mails, text drawn from page images): their lines are put back into paragraphs.

Only a file most of whose lines are equally wide, and end in mid-sentence, is taken for wrapped.
"""

import re
from collections import Counter
from dataclasses import replace

from corpus.furniture import PAGE_MARK
from corpus.markers import marker
from corpus.model import Block, Dropped

_NARROWEST, _FEWEST = 18, 12
_SLACK = 3
"""Columns by which a full line may be short, since no line begins with a full stop or a closing bracket."""
_ENDS = re.compile(r"[。！？!?；;：:…][”’」』）)】]*$")
_INDENTED = re.compile(r"[ \t\u3000\xa0]{2}|\u3000")


def unwrap(blocks: list[Block]) -> tuple[list[Block], dict[int, list[Block]]]:
    """The paragraphs of a wrapped text, and by the line each begins on the blocks it was put together from."""
    width = _width([block.text.rstrip() for block in blocks])
    if width is None:
        return blocks, {}
    indents = sum(bool(_INDENTED.match(block.text)) for block in blocks) > len(blocks) // 20
    joined: list[Block] = []
    parts: dict[int, list[Block]] = {}
    open_at: int | None = None  # index in `joined` of the paragraph that may go on
    for block in blocks:
        line = block.text.rstrip()
        if open_at is not None and line and not PAGE_MARK.match(line.strip()):
            before = joined[open_at]
            if _goes_on(before, block, indents):
                parts.setdefault(before.line, [before]).append(block)
                joined[open_at] = replace(before, text=before.text.rstrip() + block.text.strip())
                open_at = open_at if _columns(line) >= width - _SLACK * 2 else None
                continue
        joined.append(block)
        if line and not PAGE_MARK.match(line.strip()):
            open_at = len(joined) - 1 if _columns(line) >= width - _SLACK * 2 else None
    return joined, parts


def by_source_line(dropped: list[Dropped], parts: dict[int, list[Block]]) -> list[Dropped]:
    """`dropped` with every line of a dropped paragraph reported by itself."""
    return [
        Dropped(part.line, part.text, drop.rule)
        for drop in dropped
        for part in parts.get(drop.line, [Block(drop.text, drop.line)])
    ]


def _goes_on(before: Block, block: Block, indents: bool) -> bool:
    if before.level is not None or block.level is not None:
        return False
    if indents:
        return not _INDENTED.match(block.text)
    return not (_ENDS.search(before.text.rstrip()) and marker(block.text.strip()))


def _width(lines: list[str]) -> int | None:
    """Columns at which the text is wrapped, None where it is not; a Chinese character takes two."""
    columns = [_columns(line) for line in lines if line.strip()]
    wide = [c for c in columns if c >= 2 * _NARROWEST]
    if len(wide) < _FEWEST:
        return None
    near = Counter(c // 2 for c in wide)
    width = 2 * max(near, key=lambda c: (near[c] + near[c - 1], c))
    full = [line for line in lines if abs(_columns(line) - width) <= _SLACK * 2]
    longer = sum(c > width + _SLACK * 2 for c in columns)
    ended = sum(bool(_ENDS.search(line)) for line in full)
    if len(full) < 0.5 * len(columns) or longer > 0.05 * len(columns) or ended > 0.4 * len(full):
        return None
    return width


def _columns(line: str) -> int:
    return len(line) + sum(char > "\u1100" for char in line)
