"""Lists without any mark: the sentences of a paragraph, the parts of a sentence between ；, between ， and between 、."""

import re
from collections.abc import Iterator

from corpus.chinese.sentences import Span, sentences, trimmed
from corpus.enumerations.enumeration import Enumeration, Form
from corpus.enumerations.layout import DocumentLines
from corpus.enumerations.outlined import of_items

_SEMICOLON = re.compile("[；;。！：:]")
_COMMA = re.compile("[；;，,。！：:]")
_LISTED = re.compile("、|和(?=[^、，。；和]{2,12}$)|以及")
_CLAUSE = re.compile("[^。；;，,：:！？!?\n]+")
_ANNOUNCED = re.compile(r"(?<=[：:])|(?<=包括)|(?<=即)|(?<=分为)|(?<=就是)")
_CUTS: tuple[tuple[Form, re.Pattern[str]], ...] = (("semicolons", _SEMICOLON), ("commas", _COMMA))
_DROPPED: dict[Form, int] = {"semicolons": 1, "commas": 4}
"""Parts at the beginning that may only announce the list."""
_MOST = 40
_LONGEST_ANNOUNCED = 30


def pieces(layout: DocumentLines) -> Iterator[Enumeration]:
    """All lists of this kind, in text order: many, since every paragraph with several sentences may be one."""
    for line in layout.lines:
        body = layout.body(line)
        if body[0] < body[1] and body[1] - body[0] > 12:
            yield from _of_paragraph(layout, body)


def _of_paragraph(layout: DocumentLines, body: Span) -> Iterator[Enumeration]:
    parts = [trimmed(layout.text, *span) for span in sentences(layout.text, *body)]
    if 2 < len(parts) <= _MOST:
        yield of_items(layout, "sentences", parts)
    if 3 < len(parts) <= _MOST:
        yield of_items(layout, "sentences", parts[1:])
    seen: set[tuple[Span, ...]] = set()
    for first in (body, *parts):
        for form, cut in _CUTS:
            whole = tuple(_between(layout.text, first, cut))
            for items in (whole[drop:] for drop in range(_DROPPED[form] + 1)):
                if 2 < len(items) <= _MOST and items not in seen:
                    seen.add(items)
                    yield of_items(layout, form, items)
    for clause in _CLAUSE.finditer(layout.text, *body):
        yield from _listed(layout, clause.span())


def _between(text: str, span: Span, cut: re.Pattern[str]) -> Iterator[Span]:
    start = span[0]
    for found in cut.finditer(text, *span):
        if text[start : found.start()].strip():
            yield trimmed(text, start, found.end())
        start = found.end()
    if text[start : span[1]].strip("”’） \n"):
        yield trimmed(text, start, span[1])


def _listed(layout: DocumentLines, clause: Span) -> Iterator[Enumeration]:
    text = layout.text
    cuts = [found.span() for found in _LISTED.finditer(text, *clause)]
    if len(cuts) < 2:
        return
    begin = max(
        (m.end() for m in _ANNOUNCED.finditer(text, clause[0], min(cuts[0][0], clause[0] + _LONGEST_ANNOUNCED))),
        default=clause[0],
    )
    starts, ends = [begin, *(end for _, end in cuts)], [*(start for start, _ in cuts), clause[1]]
    yield of_items(layout, "listed", list(zip(starts, ends, strict=True)))
