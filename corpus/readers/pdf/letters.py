"""The letters of a PDF page as they are shown."""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import UnreadableFile
from corpus.readers.pages.lines import CHARACTERS, Box, PageLines, lines_of
from corpus.reasons import Why

_FLAT, _WIDENED = 0.01, 1.0
"""Points of width below which the library leaves a text out, and that such a text is given."""

_HYPHEN = 2
"""What the library gives for a hyphen at a line's end, which may be part of the word."""


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
    return PageLines(lines_of(letters, number), width, height)


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
