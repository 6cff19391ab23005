"""Presentations: the text of each slide in the order in which it is shown, the title first; a slide is a page.

A title that only goes on from the slide before (…（续）, or the same words) is no heading again. Hidden slides, dates and
page numbers are dropped by rule; what was written below a slide to be said stands behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from corpus.chinese.markers import marker
from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.number_formats import numeral
from corpus.readers.package import Package, relation_id
from corpus.readers.table_rows import row_text
from corpus.reasons import Why

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TITLES, _FURNITURE = ("title", "ctrTitle"), ("dt", "ftr", "sldNum", "hdr")
_GOES_ON = re.compile(r"[（(]?\s*(?:续|上|下|[一二三四五六七八九十\d]{1,2})\s*[)）]?$")
_LONGEST_TITLE = 60
_NUMBERS = {
    "arabicPeriod": ("decimal", "{}."),
    "arabicParenR": ("decimal", "{}）"),
    "arabicParenBoth": ("decimal", "（{}）"),
    "arabicPlain": ("decimal", "{}"),
    "ea1ChsPeriod": ("chineseCounting", "{}、"),
    "ea1ChsPlain": ("chineseCounting", "{}"),
    "ea1JpnChsDbPeriod": ("chineseCounting", "{}、"),
    "circleNumDbPlain": ("decimalEnclosedCircle", "{}"),
    "alphaLcPeriod": ("lowerLetter", "{}."),
    "alphaUcPeriod": ("upperLetter", "{}."),
    "romanUcPeriod": ("upperRoman", "{}."),
}
"""Automatic numbers (ECMA-376 part 1, 20.1.10.61): the format of the numeral and what stands around it."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    title: bool = False
    rule: str | None = None


def read_pptx(data: bytes) -> list[Block]:
    """One block a paragraph or table row, its slide as page. Raises UnreadableFile."""
    package = Package(data)
    main = package.related().get("officeDocument", "ppt/presentation.xml")
    root, targets = package.part(main), package.targets(main)
    listed = [] if root is None else root.findall("{*}sldIdLst/{*}sldId")
    if not listed:
        raise UnreadableFile(Why.NOTHING_INSIDE)
    blocks: list[Block] = []
    heading = ""
    for page, slide in enumerate(listed, start=1):
        name = targets.get(relation_id(slide))
        shown = package.part(name)
        lines = list(_slide(package, name or "", shown)) if shown is not None else []
        hidden = "hidden" if shown is not None and shown.get("show") in ("0", "false") else None
        for line in lines:
            rule, level = line.rule or hidden, None
            if line.title:
                repeated = line.text == heading or (heading and _GOES_ON.sub("", line.text).strip() == heading)
                rule = rule or ("repeated title" if repeated else None)
                level = None if rule or not blocks else 1
                heading = heading if rule else line.text
            blocks.append(Block(line.text, len(blocks) + 1, level, page=page, rule=rule))
    return blocks


def _slide(package: Package, name: str, slide: _Element) -> Iterator[_Line]:
    """The title, then the other shapes as they lie, then the notes."""
    shapes = list(_shapes(slide.find("{*}cSld/{*}spTree")))
    for shape in sorted(shapes, key=lambda shape: _kind(shape) not in _TITLES):
        yield from _shape(package, name, shape)
    notes = package.part(package.related(name).get("notesSlide"))
    for shape in _shapes(notes.find("{*}cSld/{*}spTree")) if notes is not None else ():
        if _kind(shape) == "body":
            yield from _paragraphs(shape.find("{*}txBody"))


def _shapes(tree: _Element | None, depth: int = 0) -> Iterator[_Element]:
    """Shapes that hold text, those in groups too."""
    for child in tree if tree is not None and depth < 20 else ():
        local = str(child.tag).rpartition("}")[2]
        if local == "grpSp":
            yield from _shapes(child, depth + 1)
        elif local == "AlternateContent":
            yield from _shapes(next(iter(child), None), depth + 1)
        elif local in ("sp", "graphicFrame", "cxnSp"):
            yield child


def _kind(shape: _Element) -> str:
    """The kind of placeholder that a shape is, "" for others."""
    place = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    return "" if place is None else place.get("type", "body")


def _shape(package: Package, name: str, shape: _Element) -> Iterator[_Line]:
    kind = _kind(shape)
    if shape.tag.endswith("}graphicFrame"):
        yield from _frame(package, name, shape)
        return
    lines = list(_paragraphs(shape.find("{*}txBody")))
    if kind in _TITLES:
        text = "".join(line.text for line in lines)
        yield from [_Line(text, title=True)] if 0 < len(text) <= _LONGEST_TITLE else lines
    else:
        yield from (_Line(line.text, rule="page number" if kind in _FURNITURE else None) for line in lines)


def _frame(package: Package, name: str, frame: _Element) -> Iterator[_Line]:
    """A table's rows, or the texts of a diagram."""
    for row in frame.iter(A + "tr"):
        cells = [[line.text for line in _paragraphs(cell.find(A + "txBody"))] for cell in row.iterchildren(A + "tc")]
        cells = [cell for cell in cells if cell]
        joined = row_text(cells)
        yield from [_Line(joined)] if joined else (_Line(line) for cell in cells for line in cell)
    diagram = next(frame.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"), None)
    if diagram is not None:
        data = package.part(package.targets(name).get(relation_id(diagram, "dm")))
        for point in data.iterfind("{*}ptLst/{*}pt") if data is not None else ():
            yield from _paragraphs(point.find("{*}t"))


def _paragraphs(body: _Element | None) -> Iterator[_Line]:
    """The lines of a text, its automatic numbers written out."""
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in body.iterchildren(A + "p") if body is not None else ():
        words = "".join(
            "\n" if piece.tag == A + "br" else piece.text or "" for piece in paragraph.iter(A + "t", A + "br")
        )
        lines = [line.strip(" \t\u3000\u00a0\x0b") for line in words.replace("\x0b", "\n").split("\n")]
        if any(lines):
            number = _number(paragraph.find(A + "pPr"), counts)
            first = next(n for n, line in enumerate(lines) if line)
            lines[first] = (number if marker(lines[first]) is None else "") + lines[first]
            yield from (_Line(line) for line in lines if line)


def _number(properties: _Element | None, counts: dict[int, tuple[str, int]]) -> str:
    """The automatic number of the next paragraph; `counts` holds each level's kind and last number."""
    level = properties.get("lvl", "0") if properties is not None else "0"
    depth = int(level) if level.isdecimal() else 0
    for deeper in [known for known in counts if known > depth]:
        del counts[deeper]
    auto = properties.find(A + "buAutoNum") if properties is not None else None
    kind = auto.get("type", "") if auto is not None else ""
    if auto is None or kind not in _NUMBERS:
        counts.pop(depth, None)
        return ""
    start = auto.get("startAt", "1")
    before, last = counts.get(depth, ("", 0))
    number = last + 1 if before == kind else (int(start) if start.isdecimal() and len(start) < 6 else 1)
    counts[depth] = (kind, number)
    form, around = _NUMBERS[kind]
    return around.format(numeral(number, form))
