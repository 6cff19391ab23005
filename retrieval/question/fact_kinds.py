"""Kinds of fact: which sort a question asks for (a sum, a date, a distance …) and how a sentence states one.

A question for a price that is met by a passage without any sum of money has hardly been answered. The kinds are tried in
order, the more particular first; a question that asks for none of them has no kind.
"""

import re
from dataclasses import dataclass

from retrieval.fold import Folded

_DIGITS = r"(?:\d[\d,.．]*|[一二三四五六七八九十百千两兩几幾零〇半]+)"
_NUMBER = _DIGITS + r"(?:[多余餘来來几幾]|[%％])?(?:[万萬亿億十百千])*[多余餘]?"
_SHARE = _DIGITS + r"[%％]|百分之"
_COUNTERS = "个座处家所条栋台部次场项件套间张幢批种类片段艘架辆门届支只头株棵款趟列班站省市县"
_PEOPLE = r"(?:个?(?:人|名|位|户|员工)|人次|户次)"

_MEASURES = {
    "公里": "公里|千米|里|米",
    "千米": "公里|千米",
    "米": "米|公里",
    "吨": "吨|斤",
    "斤": "斤|吨|克",
    "亩": "亩|公顷",
    "平方米": "平方米|平米|公顷|亩",
    "平米": "平方米|平米",
    "立方": "立方",
    "岁": "周?岁",
    "度": "度|℃|千瓦时",
    "倍": "倍|番",
    "分贝": "分贝",
    "分": "分",
    "级": "级",
    "标准箱": "标准箱",
}
"""Units a question asks in, and those an answer may be given in."""


@dataclass(frozen=True, slots=True)
class FactKind:
    """`asked` is found in questions of this kind, `stated` in sentences that state a fact of it."""

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str]


def _kind(name: str, asked: str, stated: str) -> FactKind:
    return FactKind(name, re.compile(asked), re.compile(stated))


KINDS = (
    _kind(
        "price",
        r"^(?!.*(?:百分之|增速|比)).*(?:多少钱|几块钱?|多少块|多少元|几元|几毛|[啥什]么?价|价格|[票房油股电单租]价|收费|收购价|起步价"
        r"|几个钱|多少工资|工资多少|薪水|租金)",
        rf"{_NUMBER}(?:元|块|角)|倍|{_SHARE}",
    ),
    _kind("sum", r"(?:多少|几)个?亿|多少资金|多少投资", rf"{_NUMBER}(?:元|块)|{_DIGITS}[多余]?[万亿]"),
    _kind("day", r"几月|几号|哪一?天|几点|几时", rf"{_DIGITS}\s*[月日号时点:：]|[年月]底"),
    _kind(
        "time",
        r"啥时候?|什么时候|什么时间|何时|哪一?年|哪几年|哪月|多会儿",
        rf"{_DIGITS}\s*[年月日]|年[底末初内]|[上下]半年|季度|[今明去当]年|近日|期间|[春夏秋冬]季|五年|以来|首次|即将|正式|已"
        r"|建成|开工|开通|同时|尽快|之日",
    ),
    _kind(
        "span",
        r"多久|几年|几天|多长时间|几个月|多少[天年日]|(?:几|多少)个?小时|几周|几个钟",
        rf"{_NUMBER}个?(?:年|月|日|天|小时|分钟|周|星期|钟头|工作日|学年|学期)|随时|终身|当天|当日|即时",
    ),
    _kind(
        "people",
        r"多少[个万]?[人户名口]|几个?人|几[口户名]",
        rf"{_NUMBER}{_PEOPLE}|[超近逾]{_DIGITS}[万亿]|{_DIGITS}[万亿]|{_SHARE}",
    ),
    *(_kind(unit, rf"(?:多少|几|第几)个?{unit}", rf"{_NUMBER}个?(?:{answers})") for unit, answers in _MEASURES.items()),
    # Where things are counted, a list of them is an answer too; the counter itself may be another one.
    _kind("count", rf"(?:多少|几|第几)[{_COUNTERS}]", rf"{_NUMBER}[\u4e00-\u9fff]|、"),
    _kind(
        "figure",
        r"多少|多[大高长宽重快]|占比|比例|增速|百分之几|几成|第几|几[万亿千百十分块]",
        rf"\d|百分之|{_DIGITS}|倍",
    ),
)

"""In the order in which they are tried. Written by hand."""


def fact_asked(question: Folded) -> FactKind | None:
    """The kind of fact that `question` asks for, None where it asks for no such fact."""
    return next((kind for kind in KINDS if kind.asked.search(question)), None)
