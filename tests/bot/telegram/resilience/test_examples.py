"""/start shows questions that the collection itself answers, and none about a document that is not there."""

import asyncio
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bot.conversation.examples import is_answered, possible_examples
from bot.messages import CHINESE
from corpus.document import Document
from retrieval.collection import Collection
from tests.support.bot_api import GROUP, BotApi, Sent
from tests.support.exchanges import asked, tapped
from tests.support.running_bot import ADMIN, TOKEN, Shelf, bot_connected, bot_running, document, run, settings_for

SAY = CHINESE.telegram
BRIDGES = document("桥梁养护讲话", "三、加强桥梁检查", "对全镇桥梁，要加强检查，桥梁检查半年一次。")
ROADS = document("村道养护讲话", "一、加强村道养护", "各村要抓紧，要加强养护，村道养护每公里补助八千元。")
MARKETS = document("集市管理办法", "第二章　集市摊位收费", "集市摊位收费每天三元，收费必须开票。")


async def greeted(api: BotApi, count: int) -> Sent:
    """The answer to /start once it shows so many examples."""
    while len((sent := await asked(api, "/start")).labels) != count:
        await asyncio.sleep(0.5)
    return sent


def test_each_example_is_of_another_document_and_answered_from_it(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            sent = await greeted(api, 3)
            assert sent.text == f"{SAY.replies.greeting}\n\n{SAY.examples}"
            sources = set()
            for label in sent.labels:
                assert "text" not in await api.press(sent, label)
                answer = await api.next_message()
                assert answer.text.startswith(SAY.tapped.format(question=label))
                assert answer.replies_to == sent.message_id
                (quote,) = answer.quotes
                sources.add(next(d.id for d in collection.snapshot().documents if quote in d.text))
                # The answer is one like any other: its buttons work, and what is asked next follows it.
                await tapped(api, answer, CHINESE.buttons.context)
                assert (await asked(api, "出处")).text.startswith("《")
            assert len(sources) == 3
            assert (await asked(api, "/start@yuanwen_bot", chat=GROUP)).labels == []

    run(talk())


def test_every_answer_to_an_example_keeps_its_buttons(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            sent = await greeted(api, 3)
            answers = []
            for label in sent.labels:
                await api.press(sent, label)
                answers.append(await api.next_message())
            for answer in answers:
                assert (await tapped(api, answer, CHINESE.buttons.context)).quotes

    run(talk())


def test_what_is_shown_after_an_update_is_of_the_documents_there_now() -> None:
    shelf = Shelf(BRIDGES, ROADS)

    async def talk() -> None:
        async with bot_running(shelf) as api:
            before = await greeted(api, 2)
            assert set(before.labels) == {"怎么加强桥梁检查", "怎么加强村道养护"}
            shelf.documents = (BRIDGES, MARKETS)
            gone = await api.press(before, "怎么加强村道养护")
            assert gone["text"] == SAY.expired and gone["show_alert"]
            assert (await asked(api, "/start")).labels == ["怎么加强桥梁检查"]
            await api.say("/reload", user=ADMIN)
            await api.next_message()
            assert set((await greeted(api, 2)).labels) == {"怎么加强桥梁检查", "集市摊位收费是怎么说的"}

    run(talk())


def test_where_nothing_makes_an_example_the_greeting_stands_alone(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            shelf = Shelf(document("通知", "一、", "今天开会。"))
            async with bot_connected(shelf, settings_for(api.url, tmp_path)):
                sent = await asked(api, "/start")
                assert (sent.text, sent.labels) == (SAY.replies.greeting, [])

    run(talk())


@pytest.mark.parametrize("data", ["o:AAAAAAAAAAA:0:0", "o:{key}:99:0", "o:{key}:-1:1", "o:{key}:1:7"])
def test_a_forged_example_is_answered_and_asks_nothing(data: str) -> None:
    shelf = Shelf(BRIDGES, ROADS)

    async def talk() -> None:
        async with bot_running(shelf) as api:
            sent = await greeted(api, 2)
            key = sent.buttons[0]["callback_data"].split(":")[1]
            assert (await api.send_press(sent, data.format(key=key)))["text"] == SAY.expired
            assert api.messages.empty()

    run(talk())


def test_a_heading_that_another_document_answers_for_makes_no_example() -> None:
    empty = document("空话", "四、加强桥梁检查工作", "散会。")

    async def talk() -> None:
        async with bot_running(Shelf(BRIDGES, empty)) as api:
            assert (await greeted(api, 1)).labels == ["怎么加强桥梁检查"]

    run(talk())


def test_what_several_documents_say_makes_no_example(collection: Collection) -> None:
    def renamed(d: Document) -> Document:
        return replace(d, id=f"other-{d.id}", title=f"又{d.title}", name=f"又{d.name}")

    assert list(possible_examples(Shelf(BRIDGES, renamed(BRIDGES)).snapshot())) == []
    snapshot = collection.snapshot()
    some = list(islice(possible_examples(snapshot), 12))
    assert sum(is_answered(snapshot, example) for example in some) >= 9
    assert some == list(islice(possible_examples(snapshot), 12))
