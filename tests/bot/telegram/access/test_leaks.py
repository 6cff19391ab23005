"""Everything asked as everybody: nothing of a document that somebody may not see is in anything that is sent to them.

The random triples (who asks, what, by which way) are as many as `YUANWEN_TRIPLES` says, few without it; those that the
issue asks for: `YUANWEN_TRIPLES=10000 python -m pytest tests/bot/telegram/access/test_leaks.py`.
"""

import asyncio
import io
import json
import os
import random
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.messages import CHINESE
from bot.telegram.screens.buttons import Act, Press, key_of
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.bot_api import GROUP, BotApi, Sent
from tests.support.exchanges import MORE, asked, tapped
from tests.support.labelled_corpus import LABELS, TOPICS, Labelled, labelled_documents, write_labelled
from tests.support.running_bot import ADMIN, TOKEN, bot_connected, bot_running, run, settings_for

TRIPLES = int(os.environ.get("YUANWEN_TRIPLES", "100"))
CLOSED_GROUP, STAFF_GROUP = GROUP, GROUP - 1
INSIDE, BOTH, MONEY = range(1000, 1020), range(2000, 2020), range(3000, 3020)
OUTSIDE = range(4000, 4040)
RIGHTS = {"内部": (*INSIDE, *BOTH), "人事": (*BOTH, STAFF_GROUP), "财务": MONEY}
PARTIES = (*OUTSIDE, *INSIDE, *BOTH, *MONEY, ADMIN, CLOSED_GROUP, CLOSED_GROUP, STAFF_GROUP, STAFF_GROUP)
ACCESS = {"labels": RIGHTS}
LIMITS = {"burst": 1000, "per_minute": 1000, "waiting": 1000}
DOCUMENTS = labelled_documents()


def may_see(party: int, document: Labelled) -> bool:
    return document.label is None or party == ADMIN or party in RIGHTS[document.label]


