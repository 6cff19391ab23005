"""Pairing in the chat: a code for who asks, confirmed by an admin, taken back by an admin."""

import re
from pathlib import Path

from bot.access.doorkeeper import AccessChange
from bot.messages import CHINESE, ENGLISH
from bot.telegram.services import services
from tests.support.bot_api import GROUP, USERNAME, BotApi, Sent
from tests.support.exchanges import asked
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

PAIRED = {"mode": "paired"}
MINUTES = {"minutes": 60}


def code_in(sent: Sent) -> str:
    [code] = re.findall(r"(?<!\d)\d{6}(?!\d)", sent.text)
    return str(code)


def test_a_newcomer_is_let_in_by_an_admin_and_out_again(tmp_path: Path) -> None:
    changes: list[AccessChange] = []

    async def talk() -> None:
        async with BotApi(TOKEN) as api, bot_connected(Shelf(), settings_for(api.url, tmp_path, access=PAIRED)) as app:
            services(app).doorkeeper.on_change = changes.append
            told = await asked(api, QUESTION)
            code = code_in(told)
            assert told.text == CHINESE.access.user_with_code.format(code=code, **MINUTES)
            await api.say(QUESTION)
            await api.say("/allow 000000")
            done = await asked(api, f"/allow {code}", user=ADMIN)
            assert done.text == CHINESE.access.allowed.format(name="用户", party=100)
            assert ((welcome := await api.next_message()).chat, welcome.text) == (100, CHINESE.access.welcomed)
            assert (await asked(api, QUESTION)).quotes == [QUOTED]
            assert (await asked(api, f"/allow {code}", user=ADMIN)).text == CHINESE.access.wrong_code.format(
                code=code, **MINUTES
            )
            listed = (await asked(api, "/who", user=ADMIN)).text.splitlines()
            assert listed[0] == CHINESE.access.who_listed.format(parties=ADMIN)
            assert listed[1] == CHINESE.access.who_allowed.format(count=1)
            assert re.fullmatch(rf"• 用户（100），\d{{4}}-\d\d-\d\d \d\d:\d\d 由 {ADMIN} 同意", listed[2])
            assert (await asked(api, "/revoke 100", user=ADMIN)).text == CHINESE.access.revoked.format(party=100)
            await api.say(QUESTION)
            assert (await asked(api, "/revoke 100", user=ADMIN)).text == CHINESE.access.not_allowed_before.format(
                party=100
            )
            assert api.messages.empty()

    run(talk())
    assert [(c.what, c.who, c.whom) for c in changes] == [
        ("code given", 100, 100),
        ("allowed", ADMIN, 100),
        ("wrong code", ADMIN, 0),
        ("revoked", ADMIN, 100),
        ("not revoked", ADMIN, 100),
    ]


def test_who_was_let_in_is_known_after_a_restart_and_a_code_stays_the_same(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, access=PAIRED)
            async with bot_connected(Shelf(), settings):
                code = code_in(await asked(api, QUESTION))
            async with bot_connected(Shelf(), settings):
                assert code_in(await asked(api, QUESTION)) == code
                await asked(api, f"/allow {code}", user=ADMIN)
                await api.next_message()
            async with bot_connected(Shelf(), settings):
                assert (await asked(api, QUESTION)).quotes == [QUOTED]

    run(talk())


def test_a_group_is_let_in_as_one() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access=PAIRED) as api:
            told = await asked(api, f"/ask {QUESTION}", chat=GROUP)
            assert told.text == CHINESE.access.group_with_code.format(code=code_in(told), **MINUTES)
            done = await asked(api, f"/allow {code_in(told)}", user=ADMIN)
            assert done.text == CHINESE.access.allowed.format(name="群", party=GROUP)
            assert (await api.next_message()).text == CHINESE.access.welcomed_group.format(name=USERNAME)
            assert (await asked(api, f"/ask {QUESTION}", user=7, chat=GROUP)).quotes == [QUOTED]
            assert (await asked(api, QUESTION, user=7)).text.startswith("你好！管理员同意后")
            assert (await asked(api, f"/revoke {GROUP}", user=ADMIN)).text == CHINESE.access.revoked.format(party=GROUP)
            await api.say(f"/ask {QUESTION}", user=8, chat=GROUP)
            assert (await asked(api, "/who", user=ADMIN)).text.splitlines()[1] == CHINESE.access.who_none

    run(talk())


