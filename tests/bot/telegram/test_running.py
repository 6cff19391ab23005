"""The bot as a service: its menus, its token, outages, its webhook, and what the log says."""

import asyncio
import logging
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.errors import BotError, SettingsError
from bot.messages import CHINESE
from bot.settings import TelegramSettings, WebhookSettings
from bot.telegram import housekeeping, run_bot
from bot.telegram.transport.redaction import token_kept_secret
from tests.support.bot_api import BotApi, BotApiThread, Fault, Sent
from tests.support.bot_process import SECRET, free_port, shelf_process
from tests.support.exchanges import ask, asked
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


def test_commands_are_set_in_both_languages_and_their_failure_does_not_matter() -> None:
    async def talk() -> list[tuple[str | None, str | None]]:
        async with bot_running(Shelf()) as api:
            while len(api.called("setMyCommands")) < 8:
                await asyncio.sleep(0.01)
            return [(c.get("scope", {}).get("type"), c.get("language_code")) for c in api.called("setMyCommands")]

    scopes = (None, "all_private_chats", "all_group_chats", "chat")
    assert run(talk()) == [(scope, language) for scope in scopes for language in (None, "en")]

    async def refused() -> Sent:
        shelf = Shelf()
        async with bot_running(shelf, faults={"setMyCommands": [Fault(status=502), Fault(closed=True)]}) as api:
            await api.say(QUESTION)
            return await api.next_message()

    assert run(refused()).quotes == [QUOTED]


def test_two_instances_are_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert ask(QUESTION, Fault(status=409), method="getUpdates").quotes == [QUOTED]
    assert "another instance of this bot" in caplog.text


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_a_rejected_token_ends_the_bot_in_one_line_that_does_not_show_it(
    tmp_path: Path, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong = "123456789:AAF-wrongTokenThatNoServerEverKnew_002"
    with BotApiThread(TOKEN) as api, pytest.raises(BotError, match="does not accept this token") as rejected:
        run_bot(settings_for(api.url, tmp_path), Shelf(), wrong)
    written = everything_logged.text + str(rejected.value) + "".join(capfd.readouterr())
    assert wrong not in written
    assert wrong.partition(":")[2] not in written
    assert "Traceback" not in written
    assert rejected.value.__cause__ is None


def test_a_token_revoked_while_the_bot_runs_ends_it(
    tmp_path: Path, everything_logged: pytest.LogCaptureFixture
) -> None:
    with BotApiThread(TOKEN) as api, pytest.raises(BotError, match="does not accept this token"):
        api.fault("getMe", Fault(), *[Fault(status=401)] * 4)
        api.fault("getUpdates", Fault(status=401))
        run_bot(settings_for(api.url, tmp_path), Shelf(), TOKEN)
    assert TOKEN not in everything_logged.text


def test_the_token_is_not_logged_while_the_bot_runs(everything_logged: pytest.LogCaptureFixture) -> None:
    with token_kept_secret(TOKEN):
        for fault in (Fault(status=502), Fault(closed=True)):
            assert ask(QUESTION, fault).quotes == [QUOTED]
        try:
            raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
        except ValueError:
            logging.getLogger("anything").exception("at %s", f"bot{TOKEN}")
    assert "at bot<token>" in everything_logged.text
    assert TOKEN not in everything_logged.text
    assert TOKEN.partition(":")[2] not in everything_logged.text


def test_an_unreachable_server_is_tried_again_and_the_outage_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), BotApiThread(TOKEN) as api:
        api.fault("getMe", Fault(closed=True), Fault(), *[Fault(status=401)] * 4)
        api.fault("getUpdates", Fault(status=401))
        with pytest.raises(BotError):
            run_bot(settings_for(api.url, tmp_path), Shelf(), TOKEN)
    assert caplog.text.count("the Bot API does not answer") == 1
    assert "the Bot API answers again" in caplog.text


def test_two_pollers_conflict_on_the_server() -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api, aiohttp.ClientSession() as client:
            url = f"{api.url}{TOKEN}/getUpdates"
            polling = Fault()
            api.fault("getUpdates", polling)
            first = asyncio.create_task(client.post(url, json={"timeout": 20}))
            await polling.reached.wait()
            second = await client.post(url, json={"timeout": 0})
            assert ((await first).status, second.status) == (409, 200)

    run(talk())


def test_the_health_of_the_bot_is_in_the_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger=housekeeping.__name__):

        async def talk() -> None:
            async with bot_running(Shelf()) as api:
                await asked(api, "zzzz")
                await asked(api, QUESTION)

        run(talk())
    line = next(record.getMessage() for record in caplog.records if record.getMessage().startswith("health: "))
    assert "answered 1" in line and "without an answer 1" in line and "collection 1-first" in line


def test_a_webhook_needs_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_for(
        "http://127.0.0.1:1/bot", tmp_path, webhook=WebhookSettings(url="https://bot.example.org/t")
    )
    for secret in ("", "short", "with blanks in it, so not usable"):
        monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", secret)
        with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
            run_bot(settings, Shelf(), TOKEN)


@pytest.mark.parametrize("given", [{"url": "http://bot.example.org/t"}, {"listen": "0.0.0.0"}, {"port": 0}])
def test_a_webhook_is_encrypted_and_listens_on_this_machine_only(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="webhook"):
        TelegramSettings.model_validate({"webhook": given})


def test_the_same_conversation_by_webhook(tmp_path: Path) -> None:
    """In a process of its own, ended by a signal with a question in its queue, as a service is."""
    with BotApiThread(TOKEN) as api, shelf_process(api, tmp_path, free_port()) as process:
        api.say(QUESTION)
        answer = api.next_message()
        assert answer.quotes == [QUOTED]
        assert api.api.webhook["secret_token"] == SECRET
        assert api.press(answer, "👍")["text"] == CHINESE.telegram.vote_kept
        assert api.type_inline("工会")["results"]
        update = {"update_id": 1, "message": {"message_id": 1, "date": int(time.time()), "text": OTHER}}
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong" * 6}):
            assert api.post(update, **headers) == 403
        api.say(OTHER)
        assert api.next_message().quotes == [OTHER_QUOTED]
        assert api.api.messages.empty()
        held = Fault()
        api.fault("sendMessage", held)
        api.say(QUESTION)
        api.wait_for(held.reached)
        process.send_signal(signal.SIGTERM)
        assert api.next_message().quotes == [QUOTED]
        assert process.wait(30) == 0
    written = (tmp_path / "log").read_text(encoding="utf-8")
    assert SECRET not in written and TOKEN.partition(":")[2] not in written
    assert "Traceback" not in written


def test_a_port_in_use_is_said_in_one_line_and_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", SECRET)
    with caplog.at_level(logging.INFO), socket.socket() as taken, BotApiThread(TOKEN) as api:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        webhook = WebhookSettings(url=f"http://127.0.0.1:{port}/t", port=port)
        with pytest.raises(BotError, match=r"cannot listen on .* set `telegram.webhook.port`"):
            run_bot(settings_for(api.url, tmp_path, webhook=webhook), Shelf(), TOKEN)
    # Said last by what runs beside answering, when it is stopped.
    assert "health: up" in caplog.text
