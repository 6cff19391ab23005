"""Texts wrapped at a fixed width (saved mails, text drawn from page images): their lines are put back into paragraphs.

Only a file most of whose lines are equally wide, and end in mid-sentence, is taken for wrapped.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from corpus.chinese.markers import marker
from corpus.document import Block, Dropped
from corpus.lines.furniture import LABEL, PAGE_MARK

_NARROWEST, _WIDEST, _FEWEST = 18, 110, 12
"""Characters of a full line, and how many such lines show that the text is wrapped."""
_FEWEST_INDENTED = 3
"""The same for a text whose paragraphs are indented."""
_SLACK = 3
"""Characters by which a full line may be short, since no line begins with a full stop or a closing bracket."""
_ENDS = re.compile(r"[。！？!?；;：:…][”’」』）)】]*$")
_OPENS = re.compile(
    r"[—―]{2}|[\u4e00-\u9fff]{1,4}[：:]|[^。；]{0,8}第[一二三四五六七八九十]{1,2}项[，,：:]|(?:专栏|[图表])\d{1,2}[\s\u3000]"
)
"""How a paragraph begins even where the line above is full: a dash, a speaker, an item of an agenda, a box."""
_STOPS = re.compile("[，。；、：:,;！？!?]")
"""What a line of running text holds, but a name or title does not."""
_FINAL = frozenset("。！？；：")
_INDENTED = re.compile(r"[ \t\u3000\xa0]{2}|\u3000")


def unwrap(blocks: list[Block]) -> tuple[list[Block], dict[int, list[Block]]]:
    """The paragraphs of a wrapped text, and by the line each begins on the blocks it was put together from.

    Readers of formats with pages or markup know paragraphs from lines; theirs are left alone.
    """
    if any(block.page is not None or block.rule for block in blocks):
        return blocks, {}
    indents = sum(bool(_INDENTED.match(block.text)) for block in blocks) > len(blocks) // 20
    lines = [block.text.rstrip() for block in blocks]
    is_full = _full_lines(lines, _SLACK if indents else 1) or (_indented_lines(lines) if indents else None)
    if is_full is None:
        return blocks, {}
    joined: list[Block] = []
    parts: dict[int, list[Block]] = {}
    open_at: int | None = None  # index in `joined` of the paragraph that may go on
    for block in blocks:
        line = block.text.rstrip()
        if open_at is not None and line and not PAGE_MARK.match(line.strip()):
            before = joined[open_at]
            if _goes_on(before, block, indents, ends=not is_full(line)):
                parts.setdefault(before.line, [before]).append(block)
                joined[open_at] = replace(before, text=before.text.rstrip() + block.text.strip())
                open_at = open_at if is_full(line) else None
                continue
        joined.append(block)
        if line and not PAGE_MARK.match(line.strip()):
            open_at = len(joined) - 1 if is_full(line) else None
    return joined, parts


def by_source_line(dropped: list[Dropped], parts: dict[int, list[Block]]) -> list[Dropped]:
    """`dropped` with every line of a dropped paragraph reported by itself."""
    return [
        Dropped(part.line, part.text, drop.rule)
        for drop in dropped
        for part in parts.get(drop.line, [Block(drop.text, drop.line)])
    ]


def _goes_on(before: Block, block: Block, indents: bool, ends: bool) -> bool:
    """Whether `block`, a line that `ends` before the width is full or does not, belongs to the paragraph `before`."""
    if before.level is not None or block.level is not None or LABEL.match(block.text.strip()):
        return False
    if LABEL.match(before.text.strip()):
        return before.text.rstrip()[-1] in "：:" or before.text.count("[") > before.text.count("]")
    text = block.text.strip()
    if indents:
        heads = _ENDS.search(before.text.rstrip()) and marker(text)
        return not (_INDENTED.match(block.text) or heads)
    ended = _ENDS.search(before.text.rstrip()) or before.text.rstrip()[-1] in "）)"
    if not ended:
        found = None if _STOPS.search(before.text) else marker(text)
        return found is None or found.number != 1
    stands_alone = ends and not _STOPS.search(text)
    return not (stands_alone or marker(text) or _OPENS.match(text))


def _full_lines(lines: list[str], slack: int) -> Callable[[str], bool] | None:
    """Tells a line that fills the width, but for `slack`, from one that ends before it; None where none is wrapped.

    Width is counted in columns, of which a Chinese character takes two, or in characters, whichever is more even.
    """
    filled = [line for line in lines if line.strip()]
    finished = sum(line[-1] in _FINAL for line in filled)
    if finished > 0.6 * len(filled) or sum(len(line) > _WIDEST for line in filled) > 0.05 * len(filled):
        return None
    best, width, measure = 0, 0, _characters
    for measured in (_half_columns, _characters):
        near = Counter(m for line in filled if (m := measured(line)) >= _NARROWEST)
        for value, count in near.items():
            if count + near[value - 1] > best:
                best, width, measure = count + near[value - 1], value, measured
    if best < _FEWEST:
        return None
    full = [line for line in filled if abs(measure(line) - width) <= _SLACK]
    longer = sum(measure(line) > width + _SLACK for line in filled)
    ended = sum(bool(_ENDS.search(line)) for line in full)
    if len(full) < 0.3 * len(filled) or longer > 0.05 * len(filled) or ended > 0.2 * len(full):
        return None
    return lambda line: measure(line) >= width - (slack if _ENDS.search(line) else _SLACK)


def _indented_lines(lines: list[str]) -> Callable[[str], bool] | None:
    """As `_full_lines`, for a text of short paragraphs, each of whose first lines is indented.

    There lines that go on are few; what shows the width is that an unindented line stands behind every full one that
    ends in mid-sentence, and that no line is wider.
    """
    filled = [line for line in lines if line.strip()]
    width = max(map(_half_columns, filled), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    open_full, go_on = 0, 0
    for line, following in pairwise(filled):
        if _half_columns(line) >= width - 1 and not _ENDS.search(line):
            open_full += 1
            go_on += not _INDENTED.match(following) and marker(following) is None
    if go_on < _FEWEST_INDENTED or go_on < open_full:
        return None
    return lambda line: _half_columns(line) >= width - (_SLACK if _ENDS.search(line) else 1)


def _half_columns(line: str) -> int:
    return len(line.encode("gb18030", "replace")) // 2  # two bytes for a Chinese character, one for a Latin one


def _characters(line: str) -> int:
    return len(line)
