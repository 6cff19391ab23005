"""What surrounds the answers on Telegram: settings, privacy, feedback, inline mode, limits, updates, the webhook."""

import asyncio
import itertools
import logging
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.errors import BotError, SettingsError
from bot.messages import CHINESE, ENGLISH
from bot.settings import LimitSettings, TelegramSettings, WebhookSettings
from bot.store import Store
from bot.telegram import housekeeping, run_bot
from bot.telegram.transport import delivery
from bot.telegram.transport.admission import Buckets, Verdict
from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.collection import BuildReport, Collection
from retrieval.index.encoder import Encoder
from tests.support.bot_api import GROUP, BotApi, BotApiThread, Fault, Sent
from tests.support.exchanges import REAL_QUESTION, asked, tapped
from tests.support.paths import ROOT
from tests.support.running_bot import (
    ADMIN,
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


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def test_settings_take_effect_at_once_and_for_one_user_only(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            quote = collection.snapshot().answer(REAL_QUESTION).quotes[0]
            screen = await asked(api, "/settings")
            assert [label for label in screen.labels if label.startswith("✓")] == ["✓ 3", "✓ 整段", "✓ 跟随 Telegram"]
            screen = await tapped(api, screen, "1")
            assert CHINESE.buttons.next not in (await asked(api, REAL_QUESTION)).labels
            screen = await tapped(api, screen, CHINESE.settings.length_sentence)
            sentence = (await asked(api, REAL_QUESTION)).quotes[0]
            assert sentence == "".join(quote.text[a:b] for a, b in quote.highlights)
            screen = await tapped(api, screen, CHINESE.settings.length_context)
            wide = (await asked(api, REAL_QUESTION)).quotes[0]
            assert quote.text in wide and len(wide) > len(quote.text)
            screen = await tapped(api, screen, CHINESE.settings.language_en)
            assert screen.text.startswith(ENGLISH.settings.title)
            assert (await asked(api, "/help")).text == ENGLISH.telegram.replies.help
            assert (await asked(api, "/help", user=200)).text == CHINESE.telegram.replies.help
            assert (await asked(api, REAL_QUESTION, user=200)).quotes == [quote.text]

    run(talk())


def test_what_is_stored_is_said_and_deleted_on_request(collection: Collection, tmp_path: Path) -> None:
    async def talk() -> Sent:
        async with BotApi(TOKEN) as api, bot_connected(collection, settings_for(api.url, tmp_path)):
            answer = await asked(api, REAL_QUESTION)
            others = await asked(api, REAL_QUESTION, user=200)
            await api.press(answer, "👍")
            privacy = await asked(api, "/privacy")
            assert CHINESE.privacy.questions_not_kept in privacy.text
            assert "90 天" in privacy.text
            sure = await tapped(api, privacy, CHINESE.privacy.delete)
            forged = next(b["callback_data"] for b in sure.buttons if b["text"] == CHINESE.privacy.yes)
            assert (await api.send_press(others, forged, user=200))["text"] == CHINESE.telegram.expired
            kept = await tapped(api, sure, CHINESE.privacy.no)
            assert kept.text == CHINESE.privacy.nothing_deleted
            deleted = await tapped(api, sure, CHINESE.privacy.yes)
            assert re.fullmatch(re.escape(CHINESE.privacy.deleted).replace(r"\{count\}", r"\d+"), deleted.text)
            assert (await api.press(answer, CHINESE.buttons.next))["text"] == CHINESE.telegram.expired
            assert (await asked(api, "还有吗")).text == CHINESE.telegram.replies.nothing_yet
            return await tapped(api, others, CHINESE.buttons.next, user=200)

    assert run(talk()).quotes
    with sqlite3.connect(tmp_path / "store.sqlite") as db:
        assert {user for (user,) in db.execute("SELECT user FROM answers")} == {200}
        assert db.execute("SELECT count(*) FROM votes").fetchone() == (0,)


@pytest.mark.parametrize("keep", [False, True])
def test_question_texts_are_stored_only_when_settings_say_so(
    collection: Collection, tmp_path: Path, keep: bool
) -> None:
    async def talk() -> Sent:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, storage={"keep_questions": keep})
            async with bot_connected(collection, settings):
                await asked(api, REAL_QUESTION)
                return await asked(api, "/privacy")

    shown = run(talk())
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert (REAL_QUESTION.encode() in stored) is keep
    assert (CHINESE.privacy.questions_kept in shown.text) is keep
    quote = collection.snapshot().answer(REAL_QUESTION).quotes[0].text
    assert quote.strip()[:20].encode() not in stored


def test_votes_and_reactions_are_kept_once_per_user_and_quote(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api, bot_connected(Shelf(), settings_for(api.url, tmp_path)):
            answer = await asked(api, QUESTION)
            await api.press(answer, "👍")
            assert (await api.press(answer, "👎"))["text"] == CHINESE.telegram.vote_kept
            assert (await api.press(answer, "👍", user=100))["text"] == CHINESE.telegram.vote_kept
            other = await asked(api, OTHER, user=200)
            assert (await api.press(other, CHINESE.buttons.wrong_passage, user=200))["text"] in (
                CHINESE.telegram.wrong_kept,
                CHINESE.telegram.try_next,
            )
            group = await asked(api, f"/ask {QUESTION}", chat=GROUP, user=300)
            await api.react(group, "🤔", "👎", user=301)
            await api.react(group, "👍", user=302)
            await api.react(group, "🔥", user=303)
            await api.react(group, user=303)
            await asked(api, "/help", chat=None)

    run(talk())
    votes = Counter((user, vote, source) for user, _, _, vote, source in Store(tmp_path / "store.sqlite").votes())
    assert votes == Counter(
        [(100, "up", "button"), (200, "wrong", "button"), (301, "down", "reaction"), (302, "up", "reaction")]
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
            assert (
                await asked(api, f"/start {hint['button']['start_parameter']}")
            ).text == CHINESE.telegram.replies.greeting

    users = itertools.count(1000)
    run(talk())


def test_an_inline_query_that_was_overtaken_is_not_worked_on() -> None:
    class Slow(Shelf):
        released = threading.Event()

        def answer(self, question: str, *, recent: str | None = None) -> Answer:
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

        def answer(self, question: str, *, recent: str | None = None) -> Answer:
            assert self.released.wait(20)
            return super().answer(question)

    async def talk() -> None:
        async with bot_running(Slow(), limits=LimitSettings(waiting=5)) as api:
            for user in range(1, 9):
                await api.say(QUESTION, user=user)
            busy = [await api.next_message() for _ in range(3)]
            assert [sent.text for sent in busy] == [CHINESE.telegram.busy] * 3
            Slow.released.set()
            assert [(await api.next_message()).quotes for _ in range(5)] == [[QUOTED]] * 5
            assert (await asked(api, QUESTION, user=9)).quotes == [QUOTED]

    run(talk())


def test_buttons_from_before_a_reload_say_so_politely() -> None:
    async def talk() -> None:
        shelf = Shelf()
        async with bot_running(shelf) as api:
            answer, listed = await asked(api, QUESTION), await asked(api, "/docs")
            refusal = await asked(api, "zzzz")
            shelf.reload()
            for under in (answer, listed, refusal):
                for button in under.buttons:
                    if button.get("callback_data", "u:")[:2] not in ("u:", "n:", "w:"):
                        toast = await api.send_press(under, button["callback_data"])
                        assert (toast["text"], toast["show_alert"]) == (CHINESE.telegram.expired, True)
            assert (await asked(api, "还有吗")).text == CHINESE.telegram.replies.collection_changed
            assert (await api.press(answer, "👍"))["text"] == CHINESE.telegram.vote_kept
            assert (await asked(api, QUESTION)).quotes == [QUOTED]

    run(talk())


def test_an_admin_takes_an_update_back(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    old, new = "## 一、桥梁\n\n大桥每年检修两次。\n", "## 一、隧道\n\n隧道每晚清洗一次。\n"
    (folder / "桥.md").write_text(f"# 关于大桥的讲话\n\n{old}", encoding="utf-8")
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    before = collection.snapshot().id
    (folder / "隧道.md").write_text(f"# 关于隧道的讲话\n\n{new}", encoding="utf-8")

    async def talk() -> None:
        async with bot_running(collection) as api:
            await asked(api, "/reload", user=ADMIN)
            while not (report := await api.next_edit()).text.startswith("✅"):
                pass
            assert report.labels == [CHINESE.reload.rollback.format(generation=before)]
            button = report.buttons[0]["callback_data"]
            answer = await asked(api, "/help", user=7)
            assert (await api.send_press(answer, button, user=7))["text"] == CHINESE.reload.only_admins
            assert len((await asked(api, "/docs")).buttons) == 2
            back = await tapped(api, report, report.labels[0], user=ADMIN)
            assert back.text == CHINESE.reload.rolled_back.format(generation=before)
            assert collection.snapshot().id == before
            assert len((await asked(api, "/docs")).buttons) == 1
            assert (await api.send_press(back, button, user=ADMIN))["text"] == CHINESE.reload.rollback_late
            await asked(api, "/reload", user=ADMIN)
            while not (report := await api.next_edit()).text.startswith("✅"):
                pass
            assert len((await asked(api, "/docs")).buttons) == 2

    run(talk())
    reopened = Collection(folder, tmp_path / "library", Answerer(encoder))
    assert (reopened.snapshot().id, reopened.previous) == (collection.snapshot().id, before)


def test_reports_of_nothing_new_offer_nothing_to_take_back() -> None:
    async def talk() -> Sent:
        shelf = Shelf()
        shelf.report = BuildReport("1-first", 2, 4, (), (), (), ())
        async with bot_running(shelf) as api:
            await asked(api, "/reload", user=ADMIN)
            return await api.next_edit()

    assert run(talk()).buttons == []


def test_an_answer_is_sent_without_buttons_when_it_cannot_be_kept(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Store, "keep", full)

    async def talk() -> Sent:
        async with bot_running(Shelf()) as api:
            return await asked(api, QUESTION)

    sent = run(talk())
    assert (sent.quotes, sent.buttons) == ([QUOTED], [])
    assert "could not be kept" in caplog.text


def test_the_health_of_the_bot_is_in_the_log(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger=housekeeping.__name__):

        async def talk() -> None:
            async with bot_running(Shelf()) as api:
                await asked(api, QUESTION)
                await asked(api, "zzzz")

        run(talk())
    line = next(record.getMessage() for record in caplog.records if record.getMessage().startswith("health: "))
    assert "answered 1" in line and "refused 1" in line and "collection 1-first" in line


SECRET = "s3cret_" * 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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


WEBHOOK_BOT = """
import sys
sys.path[:0] = [{root!r}]
from pathlib import Path
from tests.support.running_bot import Shelf, TOKEN, settings_for
from bot.settings import WebhookSettings
from bot.telegram import run_bot
webhook = WebhookSettings(url="http://127.0.0.1:{port}/{path}", port={port})
run_bot(settings_for({url!r}, Path({folder!r}), webhook=webhook), Shelf(), TOKEN)
"""


def test_the_same_conversation_by_webhook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process of its own, ended by a signal with a question in its queue, as a service is."""
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", SECRET)
    port, path, root = free_port(), "updates/8f2c", ROOT
    with BotApiThread(TOKEN) as api:
        code = WEBHOOK_BOT.format(root=str(root), url=api.url, port=port, path=path, folder=str(tmp_path))
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen([sys.executable, "-c", code], stdout=log, stderr=log)
            try:
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
            finally:
                process.kill()
                process.wait(30)
    written = (tmp_path / "log").read_text(encoding="utf-8")
    assert SECRET not in written and TOKEN.partition(":")[2] not in written
    assert "Traceback" not in written


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", SECRET)
    with socket.socket() as taken, BotApiThread(TOKEN) as api:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        webhook = WebhookSettings(url=f"http://127.0.0.1:{port}/t", port=port)
        with pytest.raises(BotError, match=r"cannot listen on .* set `telegram.webhook.port`"):
            run_bot(settings_for(api.url, tmp_path, webhook=webhook), Shelf(), TOKEN)
