"""Everybody who asks everything, in every way, as the dice fall."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.mcp.bearers import NOBODY
from bot.telegram.screens.buttons import Act, Press, key_of
from tests.support.bot_api import BotApi, Sent
from tests.support.exchanges import asked
from tests.support.labelled.corpus import TOPICS
from tests.support.labelled.programs import Calling
from tests.support.labelled.rights import DOCUMENTS, INSIDE, OUTSIDE, PARTIES
from tests.support.labelled.watching import Watch
from tests.support.running_bot import ADMIN

RARE = 0.02
"""How often pinyin is typed: what sounds alike is read from the texts of each view once, which takes seconds."""


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
            *(["gonghui ruhui"] if dice.random() < RARE else []),
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
            *(f"/check {draft(dice)}" for _ in range(2)),
        ]
    )


def draft(dice: random.Random) -> str:
    """A draft that quotes what stands, nearly, in a document of every folder, ascribed to one of them or to none."""
    about, people, deed, _ = dice.choice(TOPICS)
    name = dice.choice(dice.choice(DOCUMENTS).names)
    return dice.choice(
        [
            f"《在{name}{about}工作推进会上的讲话》第二部分要求：“{people}凭身份证到那里的窗口{deed}，当天申请当天办结。”",
            f"要坚持“当天申请当天办结，不收任何费用”，“每个街道派人上门帮{people}{deed}”。",
            f"《在{name}{about}工作推进会上的讲话》提出：“把{name}的{about}工作抓好”。",
        ]
    )


def of_a_program(dice: random.Random, ids: Sequence[str]) -> tuple[str, dict[str, object]]:
    """What a program calls: the method and its parameters."""
    about, _, deed, _ = dice.choice(TOPICS)
    name, identity = dice.choice(dice.choice(DOCUMENTS).names), dice.choice(ids)
    address = f"yuanwen://{dice.choice([identity, name])}/{dice.randrange(1, 7)}"
    tools: list[tuple[str, dict[str, object]]] = [
        ("ask", {"question": free_question(dice)}),
        ("ask", {"question": free_question(dice), "document": dice.choice([identity, name])}),
        ("search", {"words": f"{about} {dice.choice([name, deed])}"}),
        ("outline", {"document": dice.choice(["", identity, name, about])}),
        ("read", {"address": address}),
    ]
    if dice.random() < 0.1:
        return "resources/list", {}
    tool, arguments = dice.choice(tools)
    return "tools/call", {"name": tool, "arguments": arguments}


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
    programs: Calling
    answers: list[str] = field(default_factory=list)
    last: dict[int, Sent] = field(default_factory=dict)
    ways: Counter[str] = field(default_factory=Counter)

    async def act(self) -> None:
        """One triple: somebody asks something in some way."""
        party = self.dice.choice(PARTIES)
        user = self.dice.choice([ADMIN, *INSIDE, *OUTSIDE]) if party < 0 else party
        way = self.dice.choices(["question", "command", "inline", "button", "forged", "program"], [5, 4, 2, 4, 2, 2])[0]
        self.ways[way] += 1
        if way == "program":
            await self._call(self.dice.choice([NOBODY, party]))
        elif way == "inline":
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
        # What is left of a long answer before comes first; it is looked at with whose it is.
        while sent.chat != party:
            self._got(sent)
            sent = await self.api.next_message()
        self._got(sent)
        while not self.api.messages.empty():
            self._got(self.api.messages.get_nowait())
        self.watch.look()

    def _got(self, sent: Sent) -> None:
        """A message has come, to whomever."""
        if sent.file:
            self.watch.look([(sent.chat, sent.file.content)])
        if sent.buttons:
            self.last[sent.chat] = sent
            data = [button.get("callback_data", "") for button in sent.buttons]
            self.answers = [*self.answers, *(d.split(":")[1] for d in data if re.match(r"[qcmut]:", d))][-50:]

    async def _call(self, party: int) -> None:
        method, parameters = of_a_program(self.dice, list(self.watch.ids.values()))
        # What was typed comes back in messages about it; ids are typed here too, which alone lead nowhere.
        self.watch.look_through(party, await self.programs(party, method, parameters), typed=str(parameters))

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
