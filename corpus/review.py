"""What an administrator should look at before trusting how a document was understood."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from corpus.chinese.sentences import is_sentence
from corpus.document import Document, Heading
from corpus.headings.numbered import LONGEST as LONGEST_HEADING
from corpus.headings.tree import parents_of
from corpus.passages import LONGEST as LONGEST_PASSAGE

ConcernKind = Literal[
    "no_title",
    "no_headings",
    "recognized",
    "long_section",
    "gap",
    "much_dropped",
    "sentence_dropped",
    "long_passage",
]

WITHOUT_HEADINGS, LONG_SECTION = 4000, 5000
"""Characters of text that a document, or one section, may hold undivided; whole speeches have that many."""
MUCH_DROPPED = 0.3
"""Share of a file's characters; pages of news sites lose a tenth or less."""
_SENTENCE = 50
_NO_TEXT = ("site terms", "caption", "page tail", "repeated title", "source line")
"""Rules that sentences may rightly fall under."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to check: `line` in the source (0 for the whole file), `subject` the heading or line it is about."""

    kind: ConcernKind
    line: int
    subject: str
    amount: int = 0


def review(document: Document) -> list[Concern]:
    """The concerns about `document`, whole-file ones first, then in the order of the text."""
    found: list[Concern] = []
    if document.title_span == (0, 0):
        found.append(Concern("no_title", 0, document.title))
    if not document.headings and len(document.text) > WITHOUT_HEADINGS:
        found.append(Concern("no_headings", 0, document.title, len(document.text)))
    recognized = [p.recognized for p in document.passages if p.recognized is not None]
    if recognized:
        found.append(Concern("recognized", 0, document.title, int(100 * min(recognized))))
    dropped = sum(len(d.text.strip()) for d in document.dropped)
    if dropped > MUCH_DROPPED * (dropped + len(document.text)):
        found.append(Concern("much_dropped", 0, document.title, len(document.dropped)))
    details = [*_gaps(document.headings), *_long_sections(document), *_dropped_sentences(document)]
    details += [
        Concern("long_passage", 0, document.text[p.start : p.start + 30], p.end - p.start)
        for p in document.passages
        if p.end - p.start > LONGEST_PASSAGE + LONGEST_HEADING
    ]
    return found + sorted(details, key=lambda concern: concern.line)


def _gaps(headings: tuple[Heading, ...]) -> list[Concern]:
    """Numbers that do not follow each other among the headings of one parent and one kind of number."""
    last: dict[tuple[int, str], int] = {}
    found = []
    for heading, parent in zip(headings, parents_of(headings), strict=True):
        if heading.number is None:
            continue
        key = (parent, _family(heading.text))
        before = last.get(key, heading.number - 1)
        if heading.number not in (before, before + 1, 1):
            found.append(Concern("gap", heading.line, heading.text, before + 1))
        last[key] = heading.number
    return found


def _family(text: str) -> str:
    """The signs around a heading's numeral: （一） and 一、 are two kinds, （一） and （十二） one."""
    signs = "".join(c for c in text[:8] if not c.isdigit() and c not in "一二三四五六七八九十百零〇○")
    return signs[:2] if text[:1] in "（(第﹙〔" else signs[:1]


def _long_sections(document: Document) -> list[Concern]:
    found = []
    for path, passages in groupby(document.passages, key=lambda p: p.path):
        size = sum(p.end - p.start for p in passages)
        if path and size > LONG_SECTION:
            heading = document.headings[path[-1]]
            found.append(Concern("long_section", heading.line, heading.text, size))
    return found


def _dropped_sentences(document: Document) -> list[Concern]:
    return [
        Concern("sentence_dropped", d.line, d.text.strip())
        for d in document.dropped
        if d.rule not in _NO_TEXT and len(d.text.strip()) > _SENTENCE and is_sentence(d.text.strip())
    ]
