"""Lines that say what begins: questions of interviews, items of an agenda, boxes, annexes, the text that a notice sends."""

import pytest

from corpus.document import Document
from tests.support.documents import document_of

BODY = "各单位要把工作做在前面，逐项列出清单，明确责任人和时限，按月调度，年底统一考核，结果向社会公布。"


def levels(document: Document) -> list[tuple[int, str]]:
    return [(h.level, h.text) for h in document.headings]


@pytest.mark.parametrize(("asks", "answers"), [("问：", "答："), ("记者:", "齐敏:"), ("一、问：", "答：")])
def test_each_question_of_an_interview_is_a_heading(asks: str, answers: str) -> None:
    questions = ["渠水几时放？怎么放？", "水费怎么算？", "水不够怎么办？"]
    heads = [asks.replace("一", "一二三"[n]) + question for n, question in enumerate(questions)]
    lines = [
        line for n, head in enumerate(heads) for line in (head, f"{answers}第{n}条，{BODY}", f"另外第{n}条，{BODY}")
    ]
    document = document_of("县水利局就春灌答记者问", "近日，记者采访了县水利局。", *lines)
    assert levels(document) == [(1, head) for head in heads]


def test_questions_on_lines_of_their_own_are_headings() -> None:
    lines = [line for q in ("为什么改？", "改了什么？", "怎么落实？") for line in (q, q[:-1] + "，" + BODY)]
    document = document_of("水价改革问答", "近日，有关部门回答了大家的提问。", *lines)
    assert [text for _, text in levels(document)] == ["为什么改？", "改了什么？", "怎么落实？"]


def test_a_question_within_a_speech_is_none() -> None:
    document = document_of("在会上的讲话", "同志们：", BODY, "钱从哪里来？", BODY, "说到底，是人的问题。" + BODY)
    assert document.headings == ()


def test_numbers_below_a_question_belong_to_it() -> None:
    lines = ["问：谁能申请？", "答：有两类人。", "（一）农户。" + BODY, "（二）合作社。" + BODY]
    document = document_of("县水利局答记者问", BODY, *lines, "问：向谁申请？", "答：村里。" + BODY)
    assert [level for level, _ in levels(document)] == [1, 2, 2, 1]


def test_items_of_an_agenda_are_headings_in_order() -> None:
    document = document_of(
        "在表彰会上的主持词",
        "同志们：",
        "今天的会议有三项议程，第一项是宣读决定，第二项是颁奖，第三项是发言。" + BODY,
        "首先，进行第一项：宣读决定。请齐敏同志宣读。",
        BODY,
        "下面，进行第二项：颁奖。分两批上台。",
        "下面，进行第三项：典型发言。" + BODY,
    )
    assert [text for _, text in levels(document)] == [
        "首先，进行第一项：宣读决定",
        "下面，进行第二项：颁奖",
        "下面，进行第三项：典型发言",
    ]


NOTICE = (
    "青石县水利局文件",
    "青水发〔2024〕8号",
    "",
    "青石县水利局关于印发《青石县春灌用水",
    "管理办法》的通知",
    "",
    "各乡镇人民政府，各灌区：",
    "《青石县春灌用水管理办法》已经局务会议通过，现印发给你们，请认真执行。",
    "青石县水利局",
    "2024年2月6日",
    "",
    "青石县春灌用水管理办法（试行）",
    "为了管好春灌用水，制定本办法。",
)


def test_the_text_that_a_notice_sends_is_a_heading_over_its_own_parts() -> None:
    document = document_of(*NOTICE, "一、用水计划", BODY, "二、水费", BODY, "附件：用水定额表", "作物｜定额")
    assert document.title == "青石县水利局关于印发《青石县春灌用水管理办法》的通知"
    assert document.date == "2024-02-06"
    assert levels(document) == [
        (1, "青石县春灌用水管理办法（试行）"),
        (2, "一、用水计划"),
        (2, "二、水费"),
        (1, "附件：用水定额表"),
    ]


def test_a_box_stands_beside_the_sub_section_it_interrupts_and_a_table_inside_of_it() -> None:
    lines = (
        "一、现状",
        "（一）水源。" + BODY,
        "专栏1　三座水库",
        BODY,
        "（二）渠道。" + BODY,
        "表1 渠道长度",
        "名称｜长度",
    )
    document = document_of("调研报告", "（2024年3月）", BODY + BODY, *lines, "二、建议", BODY)
    assert [(level, text[:3]) for level, text in levels(document)] == [
        (1, "一、现"),
        (2, "（一）"),
        (2, "专栏1"),
        (2, "（二）"),
        (3, "表1 "),
        (1, "二、建"),
    ]


