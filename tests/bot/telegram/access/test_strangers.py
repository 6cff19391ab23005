"""Who may not ask is told so once, by whatever door, and nothing else is done for them."""

import time
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.messages import CHINESE, ENGLISH
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.transport.inbox import Interrupted
from tests.support.bot_api import GROUP, BotApi
from tests.support.bot_api.records import chat_record, user_record
from tests.support.exchanges import asked, tapped
from tests.support.running_bot import (
    ADMIN,
    QUESTION,
    QUOTED,
    TOKEN,
    Shelf,
    bot_connected,
    bot_running,
    run,
    settings_for,
)

LISTED: dict[str, Any] = {"mode": "listed", "users": (100,), "groups": (GROUP,)}
STRANGER, ELSEWHERE = 555, GROUP - 1
SENT = ("sendMessage", "editMessageText", "sendDocument", "answerInlineQuery", "sendChatAction")


def test_those_who_are_listed_ask_and_others_are_told_once() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access=LISTED) as api:
            assert (await asked(api, QUESTION)).quotes == [QUOTED]
            assert (await asked(api, QUESTION, user=ADMIN)).quotes == [QUOTED]
            assert (await asked(api, f"/ask {QUESTION}", user=STRANGER, chat=GROUP)).quotes == [QUOTED]
            told = await asked(api, QUESTION, user=STRANGER)
            assert told.text == CHINESE.access.unknown_user.format(party=STRANGER)
            english = await asked(api, QUESTION, user=STRANGER + 1, language="en")
            assert english.text == ENGLISH.access.unknown_user.format(party=STRANGER + 1)
            for text in (QUESTION, "/start", "/docs", "/help", "/privacy", "/settings", "/export", "/allow 123456"):
                await api.say(text, user=STRANGER)
            assert (await asked(api, QUESTION)).quotes == [QUOTED]
            assert api.messages.empty()

    run(talk())


def test_in_a_group_the_group_counts_and_not_who_asks() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access=LISTED) as api:
            for user in (100, ADMIN):
                await api.say("只是聊天", user=user, chat=ELSEWHERE)
            told = await asked(api, f"/ask {QUESTION}", user=100, chat=ELSEWHERE)
            assert (told.chat, told.text) == (ELSEWHERE, CHINESE.access.unknown_group.format(party=ELSEWHERE))
            await api.say(f"/ask {QUESTION}", user=ADMIN, chat=ELSEWHERE)
            await api.change_membership(ELSEWHERE, "left", "member")
            assert (await asked(api, QUESTION)).quotes == [QUOTED]
            assert api.messages.empty()

    run(talk())


def test_old_buttons_and_inline_queries_of_a_stranger_show_nothing(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            async with bot_connected(Shelf(), settings_for(api.url, tmp_path)):
                answer = await asked(api, QUESTION, user=STRANGER)
            async with bot_connected(Shelf(), settings_for(api.url, tmp_path, access=LISTED)):
                first = await api.press(answer, CHINESE.buttons.context, user=STRANGER)
                assert first["text"] == CHINESE.access.unknown_user.format(party=STRANGER)
                for label in (CHINESE.buttons.context, CHINESE.buttons.contents, "👍"):
                    assert "text" not in await api.press(answer, label, user=STRANGER)
                await api.begin_inline("外卖", user=STRANGER)
                await api.say(QUESTION, user=STRANGER, kind="edited_message", edit_date=int(time.time()))
                await api.react(answer, "👍", user=STRANGER)
                offered = await api.type_inline("外卖", user=100)
                assert offered["results"] and offered["is_personal"]
                assert api.edits.empty() and api.messages.empty() and api.inline_answers.empty()

    run(talk())


KINDS = sorted(Update.ALL_TYPES)


def whatever(kind: str, number: int) -> dict[str, Any]:
    """An update of this kind from strangers alone, as the Bot API writes it as far as all kinds have it in common."""
    user, now = user_record(STRANGER), int(time.time())
    message = {
        "message_id": number,
        "date": now,
        "from": user,
        "chat": chat_record(STRANGER),
        "text": "/docs",
        "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
    }
    channel = {**message, "chat": {"id": ELSEWHERE, "type": "channel", "title": "频道"}}
    channel.pop("from")
    query = {"id": f"q{number}", "from": user, "query": "外卖", "offset": "", "chat_instance": "1"}
    member = {"user": user, "status": "member"}
    change = {"chat": chat_record(ELSEWHERE), "from": user, "date": now, "old_chat_member": member}
    known: dict[str, Any] = {
        "inline_query": query,
        "callback_query": query | {"message": message, "data": "l:all:0:0"},
        "channel_post": channel,
        "edited_channel_post": channel | {"edit_date": now},
        "my_chat_member": change | {"new_chat_member": member},
        "chat_member": change | {"new_chat_member": member},
        "message_reaction": {
            "chat": chat_record(ELSEWHERE),
            "message_id": 1,
            "user": user,
            "date": now,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        },
        "chosen_inline_result": {"result_id": "r", "from": user, "query": "外卖"},
    }
    return {"update_id": number, kind: known.get(kind, message)}


@pytest.mark.parametrize("mode", ["listed", "paired"])
def test_no_kind_of_update_gets_past_the_gate(tmp_path: Path, mode: str) -> None:
    """Handed to the handlers directly, past admission and past the kinds that the bot asks for."""
    assert set(ALLOWED_UPDATES) < set(KINDS)

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, access={**LISTED, "mode": mode})
            async with bot_connected(Shelf(), settings) as application:
                handed = set()
                for number, kind in enumerate(KINDS, start=1):
                    before = len(api.calls)
                    try:
                        update = Update.de_json(whatever(kind, number), application.bot)
                    except (KeyError, TypeError):
                        continue
                    handed.add(kind)
                    await application.process_update(update)
                    made = [(name, data) for name, data in api.calls[before:] if name in SENT]
                    assert len(made) <= 1, kind
                    for name, data in made:
                        assert name == "sendMessage" and "管理员" in data["text"], (kind, data)
                assert handed >= {*ALLOWED_UPDATES, "channel_post", "edited_channel_post", "chosen_inline_result"}

    run(talk())


def test_what_was_under_way_when_the_bot_ended_is_not_taken_up_for_a_stranger(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, access={"mode": "listed"})
            async with bot_connected(Shelf(), settings) as application:
                update = Update.de_json(whatever("message", 5), application.bot)
                assert update is not None
                await application.process_update(Interrupted(update))
                assert not api.called("sendMessage")

    run(talk())


def test_strangers_take_nobody_s_place_and_are_not_told_to_slow_down() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access=LISTED, limits={"burst": 2, "per_minute": 1, "waiting": 2}) as api:
            for _ in range(30):
                await api.say(QUESTION, user=STRANGER)
            answer = await asked(api, QUESTION)
            told, answers = (
                (answer, await api.next_message()) if not answer.quotes else (await api.next_message(), answer)
            )
            assert (told.chat, answers.quotes) == (STRANGER, [QUOTED])
            assert api.messages.empty()

    run(talk())


def test_when_nothing_is_set_everybody_asks_and_nothing_is_personal() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            answer = await asked(api, QUESTION, user=STRANGER)
            assert (await tapped(api, answer, CHINESE.buttons.context, user=STRANGER)).quotes
            assert not (await api.type_inline("外卖", user=STRANGER)).get("is_personal")

    run(talk())
