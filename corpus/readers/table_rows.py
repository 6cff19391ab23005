"""Rows of tables as lines of text, the same from every format."""

from collections.abc import Sequence

CELL_GAP = " | "
"""Between the cells of a row. No spaces alone: `1　修路` would read as a numbered heading."""
_LONG_CELL, _CELL_LINES = 100, 3
"""Characters and lines; a cell with more holds text, and the table is a frame around it."""


def row_text(cells: Sequence[Sequence[str]]) -> str | None:
    """The row whose cells hold these lines (none of them empty) as one line, None where it is no row of data."""
    if len(cells) < 2 or any(len(cell) > _CELL_LINES or sum(map(len, cell)) > _LONG_CELL for cell in cells):
        return None
    return CELL_GAP.join(" ".join(cell) for cell in cells)


def sheet_row(cells: Sequence[str]) -> str:
    """The row of a sheet as one line, whatever its cells hold; empty ones keep their place up to the last filled one.

    So each cell stands under the same head in every row. A cell alone in its row is a line of text.
    """
    filled = [n for n, cell in enumerate(cells) if cell]
    if len(filled) < 2:
        return cells[filled[0]] if filled else ""
    return CELL_GAP.join(cells[: filled[-1] + 1])
