"""Years written by two digits, as people type them (24年, 98年, 23到25年), in full: those that the collection knows."""

import re
from collections.abc import Collection

from retrieval.fold import Folded

_SHORT = re.compile(
    r"(?<![少低多高大小]于)(?<![\d.第满近快约共过每隔存干连买用住了续超至少不])(?P<digits>\d\d)"
    r"(?=[到至和跟与、\-]\d\d年(?![代以来内间多期])|年(?![代以来内间多期]|左右|工龄|产权))"
)
"""Two digits before 年 that are no length of time (干满10年, 20年以上) and no decade."""


def years_in_full(text: Folded, known: Collection[int | None]) -> Folded:
    """`text` with the short years that are written out: of both centuries the one of whose year, or else of whose neighbours,
    a document is; `known` are the years of the documents. Others stay as they are typed: they may be lengths of time."""
    return Folded(_SHORT.sub(lambda found: _in_full(found["digits"], known), text))


def _in_full(digits: str, known: Collection[int | None]) -> str:
    centuries = (2000 + int(digits), 1900 + int(digits))
    # A report speaks of the year before it and of the next.
    nearest = (year for off in (0, 1, -1) for year in centuries if year + off in known)
    return str(next(nearest, digits))
