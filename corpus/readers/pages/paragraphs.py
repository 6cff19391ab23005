"""The paragraphs of pages: lines put together again, across pages too, by where they begin and end.

A line goes on in the next when it reaches the right margin and the next one is not indented. Notes in small print at
the foot of a page are kept out of the sentence that goes on behind them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.chinese.markers import marker
from corpus.chinese.sentences import is_sentence
from corpus.readers.pages.layout import DEEPEST_INDENT, INDENT, LOOSE, Layout, layout_of
from corpus.readers.pages.lines import Line, PageLines

_HANGING = 0.8
"""Letters by which further lines of an item stand deeper than its first."""
_SHORT_OF_MARGIN, _BROKEN_OFF = 2.2, 4.0
"""Letters; punctuation that must not begin or end a line leaves up to two free, more where a sentence is broken off ..."""
_UNBROKEN = re.compile(r"[“‘（《「]*[!-~·∶～％℃]*[，。、；：！？）”’》」％]*")
_NARROW = 0.6
"""... and a number or word, whose letters are that wide, is moved to the next line whole."""
_RAISED = 1.15
"""Ratio of the sizes of title and text."""
_SMALL_PRINT = 0.9
_NEW_LINE = re.compile(r"[（(—―]")
"""The occasion or date, on a line of its own below the title."""
_NOTE = re.compile(r"[\[［〔【（(]?(?:\d{1,3}|[①-⑳*＊※]|注)[\]］〕】）)]?")


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """`text` of the lines beginning with `first`; at each offset of `turns` the next page begins."""

    text: str
    first: Line
    turns: tuple[int, ...] = ()


def page_paragraphs(pages: list[PageLines]) -> Iterator[PageParagraph]:
    """The paragraphs of the lines left on `pages`, in order."""
    layout = layout_of(pages)
    held_back: list[Line] = []
    open_lines: list[Line] = []
    for page in pages:
        text, notes = _without_notes(page.lines, layout)
        for line in text:
            if open_lines and not _goes_on(open_lines, line, layout):
                yield _paragraph(open_lines)
                yield from _joined_notes(held_back)
                open_lines, held_back = [], []
            open_lines.append(line)
        held_back += notes
    if open_lines:
        yield _paragraph(open_lines)
    yield from _joined_notes(held_back)


def _goes_on(before: list[Line], line: Line, layout: Layout) -> bool:
    """Whether `line` belongs to the paragraph of the lines `before`."""
    last = before[-1]
    if not 1 / _RAISED < line.size / last.size < _RAISED:
        return False
    complete = is_sentence(last.text.strip())
    if not complete and layout.spaced and not layout.indented and 0 < _step(last, line) <= LOOSE * layout.leading:
        return True
    if layout.behind(last) > _free(line, complete) * last.size or (complete and _starts_anew(last, line, layout)):
        return False
    # Both are measured from the margins, since those of left and right pages may differ.
    begins, began = layout.before(line) / line.size, layout.before(last) / line.size
    if begins < INDENT or (len(before) > 1 and abs(begins - began) <= _HANGING):
        return True
    hangs = _HANGING < begins - began < DEEPEST_INDENT
    titled = last.size > _RAISED * layout.size and not _NEW_LINE.match(line.text)
    return not complete and (hangs or titled)


def _free(line: Line, complete: bool) -> float:
    """Letters that the line before may have left free although the paragraph goes on with `line`."""
    unbroken = _UNBROKEN.match(line.text.strip())
    moved = _NARROW * len(unbroken[0]) if unbroken else 0.0
    return max(moved - 1, 0) + (_SHORT_OF_MARGIN if complete else _BROKEN_OFF)


def _step(last: Line, line: Line) -> float:
    """How far below `last` the line stands, 0 on another page."""
    return last.y - line.y if line.page == last.page else 0.0


def _starts_anew(last: Line, line: Line, layout: Layout) -> bool:
    """Behind a full line that ends a sentence: by the gap between them, and where no indent tells by all there is."""
    if _step(last, line) > LOOSE * layout.leading:
        return True
    elsewhere = line.page != last.page or line.y > last.y
    return not layout.indented and (elsewhere or marker(line.text) is not None)


def _paragraph(lines: list[Line]) -> PageParagraph:
    text, turns = lines[0].text.strip(), []
    for before, line in pairwise(lines):
        text += _gap(text, before.text, line.text) + line.text.strip()
        turns += [len(text) - len(line.text.strip())] * (line.page - before.page)
    return PageParagraph(text, lines[0], tuple(turns))


def _gap(text: str, before: str, after: str) -> str:
    """A space between words of letters; Chinese and numbers are broken anywhere."""
    last, first = text[-1:], after.strip()[:1]
    if not (last.isascii() and first.isascii()):
        return ""
    worded = first.isalpha() and (last.isalpha() or last in ",;:!?).")
    return " " if worded or before[-1:].isspace() else ""


def _without_notes(lines: tuple[Line, ...], layout: Layout) -> tuple[list[Line], list[Line]]:
    """Text and, in small print below it, notes."""
    at = len(lines)
    while at and lines[at - 1].size < _SMALL_PRINT * layout.size:
        at -= 1
    while at < len(lines) and not _NOTE.match(lines[at].text):
        at += 1
    return list(lines[:at]), list(lines[at:])


def _joined_notes(lines: list[Line]) -> Iterator[PageParagraph]:
    """Each note begins with its mark."""
    note: list[Line] = []
    for line in lines:
        if note and _NOTE.match(line.text):
            yield _paragraph(note)
            note = []
        note.append(line)
    if note:
        yield _paragraph(note)
