"""What a question says besides its words: which years it means and which places it abbreviates."""

import re
from dataclasses import dataclass

from retrieval.fold import fold, fold_numbers, terms
from retrieval.thesaurus import Link, Thesaurus, load_thesaurus

LONGEST = 500
"""Characters; the rest of a longer question is not searched."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_LAST_YEAR = re.compile(r"去年|上年|上一年|过去一年|头一年")
_THIS_YEAR = re.compile(r"今年|本年|年内|眼下这一年")
_NEXT_YEAR = re.compile(r"明年|下一年|来年")
_SHORT_PLACES = {
    "沪": "上海", "申城": "上海", "魔都": "上海", "粤": "广东", "皖": "安徽", "鲁": "山东", "晋": "山西", "桂": "广西", "滇": "云南",
    "川": "四川", "蜀": "四川", "冀": "河北", "豫": "河南", "鄂": "湖北", "湘": "湖南", "赣": "江西", "闽": "福建", "浙": "浙江",
    "黔": "贵州", "陕": "陕西", "琼": "海南", "渝": "重庆", "津": "天津", "京": "北京", "苏": "江苏", "疆": "新疆", "宁": "宁夏",
    "吉": "吉林", "辽": "辽宁", "蒙": "内蒙古", "甘": "甘肃", "青": "青海", "藏": "西藏", "港": "香港", "澳": "澳门",
}  # fmt: skip
_IN_SHORT_PLACE = re.compile(rf"[在来到赴离驻入进](?P<place>{'|'.join(_SHORT_PLACES)})(?![\u4e00-\u9fff]?[省市区])")


@dataclass(frozen=True, slots=True)
class Question:
    """`years` are named ones; `offsets` are relative to the document's year (去年 = -1). `naming` are the terms that
    may name a document, place abbreviations (在沪) spelt out. `links` are its everyday phrases that officials call
    otherwise."""

    text: str
    terms: tuple[str, ...]
    naming: tuple[str, ...]
    years: frozenset[int]
    offsets: frozenset[int]
    links: tuple[Link, ...] = ()

    def means_year(self, year: int, document_year: int | None) -> bool:
        return year in self.years or (document_year is not None and year - document_year in self.offsets)

    @property
    def has_year(self) -> bool:
        return bool(self.years or self.offsets)


def understand_question(text: str, thesaurus: Thesaurus | None = None) -> Question:
    """Read a question as typed; without a `thesaurus` of one's own by the shipped one."""
    text = text[:LONGEST]
    folded = fold_numbers(fold(text))
    offsets = {o for pattern, o in ((_LAST_YEAR, -1), (_THIS_YEAR, 0), (_NEXT_YEAR, 1)) if pattern.search(folded)}
    found = tuple(dict.fromkeys(terms(text)))
    spelt_out = [_SHORT_PLACES[m["place"]] for m in _IN_SHORT_PLACE.finditer(folded)]
    return Question(
        text=text, terms=found, naming=tuple(dict.fromkeys([*found, *terms("，".join(spelt_out))])),
        years=frozenset(int(y) for y in _YEAR.findall(folded)), offsets=frozenset(offsets),
        links=(thesaurus or load_thesaurus()).links(text),
    )  # fmt: skip


def years_in(text: str) -> frozenset[int]:
    """The years a heading or title names."""
    return frozenset(int(y) for y in _YEAR.findall(fold_numbers(fold(text))))
