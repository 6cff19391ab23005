"""The lines of a PDF page, put together from its characters and where they stand."""

import ctypes
import re
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import UnreadableFile
from corpus.readers.table_rows import CELL_GAP
from corpus.reasons import Why

CHARACTERS = 200_000
"""Of one page; a newspaper page has 20,000."""
_SAME_LINE = 0.5
"""Share of a letter's height by which letters of one line may stand higher or lower (note marks do)."""
_SPACE, _MIXED_SPACE, _COLUMN = 0.2, 0.8, 3.0
"""Gaps, in letters beyond what the line is spaced by, that stand for a space: between letters of one script, between
Chinese and others (a quarter is usual there without any space), between the columns of a table."""
_NUMBER = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,4}[）)、．.]+$")
_UPWARD = 0.2
"""Share of steps from line to line that may lead upwards (columns do); with more the file's order is not the reader's."""

_FLAT, _WIDENED = 0.01, 1.0
"""Points of width below which the library leaves a text out, and that such a text is given."""

_HYPHEN = 2
"""What the library gives for a hyphen at a line's end, which may be part of the word."""

Box = tuple[float, float, float, float, float]
"""Left, right, bottom, top and base line of a letter, in points, on the page as it is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """`left`, `right` and base line `y` (upwards) in points, `size` the height of its letters. `page` counts from 1."""

    text: str
    page: int
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page in reading order, and its size in points as it is shown."""

    lines: tuple[Line, ...]
    width: float
    height: float


def read_page(page: pypdfium2.PdfPage, number: int) -> PageLines:
    """The lines of `page`, which is the `number`-th. Raises UnreadableFile when it holds too much."""
    width, height = page.get_size()
    widened = _widened(page)
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > CHARACTERS:
            raise UnreadableFile(Why.FULL_PAGE, count=count, page=number, limit=CHARACTERS)
        letters = _letters(textpage, widened, _Sheet(width, height, page.get_rotation()))
    finally:
        textpage.close()
    lines = [line for run in _runs(letters) if (line := _line(run, number))]
    rising = sum(b.y > a.y + a.size for a, b in pairwise(lines))
    if rising > 1 and rising > _UPWARD * len(lines):
        lines.sort(key=lambda line: (-line.y, line.left))
    return PageLines(tuple(lines), width, height)


def _widened(page: pypdfium2.PdfPage) -> set[int | None]:
    """Gives the texts on `page` that have no width one, so that they are read; returns where they lie in memory.

    A text is as wide as its outlines, which are missing where its font is neither in the file nor on the machine, or
    has none (that of recognized text behind a scan). A line keeps the width between its letters, but a single letter
    and a line drawn upwards keep none. Stroked outlines are wider by the width of the stroke. What is set in letters of
    no size stays unread, since nobody sees it.
    """
    found = set()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for text in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,)):
        pdfium.FPDFPageObj_GetBounds(text, left, bottom, right, top)
        if right.value - left.value < _FLAT and _has_size(text):
            pdfium.FPDFPageObj_SetStrokeWidth(text, _WIDENED)
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_STROKE)
            # Moved to where it is, it is measured again.
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 0, 0)
            found.add(_address(text.raw))
    return found


def _has_size(text: pypdfium2.PdfObject) -> bool:
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(text, size)
    pdfium.FPDFPageObj_GetMatrix(text, matrix)
    return bool(size.value * (matrix.a * matrix.d - matrix.b * matrix.c))


def _address(text: Any) -> int | None:
    return ctypes.cast(text, ctypes.c_void_p).value


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as it is shown: its size in points, and by how many degrees it is turned clockwise for that."""

    width: float
    height: float
    rotation: int

    def shown(self, box: Box, x: float) -> Box:
        """`box` of a letter that begins at `x`, on the page as it is shown."""
        left, right, bottom, top, y = box
        match self.rotation:
            case 0:
                return box
            case 90:
                return bottom, top, self.height - right, self.height - left, self.height - x
            case 180:
                return self.width - right, self.width - left, self.height - top, self.height - bottom, self.height - y
            case _:
                return self.width - top, self.width - bottom, left, right, x


def _letters(textpage: pypdfium2.PdfTextPage, widened: set[int | None], sheet: _Sheet) -> list[tuple[str, Box]]:
    """The characters that the file itself holds; spaces and breaks that the library makes up are left out.

    So are spaces that are a text of their own: the gap tells.
    """
    raw, rect = textpage.raw, pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[tuple[str, Box]] = []
    for i in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        code = ord("-") if code == _HYPHEN else code
        if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        if code == 0x20 and pdfium.FPDFText_IsGenerated(raw, i):
            continue
        if chr(code).isspace() and _address(pdfium.FPDFText_GetTextObject(raw, i)) in widened:
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, i, rect)
        pdfium.FPDFText_GetCharOrigin(raw, i, x, y)
        box = (rect.left, rect.right, rect.bottom, rect.top, y.value)
        found.append((chr(code), sheet.shown(box, x.value)))
    return found


def _runs(letters: list[tuple[str, Box]]) -> list[list[tuple[str, Box]]]:
    """Letters one after the other on one base line, from left to right."""
    runs: list[list[tuple[str, Box]]] = []
    for letter in letters:
        if runs and _goes_on(runs[-1], letter[1]):
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return runs


def _goes_on(run: list[tuple[str, Box]], box: Box) -> bool:
    _, last = run[-1]
    height = max(last[3] - last[2], box[3] - box[2])
    level = abs(box[4] - last[4]) <= _SAME_LINE * height or abs(box[4] - run[0][1][4]) <= 0.2 * height
    return level and box[0] >= last[0] - height


def _line(run: list[tuple[str, Box]], page: int) -> Line | None:
    while run and run[0][0].isspace():
        run = run[1:]
    if not run:
        return None
    # Boxes of punctuation are lower in some fonts.
    heights = [box[3] - box[2] for letter, box in run if letter.isalnum()] or [box[3] - box[2] for _, box in run]
    size = statistics.median(heights) or 1.0
    gaps = [(b[0] - a[1]) / size for (_, a), (_, b) in pairwise(run)]
    spacing = max(0.0, statistics.median(gaps)) if gaps else 0.0
    text = run[0][0]
    for (letter, _), gap in zip(run[1:], gaps, strict=True):
        text += _space(text, letter, gap - spacing) + letter
    seen = [box for letter, box in run if not letter.isspace()]
    base = statistics.median(box[4] for box in seen)
    return Line(text, page, run[0][1][0], max(box[1] for box in seen), base, size)


def _space(text: str, letter: str, gap: float) -> str:
    """What a gap of `gap` letters stands for: nothing behind the number of a heading, where it is layout."""
    if text[-1].isspace() or letter.isspace():
        return ""
    if gap >= _COLUMN:
        return CELL_GAP
    same_script = text[-1].isascii() == letter.isascii()
    if gap < (_SPACE if same_script else _MIXED_SPACE) or (_NUMBER.match(text) and not letter.isdecimal()):
        return ""
    return " "
