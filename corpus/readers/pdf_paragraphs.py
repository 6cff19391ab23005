"""The paragraphs of a PDF: lines put together again, across pages too, by where they begin and end.

A line goes on in the next when it reaches the right margin and the next one is not indented. Notes in small print at
the foot of a page are kept out of the sentence that goes on behind them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.cleaning import is_sentence
from corpus.markers import marker
from corpus.readers.pdf_lines import Line, PageLines

_INDENT = 1.2
"""Letters; two are usual for the first line of a paragraph."""
_HANGING, _HANGING_AT_MOST = 0.8, 4.0
_SHORT_OF_MARGIN, _BROKEN_OFF = 2.2, 4.0
"""Letters; punctuation that must not begin or end a line leaves up to two free, more where a sentence is broken off ..."""
_UNBROKEN = re.compile(r"[“‘（《「]*[!-~·]*[，。、；：！？）”’》」％]*")
_NARROW = 0.6
"""... and a number or word, whose letters are that wide, is moved to the next line whole."""
_RAISED = 1.15
"""Ratio of the sizes of title and text."""
_SMALL_PRINT = 0.9
_LOOSE = 1.3
"""Ratio of a gap between paragraphs to that between lines."""
_OFTEN = 0.05
"""Share of the lines that are indented, or of the gaps that are wide, where paragraphs are told by that."""
_OUTLIERS = 0.02
_NEW_LINE = re.compile(r"[（(—―]")
"""The occasion or date, on a line of its own below the title."""
_NOTE = re.compile(r"[\[［〔【（(]?(?:\d{1,3}|[①-⑳*＊※]|注)[\]］〕】）)]?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` of the lines beginning with `first`; at each offset of `turns` the next page begins."""

    text: str
    first: Line
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Measure:
    """Left and right margin, usual height of letters and distance of lines, in points.

    `indented` and `spaced` say whether paragraphs are told by an indent, by a gap.
    """

    left: float
    right: float
    size: float
    leading: float
    indented: bool
    spaced: bool


def paragraphs(pages: list[PageLines]) -> Iterator[Paragraph]:
    """The paragraphs of the lines left on `pages`, in order."""
    measures = _measures(pages)
    held_back: list[Line] = []
    open_lines: list[Line] = []
    for number, page in enumerate(pages):
        measure = measures[_layout(number, page)]
        text, notes = _without_notes(page.lines, measure)
        for line in text:
            if open_lines and not _goes_on(open_lines, line, measures[_layout(open_lines[-1].page - 1, page)], measure):
                yield _paragraph(open_lines)
                yield from _joined_notes(held_back)
                open_lines, held_back = [], []
            open_lines.append(line)
        held_back += notes
    if open_lines:
        yield _paragraph(open_lines)
    yield from _joined_notes(held_back)


def _layout(number: int, page: PageLines) -> tuple[int, int]:
    """Left and right pages have different margins, and so have pages across."""
    return number % 2, round(page.width)


def _measures(pages: list[PageLines]) -> dict[tuple[int, int], _Measure]:
    """The measure of every layout, and of the other side of each."""
    everywhere = [line for page in pages for line in page.lines]
    size = _usual([line.size for line in everywhere for _ in line.text]) or 1.0
    by_layout: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for number, page in enumerate(pages):
        by_layout[_layout(number, page)] += page.lines
    steps = [a.y - b.y for page in pages for a, b in pairwise(page.lines) if 0 < a.y - b.y < 4 * size]
    leading = _usual(steps) or 1.5 * size
    spaced = sum(step > _LOOSE * leading for step in steps) >= max(1, _OFTEN * len(steps))
    found = {layout: _measure(lines, size, leading, spaced) for layout, lines in by_layout.items()}
    for side, width in list(found):
        found.setdefault((1 - side, width), found[side, width])
    return found


