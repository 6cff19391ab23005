"""Everything asked as everybody: nothing of a document that somebody may not see is in anything that is sent to them.

The random triples (who asks, what, by which way) are as many as `YUANWEN_TRIPLES` says, few without it; those that the
issue asks for (`YUANWEN_SEED` draws others): `YUANWEN_TRIPLES=10000 python -m pytest tests/bot/telegram/access/test_leaks.py`.
"""

import asyncio
import json
import os
import random
import re
from functools import partial
from pathlib import Path

import pytest

from bot.messages import CHINESE
from bot.telegram.screens.buttons import Act, Press, key_of
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.bot_api import BotApi, Sent
from tests.support.exchanges import MORE, asked, tapped
from tests.support.labelled.corpus import LABELS, write_labelled
from tests.support.labelled.everybody import Everybody
from tests.support.labelled.programs import programs
from tests.support.labelled.rights import (
    ACCESS,
    BOTH,
    CLOSED_GROUP,
    DOCUMENTS,
    INSIDE,
    LIMITS,
    MONEY,
    OUTSIDE,
    RIGHTS,
    STAFF_GROUP,
    may_see,
)
from tests.support.labelled.watching import Watch, words_in
from tests.support.running_bot import ADMIN, TOKEN, bot_connected, bot_running, run, settings_for

TRIPLES = int(os.environ.get("YUANWEN_TRIPLES", "200"))


@pytest.fixture(scope="module")
def labelled(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("labelled")
    write_labelled(folder / "corpus")
    built = Collection(folder / "corpus", folder / "library", Answerer(encoder))
    assert built.reload().documents == len(DOCUMENTS)
    return built


def test_nothing_of_what_may_not_be_seen_is_ever_sent(labelled: Collection, tmp_path: Path) -> None:
    async def talk() -> Everybody:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, access=ACCESS, limits=LIMITS)
            async with bot_connected(labelled, settings), programs(labelled, settings) as calling:
                watch = Watch(api, {d.source: d.id for d in labelled.snapshot().documents})
                dice = random.Random(int(os.environ.get("YUANWEN_SEED", "16")))
                everybody = Everybody(api, watch, dice, calling)
                for _ in range(TRIPLES):
                    await everybody.act()
                await asked(api, "/help")
                watch.look()
                return everybody

    everybody = asyncio.run(asyncio.wait_for(talk(), 60 + TRIPLES))
    watch = everybody.watch
    print(
        f"{TRIPLES} triples {dict(everybody.ways)}: {len(watch.leaks)} leaks, {watch.seen.total()} marks rightly shown"
    )
    assert watch.leaks[:5] == []
    assert len(watch.seen) > 12, "those who may see them are shown the labelled documents"


@pytest.mark.parametrize("party", [OUTSIDE[0], INSIDE[0], BOTH[0], MONEY[0], ADMIN, CLOSED_GROUP, STAFF_GROUP])
def test_what_is_counted_and_listed_is_what_may_be_seen(labelled: Collection, party: int) -> None:
    visible = [d for d in DOCUMENTS if may_see(party, d)]
    user, chat = (ADMIN, party) if party < 0 else (party, None)

    async def talk() -> None:
        async with bot_running(labelled, access=ACCESS, limits=LIMITS) as api:
            say = partial(asked, api, user=user, chat=chat)
            prefix = "/ask " if party < 0 else ""
            listed = await say(f"{prefix}有哪些文件")
            assert str(len(visible)) in listed.text
            found = await say(f"{prefix}搜索 窗口")
            assert re.search(r"(\d+) 处", found.text)[1] == str(len(visible))  # type: ignore[index]
            silent = await say(f"{prefix}哪些讲话提到量子")
            assert str(len(DOCUMENTS)) not in silent.text or len(visible) == len(DOCUMENTS)
            which = await say(f"{prefix}第一部分")
            assert {
                name for d in DOCUMENTS for name in d.names if name in json.dumps(which.data, ensure_ascii=False)
            } <= {name for d in visible for name in d.names}

    run(talk())


