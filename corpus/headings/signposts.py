"""Lines that say what begins behind them: annexes, boxes, questions, items of an agenda, the title of an attached text."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from corpus.chinese.dates import is_day
from corpus.chinese.numbers import parse_number
from corpus.chinese.sentences import is_sentence

_NUMBER = r"[一二三四五六七八九十\d]{1,2}"
_ANNEX = re.compile(
    rf"(?:附\s*[件录表注]|名\s*词\s*解\s*释|注\s*释|名词注释|有关说明)(?:\s*{_NUMBER})?\s*[：:]?$"
    rf"|附\s*[件录表图注]?(?:\s*{_NUMBER})?\s*[：:]\s*(?!\d[.．])\S.{{1,40}}$"
    rf"|附\s*[件录表图](?:\s*{_NUMBER})?[ \u3000]+(?!\d)[^\s。；，：:|｜][^。；，：:|｜]{{3,40}}$"
)
_NUMBERED_ANNEX = re.compile(r"附\s*件\s*[：:]\s*(?P<number>\d)[.．、]\s*[^。；]{2,40}$")
_ANNOUNCES = re.compile(r"附\s*件\s*[：:]\s*\S")
_SIGNERS, _LONGEST_SIGNER = 5, 30
"""Lines of a signature with its day, characters of one."""
_LONGEST_DAY = 20
_STOPS = re.compile("[，。；：:！？|｜]")
_SIGNER = re.compile(
    r"[\u4e00-\u9fff（）“”、\s]{2,30}(?:[厅局部院委社署府会室处所办]|中心|公司|集团|总队|支队|大队|小组|街道)"
)
"""Who signs above the one that stands right above the day."""
_ATTENDED = re.compile(
    r"[【\[（(]?(?:出\s*席|列\s*席|参\s*加|参\s*会|与\s*会|请\s*假|缺\s*席|主\s*持|记\s*录|整\s*理|主\s*送|抄\s*送|分\s*送|发\s*送|印\s*发|联\s*系|(?:联系)?电\s*话|传\s*真|邮\s*箱|地\s*址)(?:人员?|单位|领导|机关)?[】\]）)]?\s*[：:]\s*\S"
)
"""Lines at the end of minutes, notices and letters."""
_CONCLUDES = re.compile(
    r"以上(?:报告|说明|汇报|建议|意见|发言|答复).{0,30}$|特此(?:通知|通告|公告|报告|函复|函告)[。！]?$"
)
"""The last sentence of a report (以上报告，请予审议。)."""
_ANNEXED = re.compile(r"\d{1,2}[.．、][^。；]{2,80}$")
GLOSSARY = re.compile(r"名\s*词\s*(?:解\s*释|注\s*释)|注\s*释|用语说明")
_BOX = re.compile(
    rf"(?:专\s*栏|[图表])\s*(?P<number>{_NUMBER})(?=[\s\u3000：:“]|[\u4e00-\u9fff])[\s\u3000：:]*[^。；]{{2,50}}$"
    r"|专\s*栏[ \u3000：:]+[^。；]{2,50}$"
)
_ASKS = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、\s*|\d{1,2}[.．、]\s*)?[【\[]?(?P<who>[\u4e00-\u9fff·]{1,8}?)\d{0,2}[】\]]?\s*[：:]"
)
_SPEAKER = 16
"""Characters in which a speaker is named."""
_INTERVIEWERS = ("问", "记者", "主持人", "问题", "网友", "提问")
_ITEM = re.compile(r"[^。；]{0,10}?第(?P<number>[一二三四五六七八九十]{1,3})项(?:议程|内容)?[，,、：:是]\s*(?=\S)")
_ITEM_END = re.compile("[。；]")
_QUESTION, _SHORT_QUESTION = 150, 60
"""Characters of a question that is a heading, with and without its speaker."""
_FORWARDS = re.compile("印发|公布|发布|转发|批转|下发")
_NAMED = re.compile(
    r"《((?:[^《》]|《[^《》]*》){6,100})》|(?:印发|公布|发布|转发|批转)((?:[^印发通知]|通(?!知)|[印发]){8,100}?)的(?:通知|公告|决定)"
)
"""What a notice forwards: the name in its brackets, or between its verb and its own kind."""
_SHORTEST_NAME, _LONGEST_NAME = 8, 80
_LETTER = re.compile("[\u4e00-\u9fffA-Za-z0-9]")
_BRACKETED = re.compile("[（(][^（）()]*[）)]")
_NOTICE = 12
"""Paragraphs of a notice in which it names what it forwards."""


def is_annex(text: str) -> bool:
    """Whether the line heads an annex, a glossary or notes."""
    return bool(_ANNEX.match(text))


def is_box(text: str) -> bool:
    """Whether the line heads a box, table or figure (专栏1　…)."""
    return not is_sentence(text) and bool(_BOX.match(text))


def announced_annexes(texts: Sequence[str], first: int) -> set[int]:
    """The lines above a signature that only name what is annexed: 附件：1.… 2.…."""
    found: set[int] = set()
    for index in range(first, len(texts)):
        if texts[index][0] == "附" and _ANNOUNCES.match(texts[index]):
            end = index + 1
            while end < len(texts) and _ANNEXED.match(texts[end]):
                end += 1
            if _is_signed(texts[end : end + _SIGNERS]):
                found.update(range(index, end))
    return found


def closing_lines(texts: Sequence[str], first: int) -> set[int]:
    """The lines in which a whole text closes: what names its annexes, the signature, who was there and who gets it."""
    found = announced_annexes(texts, first)
    for index in range(first + 1, len(texts)):
        if len(texts[index]) <= _LONGEST_DAY and is_day(texts[index]):
            signers = index
            if signers > first and len(texts[index - 1]) <= _LONGEST_SIGNER and not _STOPS.search(texts[index - 1]):
                signers -= 1
                while signers > max(first, index - _SIGNERS) and _SIGNER.fullmatch(texts[signers - 1]):
                    signers -= 1
            found.update(range(signers, index + 1) if signers < index else ())
    index = len(texts)
    while index > first and (index - 1 in found or _ATTENDED.match(texts[index - 1])):
        index -= 1
        found.add(index)
    if index - 1 > first and _CONCLUDES.match(texts[index - 1]):
        found.add(index - 1)
    return found


def numbered_annexes(texts: Sequence[str], first: int) -> set[int]:
    """The lines that head one annex each (附件：1．…, 附件：2．…): two or more, in order, each over a text of its own."""
    found: list[int] = []
    for index in range(first, len(texts)):
        annex = _NUMBERED_ANNEX.match(texts[index]) if texts[index][0] == "附" else None
        if annex and int(annex["number"]) == len(found) + 1 and (not found or index > found[-1] + 1):
            found.append(index)
    return set(found) if len(found) > 1 else set()


def _is_signed(lines: Sequence[str]) -> bool:
    """Whether a day stands behind nothing but short lines: those of who signs."""
    signers = list(takewhile(lambda line: len(line) <= _LONGEST_SIGNER and not is_day(line), lines))
    return len(signers) < len(lines) and is_day(lines[len(signers)])


def questions(texts: Sequence[str], first: int) -> set[int]:
    """The paragraphs of an interview that ask: one and the same speaker's, each answered by another."""
    speakers: dict[int, str] = {}
    for index in range(first, len(texts)):
        opening = texts[index][:_SPEAKER]
        if ("：" in opening or ":" in opening) and (found := _ASKS.match(opening)):
            speakers[index] = found["who"]
    asked: dict[str, list[int]] = {}
    for index, who in speakers.items():
        if len(texts[index]) <= _QUESTION and speakers.get(index + 1, who) != who:
            asked.setdefault(who, []).append(index)
    all_asked: set[int] = set()
    for who, indices in asked.items():
        asking = sum(texts[i][-1] in "？?" for i in indices)
        if len(indices) > 1 and (who in _INTERVIEWERS or 2 * asking > len(indices)):
            all_asked.update(indices)
    return all_asked or _bare_questions(texts, first)


