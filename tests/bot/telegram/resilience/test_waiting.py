"""Chats that have to wait, and how many may: nobody else waits with them."""

from bot.messages import CHINESE
from bot.settings import LimitSettings
from bot.telegram.application import SLOTS
from bot.telegram.transport.ordering import NOTICES
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
