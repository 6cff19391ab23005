"""Cues: what kind of answer a question wants, as its wording shows, and which sentences and sections are of that kind.

They only ever prefer one candidate to another; no cue decides alone. Facts asked for are in `retrieval.question.fact_kinds`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.fold import Folded
from retrieval.question.fact_kinds import FactKind, fact_asked

_DEFINITION = re.compile(r"是什么|是啥|什么是|啥是|何谓|什么叫|啥叫|什么意思|啥意思|指的是|是指|怎么解释|含义|定义")
_DEFINING = re.compile(r"是指|指的是|，指|称为|就是|：")
_PLANNED = re.compile(
    r"打算|准备|计划|将|今年|明年|未来|以后|接下来|下一步|目标|怎么[搞干办弄]|咋[办弄搞]|要[^求]|想|会不会|安排"
)
_DONE = re.compile(r"去年|过去|了吗|了没|了多少|了几|已经|完成了|这几年|这些年|五年来|成绩|如今|成了")
_REVIEW = re.compile(r"回顾|总结|成就|成绩|过去|工作情况|进展")
_PLAN = re.compile(r"任务|安排|重点工作|目标|计划|部署|措施|要求|意见|建议")
_PART = re.compile(
    r"[那这哪][一1]?(?:大块|小节|部分|章|节|张表|个问[题答]|(?:段|块|条|栏|问|题|项)(?=$|[讲说写里在是给发找呢都的,，?？]))"
    r"|第几(?:[章节条段项问]|部分|个问题)|的(?:部分|章节)$"
)

_BRIEFLY = r"(?:一下子?|下(?![一半个面级降岗乡沉列放])|个事儿?)"
_GREETING = re.compile(
    r"(?:你好|您好|大家好|请问|劳驾|不好意思|我?想要?(?:再?问|了解|知道|咨询|打听|请教)"
    r"|(?:麻烦|打扰|请教|咨询|打听|了解|问|查)(?:你|您)?(?:帮我|给我)?[问查]?(?=一下|下[^一半个面级降岗乡沉列放]|个事|[，,：:！!]|了[，,]))"
    rf"{_BRIEFLY}?[了啊哈呀]?[，,。！!：:~\s]*"
)
_THANKS = re.compile(r"[，,。？?！!~\s]*(?:谢谢|多谢|感谢|谢了)(?:你|您|啦|了|哈|大家)*[。！!~\s]*$")
_PARTICLE = re.compile(r"(?<=..)[呢啊呀哦哈](?=[？?。！!~\s]*$)")


def without_politeness(question: Folded) -> Folded:
    """`question` without greeting, thanks and final particle; as it is where nothing else is left."""
    rest: str = question.strip()
    while found := _GREETING.match(rest):
        rest = rest[found.end() :]
    rest = _PARTICLE.sub("", _THANKS.sub("", rest))
    return Folded(rest) if any(c.isalnum() for c in rest) else question


@dataclass(frozen=True, slots=True)
class Wishes:
    """What kind of answer a question wants: the kind of `fact` it asks for, a `definition` (what something is or means), a
    `part` of a document (讲处罚的是哪一章, 说场地的那段), whose heading says what it is about; `tense` is 1 for what is planned, -1 for what
    has been done, 0 where both or neither are asked for."""

    fact: FactKind | None
    definition: bool
    part: bool
    tense: int


def wishes_of(question: Folded) -> Wishes:
    """What `question` wants, its numerals in digits."""
    return Wishes(
        fact=fact_asked(question),
        definition=bool(_DEFINITION.search(question)),
        part=bool(_PART.search(question)),
        tense=bool(_PLANNED.search(question)) - bool(_DONE.search(question)),
    )


def states_definition(clause: str) -> bool:
    """Whether it may say what something is."""
    return bool(_DEFINING.search(clause))


def tense_of(heading_path: Sequence[str]) -> int:
    """1 for a section of plans, -1 for one that looks back, 0 for others; the outermost heading that says so counts."""
    for heading in heading_path:
        if _REVIEW.search(heading):
            return -1
        if _PLAN.search(heading):
            return 1
    return 0
