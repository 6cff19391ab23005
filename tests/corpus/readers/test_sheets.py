"""Sheets: a row is a line below its column heads, numbers are written as they are shown."""

from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.ingest import understand_lines
from corpus.readers.sheets.cell_formats import shown_number
from corpus.readers.sheets.separated import read_separated
from corpus.readers.sheets.workbook import read_xlsx
from tests.support.made_formats.packages import saved_xlsx


def kept(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if block.text and not block.rule]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        ("0.156", "0.0%", "15.6%"),
        ("0.1", "", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("21860", "#,##0", "21,860"),
        ("21860.5", "#,##0.00_ ", "21,860.50"),
        ("2.345", "0.00", "2.35"),
        ("2.5", "0.0#", "2.5"),
        ("-3", '0"万元"', "-3万元"),
        ("1234567", '#,##0.0,"千元"', "1,234.6千元"),
        ("7", "000", "007"),
        ("-12", "#,##0;(#,##0)", "(12)"),
        ("1200", "[$¥-804]#,##0", "¥1,200"),
        ("45341", "yyyy/m/d", "2024/2/19"),
        ("45341", 'yyyy"年"m"月"d"日"', "2024年2月19日"),
        ("45341", "[$-804]yyyy年mm月dd日;@", "2024年02月19日"),
        ("45341.395833333336", "yyyy-mm-dd hh:mm", "2024-02-19 09:30"),
        ("0.5", "h:mm:ss", "12:00:00"),
        ("0.75", "上午/下午h时mm分", "下午6时00分"),
        ("99999999", "yyyy/m/d", "99999999"),
        ("1E+400", "0", "1E+400"),
        ("甲", "0.00", "甲"),
        ("3", "@", "3"),
        ("0.5", "# ?/?", "0.5"),
    ],
)
def test_numbers_are_written_as_they_are_shown(value: str, form: str, shown: str) -> None:
    assert shown_number(value, form) == shown


@given(st.floats(allow_nan=True, allow_infinity=True), st.text("0#,.%;ymdhs\"'[]$-\\_*?@ E/年甲", max_size=12))
def test_every_number_is_shown_in_every_format(number: float, form: str) -> None:
    assert isinstance(shown_number(repr(number), form), str)


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_keep_their_digits(number: int) -> None:
    assert shown_number(str(number), "General") == str(number)
    assert shown_number(str(number), "#,##0") == f"{number:,}"


def plan() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "任务分工"
    for cells in (
        ["青屏市2024年重点任务分工表"],
        ["序号", "项目", "牵头单位", "完成时限", "金额"],
        [1, "修路", "市交通局", date(2024, 6, 30), 0.35],
        [2, "修桥", None, date(2024, 9, 1), 1200],
        [3, "修渠", "市水利局", None, 80],
        [4, "修塘", None, None, 5],
    ):
        sheet.append(cells)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("C3:C4")
    for row in (3, 4):
        sheet.cell(row, 4).number_format = "yyyy年m月d日"
    sheet["E3"].number_format = "0%"
    sheet.row_dimensions[6].hidden = True
    sheet["H9"] = None
    other: Any = book.create_sheet("说明")
    other["B2"] = "本表由市政府办公室编制。"
    hidden: Any = book.create_sheet("草稿")
    hidden["A1"] = "不要"
    hidden.sheet_state = "hidden"
    return book


def test_a_row_stands_below_its_heads_and_merged_cells_stand_in_each_row() -> None:
    blocks = read_xlsx(saved_xlsx(plan()))
    assert kept(blocks) == [
        "任务分工",
        "青屏市2024年重点任务分工表",
        "序号 | 项目 | 牵头单位 | 完成时限 | 金额",
        "1 | 修路 | 市交通局 | 2024年6月30日 | 35%",
        "2 | 修桥 | 市交通局 | 2024年9月1日 | 1200",
        "3 | 修渠 | 市水利局 |  | 80",
        "说明",
        "本表由市政府办公室编制。",
    ]
    assert [(block.text, block.rule) for block in blocks if block.rule] == [
        ("4 | 修塘 |  |  | 5", "hidden"),
        ("草稿", "hidden"),
        ("不要", "hidden"),
    ]
    assert [block.line for block in blocks] == list(range(1, len(blocks) + 1))


def test_no_row_of_a_short_sheet_is_lost_in_its_title() -> None:
    book = plan()
    del book["说明"]
    rows = kept(read_xlsx(saved_xlsx(book)))
    document = understand_lines(read_xlsx(saved_xlsx(book)), "表.xlsx")
    assert (document.title, document.date) == ("青屏市2024年重点任务分工表", None)
    assert "\n".join(document.text[p.start : p.end] for p in document.passages) == "\n".join(rows[1:])


def test_dates_of_the_other_calendar_are_the_same_dates() -> None:
    book = plan()
    book.epoch = datetime(1904, 1, 1)
    assert "1 | 修路 | 市交通局 | 2024年6月30日 | 35%" in kept(read_xlsx(saved_xlsx(book)))


def test_a_sheet_as_wide_as_it_can_be_is_read_or_refused() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["XFD1"], sheet["A1"], sheet["B2"] = "末", "首", "中"
    assert kept(read_xlsx(saved_xlsx(book))) == ["首 |  | 末", "中"]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_separated_values_are_rows(separator: str, encoding: str) -> None:
    rows = ['"项目"§"牵头单位"§"备注"', '"修路，先修断头路"§"市交通局"§', '"修""桥"""§§"分\n两行"']
    text = "\n".join(rows).replace("§", separator)
    assert kept(read_separated(text.encode(encoding))) == [
        "项目 | 牵头单位 | 备注",
        "修路，先修断头路 | 市交通局",
        '修"桥" |  | 分 两行',
    ]


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read_xlsx(b"PK\x03\x04")
