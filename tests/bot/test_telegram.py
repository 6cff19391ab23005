"""The Telegram bot against a strict local Bot API server, over real HTTP."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from telegram.error import TimedOut

from bot.asking import checked_answer
from bot.errors import BotError
from bot.messages import CHINESE, ENGLISH
from bot.rendering import parts, to_plain
from bot.telegram import run_bot
from bot.telegram.transport import delivery
from bot.telegram.transport.redaction import token_kept_secret
from bot.telegram.updates import reloading, reports
from retrieval.answer import Answer
from retrieval.collection import BuildReport
from retrieval.errors import RetrievalError
from tests.support.bot_api import GROUP, USERNAME, BotApi, BotApiThread, Fault, Sent
from tests.support.running_bot import (
    ADMIN,
    OTHER,
    QUESTION,
    QUOTED,
    SCHOOLS,
    TOKEN,
    UNIONS,
    Shelf,
    bot_running,
    run,
    settings_for,
)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(reloading, "PROGRESS_SECONDS", 0.02)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def ask(text: str, *faults: Fault, method: str = "sendMessage", **options: object) -> Sent:
    """One message to a fresh bot, and its first reply."""

    async def talk() -> Sent:
        async with bot_running(Shelf()) as api:
            api.fault(method, *faults)
            await api.say(text, **options)
            sent = await api.next_message()
            assert api.messages.empty()
            return sent

    return run(talk())


def test_a_question_is_answered_with_title_path_and_quote() -> None:
    sent = ask(QUESTION)
    assert sent.text.splitlines()[:2] == ["📄 在工会建设推进会上的讲话　周明远", "一、把新就业群体组织起来"]
    assert sent.quotes == [QUOTED]
    assert sent.bold == ["在工会建设推进会上的讲话", QUOTED]
    assert sent.replies_to == 1
    assert sent.data["reply_parameters"]["allow_sending_without_reply"] is True
    assert sent.data["link_preview_options"] == {"is_disabled": True}


def test_the_chat_shows_the_text_that_the_terminal_shows() -> None:
    answer = checked_answer(Shelf().snapshot(), QUESTION)
    assert ask(QUESTION).text.startswith(to_plain(parts(answer, CHINESE, 1)))


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-hans", CHINESE), (None, CHINESE), ("fr", CHINESE), ("en-GB", ENGLISH)]
)
def test_start_and_help_speak_the_users_language(language: str | None, expected: object) -> None:
    assert ask("/start", language=language).text == expected.telegram.replies.greeting
    assert ask("/help", language=language).text == expected.telegram.replies.help


def test_a_refusal_says_so_and_names_the_nearest_sections() -> None:
    sent = ask("zzzz")
    assert sent.text.startswith(CHINESE.nothing_found)
    assert "• 教育工作报告 › 二、办好每一所学校" in sent.text
    assert sent.quotes == []


def test_commands_and_other_messages_are_answered_politely() -> None:
    assert ask("/weather").text == CHINESE.telegram.replies.unknown_command
    assert ask("/ask").text == CHINESE.telegram.ask_usage
    assert ask(f"/ask {QUESTION}").quotes == [QUOTED]
    assert (
        ask(None, photo=[{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]).text
        == CHINESE.telegram.only_text
    )
    assert ask(" \n ").text == CHINESE.empty_question


def test_a_long_question_is_cut_and_the_cut_is_said() -> None:
    async def talk() -> Sent:
        async with bot_running(Shelf(), question_limit=20) as api:
            await api.say(QUESTION + "？" * 12 + "教师工资按时发放")
            return await api.next_message()

    sent = run(talk())
    assert sent.text.startswith(CHINESE.telegram.question_cut.format(limit=20))
    assert sent.quotes == [QUOTED]


def test_edited_old_and_bots_messages_are_not_answered() -> None:
    async def talk() -> Sent:
        async with bot_running(Shelf()) as api:
            await api.say(OTHER, kind="edited_message")
            await api.say(OTHER, age=3600)
            await api.say(OTHER, **{"from": {"id": 100, "is_bot": True, "first_name": "机器人"}})
            itself = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "原文"}
            await api.say(OTHER, via_bot=itself)
            await api.say(QUESTION)
            return await api.next_message()

    assert run(talk()).quotes == [QUOTED]


def test_in_groups_only_what_is_meant_for_the_bot_is_answered() -> None:
    async def talk() -> list[list[str]]:
        async with bot_running(Shelf()) as api:
            mine = {"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}}
            mine["from"] = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "原文"}
            other = mine | {"from": {"id": 5, "is_bot": False, "first_name": "别人"}}
            photo = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
            await api.say(OTHER, chat=GROUP)
            await api.say(OTHER, chat=GROUP, reply_to_message=other)
            await api.say(f"@{USERNAME}2 {OTHER}", chat=GROUP)
            await api.say(None, chat=GROUP, photo=photo)
            await api.say("/other", chat=GROUP)
            await api.say("/other@other_bot", chat=GROUP)
            await api.say(f"@{USERNAME} {QUESTION}", chat=GROUP)
            await api.say(QUESTION, chat=GROUP, reply_to_message=mine)
            await api.say(f"/ask@{USERNAME} {QUESTION}", chat=GROUP)
            await api.say(f"/other@{USERNAME}", chat=GROUP)
            return [(await api.next_message()).quotes for _ in range(4)]

    assert run(talk()) == [[QUOTED], [QUOTED], [QUOTED], []]


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(retry_after=1)],
        [Fault(status=502), Fault(status=500)],
        [Fault(closed=True), Fault(closed=True), Fault(status=502)],
    ],
    ids=["flood control", "bad gateway", "closed socket"],
)
def test_an_answer_survives_faults_and_is_sent_once(faults: list[Fault]) -> None:
    assert ask(QUESTION, *faults).quotes == [QUOTED]


def test_a_send_that_timed_out_is_repeated_once_at_most() -> None:
    """It may have been delivered. A request that never got a connection has not, and is repeated like any other."""
    for error, expected in ((TimedOut(), 2), (TimedOut("Pool timeout: all connections are occupied"), 4)):
        tries = []

        async def timing_out(error: TimedOut = error, tries: list = tries) -> None:
            tries.append(error)
            raise error

        with pytest.raises(TimedOut):
            run(delivery.with_retries(timing_out))
        assert len(tries) == expected


def test_a_user_who_blocked_the_bot_is_no_incident(caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> Sent:
        async with bot_running(Shelf()) as api:
            api.fault("sendMessage", Fault(status=403))
            await api.say(QUESTION)
            await api.say("/help")
            return await api.next_message()

    assert run(talk()).text == CHINESE.telegram.replies.help
    assert "incident" not in caplog.text


def test_refused_markup_is_sent_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "to_html", lambda content: "<p>" + to_plain(content))
    sent = ask(QUESTION)
    assert "parse_mode" not in sent.data
    assert QUOTED in sent.text


def test_an_error_is_apologised_for_with_a_number_and_without_details(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Shelf):
        def answer(self, question: str, *, recent: str | None = None) -> Answer:
            raise ValueError("secret detail")

    async def talk() -> Sent:
        async with bot_running(Broken()) as api:
            await api.say(QUESTION)
            return await api.next_message()

    sent = run(talk())
    incident = sent.text.partition("编号 ")[2].rstrip("）")
    assert "secret detail" not in sent.text
    assert f"incident {incident}" in caplog.text
    assert QUESTION not in caplog.text


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


def test_an_admin_reloads_while_the_bot_answers() -> None:
    async def talk() -> None:
        shelf = Shelf()
        shelf.gate.clear()
        async with bot_running(shelf) as api:
            command = await api.say("/reload", user=ADMIN)
            started = await api.next_message()
            assert (started.text, started.replies_to) == (CHINESE.reload.started, command)
            assert (await api.next_edit()).text == "正在更新资料库… 读取文件 1/4 ▓▓░░░░░░░░ 25%"
            await api.say("/reload", user=ADMIN)
            assert (await api.next_message()).text == CHINESE.reload.busy
            await api.say(QUESTION)
            assert (await api.next_message()).quotes == [QUOTED]
            shelf.gate.set()
            report = await api.next_edit()
            assert report.message_id == started.message_id
            assert report.text.splitlines() == [
                "✅ 已切换到版本 2-second",
                "共 3 份、5 段：新增 1 份，更新 0 份，移除 0 份，跳过 1 份",
                "新增：",
                "• 新.md",
                "⚠️ 跳过：",
                "• 扫描件<1>.pdf：没有文字层",
            ]
            await api.say("/reload", user=ADMIN)
            assert (await api.next_message()).text == CHINESE.reload.started
            assert (await api.next_edit()).text.startswith("✅ 资料没有变化")

    run(talk())


def test_only_admins_reload_and_only_in_private() -> None:
    async def talk() -> None:
        shelf = Shelf()
        async with bot_running(shelf) as api:
            await api.say("/reload", user=100)
            assert (await api.next_message()).text == CHINESE.telegram.replies.unknown_command
            await api.say(f"/reload@{USERNAME}", user=ADMIN, chat=GROUP)
            assert (await api.next_message()).text == CHINESE.telegram.replies.unknown_command
            await api.say("/reload", user=ADMIN, kind="edited_message")
            await api.say("/reload", user=ADMIN, age=3600)
            await api.say("/help", user=ADMIN)
            assert (await api.next_message()).text == CHINESE.telegram.replies.help
            assert shelf.generation == "1-first"

    run(talk())


def test_without_admins_nobody_reloads() -> None:
    async def talk() -> Sent:
        async with bot_running(Shelf(), admin_ids=()) as api:
            await api.say("/reload", user=ADMIN)
            return await api.next_message()

    assert run(talk()).text == CHINESE.telegram.replies.unknown_command


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (RetrievalError("坏.docx：格式<不支持>"), "坏.docx：格式<不支持>\n原来的资料库（版本 1-first）照常使用。"),
        (ValueError("secret detail"), "原来的资料库（版本 1-first）照常使用。"),
    ],
)
def test_a_failed_reload_leaves_the_old_collection(failure: Exception, expected: str) -> None:
    async def talk() -> None:
        shelf = Shelf()
        shelf.failure = failure
        async with bot_running(shelf) as api:
            await api.say("/reload", user=ADMIN)
            await api.next_message()
            report = (await api.next_edit()).text
            assert report.startswith("❌ 这次没有更新成功")
            assert report.endswith(expected)
            assert "secret detail" not in report
            await api.say(QUESTION)
            assert (await api.next_message()).quotes == [QUOTED]

    run(talk())


def test_stopping_ends_a_reload_and_keeps_the_collection() -> None:
    async def talk() -> None:
        shelf = Shelf()
        shelf.gate.clear()
        async with bot_running(shelf) as api:
            await api.say("/reload", user=ADMIN)
            await api.next_message()
            last = await api.next_edit()
        while not api.edits.empty():
            last = api.edits.get_nowait()
        assert last.text == CHINESE.reload.stopped.format(generation="1-first")
        assert shelf.generation == "1-first"

    run(talk())


def test_progress_is_a_bar_and_after_a_while_a_guess() -> None:
    assert reports.progress_text("encode", 0, 8, 9.0, CHINESE) == "正在更新资料库… 编制索引 0/8 段 ░░░░░░░░░░ 0%"
    text = reports.progress_text("encode", 6, 8, 9.0, CHINESE)
    assert text == "正在更新资料库… 编制索引 6/8 段 ▓▓▓▓▓▓▓▓░░ 75%（约 3 秒）"


def test_files_without_headings_are_named_in_the_report() -> None:
    report = BuildReport("2-b", 1, 1, ("无题.txt",), (), (), ())
    lines = [part.text for part in reports.report_parts(report, "1-a", CHINESE, ["无题.txt"])]
    assert lines[-2:] == [CHINESE.reload.flat, "• 无题.txt"]


def test_long_lists_of_a_report_are_cut() -> None:
    names = tuple(f"{n}号文件.md" for n in range(30))
    report = BuildReport("2-b", 30, 90, names, (), (), tuple((name, "原因" * 500) for name in names))
    lines = [part.text for part in reports.report_parts(report, "1-a", CHINESE)]
    assert lines.count("… 另有 22 份") == 2
    assert max(map(len, lines)) < 300


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
        api.fault("getUpdates", Fault(status=401))
        run_bot(settings_for(api.url, tmp_path), Shelf(), TOKEN)
    assert TOKEN not in everything_logged.text


def test_the_token_is_not_logged_while_the_bot_runs(everything_logged: pytest.LogCaptureFixture) -> None:
    with token_kept_secret(TOKEN):
        assert ask(QUESTION, Fault(status=502), Fault(closed=True)).quotes == [QUOTED]
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
        api.fault("getMe", Fault(closed=True))
        api.fault("getUpdates", Fault(status=401))
        with pytest.raises(BotError):
            run_bot(settings_for(api.url, tmp_path), Shelf(), TOKEN)
    assert caplog.text.count("the Bot API does not answer") == 1
    assert "the Bot API answers again" in caplog.text


def test_answering_does_not_block_the_event_loop() -> None:
    class Slow(Shelf):
        released = threading.Event()

        def answer(self, question: str, *, recent: str | None = None) -> Answer:
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
