"""The heading tree, decided by sequence over the whole document.

A numeral is a heading only if it continues its siblings: it follows n-1 of its family, or is a one that a two follows.
Numbering restarts under each parent; every family may nest in any other, in the order in which the document opens
them. A title without number belongs inside the section whose numbering goes on behind it, else at the top.
Text behind the last sub-section that speaks for the parent again (`各位代表！…`) is given back to the parent.
"""

import re
from dataclasses import dataclass

from corpus.chinese.markers import RANK
from corpus.headings.candidate import HeadingCandidate
from corpus.headings.candidates import heading_candidates
from corpus.headings.lookahead import Lookahead
from corpus.headings.open_sections import Node, OpenSections, rank
from corpus.headings.signposts import closing_lines
from corpus.lines.paragraphs import Paragraph
from corpus.tables import is_row

_RESUMES = re.compile(
    r"(?:各位代表|同志们|各位委员|各位领导|各位来宾|朋友们)[！!，,：:]"
    r"|过去(?:的?一年|五年)|(?:一年|五年|这些年|近年)来[，,]|回顾(?:过去|五年|一年)"
    r"|(?:在)?(?:充分)?(?:看到|肯定|总结)(?:这些)?成绩|成绩(?:来之|固然|的取得)|这些成绩|(?:同时[，,])?(?:我们)?(?:也|还|更)?(?:要)?清醒(?:地)?(?:认识|看)"
    r"|与此同时[，,]|总之[，,]|综上所述"
)
"""Openings by which a speaker comes back from the last point to the whole part."""

_THROUGHOUT = ("chapter", "article")
"""Families numbered through the whole document, whatever they stand under."""

_RESUMED = (*_THROUGHOUT, "paren_han", "arabic")
"""Families whose numbering may go on although the section before has ended."""

_GAP = 5
"""Numbers that may be missing in them; their markers (第三章　…) are sure enough to go on behind a gap."""


@dataclass(frozen=True, slots=True)
class Outline:
    """`nodes` in text order; `owner[i]` is the node whose section paragraph i belongs to, -1 before the first."""

    nodes: list[Node]
    owner: list[int]


def build_outline(paragraphs: list[Paragraph], first: int) -> Outline:
    """The tree over `paragraphs[first:]`; paragraphs before `first` have owner -1."""
    return _Builder(paragraphs, first).run()


