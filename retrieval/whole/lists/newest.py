"""Where no year is named, of the same list in several years' documents of one series that of the newest is meant."""

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from corpus.document import Document
from corpus.validity.works import work_key
from retrieval.index.document_names import year_of
from retrieval.whole.asked import Asked
from retrieval.whole.lists.candidates import ListCandidate
from retrieval.whole.lists.features import years_meant
from retrieval.whole.lists.texts import ListTexts, folded_texts

SAME = 60.0
"""Per cent of the letters that heading and stem of a list share with those of the same list in another year."""
_YEARS = re.compile(r"(?:19|20)\d\d\s*年?")


def newest_of_series(asked: Asked, candidates: Sequence[ListCandidate], best: int) -> int:
    """The index of the list that `best` has become in the newest document of its series; `best` where there is none newer,
    and where the question speaks of a year other than this one."""
    if years_meant(asked.question.text, asked.question.years.named) or asked.question.years.offsets - {0}:
        return best
    series, texts = _series(candidates[best].document), folded_texts(candidates)
    alike = [
        index
        for index, one in enumerate(candidates)
        if _series(one.document) == series and ratio(_headed(texts[index]), _headed(texts[best])) >= SAME
    ]
    years = {index: year_of(candidates[index].document) or 0 for index in alike}
    return max(alike, key=lambda index: (years[index], index == best, -index), default=best)


def _series(document: Document) -> str:
    return work_key(_YEARS.sub("", document.name))


def _headed(text: ListTexts) -> str:
    return _YEARS.sub("", f"{text.heading} {text.stem}")
