"""The conversation: what follow-ups are taken to mean, what is shown for them, and that all of it is the documents' text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import surroundings as browsing
from bot.conversation.conversation import Conversation, Reply
from bot.conversation.keyword_search import keyword_search
from bot.conversation.turns import Place, Turn
from bot.conversation.understanding.followups import understand
from bot.conversation.understanding.named_documents import find_by_name
from corpus.chinese.sentences import sentences
from corpus.document import Document
from corpus.folder import read_folder
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion, read_questions
from retrieval.fold import fold

UNION = "送外卖的能参加工会吗"
GROWTH = "云岭市2025年地区生产总值目标增长多少"


def after(question: str) -> Turn:
    return Turn(question, (Place("a", 0, 1), Place("a", 1, 2), Place("a", 2, 3)), near=3, shown=3)


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
)  # fmt: skip
def test_a_follow_up_becomes_the_whole_question(
    question: str, asked: str, whole: str, speeches: tuple[Document, ...]
) -> None:
    understood = understand(asked, after(question), speeches)
    assert (understood.action, understood.question, understood.alone) == ("ask", whole, None)
    assert understood.interpreted == whole
    assert understand(asked, None, speeches).interpreted is None, "nothing to follow up at the start"


@pytest.mark.parametrize("asked", ["那狗绳最长多长", "那如果是外地户口的骑手怎么办", "那打零工的老板不给工钱谁管"])
def test_what_may_be_a_new_question_is_also_asked_alone(asked: str, speeches: tuple[Document, ...]) -> None:
    understood = understand(asked, after(UNION), speeches)
    assert understood.alone is not None
    assert understood.alone in asked
    assert understood.question == f"送外卖的能参加工会，{understood.alone}"


@pytest.mark.parametrize(
    ("asked", "action", "number"),
    [
        ("还有吗", "more", None), ("還有嗎？", "more", None), ("还有别的吗", "more", None), ("继续", "continue", None), ("More", "more", None),
        ("下一条", "next", None), ("换一条", "next", None), ("next", "next", None), ("上一条", "previous", None),
        ("第二条展开", "expand", 2), ("展开第二条", "expand", 2), ("展开", "expand", None), ("详细说说", "expand", None), ("第2段详细一点", "expand", 2),
        ("上下文", "context", None), ("前后文", "context", None), ("第三条的上下文", "context", 3), ("前面说了什么", "context", None),
        ("全文", "section", None), ("本节全文", "section", None), ("看全文", "section", None), ("第二条全文", "section", 2),
        ("目录", "toc", None), ("这份文件的目录", "toc", None), ("這份報告的目錄", "toc", None), ("outline", "toc", None), ("/toc", "toc", None),
        ("出处", "source", None), ("谁说的", "source", None), ("什么时候说的", "source", None), ("这是哪份文件里写的", "source", None),
        ("有哪些文件", "documents", None), ("都有什么资料", "documents", None), ("/docs", "documents", None),
        ("第二条", "quote", 2), ("2", "pick", 2), ("２", "pick", 2), ("谢谢", "thanks", None), ("你好", "greet", None), ("帮助", "help", None),
    ],
)  # fmt: skip
def test_requests(asked: str, action: str, number: int | None, speeches: tuple[Document, ...]) -> None:
    understood = understand(asked, after(UNION), speeches)
    assert (understood.action, understood.number) == (action, number)


def test_named_documents_and_words_are_kept(speeches: tuple[Document, ...]) -> None:
    for asked, action, words in [
        ("养犬条例的目录", "toc", "养犬条例"), ("/toc 养犬条例", "toc", "养犬条例"),
        ("搜索 工会 经费", "search", "工会 经费"), ("/search 工会 经费", "search", "工会 经费"), ("搜：井盖", "search", "井盖"),
    ]:  # fmt: skip
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
            as_typed = understood.question == question.question and not (understood.interpreted or understood.alone)
            if not (understood.action == "ask" and as_typed) and question.question != "你好":
                wrong.append((question.question, understood))
    assert not wrong


def test_no_question_is_taken_for_a_follow_up(
    questions: list[LabelledQuestion], speeches: tuple[Document, ...]
) -> None:
    assert_taken_as_typed(questions, speeches)


def test_no_question_about_real_documents_is_taken_for_a_follow_up(shared: Path) -> None:
    assert_taken_as_typed(shared_questions(shared), read_folder(shared / "documents").documents)


@given(asked=st.text(max_size=60), before=st.text(max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_understood(asked: str, before: str, speeches: tuple[Document, ...]) -> None:
    for turn in (None, after(before)):
        assert understand(asked, turn, speeches).action
        assert understand(f"那{asked}呢", turn, speeches).action


def headings_of(documents: Sequence[Document]) -> Iterator[tuple[Document, int]]:
    return ((d, i) for d in documents for i in range(len(d.headings)))


def test_sections_nest_and_hold_their_passages(speeches: tuple[Document, ...]) -> None:
    for document, heading in headings_of(speeches):
        start, end = browsing.section_span(document, heading)
        assert document.text[start:].startswith(document.headings[heading].text[:4])
        inside = [p for p in document.passages if start <= p.start and p.end <= end]
        assert tuple(inside) == browsing.section_passages(document, heading), "nothing of another section"
        for child in browsing.children(document, heading):
            below = browsing.section_span(document, child)
            assert start < below[0] <= below[1] <= end
            assert browsing.path_of(document, child)[:-1] == browsing.path_of(document, heading)


def test_the_outline_lists_every_heading_below_its_parent(speeches: tuple[Document, ...]) -> None:
    for document in speeches:
        outline = browsing.outline_of(document)
        assert [index for index, _ in outline] == list(range(len(document.headings)))
        walked: list[int] = []

        def walk(heading: int | None, depth: int, document: Document = document, walked: list[int] = walked) -> None:
            for child in browsing.children(document, heading):
                walked.append(child)
                assert dict(browsing.outline_of(document))[child] == depth
                walk(child, depth + 1)

        walk(None, 0)
        assert walked == [index for index, _ in outline]


def test_context_grows_by_sentences_inside_its_section(speeches: tuple[Document, ...]) -> None:
    for document in speeches:
        for passage in document.passages:
            span = passage.start, passage.end
            while (wider := browsing.around(document, *span)) != span:
                assert wider[0] <= span[0] and span[1] <= wider[1]
                assert len([s for s in sentences(document.text, *wider) if document.text[slice(*s)].strip()]) >= 1
                assert not any(wider[0] < h.start < wider[1] and h.start > passage.end for h in document.headings)
                span = wider
            held = [p for p in document.passages if span[0] <= p.start and p.end <= span[1]]
            assert {p.path for p in held} == {passage.path}


@pytest.mark.parametrize("words", ["工会", "工會", "驿站 饮水", "ＧＤＰ", "gdp", "12345", "井盖", "一次办"])
def test_keyword_search_finds_what_a_scan_finds(words: str, speeches: tuple[Document, ...]) -> None:
    hits = keyword_search(speeches, words, limit=10_000)
    wanted = [fold(word) for word in words.split()]
    texts = {(d.id, p.start): fold(d.text[p.start : p.end]) for d in speeches for p in d.passages}
    assert {key for key, text in texts.items() if all(word in text for word in wanted)} <= {
        (hit.document.id, hit.passage.start) for hit in hits
    }
    for hit in hits:
        text = hit.document.text[hit.passage.start : hit.passage.end]
        assert hit.spans
        assert all(fold(text[a:b]) in wanted for a, b in hit.spans)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("养犬条例", "云岭市文明养犬管理条例.txt"), ("養犬條例", "云岭市文明养犬管理条例.txt"), ("工会的讲话", "在全市基层工会建设推进会上的讲话.txt"),
        ("政府工作报告", "2025年云岭市政府工作报告.txt"), ("陈望舒的讲话", "在青禾县委农村工作会议上的讲话.txt"), ("教育工作会议", "在全市教育工作会议上的讲话.md"),
    ],
)  # fmt: skip
def test_documents_are_found_by_what_people_call_them(words: str, source: str, speeches: tuple[Document, ...]) -> None:
    assert [d.source for d in find_by_name(speeches, words)] == [source]


def test_words_that_name_no_document_find_none(speeches: tuple[Document, ...]) -> None:
    assert [find_by_name(speeches, words) for words in ("", "红烧肉", "量子力学导论", "的")] == [(), (), (), ()]


def say(conversation: Conversation, *messages: str) -> Reply:
    """The last reply of a conversation; every quotation of every reply is in a document, byte for byte."""
    for message in messages:
        reply = conversation.say(message)
        for part in reply.parts:
            assert part.kind != "quote" or any(
                part.text in d.text for d in conversation.collection.snapshot().documents
            )
    return reply


def shown(reply: Reply) -> str:
    return "\n".join(part.text for part in reply.parts)


def test_the_same_passage_is_said_to_answer_again(collection: Collection) -> None:
    reply = say(Conversation(collection, 3), UNION, "那网约车司机呢")
    assert shown(reply).startswith("理解为：网约车司机能参加工会吗\n上面同一段也回答了这个问题：")
    assert sum(part.kind == "quote" for part in reply.parts) == 1


def test_a_place_the_collection_does_not_hold_is_said(collection: Collection) -> None:
    assert "资料里没有找到“浙江”的答案" in shown(say(Conversation(collection, 3), "狗绳不能超过几米", "那浙江呢"))
    assert "没有找到" not in shown(say(Conversation(collection, 3), GROWTH))


def test_every_quote_comes_once_and_then_no_more(collection: Collection) -> None:
    conversation = Conversation(collection, 1)
    first = say(conversation, UNION)
    assert first.answer is not None
    seen = [p.text for p in first.parts if p.kind == "quote"]
    for _ in range(len(first.answer.quotes)):
        seen += [p.text for p in say(conversation, "还有吗").parts if p.kind == "quote"]
    assert seen == [q.text for q in first.answer.quotes]
    assert shown(say(conversation, "还有吗")) == "没有更多段落了。"


def test_next_and_previous_walk_the_quotes(collection: Collection) -> None:
    conversation = Conversation(collection, 1)
    quotes = say(conversation, UNION).turn.places  # type: ignore[union-attr]
    for message, at in [("下一条", 1), ("下一条", 2), ("上一条", 1), ("上一条", 0), ("第四条", 3), ("/prev", 2)]:
        turn = say(conversation, message).turn
        assert turn is not None and turn.current is not None
        assert (turn.current.start, turn.current.end) == (quotes[at].start, quotes[at].end)


def test_context_then_section_then_the_whole_document(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    say(conversation, "狗绳不能超过几米")
    spans = []
    for message in ("上下文", "全文", "全文", "全文"):
        turn = say(conversation, message).turn
        assert turn is not None and turn.current is not None
        spans.append((turn.current.start, turn.current.end))
    assert all(a[0] >= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    document = browsing.find_document(collection.snapshot().documents, turn.current.document_id)
    assert document is not None
    assert spans[-1] == (document.passages[0].start, document.passages[-1].end)
    assert "已经是全文了" in shown(say(conversation, *["继续"] * 20, "全文"))


def test_a_long_text_comes_page_by_page_and_whole(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    reply = say(conversation, "/toc 政府工作报告", "全文")
    read = [p.text for p in reply.parts if p.kind == "quote"]
    while reply.turn is not None and reply.turn.rest:
        reply = say(conversation, "继续")
        read += [p.text for p in reply.parts if p.kind == "quote"]
    report = next(d for d in collection.snapshot().documents if d.source.startswith("2025"))
    whole = "".join(report.text[p.start : p.end] for p in report.passages)
    assert re.sub(r"\s", "", "".join(read)) == re.sub(r"\s", "", whole)


def test_an_outline_leads_down_to_a_section(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    listing = shown(say(conversation, "有哪些文件"))
    number = next(line.split(".")[0] for line in listing.splitlines() if "养犬" in line)
    outline = shown(say(conversation, number))
    chapter = next(line.split(".")[0].strip() for line in outline.splitlines() if "第三章" in line)
    assert "一点五米" in shown(say(conversation, chapter, *["继续"] * 3)) or "一点五米" in shown(
        say(conversation, chapter)
    )
    assert "没有第 99 条" in shown(say(conversation, "99"))


def test_the_headings_offered_by_a_refusal_open_by_number(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    refusal = say(conversation, "养犬条例第九章讲了什么").answer
    assert refusal is not None and refusal.reason == "no_such_section"
    assert refusal.suggestions[1].heading_path[-1] in shown(say(conversation, "2"))


def test_reading_goes_on_in_the_next_section(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    first = say(conversation, "/toc 工会", "2")
    assert "（一）家底逐步厚实" in shown(first)
    assert "（二）短板不容回避" in shown(say(conversation, "继续"))


def test_the_speeches_of_a_speaker(collection: Collection) -> None:
    listing = shown(say(Conversation(collection, 3), "周明远都讲过什么"))
    assert listing.startswith("共 3 份文件")
    assert listing.count("周明远") == 3


def test_a_passage_that_is_silent_on_the_new_thing_is_not_said_to_answer(collection: Collection) -> None:
    assert "同一段也回答" not in shown(say(Conversation(collection, 3), "农村低保标准提高到每月多少元", "2031年呢"))


def test_articles_of_a_law_are_not_taken_for_quotes(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    say(conversation, "狗绳不能超过几米")
    assert say(conversation, "第二条").understood.action == "ask"


@pytest.mark.parametrize(
    ("messages", "heading"),
    [
        (("遛狗的绳子最长能多长", "第二十条"), "第二十条"),
        (("遛狗的绳子最长能多长", "第三十四条呢"), "第三十四条"),
        (("/toc 工会", "第三部分第二点"), "（二）充实工作力量"),
        (("工会讲话第二部分第三点讲了什么", "那第四点呢"), "（四）把法律援助送到职工身边"),
    ],
)  # fmt: skip
def test_a_part_named_alone_is_one_of_the_document_looked_at(
    messages: tuple[str, ...], heading: str, collection: Collection
) -> None:
    reply = say(Conversation(collection, 3), *messages)
    assert reply.answer is not None
    assert heading in reply.answer.quotes[0].heading_path


def test_a_reload_in_between_is_said(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    conversation.turn = Turn(UNION, (Place("gone", 0, 5),), near=1, shown=1)
    for message in ("上下文", "全文", "目录", "出处", "1"):
        assert "资料库刚更新过" in shown(say(conversation, message))


@pytest.mark.parametrize("message", ["还有吗", "下一条", "上一条", "展开", "上下文", "全文", "出处"])
def test_nothing_to_show_before_the_first_question(message: str, collection: Collection) -> None:
    assert "请先提一个问题" in shown(say(Conversation(collection, 3), message))


def test_english_speaks_english_and_quotes_chinese(collection: Collection) -> None:
    conversation = Conversation(collection, 3, "en")
    reply = say(conversation, UNION, "那网约车司机呢")
    assert shown(reply).startswith("Understood as: 网约车司机能参加工会吗\nThe same passage")
    assert "Type a number" in shown(say(conversation, "outline"))


@given(messages=st.lists(st.sampled_from([UNION, GROWTH, "那浙江呢", "为什么", "还有吗", "下一条", "上一条", "展开", "第三条展开", "上下文", "全文", "目录", "1", "7", "40", "继续", "出处", "/docs", "/search 工会", "/toc 9", "讲个冷笑话", "谢谢"]), max_size=12))  # fmt: skip
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_conversation_quotes_only_documents(messages: list[str], collection: Collection) -> None:
    conversation = Conversation(collection, 2)
    for message in messages:
        assert say(conversation, message).parts
