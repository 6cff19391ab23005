"""Heading markers: which numbering family a line opens with, and which number.

A marker alone makes no heading; `corpus.headings.outline` decides by sequence. Families and their usual order follow the
official document format (GB/T 9704-2012: 一、 > （一） > 1. > （1）), extended by what speeches and laws use.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.chinese.numbers import parse_number

RANK: dict[str, float] = {
    "annex": 0,
    "attached": 0,
    "part": 1,
    "subpart": 1.5,
    "chapter": 2,
    "section": 3,
    "article": 4,
    "han": 5,
    "letter": 6,
    "label": 7,
    "question": 7,
    "item": 7,
    "paren_han": 8,
    "ordinal": 8,
    "arabic": 9,
    "decimal_2": 9.2,
    "decimal_3": 9.4,
    "decimal_4": 9.6,
    "paren_arabic": 10,
    "circled": 11,
    "point": 12,
    "lead": 13,
    "box": 13,
}
"""Usual depth of a family: one of smaller rank is not opened below one of greater rank."""

_UNITS = {
    "分编": "subpart",
    "编": "part",
    "篇": "part",
    "部分": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
}
_HAN = "[一二三四五六七八九十百零〇○]{1,5}"
_HAN_ARTICLE = "[一二三四五六七八九十百千零〇○]{1,8}"
_SPACE = r"\s"

_MARKER = re.compile(
    rf"[第笫]{_SPACE}?(?P<unit_number>{_HAN_ARTICLE}|\d{{1,4}}){_SPACE}?(?P<unit>分编|编|篇|部分|章|节|条)(?P<unit_tail>之{_HAN})?"
    rf"|第(?P<ordinal>{_HAN})(?:[点件个条项](?:[\u4e00-\u9fff]{{2,3}})?|关|步|件事|方面)?[，、,：:]"
    rf"|(?P<han>{_HAN})(?:{_SPACE}?[、．.﹒]|{_SPACE}+(?=[\u4e00-\u9fff“\"《\d])|$)"
    rf"|(?P<point>{_HAN})[是要]"
    rf"|[（(﹙〔]{_SPACE}?(?P<paren_han>{_HAN}){_SPACE}?[）)﹚〕][、．.]?"
    rf"|[（(﹙]{_SPACE}?(?P<paren_arabic>\d{{1,2}}){_SPACE}?[）)﹚]"
    r"|(?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．]?\s*(?=[\u4e00-\u9fff“《])"
    r"|(?P<arabic>\d{1,3})(?:[.．﹒、](?!\d)|\s+(?=[\u4e00-\u9fff“《]))"
    rf"|(?P<letter>[甲乙丙丁戊己庚辛壬癸])[\s、．.]"
    r"|(?P<enclosed_han>[㈠-㈩])|(?P<enclosed_arabic>[⑴-⒇])|(?P<circled>[①-⑳])"
)
_FIRST = frozenset(
    "第笫（(﹙〔零〇○一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸0123456789０１２３４５６７８９㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
)
"""Characters a marker can begin with: most lines are told from headings by their first character alone."""
_REACH = 40
"""Characters of a line that a marker and what must follow it can take; every stage asks for the same lines again."""
_ENCLOSED = {"enclosed_han": ("paren_han", ord("㈠")), "enclosed_arabic": ("paren_arabic", ord("⑴"))}
_REFERS = re.compile(
    r"[的第、和至或到款项所中，。；》）)]|规定|之[^一二三四五六七八九十]|以[下上外内]|关于|战线|防线|道路|渠道"
)
"""What follows a unit that the sentence only refers to (第三条规定的情形)."""
_COUNTED = re.compile(r"[月日年号个万亿千百%％‰℃时点分人名元吨亩倍届次]|周年")
_HAN_LIST = re.compile(
    rf"(?P<next>{_HAN})(?P<noun>线|季度|级|类|产业|轮|年级|期|楼|孩|胎|环|等|号|月|手|届|次|流|本|中全会|氧化|代|审|审议|把手)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """`family` as in RANK, `number` from 1, `end` the offset in the line where the marker ends.

    `inserted` says that it stands between its number and the next (第十条之一).
    """

    family: str
    number: int
    end: int
    inserted: bool = False


def marker(line: str, *, tight: bool = False) -> Marker | None:
    """The marker that `line` opens with, or None; lists of numbers (一、二线城市) and quantities are none.

    `tight` accepts 第一条为了… and 第一章总则, where no gap follows the unit: such lines need a sequence to be believed.
    """
    return _marker(line[:_REACH], tight) if line[:1] in _FIRST else None


@lru_cache(maxsize=1 << 14)
def _marker(line: str, tight: bool) -> Marker | None:
    found = _MARKER.match(line)
    if found is None:
        return None
    kind = found.lastgroup
    if found["unit"]:
        return _unit_marker(line, found, tight)
    assert kind is not None
    if kind in _ENCLOSED:
        family, base = _ENCLOSED[kind]
        return Marker(family, ord(found[kind]) - base + 1, found.end())
    if kind == "circled":
        return Marker(kind, ord(found[kind]) - ord("①") + 1, found.end())
    if kind == "letter":
        return Marker(kind, "甲乙丙丁戊己庚辛壬癸".index(found[kind]) + 1, found.end())
    if kind == "decimal":
        parts = [int(part) for part in re.split("[.．]", found[kind])]
        return (
            None
            if 0 in parts or _COUNTED.match(line, found.end())
            else Marker(f"decimal_{len(parts)}", parts[-1], found.end())
        )
    number = parse_number(found[kind])
    if number is None or (kind in ("han", "arabic") and _is_quantity(line, found.end(), number, kind)):
        return None
    return Marker(kind, number, found.end())


def _unit_marker(line: str, found: re.Match[str], tight: bool) -> Marker | None:
    """第三章 needs a gap or the line's end behind it: 第三章会议精神 and 第一条战线 are prose; so is 第三条规定 in any case."""
    number = parse_number(found["unit_number"])
    end = found.end()
    apart = end == len(line) or line[end].isspace() or line[end] in "：:"
    if number is None or not (apart or (tight and not _REFERS.match(line, end))):
        return None
    return Marker(_UNITS[found["unit"]], number, end, inserted=bool(found["unit_tail"]))


def _is_quantity(line: str, end: int, number: int, kind: str) -> bool:
    if kind == "arabic":
        return bool(_COUNTED.match(line, end)) and line[end - 1].isspace()
    listed = _HAN_LIST.match(line, end)
    return bool(listed and parse_number(listed["next"]) == number + 1)
