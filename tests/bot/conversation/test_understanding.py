"""What messages are taken to mean after the one before."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from bot.conversation.understanding.followups import understand
from bot.conversation.understanding.named_documents import find_by_name
from corpus.document import Document
from corpus.folder import read_folder
from retrieval.evaluation.metrics import LabelledQuestion, read_questions

UNION = "送外卖的能参加工会吗"


GROWTH = "云岭市2025年地区生产总值目标增长多少"


def after(question: str) -> Turn:
    return Turn(question, (Stretch("a", 0, 1), Stretch("a", 1, 2), Stretch("a", 2, 3)), near=3, shown=3)


@pytest.mark.parametrize(
    ("question", "asked", "whole"),
    [
        (UNION, "那网约车司机呢", "网约车司机能参加工会吗"),
        (UNION, "那網約車司機呢？", "網約車司機能参加工会吗"),
        (UNION, "快递员也可以吗", "快递员能参加工会吗"),
        (UNION, "那快递员可以吗？", "快递员能参加工会吗"),
        (UNION, "那商会呢", "送外卖的能参加商会吗"),
        (UNION, "那浙江呢", "浙江送外卖的能参加工会吗"),
        (UNION, "浙江的网约车司机呢", "浙江网约车司机能参加工会吗"),
        (UNION, "为什么", "为什么送外卖的能参加工会"),
        (UNION, "那怎么申请", "送外卖的能参加工会，怎么申请"),
        (UNION, "我问的是快递员", "快递员能参加工会吗"),
        (UNION, "不是，我是问狗绳最长多长", "狗绳最长多长"),
        (UNION, "那养犬条例呢", "养犬条例里，送外卖的能参加工会吗"),
        (GROWTH, "2024年呢", "云岭市2024年地区生产总值目标增长多少"),
        (GROWTH, "去年呢", "云岭市去年地区生产总值目标增长多少"),
        (GROWTH, "那海砚呢", "海砚2025年地区生产总值目标增长多少"),
        (GROWTH, "那浙江省2024年的呢", "浙江省2024年地区生产总值目标增长多少"),
        (GROWTH, "粮食产量呢", "云岭市2025年粮食产量目标增长多少"),
        ("重点管理区每户最多养几只狗", "一般管理区呢", "一般管理区每户最多养几只狗"),
        ("失业金每个月能领多少，能领几个月", "那养老金呢", "养老金每个月能领多少，能领几个月"),
        ("秸秆打捆运走一亩地补多少钱", "那玉米呢", "玉米打捆运走一亩地补多少钱"),
        ("在云岭养猫要不要办证", "那狗呢", "在云岭养狗要不要办证"),
        ("在云岭养猫要不要办证", "那海砚的狗呢", "在海砚养狗要不要办证"),
        ("被小狗咬了谁掏钱看病", "那猫呢", "被猫咬了谁掏钱看病"),
        ("养犬条例第五章讲了什么", "罚款最高多少", "养犬条例第五章，罚款最高多少"),
        ("市长报告最后一部分讲什么", "第一部分呢", "市长报告第一部分讲什么"),
        ("工会讲话第二部分第三点讲什么", "那第四点呢", "工会讲话第二部分第四点讲什么"),
        ("工会讲话第二部分第三点讲什么", "第三部分呢", "工会讲话第三部分讲什么"),
        (UNION, "第三部分呢", "第三部分"),
        ("狗证怎么办", "去哪里办", "狗证，去哪里办"),
        ("乡镇工作补贴多少", "什么时候兑现", "乡镇工作补贴，什么时候兑现"),
        ("今年财政支出目标是多少", "支出呢", "今年财政支出目标是多少"),
        (UNION, "浙江", "浙江送外卖的能参加工会吗"),
        (UNION, "这个要交钱吗", "送外卖的能参加工会，要交钱吗"),
        ("云岭今年改造多少个老旧小区", "去年完成多少", "云岭去年改造多少个老旧小区，完成多少"),
        ("云岭今年建多少套保障房", "那停车位呢", "云岭今年建多少套停车位"),
        ("哪些地方有育儿补贴", "海砚呢", "海砚有育儿补贴"),
        ("学生作业最晚几点", "那初中生呢", "初中生作业最晚几点"),
        ("遛狗的绳子最长能多长", "那嘴套呢", "遛狗的嘴套最长能多长"),
        ("教育工作会议讲了什么", "那文旅大会呢", "文旅大会讲了什么"),
        ("石桥镇渗滤液处理工程由谁包抓", "什么时候建成", "石桥镇渗滤液处理工程由谁包抓，什么时候建成"),
    ],
)
def test_a_follow_up_becomes_the_whole_question(
    question: str, asked: str, whole: str, speeches: tuple[Document, ...]
) -> None:
    understood = understand(asked, after(question), speeches)
    assert (understood.action, understood.question) == ("ask", whole)
    assert understood.interpreted == whole
    assert understand(asked, None, speeches).interpreted is None, "nothing to follow up at the start"


@pytest.mark.parametrize(
    ("asked", "action", "number"),
    [
        ("还有吗", "more", None),
        ("還有嗎？", "more", None),
        ("还有别的吗", "more", None),
        ("继续", "continue", None),
        ("More", "more", None),
        ("下一条", "next", None),
        ("换一条", "next", None),
        ("next", "next", None),
        ("上一条", "previous", None),
        ("第二条展开", "expand", 2),
        ("展开第二条", "expand", 2),
        ("展开", "expand", None),
        ("详细说说", "expand", None),
        ("第2段详细一点", "expand", 2),
        ("上下文", "context", None),
        ("前后文", "context", None),
        ("第三条的上下文", "context", 3),
        ("前面说了什么", "context", None),
        ("全文", "section", None),
        ("本节全文", "section", None),
        ("看全文", "section", None),
        ("第二条全文", "section", 2),
        ("目录", "toc", None),
        ("这份文件的目录", "toc", None),
        ("這份報告的目錄", "toc", None),
        ("outline", "toc", None),
        ("/toc", "toc", None),
        ("出处", "source", None),
        ("谁说的", "source", None),
        ("什么时候说的", "source", None),
        ("这是哪份文件里写的", "source", None),
        ("有哪些文件", "documents", None),
        ("都有什么资料", "documents", None),
        ("/docs", "documents", None),
        ("第二条", "quote", 2),
        ("2", "pick", 2),
        ("２", "pick", 2),
        ("谢谢", "thanks", None),
        ("你好", "greet", None),
        ("帮助", "help", None),
    ],
)
def test_requests(asked: str, action: str, number: int | None, speeches: tuple[Document, ...]) -> None:
    understood = understand(asked, after(UNION), speeches)
    assert (understood.action, understood.number) == (action, number)


def test_named_documents_and_words_are_kept(speeches: tuple[Document, ...]) -> None:
    for asked, action, words in [
        ("养犬条例的目录", "toc", "养犬条例"),
        ("/toc 养犬条例", "toc", "养犬条例"),
        ("搜索 工会 经费", "search", "工会 经费"),
        ("/search 工会 经费", "search", "工会 经费"),
        ("搜：井盖", "search", "井盖"),
    ]:
        understood = understand(asked, None, speeches)
        assert (understood.action, understood.question) == (action, words)


def shared_questions(shared: Path) -> list[LabelledQuestion]:
    return [q for name in ("tune", "dev") for q in read_questions(shared / "questions" / f"{name}.jsonl")]


def assert_taken_as_typed(questions: Sequence[LabelledQuestion], documents: Sequence[Document]) -> None:
    turns = [None, *(after(q.question) for q in (questions[0], questions[len(questions) // 2]))]
    wrong = []
    for question in questions:
        for turn in turns:
            understood = understand(question.question, turn, documents)
            as_typed = understood.question == question.question and not understood.interpreted
            # What nobody answers may well be a greeting or a poem to be written.
            spoken = not question.evidence and understood.action in ("greet", "commission")
            if not (understood.action == "ask" and as_typed) and not spoken:
                wrong.append((question.question, understood))
    assert not wrong


def test_no_question_is_taken_for_a_follow_up(
    questions: list[LabelledQuestion], speeches: tuple[Document, ...]
) -> None:
    assert_taken_as_typed(questions, speeches)


def test_no_question_about_real_documents_is_taken_for_a_follow_up(shared: Path) -> None:
    assert_taken_as_typed(shared_questions(shared), read_folder(shared / "documents").documents)


@given(asked=st.text(max_size=60), before=st.text(max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_understood(asked: str, before: str, speeches: tuple[Document, ...]) -> None:
    for turn in (None, after(before)):
        assert understand(asked, turn, speeches).action
        assert understand(f"那{asked}呢", turn, speeches).action


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("养犬条例", "云岭市文明养犬管理条例.txt"),
        ("養犬條例", "云岭市文明养犬管理条例.txt"),
        ("2016年的养犬办法", "云岭市养犬管理办法（2016年）.txt"),
        ("工会的讲话", "在全市基层工会建设推进会上的讲话.txt"),
        ("2025年政府工作报告", "2025年云岭市政府工作报告.txt"),
        ("陈望舒的讲话", "在青禾县委农村工作会议上的讲话.txt"),
        ("教育工作会议", "在全市教育工作会议上的讲话.md"),
    ],
)
def test_documents_are_found_by_what_people_call_them(words: str, source: str, speeches: tuple[Document, ...]) -> None:
    assert [d.source for d in find_by_name(speeches, words)] == [source]


def test_words_that_name_no_document_find_none(speeches: tuple[Document, ...]) -> None:
    assert [find_by_name(speeches, words) for words in ("", "红烧肉", "量子力学导论", "的")] == [(), (), (), ()]
