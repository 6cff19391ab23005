"""OFD documents: the pages in order, each with the template that it is filled into; stamps and annotations are no text."""

import posixpath
from collections.abc import Iterator

from lxml.etree import _Element

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.ofd.letters import POINTS, ofd_letters
from corpus.readers.package import Package, placed
from corpus.readers.pages.blocks import page_blocks
from corpus.readers.pages.lines import Box, PageLines, lines_of
from corpus.readers.pages.scans import PAGES, check_pages
from corpus.reasons import Why

_PARTS = 10_000
"""Of a package; each page is one or more."""
_SHEET = (210.0, 297.0)
"""Width and height where none is stated, in millimetres."""


def read_ofd(data: bytes) -> list[Block]:
    """One block per paragraph, with its pages, as for PDFs. Raises UnreadableFile."""
    package = Package(data, entries=_PARTS)
    root = package.part("OFD.xml")
    if root is None:
        raise UnreadableFile(Why.PASSWORD if package.content("Encryptions.xml") else Why.NOTHING_INSIDE)
    pages: list[PageLines] = []
    pictures: list[int] = []
    for place in root.iterfind("{*}DocBody/{*}DocRoot"):
        name = _placed(place.text or "", "")
        document = package.part(name)
        for page in _pages(package, document, posixpath.dirname(name)) if document is not None else ():
            lines, has_picture = _page(page, len(pages) + 1)
            pages.append(lines)
            if not lines.lines and has_picture:
                pictures.append(len(pages))
            if len(pages) > PAGES:
                raise UnreadableFile(Why.MANY_PAGES, count=len(pages), limit=PAGES)
    check_pages(pages, pictures, Why.OFD_SCAN)
    return page_blocks(pages, pictures)


_Sheet = tuple[list[_Element], tuple[float, float]]
"""What is drawn on a page, one over the other, and its size in millimetres."""


def _pages(package: Package, document: _Element, folder: str) -> Iterator[_Sheet]:
    templates = {
        template.get("ID", ""): template.get("BaseLoc", "")
        for template in document.iterfind("{*}CommonData/{*}TemplatePage")
    }
    common = document.find("{*}CommonData/{*}PageArea")
    for reference in document.iterfind("{*}Pages/{*}Page"):
        page = package.part(_placed(reference.get("BaseLoc", ""), folder))
        if page is None:
            continue
        layers: list[_Element] = []
        for used in page.iterfind("{*}Template"):
            template = package.part(_placed(templates.get(used.get("TemplateID", ""), ""), folder))
            layers += [template] if template is not None else []
        area = page.find("{*}Area")
        yield [*layers, page], _size(area if area is not None else common)


def _placed(target: str, folder: str) -> str:
    return placed(target.strip().replace("\\", "/"), folder)


def _size(area: _Element | None) -> tuple[float, float]:
    stated = (area.findtext("{*}PhysicalBox") or "").split() if area is not None else []
    try:
        width, height = (float(number) for number in stated[2:4])
    except ValueError:
        return _SHEET
    return (width, height) if 0 < width < 1e5 and 0 < height < 1e5 else _SHEET


def _page(sheet: _Sheet, number: int) -> tuple[PageLines, bool]:
    """The lines of a page, in points from its lower edge, and whether it shows a picture."""
    layers, (width, height) = sheet
    contents = [content for layer in layers for content in layer.iterchildren("{*}Content")]
    letters = [(letter, _shown(box, height)) for content in contents for letter, box in ofd_letters(content, number)]
    # Text drawn as outlines is a picture, too.
    drawn = (content.iter("{*}ImageObject", "{*}PathObject") for content in contents)
    picture = any(next(objects, None) is not None for objects in drawn)
    return PageLines(lines_of(letters, number), width * POINTS, height * POINTS), picture


def _shown(box: Box, height: float) -> Box:
    left, right, lower, upper, base = box
    return left * POINTS, right * POINTS, (height - lower) * POINTS, (height - upper) * POINTS, (height - base) * POINTS