def _bare_questions(texts: Sequence[str], first: int) -> set[int]:
    """Questions without a speaker, on lines of their own, each over its answer; three or more."""
    found = {
        index
        for index in range(first, len(texts) - 1)
        if texts[index][-1] in "？?"
        and len(texts[index]) <= _SHORT_QUESTION
        and texts[index + 1][-1] not in "？?"
        and len(texts[index + 1]) >= len(texts[index])
    }
    return found if len(found) > 2 else set()


def agenda_items(texts: Sequence[str], first: int) -> dict[int, tuple[int, int]]:
    """(number, end of heading) of the paragraphs that open the items of an agenda, three or more of them in order."""
    found: dict[int, tuple[int, int]] = {}
    expected = 1
    for index in range(first, len(texts)):
        item = _ITEM.match(texts[index]) if "项" in texts[index][:24] else None
        if item and parse_number(item["number"]) == expected:
            end = _ITEM_END.search(texts[index], item.end())
            stop = end.start() if end else len(texts[index])
            if not _ITEM.search(texts[index], item.end(), stop):
                found[index] = expected, stop
                expected += 1
    return found if len(found) > 2 else {}


def attached_titles(texts: Sequence[str], first: int) -> Iterator[int]:
    """The lines that repeat the name of a text which the notice above them forwards: there that text begins."""
    if not _FORWARDS.search("".join(texts[: first + 2])):
        return
    named = _NAMED.findall("".join(texts[: first + _NOTICE]))
    names = [name for text in named if len(name := _letters("".join(text))) >= _SHORTEST_NAME]
    for index in range(first if names else len(texts), len(texts) - 1):
        line = texts[index]
        if _SHORTEST_NAME <= len(line) <= _LONGEST_NAME and not is_sentence(line) and not _FORWARDS.search(line):
            own = _letters(line)
            known = next((name for name in names if _same(own, name)), None)
            if known:
                names = [name for name in names if not _same(own, name)]
                yield index


def _same(line: str, name: str) -> bool:
    """Whether the line is the name, or that with a place before it, or most of it."""
    return line.endswith(name) or (name.endswith(line) and 2 * len(line) > len(name))


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(_BRACKETED.sub("", text)))
