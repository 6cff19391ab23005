"""The heading tree: what is a heading, what only looks like one, where each hangs and what text belongs to it."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Block, Document
from corpus.ingest import read_document, understand_lines
from tests.support.documents import document_of

BODY = "这一段讲的是具体安排，各部门按照分工抓好落实，年底前向大会报告进展情况，确保事事有回音。"


def levels(document: Document) -> list[tuple[int, str]]:
    return [(h.level, h.text) for h in document.headings]


def test_families_nest_in_one_tree() -> None:
    document = document_of(
        "关于某项工作的讲话",
        "同志们：",
        BODY,
        "一、认清形势",
        BODY,
        "（一）成绩",
        BODY,
        "（二）问题",
        "1.基础不牢。" + BODY,
        "2.人手不足。" + BODY,
        "二、抓好落实",
        "（一）压实责任。" + BODY,
        "（二）强化保障。" + BODY,
    )
    assert levels(document) == [
        (1, "一、认清形势"),
        (2, "（一）成绩"),
        (2, "（二）问题"),
        (3, "1.基础不牢"),
        (3, "2.人手不足"),
        (1, "二、抓好落实"),
        (2, "（一）压实责任"),
        (2, "（二）强化保障"),
    ]


def test_run_in_heading_is_split_from_its_text() -> None:
    document = document_of("讲话", "同志们：", "（一）抓产业。大力发展林果业，" + BODY, "（二）抓就业。" + BODY)
    first = document.passages[1]
    assert document.headings[0].text == "（一）抓产业"
    assert document.headings[0].run_in
    assert document.text[first.start : first.end].startswith("大力发展林果业")
    assert document.heading_path(first) == ("（一）抓产业",)


@pytest.mark.parametrize(
    "prose",
    [
        "三、四季度要继续加力，" + BODY,
        "二、三产业融合发展，" + BODY,
        "3.5亿元资金已经下达，" + BODY,
        "第三章会议精神要传达，" + BODY,
    ],
)
def test_false_headings_stay_text(prose: str) -> None:
    document = document_of("讲话", "同志们：", "一、形势", BODY, prose, "二、任务", BODY)
    assert levels(document) == [(1, "一、形势"), (1, "二、任务")]


def test_enumeration_items_of_an_article_are_text() -> None:
    document = document_of(
        "某市养护条例",
        "第一章　总则",
        "第一条　为了养护道路，制定本条例。",
        "第二条　养护包括下列事项：",
        "（一）修补路面；",
        "（二）清理边沟。",
        "第二章　附则",
        "第三条　本条例自公布之日起施行。",
    )
    assert [h.text for h in document.headings] == ["第一章　总则", "第一条", "第二条", "第二章　附则", "第三条"]


def test_a_list_inside_of_a_sentence_is_text() -> None:
    document = document_of(
        "关于借书的通知",
        "一、对象和范围",
        "（一）对象。住在本市并符合下列条件之一的：1.在职的；2.年满六十岁的；3.正在上学的。",
        f"（二）范围。{BODY}",
        "二、期限",
        BODY,
    )
    assert levels(document) == [(1, "一、对象和范围"), (2, "（一）对象"), (2, "（二）范围"), (1, "二、期限")]


def test_title_without_number_holds_numbered_sections() -> None:
    document = document_of(
        "讲话",
        "同志们：",
        "去年工作回顾",
        BODY,
        "一、成绩",
        BODY,
        "二、不足",
        BODY,
        "今年工作安排",
        BODY,
        "一、目标",
        BODY,
        "二、措施",
        BODY,
    )
    assert levels(document) == [
        (1, "去年工作回顾"),
        (2, "一、成绩"),
        (2, "二、不足"),
        (1, "今年工作安排"),
        (2, "一、目标"),
        (2, "二、措施"),
    ]


def test_title_inside_a_numbered_part_hangs_under_it() -> None:
    document = document_of("讲话", "同志们：", "一、任务", BODY, "城市建设", BODY, "乡村建设", BODY, "二、要求", BODY)
    assert levels(document) == [(1, "一、任务"), (2, "城市建设"), (2, "乡村建设"), (1, "二、要求")]


def test_closing_words_go_back_to_the_part() -> None:
    closing = "各位代表！" + BODY
    document = document_of(
        "报告", "各位代表：", "一、回顾", "（一）工业。" + BODY, "（二）农业。" + BODY, closing, "二、安排", BODY
    )
    passage = next(p for p in document.passages if document.text[p.start : p.end].startswith("各位代表！"))
    assert document.heading_path(passage) == ("一、回顾",)


def test_annex_starts_a_tree_of_its_own() -> None:
    document = document_of(
        "报告",
        "各位代表：",
        "一、回顾",
        BODY,
        "二、安排",
        BODY,
        "附件1",
        "民生实事",
        "一、托育",
        BODY,
        "二、停车",
        BODY,
    )
    assert levels(document) == [
        (1, "一、回顾"),
        (1, "二、安排"),
        (1, "附件1"),
        (2, "民生实事"),
        (3, "一、托育"),
        (3, "二、停车"),
    ]


def test_broken_heading_is_rejoined() -> None:
    document = document_of("报告", "各位代表：", "一、回顾", "（一）工业。", BODY, "（", "二）农业。", BODY)
    assert levels(document)[-1] == (2, "（二）农业")


def test_markdown_levels_rule() -> None:
    lines = [
        Block("大会讲话", 1, 1),
        Block("同志们：", 2),
        Block(BODY, 3),
        Block("任务", 4, 2),
        Block(BODY, 5),
        Block("就业", 6, 3),
        Block(BODY, 7),
    ]
    assert levels(understand_lines(lines, "讲话.md")) == [(1, "任务"), (2, "就业")]


FAMILIES = ["{han}、{title}", "（{han}）{title}", "{number}.{title}", "（{number}）{title}"]
HAN = "一二三四五六七八九十"
WORDS = ["抓好产业", "改善民生", "保护生态", "深化改革", "加强管理", "补齐短板", "提高效率", "防范风险"]


@st.composite
def outlines(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, str]]]:
    """A random tree over a random run of families, as lines of a document and as the outline to be read back."""
    families = FAMILIES[draw(st.integers(0, 1)) :]
    lines = ["在工作会议上的讲话", "同志们：", BODY]
    expected: list[tuple[int, str]] = []

    def body() -> str:
        """Another one each time: what the page began with is left out where it stands again at its end."""
        return f"{BODY[:-1]}，由{len(lines)}号专班负责。"

    def write(depth: int) -> None:
        for n in range(draw(st.integers(2, 4))):
            title = families[depth].format(han=HAN[n], number=n + 1, title=draw(st.sampled_from(WORDS)))
            run_in = draw(st.booleans())
            expected.append((depth + 1, title))
            lines.append(f"{title}。{body()}" if run_in else title)
            for _ in range(draw(st.integers(0 if run_in else 1, 2))):
                lines.append(body())
            if depth + 1 < len(families) and draw(st.integers(0, 2)) == 0:
                write(depth + 1)

    write(0)
    return lines, expected


@settings(max_examples=200)
@given(outlines())
def test_any_tree_is_read_back(case: tuple[list[str], list[tuple[int, str]]]) -> None:
    lines, expected = case
    assert levels(document_of(*lines)) == expected


def test_gold_outlines_of_real_documents(shared: Path) -> None:
    """Heading precision and recall over hand-made outlines of real documents; each must stay at 0.97 or above."""
    found = expected = predicted = 0
    for gold_file in sorted((shared / "outlines").glob("*.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        document = read_document(shared / "documents" / gold["doc"])
        ours = {(h.line, "".join(h.text.split())) for h in document.headings}
        theirs = {(h["line"], "".join(h["heading"].split()).rstrip("。：:；")) for h in gold["headings"]}
        found, expected, predicted = found + len(ours & theirs), expected + len(theirs), predicted + len(ours)
        noise = {n for a, b in gold["noise"] for n in range(a, b + 1)}
        assert not {d.line for d in document.dropped} - noise, f"{gold['doc']}: text of the document was dropped"
    assert found / predicted >= 0.97
    assert found / expected >= 0.97
