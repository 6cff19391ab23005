"""Over time: the topic in the documents of one series, a sentence a year, what is new against the year before marked."""

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from retrieval.answer import Quote
from retrieval.index.document_names import year_of
from retrieval.index.generation import Generation
from retrieval.question.cues import tense_of
from retrieval.quotes.changes import changed_spans
from retrieval.quotes.records import document_name
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.documents.across import decide_on
from retrieval.whole.documents.decision import default_decisions
from retrieval.whole.documents.reach import documents_of_range
from retrieval.whole.documents.scan import Scan
from retrieval.whole.documents.sentence_quotes import quote_sentence

ALIKE = 0.7
"""Likeness (0..1) of two names without their numbers from which documents are of one series: those with and without 公报
at the end are, a report and a speech are not."""
SPEAKS = 0.3
"""Probability from which a document is taken to speak of it: who asks how it changed takes for granted that most do."""
SEVERAL = 60
"""Names, those of most documents first, that are compared with each other."""
LEAST = 2
"""Years that a series has at least."""
TENSES = (1, -1)
"""Plans and reviews, as `tense_of` tells them."""
_NUMBERS = re.compile(r"[\d零〇○一二三四五六七八九十百年月日（）()\s]+")

Documents = NDArray[np.int64]


def over_the_years(asked: Asked) -> Whole | None:
    """One sentence a year of the series that speaks of it most, oldest first; None where no series does."""
    reach = documents_of_range(asked.generation, asked.question)
    if asked.within or len(reach) < LEAST:
        return None
    _, scanned, decisions = decide_on(asked, reach)
    sure = dict(zip(scanned.documents.tolist(), decisions.probabilities.tolist(), strict=True))
    documents = asked.generation.documents
    series = max(series_among(documents, scanned.documents), key=lambda one: sum(sure[d] for d in one), default=())
    telling = sorted(
        (d for d in series if sure[d] >= SPEAKS), key=lambda d: documents[d].dated or str(year_of(documents[d]))
    )
    if len(telling) < LEAST:
        return None
    row = dict(zip(scanned.documents.tolist(), decisions.best.tolist(), strict=True))
    row |= _of_one_tense(asked.generation, scanned, decisions.scores, telling)
    items = [quote_sentence(asked.generation, scanned, row[d], sure[d]) for d in telling]
    without = tuple(document_name(documents[d]) for d in series if sure[d] < SPEAKS)
    certainty = default_decisions().sureness(np.array([sure[d] for d in series]))
    return Whole("over_time", _with_changes(items), certainty, without=without)


def _of_one_tense(
    generation: Generation, scanned: Scan, scores: NDArray[np.float64], telling: Sequence[int]
) -> dict[int, int]:
    """The best rows of the `telling` documents in what all of them plan, or in what all look back on, whichever says it better.

    What was reached in one year beside what is wanted in the next is no development. Empty where neither is in all of them.
    """
    tenses = np.array([tense_of(generation.entries[int(entry)].heading_path) for entry in scanned.entry])
    best: dict[int, int] = {}
    most = -np.inf
    for tense in TENSES:
        rows = {document: np.flatnonzero((scanned.document == document) & (tenses == tense)) for document in telling}
        if not all(map(len, rows.values())):
            continue
        chosen = {document: int(own[scores[own].argmax()]) for document, own in rows.items()}
        if (total := float(scores[list(chosen.values())].sum())) > most:
            best, most = chosen, total
    return best


def series_among(documents: tuple[Document, ...], reach: Documents) -> list[tuple[int, ...]]:
    """The documents of `reach`, indices, that are one series each: alike but for their numbers, of LEAST years."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index in reach.tolist():
        if year_of(documents[index]) is not None:
            groups[_NUMBERS.sub("", documents[index].name)].append(index)
    merged: dict[str, list[int]] = {}
    for name, group in sorted(groups.items(), key=lambda one: -len(one[1]))[:SEVERAL]:
        like = next((known for known in merged if SequenceMatcher(None, known, name).ratio() >= ALIKE), name)
        merged.setdefault(like, []).extend(group)
    return [tuple(one) for one in merged.values() if len({year_of(documents[d]) for d in one}) >= LEAST]


def _with_changes(items: list[Quote]) -> tuple[Quote, ...]:
    """The items with what is new against the one before marked, the first as it is."""
    marked = items[:1]
    for before, now in itertools.pairwise(items):
        spans = tuple(span for span in changed_spans(before.text, now.text) if span != (0, len(now.text)))
        marked.append(replace(now, highlights=spans))
    return tuple(marked)