def _measure(lines: list[Line], size: float, leading: float, spaced: bool) -> _Measure:
    own = [line for line in lines if abs(line.size - size) <= 0.1 * size] or lines
    if not own:
        return _Measure(0, 0, size, leading, True, spaced)
    lefts, rights = sorted(line.left for line in own), sorted(line.right for line in own)
    outliers = int(_OUTLIERS * len(own))
    left, right = lefts[outliers], rights[-1 - outliers]
    indents = sum(_INDENT < (begin - left) / size < _HANGING_AT_MOST for begin in lefts)
    return _Measure(left, right, size, leading, indents >= _OFTEN * len(own), spaced)


def _usual(values: list[float]) -> float | None:
    """The most frequent value, to half a point."""
    counts = Counter(round(2 * value) / 2 for value in values)
    return counts.most_common(1)[0][0] if counts else None


def _goes_on(before: list[Line], line: Line, old: _Measure, new: _Measure) -> bool:
    """Whether `line` belongs to the paragraph of the lines `before`; measures are those of their pages."""
    last = before[-1]
    if not 1 / _RAISED < line.size / last.size < _RAISED:
        return False
    complete = is_sentence(last.text.strip())
    if not complete and new.spaced and not new.indented and 0 < _step(last, line) <= _LOOSE * new.leading:
        return True
    unbroken = _UNBROKEN.match(line.text.strip())
    moved = _NARROW * len(unbroken[0]) if unbroken else 0.0
    if old.right - last.right > (max(moved, 1) - 1 + (_SHORT_OF_MARGIN if complete else _BROKEN_OFF)) * last.size:
        return False
    if complete and _starts_anew(last, line, new):
        return False
    # Places are compared with the margin, since left and right pages may differ.
    begins, began = line.left - new.left, last.left - old.left
    if len(before) > 1 and abs(begins - began) <= _HANGING * line.size:
        return True
    if begins < _INDENT * line.size:
        return True
    hangs = _HANGING < (begins - began) / line.size < _HANGING_AT_MOST
    titled = last.size > _RAISED * old.size and not _NEW_LINE.match(line.text)
    return not complete and (hangs or titled)


def _step(last: Line, line: Line) -> float:
    """How far below `last` the line stands, 0 on another page."""
    return last.y - line.y if line.page == last.page else 0.0


def _starts_anew(last: Line, line: Line, measure: _Measure) -> bool:
    """Behind a full line that ends a sentence: by the gap between them, and where no indent tells by all there is."""
    if _step(last, line) > _LOOSE * measure.leading:
        return True
    return not measure.indented and (line.page != last.page or marker(line.text) is not None)


def _paragraph(lines: list[Line]) -> Paragraph:
    text, turns = lines[0].text.strip(), []
    for before, line in pairwise(lines):
        text += _gap(text, before.text, line.text) + line.text.strip()
        turns += [len(text) - len(line.text.strip())] * (line.page - before.page)
    return Paragraph(text, lines[0], tuple(turns))


def _gap(text: str, before: str, after: str) -> str:
    """A space between words of letters; Chinese and numbers are broken anywhere."""
    last, first = text[-1:], after.strip()[:1]
    if not (last.isascii() and first.isascii()):
        return ""
    worded = first.isalpha() and (last.isalpha() or last in ",;:!?).")
    return " " if worded or before[-1:].isspace() else ""


def _without_notes(lines: tuple[Line, ...], measure: _Measure) -> tuple[list[Line], list[Line]]:
    """Text and, in small print below it, notes."""
    at = len(lines)
    while at and lines[at - 1].size < _SMALL_PRINT * measure.size:
        at -= 1
    while at < len(lines) and not _NOTE.match(lines[at].text):
        at += 1
    return list(lines[:at]), list(lines[at:])


def _joined_notes(lines: list[Line]) -> Iterator[Paragraph]:
    """Each note begins with its mark."""
    note: list[Line] = []
    for line in lines:
        if note and _NOTE.match(line.text):
            yield _paragraph(note)
            note = []
        note.append(line)
    if note:
        yield _paragraph(note)
