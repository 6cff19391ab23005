"""What a provision refers to in its own document: 第九条第二项, 前款, 前条, 本条第一款."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.chinese.markers import marker
from corpus.chinese.numbers import parse_number
from corpus.chinese.sentences import Span, sentences, trimmed
from corpus.enumerations.layout import DocumentLines

_HAN = "[一二三四五六七八九十百]{1,6}"
_PLACE = re.compile(
    rf"(?P<other>》)?(?:第(?P<article>{_HAN}|\d{{1,3}})条|(?P<this>本条)|(?P<before>前条)|(?P<above>前款))"
    rf"(?:第(?P<paragraph>{_HAN})款)?(?P<items>第[（(]?{_HAN}(?:[）)项、和或第（(]|{_HAN})*项)?"
)
_ITEM = re.compile(_HAN)
_MOST = 3
"""Places that one provision is followed to."""


@dataclass(frozen=True)
class References:
    """The provisions of one document by their numbers; empty where it has no articles."""

    layout: DocumentLines

    @cached_property
    def articles(self) -> dict[int, Span]:
        """The articles by number, from their heading to their end."""
        found: dict[int, Span] = {}
        for index, heading in enumerate(self.layout.tree.document.headings):
            numeral = marker(heading.text, tight=True)
            if numeral and numeral.family == "article":
                found.setdefault(numeral.number, self.layout.tree.span(index))
        return found

    @cached_property
    def pointers(self) -> tuple[tuple[Span, Span], ...]:
        """Every sentence that refers to a provision, with each that it refers to."""
        text, found = self.layout.text, []
        if self.articles:
            for line in self.layout.lines:
                for a, b in sentences(text, *self.layout.body(line)):
                    piece = trimmed(text, a, b)
                    found += [(piece, target) for target in self.of(piece)]
        return tuple(found)

    def paragraphs(self, article: int) -> list[Span]:
        """The paragraphs of an article, items (（一）…) with the paragraph that announces them."""
        found: list[Span] = []
        start, end = self.articles[article]
        for a, b in self.layout.lines[self.layout.line_at(start) : self.layout.line_at(end - 1) + 1]:
            body = self.layout.body((a, b))
            item = marker(self.layout.text[slice(*body)]) if body[0] < body[1] else None
            if item and item.family != "article" and found:
                found[-1] = (found[-1][0], b)
            elif body[0] < body[1]:
                found.append(body)
        return found

    def of(self, span: Span) -> tuple[Span, ...]:
        """The provisions that `span` refers to, in the order it names them."""
        text = self.layout.text
        places = [place for place in _PLACE.finditer(text, *span) if not place["other"]]
        own = next((n for n, (a, b) in self.articles.items() if a <= span[0] < b), None) if places else None
        found: list[Span] = []
        if own is None:
            return ()
        for place in places:
            found += [target for target in self._targets(place, own, span) if target not in found]
        return tuple(found[:_MOST])

    def _targets(self, place: re.Match[str], own: int, span: Span) -> Iterator[Span]:
        number = own
        if place["article"]:
            number = parse_number(place["article"]) or 0
        elif place["before"]:
            number = own - 1
        if number not in self.articles:
            return
        paragraphs = self.paragraphs(number)
        wanted = paragraphs
        if place["above"]:
            wanted = [p for p in paragraphs if p[1] <= span[0]][-1:]
        elif place["paragraph"]:
            at = (parse_number(place["paragraph"]) or 0) - 1
            wanted = paragraphs[at : at + 1] if at >= 0 else []
        elif number == own and not place["this"]:
            return
        for paragraph in wanted:
            if place["items"]:
                yield from self._items(paragraph, {parse_number(n) for n in _ITEM.findall(place["items"])})
            else:
                yield paragraph

    def _items(self, paragraph: Span, numbers: set[int | None]) -> Iterator[Span]:
        for a, b in self.layout.lines[self.layout.line_at(paragraph[0]) :]:
            if a >= paragraph[1]:
                return
            if paragraph[0] <= a:
                item = marker(self.layout.text[a:b])
                if item and item.number in numbers:
                    yield trimmed(self.layout.text, a, b)
