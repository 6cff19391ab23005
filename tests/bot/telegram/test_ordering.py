"""Many chats at once: each in its order, none waiting for another, and who is told to wait."""

import asyncio
import threading

from bot.messages import CHINESE
from bot.settings import LimitSettings
from bot.telegram.transport.admission import Buckets, Verdict
from retrieval.answer import Answer, Kind
from tests.support.bot_api import Fault, Sent
from tests.support.exchanges import asked
from tests.support.running_bot import (
    OTHER,
    OTHER_QUOTED,
    QUESTION,
    QUOTED,
    SCHOOLS,
    UNIONS,
    Shelf,
    bot_running,
    run,
)


def test_messages_of_one_chat_are_answered_in_order_and_chats_do_not_wait_for_each_other() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            release = asyncio.Event()
            held = Fault(until=release)
            api.fault("sendMessage", held)
            first = await api.say(QUESTION, user=1)
            await held.reached.wait()
            second = await api.say(OTHER, user=1)
            await api.say(OTHER, user=2)
            assert (await api.next_message()).chat == 2
            release.set()
            assert [(await api.next_message()).replies_to for _ in range(2)] == [first, second]

    run(talk())


def test_a_waiting_chat_does_not_take_the_place_of_others() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            release = asyncio.Event()
            held = Fault(until=release)
            api.fault("sendMessage", held)
            for _ in range(15):
                await api.say(QUESTION, user=1)
            await held.reached.wait()
            await api.say(OTHER, user=2)
            assert (await api.next_message()).chat == 2
            release.set()
            assert [(await api.next_message()).chat for _ in range(15)] == [1] * 15

    run(talk())


def test_answering_does_not_block_the_event_loop() -> None:
    class Slow(Shelf):
        released = threading.Event()

        def answer(
            self, question: str, *, recent: str | None = None, within: str | None = None, kind: Kind | None = None
        ) -> Answer:
            if question == QUESTION:
                assert self.released.wait(20)
            return super().answer(question)

    async def talk() -> None:
        async with bot_running(Slow(UNIONS, SCHOOLS)) as api:
            await api.say(QUESTION, user=1)
            await api.say("/help", user=2)
            assert (await api.next_message()).chat == 2
            Slow.released.set()
            assert (await api.next_message()).quotes == [QUOTED]

    run(talk())


def test_who_asks_too_much_is_told_once_and_nobody_else_is_hindered() -> None:
    async def talk() -> list[Sent]:
        async with bot_running(Shelf(), limits=LimitSettings(burst=3, per_minute=1)) as api:
            for _ in range(30):
                await api.say(QUESTION, user=1)
            await api.say(QUESTION, user=2)
            answer = await asked(api, "/help", user=3)
            for _ in range(30):
                assert "callback_query_id" in await api.send_press(answer, "zzz", user=1)
            messages = [answer]
            while sum(sent.chat == 1 for sent in messages) < 4 or not any(sent.chat == 2 for sent in messages):
                messages.append(await api.next_message())
            last = await asked(api, OTHER, user=2)
            assert last.chat == 2
            return [*messages, last]

    answers = run(talk())
    spammer = [sent for sent in answers if sent.chat == 1]
    assert [sent.quotes for sent in spammer if sent.quotes] == [[QUOTED]] * 3
    assert [sent.text for sent in spammer if not sent.quotes] == [CHINESE.telegram.slow_down.format(seconds=60)]
    assert answers[-1].quotes == [OTHER_QUOTED]


def test_buckets_refill_and_warn_once_per_window() -> None:
    now = 0.0
    buckets = Buckets(burst=2, per_minute=6, clock=lambda: now)
    assert [buckets.take(1) for _ in range(4)] == [Verdict.PASS, Verdict.PASS, Verdict.WARN, Verdict.DROP]
    assert buckets.take(2) is Verdict.PASS
    now = 10.0
    assert [buckets.take(1) for _ in range(2)] == [Verdict.PASS, Verdict.DROP]
    now = 61.0
    assert [buckets.take(1) for _ in range(3)] == [Verdict.PASS, Verdict.PASS, Verdict.WARN]


def test_a_busy_bot_says_so_and_recovers() -> None:
    class Slow(Shelf):
        released = threading.Event()

        def answer(
            self, question: str, *, recent: str | None = None, within: str | None = None, kind: Kind | None = None
        ) -> Answer:
            assert self.released.wait(20)
            return super().answer(question)

    async def talk() -> None:
        async with bot_running(Slow(), limits=LimitSettings(waiting=5)) as api:
            for user in range(1, 9):
                await api.say(QUESTION, user=user)
            busy = [await api.next_message() for _ in range(3)]
            assert [sent.text for sent in busy] == [CHINESE.telegram.busy.format(seconds=30)] * 3
            Slow.released.set()
            assert [(await api.next_message()).quotes for _ in range(5)] == [[QUOTED]] * 5
            assert (await asked(api, QUESTION, user=9)).quotes == [QUOTED]

    run(talk())
