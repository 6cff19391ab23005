"""Items that open with markers of one family in sequence: 一是…二是…, 第一，…第二，…, （一）…（二）…, 1. 2., ①②, (1)(2).

They may stand within a sentence, within a paragraph or each on its line, and inside each other. A marker belongs to a
list only where it continues one, or where it is the first and another continues it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.chinese.numbers import parse_number
from corpus.chinese.sentences import Span, sentences, trimmed
from corpus.enumerations.enumeration import Enumeration
from corpus.enumerations.layout import DocumentLines
from corpus.headings.tree import ROOT

_HAN = "[一二三四五六七八九十]{1,3}"
_OPENS = r"(?:^|(?<=[。；;：:，,、！!？?\n\s　“\"‘（(—－-]))"
_SENTENCE = r"(?:^|(?<=[。；;：:，,！!？?\n\s　—”\"）)]))"
_MARKER = re.compile(
    rf"{_OPENS}其?(?P<point>{_HAN})(?:个?是|要|则)"
    rf"|{_OPENS}其(?P<among>{_HAN})[，,、：:]"
    rf"|{_SENTENCE}第(?P<ordinal>{_HAN}|\d{{1,2}})(?:[\u4e00-\u9fff]{{0,3}}?)(?:[，,：:、]|(?=[是要]))"
    r"|(?:^|(?<=[。；;：:！!？?，,\n\s　”\"]))(?P<word>首先|其次|再次|再者|最后)(?=[，,是要：:\u4e00-\u9fff])"
    rf"|(?<![第条款项至、])[（(﹙〔]\s?(?P<paren_han>{_HAN})\s?[）)﹚〕](?![项款至、])"
    r"|(?<![第条款项至、])[（(﹙]\s?(?P<paren_arabic>\d{1,2})\s?[）)﹚](?![项款至、])"
    r"|(?:^|(?<=[。；;：:！!？?\n\s　”\"]))(?P<arabic>\d{1,2})(?:[.．﹒、](?!\d)|\s+(?=[\u4e00-\u9fff“《]))"
    rf"|(?:^|(?<=[。；;：:\n\s　]))(?P<han>{_HAN})[、．.]"
    r"|(?P<circled>[①-⑳])|(?P<enclosed>[⑴-⒇])(?![，。；、）)])",
    re.MULTILINE,
)
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 0}
"""最后 is one more than the last, whatever that is."""
_GAP = 1
"""Numbers that may be missing in a list that otherwise goes on."""


@dataclass(frozen=True, slots=True)
class _Mark:
    family: str
    number: int
    start: int


@dataclass(slots=True)
class _Run:
    family: str
    section: int
    marks: list[_Mark]
    depth: int
    closed_at: int | None = None

    @property
    def last(self) -> int:
        return self.marks[-1].number


def marked_lists(layout: DocumentLines) -> Iterator[Enumeration]:
    """The lists whose items are numbered, outer ones and those inside them."""
    for run in _runs(layout):
        if len(run.marks) > 1:
            yield _enumeration(layout, run)


def _marks(layout: DocumentLines) -> Iterator[_Mark]:
    for found in _MARKER.finditer(layout.text, layout.start):
        family = found.lastgroup or ""
        written = found[family]
        if family == "word":
            yield _Mark("ordinal", _WORDS[written], found.start())
        elif family in ("circled", "enclosed"):
            base = ord("①") if family == "circled" else ord("⑴")
            yield _Mark(family, ord(written) - base + 1, found.start())
        elif number := parse_number(written):
            yield _Mark(family, number, found.start())


def _runs(layout: DocumentLines) -> list[_Run]:
    done: list[_Run] = []
    open_: list[_Run] = []
    for mark in _marks(layout):
        section = layout.section_of(mark.start)
        path = layout.tree.path(section)
        while open_ and open_[-1].section != ROOT and open_[-1].section not in path:
            open_.pop().closed_at = mark.start
        at = next((i for i in range(len(open_) - 1, -1, -1) if _continues(open_[i], mark)), None)
        if at is not None:
            for run in open_[at + 1 :]:
                run.closed_at = run.closed_at or mark.start
            del open_[at + 1 :]
            open_[at].marks.append(_Mark(mark.family, mark.number or open_[at].last + 1, mark.start))
        elif mark.number == 1:
            same = next((i for i, run in enumerate(open_) if run.family == mark.family), None)
            if same is not None:
                for run in open_[same:]:
                    run.closed_at = run.closed_at or mark.start
                del open_[same:]
            open_.append(_Run(mark.family, section, [mark], len(open_)))
            done.append(open_[-1])
    return done


def _continues(run: _Run, mark: _Mark) -> bool:
    if run.family != mark.family:
        return False
    return mark.number == 0 or 1 <= mark.number - run.last <= 1 + _GAP


def _enumeration(layout: DocumentLines, run: _Run) -> Enumeration:
    text = layout.text
    starts = [mark.start for mark in run.marks]
    ends = [*starts[1:], _last_end(layout, run)]
    items = tuple(trimmed(text, a, b) for a, b in zip(starts, ends, strict=True))
    numbers = [mark.number for mark in run.marks]
    return Enumeration(
        form="marked",
        section=run.section,
        stem=layout.announcing(starts[0]),
        items=items,
        leads=tuple(_lead(layout, item) for item in items),
        family=run.family,
        around=layout.beginning(starts[0]),
        complete=numbers == list(range(1, len(numbers) + 1)),
        depth=run.depth,
    )


def _lead(layout: DocumentLines, item: Span) -> Span:
    """The heading that an item opens with, else its first sentence."""
    nearest = layout.heading_at(item[0])
    if nearest != ROOT and layout.tree.document.headings[nearest].start == item[0]:
        return layout.heading_lead(nearest, item[1])
    return layout.first_sentence(item)


def _last_end(layout: DocumentLines, run: _Run) -> int:
    """Where the last item ends: with its sentence where the items stand in one, else with its line."""
    text, starts = layout.text, [mark.start for mark in run.marks]
    last = starts[-1]
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    limit = min(run.closed_at or len(text), layout.end_of(run.section))
    between = text[starts[0] : last]
    if "\n" not in between and not re.search("[。！？]", between):
        first = sentences(text, last, line_end)[0]
        return min(first[1], limit)
    lines = between.count("\n")
    several = lines > 1.5 * (len(starts) - 1)
    return limit if several else max(last + 1, min(line_end, limit))
