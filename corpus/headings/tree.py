"""The heading tree of a document: parents, children, paths, and which text stands under which heading.

Headings are named by their index in `Document.headings`, ROOT is the document as a whole. Spans are (start, end) in
`Document.text`, so that whatever is shown is a slice of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from corpus.chinese.sentences import Span
from corpus.document import Document, Heading, Passage

ROOT = -1
"""What the outermost headings stand under: the document as a whole."""


def parents_of(headings: Sequence[Heading]) -> tuple[int, ...]:
    """For every heading the nearest one before it of a higher level; ROOT for the outermost."""
    open_: list[int] = []
    parents: list[int] = []
    for index, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            open_.pop()
        parents.append(open_[-1] if open_ else ROOT)
        open_.append(index)
    return tuple(parents)


def path_to(heading: int, parents: Sequence[int]) -> tuple[int, ...]:
    """`heading` and those it stands under, outermost first; empty for ROOT."""
    path: list[int] = []
    while heading != ROOT:
        path.append(heading)
        heading = parents[heading]
    return tuple(reversed(path))


def runs(passages: Iterable[Passage]) -> Iterator[tuple[tuple[int, ...], Span]]:
    """The stretches of text that no heading interrupts: the span of neighbouring passages of one path, with that path."""
    for path, group in groupby(passages, key=attrgetter("path")):
        run = list(group)
        yield path, (run[0].start, run[-1].end)


@dataclass(frozen=True)
class HeadingTree:
    """One document seen as a tree of sections."""

    document: Document

    @cached_property
    def parents(self) -> tuple[int, ...]:
        """As `parents_of`."""
        return parents_of(self.document.headings)

    @cached_property
    def depths(self) -> tuple[int, ...]:
        """How deep every heading lies: 0 for the outermost ones."""
        depths: list[int] = []
        for parent in self.parents:
            depths.append(0 if parent == ROOT else depths[parent] + 1)
        return tuple(depths)

    def children(self, heading: int = ROOT) -> tuple[int, ...]:
        """The headings directly below `heading`."""
        return tuple(i for i, parent in enumerate(self.parents) if parent == heading)

    def path(self, heading: int) -> tuple[int, ...]:
        """`heading` and those it stands under, outermost first; empty for ROOT."""
        return path_to(heading, self.parents)

    def path_texts(self, heading: int) -> tuple[str, ...]:
        """The headings on the path, as written."""
        return tuple(self.document.headings[i].text for i in self.path(heading))

    def within(self, heading: int = ROOT) -> tuple[int, ...]:
        """Every heading below `heading`, in text order."""
        if heading == ROOT:
            return tuple(range(len(self.parents)))
        return tuple(self._below(heading))

    def passages(self, heading: int) -> tuple[Passage, ...]:
        """The passages under `heading` and its sub-sections, in text order."""
        if heading == ROOT:
            return self.document.passages
        return tuple(p for p in self.document.passages if heading in p.path)

    def span(self, heading: int) -> Span:
        """Where the section under `heading` stands, its heading lines and sub-sections included."""
        headings = self.document.headings
        ends = [headings[i].end for i in (heading, *self._below(heading))] + [p.end for p in self.passages(heading)]
        return headings[heading].start, max(ends)

    def passage_at(self, position: int) -> Passage | None:
        """The passage that holds the character at `position`; None for a heading or the title."""
        return next((p for p in self.document.passages if p.start <= position < p.end), None)

    def section_at(self, position: int) -> int:
        """The innermost heading that `position` stands under; ROOT for text before the first heading."""
        passage = self.passage_at(position)
        if passage is not None:
            return passage.path[-1] if passage.path else ROOT
        return next((i for i, h in enumerate(self.document.headings) if h.start <= position < h.end), ROOT)

    def neighbours(self, start: int, end: int) -> tuple[Passage | None, Passage | None]:
        """The passages right before and right after a span, in whatever section they stand."""
        before = [p for p in self.document.passages if p.end <= start]
        after = [p for p in self.document.passages if p.start >= end]
        return (before[-1] if before else None), (after[0] if after else None)

    def _below(self, heading: int) -> Iterator[int]:
        """Sections follow each other in the text: everything below a heading stands right behind it."""
        headings = self.document.headings
        for index in range(heading + 1, len(headings)):
            if headings[index].level <= headings[heading].level:
                return
            yield index
