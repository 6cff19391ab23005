"""Which documents are versions of one work: a regulation keeps its name when it is revised."""

import re

from corpus.chinese.variants import usual_forms
from corpus.document import Document
from corpus.validity.days import DAY, read_day

_REMARK = re.compile(
    r"[（(〔\[【][^（）()〔〕\[\]【】]*?(?:修订|修正|修改|征求意见稿|草案|公布|通过)[^（）()〔〕\[\]【】]*[）)〕\]】]"
    r"|[（(〔\[【]\s*(?:试行|暂行|(?:19|20)\d\d\s*年?\s*[版本]?)\s*[）)〕\]】]"
)
"""A bracket that tells a version from another, not a work: （2023年修订）, （试行）."""
_SIGNS = re.compile(r"[\W_]+")
_RULES = re.compile(r"(?:法|条例|细则|规定|办法|规则|规程|规范|章程|制度|标准|措施|意见|准则)$")
"""What a document is called that holds until another takes its place; reports and speeches stand beside each other."""
_FORWARDED = re.compile(r"(?:印发|公布|发布|施行|转发)[《〈]?(?P<work>.{4,60}?)[》〉]?的(?:通知|公告|令|决定)")
_REVISED = re.compile(r"修订|修正|修改")
_REVISED_ON = re.compile(rf"(?P<day>{DAY})[^。\d]{{0,60}}?(?:{_REVISED.pattern})")
_DRAFT = re.compile(r"征求意见稿|草案")
_HEAD = 400
"""Characters of the text, in which a revision is stated below the title."""


def work_key(name: str) -> str:
    """`name` without what tells one version from another: brackets with years and revisions, signs, variants of letters."""
    return _SIGNS.sub("", _REMARK.sub("", usual_forms(name)))


def bare_name(name: str) -> str:
    """`name` as written without the brackets that tell one version from another."""
    return _REMARK.sub("", name).strip() or name


def work_keys(document: Document) -> frozenset[str]:
    """The keys of the works that `document` is: its own, and that of the rules which a notice only sends out."""
    names = {document.name, document.title}
    names |= {found["work"] for name in names for found in _FORWARDED.finditer(name)}
    return frozenset(filter(None, map(work_key, names)))


def holds_until_replaced(document: Document) -> bool:
    """Whether it is a rule that a later version takes the place of, not a report, a speech or a draft."""
    keys = work_keys(document)
    return not _DRAFT.search(document.name) and any(_RULES.search(key) for key in keys)


def is_revision(document: Document) -> bool:
    """Whether its title or what stands right below it says that it was revised."""
    return bool(
        _REVISED.search(document.name) or re.search(rf"\d\s*年[^。]{{0,60}}{_REVISED.pattern}", document.text[:_HEAD])
    )


def version_date(document: Document) -> str | None:
    """When it took the form that it has, as an ISO date: its last revision, where it names several in a line, else its date."""
    revised = (read_day(found["day"]) for found in _REVISED_ON.finditer(usual_forms(document.text[:_HEAD])))
    days = [day.isoformat() for day in revised if day]
    return max([*days, *filter(None, [document.dated])], default=None)


def other_versions(document: Document, others: list[Document]) -> list[Document]:
    """Those of `others` that are an earlier or later version of `document`: the same work with another text.

    Of rules whatever its date; of what is no rule (a speech, a report) only with the same date, or where one has none:
    two speeches of one title on two days are two speeches.
    """
    keys, rule = work_keys(document), holds_until_replaced(document)
    return [
        other
        for other in others
        if keys & work_keys(other)
        and other.text != document.text
        and (rule or document.dated is None or other.dated is None or document.dated == other.dated)
    ]
