"""Workbooks (.xlsx): every sheet's rows as its program shows them; what is hidden there is dropped by rule.

A cell merged downwards stands in each of its rows, so that a row can be quoted by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import CHARACTERS, check_lines
from corpus.readers.package import Package, relation_id
from corpus.readers.sheets.cell_formats import BUILT_IN, shown_number
from corpus.readers.table_rows import sheet_row
from corpus.reasons import Why

MERGED = 100_000
"""Cells that merged ones may reach over in all."""
_COLUMNS = 16_384
_PLAIN_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*$", re.I)
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


@dataclass(slots=True)
class _Row:
    cells: dict[int, str]
    hidden: bool


@dataclass(slots=True)
class _Workbook:
    """What cells refer to: `strings` by index, `forms` (number formats) by style; `shift` in days of its calendar."""

    strings: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    shift: int = 0


def read_xlsx(data: bytes) -> list[Block]:
    """One block a row, below the name of its sheet where there are several. Raises UnreadableFile."""
    package = Package(data)
    main = package.related().get("officeDocument", "xl/workbook.xml")
    root, parts = package.part(main), package.related(main)
    listed = [] if root is None else root.findall("{*}sheets/{*}sheet")
    if root is None or not listed:
        raise UnreadableFile(Why.NOTHING_INSIDE)
    dates = root.find("{*}workbookPr")
    book = _Workbook(
        _strings(package.part(parts.get("sharedStrings"))),
        _forms(package.part(parts.get("styles"))),
        1462 if dates is not None and dates.get("date1904") in ("1", "true") else 0,
    )
    targets = package.targets(main)
    sheets = []
    for sheet in listed:
        hidden = "hidden" if sheet.get("state", "visible") != "visible" else None
        lines = list(_lines(package.part(targets.get(relation_id(sheet))), book, hidden))
        if lines:
            sheets.append((sheet.get("name", ""), hidden, lines))
    several = sum(hidden is None for _, hidden, _ in sheets) > 1
    blocks: list[Block] = []
    for name, hidden, lines in sheets:
        if (hidden or several) and not _PLAIN_NAME.match(name):
            blocks.append(Block(name, len(blocks) + 1, 1, rule=hidden))
        blocks += [Block(text, len(blocks) + n, rule=rule) for n, (text, rule) in enumerate(lines, start=1)]
        check_lines(len(blocks))
    return blocks


def _strings(root: _Element | None) -> list[str]:
    return [_string(item) for item in root.iterchildren("{*}si")] if root is not None else []


def _string(item: _Element) -> str:
    """The text without how it is pronounced."""
    return "".join(
        text.text or "" for text in item.iter("{*}t") if not any(a.tag.endswith("}rPh") for a in text.iterancestors())
    )


def _forms(root: _Element | None) -> list[str]:
    if root is None:
        return []
    written = {form.get("numFmtId", ""): form.get("formatCode", "") for form in root.iterfind("{*}numFmts/{*}numFmt")}
    numbers = [style.get("numFmtId", "0") for style in root.iterfind("{*}cellXfs/{*}xf")]
    return [written.get(number) or BUILT_IN.get(_whole(number), "") for number in numbers]


def _lines(sheet: _Element | None, book: _Workbook, hidden: str | None) -> Iterator[tuple[str, str | None]]:
    """Each row's text and the rule to drop it by."""
    if sheet is None:
        return
    rows = dict(_rows(sheet, book))
    _fill_merged(sheet, rows)
    used = sorted(
        {column for row in rows.values() for column, text in row.cells.items() if text} - _hidden_columns(sheet)
    )
    characters = 0
    for _, row in sorted(rows.items()):
        text = sheet_row([row.cells.get(column, "") for column in used])
        characters += len(text)
        if characters > CHARACTERS:
            raise UnreadableFile(Why.MANY_CHARACTERS, count=characters, limit=CHARACTERS)
        if text:
            yield text, "hidden" if row.hidden else hidden


def _rows(sheet: _Element, book: _Workbook) -> Iterator[tuple[int, _Row]]:
    number = 0
    for row in sheet.iterfind("{*}sheetData/{*}row"):
        number = max(_whole(row.get("r", "")), number + 1)
        cells: dict[int, str] = {}
        column = 0
        for cell in row.iterchildren("{*}c"):
            column = _place(cell.get("r", ""), (number, column + 1))[1]
            cells[column] = " ".join(_shown(cell, book).split())
        yield number, _Row(cells, row.get("hidden") in ("1", "true"))


def _place(name: str, otherwise: tuple[int, int]) -> tuple[int, int]:
    """Row and column of the cell `B3`."""
    found = _PLACE.match(name)
    if not found:
        return otherwise
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _shown(cell: _Element, book: _Workbook) -> str:
    value = cell.findtext("{*}v") or ""
    kind, style = cell.get("t", "n"), cell.get("s", "0")
    if kind == "s":
        return _at(book.strings, value)
    if kind == "inlineStr":
        inside = cell.find("{*}is")
        return _string(inside) if inside is not None else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind != "n" or not value:
        return value
    form = _at(book.forms, style)
    dated = book.shift and re.search("[ymdYMD]", form)
    return shown_number(str(float(value) + book.shift) if dated and value.isdecimal() else value, form)


def _whole(number: str) -> int:
    """The number as written, -1 where it is none that a sheet has rows, columns or texts of."""
    return int(number) if number.isdecimal() and len(number) < 8 else -1


def _at(items: list[str], index: str) -> str:
    return items[number] if 0 <= (number := _whole(index)) < len(items) else ""


def _fill_merged(sheet: _Element, rows: dict[int, _Row]) -> None:
    """The text of cells merged downwards into each of their rows."""
    left = MERGED
    for merged in sheet.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = merged.get("ref", "").partition(":")
        (top, column), (bottom, _) = _place(first, (0, 0)), _place(last, (0, 0))
        text = rows[top].cells.get(column) if top in rows else None
        for number in range(top + 1, min(bottom, top + left) + 1) if text else ():
            left -= 1
            if number in rows:
                rows[number].cells[column] = text or ""


def _hidden_columns(sheet: _Element) -> set[int]:
    ranges = [
        (column.get("min", ""), column.get("max", ""))
        for column in sheet.iterfind("{*}cols/{*}col")
        if column.get("hidden") in ("1", "true")
    ]
    return {n for low, high in ranges for n in range(_whole(low), min(_whole(high), _COLUMNS) + 1)}
