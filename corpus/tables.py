"""Rows of tables in the canonical text, and the row that says what their columns hold.

A row is a line of several cells: with bars or tabs between them, as readers write them, or with wide gaps.
"""

import re

from corpus.chinese.sentences import Span, trimmed

_CELL_END = re.compile(r"\s*[|｜\t]\s*|[ \u3000]{3,}|\u3000{2,}")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NAMED = 12
"""Characters of a cell that names a column; longer ones say something."""


def cells_of(row: str) -> list[str]:
    """The cells of a line; a line that is no row is one."""
    return _CELL_END.split(row.strip())


def is_row(line: str) -> bool:
    """Whether the line is a row of several cells."""
    return len(cells_of(line)) > 1


def column_heads(text: str, position: int) -> Span | None:
    """Where the row stands that heads the columns of the row at `position`.

    None where that is no row of a table, or the first, or where the first names no columns.
    """
    row = _line(text, position)
    count = len(cells_of(text[slice(*row)]))
    head, rows = row, 0
    while count > 1 and head[0] > 0:
        above = _line(text, head[0] - 1)
        if len(cells_of(text[slice(*above)])) != count:
            break
        head, rows = above, rows + 1
    return trimmed(text, *head) if rows and _names_columns(cells_of(text[slice(*head)])) else None


def _line(text: str, position: int) -> Span:
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, end if end >= 0 else len(text)


def _names_columns(names: list[str]) -> bool:
    """Whether the cells are short and hold no figures but years."""
    return any(names) and all(len(name) <= _NAMED and not _DIGIT.search(_YEAR.sub("", name)) for name in names)
