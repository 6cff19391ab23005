"""Word documents: the text as Word shows it, with automatic numbers, without what was deleted.

Left out are tracked deletions, field codes, hidden text, comments, page headers and footers. Notes stand at the end,
apart from the sentences they belong to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.etree import _Element

from corpus.chinese.markers import marker
from corpus.chinese.sentences import is_sentence
from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.number_formats import numeral
from corpus.readers.package import Package
from corpus.readers.table_rows import row_text
from corpus.readers.word.elements import ALTERNATIVES, INSIDE, W, below, chosen, switched_on, text_boxes, val_at
from corpus.readers.word.numbering import Numbering
from corpus.readers.word.styles import Styles
from corpus.reasons import Why

_LONGEST_HEADING = 100

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {"t": None, "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TEXT = {W + name: sign for name, sign in _SIGNS.items()}


@dataclass(frozen=True, slots=True)
class _Line:
    """`bold` says that all its letters are; `rule` as in Block."""

    text: str
    level: int | None = None
    bold: bool = False
    rule: str | None = None


def read_docx(data: bytes) -> list[Block]:
    """One block per paragraph, line of a paragraph, or table row, then the notes. Raises UnreadableFile."""
    package = Package(data)
    main = package.related().get("officeDocument", "word/document.xml")
    root = package.part(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise UnreadableFile(Why.NOTHING_INSIDE)
    parts = package.related(main)
    styles = Styles(package.part(parts.get("styles")))
    reader = _Reader(styles, Numbering(package.part(parts.get("numbering")), styles))
    lines = _with_bold_headings(list(reader.lines(body)))
    for kind, form in (("footnote", "decimal"), ("endnote", "lowerRoman")):
        lines += reader.notes(package.part(parts.get(f"{kind}s")), kind, form)
    return [Block(line.text, number, line.level, rule=line.rule) for number, line in enumerate(lines, start=1)]


class _Reader:
    """Walks the body once; `references` collects the ids of the notes met, in order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering
        self._references: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._carried: list[tuple[str, bool]] = []
        self._boxes: list[_Element] = []

    def lines(self, container: _Element, rule: str | None = None) -> Iterator[_Line]:
        """The lines of what holds paragraphs and tables: a body, cell, text box or note."""
        for child in container:
            if child.tag == W + "p":
                yield from self._paragraph(child, rule)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag == W + "sdt":
                gallery = val_at(child, "sdtPr/docPartObj/docPartGallery")
                yield from self.lines(child, "contents line" if gallery == "Table of Contents" else rule)
            elif child.tag in INSIDE:
                yield from self.lines(child, rule)
            elif child.tag == ALTERNATIVES:
                yield from self.lines(chosen(child), rule)
        if self._carried and container.tag not in INSIDE:
            text, self._carried = "".join(text for text, _ in self._carried).strip(), []
            yield _Line(text, rule=rule)

    def notes(self, root: _Element | None, kind: str, form: str) -> Iterator[_Line]:
        """The notes that the text refers to, each as one line behind its number: [1] …"""
        found = {note.get(W + "id"): note for note in root.iter(W + kind)} if root is not None else {}
        for number, identity in enumerate(dict.fromkeys(self._references[kind]), start=1):
            note = found.get(identity)
            text = " ".join(line.text for line in self.lines(note) if line.text) if note is not None else ""
            if text:
                yield _Line(f"[{numeral(number, form)}] {text}")

    def _paragraph(self, paragraph: _Element, rule: str | None) -> Iterator[_Line]:
        boxes, self._boxes = self._boxes, []
        number = self._numbering.next(paragraph)
        pieces, self._carried = self._carried + list(self._pieces(paragraph, paragraph, [])), []
        own, self._boxes = self._boxes, boxes
        if switched_on(paragraph, "pPr/rPr/del"):
            # The deleted end of a paragraph: its text goes on in the next one.
            self._carried = pieces
            return
        text = "".join(text for text, _ in pieces).strip(" \t\n\u3000")
        if number and text:
            text = number + (" " if number[-1] in ".．" and text[0].isdecimal() else "") + text
        bold = bool(text) and all(bold for piece, bold in pieces if piece.strip())
        level = self._styles.level(paragraph)
        if len(text) > _LONGEST_HEADING or "。" in text[:-1] or "\n" in text:
            level = None
        if any(
            (val_at(s, "name") or "").lower().startswith("toc ")
            for s in self._styles.chain(val_at(paragraph, "pPr/pStyle"))
        ):
            rule = "contents line"
        for line in text.split("\n"):
            yield _Line(line.strip(), level, bold, rule)
        for box in own:
            yield from self.lines(box, rule)

    def _pieces(self, element: _Element, paragraph: _Element, fields: list[str]) -> Iterator[tuple[str, bool]]:
        """The text runs below `element` with their boldness; `fields` is the stack of open fields' states."""
        for child in element:
            if child.tag == W + "r":
                if not switched_on(child, "rPr/vanish"):
                    text = "".join(self._run(child, fields))
                    yield text, self._styles.bold(child, paragraph)
            elif child.tag in INSIDE:
                yield from self._pieces(child, paragraph, fields)
            elif child.tag == ALTERNATIVES:
                yield from self._pieces(chosen(child), paragraph, fields)
            elif child.tag in (_MATH + "oMath", _MATH + "oMathPara"):
                yield "".join(t.text or "" for t in child.iter(_MATH + "t")), False

    def _run(self, run: _Element, fields: list[str]) -> Iterator[str]:
        for child in run:
            if child.tag == W + "fldChar":
                _step(fields, child.get(W + "fldCharType", ""))
            elif child.tag in _TEXT:
                if "begin" not in fields:
                    yield _TEXT[child.tag] or child.text or ""
            elif child.tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = child.tag.removeprefix(W).removesuffix("Reference")
                self._references[kind].append(child.get(W + "id", ""))
            elif child.tag == W + "ruby":
                yield from (t.text or "" for base in child.iter(W + "rubyBase") for t in base.iter(W + "t"))
            elif child.tag == ALTERNATIVES:
                yield from self._run(chosen(child), fields)
            elif child.tag in (W + "drawing", W + "pict", W + "object"):
                self._boxes += text_boxes(child)

    def _table(self, table: _Element) -> Iterator[_Line]:
        for row in below(table, W + "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [[line for line in self.lines(cell) if line.text] for cell in below(row, W + "tc")]
            cells = [cell for cell in cells if cell]
            row_line = row_text([[line.text for line in cell] for cell in cells])
            yield from [_Line(row_line)] if row_line else (line for cell in cells for line in cell)


def _step(fields: list[str], kind: str) -> None:
    """A field is its code (from begin on), then what is shown (from separate on)."""
    if kind == "begin":
        fields.append(kind)
    elif fields and kind == "separate":
        fields[-1] = kind
    elif fields and kind == "end":
        fields.pop()


def _with_bold_headings(lines: list[_Line]) -> list[_Line]:
    """Bold lines as headings where nothing else marks any and at least two stand like headings.

    They stand so between finished paragraphs, with text of the usual weight behind them. Numbered ones are left to the
    numbers, which say more.
    """
    filled = [i for i, line in enumerate(lines) if line.text]
    if any(line.level or (line.bold and marker(line.text)) for line in lines):
        return lines
    headings = []
    for before, at, behind in zip([-1, *filled], filled, filled[1:], strict=False):
        line, following = lines[at], lines[behind]
        finished = before < 0 or lines[before].bold or is_sentence(lines[before].text)
        titled = line.bold and len(line.text) <= _LONGEST_HEADING // 2 and not is_sentence(line.text)
        if titled and finished and not following.bold and is_sentence(following.text):
            headings.append(at)
    inside = [at for at in headings if at > (filled[0] if filled else 0)]
    if len(inside) < 2:
        return lines
    return [replace(line, level=1) if i in set(inside) else line for i, line in enumerate(lines)]
