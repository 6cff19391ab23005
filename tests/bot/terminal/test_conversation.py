"""The conversation as the terminal shows it, and that all of it is the documents' text."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.outcomes import Answered, Outcome, Refused
from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from bot.messages import CHINESE, ENGLISH
from bot.rendering import Part, to_plain
from bot.terminal.conversation import Conversation
from retrieval.collection import Collection

UNION = "送外卖的能参加工会吗"


GROWTH = "云岭市2025年地区生产总值目标增长多少"


def say(conversation: Conversation, *messages: str) -> list[Part]:
    """What is printed for the last message; every quotation for every one is in a document, byte for byte."""
    for message in messages:
        printed = conversation.say(message)
        for part in printed:
            assert part.kind != "quote" or any(
                part.text in d.text for d in conversation.collection.snapshot().documents
            )
    return printed


def shown(printed: Sequence[Part]) -> str:
    return "\n".join(part.text for part in printed)


def quoted(printed: Sequence[Part]) -> list[str]:
    return [part.text for part in printed if part.kind == "quote"]


def outcome(conversation: Conversation) -> Outcome:
    """That of the last reply."""
    assert conversation.reply is not None
    return conversation.reply.outcome


def looked_at(conversation: Conversation) -> Stretch:
    """The text that is looked at now."""
    assert conversation.turn.current is not None
    return conversation.turn.current


def test_the_same_passage_is_said_to_answer_again(collection: Collection) -> None:
    printed = say(Conversation(collection, 3), UNION, "那网约车司机呢")
    assert shown(printed).startswith("理解为：网约车司机能参加工会吗\n上面同一段也回答了这个问题：")
    assert len(quoted(printed)) == 1


def test_a_place_the_collection_does_not_hold_is_said(collection: Collection) -> None:
    assert "资料里没有浙江的文件" in shown(say(Conversation(collection, 3), "狗绳不能超过几米", "那浙江呢"))
    assert "没有找到" not in shown(say(Conversation(collection, 3), GROWTH))


def test_the_documents_that_are_silent_are_listed_on_request(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    assert "份，输入“没提到的”看全部" in shown(say(conversation, "哪些讲话提到养老"))
    listed = shown(say(conversation, "没提到的有哪些"))
    assert "份文件，输入编号看目录" in listed
    assert "云岭市文明养犬管理条例" in listed
    assert "没有可以列全的内容" in shown(say(Conversation(collection, 3), "没提到的"))


def test_every_quote_comes_once_and_then_no_more(collection: Collection) -> None:
    conversation = Conversation(collection, 1)
    seen = quoted(say(conversation, UNION))
    first = outcome(conversation)
    assert isinstance(first, Answered)
    for _ in range(len(first.answer.quotes)):
        seen += quoted(say(conversation, "还有吗"))
    assert seen == [q.text for q in first.answer.quotes]
    assert shown(say(conversation, "还有吗")) == "没有更多段落了。"


def test_next_and_previous_walk_the_quotes(collection: Collection) -> None:
    conversation = Conversation(collection, 1)
    say(conversation, UNION)
    quotes = conversation.turn.quotes
    for message, at in [("下一条", 1), ("下一条", 2), ("上一条", 1), ("上一条", 0), ("第四条", 3), ("/prev", 2)]:
        say(conversation, message)
        assert looked_at(conversation) == quotes[at]


def test_context_then_section_then_the_whole_document(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    say(conversation, "狗绳不能超过几米")
    spans = []
    for message in ("上下文", "全文", "全文", "全文"):
        say(conversation, message)
        spans.append((looked_at(conversation).start, looked_at(conversation).end))
    assert all(a[0] >= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    document = collection.snapshot().document(looked_at(conversation).document_id)
    assert document is not None
    assert spans[-1] == (document.passages[0].start, document.passages[-1].end)
    assert "已经是全文了" in shown(say(conversation, *["继续"] * 20, "全文"))


def test_a_long_text_comes_page_by_page_and_whole(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    read = quoted(say(conversation, "/toc 2025年政府工作报告", "全文"))
    while conversation.turn.rest:
        read += quoted(say(conversation, "继续"))
    report = next(d for d in collection.snapshot().documents if d.source.startswith("2025"))
    whole = "".join(report.text[p.start : p.end] for p in report.passages)
    assert re.sub(r"\s", "", "".join(read)) == re.sub(r"\s", "", whole)


def test_an_outline_leads_down_to_a_section(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    listing = shown(say(conversation, "有哪些文件"))
    number = next(line.split(".")[0] for line in listing.splitlines() if "养犬" in line and "⚠" not in line)
    outline = shown(say(conversation, number))
    chapter = next(line.split(".")[0].strip() for line in outline.splitlines() if "第三章" in line)
    assert "一点五米" in shown(say(conversation, chapter, *["继续"] * 3)) or "一点五米" in shown(
        say(conversation, chapter)
    )
    assert "没有第 99 条" in shown(say(conversation, "99"))


def test_the_headings_offered_by_a_refusal_open_by_number(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    say(conversation, "养犬条例第九章讲了什么")
    refused = outcome(conversation)
    assert isinstance(refused, Refused) and refused.reason == "no_such_section"
    tree = collection.snapshot().tree(refused.offered[1].document_id)
    assert tree is not None
    assert tree.path_texts(refused.offered[1].heading)[-1] in shown(say(conversation, "2"))


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
    say(conversation, "第二条")
    assert conversation.reply is not None and conversation.reply.understood.action == "ask"


@pytest.mark.parametrize(
    ("messages", "heading"),
    [
        (("遛狗的绳子最长能多长", "第二十条"), "第二十条"),
        (("遛狗的绳子最长能多长", "第三十四条呢"), "第三十四条"),
        (("/toc 工会", "第三部分第二点"), "（二）充实工作力量"),
        (("工会讲话第二部分第三点讲了什么", "那第四点呢"), "（四）把法律援助送到职工身边"),
    ],
)
def test_a_part_named_alone_is_one_of_the_document_looked_at(
    messages: tuple[str, ...], heading: str, collection: Collection
) -> None:
    conversation = Conversation(collection, 3)
    say(conversation, *messages)
    answered = outcome(conversation)
    assert isinstance(answered, Answered)
    assert heading in answered.answer.quotes[0].heading_path


def test_a_reload_in_between_is_said(collection: Collection) -> None:
    conversation = Conversation(collection, 3)
    conversation.turn = Turn(UNION, (Stretch("gone", 0, 5),), near=1, shown=1)
    for message in ("上下文", "全文", "目录", "出处", "1"):
        assert "资料库刚更新过" in shown(say(conversation, message))


@pytest.mark.parametrize("message", ["还有吗", "下一条", "上一条", "展开", "上下文", "全文", "出处"])
def test_nothing_to_show_before_the_first_question(message: str, collection: Collection) -> None:
    assert "请先提一个问题" in shown(say(Conversation(collection, 3), message))


def test_english_speaks_english_and_quotes_chinese(collection: Collection) -> None:
    conversation = Conversation(collection, 3, "en")
    printed = say(conversation, UNION, "那网约车司机呢")
    assert shown(printed).startswith("Understood as: 网约车司机能参加工会吗\nThe same passage")
    assert "Type a number" in shown(say(conversation, "outline"))


@given(
    messages=st.lists(
        st.sampled_from(
            [
                UNION,
                GROWTH,
                "那浙江呢",
                "为什么",
                "还有吗",
                "下一条",
                "上一条",
                "展开",
                "第三条展开",
                "上下文",
                "全文",
                "目录",
                "1",
                "7",
                "40",
                "继续",
                "出处",
                "/docs",
                "/search 工会",
                "/toc 9",
                "讲个冷笑话",
                "谢谢",
            ]
        ),
        max_size=12,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_conversation_quotes_only_documents(messages: list[str], collection: Collection) -> None:
    conversation = Conversation(collection, 2)
    for message in messages:
        assert say(conversation, message)


def test_a_question_in_another_language_is_told_to_be_asked_in_chinese(collection: Collection) -> None:
    said = to_plain(Conversation(collection, 1, "en").say("how many dogs may a family keep"))
    assert ENGLISH.terminal.replies.ask_in_chinese in said
    for question in ("送外卖的能参加工会吗", "红烧肉怎么炖", "GDP增长多少", "yanglao jigou chuangwei duoshao"):
        assert CHINESE.terminal.replies.ask_in_chinese not in to_plain(Conversation(collection, 1).say(question))