class _Builder:
    def __init__(self, paragraphs: list[Paragraph], first: int) -> None:
        self.paragraphs, self.first = paragraphs, first
        self.candidates = heading_candidates(paragraphs, first)
        self.ahead, self.open = Lookahead(self.candidates), OpenSections()
        self.last_number: dict[str, int] = {}
        self.closing = closing_lines([p.text.strip() for p in paragraphs], first)
        apart = sum(p.apart for p in paragraphs[first:])
        self.spaced, self.parted = apart > 0, 2 * apart < len(paragraphs) - first
        self.titles_inside = False
        self.titles_on_top = False

    def run(self) -> Outline:
        by_index = {c.index: c for c in self.candidates}
        owner = [-1] * len(self.paragraphs)
        for index in range(self.first, len(self.paragraphs)):
            candidate = by_index.get(index)
            apart = self.paragraphs[index].apart if self.spaced else None
            if candidate:
                self.ahead.pass_by(candidate)
            if candidate and self._accept(candidate):
                self.open.open(candidate, apart)
                self.last_number[candidate.family] = candidate.number or 0
                if not candidate.stands_alone:
                    self.open.add_paragraph()
            else:
                if apart and (ended := self.open.parted(self.ahead.continues)) is not None:
                    self.open.close(ended)
                self._end_table(index)
                self._close_behind(index)
                self._give_back(self.paragraphs[index].text.strip())
                self.open.add_paragraph(apart)
            owner[index] = self.open.innermost
        return Outline(self.open.nodes, owner)

    def _accept(self, candidate: HeadingCandidate) -> bool:
        """Close the sections that end before `candidate`; False when it is no heading."""
        match candidate.family:
            case "markup":
                self.open.close_while(lambda c: c.family != "markup" or (c.level or 0) >= (candidate.level or 0))
                return True
            case "annex":
                last = self.open.at(-1) if len(self.open) else None
                if not (last and last.family == "annex" and last.index == candidate.index - 1):
                    self.open.close(0)
                return True
            case "attached":
                self.open.close(0)
                return True
            case "lead":
                return self._accept_lead(candidate)
            case "box":
                return self._accept_box(candidate)
            case "question":
                self.open.close_while(lambda c: rank(c) >= RANK["question"])
                return True
            case "title" | "sentence":
                return self._accept_title(candidate)
            case "label":
                self.open.close_while(lambda c: rank(c) >= RANK["label"])
                return True
            case _:
                return self._accept_numbered(candidate)

    def _accept_numbered(self, candidate: HeadingCandidate) -> bool:
        family, number = candidate.family, candidate.number or 0
        depths = self.open.depths(family)
        for depth in depths:
            if self._follows(candidate, self.open.at(depth), deepest=depth == depths[0]):
                self.open.close(depth)
                return True
        if depths:
            if number != 1 or candidate.glued or not self.ahead.confirms(candidate):
                return False
            self._restart(candidate, depths[0])
            return True
        if RANK[family] > RANK["article"] and self.open.depths("article"):
            return False
        starts = number == 1 and self.ahead.confirms(candidate)
        sure = candidate.stands_alone or family == "article"
        in_excerpt = number > 1 and sure and family not in self.open.seen and self.ahead.goes_on(family, number)
        if not (starts or in_excerpt or self._goes_on_from_earlier(candidate)):
            return False
        self.open.close_while(lambda c: self._ends_before(c, candidate))
        return True

    def _follows(self, candidate: HeadingCandidate, sibling: HeadingCandidate, deepest: bool) -> bool:
        number, last = candidate.number or 0, sibling.number or 0
        if candidate.inserted:
            return number == last
        if number == last + 1:
            return not self.ahead.has_better(candidate)
        if candidate.family in _THROUGHOUT:
            return last < number <= last + _GAP
        if not (deepest and candidate.stands_alone):
            return False
        skips = number == last + 2 and self.ahead.goes_on(candidate.family, number)
        misprinted = number == last and self.ahead.next_number(candidate.family) == last + 2
        return skips or misprinted

    def _restart(self, candidate: HeadingCandidate, depth: int) -> None:
        """A new one while its own family is open: below the open one when that, or what it holds, goes on behind the run."""
        inside = self.open.deepest(self.ahead.continues)
        if self.ahead.resumes_outer(candidate.family, self.open.at(depth).number or 0) or (
            inside is not None and inside > depth
        ):
            self.open.close(1 + max(depth, depth if inside is None else inside))
        else:
            self.open.close(depth)

    def _goes_on_from_earlier(self, candidate: HeadingCandidate) -> bool:
        """Numbering through the whole document, whatever the sections stand under."""
        family, number = candidate.family, candidate.number or 0
        last = self.last_number.get(family, 0)
        if family in _THROUGHOUT:
            return number > 1 and last < number <= last + _GAP
        return 1 < number == last + 1 and family in _RESUMED and not candidate.glued

    def _ends_before(self, section: HeadingCandidate, candidate: HeadingCandidate) -> bool:
        """Whether the innermost open `section` is over when `candidate`, of a family not open, begins.

        By rank, unless the document does otherwise: the open section's numbering goes on behind the new run's two,
        the document has nested the two families so before, or opened with the family of usually greater rank.
        """
        if section.family == "markup" or rank(section) <= rank(candidate):
            return False
        if (section.family, candidate.family) in self.open.nested:
            return False
        if candidate.family in _THROUGHOUT:
            return not (section.family == "han" and section.stands_alone and self.ahead.continues(section))
        on_top = len(self.open) == 1 and (section.number or 0) > 1 and section.stands_alone
        if on_top and candidate.family not in self.open.seen:
            return False
        two = self.ahead.paragraph_of(candidate.family, 2)
        sibling = self.ahead.paragraph_of(section.family, (section.number or 0) + 1)
        return two is None or sibling is None or two >= sibling

    def _accept_title(self, candidate: HeadingCandidate) -> bool:
        if (
            candidate.group is not None
            and (alike := self.open.deepest(lambda c: c.group == candidate.group)) is not None
        ):
            self.open.close(alike)
            return True
        if self.open.depths("article"):
            return False
        inside = self.open.deepest(lambda c: c.stands_alone and self.ahead.continues(c))
        siblings, annexes = self.open.depths(candidate.family), self.open.depths("annex")
        if inside is not None:
            self.open.close(inside + 1)
            self.titles_inside = True
        elif self._begins_anew():
            self.open.close(0)
        elif candidate.group is not None and (titles := self.open.depths("title")):
            self.open.close(titles[0] + 1)
        elif siblings:
            self.open.close(siblings[-1])
        elif annexes:
            self.open.close(annexes[-1] + 1)
        elif len(self.open) and (self.titles_inside or not self.titles_on_top):
            self.open.close(1)
        else:
            self.open.close(0)
            self.titles_on_top = True
        return True

    def _accept_lead(self, candidate: HeadingCandidate) -> bool:
        """A lead stands beside its row; the first of a row stands below what is open."""
        alike = self.open.deepest(lambda c: c.group == candidate.group)
        if alike is not None:
            self.open.close(alike)
        return True

    def _accept_box(self, candidate: HeadingCandidate) -> bool:
        """A box stands beside the innermost sub-section; where empty lines part the parts, one above it ends them.

        Not a part whose numbering goes on behind the box: that would not find its way back. The caption of a table
        stands inside of what is open, with the table's rows and no more.
        """
        if self._captions_rows(candidate.index):
            self.open.close_while(lambda c: c.family == "box")
            return True
        depth = max(len(self.open) - 1, 1)
        if self.parted and self.paragraphs[candidate.index].apart:
            depth = 1 if len(self.open) and self.open.at(0).family in ("annex", "attached") else 0
        going_on = self.open.deepest(lambda c: c.family not in _RESUMED and self.ahead.continues(c))
        self.open.close(depth if going_on is None else max(depth, going_on + 1))
        return True

    def _captions_rows(self, index: int) -> bool:
        """Whether the line right behind is the row of a table."""
        return index + 1 < len(self.paragraphs) and is_row(self.paragraphs[index + 1].text)

    def _begins_anew(self) -> bool:
        """Whether the numbering of the whole document starts again next: another text follows in the same file."""
        root, following = self.open.at(0) if len(self.open) else None, self.ahead.next()
        return bool(root and root.number and following and (following.family, following.number) == (root.family, 1))

    def _end_table(self, index: int) -> None:
        """Leave the caption of a table behind its last row."""
        box = self.open.at(-1) if len(self.open) else None
        ended = box and box.family == "box" and self._captions_rows(box.index)
        if ended and not is_row(self.paragraphs[index].text):
            self.open.close(len(self.open) - 1)

    def _close_behind(self, index: int) -> None:
        """What names the annexes, is signed, or says who was there and who gets it is said by the whole text."""
        if index in self.closing and len(self.open):
            self.open.close(1 if self.open.at(0).family in ("annex", "attached") else 0)

    def _give_back(self, text: str) -> None:
        """Leave finished sub-sections where the text turns to the parent again."""
        while len(self.open) and self.open.at(-1).family not in ("markup", "annex", "attached"):
            if len(self.open) == 1 and self.open.at(0).stands_alone:
                return
            if self.ahead.continues(self.open.at(-1)) or self.open.at(0).family == "annex":
                return
            resumes = len(self.open) > 1 and _RESUMES.match(text)
            if not (resumes or (self.open.full_like_siblings() and not self._leads_deeper())):
                return
            self.open.close(len(self.open) - 1)

    def _leads_deeper(self) -> bool:
        """Whether a deeper numbering opens next: that belongs to the last sibling, and so does what leads to it."""
        following = self.ahead.next()
        return bool(following and following.number == 1 and rank(following) > rank(self.open.at(-1)) > 1)