def test_box_behind_an_empty_line_ends_the_part() -> None:
    lines = ("一、现状", "（一）水源。" + BODY, "（二）渠道。" + BODY, "", "专栏1　三座水库", BODY)
    document = document_of("调研报告", "（2024年3月）", BODY + BODY, *lines)
    assert levels(document)[-1] == (1, "专栏1　三座水库")


def test_box_between_two_parts_does_not_end_their_numbering() -> None:
    first = ("一、现状", "（一）水源。" + BODY, "（二）渠道。" + BODY, "", "专栏1　三座水库", BODY, "")
    document = document_of(
        "调研报告", "（2024年3月）", BODY + BODY, *first, "二、建议", "（一）修渠。" + BODY, "（二）打井。" + BODY
    )
    parts = [(level, text[:3]) for level, text in levels(document)]
    assert parts == [
        (1, "一、现"),
        (2, "（一）"),
        (2, "（二）"),
        (2, "专栏1"),
        (1, "二、建"),
        (2, "（一）"),
        (2, "（二）"),
    ]


@pytest.mark.parametrize("line", ["附：名词解释", "附表：用水定额", "附件2：渠道名单", "附：2023年支出（单位：万元）"])
def test_annexes_are_headings_by_any_of_their_names(line: str) -> None:
    document = document_of("汇报", "主任：", "一、情况", BODY, "二、打算", BODY, line, "名称｜数量")
    assert levels(document)[-1] == (1, line)


def test_a_notice_may_send_two_texts_and_leads_count_in_each_by_itself() -> None:
    row = ("修渠。" + BODY, "打井。" + BODY, "清淤。" + BODY)
    document = document_of(
        "青石县水利局关于印发春灌若干政策措施和春灌行动计划方案的通知",
        "各乡镇人民政府：",
        "《春灌若干政策措施》《春灌行动计划方案》已经审议通过，现印发给你们，请认真执行。",
        "春灌若干政策措施",
        *("一、扶持修建", *(f"支持{lead}" for lead in row), "二、扶持管护", BODY),
        "春灌行动计划方案",
        *("一、行动步骤", "（一）春前。" + BODY, *(f"抓紧{lead}" for lead in row), "（二）春后。" + BODY),
    )
    assert [(level, text) for level, text in levels(document) if level != 2] == [
        (1, "春灌若干政策措施"),
        (3, "支持修渠"),
        (3, "支持打井"),
        (3, "支持清淤"),
        (1, "春灌行动计划方案"),
        (3, "（一）春前"),
        (3, "（二）春后"),
    ]


def test_an_annex_names_itself_on_the_next_line() -> None:
    document = document_of(
        "通知", "各乡镇：", "一、目标", BODY, "二、要求", BODY, "附件", "春灌工作组名单", "组长：秦守业"
    )
    assert levels(document)[-2:] == [(1, "附件"), (2, "春灌工作组名单")]


@pytest.mark.parametrize(
    "entries", [("［1］一降三减", "［2］两不误", "［3］四早"), ("1.两不误", "2.2024年十件实事", "3.5+2用水点")]
)
def test_entries_of_a_glossary_are_headings_whatever_their_terms_begin_with(entries: tuple[str, ...]) -> None:
    lines = [f"{entry}：指春灌期间{n}个方面的做法，由县水利局解释。" for n, entry in enumerate(entries)]
    document = document_of("政府工作报告", "各位代表：", "一、回顾", BODY, "二、安排", BODY, "名词解释", *lines)
    assert levels(document)[-4:] == [(1, "名词解释"), *((2, entry) for entry in entries)]


def test_annexes_that_are_only_named_above_the_signature_are_no_headings() -> None:
    names = ("附件：1.青石县春灌方案", "2.青石县防汛方案", "青石县水利局", "2024年3月1日")
    document = document_of(
        "关于印发《青石县春灌方案》等两个方案的通知",
        "各乡镇：",
        BODY,
        *names,
        "附件1",
        "青石县春灌方案",
        "一、目标",
        BODY,
        "二、要求",
        BODY,
    )
    assert [h.text for h in document.headings] == ["附件1", "青石县春灌方案", "一、目标", "二、要求"]
