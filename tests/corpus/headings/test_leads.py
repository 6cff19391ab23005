"""Headings without a number, known by what stands beside them: rows of leads, dashes, questions, boxes, attached texts."""

import pytest

from corpus.document import Document
from tests.support.documents import document_of

BODY = "各单位要把工作做在前面，逐项列出清单，明确责任人和时限，按月调度，年底统一考核，结果向社会公布。"
MORE = "这一条去年没有做到位，今年由分管领导每个月到现场看一次，看完当场开出整改单，下个月再去对账。"
FRONT = ("在全市重点工作会议上的讲话", "（2024年3月1日）", "同志们：", BODY + BODY)


def levels(document: Document) -> list[tuple[int, str]]:
    return [(h.level, h.text) for h in document.headings]


def test_a_row_of_leads_heads_its_paragraphs() -> None:
    leads = ("渠道修得更通", "机井管得更好", "水费收得更清")
    document = document_of(*FRONT, "一、进展情况", *(f"{lead}。{BODY}" for lead in leads), "二、下步打算", BODY)
    assert levels(document) == [(1, "一、进展情况"), *((2, lead) for lead in leads), (1, "二、下步打算")]
    passage = next(p for p in document.passages if "渠道修得更通" in document.heading_path(p))
    assert document.text[passage.start : passage.end].startswith("各单位要")


def test_leads_of_two_clauses_that_begin_alike_are_a_row_and_may_hold_more_paragraphs() -> None:
    document = document_of(
        *FRONT,
        "选苗不将就，山上种什么听农技员的。" + BODY,
        MORE,
        "卖果不愁销，订单签在挂果之前。" + BODY,
        "修路不等钱，先通后硬化。" + BODY,
        "发言就到这里，不对的请大家指出来。" + MORE,
    )
    assert [text.split("，")[0] for _, text in levels(document)] == ["选苗不将就", "卖果不愁销", "修路不等钱"]


def test_two_leads_are_a_row_only_where_they_are_all_there_is() -> None:
    row = ("人手不足。" + BODY, "钱也不够。" + BODY)
    both = document_of(*FRONT, "一、存在问题", *row, "二、打算", BODY)
    assert (2, "人手不足") in levels(both)
    among = document_of(*FRONT, "一、存在问题", BODY, *row, MORE, "二、打算", BODY)
    assert levels(among) == [(1, "一、存在问题"), (1, "二、打算")]


def test_leads_below_numbered_sub_sections_are_a_manner_of_writing() -> None:
    row = [f"{lead}。{BODY}" for lead in ("扩大消费", "稳住投资", "办好展会")]
    document = document_of(
        *FRONT, "一、重点工作", "（一）扩内需。" + BODY, *row, "（二）强产业。" + BODY, "二、自身建设", *row
    )
    assert [text for _, text in levels(document)] == ["一、重点工作", "（一）扩内需", "（二）强产业", "二、自身建设"]


def test_news_that_names_its_speakers_is_no_row() -> None:
    told = [f"{who}指出，水是命脉。{BODY}" for who in ("会议", "县长岑远", "书记路平")]
    assert document_of("县里开会研究春灌", "发布时间：2024-03-01", *told).headings == ()


@pytest.mark.parametrize("dash", ["——", "--", "――"])
def test_dashed_leads_are_headings_right_below_theirs_and_none_amid_a_report(dash: str) -> None:
    row = [f"{dash}{lead}。{BODY}" for lead in ("缴多少", "怎么取", "何时退")]
    below = document_of(*FRONT, "一、试点办法", *row, "二、有关要求", BODY)
    assert levels(below) == [
        (1, "一、试点办法"),
        *((2, f"{dash}{x}") for x in ("缴多少", "怎么取", "何时退")),
        (1, "二、有关要求"),
    ]
    amid = document_of(*FRONT, "一、过去一年", BODY + MORE, *row, MORE, MORE, MORE, MORE, "二、今年工作", BODY)
    assert levels(amid) == [(1, "一、过去一年"), (1, "二、今年工作")]


def test_dashed_items_without_text_of_their_own_are_a_list() -> None:
    items = ("——除危房以外一律不得成片拆除。", "——就地安置的比例不低于五成。", "——租金每年涨幅不超过百分之五。")
    document = document_of(*FRONT, "一、严控拆除", *items, "二、有关要求", BODY)
    assert levels(document) == [(1, "一、严控拆除"), (1, "二、有关要求")]


def test_dashes_below_a_lead_belong_to_it() -> None:
    document = document_of(
        *FRONT,
        "招人不撒网，缺谁招谁。" + BODY,
        "——急的先招。" + BODY,
        "——远的借力。" + BODY,
        "留人不画饼，说到做到。" + BODY,
        "用人不论资，谁行谁上。" + BODY,
    )
    assert [level for level, _ in levels(document)] == [1, 2, 2, 1, 1]


def test_the_last_of_points_in_a_row_gives_its_text_back() -> None:
    points = [f"第{n}，{lead}。{BODY}" for n, lead in zip("一二三", ("早备", "细查", "严管"), strict=True)]
    document = document_of(*FRONT, *points, "同志们，汛期不等人。" + MORE, "散会以后请各位到现场看一看。" + MORE)
    last = document.passages[-1]
    assert [level for level, _ in levels(document)] == [1, 1, 1]
    assert document.heading_path(last) == ()


def test_paragraph_with_a_finished_sentence_is_no_item_however_it_ends() -> None:
    document = document_of(
        *FRONT, "一、做法", "一是管采购。" + BODY[:-1] + "；", "二是管留样。" + BODY[:-1] + "；", "三是管后厨。" + BODY
    )
    assert [text for _, text in levels(document)] == ["一、做法", "一是管采购", "二是管留样", "三是管后厨"]


@pytest.mark.parametrize(
    "items",
    [
        ("1.四级：一天雨量八十毫米以上的，由值班主任签发。", "2.三级：一天雨量一百二十毫米以上的，由副指挥长签发。"),
        (
            "（一）从2024年7月1日起，护理补贴由每人每月100元调整为120元，每月20日前发到本人卡上。已经领取的不再补发。",
            "（二）享受孤儿保障和工伤护理费的人员不得重复领取，停发的本人可以重新申请，从申请的次月起恢复。",
        ),
    ],
)
def test_provisions_in_a_row_are_no_headings(items: tuple[str, ...]) -> None:
    document = document_of(*FRONT, "一、响应和补贴。分为以下几种。", *items, "二、经费", BODY)
    assert [text for _, text in levels(document)] == ["一、响应和补贴", "二、经费"]


def test_an_empty_line_ends_the_last_of_sections_that_empty_lines_part() -> None:
    sections = [
        line for n in "一二三" for line in ("", f"{n}、第{n}件事", f"（一）先做什么。{n}，{BODY}", f"{n}，{MORE}")
    ]
    document = document_of(*FRONT, *sections, "", "执笔人是办公室的秦小满，有不清楚的可以打电话问他。")
    assert document.heading_path(document.passages[-1]) == ()
    assert document.heading_path(document.passages[-2])[0] == "三、第三件事"
