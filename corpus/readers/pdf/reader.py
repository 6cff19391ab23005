"""PDFs with a text layer. Scans, protected files and text layers that mean nothing are refused by name."""

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.pages.blocks import page_blocks
from corpus.readers.pages.scans import PAGES, check_pages
from corpus.readers.pdf.letters import read_page
from corpus.reasons import Why


def read_pdf(data: bytes) -> list[Block]:
    """One block per paragraph, with its pages, and one per dropped line, in the order of the pages.

    `line` counts the lines of the file. Raises UnreadableFile.
    """
    document = open_pdf(data)
    try:
        count = len(document)
        if count > PAGES:
            raise UnreadableFile(Why.MANY_PAGES, count=count, limit=PAGES)
        pages, pictures = [], []
        for index in range(count):
            page = _load(document, index)
            lines = read_page(page, index + 1)
            pages.append(lines)
            if not lines.lines and shows_picture(page):
                pictures.append(index + 1)
            page.close()
    finally:
        document.close()
    check_pages(pages, pictures)
    return page_blocks(pages, pictures)


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Raises UnreadableFile."""
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


def shows_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether there is something on the page beside text and lines."""
    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
    return next(page.get_objects(filter=kinds, max_depth=1), None) is not None
