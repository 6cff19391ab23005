"""Lists that the outline shows: the headings below one another, the paragraphs of a section, rows of tables, dashes."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.chinese.markers import marker
from corpus.chinese.sentences import Span, trimmed
from corpus.enumerations.enumeration import Enumeration, Form
from corpus.enumerations.layout import DocumentLines
from corpus.headings.tree import ROOT, runs
from corpus.readers.table_rows import CELL_GAP

_DASH = re.compile(r"[—―－–-]{1,4}\s*(?=[\u4e00-\u9fff“《])")
_CELLS = re.compile(f"{re.escape(CELL_GAP)}|[|｜\t]")
_MOST = 60
"""Items; no list that a person asks for is longer."""


def outlined_lists(layout: DocumentLines) -> Iterator[Enumeration]:
    """The lists of headings, paragraphs, rows and dashes."""
    yield from _headings(layout)
    for _, span in runs(layout.tree.document.passages):
        lines = [layout.body(line) for line in _lines_in(layout, span)]
        lines = [line for line in lines if line[0] < line[1]]
        yield from _dashed(layout, lines)
        yield from _rows(layout, lines)
        yield from _paragraphs(layout, lines)


def _headings(layout: DocumentLines) -> Iterator[Enumeration]:
    tree = layout.tree
    for parent in (ROOT, *range(len(tree.parents))):
        children = tree.children(parent)
        if len(children) < 2:
            continue
        headings = tree.document.headings
        families = [_family(headings[i].text) for i in children]
        for family in dict.fromkeys(families):
            same = [i for i, own in zip(children, families, strict=True) if own == family]
            if len(same) > 1:
                yield _of_headings(layout, parent, same, family)
        if len(set(families)) > 1:
            yield _of_headings(layout, parent, children, "mixed")


def _family(heading: str) -> str:
    """What tells headings of one level apart: the family of their numerals, a dash, nothing."""
    numeral = marker(heading, tight=True)
    return numeral.family if numeral else "dash" if _DASH.match(heading) else ""


def _of_headings(layout: DocumentLines, parent: int, children: Sequence[int], family: str) -> Enumeration:
    tree = layout.tree
    items = [tree.span(i) for i in children]
    numbers = [tree.document.headings[i].number for i in children]
    return Enumeration(
        form="headings",
        section=parent,
        stem=layout.announcing(items[0][0]),
        items=tuple(items),
        leads=tuple(layout.heading_lead(i, item[1]) for i, item in zip(children, items, strict=True)),
        family=family,
        complete=family in ("", "dash") or numbers == list(range(1, len(numbers) + 1)),
        depth=len(tree.path(parent)),
    )


def _lines_in(layout: DocumentLines, span: Span) -> Sequence[Span]:
    first, last = layout.line_at(span[0]), layout.line_at(span[1] - 1)
    return layout.lines[max(first, 0) : last + 1]


def _dashed(layout: DocumentLines, lines: Sequence[Span]) -> Iterator[Enumeration]:
    """Neighbouring lines that open with a dash."""
    for dashed, group in groupby(lines, key=lambda line: bool(_DASH.match(layout.text, *line))):
        items = list(group)
        if dashed and 1 < len(items) <= _MOST:
            yield of_items(layout, "dashes", items)


def _rows(layout: DocumentLines, lines: Sequence[Span]) -> Iterator[Enumeration]:
    """Neighbouring rows of a table, with and without the first, which may be its head."""
    for row, group in groupby(lines, key=lambda line: len(_CELLS.findall(layout.text, *line)) > 0):
        items = list(group)
        if row and 2 < len(items) <= _MOST:
            yield of_items(layout, "rows", items[1:], stem=items[0])


def _paragraphs(layout: DocumentLines, lines: Sequence[Span]) -> Iterator[Enumeration]:
    """All paragraphs of a section that no heading interrupts; all behind the first, which may announce them."""
    if 2 <= len(lines) <= _MOST:
        yield of_items(layout, "paragraphs", lines)
    if 3 <= len(lines) <= _MOST:
        yield of_items(layout, "paragraphs", lines[1:])


def of_items(
    layout: DocumentLines, form: Form, items: Sequence[Span], *, stem: Span | None = None, family: str = ""
) -> Enumeration:
    """A list of `items`, each led by its first sentence, announced by what stands before them."""
    start = items[0][0]
    found = tuple(span for item in items if (span := trimmed(layout.text, *item))[0] < span[1])
    return Enumeration(
        form=form,
        section=layout.section_of(start),
        stem=stem or layout.announcing(start),
        items=found,
        leads=tuple(layout.first_sentence(item) for item in found),
        family=family,
        around=layout.beginning(start),
    )
