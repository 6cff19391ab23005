"""What arrives from the Bot API, whatever it is: nobody's update keeps the bot from those of the others."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BotError
from bot.telegram import run_bot
from tests.support.bot_api import BotApiThread, Fault
from tests.support.bot_api.records import chat_record, user_record
from tests.support.exchanges import asked
from tests.support.running_bot import (
    OTHER,
    OTHER_QUOTED,
    QUESTION,
    QUOTED,
    TOKEN,
    Shelf,
    bot_running,
    run,
    settings_for,
)

SECRET_WORDS = "只有发信人自己知道的话"
UNREADABLE: list[tuple[str, Any]] = [
    ("message", {"message_id": "x", "date": "never", "chat": [SECRET_WORDS], "text": SECRET_WORDS}),
    (
        "message",
        {
            "message_id": 900_001,
            "date": 1,
            "chat": chat_record(1),
            "from": user_record(1),
            "poll": {"id": "1", "question": SECRET_WORDS, "options": [{"words": SECRET_WORDS}]},
        },
    ),
    ("message", SECRET_WORDS),
    ("edited_message", 5),
    ("callback_query", {"id": "1", "data": SECRET_WORDS}),
    ("inline_query", {"query": SECRET_WORDS}),
]


def test_an_update_that_cannot_be_read_is_skipped_and_its_words_are_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def talk() -> int:
        async with bot_running(Shelf()) as api:
            for kind, what in UNREADABLE:
                await api.happen(kind, what)
            assert (await asked(api, QUESTION)).quotes == [QUOTED]
            before = len(api.called("getUpdates"))
            assert (await asked(api, OTHER)).quotes == [OTHER_QUOTED]
            return len(api.called("getUpdates")) - before

    with caplog.at_level(logging.INFO):
        polls = run(talk())
    assert polls < 5, "the offset stands still"
    assert SECRET_WORDS not in caplog.text and "Traceback" not in caplog.text
    assert f"{len(UNREADABLE)} so far" in caplog.text


@pytest.mark.parametrize("status", [401, 404])
def test_one_refusal_of_the_polling_does_not_end_the_bot(status: int, caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), faults={"getUpdates": [Fault(status=status)]}, admin_ids=()) as api:
            assert (await asked(api, QUESTION)).quotes == [QUOTED]

    run(talk())
    assert caplog.text.count(f"was refused (status {status})") == 1


@pytest.mark.parametrize("status", [401, 404])
def test_the_token_is_given_up_when_getme_is_refused_too_each_time(status: int, tmp_path: Path) -> None:
    with BotApiThread(TOKEN) as api:
        refused = Fault(status=status)
        api.fault("getMe", Fault(), refused, refused, Fault(), refused, refused, refused, refused)
        api.fault("getUpdates", *[Fault(status=status)] * 2)
        with pytest.raises(BotError, match="does not accept this token"):
            run_bot(settings_for(api.url, tmp_path), Shelf(), TOKEN)
        assert len(api.api.called("getMe")) == 8


def test_a_server_that_is_not_ready_at_the_start_refuses_no_token(tmp_path: Path) -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), faults={"getMe": [Fault(status=404)] * 3}) as api:
            assert (await asked(api, QUESTION)).quotes == [QUOTED]

    run(talk())
