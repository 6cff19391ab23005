"""Finding one's way in a document's outline: the section that a step such as 第三部分 or 最后一条 leads to.

Top-level parts are counted with the unnumbered ones among them and without annexes; articles (第十条) are numbered
through the whole document; everything else is a child of the section reached so far.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.chinese.markers import marker
from corpus.chinese.numbers import parse_number
from corpus.chinese.sentences import Span
from corpus.document import Document, Passage
from corpus.headings.tree import ROOT, HeadingTree
from retrieval.fold import Folded
from retrieval.index.generation import Generation
from retrieval.lookup.steps import Step

_ANNEX = re.compile(r"附件|附录|附表|附注|名\s*词\s*(?:解\s*释|注\s*释)|注\s*释|有关说明")
_ANNEX_NUMBER = re.compile(r"附[件录表]([一二三四五六七八九十]+|\d+)")

_LINE = re.compile(r"\S[^\n]*")
_CLOSING_PASSAGES = 2


@dataclass(frozen=True)
class Navigator:
    """Finds sections of one document. Sections are named as in `corpus.headings.tree`; `texts` are the headings folded,
    without blanks."""

    tree: HeadingTree
    texts: Sequence[Folded]

    @classmethod
    def of(cls, generation: Generation, document: int) -> "Navigator":
        """For the document with this index."""
        lines = generation.heading_lines[document]
        return cls(
            generation.trees[generation.documents[document].id],
            [Folded(line) for line in lines.split("\n")] if lines else [],
        )

    @property
    def document(self) -> Document:
        return self.tree.document

    @cached_property
    def families(self) -> list[str | None]:
        """The numbering family of every heading, as in `corpus.chinese.markers.RANK`."""
        found = (marker(heading.text) for heading in self.document.headings)
        return [numeral.family if numeral else None for numeral in found]

    def parts(self) -> list[int]:
        """The top-level sections that are no annexes."""
        return [i for i in self.tree.children() if not _ANNEX.match(self.texts[i])]

    def containing(self, words: Folded, section: int) -> int | None:
        """The outermost heading below `section` that holds `words`, the first of several."""
        found = [i for i in self.tree.within(section) if words in self.texts[i]]
        return min(found, key=lambda i: (self.document.headings[i].level, i)) if found else None

    def follow(self, step: Step, section: int) -> int | None:
        """The section that `step` leads to from `section`, None where the document has none."""
        if step.unit == "annex":
            return self._annex(step)
        if step.unit in ("article", "chapter", "section"):
            throughout = step.unit == "article" and step.number > 0
            scope = self.tree.within(ROOT if throughout else section)
            family = [i for i in scope if self.families[i] == step.unit]
            if family or step.unit == "chapter":
                return self._numbered(family, step.number)
        if section == ROOT:
            return self._part(step.number)
        return self._numbered(self._items(section), step.number)

    def _items(self, section: int) -> Sequence[int]:
        """What is counted below `section`: its children, or those of its only child (附件 > 民生实事 > 1. 2. 3.)."""
        children = self.tree.children(section)
        while len(children) == 1 and (deeper := self.tree.children(children[0])):
            children = deeper
        return children

    def _part(self, number: int) -> int | None:
        parts = self.parts()
        found = self._numbered(parts, number)
        if found is None and any(self.document.headings[i].number is None for i in parts):
            # Under titles without number, 一、二、三、 may run through the document as what people call its parts.
            inner = [i for i in self.tree.within() if self.families[i] == "han" and not self.in_annex(i)]
            same = [i for i in inner if self.document.headings[i].number == number]
            found = same[0] if len(same) == 1 else None
        return found

    def _numbered(self, sections: Sequence[int], number: int) -> int | None:
        """By number where the sections bear any, by position where the one there has none; from the end if negative."""
        if number < 0:
            return sections[number] if -number <= len(sections) else None
        headings = self.document.headings
        same = [i for i in sections if headings[i].number == number]
        if same:
            return same[0]
        at = sections[number - 1] if number <= len(sections) else None
        return at if at is not None and headings[at].number is None else None

    def _annex(self, step: Step) -> int | None:
        named = [i for i, text in enumerate(self.texts) if step.label in text and _ANNEX.match(text)]
        if step.number:
            named = [i for i in named if _annex_number(self.texts[i]) == step.number]
        return min(named, key=lambda i: (self.document.headings[i].level, i)) if named else None

    def span_of(self, step: Step, section: int) -> Span | None:
        """The text that an `opening`, `closing` or `paragraph` step means within `section`, None where there is none."""
        inside = [p for p in self.document.passages if self._holds(section, p)]
        if not inside:
            return None
        if step.unit == "opening":
            before = [p for p in inside if not p.path] or inside[:1]
            return before[0].start, before[-1].end
        if step.unit == "closing":
            last = inside[-_CLOSING_PASSAGES:]
            return last[0].start, last[-1].end
        if section == ROOT:
            return None
        paragraphs = self._paragraphs(inside[0].start, inside[-1].end)
        at = step.number - 1 if step.number > 0 else step.number
        return paragraphs[at] if -len(paragraphs) <= at < len(paragraphs) else None

    def _holds(self, section: int, passage: Passage) -> bool:
        if section != ROOT:
            return section in passage.path
        return not (passage.path and self.in_annex(passage.path[-1]))

    def _paragraphs(self, start: int, end: int) -> list[Span]:
        """The lines from `start` to `end`; the items of a list （一）… go with the line that announces them."""
        found: list[Span] = []
        for line in _LINE.finditer(self.document.text, start, end):
            if found and marker(line[0].strip()):
                found[-1] = (found[-1][0], line.end())
            else:
                found.append(line.span())
        return found

    def in_annex(self, section: int) -> bool:
        """Whether `section` is an annex (附件, 名词解释) or lies in one."""
        return any(_ANNEX.match(self.texts[i]) for i in self.tree.path(section))


def _annex_number(heading: str) -> int | None:
    found = _ANNEX_NUMBER.match(heading)
    return parse_number(found[1]) if found else None
