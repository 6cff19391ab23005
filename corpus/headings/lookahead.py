"""What comes later in a document: the candidates behind the paragraph that the outline has reached.

Every look ahead is a look-up, so that a long document costs no more a line than a short one.
"""

from collections import Counter, defaultdict

from corpus.headings.candidate import HeadingCandidate


class Lookahead:
    """The candidates to come, by family, number and group; `pass_by` moves on by one."""

    def __init__(self, candidates: list[HeadingCandidate]) -> None:
        self._all = candidates[::-1]
        self._family: dict[str, list[HeadingCandidate]] = defaultdict(list)
        self._number: dict[tuple[str, int | None], list[HeadingCandidate]] = defaultdict(list)
        self._group = Counter(c.group for c in candidates if c.group is not None)
        for candidate in self._all:
            self._family[candidate.family].append(candidate)
            self._number[candidate.family, candidate.number].append(candidate)

    def pass_by(self, candidate: HeadingCandidate) -> None:
        """`candidate`, the next one, is reached."""
        self._all.pop()
        self._family[candidate.family].pop()
        self._number[candidate.family, candidate.number].pop()
        if candidate.group is not None:
            self._group[candidate.group] -= 1

    def next(self) -> HeadingCandidate | None:
        """The next candidate of any family."""
        return self._all[-1] if self._all else None

    def next_number(self, family: str) -> int | None:
        """The number of the family's next candidate."""
        following = self._family[family]
        return following[-1].number if following else None

    def paragraph_of(self, family: str, number: int) -> int | None:
        """Paragraph of the family's next candidate of `number`, None when the family starts again before."""
        found, one = self._number[family, number], self._number[family, 1]
        if not found or (number != 1 and one and one[-1].index < found[-1].index):
            return None
        return found[-1].index

    def goes_on(self, family: str, number: int) -> bool:
        """Whether number + 1 of the family comes later, before a restart."""
        return self.paragraph_of(family, number + 1) is not None

    def continues(self, candidate: HeadingCandidate) -> bool:
        """Whether a sibling of `candidate` is still to come."""
        if candidate.number is None:
            return candidate.group is not None and self._group[candidate.group] > 0
        return candidate.family != "markup" and self.goes_on(candidate.family, candidate.number)

    def confirms(self, candidate: HeadingCandidate) -> bool:
        """A one is confirmed by a two before the next one, or by standing alone on a line like a title."""
        if self.goes_on(candidate.family, 1):
            return True
        sure = candidate.family in ("chapter", "article", "part")
        return sure or (candidate.stands_alone and candidate.family not in ("point", "ordinal", "letter"))

    def has_better(self, candidate: HeadingCandidate) -> bool:
        """A line of its own with the same number, before the sequence goes on, is the heading; this one is prose."""
        following = self._family[candidate.family]
        if candidate.stands_alone or not following:
            return False
        return following[-1].number == candidate.number and following[-1].stands_alone

    def resumes_outer(self, family: str, outer: int) -> bool:
        """Whether a run of the family that starts now ends before an `outer` + 1 that does not belong to it."""
        run = 1
        for later in reversed(self._family[family]):
            if later.number == run + 1:
                run += 1
            elif later.number == 1 or (run > 1 and later.number == outer + 1):
                return later.number != 1
        return False