def test_only_admins_in_private_let_anybody_in() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access={**PAIRED, "users": (7,), "groups": (GROUP,)}) as api:
            code = code_in(await asked(api, QUESTION))
            for command in (f"/allow {code}", "/who", "/revoke 7"):
                assert (await asked(api, command, user=7)).text == CHINESE.telegram.replies.unknown_command
                name, _, rest = command.partition(" ")
                sent = await asked(api, f"{name}@{USERNAME} {rest}", user=ADMIN, chat=GROUP)
                assert sent.text == CHINESE.telegram.only_private
            await api.say(f"/allow {code}", user=ADMIN, kind="edited_message")
            who = (await asked(api, "/who", user=ADMIN)).text
            assert CHINESE.access.who_none in who and CHINESE.access.who_waiting.format(count=1) in who
            assert code not in who

    run(talk())


def test_what_cannot_be_meant_is_said_and_wrong_codes_are_not_tried_on_and_on() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access={**PAIRED, "users": (7,)}) as api:
            code = code_in(await asked(api, QUESTION))
            wrong = f"{(int(code) + 1) % 1_000_000:06}"
            for given in ("", "12345", "１２３４５６", "12345a", code + "0"):
                assert (await asked(api, f"/allow {given}", user=ADMIN)).text == CHINESE.access.allow_usage
            for _ in range(5):
                said = (await asked(api, f"/allow {wrong}", user=ADMIN)).text
                assert said == CHINESE.access.wrong_code.format(code=wrong, **MINUTES)
            said = (await asked(api, f"/allow {code}", user=ADMIN, language="en")).text
            assert said == ENGLISH.access.too_many_wrong.format(minutes=10)
            for given in ("", "谁", "1.5", "9" * 30):
                assert (await asked(api, f"/revoke {given}", user=ADMIN)).text == CHINESE.access.revoke_usage
            for listed in (7, ADMIN):
                said = (await asked(api, f"/revoke {listed}", user=ADMIN)).text
                assert said == CHINESE.access.listed_in_settings.format(party=listed)

    run(talk())


def test_without_pairing_codes_are_not_in_use() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access={"mode": "listed"}) as api:
            said = (await asked(api, "/allow 123456", user=ADMIN)).text
            assert said == CHINESE.access.not_pairing.format(mode="listed")
        async with bot_running(Shelf()) as api:
            assert (await asked(api, "/who", user=ADMIN)).text.splitlines()[0] == CHINESE.access.who_open

    run(talk())


def test_deleting_one_s_data_deletes_the_name_and_not_the_right() -> None:
    async def talk() -> None:
        async with bot_running(Shelf(), access=PAIRED) as api:
            code = code_in(await asked(api, QUESTION))
            await asked(api, f"/allow {code}", user=ADMIN)
            await api.next_message()
            privacy = await asked(api, "/privacy")
            assert CHINESE.access.kept in privacy.text
            await api.press(privacy, CHINESE.privacy.delete)
            sure = await api.next_edit()
            await api.press(sure, CHINESE.privacy.yes)
            await api.next_edit()
            assert f"{CHINESE.access.nameless}（100）" in (await asked(api, "/who", user=ADMIN)).text
            assert (await asked(api, QUESTION)).quotes == [QUOTED]

    run(talk())


def test_a_file_that_cannot_be_read_lets_nobody_in(tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api, bot_connected(Shelf(), settings_for(api.url, tmp_path, access=PAIRED)) as app:
            code = code_in(await asked(api, QUESTION))
            await asked(api, f"/allow {code}", user=ADMIN)
            await api.next_message()
            services(app).doorkeeper.close()
            await api.say(QUESTION)
            said = await asked(api, QUESTION, user=8)
            assert (said.chat, said.text) == (8, CHINESE.access.unknown_user.format(party=8))
            assert (await asked(api, "/allow 123456", user=ADMIN)).text == CHINESE.access.not_stored

    run(talk())
