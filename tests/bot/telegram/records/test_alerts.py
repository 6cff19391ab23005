"""Faults reach every admin once per kind and hour, with the number in the log, and nobody else."""

import asyncio
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.messages import CHINESE, ENGLISH
from bot.telegram import alerts
from bot.telegram.alerts import QUIET_SECONDS, Alerts
from retrieval.collection import Progress
from retrieval.errors import RetrievalError
from tests.support.bot_api import BotApi, Fault, Sent
from tests.support.exchanges import asked, tapped
from tests.support.running_bot import (
    ADMIN,
    OTHER,
    OTHER_QUOTED,
    QUESTION,
    TOKEN,
    Shelf,
    bot_running,
    run,
)

SECOND = 901
BROKEN = Fault(status=400, reason="Bad Request: BUTTON_DATA_INVALID")
SAID = CHINESE.records


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What could not be delivered is tried again at once."""
    monkeypatch.setattr(alerts, "RETRY_SECONDS", 0.02)
    yield


def number_in(text: str) -> str:
    found = re.search(r"(?:编号|No\.) (\w{8})", text)
    assert found, text
    return found[1]


async def told_to(api: BotApi, *chats: int) -> dict[int, Sent]:
    """The next message in each of these chats, and in no other."""
    found = [await api.next_message() for _ in chats]
    assert {sent.chat for sent in found} == set(chats)
    return {sent.chat: sent for sent in found}


def test_an_incident_is_told_once_with_its_number_and_without_the_question(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), admin_ids=(ADMIN, SECOND)) as api:
            settings = await asked(api, "/settings", user=SECOND)
            await tapped(api, settings, CHINESE.settings.language_en, user=SECOND)
            api.fault("sendMessage", BROKEN)
            await api.say(QUESTION)
            told = await told_to(api, 100, ADMIN, SECOND)
            incident = number_in(told[100].text)
            kind = {"kind": "BadRequest", "incident": incident}
            assert told[ADMIN].text == SAID.fault.format(**kind)
            assert told[SECOND].text == ENGLISH.records.fault.format(**kind)
            assert f"incident {incident}" in caplog.text
            api.fault("sendMessage", BROKEN)
            await api.say(OTHER, user=200)
            assert number_in((await told_to(api, 200))[200].text) != incident
            assert (await asked(api, OTHER, user=200)).quotes == [OTHER_QUOTED]
            assert "出错 2 次" in (await asked(api, "/status", user=ADMIN)).text
            assert api.messages.empty()

    run(talk())
    assert QUESTION not in caplog.text and TOKEN not in caplog.text


def test_failed_polls_are_told_once_polling_works_again(caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            await asked(api, "/help")
            api.fault("sendMessage", *[Fault(status=502)] * 5)
            api.fault("getUpdates", Fault(status=502), Fault(status=502))
            await api.say("/help")
            told = [await api.next_message() for _ in range(2)]
            (alert,) = [sent for sent in told if sent.chat == ADMIN]
            assert alert.text == SAID.fault_polling.format(kind="NetworkError", incident=number_in(alert.text))
            assert f"incident {number_in(alert.text)}: polling failed" in caplog.text
            assert re.search("收取消息失败 [12] 次", (await asked(api, "/status", user=ADMIN)).text)
            assert api.messages.empty()

    with caplog.at_level(logging.DEBUG, logger="bot"):
        run(talk())
    assert TOKEN not in caplog.text


def test_a_second_instance_is_told() -> None:
    async def talk() -> str:
        async with bot_running(Shelf(), faults={"getUpdates": [Fault(status=409)]}) as api:
            return (await told_to(api, ADMIN))[ADMIN].text

    text = run(talk())
    assert text == SAID.fault_conflict.format(incident=number_in(text))


class Undeepened(Shelf):
    """A collection that cannot be deepened."""

    to_deepen = 9

    def deepen(self, progress: Progress | None = None, *, threads: int = 1) -> bool:
        raise RetrievalError("/secret/path: 满了")


def test_a_failure_of_the_background_is_told_without_its_reason() -> None:
    async def talk() -> str:
        async with bot_running(Undeepened()) as api:
            return (await told_to(api, ADMIN))[ADMIN].text

    text = run(talk())
    assert text == SAID.fault_deepening.format(incident=number_in(text))


def test_an_admin_who_cannot_be_reached_keeps_no_other_waiting() -> None:
    blocked = Fault(status=403, reason="Forbidden: bot was blocked by the user")

    async def talk() -> None:
        async with bot_running(Shelf(), admin_ids=(ADMIN, SECOND)) as api:
            api.fault("sendMessage", BROKEN, Fault(), blocked)
            await api.say(QUESTION)
            await told_to(api, 100, SECOND)
            assert api.messages.empty()

    run(talk())


class Recorder:
    """Takes what is sent, or fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.sent: list[str] = []
        self.failures = failures

    async def send_message(self, chat: int, text: str, **_: Any) -> None:
        if self.failures:
            self.failures -= 1
            raise NetworkError("down")
        self.sent.append(text)


def test_the_same_kind_is_told_again_after_an_hour_with_how_often_it_was_not() -> None:
    async def tell() -> None:
        now, bot = 0.0, Recorder()
        told = Alerts(bot, [ADMIN], lambda admin: CHINESE, lambda: now)  # type: ignore[arg-type]

        def fault(kind: str) -> bool:
            return told.tell(kind, lambda say: kind)

        assert fault("a") and fault("b")
        await asyncio.sleep(0)
        for _ in range(3):
            now += QUIET_SECONDS / 4
            await asyncio.sleep(0.01)
            assert not fault("a")
        now += QUIET_SECONDS / 4
        assert fault("a")
        await asyncio.sleep(0.01)
        assert bot.sent == ["a", "b", "a" + SAID.fault_again.format(count=3)]
        assert not fault("a")
        await told.stop()

    run(tell())


def test_stopping_gives_up_what_cannot_be_delivered() -> None:
    async def tell() -> None:
        bot, before = Recorder(failures=10**9), asyncio.all_tasks()
        told = Alerts(bot, [ADMIN], lambda admin: CHINESE)  # type: ignore[arg-type]
        assert told.tell("a", lambda say: "a")
        await asyncio.sleep(0.05)
        assert asyncio.all_tasks() != before
        await told.stop()
        assert (bot.sent, asyncio.all_tasks()) == ([], before)

    run(tell())
