"""Sheets, slides, mails and archives made to do harm; each maker gives an ending and bytes."""

import random
from collections.abc import Callable

from tests.support.made_files import zipped
from tests.support.made_formats.mails import as_eml

_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="x/{0}" Target="{1}"/></Relationships>'
)


def _workbook(rows: str, rest: str = "") -> bytes:
    sheet = f"<worksheet><sheetData>{rows}</sheetData>{rest}</worksheet>"
    return zipped(
        {
            "_rels/.rels": _RELATION.format("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="表" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELATION.format("worksheet", "worksheets/a.xml"),
            "xl/worksheets/a.xml": sheet,
        }
    )


def _wide_sheet(chance: random.Random) -> tuple[str, bytes]:
    """Cells far apart, so that each row would be as wide as all of them."""
    count = chance.choice((100, 3000))
    rows = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="str"><v>修路</v></c></row>' for n in range(count))
    wide = "".join(
        f'<c r="{_column(n)}{count + 1}" t="str"><v>桥</v></c>' for n in range(0, 16_000, chance.choice((1, 40)))
    )
    return ".xlsx", _workbook(f'{rows}<row r="{count + 1}">{wide}</row>')


def _column(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _merged_sheet(chance: random.Random) -> tuple[str, bytes]:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, chance.choice((10, 20_000))))
    merged = '<mergeCell ref="A1:A1048576"/>' * chance.choice((1, 5000))
    columns = '<cols><col min="1" max="99999999" hidden="1"/></cols>' * chance.choice((0, 50))
    return ".xlsx", _workbook(rows, f"<mergeCells>{merged}</mergeCells>{columns}")


def _odd_cells(chance: random.Random) -> tuple[str, bytes]:
    """References and numbers out of range."""
    cells = "".join(
        f'<c r="{chance.choice(("A1", "ZZZ9999999", "1A", "", "XFD1"))}" t="{chance.choice(("s", "n", "b", "d", "x", ""))}" '
        f's="{chance.choice(("0", "-1", "99999999999", "x"))}"><v>{chance.choice(("1e999", "-0", "nan", "9" * 5000, "甲", "1048576"))}</v></c>'
        for _ in range(200)
    )
    return ".xlsx", _workbook(f'<row r="{chance.choice(("1", "-1", "99999999999", "x"))}">{cells}</row>')


def _nested_groups(chance: random.Random) -> tuple[str, bytes]:
    depth = chance.choice((10, 100, 240, 5000))
    tree = "<grpSp>" * depth + "<sp><txBody/></sp>" + "</grpSp>" * depth
    return ".pptx", zipped(
        {
            "_rels/.rels": _RELATION.format("officeDocument", "ppt/presentation.xml"),
            "ppt/presentation.xml": '<presentation xmlns:r="r"><sldIdLst>'
            + '<sldId r:id="rId1"/>' * chance.choice((1, 2000))
            + "</sldIdLst></presentation>",
            "ppt/_rels/presentation.xml.rels": _RELATION.format("slide", "slides/1.xml"),
            "ppt/slides/1.xml": f"<sld><cSld><spTree>{tree}</spTree></cSld></sld>",
        }
    )


def _nested_mail(chance: random.Random) -> tuple[str, bytes]:
    depth = chance.choice((5, 100, 3000))
    parts = "".join(
        f"Content-Type: {chance.choice(('multipart/mixed; boundary=b', 'message/rfc822; x=b'))}{n}\r\n\r\n--b{n}\r\n"
        for n in range(depth)
    )
    return ".eml", f"From: a@b\r\nTo: a@b\r\nSubject: 信\r\nMIME-Version: 1.0\r\n{parts}\r\n同志们。".encode()


def _odd_mail(chance: random.Random) -> tuple[str, bytes]:
    """Headers that go on for ever, encodings that do not exist or unpack."""
    odd = chance.choice(
        ("=?zip?B?AAAA?=", "=?x?Q?" + "=41" * 100_000 + "?=", "a" * 1_000_000, "=?utf-8?B?" * 20_000, "\r\n " * 50_000)
    )
    mail = (
        as_eml()
        .decode()
        .replace('charset="utf-8"', f'charset="{chance.choice(("zip", "bz2", "utf-7", "idna", "甲"))}"')
    )
    return ".eml", mail.replace("Subject: ", f"Subject: {odd}").encode()


def _many_attachments(chance: random.Random) -> tuple[str, bytes]:
    return ".eml", as_eml(attached={f"{n}.txt": b"x" for n in range(chance.choice((3, 1100)))})


def _russian_dolls(chance: random.Random) -> tuple[str, bytes]:
    data = zipped({"讲话.txt": "同志们：会议开始。"})
    for _ in range(chance.choice((1, 3, 40))):
        data = zipped({f"{n}.zip": data for n in range(chance.choice((1, 4)))})
    return ".zip", data


def _zip_bomb(chance: random.Random) -> tuple[str, bytes]:
    size = chance.choice((900_000, 19_000_000, 60_000_000))
    return ".zip", zipped({f"{n}.txt": bytes(size) for n in range(chance.choice((1, 12)))})


def _many_entries(chance: random.Random) -> tuple[str, bytes]:
    return ".zip", zipped({f"{n}": "" for n in range(chance.choice((900, 60_000)))})


def _long_row(chance: random.Random) -> tuple[str, bytes]:
    return ".csv", (chance.choice((",", '"', "路,", '"路\n')) * chance.choice((10_000, 2_000_000))).encode()


HARMFUL_PACKAGES: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "wide-sheet": _wide_sheet,
    "merged-sheet": _merged_sheet,
    "odd-cells": _odd_cells,
    "nested-groups": _nested_groups,
    "nested-mail": _nested_mail,
    "odd-mail": _odd_mail,
    "many-attachments": _many_attachments,
    "russian-dolls": _russian_dolls,
    "zip-bomb": _zip_bomb,
    "many-entries": _many_entries,
    "long-row": _long_row,
}
