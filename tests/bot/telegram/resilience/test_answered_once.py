"""Every question is answered once: on a bad line, when Telegram delivers twice, when the bot is killed."""

import asyncio
from pathlib import Path

import pytest

from bot.messages import CHINESE
from bot.telegram.application import SLOTS
from tests.support.bot_api import GROUP, BotApi, BotApiThread, Fault, Sent
from tests.support.bot_process import free_port, shelf_process
from tests.support.exchanges import asked
from tests.support.running_bot import (
    OTHER,
    OTHER_QUOTED,
    QUESTION,
    QUOTED,
    TOKEN,
    Shelf,
    bot_connected,
    bot_running,
    run,
    settings_for,
)


@pytest.mark.parametrize(
    "fault",
    [Fault(closed=True, delivered=True), Fault(status=502, delivered=True)],
    ids=["closed socket", "bad gateway"],
)
def test_an_answer_is_sent_twice_at_most_where_its_fate_is_unknown(fault: Fault) -> None:
    async def talk() -> list[Sent]:
        async with bot_running(Shelf(), faults={"sendMessage": [fault] * 2}) as api:
            await api.say(QUESTION)
            sent = [await api.next_message() for _ in range(3)]
            await asked(api, OTHER, user=200)
            assert api.messages.empty()
            return sent

    sent = run(talk())
    assert [message.quotes for message in sent[:2]] == [[QUOTED]] * 2
    assert sent[2].text == CHINESE.telegram.perhaps_lost


def test_a_press_may_be_repeated_until_it_is_known_to_have_worked() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            answer = await asked(api, QUESTION)
            api.fault("editMessageText", *[Fault(status=502)] * 3)
            await api.press(answer, CHINESE.buttons.contents)
            assert (await api.next_edit()).message_id == answer.message_id

    run(talk())


def test_an_update_that_is_delivered_again_is_not_answered_again(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path)
            async with bot_connected(Shelf(), settings):
                await asked(api, QUESTION)
            await api.deliver_again()
            async with bot_connected(Shelf(), settings):
                sent = await asked(api, OTHER)
                assert sent.quotes == [OTHER_QUOTED]
                assert api.messages.empty()

    run(talk())


MANY = 40


@pytest.mark.parametrize("by_webhook", [False, True], ids=["polling", "webhook"])
def test_what_waits_when_the_bot_is_killed_is_answered_after_the_start(by_webhook: bool, tmp_path: Path) -> None:
    """Where an answer was on its way its user is told so instead: it may have arrived."""
    port = free_port() if by_webhook else None
    never, users = asyncio.Event(), range(1, MANY + 1)
    with BotApiThread(TOKEN) as api:
        held = [Fault(until=never) for _ in range(MANY)]
        with shelf_process(api, tmp_path, port) as process:
            api.fault("sendMessage", *held)
            for user in users:
                api.say(QUESTION, user=user)
            api.wait_for(held[SLOTS - 1].reached)
            api.wait_until_taken()
            process.kill()
            process.wait(30)
        api.api.forgive("sendMessage")
        with shelf_process(api, tmp_path, port):
            sent = [api.next_message() for _ in users]
            api.say(OTHER, user=MANY + 1)
            assert api.next_message().quotes == [OTHER_QUOTED]
            assert api.api.messages.empty()
            api.deliver_again()
            api.say(OTHER, user=MANY + 2)
            assert api.next_message().chat == MANY + 2
            assert api.api.messages.empty()
    assert sorted(message.chat for message in sent) == list(users)
    answered = [message for message in sent if message.quotes == [QUOTED]]
    told = [message for message in sent if message.text == CHINESE.telegram.interrupted]
    assert (len(answered), len(told)) == (MANY - SLOTS, SLOTS)


def test_after_a_long_downtime_each_chat_is_told_once() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            for _ in range(3):
                await api.say(QUESTION, age=3600)
                await api.say(QUESTION, age=3600, chat=GROUP)
            await api.say(f"/ask {QUESTION}", age=3600, chat=GROUP)
            told = [await api.next_message() for _ in range(2)]
            assert sorted(message.chat for message in told) == [GROUP, 100]
            assert {message.text for message in told} == {CHINESE.telegram.was_away}
            assert (await asked(api, QUESTION)).quotes == [QUOTED]
            assert api.messages.empty()

    run(talk())
