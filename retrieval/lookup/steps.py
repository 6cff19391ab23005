"""What a question says about a position in a document: 第三部分第二点 as steps, and the words around them.

Nothing is looked up here. The words around the steps are kept with their positions: `retrieval.lookup.by_section` accepts the
question as a reference only when a document's name, its headings and FILLER together account for all of them.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.chinese.numbers import parse_number
from retrieval.fold import Folded

LONGEST = 120
"""Characters; nobody names a position in more: the longest of 55 titles has 61, and a question around
it as many again."""

Unit = Literal["part", "chapter", "section", "article", "item", "thing", "paragraph", "annex", "opening", "closing"]

_UNITS: dict[str, Unit] = {
    "部分": "part",
    "编": "part",
    "篇": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "paragraph",
    "点": "item",
    "项": "item",
    "方面": "item",
    "问题": "item",
    "块": "item",
    "件": "thing",
}
_NUMBER = r"(?:[一二三四五六七八九十百零〇]{1,5}|\d{1,3})"
_UNIT = rf"[个大小]{{{{0,2}}}}(?P<{{}}>{'|'.join(_UNITS)})"
_STEP = re.compile(
    rf"倒数第?(?P<back>{_NUMBER}){_UNIT.format('back_unit')}"
    rf"|最[后末](?:的|面)?(?:那|这)?[一1]?{_UNIT.format('last_unit')}"
    rf"|第\s?(?P<nth>{_NUMBER})\s?{_UNIT.format('nth_unit')}"
    rf"|\(\s?(?P<bracketed>{_NUMBER})\s?\)"
    rf"|(?P<leading>{_NUMBER})(?:[、.]\s?(?=\(|$)|(?=\s?\(\s?{_NUMBER}\s?\)))"
    rf"|(?P<annex>附件|附录|附表|名词解释|注释)\s?(?P<annex_number>{_NUMBER}(?!件|项|个|条))?"
    r"|(?P<opening>开头|开篇|一开始)"
    r"|(?P<closing>结尾|末尾|结束语|最后(?=(?:都|又)?(?:是)?(?:怎么)?[讲说写提]))"
)

_AND = re.compile("[和与跟及到至、]")

_ASKING = """
请问 请 麻烦 帮我 帮忙 给我 我想 我要 想要 想 知道 了解 告诉 看看 看 查查 查 找找 找 列出
读 念 发 引用 一下 下面 这份 那份 这篇 那篇 这部 那部 这个 那个 这次 那次 这一 那一 这 那
该 本 其 今年 市里 省里 领导 里面 里边 里头 里 当中 中间 中 上面 上 内 之 的 地 得 于 对
在 和 关于 文件 文章 材料 稿子 清单 部分 什么 啥 哪些 哪几个 几个 些 哪里 哪儿 哪 怎么样
怎么 怎样 如何 多少 讲到 讲讲 讲述 讲 说说 说 写 谈 提出 提到 提 述 阐述 介绍 列 规定 要求
部署 安排 强调 涉及 包括 包含 内容 意思 要点 事情 事 东西 话题 主题 标题 名字 主要 具体 详细
完整 分别 都 又 到底 究竟 大概 大致 全部 全文 原文 原话 干 做 是 有 为 叫 了 过 着 呢 吗
呀 啊 吧 么 嘛 来着 来 我们 我 你 谢谢 多谢 能不能 能否 能 可不可以 可以 好吗 行吗 啥子
点啥 咋说 咋 展示 显示 打开 贴出来 复制 念念 几点 几条 几项 几个方面 方面 一共 总共 总结 概括
归纳 概述 概要 大意 梗概 说明 出来 听听 给 怎么说的 那里 那儿 这里 段落 段 部 章节 句 话 完
"""

FILLER = re.compile(rf"{'|'.join(sorted(_ASKING.split(), key=len, reverse=True))}|{_NUMBER}(?:件|项|个|条)|[\W_]")
"""Words that ask and politely surround, without content of their own, and how many there are (十件); matched
one after another."""


_ASKING_LETTERS = frozenset("".join(_ASKING.split()) + "件项个条一二三四五六七八九十百零〇0123456789")


@dataclass(frozen=True, slots=True)
class Step:
    """One step down an outline, where it stands in the folded question.

    `number` counts from 1, from the end when negative; 0 for what needs none. `label` is the word of an annex.
    """

    unit: Unit
    number: int
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The folded question with its steps in order of mention; at least one."""

    text: Folded
    steps: tuple[Step, ...]

    @property
    def naming(self) -> frozenset[str]:
        """The characters outside the steps that are no words of asking: a document meant must account for each."""
        outside, at = [], 0
        for step in self.steps:
            outside.append(self.text[at : step.start])
            at = step.end
        letters = "".join([*outside, self.text[at:]])
        return frozenset(c for c in letters if c.isalnum() and c not in _ASKING_LETTERS)


def read_reference(question: Folded) -> Reference | None:
    """The steps that `question` names, None where it names none, several positions at once, or is too long."""
    text = Folded(question.strip())
    if len(text) > LONGEST:
        return None
    steps = [step for found in _STEP.finditer(text) if (step := _step(found))]
    listed = any(_AND.search(text, a.end, b.start) for a, b in pairwise(steps))
    return Reference(text, tuple(steps)) if steps and not listed else None


def _step(found: re.Match[str]) -> Step | None:
    start, end = found.span()
    if found["annex"]:
        return Step("annex", parse_number(found["annex_number"] or "") or 0, start, end, found["annex"])
    if found["opening"] or found["closing"]:
        return Step("opening" if found["opening"] else "closing", 0, start, end)
    if found["last_unit"]:
        return Step(_UNITS[found["last_unit"]], -1, start, end)
    if found["back"]:
        number = parse_number(found["back"])
        return Step(_UNITS[found["back_unit"]], -number, start, end) if number else None
    written, unit = found["nth"] or found["bracketed"] or found["leading"], found["nth_unit"]
    number = parse_number(written)
    return Step(_UNITS[unit] if unit else "item", number, start, end) if number else None
