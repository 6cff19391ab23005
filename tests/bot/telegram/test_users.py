"""What is remembered of users: their settings, their votes, and its deletion."""

import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bot.messages import CHINESE, ENGLISH
from bot.store import Store
from retrieval.collection import Collection
from tests.support.bot_api import GROUP, BotApi, Sent
from tests.support.exchanges import MORE, REAL_QUESTION, asked, tapped
from tests.support.running_bot import (
    OTHER,
    QUESTION,
    TOKEN,
    Shelf,
    bot_connected,
    bot_running,
    run,
    settings_for,
)


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
            assert (await api.next_edit()).message_id == answer.message_id
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
            answer = await tapped(api, await asked(api, QUESTION), MORE)
            for label in ("👍", "👎", "👍"):
                assert (await api.press(answer, label))["text"] == CHINESE.telegram.vote_kept
                assert f"{label} ✓" in (await api.next_edit()).labels
            other = await tapped(api, await asked(api, OTHER, user=200), MORE, user=200)
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
