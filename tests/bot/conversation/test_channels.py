"""One conversation, whatever the channel: the same messages through the terminal's door and through Telegram's."""

from pathlib import Path

import pytest

from bot.conversation.outcomes import (
    Answered,
    Contents,
    Context,
    Documents,
    Exporting,
    Hits,
    Listed,
    Outcome,
    Page,
    Quoted,
    Refused,
    Said,
    Section,
    Source,
)
from bot.telegram.answers import answering
from bot.telegram.screens.outcomes import screen_of
from bot.telegram.screens.quotes import Screen
from bot.terminal.conversation import Conversation
from retrieval.collection import Collection
from tests.support.exchanges import REAL_QUESTION as UNION
from tests.support.exchanges import asked
from tests.support.running_bot import bot_running, run

LEASH, NO_CHAPTER = "狗绳不能超过几米", "养犬条例第九章讲了什么"
CONVERSATIONS: list[tuple[type[Outcome], tuple[str, ...]]] = [
    (Answered, (UNION,)),
    (Answered, (UNION, "那网约车司机呢")),
    (Answered, (LEASH, "那浙江呢")),
    (Answered, (UNION, "第三部分第二点")),
    (Refused, (NO_CHAPTER,)),
    (Refused, ("讲个冷笑话",)),
    (Quoted, (UNION, "还有吗")),
    (Quoted, (UNION, "下一条")),
    (Quoted, (UNION, "下一条", "下一条", "上一条")),
    (Quoted, (UNION, "第三条")),
    (Quoted, (UNION, "2")),
    (Listed, ("今年要办哪些民生实事",)),
    (Quoted, ("/search 养老", "第二条")),
    (Context, (UNION, "上下文")),
    (Context, (UNION, "第二条的上下文")),
    (Context, ("养犬条例第十条", "上下文")),
    (Section, (UNION, "全文")),
    (Section, (UNION, "第二条全文")),
    (Section, (NO_CHAPTER, "2")),
    (Contents, (UNION, "目录")),
    (Contents, ("/toc 养犬条例",)),
    (Contents, ("养犬条例的目录",)),
    (Documents, ("有哪些文件",)),
    (Documents, ("/docs",)),
    (Documents, ("周明远都讲过什么",)),
    (Documents, ("/toc 讲话",)),
    (Source, (UNION, "出处")),
    (Source, (UNION, "第二条是谁说的")),
    (Exporting, (UNION, "导出")),
    (Hits, ("/search 驿站 饮水",)),
    (Hits, ("搜索：井盖",)),
    (Said, ("/search 核聚变",)),
    (Said, ("/toc 火星移民规划",)),
    (Said, (UNION, "99")),
    (Said, (UNION, "上一条")),
    (Said, ("还有吗",)),
    (Said, ("第一条的上下文",)),
    (Said, ("谢谢",)),
    (Said, ("你好",)),
    (Said, ("/ask /没有这个",)),
]


def essence(outcome: Outcome) -> object:
    """What an outcome is about, without how much of it a channel shows at once."""
    match outcome:
        case Said(sentence, values):
            return sentence, {name: value for name, value in values.items() if name != "last"}
        case Answered(answer, remarks=remarks):
            return answer.question, answer.quotes, remarks
        case Listed(answer, remarks=remarks):
            return answer.question, answer.items, remarks
        case Refused(reason, offered, remarks=remarks):
            return reason, offered, remarks
        case Quoted(number):
            return number
        case Context(around=around, number=number):
            return around, number
        case Section(tree, heading, number=number) | Contents(tree, heading, number=number):
            return tree.document.id, heading, number
        case Documents(documents, which):
            return [document.id for document in documents], which
        case Source(tree, stretch, number):
            return tree.document.id, stretch, number
        case Exporting():
            return None
        case Hits(words):
            return words
        case Page(tree, stretch):
            return tree.document.id, stretch


def in_terminal(collection: Collection, messages: tuple[str, ...], folder: Path) -> list[Outcome]:
    conversation, outcomes = Conversation(collection, 1, folder=folder), []
    for message in messages:
        conversation.say(message.removeprefix("/ask "))
        assert conversation.reply is not None
        outcomes.append(conversation.reply.outcome)
    return outcomes


def in_telegram(collection: Collection, messages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    """What is drawn by a running bot, message by message."""
    outcomes: list[Outcome] = []

    def drawn(outcome: Outcome, *arguments: object, **options: object) -> Screen:
        outcomes.append(outcome)
        return screen_of(outcome, *arguments, **options)  # type: ignore[arg-type]

    async def talk() -> None:
        async with bot_running(collection) as api:
            for message in messages:
                await asked(api, message)

    monkeypatch.setattr(answering, "screen_of", drawn)
    run(talk())
    return outcomes


@pytest.mark.parametrize(("kind", "messages"), CONVERSATIONS, ids=[" ".join(m) for _, m in CONVERSATIONS])
def test_the_same_messages_lead_to_the_same_outcome(
    kind: type[Outcome],
    messages: tuple[str, ...],
    collection: Collection,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    one, other = in_terminal(collection, messages, tmp_path), in_telegram(collection, messages, monkeypatch)
    assert [type(outcome) for outcome in one] == [type(outcome) for outcome in other]
    assert type(one[-1]) is kind
    assert [essence(outcome) for outcome in one] == [essence(outcome) for outcome in other]


def test_every_kind_of_outcome_but_a_page_read_on_is_in_the_table() -> None:
    assert {kind for kind, _ in CONVERSATIONS} == {*Outcome.__args__} - {Page}