def test_what_was_kept_leads_nowhere_once_the_label_has_changed(labelled: Collection, tmp_path: Path) -> None:
    """Buttons of answers, lists and outlines, a whole answer of which some items may still be seen, what is asked on top."""
    user, hidden = INSIDE[0], [d for d in DOCUMENTS if d.label == "内部"]
    marks = [mark for d in hidden for mark in (*d.secrets, *d.names)]
    identity = next(d.id for d in labelled.snapshot().documents if d.source == hidden[0].source)
    further = ("还有吗", "上下文", "全文", "出处", "第二条展开", "目录", "列全", "那高龄老人呢", "导出", "/toc")

    async def before(api: BotApi) -> list[Sent]:
        kept = [await asked(api, text, user=user) for text in ("外卖骑手怎么入会", "哪些讲话提到养老", "/search 窗口")]
        listed = [await asked(api, text, user=user) for text in ("/docs", f"/toc {hidden[0].names[0]}")]
        return [*kept, *listed, await tapped(api, kept[0], MORE, user=user)]

    async def afterwards(api: BotApi, shown: list[Sent]) -> list[str]:
        first, files = len(api.calls), []
        for under in shown:
            for button in under.buttons:
                if "callback_data" in button:
                    await api.send_press(under, button["callback_data"], user=user)
        for text in further:
            sent = await asked(api, text, user=user)
            files += [words_in(sent.file.content)] if sent.file else []
        bot = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "原文"}
        await asked(api, "还有吗", user=user, reply_to_message=shown[1].as_replied | {"from": bot})
        gone = await asked(api, f"/start {identity}", user=user)
        assert gone.text.startswith(CHINESE.telegram.link_gone)
        return [*files, *(json.dumps(data, ensure_ascii=False, default=str) for _, data in api.calls[first:])]

    async def talk() -> list[str]:
        async with BotApi(TOKEN) as api:
            async with bot_connected(labelled, settings_for(api.url, tmp_path, access=ACCESS, limits=LIMITS)):
                shown = await before(api)
            assert all(any(mark in str(sent.data) for mark in marks) for sent in shown)
            less = {"labels": {**RIGHTS, "内部": ()}}
            async with bot_connected(labelled, settings_for(api.url, tmp_path, access=less, limits=LIMITS)):
                return await afterwards(api, shown)

    sent = run(talk())
    assert [(mark, text[:200]) for mark in marks for text in sent if mark in text] == []


def test_a_kept_answer_that_names_what_is_hidden_now_is_as_if_it_were_gone(
    labelled: Collection, tmp_path: Path
) -> None:
    """All that it quotes may still be seen; but it counts and names those that say nothing of it, too."""
    user = INSIDE[0]
    amount = next(d.secrets[1] for d in DOCUMENTS if d.label is None)

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            async with bot_connected(labelled, settings_for(api.url, tmp_path, access=ACCESS, limits=LIMITS)):
                answer = await asked(api, f"哪些讲话提到{amount}元", user=user)
                assert answer.text.startswith("8 份文件里有 1 份提到")
                key = next(b["callback_data"].split(":")[1] for b in answer.buttons if "callback_data" in b)
                pressed = str(Press(Act.ITEMS, key))
                assert "text" not in await api.send_press(answer, pressed, user=user)
            less = {"labels": {**RIGHTS, "内部": ()}}
            async with bot_connected(labelled, settings_for(api.url, tmp_path, access=less, limits=LIMITS)):
                assert (await api.send_press(answer, pressed, user=user))["text"] == CHINESE.telegram.expired
                assert (await asked(api, "还有吗", user=user)).text == CHINESE.telegram.replies.nothing_yet
                assert (await asked(api, "导出", user=user)).text == CHINESE.export.nothing

    run(talk())


def test_examples_under_the_greeting_are_of_what_everybody_may_see(labelled: Collection) -> None:
    async def talk() -> None:
        async with bot_running(labelled, access=ACCESS, limits=LIMITS) as api:
            for _ in range(200):
                greeting = await asked(api, "/start", user=ADMIN)
                if greeting.buttons:
                    break
                await asyncio.sleep(0.05)
            keys = {button["callback_data"].split(":")[1] for button in greeting.buttons}
            public = {
                key_of(d.id, len(d.headings)) for d in labelled.snapshot().documents if d.source.startswith("公开")
            }
            assert keys and keys <= public

    run(talk())


def test_the_terminal_sees_everything(labelled: Collection) -> None:
    assert len(labelled.snapshot().documents) == len(DOCUMENTS)
    assert {d.source.split("/")[0] for d in labelled.snapshot().documents} == {*LABELS, "公开"}
