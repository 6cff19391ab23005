"""The report as a presentation, a workbook, a table of values and a book."""

import csv
import html
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pptx
from pptx.presentation import Presentation

from tests.support.made_files import REPORT, Part


def as_pptx(parts: Sequence[Part] = REPORT) -> bytes:
    """Title and front on the first slide, then one for each part, its heading as the slide's title."""
    presentation = pptx.Presentation()
    title = presentation.slides.add_slide(presentation.slide_layouts[0])
    title.shapes.title.text = parts[0][1]
    front = [text for kind, text in parts if kind == "front"]
    title.placeholders[1].text = "\n".join(front)
    body = None
    for kind, text in parts:
        if kind in ("title", "front"):
            continue
        if kind == "h1" or body is None:
            slide = presentation.slides.add_slide(presentation.slide_layouts[1 if kind == "h1" else 6])
            if kind == "h1":
                slide.shapes.title.text = text
                body = slide.placeholders[1].text_frame
                continue
            body = slide.shapes.add_textbox(0, 0, 9_000_000, 5_000_000).text_frame
        paragraph = body.paragraphs[0] if not body.text else body.add_paragraph()
        paragraph.text = text
    return saved_pptx(presentation)


def saved_pptx(presentation: Presentation) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def as_xlsx(parts: Sequence[Part] = REPORT) -> bytes:
    """One part a row, as people type texts into workbooks."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row, (_, text) in enumerate(parts, start=1):
        sheet.cell(row, 1, text)
    return saved_xlsx(book)


def saved_xlsx(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(parts: Sequence[Part] = REPORT, encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([text] for _, text in parts)
    return out.getvalue().encode(encoding)


def as_epub(parts: Sequence[Part] = REPORT) -> bytes:
    """A page for each part of the report, a cover's title, and contents that are no text."""
    tags = {"title": "h1", "h1": "h2", "h2": "h3"}
    pages: list[list[str]] = [[]]
    for kind, text in parts:
        if kind == "h1":
            pages.append([])
        tag = tags.get(kind, "p")
        pages[-1].append(f"<{tag}>{html.escape(text)}</{tag}>")
    items = "".join(
        f'<item id="p{n}" href="text/{n}%20.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(pages))
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    contents = "".join(
        f"<li><a href='text/{n}'>{html.escape(text)}</a></li>" for n, (kind, text) in enumerate(parts) if kind == "h1"
    )
    files = {
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>{parts[0][1]}</dc:title></metadata><manifest>{items}"
        '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>'
        f'<spine><itemref idref="n"/>{spine}</spine></package>',
        "OPS/nav.xhtml": f"<html><body><nav><ol>{contents}</ol></nav></body></html>",
    }
    for n, page in enumerate(pages):
        files[f"OPS/text/{n} .xhtml"] = (
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{"".join(page)}</body></html>'
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
