"""Questions in unusual forms: edits, captions, albums; and answers that a fault of the file must not keep back."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.messages import CHINESE
from tests.support.bot_api import GROUP, USERNAME, BotApi
from tests.support.exchanges import asked, tapped
from tests.support.running_bot import (
    OTHER,
    OTHER_QUOTED,
    QUESTION,
    QUOTED,
    TOKEN,
    Shelf,
    bot_connected,
    bot_running,
    document,
    run,
    settings_for,
)

PHOTO: list[dict[str, Any]] = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]


@pytest.mark.parametrize(
    ("before", "after", "chat"),
    [
        ("你好", QUESTION, None),
        ("/nonsense", QUESTION, None),
        (QUESTION, f"@{USERNAME} {QUESTION}", GROUP),
        ("/ask", f"/ask {QUESTION}", GROUP),
    ],
)
def test_what_becomes_a_question_by_an_edit_is_answered(before: str, after: str, chat: int | None) -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            message = await api.say(before, chat=chat)
            if chat is None or before == "/ask":
                await api.next_message()
            await api.change(message, after, chat=chat)
            sent = await api.next_message()
            assert (sent.quotes, sent.replies_to) == ([QUOTED], message)
            await api.change(message, after, chat=chat)  # as when Telegram adds the preview of a link
            await asked(api, OTHER, user=200)
            assert api.messages.empty()

    run(talk())


def test_an_edit_that_changes_no_word_is_not_answered_again() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            message = await api.say("你好")
            await api.next_message()
            await api.change(message, "你好")
            assert (await asked(api, OTHER)).quotes == [OTHER_QUOTED]
            assert api.messages.empty()

    run(talk())


def test_a_caption_is_read_like_a_message() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            assert (await asked(api, None, photo=PHOTO, caption=QUESTION)).quotes == [QUOTED]
            for caption in (f"@{USERNAME} {QUESTION}", f"/ask {QUESTION}", f"/ask@{USERNAME} {QUESTION}"):
                assert (await asked(api, None, chat=GROUP, photo=PHOTO, caption=caption)).quotes == [QUOTED]
            await api.say(None, chat=GROUP, photo=PHOTO, caption=QUESTION)
            message = await api.say(None, photo=PHOTO, caption=OTHER)
            answer = await api.next_message()
            assert answer.quotes == [OTHER_QUOTED]
            await api.say(
                None, kind="edited_message", message_id=message, edit_date=2**31, photo=PHOTO, caption=QUESTION
            )
            assert (await api.next_edit()).message_id == answer.message_id

    run(talk())


def test_an_album_is_answered_once() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            for captions in ((QUESTION, None, None), (None, QUESTION, None), (QUESTION, QUESTION, QUESTION)):
                for caption in captions:
                    words: dict[str, Any] = {"caption": caption} if caption else {}
                    await api.say(None, photo=PHOTO, media_group_id="-".join(map(str, captions)), **words)
                assert (await api.next_message()).quotes == [QUOTED]
            for _ in range(3):
                await api.say(None, photo=PHOTO, media_group_id="without words")
            assert (await api.next_message()).text == CHINESE.telegram.only_text
            assert (await asked(api, OTHER)).quotes == [OTHER_QUOTED]
            assert api.messages.empty()

    run(talk())


def test_an_edit_takes_the_place_of_an_answer_in_several_messages() -> None:
    sentence = "外卖骑手入会的办法由街道另行规定并予以公开，"
    long = document("关于外卖骑手入会的长讲话", "一、外卖骑手", sentence * 300 + "。")

    async def talk() -> None:
        async with bot_running(Shelf(long, *Shelf().documents)) as api:
            message = await api.say("外卖骑手入会的办法由街道规定吗")
            several = [await api.next_message() for _ in range(2)]
            assert several[-1].buttons
            await api.change(message, OTHER)
            edit = await api.next_edit()
            assert edit.quotes == [OTHER_QUOTED]
            others = {(m.chat, m.message_id) for m in several} - {(edit.chat, edit.message_id)}
            assert (await asked(api, "/help")).text
            assert set(api.deleted) == others and len(others) == len(several) - 1
            assert (await tapped(api, edit, CHINESE.buttons.contents)).message_id == edit.message_id
            assert api.messages.empty()

    run(talk())


def test_a_locked_file_keeps_back_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api, bot_connected(Shelf(), settings_for(api.url, tmp_path)):
            before = await asked(api, QUESTION)
            settings = await asked(api, "/settings")
            locks = [sqlite3.connect(file, isolation_level=None) for file in tmp_path.glob("*.sqlite")]
            for lock in locks:
                lock.execute("BEGIN IMMEDIATE")
            assert (await asked(api, OTHER)).quotes == [OTHER_QUOTED]
            assert (await asked(api, OTHER, user=200)).quotes == [OTHER_QUOTED]
            turned = await tapped(api, before, CHINESE.buttons.context)
            assert QUOTED in "".join(turned.quotes)
            for under, label in ((turned, "👍"), (settings, "5"), (settings, CHINESE.settings.language_en)):
                toast = await api.press(under, label)
                assert (toast["text"], toast["show_alert"]) == (CHINESE.telegram.not_stored, True)
            for lock in locks:
                lock.close()
            assert (await api.press(turned, "👍"))["text"] == CHINESE.telegram.vote_kept

    run(talk())
    assert "incident" not in caplog.text and "Traceback" not in caplog.text


def test_who_scrolls_down_the_offers_in_a_chat_gets_the_next_ones() -> None:
    sentences = [f"第{n}条工会经费的办法。" for n in range(1, 48)]

    async def talk() -> list[str]:
        async with bot_running(Shelf(document("工会经费的讲话", "一、工会经费", *sentences))) as api:
            offered, offset = [], ""
            for _ in range(9):
                page = await api.type_inline("工会经费", offset=offset)
                offered += [r["input_message_content"]["message_text"] for r in page["results"]]
                if not (offset := page.get("next_offset", "")):
                    break
            for forged in ("x", "-5", "9" * 60, "99999"):
                assert (await api.type_inline("工会经费", offset=forged))["results"] == []
            return offered

    offered = run(talk())
    assert len(offered) == len(set(offered)) == len(sentences)
