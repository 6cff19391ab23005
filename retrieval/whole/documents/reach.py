"""Which documents a question ranges over: those of the years and regions that it names, else all of the collection."""

import re

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.index.document_names import year_of
from retrieval.index.generation import Generation
from retrieval.question.understanding import Question

_YEAR = r"(?P<{0}>(?:19|20)?\d\d)年?(?:代)?"
_FROM_TO = re.compile(_YEAR.format("first") + r"(?:[^\d，。？?]{0,3})(?:到|至|-|—|~)" + _YEAR.format("last"))
_SINCE = re.compile(_YEAR.format("first") + r"(?:以来|以后|之后|往后|起|开始|至今|到现在|到如今)")
_UNTIL = re.compile(_YEAR.format("last") + r"(?:以前|之前|为止)")
_REGIONS = re.compile(r"[哪几各](?:些|个)*(?:省|自治区|直辖市|地区|地方|地)(?!级)")
"""Asks for regions: documents of none do not answer."""
_LATELY = re.compile(r"[近这](?P<count>\d|[两几])年")


def documents_of_range(generation: Generation, question: Question) -> NDArray[np.int64]:
    """The indices, ascending, of the documents that the `question` ranges over, those that have passages."""
    years = np.array([year_of(document) or 0 for document in generation.documents])
    kept = np.isin(np.arange(len(years)), generation.document_of)
    if (span := years_ranged(question.text, years)) and (
        inside := kept & (span[0] <= years) & (years <= span[1])
    ).any():
        kept = inside
    meant = question.regions_meant(generation.known_regions)
    of_meant = np.array([bool(regions & meant) for regions in generation.document_regions], dtype=bool)
    if (kept & of_meant).sum() > 1:
        kept &= of_meant
    elif not meant and _REGIONS.search(question.text):
        of_any = np.array([bool(regions) for regions in generation.document_regions], dtype=bool)
        kept = kept & of_any if (kept & of_any).sum() > 1 else kept
    return np.flatnonzero(kept)


def years_ranged(text: Folded, known: NDArray[np.int64]) -> tuple[int, int] | None:
    """The first and the last year of the range that `text` names, as one with `known` years of documents means it."""
    if (found := _FROM_TO.search(text)) and ("年" in found[0] or len(found[0]) > 8):
        return full_year(found["first"], known), full_year(found["last"], known)
    if found := _SINCE.search(text):
        return full_year(found["first"], known), int(known.max(initial=0))
    if found := _UNTIL.search(text):
        return 1, full_year(found["last"], known)
    if (found := _LATELY.search(text)) and found["count"] != "几":
        count = 2 if found["count"] == "两" else int(found["count"])
        return int(known.max(initial=0)) - count + 1, int(known.max(initial=0))
    return None


def full_year(written: str, known: NDArray[np.int64]) -> int:
    """A year written with two digits as the nearest of this century or the last that a document is of."""
    if len(written) == 4:
        return int(written)
    choices = [1900 + int(written), 2000 + int(written)]
    near = known[known > 0]
    return min(choices, key=lambda year: int(np.abs(near - year).min(initial=9999)))