@pytest.fixture(scope="module")
def labelled(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("labelled")
    write_labelled(folder / "corpus")
    built = Collection(folder / "corpus", folder / "library", Answerer(encoder))
    assert built.reload().documents == len(DOCUMENTS)
    return built


def words_in(file: bytes) -> str:
    """The text of a Word file."""
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        text = "".join(packed.read(n).decode(errors="replace") for n in packed.namelist() if n.endswith("xml"))
    return re.sub(r"<[^>]*>", "", text)


@dataclass
class Watch:
    """What the bot has sent to each party, and which names of documents each has typed, which may be said back to it."""

    api: BotApi
    ids: dict[str, str]
    read: int = 0
    typed: defaultdict[int, str] = field(default_factory=lambda: defaultdict(str))
    queries: dict[str, int] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    leaks: list[tuple[int, str, str]] = field(default_factory=list)

    def look(self, files: Iterable[tuple[int, bytes]] = ()) -> None:
        """Look through all that was sent since."""
        for method, data in self.api.calls[self.read :]:
            self._look(self._reader(method, data), json.dumps(data, ensure_ascii=False, default=str))
        self.read = len(self.api.calls)
        for party, content in files:
            self._look(party, words_in(content))

    def _reader(self, method: str, data: dict[str, Any]) -> int:
        """Whose rights count for a call: its chat's, or those of whoever's query it answers; 0 is nobody in particular."""
        if method == "answerInlineQuery":
            return self.queries.get(data["inline_query_id"], 0)
        return int(data.get("chat_id", self.queries.get(str(data.get("callback_query_id")), 0)))

    def _look(self, party: int, text: str) -> None:
        for document in DOCUMENTS:
            identity = self.ids[document.source]
            names = [name for name in document.names if name not in self.typed[party]]
            for mark in (*document.secrets, *names, identity, key_of(identity, 3)):
                if mark in text:
                    if may_see(party, document):
                        self.seen.update([mark] if document.label else [])
                    else:
                        self.leaks.append((party, mark, text[:300]))


def free_question(dice: random.Random) -> str:
    about, people, deed, money = dice.choice(TOPICS)
    name = dice.choice(dice.choice(DOCUMENTS).names)
    return dice.choice(
        [
            f"{people}怎么{deed}",
            f"{money}安排了多少",
            f"{name}的{about}怎么办",
            f"在{name}{about}工作推进会上的讲话第一部分",
            f"{name}讲话里谁讲的",
            f"哪些讲话提到{about}",
            f"{about}有哪三项措施",
            f"各地{people}怎么规定",
            f"{about}一共有几份文件",
            f"“把{name}的{about}工作抓好”是哪里说的",
            "第一部分",
            "谁讲的",
            "2024年7月的讲话",
            f"那{name}呢",
            *("还有吗", "下一条", "上下文", "全文", "目录", "出处", "第二条展开", "有哪些文件", "列全", "为什么"),
            f"搜索 {about} {name}",
            f"{name}目录",
            "gonghui ruhui",
        ]
    )


def command(dice: random.Random, ids: Sequence[str]) -> str:
    about, _, deed, _ = dice.choice(TOPICS)
    name, identity = dice.choice(dice.choice(DOCUMENTS).names), dice.choice(ids)
    return dice.choice(
        [
            *("/docs", "/start", "/toc", "/more", "/next", "/section", "/context", "/export", "/source"),
            f"/toc {name}",
            f"/toc {about}",
            f"/search {about}",
            f"/search {name} {deed}",
            f"/start {identity}",
            f"/start {identity}-{dice.randrange(6)}",
        ]
    )


def forged(dice: random.Random, ids: Sequence[str], answers: Sequence[str]) -> Press:
    """A button as a malicious client sends it: to any document or answer, one's own or another's."""
    key, number = key_of(dice.choice(ids), dice.choice([5, 6, 3])), dice.randrange(-1, 6)
    acts = [Act.CONTENTS, Act.SECTION, Act.EXAMPLE]
    if answers and dice.random() < 0.5:
        key, acts = (
            dice.choice(answers),
            [Act.QUOTE, Act.CONTEXT, Act.MORE, Act.HITS, Act.ITEMS, Act.COMPLETE, Act.WRONG],
        )
        number = dice.randrange(4)
    return Press(dice.choice([*acts, Act.DOCUMENTS]), key, number, dice.randrange(3))


@dataclass
class Everybody:
    """All who ask, one after the other; `answers` are the keys of everybody's buttons, `last` the last reply to each."""

    api: BotApi
    watch: Watch
    dice: random.Random
    answers: list[str] = field(default_factory=list)
    last: dict[int, Sent] = field(default_factory=dict)
    ways: Counter[str] = field(default_factory=Counter)

    async def act(self) -> None:
        """One triple: somebody asks something in some way."""
        party = self.dice.choice(PARTIES)
        user = self.dice.choice([ADMIN, *INSIDE, *OUTSIDE]) if party < 0 else party
        way = self.dice.choices(["question", "command", "inline", "button", "forged"], [5, 4, 2, 4, 2])[0]
        self.ways[way] += 1
        if way == "inline":
            await self._inline(user)
        elif way in ("button", "forged") and party in self.last:
            await self._press(party, user, is_forged=way == "forged")
        else:
            await self._say(party, user, is_command=way == "command")

    async def _say(self, party: int, user: int, *, is_command: bool) -> None:
        make = partial(command, ids=list(self.watch.ids.values())) if is_command else free_question
        text = make(self.dice)
        if party < 0:
            text = f"/ask {text.lstrip('/')}"
        self.watch.typed[party] += text
        sent = await asked(self.api, text, user=user, chat=party if party < 0 else None)
        while not self.api.messages.empty():
            sent = self.api.messages.get_nowait()
        self.watch.look([(party, sent.file.content)] if sent.file else [])
        if sent.buttons:
            self.last[party] = sent
            data = [button.get("callback_data", "") for button in sent.buttons]
            self.answers = [*self.answers, *(d.split(":")[1] for d in data if re.match(r"[qcmut]:", d))][-50:]

    async def _inline(self, user: int) -> None:
        text, chat_type = free_question(self.dice), self.dice.choice(["sender", "private", "group", "supergroup"])
        query = await self.api.begin_inline(text, user=user, chat_type=chat_type)
        # But in the user's own chat with the bot nobody knows who will read it: as one who sees no label.
        party = user if chat_type == "sender" else OUTSIDE[0]
        self.watch.queries[query] = party
        self.watch.typed[party] += text
        while (await self.api.inline_answers.get())["inline_query_id"] != query:
            pass
        self.watch.look()

    async def _press(self, party: int, user: int, *, is_forged: bool) -> None:
        under = self.last[party]
        buttons = [b["callback_data"] for b in under.buttons if "callback_data" in b]
        if is_forged or not buttons:
            data = str(forged(self.dice, list(self.watch.ids.values()), self.answers))
        else:
            data = self.dice.choice(buttons)
        toast = await self.api.send_press(under, data, user=user)
        self.watch.queries[toast["callback_query_id"]] = party
        await asyncio.sleep(0.002)
        while not self.api.edits.empty():
            edited = self.api.edits.get_nowait()
            if edited.message_id == under.message_id:
                self.last[party] = edited
        self.watch.look()


def test_nothing_of_what_may_not_be_seen_is_ever_sent(labelled: Collection, tmp_path: Path) -> None:
    async def talk() -> Everybody:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, access=ACCESS, limits=LIMITS)
            async with bot_connected(labelled, settings):
                watch = Watch(api, {d.source: d.id for d in labelled.snapshot().documents})
                everybody = Everybody(api, watch, random.Random(16))
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
    assert watch.leaks == []
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
