"""How the bot behaves towards people: who it says it is, what it says to what it cannot use, votes that show."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.messages import CHINESE, ENGLISH
from bot.store import Store
from retrieval.collection import Collection
from tests.support.bot_api import GROUP, BotApi
from tests.support.exchanges import MORE, REAL_QUESTION, ask, asked, tapped
from tests.support.running_bot import QUESTION, TOKEN, Shelf, bot_connected, bot_running, run, settings_for

FILE = {"file_id": "a", "file_unique_id": "a"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("你是谁", "introduction"),
        ("你是谁？", "introduction"),
        ("你叫什么名字", "introduction"),
        ("你是机器人吗", "introduction"),
        ("你用的什么模型", "introduction"),
        ("你用的是哪个大模型啊", "introduction"),
        ("你是ChatGPT吗", "introduction"),
        ("who are you", "introduction"),
        ("帮我写一首诗", "no_commissions"),
        ("写个关于养犬的通知", "no_commissions"),
        ("翻译成英文", "no_commissions"),
        ("给我讲个笑话", "no_commissions"),
        ("哈哈哈", "laughter"),
        ("hahaha", "laughter"),
        ("233333", "laughter"),
        ("😂😂", "laughter"),
        ("谢谢你", "welcome"),
        ("你好呀", "greeting"),
        ("🙏", "welcome"),
    ],
)
def test_what_is_said_among_people_gets_a_line_and_no_quote(text: str, sentence: str) -> None:
    sent = ask(text)
    assert sent.text == getattr(CHINESE.telegram.replies, sentence)
    assert sent.quotes == []


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"voice": FILE | {"duration": 1}}, "only_voice"),
        ({"audio": FILE | {"duration": 1}}, "only_voice"),
        ({"video_note": FILE | {"duration": 1, "length": 1}}, "only_voice"),
        ({"document": FILE}, "only_file"),
        ({"photo": [FILE | {"width": 1, "height": 1}]}, "only_text"),
    ],
    ids=["voice", "audio", "round video", "file", "photo"],
)
def test_what_cannot_be_used_is_answered_with_what_to_do_instead(what: dict[str, Any], said: str) -> None:
    assert ask(None, **what).text == getattr(CHINESE.telegram, said)


def test_whoever_reads_another_language_than_chinese_is_spoken_to_in_english() -> None:
    for language in ("de", "ja", "pt-br"):
        assert ask("/help", language=language).text == ENGLISH.telegram.replies.help
    assert ask("/help", language=None).text == CHINESE.telegram.replies.help


def test_the_bot_describes_itself_in_both_languages() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            for method, field, most in (
                ("setMyDescription", "description", 512),
                ("setMyShortDescription", "short_description", 120),
            ):
                while len(api.called(method)) < 2:
                    await asyncio.sleep(0.01)
                said = {call.get("language_code"): call[field] for call in api.called(method)}
                expected = {None: getattr(CHINESE.telegram, field), "en": getattr(ENGLISH.telegram, field)}
                assert said == expected
                assert all(len(text) <= most for text in said.values())

    run(talk())


def test_a_group_is_greeted_when_the_bot_is_added_and_at_no_other_change() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            await api.change_membership(GROUP, "left", "member")
            sent = await api.next_message()
            assert (sent.chat, sent.text) == (GROUP, CHINESE.telegram.group_greeting.format(name="yuanwen_bot"))
            for before, after in (("member", "administrator"), ("administrator", "left"), ("left", "kicked")):
                await api.change_membership(GROUP, before, after)
            await api.change_membership(100, "kicked", "member")
            await asked(api, QUESTION)
            assert api.messages.empty()

    run(talk())


def test_a_vote_shows_and_a_second_press_takes_it_back(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api, bot_connected(Shelf(), settings_for(api.url, tmp_path)):
            answer = await asked(api, QUESTION)
            assert (await api.press(answer, "👍"))["text"] == CHINESE.telegram.vote_kept
            pressed = await api.next_edit()
            assert "👍 ✓" in pressed.labels and pressed.text == answer.text
            context = await tapped(api, pressed, CHINESE.buttons.context)
            assert "👍 ✓" in context.labels
            every = await tapped(api, context, MORE)
            assert "👍 ✓" in every.labels
            assert (await api.press(every, "👎"))["text"] == CHINESE.telegram.vote_kept
            other = await api.next_edit()
            assert "👎 ✓" in other.labels and "👍" in other.labels
            assert (await api.press(other, "👎 ✓"))["text"] == CHINESE.telegram.vote_taken_back
            assert "👎" in (await api.next_edit()).labels
            # What one thinks in a group is nobody else's.
            group = await asked(api, f"/ask {QUESTION}", chat=GROUP)
            await api.press(group, "👍", user=5)
            await asked(api, "/help")
            assert api.edits.empty()

    run(talk())
    assert [(user, vote) for user, _, _, vote, _ in Store(tmp_path / "store.sqlite").votes()] == [(5, "up")]


def test_at_most_five_buttons_stand_under_an_answer_and_its_context(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            sent = await asked(api, REAL_QUESTION)
            for label in (
                CHINESE.buttons.next,
                CHINESE.buttons.context,
                CHINESE.buttons.next,
                CHINESE.buttons.previous,
            ):
                assert len(sent.labels) <= 5 and MORE in sent.labels
                sent = await tapped(api, sent, label)

    run(talk())
