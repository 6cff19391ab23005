"""What people call a document in passing: its region, its speaker, its year, its kind, any part of its title."""

from corpus.document import Document
from retrieval.fold import Folded, fold

_KINDS = (
    (("报告",), "报告 工作报告"),
    (("条例", "法", "规定", "办法", "细则"), "条例 法律 法规 规定 办法"),
    (("讲话", "发言", "演讲", "致辞", "会议", "大会"), "讲话 发言 演讲 致辞"),
)
"""What in a document's title or file name tells its kind, and the words for that kind; the first that fits."""

_OFFICES = ("书记", "主席", "总理", "省长", "市长", "县长", "区长", "主任", "部长", "局长")
"""A speaker is called by surname and office; which office it is, a document seldom says."""


def names_of(document: Document) -> Folded:
    """All these names in one folded text, apart from each other by blanks."""
    titles = f"{document.name} {document.title} {document.source.rsplit('.', 1)[0]}"
    spoken = "讲话" if document.speaker or document.occasion else ""
    kind = next((words for clues, words in _KINDS if any(clue in titles + spoken for clue in clues)), "")
    speaker = document.speaker or ""
    addressed = " ".join(speaker[0] + office for office in _OFFICES) if speaker else ""
    facts = (titles, speaker, addressed, document.occasion, document.location, _date(document.date), kind)
    return Folded(" ".join(fold(" ".join(fact for fact in facts if fact)).split()))


def _date(date: str | None) -> str:
    """2024-03-05 as people write it: 2024年3月5日."""
    parts = zip((date or "").split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in parts if number)
