"""Inline mode."""

import asyncio
import itertools
import threading

from bot.messages import CHINESE
from retrieval.answer import Answer, Kind
from retrieval.collection import Collection
from tests.support.exchanges import asked
from tests.support.running_bot import (
    Shelf,
    bot_running,
    run,
)


def test_inline_mode_offers_verbatim_passages_with_their_place(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            offered = await api.type_inline("工会 经费")
            assert 1 <= len(offered["results"]) <= 20
            assert int(offered["cache_time"]) <= 30
            for result in offered["results"]:
                message = result["input_message_content"]["message_text"]
                assert "<blockquote" in message and CHINESE.telegram.file.partition("{")[0] in message
                place = result["reply_markup"]["inline_keyboard"][0][0]["url"].partition("start=")[2]
                opened = await asked(api, f"/start {place}", user=next(users))
                assert opened.quotes
            hint = await api.type_inline("")
            assert (hint["results"], hint["button"]["text"]) == ([], CHINESE.telegram.inline_hint)
            nothing = await api.type_inline("……")
            assert (nothing["results"], nothing["button"]["text"]) == ([], CHINESE.telegram.inline_nothing)
            assert (await asked(api, f"/start {hint['button']['start_parameter']}")).text.startswith(
                CHINESE.telegram.replies.greeting
            )

    users = itertools.count(1000)
    run(talk())


def test_an_inline_query_that_was_overtaken_is_not_worked_on() -> None:
    class Slow(Shelf):
        released = threading.Event()

        def answer(
            self,
            question: str,
            *,
            recent: str | None = None,
            within: str | None = None,
            kind: Kind | None = None,
            offers: bool = False,
        ) -> Answer:
            assert self.released.wait(20)
            return super().answer(question)

    async def talk() -> None:
        async with bot_running(Slow()) as api:
            for typed in ("外卖", "外卖骑", "外卖骑手"):
                last = await api.begin_inline(typed)
            await api.say("/help")
            await api.next_message()
            Slow.released.set()
            answered = [(await api.inline_answers.get())["inline_query_id"]]
            await asyncio.sleep(0.2)
            while not api.inline_answers.empty():
                answered.append(api.inline_answers.get_nowait()["inline_query_id"])
            assert answered == [last]

    run(talk())
