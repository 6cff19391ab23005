"""Figures in a question and in a sentence, and whether they agree: 5%左右 is not 5.5%, 十万元 is more than 一万元以上 asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.chinese.numbers import parse_number
from retrieval.fold import Folded

_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12, "": 1.0}
_UNITS = {"块": "元", "块钱": "元", "圆": "元", "％": "%", "周岁": "岁", "名": "人", "位": "人", "个月": "月"}
_FIGURE = re.compile(
    r"(?P<percent>百分之)?(?P<number>\d+(?:\.\d+)?|[零一二三四五六七八九十百两]+)(?P<scale>万亿|[百千万亿])?[多余]?"
    r"(?P<unit>个百分点|块钱|周岁|个月|[%％元块圆人名位岁倍亩吨斤户套件次届篇条天日年月家座公里米])?"
)
_MORE = re.compile(r"以上|[超多高大]过|高于|多于|不低于|不少于|至少|更多|[>≥]")
_LESS = re.compile(r"以下|以内|不到|不足|不超|低于|少于|最多|[<≤]")
_RANGE, _RANGE_BEFORE = re.compile(r"[—–~-]+\d"), re.compile(r"\d(?:[%万亿千]|个百分点)*[—–~-]+$")
"""What stands behind the first and before the last figure of a range."""
_MARKS = frozenset("年月日届条次篇")
"""Units of dates and of what is counted about documents: no figures of a matter."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in its unit, `""` where none is written; `limit` is 1 where more, -1 where less is meant as well; `ends` says that
    it ends a range (4.5%—5%)."""

    value: float
    unit: str
    limit: int = 0
    ends: bool = False

    def allows(self, other: "Figure") -> bool:
        """Whether `other`, stated, is what this one, asked, means."""
        if not self.comparable(other):
            return False
        same = abs(self.value - other.value) <= 1e-6 * self.value and self.ends == other.ends
        return same or (self.limit != 0 and self.limit * (other.value - self.value) >= 0)

    def comparable(self, other: "Figure") -> bool:
        """Whether both are of one unit, or this one is of none."""
        return self.unit in ("", other.unit)


def figures_in(text: Folded) -> tuple[Figure, ...]:
    """The figures that `text` states, without dates and numbers of articles."""
    found = []
    for match in _FIGURE.finditer(text):
        unit = "%" if match["percent"] else _UNITS.get(match["unit"] or "", match["unit"] or "")
        written = match["number"]
        plain = written[0].isdecimal()
        value = float(written) if plain else float(parse_number(written) or 0)
        if unit in _MARKS or not value or not (plain or unit or match["scale"] or len(written) > 1):
            continue
        after = text[match.end() : match.end() + 4]
        limit = 1 if _MORE.match(after) else -1 if _LESS.match(after) else 0
        ends = bool(
            _RANGE.match(text, match.end()) or _RANGE_BEFORE.search(text, max(0, match.start() - 8), match.start())
        )
        found.append(Figure(value * _SCALES[match["scale"] or ""], unit, limit, ends))
    return tuple(found)


def figure_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where figures stand in `text`, which is as written: numbers with their units, dates left out."""
    return tuple(
        match.span()
        for match in _FIGURE.finditer(text)
        if match["number"][0].isdecimal() and (match["unit"] or "") not in _MARKS
    )


def figures_asked(question: Folded) -> tuple[Figure, ...]:
    """The figures that `question` asks for; 以上, 超过 and the like count wherever they stand around them."""
    limit = 1 if _MORE.search(question) else -1 if _LESS.search(question) else 0
    return tuple(replace(figure, limit=figure.limit or limit) for figure in figures_in(question))


def figures_agree(asked: Sequence[Figure], stated: Sequence[Figure]) -> float:
    """1 where a figure stated is one asked for, -1 where those of its unit are others, 0 where there is none."""
    if any(one.allows(other) for one in asked for other in stated):
        return 1.0
    return -1.0 if any(one.comparable(other) for one in asked for other in stated) else 0.0
