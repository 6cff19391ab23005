"""The lines of a document with the headings they stand under: what lists are looked for in."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from corpus.chinese.sentences import Span, sentences, sentences_from, trimmed
from corpus.headings.tree import ROOT, HeadingTree

_LINE = re.compile(r"\S[^\n]*")
_SCANT = 10
"""Characters; a heading or lead shorter than this (岗位留人) says little without what follows."""


@dataclass(frozen=True)
class DocumentLines:
    """One document as lists are looked for in it."""

    tree: HeadingTree

    @cached_property
    def text(self) -> str:
        return self.tree.document.text

    @property
    def start(self) -> int:
        """Where the text behind the title begins."""
        return self.tree.document.title_span[1]

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The lines that hold something, without white space at their ends, the title's left out."""
        return tuple(trimmed(self.text, *m.span()) for m in _LINE.finditer(self.text, self.start))

    def line_at(self, position: int) -> int:
        """The number of the line that holds `position`, or of the last before it; -1 where there is none."""
        return bisect_right(self._line_starts, position) - 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [start for start, _ in self.lines]

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.start for passage in self.tree.document.passages]

    @cached_property
    def _starts(self) -> list[int]:
        return [heading.start for heading in self.tree.document.headings]

    def heading_at(self, position: int) -> int:
        """The nearest heading that begins at or before `position`; ROOT where none does."""
        return bisect_right(self._starts, position) - 1

    def section_of(self, position: int) -> int:
        """The heading that `position` stands under: that above it where a heading begins there."""
        return self._section_of(position)

    @cached_property
    def _section_of(self) -> Callable[[int], int]:
        # Many lists begin where others do; so it is with what follows from where they begin.
        return cache(self._find_section)

    def _find_section(self, position: int) -> int:
        nearest = self.heading_at(position)
        if nearest != ROOT and self._starts[nearest] == position:
            return self.tree.parents[nearest]
        at = bisect_right(self._passage_starts, position) - 1
        passage = self.tree.document.passages[at] if at >= 0 else None
        if passage and passage.start <= position < passage.end:
            return passage.path[-1] if passage.path else ROOT
        return nearest

    def body(self, line: Span) -> Span:
        """What of a line is no heading."""
        nearest = self.heading_at(line[1] - 1)
        if nearest != ROOT and self._starts[nearest] >= line[0]:
            return trimmed(self.text, min(self.tree.document.headings[nearest].end, line[1]), line[1])
        return line

    def end_of(self, section: int) -> int:
        """Where the text of a section ends, its sub-sections included."""
        return len(self.text) if section == ROOT else self.tree.span(section)[1]

    def first_sentence(self, span: Span) -> Span:
        """The first sentence of a span; with the second where the first says little."""
        return self._first_sentence(span)

    @cached_property
    def _first_sentence(self) -> Callable[[Span], Span]:
        return cache(self._find_first_sentence)

    def _find_first_sentence(self, span: Span) -> Span:
        pieces = (trimmed(self.text, *sentence) for sentence in sentences_from(self.text, *span))
        held = (piece for piece in pieces if piece[0] < piece[1])
        first = next(held, span)
        if first[1] - first[0] >= _SCANT:
            return first
        return first[0], next(held, first)[1]

    def heading_lead(self, heading: int, end: int) -> Span:
        """A heading as an item is shown: alone, or with the first sentence (up to `end`) where it says little."""
        found = self.tree.document.headings[heading]
        if found.end - found.start >= _SCANT or not self.text[found.end : end].strip():
            return trimmed(self.text, found.start, found.end)
        return found.start, self.first_sentence(trimmed(self.text, found.end, end))[1]

    def announcing(self, start: int) -> Span:
        """The sentence that announces what begins at `start`: before it on its line, else the end of the line before, in the
        same section; (0, 0) where there is none."""
        return self._announcing(start)

    @cached_property
    def _announcing(self) -> Callable[[int], Span]:
        return cache(self._find_announcing)

    def _find_announcing(self, start: int) -> Span:
        at = self.line_at(start)
        line = self.lines[at]
        if self.text[line[0] : start].strip():
            return trimmed(self.text, sentences(self.text, line[0], start)[-1][0], start)
        body = self.body(self.lines[at - 1]) if at > 0 else (0, 0)
        if body[0] >= body[1] or self.section_of(body[0]) != self.section_of(start):
            return (0, 0)
        return trimmed(self.text, *sentences(self.text, *body)[-1])

    def beginning(self, start: int) -> Span:
        """The first sentence of the line that something begins in, where it does not begin that line itself."""
        line = self.lines[self.line_at(start)]
        return self.first_sentence(line) if line[0] < start else (0, 0)
