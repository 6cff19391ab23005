"""What is answered, and to whom, against a strict local Bot API server over real HTTP."""

from typing import Any

import pytest

from bot.asking import checked_answer
from bot.messages import CHINESE, ENGLISH, Texts
from bot.rendering import parts, to_plain
from tests.support.bot_api import GROUP, USERNAME, Sent
from tests.support.exchanges import ask, asked
from tests.support.running_bot import (
    OTHER,
    QUESTION,
    QUOTED,
    TOKEN,
    Shelf,
    bot_running,
    run,
)


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
    ("language", "expected"), [("zh-hans", CHINESE), (None, CHINESE), ("fr", ENGLISH), ("en-GB", ENGLISH)]
)
def test_start_and_help_speak_the_users_language(language: str | None, expected: Texts) -> None:
    assert ask("/start", language=language).text.startswith(expected.telegram.replies.greeting)
    assert ask("/help", language=language).text == expected.telegram.replies.help


def test_a_refusal_says_so_and_names_the_nearest_sections() -> None:
    sent = ask("zzzz")
    assert sent.text.startswith(f"{CHINESE.telegram.replies.ask_in_chinese}\n{CHINESE.nothing_found}")
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


def test_old_and_bots_messages_are_not_answered() -> None:
    async def talk() -> Sent:
        async with bot_running(Shelf()) as api:
            assert (await asked(api, OTHER, age=3600)).text == CHINESE.telegram.was_away
            other: dict[str, Any] = {"from": {"id": 100, "is_bot": True, "first_name": "机器人"}}
            await api.say(OTHER, **other)
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
