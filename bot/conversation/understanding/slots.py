"""Putting a new value into an old question: 那浙江呢 after 云岭今年修几条路 is 浙江今年修几条路.

A year goes where a year stands, a region where a region stands, a part or a document where one is named; any other thing
where `fitting_span` finds room for it.
"""

import re
from collections.abc import Sequence

from bot.conversation.understanding.fitting import fitting_span
from bot.conversation.understanding.named_documents import find_by_name
from bot.conversation.understanding.plain import YEAR, core, plain_of
from bot.conversation.understanding.region_names import find_region, region_names
from corpus.document import Document

_DOCUMENT = re.compile(
    r"《[^》]+》|[\u4e00-\u9fff\d]{1,16}?(?:讲话|报告|条例|办法|规定|意见|会议|大会|纲要)(?=[里中的上]|最后|第|提|对|关于|怎|说|讲|有|$)"
)
_DOCUMENT_KIND = re.compile(r"《.+》|.*(?:讲话|报告|条例|办法|规定|意见|会议|大会|纲要|法|文件)")
_ANYWHERE = re.compile(r"哪(?:些|几?个)?(?:省份?|城?市|县|区|地方|地区)|哪里|哪儿|什么地方")
_PART = re.compile(r"(?:第[一二三四五六七八九十百\d]+|最后一)个?(?P<unit>部分|方面|[章节条款项点段件])的?")


def put_year(question: str, year: str, documents: Sequence[Document]) -> str:
    """`question` with `year` in place of the years it names; behind its opening region, or first, where it names none."""
    bare = year.removesuffix("的")
    found = next((m for m in YEAR.finditer(plain_of(question)) if _is_period(m[0]) <= _is_period(plain_of(year))), None)
    if found:
        follows = question[found.end() :]
        if bare[-1:].isdigit() and found[0].endswith("年"):
            bare += "年"
        return question[: found.start()] + bare + follows
    if bare[-1:].isdigit():
        bare += "年"
    region = find_region(plain_of(question), region_names(documents))
    at = region[1] if region and region[0] <= 1 else 0
    return question[:at] + bare + question[at:]


def _is_period(year: str) -> bool:
    """Whether it is a five-year plan: 去年 does not take the place of 十四五."""
    return year.startswith("十")


def put_region(question: str, region: str, documents: Sequence[Document]) -> str:
    """`question` with `region` in place of the one it names; in front where it names none."""
    asked = plain_of(question)
    found = find_region(asked, region_names(documents))
    if found is None and (anywhere := _ANYWHERE.search(asked)):
        found = anywhere.span()
    return region + question if found is None else question[: found[0]] + region + question[found[1] :]


def put_document(question: str, name: str, documents: Sequence[Document]) -> str:
    """`question` asked of the document `name` instead of the one it names."""
    found = _DOCUMENT.search(plain_of(question))
    if found:
        return question[: found.start()] + name + question[found.end() :]
    return f"{name}里，{question}"


def put_reference(question: str, reference: str) -> str:
    """`question` about another part: 第四点 in place of the 第三点 of 第二部分第三点; `reference` alone where none fits."""
    unit = _PART.search(plain_of(reference))
    same = [m for m in _PART.finditer(plain_of(question)) if unit and m["unit"] == unit["unit"]]
    if not same:
        return reference
    end = same[-1].end()
    while further := _PART.match(plain_of(question), end):
        end = further.end()
    return question[: same[-1].start()] + reference + question[end:]


def is_reference(words: str) -> bool:
    """Whether the words name a part of a document and nothing else: 第二部分第三点, 最后一章."""
    return bool(re.fullmatch(rf"(?:{_PART.pattern.replace('?P<unit>', '')})+", plain_of(words)))


def put_thing(question: str, thing: str, documents: Sequence[Document]) -> str:
    """`question` about `thing`; the two side by side where nothing in the question can make room for it."""
    if plain_of(thing) in plain_of(question):
        return question
    span = fitting_span(question, thing, documents)
    if span is None:
        return joined(question, thing)
    return question[: span[0]] + thing + question[span[1] :]


def joined(question: str, more: str) -> str:
    """The old question and what is asked on top of it, as one question."""
    return f"{core(question)}，{more}"


def is_document_name(words: str, documents: Sequence[Document]) -> bool:
    return bool(_DOCUMENT_KIND.fullmatch(plain_of(words)) and find_by_name(documents, words.strip("《》")))
