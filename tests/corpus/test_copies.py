"""The same speech from two sites is one document; what only resembles it stays another."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.copies import group_copies
from corpus.document import Document
from corpus.folder import read_folder
from retrieval.index.entries import Entry
from retrieval.quotes.records import quote_entry
from tests.support.documents import document_of

PARAGRAPHS = [
    f"第{n}片街区的改造要先听住户意见，{a}，资金分{n + 1}批拨付，{b}。"
    for n, (a, b) in enumerate(
        zip(
            [
                "水电气管网一次入地",
                "加装电梯按单元表决",
                "停车位先补后减",
                "雨污分流同步做完",
                "旧墙面只修不拆",
                "树木原地保留",
            ]
            * 3,
            [
                "每月公示进度",
                "尾款验收后再付",
                "施工时间避开早晚",
                "质保期不少于五年",
                "由居委会派人监督",
                "扰民投诉当天回复",
            ]
            * 3,
            strict=True,
        )
    )
]
SPEECH = [
    "在全市老旧小区改造现场会上的讲话",
    "（2024年4月18日）",
    "同志们：",
    "一、先听意见",
    *PARAGRAPHS[:9],
    "二、再动工程",
    *PARAGRAPHS[9:],
]


def read(lines: list[str], source: str) -> Document:
    return document_of(*lines, source=source)


def test_other_furniture_and_slips_make_a_copy() -> None:
    page = [
        "当前位置：",
        "首页",
        ">",
        "要闻",
        SPEECH[0],
        "来源：某某日报",
        "时间：2024-04-20",
        *SPEECH[2:],
        "编辑：某某",
    ]
    page[11] = page[11].replace("资金", "资资金").replace("住户", "往户")
    documents = [read(page, "网页.txt"), read(SPEECH, "原稿.txt")]
    assert group_copies(documents) == [[1, 0]] or group_copies(documents) == [[0, 1]]


def test_a_copy_that_breaks_off_gives_way_to_the_whole() -> None:
    documents = [read(SPEECH[:-4], "残.txt"), read(SPEECH, "全.txt")]
    assert group_copies(documents) == [[1, 0]]


def test_a_traditional_copy_is_found() -> None:
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("s2t").convert
    assert len(group_copies([read(SPEECH, "简.txt"), read([convert(line) for line in SPEECH], "繁.txt")])) == 1


def test_next_years_report_with_other_figures_is_no_copy() -> None:
    later = [line.replace("批拨付", "轮拨付").replace("2024", "2025") for line in SPEECH]
    later = [line.replace("五年", "六年") for line in later]
    assert len(group_copies([read(SPEECH, "去年.txt"), read(later, "今年.txt")])) == 2


def test_a_law_and_its_revision_are_two() -> None:
    law = ["某市停车管理条例", *(f"第{'一二三四五六七八九'[n]}条　{PARAGRAPHS[n]}" for n in range(9))]
    revised = [line.replace("应当", "可以").replace("每月公示进度", "按季公示进度") for line in law]
    assert len(group_copies([read(law, "旧.txt"), read(revised, "新.txt")])) == 2


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(4, len(SPEECH) - 1), st.integers(2, 12)), max_size=4, unique_by=lambda t: t[0]))
def test_lost_characters_never_part_copies(slips: list[tuple[int, int]]) -> None:
    lines = list(SPEECH)
    for n, at in slips:
        if len(lines[n]) > 20 and lines[n][at] not in "一二三四五六七八九十0123456789":
            lines[n] = lines[n][:at] + lines[n][at + 1 :]
    assert len(group_copies([read(SPEECH, "一.txt"), read(lines, "二.txt")])) == 1


def test_the_folder_keeps_one_and_names_the_other(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("\n".join(SPEECH), encoding="utf-8")
    (tmp_path / "乙.txt").write_text("\n".join([*SPEECH[:6], *SPEECH[6:-3]]), encoding="utf-8")
    contents = read_folder(tmp_path)
    assert [(d.source, d.copies) for d in contents.documents] == [("甲.txt", ("乙.txt",))]
    assert [(s.source, "甲.txt" in str(s.reason)) for s in contents.skipped] == [("乙.txt", True)]
    kept = contents.documents[0]
    assert quote_entry(Entry(kept, kept.passages[0], (0, 0)), (), 1.0, 1.0).copies == ("乙.txt",)


def test_real_reports_are_not_merged(shared: Path) -> None:
    contents = read_folder(shared / "documents")
    assert not any(document.copies for document in contents.documents)
