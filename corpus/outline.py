"""The heading tree, decided by sequence over the whole document.

A numeral is a heading only if it continues its siblings: it follows n-1 of its family, or is a one that a two follows.
Numbering restarts under each parent; every family may nest in any other, in the order in which the document opens
them. A title without number belongs inside the section whose numbering goes on behind it, else at the top.
Text behind the last sub-section that speaks for the parent again (`各位代表！…`) is given back to the parent.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from corpus.candidates import Candidate, find_candidates
from corpus.markers import RANK
from corpus.paragraphs import Paragraph

_RESUMES = re.compile(
    r"(?:各位代表|同志们|各位委员|各位领导|各位来宾|朋友们)[！!，,：:]"
    r"|过去(?:的?一年|五年)|(?:一年|五年|这些年|近年)来[，,]|回顾(?:过去|五年|一年)"
    r"|(?:在)?(?:充分)?(?:看到|肯定|总结)(?:这些)?成绩|成绩(?:来之|固然|的取得)|这些成绩|(?:同时[，,])?(?:我们)?(?:也|还|更)?(?:要)?清醒(?:地)?(?:认识|看)"
    r"|与此同时[，,]|总之[，,]|综上所述"
)
"""Openings by which a speaker comes back from the last point to the whole part."""

_THROUGHOUT = ("chapter", "article")
"""Families numbered through the whole document, whatever they stand under."""

_GAP = 5
"""Numbers that may be missing in them; their markers (第三章　…) are sure enough to go on behind a gap."""


@dataclass(slots=True)
class Node:
    """A heading in the making. `parent` and `owner` values are indices into the node list, -1 for none."""

    candidate: Candidate
    level: int
    parent: int
    paragraphs: int = 0
    children: int = 0


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
        self.candidates = find_candidates(paragraphs, first)
        self.later: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in reversed(self.candidates):
            self.later[candidate.family].append(candidate)
        self.ahead = self.candidates[::-1]
        self.nodes: list[Node] = []
        self.stack: list[int] = []
        self.last_number: dict[str, int] = {}
        self.nested: set[tuple[str, str]] = set()
        self.titles_inside = False
        self.titles_on_top = False

    def run(self) -> Outline:
        by_index = {c.index: c for c in self.candidates}
        owner = [-1] * len(self.paragraphs)
        for index in range(self.first, len(self.paragraphs)):
            candidate = by_index.get(index)
            if candidate:
                self.later[candidate.family].pop()
                self.ahead.pop()
            if candidate and self._place(candidate):
                self._push(candidate)
                self.last_number[candidate.family] = candidate.number or 0
                owner[index] = self.stack[-1]
                if not candidate.stands_alone:
                    self.nodes[self.stack[-1]].paragraphs += 1
            else:
                self._give_back(self.paragraphs[index].text.strip())
                if self.stack:
                    owner[index] = self.stack[-1]
                    self.nodes[self.stack[-1]].paragraphs += 1
        return Outline(self.nodes, owner)

    def _push(self, candidate: Candidate) -> None:
        parent = self.stack[-1] if self.stack else -1
        level = self.nodes[parent].level + 1 if self.stack else 1
        if self.stack:
            self.nodes[parent].children += 1
            self.nested.add((self.nodes[parent].candidate.family, candidate.family))
        self.nodes.append(Node(candidate, level, parent))
        self.stack.append(len(self.nodes) - 1)

    def _place(self, candidate: Candidate) -> bool:
        """Pop the stack to where `candidate` hangs; False when it is no heading."""
        match candidate.family:
            case "markup":
                self._pop_while(lambda c: c.family != "markup" or (c.level or 0) >= (candidate.level or 0))
                return True
            case "annex":
                titles_annex = (
                    bool(self.stack) and self._at(-1).family == "annex" and self._at(-1).index == candidate.index - 1
                )
                if not titles_annex:
                    self.stack.clear()
                return True
            case "title" | "sentence":
                return self._place_title(candidate)
            case "label":
                self._pop_while(lambda c: self._rank(c) >= RANK["label"])
                return True
            case _:
                return self._place_numbered(candidate)

    def _place_numbered(self, candidate: Candidate) -> bool:
        family, number = candidate.family, candidate.number or 0
        depths = [d for d in reversed(range(len(self.stack))) if self._at(d).family == family]
        for depth in depths:
            if self._follows(candidate, self._at(depth), deepest=depth == depths[0]):
                del self.stack[depth:]
                return True
        if depths:
            if number != 1 or candidate.glued or not self._confirmed(candidate):
                return False
            self._restart(candidate, depths[0])
            return True
        if any(self._at(d).family == "article" for d in range(len(self.stack))) and RANK[family] > RANK["article"]:
            return False
        starts = number == 1 and self._confirmed(candidate)
        in_excerpt = number > 1 and candidate.stands_alone and self._goes_on(family, number) and not self._seen(family)
        if not (starts or in_excerpt or self._goes_on_from_earlier(candidate)):
            return False
        while self.stack and self._ends_before(candidate):
            self.stack.pop()
        return True

    def _follows(self, candidate: Candidate, sibling: Candidate, deepest: bool) -> bool:
        number, last = candidate.number or 0, sibling.number or 0
        if candidate.inserted:
            return number == last
        if number == last + 1:
            return not self._better_later(candidate)
        if candidate.family in _THROUGHOUT:
            return last < number <= last + _GAP
        if not (deepest and candidate.stands_alone):
            return False
        skips = number == last + 2 and self._goes_on(candidate.family, number)
        misprinted = number == last and self._next_number(candidate.family) == last + 2
        return skips or misprinted

    def _restart(self, candidate: Candidate, depth: int) -> None:
        """A new one while its own family is open: below the open one when that goes on behind the new run."""
        outer, run = self._at(depth).number or 0, 1
        nested = False
        for later in reversed(self.later[candidate.family]):
            if later.number == run + 1:
                run += 1
            elif later.number == 1 or (nested := run > 1 and later.number == outer + 1):
                break
        if not nested:
            del self.stack[depth:]
            return
        while len(self.stack) > depth + 1 and not self._continues(self._at(-1)):
            self.stack.pop()

    def _goes_on_from_earlier(self, candidate: Candidate) -> bool:
        """Numbering through the whole document, whatever the sections stand under."""
        family, number = candidate.family, candidate.number or 0
        last = self.last_number.get(family, 0)
        if family in _THROUGHOUT:
            return number > 1 and last < number <= last + _GAP
        return 1 < number == last + 1 and family in ("arabic", "paren_han") and not candidate.glued

    def _ends_before(self, candidate: Candidate) -> bool:
        """Whether the innermost open section is over when `candidate`, of a family not open, begins.

        By rank, unless the document does otherwise: the open section's numbering goes on behind the new run's two,
        the document has nested the two families so before, or opened with the family of usually greater rank.
        """
        open_one = self._at(-1)
        if open_one.family == "markup" or self._rank(open_one) <= self._rank(candidate):
            return False
        if (open_one.family, candidate.family) in self.nested:
            return False
        if candidate.family in ("annex", *_THROUGHOUT):
            return True
        first_open = len(self.stack) == 1 and (open_one.number or 0) > 1 and open_one.stands_alone
        if first_open and not self._seen(candidate.family):
            return False
        two = self._position(candidate.family, 2)
        after = self._position(open_one.family, (open_one.number or 0) + 1)
        return not (two is not None and after is not None and two < after)

    def _position(self, family: str, number: int) -> int | None:
        """Where the next candidate of `number` stands, None when the family starts again before."""
        for later in reversed(self.later[family]):
            if later.number == number:
                return later.index
            if later.number == 1:
                return None
        return None

    def _next_number(self, family: str) -> int | None:
        return self.later[family][-1].number if self.later[family] else None

    def _place_title(self, candidate: Candidate) -> bool:
        alike = next(
            (d for d in range(len(self.stack)) if candidate.group is not None and self._at(d).group == candidate.group),
            None,
        )
        if alike is not None:
            del self.stack[alike:]
            return True
        if any(self._at(d).family == "article" for d in range(len(self.stack))):
            return False
        inside = next((d for d in reversed(range(len(self.stack))) if self._continues(self._at(d))), None)
        annex = next((d for d in range(len(self.stack)) if self._at(d).family == "annex"), None)
        siblings = next((d for d in range(len(self.stack)) if self._at(d).family == candidate.family), None)
        if inside is not None:
            del self.stack[inside + 1 :]
            self.titles_inside = True
        elif self._begins_anew():
            self.stack.clear()
        elif siblings is not None:
            del self.stack[siblings:]
        elif annex is not None:
            del self.stack[annex + 1 :]
        elif self.stack and (self.titles_inside or not self.titles_on_top):
            del self.stack[1:]
        else:
            self.stack.clear()
            self.titles_on_top = True
        return True

    def _begins_anew(self) -> bool:
        """Whether the numbering of the whole document starts again next: another text follows in the same file."""
        root = self._at(0) if self.stack else None
        return bool(
            root and root.number and self.ahead and (self.ahead[-1].family, self.ahead[-1].number) == (root.family, 1)
        )

    def _give_back(self, text: str) -> None:
        """Leave finished sub-sections where the text turns to the parent again."""
        while (
            len(self.stack) > 1 and not self._continues(self._at(-1)) and self._at(-1).family not in ("markup", "annex")
        ):
            if not _RESUMES.match(text) and not self._full_like_siblings():
                return
            if self.nodes[self.stack[0]].candidate.family == "annex":
                return
            self.stack.pop()

    def _full_like_siblings(self) -> bool:
        """The last of three or more siblings that all hold exactly one paragraph holds one, too.

        Unless a deeper numbering opens next: that belongs to the last sibling, and so does what leads to it.
        """
        node = self.nodes[self.stack[-1]]
        if self.ahead and self.ahead[-1].number == 1 and self._rank(self.ahead[-1]) > self._rank(node.candidate) > 1:
            return False
        siblings = [n for n in self.nodes if n.parent == node.parent and n.candidate.family == node.candidate.family]
        return len(siblings) >= 3 and all(n.paragraphs == 1 and n.children == 0 for n in siblings)

    def _confirmed(self, candidate: Candidate) -> bool:
        """A one is confirmed by a two before the next one, or by standing alone on a line like a title."""
        if self._goes_on(candidate.family, 1):
            return True
        sure = candidate.family in ("chapter", "article", "part")
        return sure or (candidate.stands_alone and candidate.family not in ("point", "ordinal", "letter"))

    def _goes_on(self, family: str, number: int) -> bool:
        """Whether number + 1 of the family comes later, before a restart."""
        for later in reversed(self.later[family]):
            if later.number == number + 1:
                return True
            if later.number == 1:
                return False
        return False

    def _continues(self, candidate: Candidate) -> bool:
        if candidate.number is None:
            return any(
                later.group == candidate.group for later in self.later[candidate.family] if candidate.group is not None
            )
        return candidate.family != "markup" and self._goes_on(candidate.family, candidate.number)

    def _better_later(self, candidate: Candidate) -> bool:
        """A line of its own with the same number, before the sequence goes on, is the heading; this one is prose."""
        later = self.later[candidate.family][-1] if self.later[candidate.family] else None
        return bool(later and later.number == candidate.number and later.stands_alone and not candidate.stands_alone)

    def _seen(self, family: str) -> bool:
        return any(node.candidate.family == family for node in self.nodes)

    def _at(self, depth: int) -> Candidate:
        return self.nodes[self.stack[depth]].candidate

    def _rank(self, candidate: Candidate) -> float:
        """Titles without number rank just below what they hang under, so that anything may open inside them."""
        return RANK.get(candidate.family, 0.5)

    def _pop_while(self, condition) -> None:  # type: ignore[no-untyped-def]
        while self.stack and condition(self._at(-1)):
            self.stack.pop()
