"""Lists are found in whatever form they are written, whole, and their items are slices of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.enumerations.enumeration import Enumeration
from corpus.enumerations.finding import enumerations_of
from corpus.headings.tree import HeadingTree
from tests.support.documents import document_of

PIECES = (
    "一是修桥。",
    "二是铺路；",
    "三要种树，",
    "第一，",
    "第二，",
    "首先，",
    "最后，",
    "（一）",
    "（二）",
    "1.",
    "2．",
    "①",
    "②",
    "坚持就业优先。",
    "坚持绿色发展，",
    "八件实事：",
    "修桥、铺路、种树",
    "\n",
    "——办好食堂。",
    "一、",
    "二、",
    "第一条 ",
    "序号 | 任务",
)


def lists_of(*lines: str) -> tuple[Document, tuple[Enumeration, ...]]:
    document = document_of(*lines)
    return document, enumerations_of(HeadingTree(document))


def leads(document: Document, one: Enumeration) -> list[str]:
    return [document.text[slice(*lead)] for lead in one.leads]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "今年办三件事：一是修好三座老旧桥梁。桥要牢。二是铺路。三是种树。",
            ["一是修好三座老旧桥梁。", "二是铺路。", "三是种树。"],
        ),
        ("一要把桥修好，二要把路铺好，三要把树种好。", ["一要把桥修好，", "二要把路铺好，", "三要把树种好。"]),
        (
            "首先，修好那座桥。其次，铺好这条路。最后，种好门前的树。",
            ["首先，修好那座桥。", "其次，铺好这条路。", "最后，种好门前的树。"],
        ),
        ("材料有：①身份证明；②合同原件；③缴费凭证。", ["①身份证明；", "②合同原件；", "③缴费凭证。"]),
        (
            "坚持就业优先政策，坚持节约用水用电，坚持把桥修好。",
            ["坚持就业优先政策，", "坚持节约用水用电，", "坚持把桥修好。"],
        ),
        (
            "传达要快。散会以后两天之内，各单位都要开会。排查要细。逐户登记，一户不漏。",
            ["传达要快。散会以后两天之内，各单位都要开会。", "排查要细。逐户登记，一户不漏。"],
        ),
        ("补助分三档：一档五百元；二档三百元；三档一百元。", ["一档五百元；", "二档三百元；", "三档一百元。"]),
    ],
)
def test_a_list_within_a_paragraph_is_found_whole(line: str, expected: list[str]) -> None:
    document, found = lists_of("在会上的讲话", "同志们，下面我讲几点意见。", line, "散会以后请大家马上落实到位。")
    assert expected in [leads(document, one) for one in found]


def test_lists_over_paragraphs_stand_inside_each_other() -> None:
    document, found = lists_of(
        "养犬管理办法",
        "第一条 为了规范养犬，制定本办法。",
        "第二条 有下列情形之一的，不得养犬：",
        "（一）一年内被罚过三次的；",
        "（二）住所没有围墙的。",
        "第三条 本办法自五月一日起施行。",
    )
    items = next(one for one in found if one.family == "paren_han")
    assert leads(document, items) == ["（一）一年内被罚过三次的；", "（二）住所没有围墙的。"]
    assert document.text[slice(*items.stem)].endswith("有下列情形之一的，不得养犬：")
    articles = next(one for one in found if one.family == "article")
    assert len(articles.items) == 3


def test_a_gap_in_the_numbers_is_noticed_and_what_is_stated_is_read() -> None:
    _, found = lists_of("讲话", "各位代表，今年抓好五项工作：一是修桥铺路。二是植树造林。四是安全生产。")
    one = next(one for one in found if one.family == "point")
    assert (len(one.items), one.complete, one.stated) == (3, False, 5)


@pytest.mark.parametrize(
    "line",
    ["违反第九条第（一）项、第（二）项规定的，处一百元罚款。", "这里过去叫耕田队⑴，现在叫变工队⑵，都是劳动互助。"],
)
def test_references_to_items_and_notes_are_no_list(line: str) -> None:
    _, found = lists_of("办法", line)
    assert [one for one in found if one.form == "marked"] == []


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_whatever_is_written_items_are_apart_and_in_order(pieces: list[str]) -> None:
    document, found = lists_of("在全市工作会议上的讲话", *"".join(pieces).split("\n"))
    for one in found:
        assert len(one.items) == len(one.leads) > 1
        for (start, end), (lead_start, lead_end) in zip(one.items, one.leads, strict=True):
            assert 0 <= start <= lead_start < lead_end <= len(document.text)
            assert start < end <= len(document.text)
        starts = [start for start, _ in one.items]
        assert starts == sorted(set(starts))
        assert all(a[1] <= b[0] for a, b in zip(one.items, one.items[1:], strict=False))


def test_the_shipped_speeches_hold_lists(speeches: tuple[Document, ...]) -> None:
    for speech in speeches:
        found = enumerations_of(HeadingTree(speech))
        assert any(one.form in ("marked", "headings") and one.complete for one in found)
