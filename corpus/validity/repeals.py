"""Which other documents a document puts out of force or changes, by its own words: 《…》同时废止, 关于修改《…》的决定."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.chinese.sentences import Span
from corpus.chinese.variants import usual_forms
from corpus.document import Document

Deed = Literal["repeals", "amends"]

_NAME = r"《[^《》\n]{3,80}(?:〈[^〈〉\n]{2,60}〉[^《》\n]{0,40})?》"
_ASIDE = r"(?:\s*[（(〔][^（）()\n]{1,60}[）)〕]\s*)?"
_LIST = rf"(?P<names>{_NAME}{_ASIDE}(?:[、，,和及与以或]{{0,2}}\s*(?:\d{{4}}年[^《》。；\n]{{0,40}})?{_NAME}{_ASIDE}){{0,60}})"
_BEHIND = re.compile(
    rf"{_LIST}(?:[^《》。；\n不未]{{0,30}}?)(?:同时|即行|相应|一并|随之|予以|均?自[^《》。；\n]{{2,24}}起|自行|现予)[^《》。；\n不未]{{0,6}}?(?:废止|失效|停止执行)"
)
"""《A》、《B》（2020年公布）同时废止; 《A》自本办法施行之日起废止."""
_BEFORE = re.compile(
    rf"(?P<lead>同时|决定|现决定|予以|即行|一并|现|^|[。；，,])\s*废止\s*(?:[^《》。；\n不未]{{0,30}}(?:的|发布|公布|印发)\s*)?{_LIST}"
)
"""同时废止《A》和《B》."""
_WORDS = ("废止", "廢止", "失效", "停止")
"""What every such statement is made with, in either writing."""
_TITLE = re.compile(r"关于(?P<deed>废止|修改|修订|修正)(?P<names>.{0,6}《.{3,120}》|.{4,80}?)(?:等\S{0,12})?的决定")
_CITED = re.compile(r"《((?:[^《》]|〈[^〉]*〉)+)》")


@dataclass(frozen=True, slots=True)
class Named:
    """Another document that this one puts out of force (`repeals`) or changes (`amends`), and where it says so.

    `span` is (0, 0) where the title alone says it.
    """

    name: str
    deed: Deed
    span: Span


def read_repeals(document: Document) -> tuple[Named, ...]:
    """The documents that `document` repeals or amends, each once, as it names them."""
    found: dict[tuple[str, Deed], Named] = {}
    for named in (*_by_title(document), *_by_text(document.text)):
        found.setdefault((named.name, named.deed), named)
    return tuple(found.values())


def _by_title(document: Document) -> Iterator[Named]:
    for title in dict.fromkeys((document.name, document.title)):
        if match := _TITLE.search(title):
            deed: Deed = "repeals" if match["deed"] == "废止" else "amends"
            names = _CITED.findall(match["names"]) or [match["names"]]
            yield from (Named(name, deed, (0, 0)) for name in names)


def _by_text(written: str) -> Iterator[Named]:
    if not any(word in written for word in _WORDS):
        return
    at = 0
    for line in usual_forms(written).split("\n"):
        if any(word in line for word in _WORDS):
            for match in (*_BEHIND.finditer(line), *_BEFORE.finditer(line)):
                start = at + match.start("names")
                for cited in _CITED.finditer(match["names"]):
                    a, b = start + cited.start(), start + cited.end()
                    yield Named(written[a + 1 : b - 1], "repeals", (a, b))
        at += len(line) + 1
