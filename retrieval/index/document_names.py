"""What people call a document in passing, and what it is of: its region, its year, its speaker, its kind, its title."""

import re

from corpus.chinese.regions import PROVINCES
from corpus.document import Document
from retrieval.fold import Folded, fold, years_named

_KINDS = (
    (("报告",), "报告 工作报告"),
    (("条例", "法", "规定", "办法", "细则"), "条例 法律 法规 规定 办法"),
    (("讲话", "发言", "演讲", "致辞", "会议", "大会"), "讲话 发言 演讲 致辞"),
)
"""What in a document's title or file name tells its kind, and the words for that kind; the first that fits."""

_OFFICES = ("书记", "主席", "总理", "省长", "市长", "县长", "区长", "主任", "部长", "局长")
"""A speaker is called by surname and office; which office it is, a document seldom says."""

_UNIT = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|中共|关于|[年在于向])(?P<region>(?![年在关])[\u4e00-\u9fff]{2,4}?)(?:特别行政区|自治[区州县旗]|[省市州县区镇])"
)
_NO_REGION = re.compile(r".*[全我本各该某城社小园校辖郊]|风景.*")
"""What stands before a unit and is no name: 全市, 城市, 风景名胜区."""


def names_of(document: Document) -> Folded:
    """All that people call `document` by, in one folded text, apart from each other by blanks."""
    titles = f"{document.name} {document.title} {document.source.rsplit('.', 1)[0]}"
    spoken = "讲话" if document.speaker or document.occasion else ""
    kind = next((words for clues, words in _KINDS if any(clue in titles + spoken for clue in clues)), "")
    speaker = document.speaker or ""
    addressed = " ".join(speaker[0] + office for office in _OFFICES) if speaker else ""
    facts = (
        titles,
        speaker,
        addressed,
        document.occasion,
        document.location,
        document.number,
        _date(document.dated),
        kind,
    )
    return Folded(" ".join(fold(" ".join(fact for fact in facts if fact)).split()))


def naming_text(document: Document) -> str:
    """What search finds a document by: title, speaker, year, number, file name."""
    year = (document.dated or "")[:4]
    return "\n".join(
        filter(None, [document.name, document.speaker, year, document.number, document.source.rsplit(".", 1)[0]])
    )


def year_of(document: Document) -> int | None:
    """The year that `document` is of: its date's, else the first that its name gives; None where neither says."""
    return int(document.dated[:4]) if document.dated else next(iter(years_named(fold(document.name))), None)


def regions_of(document: Document) -> frozenset[str]:
    """The regions whose document this is, by its name or its file's: provinces, else the first city or county."""
    provinces = frozenset(p for p in PROVINCES if p in fold(f"{document.name} {document.source}"))
    named = (found["region"] for found in _UNIT.finditer(fold(document.name)))
    local = next((region for region in named if not _NO_REGION.fullmatch(region)), None)
    return provinces or (frozenset([local]) if local else frozenset())


def _date(date: str | None) -> str:
    """2024-03-05 as people write it: 2024年3月5日."""
    parts = zip((date or "").split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in parts if number)
