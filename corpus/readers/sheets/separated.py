"""Rows of values separated by commas, tabs or semicolons (.csv, .tsv)."""

import csv
import io
from collections import Counter
from itertools import islice

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import CHARACTERS, check_lines
from corpus.readers.table_rows import sheet_row
from corpus.readers.text import decode
from corpus.reasons import Why

_SEPARATORS = ",\t;|"
_TRIED = 50
"""Rows by which the separator is told."""


def read_separated(data: bytes) -> list[Block]:
    """One block a row, numbered by the line on which it ends. Raises UnreadableFile."""
    text = decode(data)
    csv.field_size_limit(CHARACTERS)
    separator = max(_SEPARATORS, key=lambda sign: _evenness(text, sign))
    blocks = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in rows:
            check_lines(rows.line_num)
            blocks.append(Block(sheet_row([" ".join(cell.split()) for cell in row]), rows.line_num))
    except csv.Error:
        raise UnreadableFile(Why.DAMAGED_PART, name=f"line {rows.line_num}") from None
    return blocks


def _evenness(text: str, separator: str) -> float:
    """Share of the first rows that have the usual number of cells, more than one."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        counts = Counter(len(row) for row in islice(rows, _TRIED) if any(row))
    except csv.Error:
        return 0.0
    usual = max((n for n in counts if n > 1), key=lambda n: counts[n], default=0)
    return counts[usual] / counts.total() if usual else 0.0
