"""What a question repeats from a document: the words inside 「…」是哪里说的, or the whole of a pasted sentence."""

import re
from dataclasses import dataclass

from retrieval.fold import Folded
from retrieval.lookup.alignment import letters_of

_WHERE = (
    r"(?:哪里|哪儿|何处|谁|什么(?:地方|时候|场合|会上?)|哪(?:个|位|份|篇|部|场|次|一个|一位|一份|一篇|一部|一场|一次)?"
    r"(?:领导|市长|省长|县长|书记|主席|总理|同志|人|讲话|报告|文件|文章|材料|法律|条例|会议?上?|部分|章|节|条|段|地方)?)"
    r"(?:里面|里|中|上)?"
)
_SAYS = r"(?:说|讲|写|提出|提到|提|出现|规定|来)(?:过|到|出)?(?:的|来着)?(?:话)?"
_THIS = r"[,\s]*(?:这|那)?一?(?:句话|段话|句|段|话|说法|提法)?(?:的)?(?:到底|究竟|最早|都|又)?"
_BEHIND = re.compile(
    rf"{_THIS}(?:是在|是由|是|在|由|有)?{_WHERE}{_SAYS}(?:呢|啊|呀)?[\W]*$"
    rf"|{_THIS}(?:是)?(?:出自|来自|源自|出处)(?:是|于|在)?(?:{_WHERE})?(?:{_SAYS})?(?:呢|啊|呀)?[\W]*$"
    rf"|{_THIS}(?:原话|原文|原句|全句)(?:是|在)?(?:什么|啥|怎么|{_WHERE})?(?:{_SAYS})?(?:呢|啊|呀)?[\W]*$"
    r"|[,\s]*(?:这|那)(?:一)?(?:句|段)话[\W]*$"
)
_BEFORE = re.compile(
    rf"[\W]*(?:请问|问一下|想问一下|我记得|记得)?[,\s]*(?:(?:是)?{_WHERE}{_SAYS}(?:这|那)?(?:句|段)?话?|(?:有|找)(?:这么|这样)?一?(?:句|段)话|原话是?|原文是?)?[:,\s]*"
)
_QUOTED = re.compile(r"[“\"「『‘](?P<words>[^“”\"「」『』‘’]{4,})[”\"」』’]")
_ASKS = re.compile(r"什么|怎么|怎样|如何|多少|哪|几|谁|吗|呢|啥|咋|是否|能不能|有没有|是不是|为何|了没|没有?$|[?]")


@dataclass(frozen=True, slots=True)
class Pasted:
    """`words` of the folded question that may stand in a document, and their letters and digits alone, as in
    `retrieval.lookup.alignment`; `framed` when the question says that they stand in one."""

    words: Folded
    letters: str
    framed: bool


def pasted_words(question: Folded) -> Pasted:
    """What to look for: quoted words if nothing but a frame is around them, else what the frame leaves."""
    text = question.strip()
    behind = _BEHIND.search(text)
    body = text[: behind.start()] if behind else text
    before = _BEFORE.match(body)
    framed = behind is not None or bool(before and before.end() and before[0].strip('"“「『‘,: '))
    if framed and before:
        body = body[before.end() :]
    quoted = list(_QUOTED.finditer(body))
    if len(quoted) == 1 and not re.search(r"\w", body[: quoted[0].start()] + body[quoted[0].end() :]):
        body, framed = quoted[0]["words"], True
    return Pasted(Folded(body), letters_of(body).text, framed)


def asks(words: str) -> bool:
    """Whether `words`, folded, hold an interrogative."""
    return bool(_ASKS.search(words))
