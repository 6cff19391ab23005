"""What the log says: of expected refusals one line each, of faults of the bot's own a traceback."""

import asyncio
import logging

import pytest

from bot.messages import CHINESE
from bot.telegram import housekeeping
from tests.support.bot_api import GROUP, USERNAME, Fault
from tests.support.exchanges import asked
from tests.support.running_bot import OTHER, OTHER_QUOTED, QUESTION, Shelf, bot_running, run

EXPECTED = [
    Fault(status=403, reason="Forbidden: bot was blocked by the user"),
    Fault(status=403, reason="Forbidden: bot was kicked from the supergroup chat"),
    Fault(status=400, reason="Bad Request: not enough rights to send text messages to the chat"),
    Fault(status=400, reason="Bad Request: TOPIC_CLOSED"),
    Fault(status=400, reason="Bad Request: CHAT_RESTRICTED"),
]


@pytest.mark.parametrize("fault", EXPECTED, ids=lambda fault: fault.reason.split(": ")[1][:12])
def test_a_chat_that_takes_no_messages_is_one_line(fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), faults={"sendMessage": [fault] * 2}) as api:
            await api.say(f"@{USERNAME} {QUESTION}", chat=GROUP)
            while len(api.called("sendMessage")) < (2 if fault.status == 400 else 1):
                await asyncio.sleep(0.01)
            api.forgive("sendMessage")
            assert (await asked(api, OTHER, user=200)).quotes == [OTHER_QUOTED]
            assert api.messages.empty()

    with caplog.at_level(logging.INFO):
        run(talk())
    # The library writes the first letter of a reason large and the others small.
    reason = fault.reason.split(": ")[1].lower()
    lines = [r.getMessage() for r in caplog.records if reason in r.getMessage().lower()]
    assert len(lines) == 1 and str(GROUP) in lines[0]
    assert "incident" not in caplog.text and "Traceback" not in caplog.text


def test_a_fault_of_the_bots_own_is_an_incident(caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> str:
        fault = Fault(status=400, reason="Bad Request: BUTTON_DATA_INVALID")
        async with bot_running(Shelf(), faults={"sendMessage": [fault]}) as api:
            return (await asked(api, QUESTION)).text

    assert run(talk()).startswith(CHINESE.telegram.incident.partition("{")[0])
    assert caplog.text.count("incident") == 1 and "Traceback" in caplog.text


def test_the_health_line_names_its_two_kinds_of_refused_apart(caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            await asked(api, "zzzz")

    with caplog.at_level(logging.INFO, logger=housekeeping.__name__):
        run(talk())
    line = next(r.getMessage() for r in caplog.records if r.getMessage().startswith("health: "))
    assert "without an answer 1" in line and "turned away 0" in line and "refused" not in line
