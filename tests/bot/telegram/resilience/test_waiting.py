"""Chats that have to wait, and how many may: nobody else waits with them."""

import threading

import pytest

from bot.messages import CHINESE
from bot.settings import LimitSettings
from bot.telegram.application import SLOTS
from bot.telegram.transport.admission import Admission
from bot.telegram.transport.ordering import NOTICES
from retrieval.answer import Answer, Kind
from tests.support.bot_api import Fault
from tests.support.exchanges import asked
from tests.support.running_bot import OTHER, OTHER_QUOTED, QUESTION, QUOTED, Shelf, bot_running, run


def test_chats_under_flood_control_hold_no_place_that_others_need() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            flooded = [Fault(retry_after=3) for _ in range(SLOTS)]
            api.fault("sendMessage", *flooded)
            for user in range(1, SLOTS + 1):
                await api.say(QUESTION, user=user)
            for fault in flooded:
                await fault.reached.wait()
            sent = await asked(api, OTHER, user=99)
            assert (sent.chat, sent.quotes) == (99, [OTHER_QUOTED])
            later = [await api.next_message() for _ in range(SLOTS)]
            assert {message.chat for message in later} == set(range(1, SLOTS + 1))
            assert all(message.quotes == [QUOTED] for message in later)

    run(talk())


def test_notices_under_flood_control_keep_no_other_notice_waiting() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), limits=LimitSettings(burst=1, per_minute=1)) as api:
            users = range(1, NOTICES + 1)
            for user in (*users, 99):
                await asked(api, QUESTION, user=user)
            flooded = [Fault(retry_after=3) for _ in users]
            api.fault("sendMessage", *flooded)
            for user in users:
                await api.say(QUESTION, user=user)
            for fault in flooded:
                await fault.reached.wait()
            sent = await asked(api, QUESTION, user=99)
            assert (sent.chat, sent.text) == (99, CHINESE.telegram.slow_down.format(seconds=60))

    run(talk())


def test_many_users_at_once_are_all_answered() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            users = range(1, 151)
            for text in (QUESTION, OTHER):
                for user in users:
                    await api.say(text, user=user)
            sent = [await api.next_message() for _ in range(2 * len(users))]
            assert all(message.quotes for message in sent)

    run(talk())


def test_how_many_may_wait_follows_how_fast_they_are_answered() -> None:
    now = 0.0
    admission = Admission(LimitSettings(waiting=10), clock=lambda: now)
    assert [admission.is_full(n) for n in (9, 10)] == [False, True]
    for _ in range(200):
        now += 0.1
        admission.left(saturated=True)
    assert [admission.is_full(n) for n in (200, 400)] == [False, True]
    assert admission.queue_seconds(100) == pytest.approx(10, rel=0.1)
    for _ in range(200):
        now += 10
        admission.left(saturated=True)
    assert admission.is_full(5) and admission.queue_seconds(5) == pytest.approx(50, rel=0.1)
    admission.left(saturated=False)
    # A bot that has nothing to do is not slow.
    before = admission.queue_seconds(5)
    now += 1000
    admission.left(saturated=False)
    assert admission.queue_seconds(5) == before


def test_who_is_turned_away_is_told_for_how_long() -> None:
    class Stuck(Shelf):
        released = threading.Event()

        def answer(
            self, question: str, *, recent: str | None = None, within: str | None = None, kind: Kind | None = None
        ) -> Answer:
            assert self.released.wait(20)
            return super().answer(question)

    async def talk() -> None:
        async with bot_running(Stuck(), limits=LimitSettings(waiting=3)) as api:
            for user in range(1, 5):
                await api.say(QUESTION, user=user)
            busy = (await api.next_message()).text
            assert busy == CHINESE.telegram.busy.format(seconds=30) and "30" in busy
            Stuck.released.set()
            assert [(await api.next_message()).quotes for _ in range(3)] == [[QUOTED]] * 3

    run(talk())
