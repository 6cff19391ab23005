"""PDFs with a text layer. Scans, protected files and text layers that mean nothing are refused by name."""

import re
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.pdf.lines import Line, PageLines, read_page
from corpus.readers.pdf.page_edges import repeated_at_edges
from corpus.readers.pdf.paragraphs import pdf_paragraphs
from corpus.reasons import Why

PAGES = 1000
"""Of one document; a volume of collected works has 600."""
_ALL_PICTURES = 0.5
"""Share of pages that are pictures from which on a document is a scan."""
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff]")
_MOST_MEANINGLESS = 0.2


def read_pdf(data: bytes) -> list[Block]:
    """One block per paragraph, with its pages, and one per dropped line, in the order of the pages.

    `line` counts the lines of the file. Raises UnreadableFile.
    """
    document = _open(data)
    try:
        count = len(document)
        if count > PAGES:
            raise UnreadableFile(Why.MANY_PAGES, count=count, limit=PAGES)
        pages, pictures = [], []
        for index in range(count):
            page = _load(document, index)
            lines = read_page(page, index + 1)
            pages.append(lines)
            if not lines.lines and _shows_picture(page):
                pictures.append(index + 1)
            page.close()
    finally:
        document.close()
    _check(pages, pictures)
    return _blocks(pages, pictures)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if fault.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableFile(Why.PASSWORD) from None
        raise UnreadableFile(Why.DAMAGED_PDF) from None


def _load(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    try:
        return document[index]
    except pypdfium2.PdfiumError:
        raise UnreadableFile(Why.DAMAGED_PAGE, page=index + 1) from None


def _shows_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
    return next(page.get_objects(filter=kinds, max_depth=1), None) is not None


def _check(pages: list[PageLines], pictures: list[int]) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    if len(pictures) > _ALL_PICTURES * len(pages):
        raise UnreadableFile(Why.SCAN, pictures=len(pictures), pages=len(pages))
    if len(_MEANINGLESS.findall(text)) > _MOST_MEANINGLESS * len(text):
        raise UnreadableFile(Why.MEANINGLESS)


def _blocks(pages: list[PageLines], pictures: list[int]) -> list[Block]:
    rules = repeated_at_edges(pages)
    numbers: dict[Line, int] = {}
    for page in pages:
        for line in page.lines:
            numbers[line] = len(numbers) + 1
    text = [replace(page, lines=tuple(line for line in page.lines if line not in rules)) for page in pages]
    found = [Block(line.text.strip(), numbers[line], page=line.page, rule=rule) for line, rule in rules.items()]
    found += [Block(p.text, numbers[p.first], page=p.first.page, turns=p.turns) for p in pdf_paragraphs(text)]
    found.sort(key=lambda block: block.line)
    last = len(numbers)
    return found + [
        Block(f"[page {page}]", last + nth, page=page, rule="picture without text")
        for nth, page in enumerate(pictures, 1)
    ]
