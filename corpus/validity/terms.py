"""Until when a document holds, by its own words: 有效期至…, 自…起施行，有效期5年.

Only what is said of the document itself counts, beside the day it takes effect: licences and certificates have terms too.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.chinese.numbers import parse_number
from corpus.chinese.sentences import Span
from corpus.chinese.variants import usual_forms
from corpus.document import Document
from corpus.validity.days import DAY, read_day

_TERM = r"(?:有效期限?|试行期限?|施行期限?|实施期限?|执行期限?|政策有效期)"
_SELF = r"(?:本(?:办法|规定|意见|通知|细则|措施|方案|政策|条例|文件|规则|规范|标准|指南|制度|若干\S{2})|文件)?"
_GAP = r"[，,；;。、\s]*"
_NUMBER = r"(?P<years>[\d０-９]{1,2}|[一二三四五六七八九十两]{1,3})\s*(?:个)?年"
_FROM = (
    rf"自\s*(?:(?P<day>{DAY})|(?:公布|印发|发布|颁布)之日)\s*"
    r"(?:起)?\s*(?:满?\s*(?P<after>[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*(?:日|天)后?)?\s*(?:起)?\s*"
    r"(?:正式)?(?:施行|实施|执行|生效|试行)"
)
_YEARS = re.compile(rf"{_FROM}{_GAP}{_SELF}{_GAP}(?:暂定|试行|(?:试行)?{_TERM}\s*(?:暂定)?)\s*(?:为|：|:)?\s*{_NUMBER}")
_MAY_SAY = re.compile(r"[试試][行]|[执執]行期|[施实實][行施]期|日止")
"""What every term is said with, in either writing."""
_UNTIL = re.compile(
    rf"(?:{_FROM}{_GAP}{_SELF}{_GAP}(?:{_TERM})?\s*(?:为)?\s*(?:截?至|到|截止到?|截止至)|"
    rf"(?:^|[。；;，,\s]|本\S{{2,4}})(?P<term>{_TERM})\s*(?:为)?\s*(?:自\s*{DAY}\s*(?:起)?\s*)?(?:截?至|到|截止到?|截止至))"
    rf"\s*(?P<last>{DAY})",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Term:
    """The last day on which a document holds, as an ISO date, and where its text says so."""

    until: str
    span: Span


def read_term(document: Document) -> Term | None:
    """The term that `document` states for itself, the last where it states several; None where it states none."""
    if "有效期" not in document.text and not _MAY_SAY.search(document.text):
        return None
    text = usual_forms(document.text)
    found: list[Term] = []
    for match in _UNTIL.finditer(text):
        if last := read_day(match["last"]):
            found.append(Term(last.isoformat(), match.span()))
    for match in _YEARS.finditer(text):
        start, years = _start(match, document), parse_number(match["years"].replace("两", "二"))
        if start and years:
            found.append(Term(_after(start, years).isoformat(), match.span()))
    return max(found, key=lambda term: term.span, default=None)


def _start(match: re.Match[str], document: Document) -> date | None:
    """The day of effect; counted from the document's own date where it is that of its publication."""
    if match["day"]:
        return read_day(match["day"])
    parts = (document.dated or "").split("-")
    if len(parts) != 3:
        return None
    later = parse_number(match["after"]) if match["after"] else 0
    return date(*map(int, parts)) + timedelta(days=later or 0)


def _after(start: date, years: int) -> date:
    """The last of so many years from `start` on."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # from a 29th of February to a year without one
        return date(start.year + years, 2, 28)
