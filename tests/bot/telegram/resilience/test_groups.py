"""In groups: questions of others, admins who are not named, groups that change their number."""

from dataclasses import replace
from typing import Any

from bot.messages import CHINESE
from bot.settings import LimitSettings
from tests.support.bot_api import GROUP, USERNAME
from tests.support.exchanges import asked, tapped
from tests.support.running_bot import (
    ADMIN,
    OTHER,
    OTHER_QUOTED,
    QUESTION,
    QUOTED,
    TOKEN,
    Shelf,
    bot_running,
    run,
)


def written_by(user: int, text: str, is_bot: bool = False) -> dict[str, Any]:
    """A message of somebody in the group, as one that is replied to."""
    author = {"id": user, "is_bot": is_bot, "first_name": "某人"}
    return {"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}, "from": author, "text": text}


def test_the_bot_called_under_a_question_answers_that_question() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            question = written_by(5, f"@{USERNAME} {QUESTION}")
            for text in (f"@{USERNAME}", f"/ask@{USERNAME}", "/ask"):
                sent = await asked(api, text, chat=GROUP, reply_to_message=question)
                assert sent.quotes == [QUOTED], text
            sent = await asked(api, f"@{USERNAME} {OTHER}", chat=GROUP, reply_to_message=question)
            assert sent.quotes == [OTHER_QUOTED]
            own = written_by(int(TOKEN.partition(":")[0]), QUOTED, is_bot=True)
            sent = await asked(api, f"@{USERNAME}", chat=GROUP, reply_to_message=own)
            assert sent.text == CHINESE.empty_question

    run(talk())


def anonymous(group: int) -> dict[str, Any]:
    """What a message of an admin who does not show their name carries."""
    record = {"id": group, "type": "supergroup", "title": "群"}
    return {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": record}


def test_who_asks_without_a_name_may_leaf_on() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            answer = await asked(api, f"@{USERNAME} {QUESTION}", chat=GROUP, **anonymous(GROUP))
            # Whoever presses shows their name, so that nobody knows whether it was they who asked.
            assert (await tapped(api, answer, CHINESE.buttons.contents, user=5)).message_id == answer.message_id

    run(talk())


def test_those_without_a_name_in_one_group_do_not_use_up_what_others_may_ask() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), limits=LimitSettings(burst=1, per_minute=1)) as api:
            others = GROUP - 1
            await asked(api, f"/ask {QUESTION}", chat=GROUP, **anonymous(GROUP))
            slow = await asked(api, f"/ask {QUESTION}", chat=GROUP, **anonymous(GROUP))
            assert slow.text == CHINESE.telegram.slow_down.format(seconds=60)
            assert (await asked(api, f"/ask {QUESTION}", chat=others, **anonymous(others))).quotes == [QUOTED]

    run(talk())


def test_buttons_go_on_working_when_a_group_changes_its_number() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            small, large = -500, -100500
            before = await asked(api, f"/ask {QUESTION}", chat=small)
            await api.migrate(small, large)
            assert "text" not in await api.press(before, CHINESE.buttons.context)
            contents = await api.next_message()
            assert contents.chat == large
            assert (await tapped(api, contents, CHINESE.buttons.back)).quotes == [QUOTED]
            late = await asked(api, f"/ask {OTHER}", chat=small)
            assert (late.chat, late.quotes) == (large, [OTHER_QUOTED])
            assert (await tapped(api, late, CHINESE.buttons.contents)).chat == large

    run(talk())


def test_an_answer_sent_while_a_group_changes_its_number_keeps_its_buttons() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            small, large = -501, -100501
            api.move_silently(small, large)
            sent = await asked(api, f"/ask {QUESTION}", chat=small)
            assert (sent.chat, sent.quotes) == (large, [QUOTED])
            assert (await tapped(api, replace(sent, chat=large), CHINESE.buttons.contents)).chat == large

    run(talk())


def test_a_reload_in_a_group_is_referred_to_the_private_chat() -> None:
    async def talk() -> None:
        shelf = Shelf()
        async with bot_running(shelf) as api:
            sent = await asked(api, f"/reload@{USERNAME}", user=ADMIN, chat=GROUP)
            assert sent.text == CHINESE.telegram.only_private
            assert shelf.generation == "1-first"

    run(talk())
