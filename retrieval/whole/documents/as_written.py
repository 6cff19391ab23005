"""Documents in which the topic stands as it is asked for, letter by letter: these have it, whatever else is decided.

Of the labelled questions that name one thing in one piece (低空经济), 139 documents hold it so, and all of them answer; the
fitted decision left 13 of them out.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import sentences, trimmed
from retrieval.answer import Quote
from retrieval.fold import fold
from retrieval.index.generation import Generation
from retrieval.lookup.holding_words import documents_that_may_hold
from retrieval.quotes.records import quote_span
from retrieval.whole.documents.decision import Decisions
from retrieval.whole.documents.scan import Scan
from retrieval.whole.documents.topic import Topic

CERTAIN = 0.97
"""Probability that such a document has it: none of the 139 did not."""


def held_as_written(generation: Generation, scanned: Scan, topic: Topic, decisions: Decisions) -> Decisions:
    """The `decisions` with the documents that hold the whole topic as it is written, by the best clause that does."""
    if not _is_one_thing(topic):
        return decisions
    texts = (
        generation.entries[int(entry)].document.text[start:end]
        for entry, (start, end) in zip(scanned.entry, scanned.spans, strict=True)
    )
    holds = np.array([topic.text in fold(text) for text in texts], dtype=bool)
    best, probabilities = decisions.best.copy(), decisions.probabilities.copy()
    for at, index in enumerate(scanned.documents):
        rows = np.flatnonzero((scanned.document == index) & holds)
        if len(rows):
            best[at] = rows[np.argmax(decisions.scores[rows])]
            probabilities[at] = max(probabilities[at], CERTAIN)
    return replace(decisions, best=best, probabilities=probabilities)


def holding_elsewhere(generation: Generation, topic: Topic, documents: NDArray[np.int64]) -> tuple[Quote, ...]:
    """The first sentence that holds the whole topic as it is written, of each of the `documents`, which were not scanned."""
    if not len(documents) or not _is_one_thing(topic):
        return ()
    held = {document.id for document in documents_that_may_hold(generation, [topic.text])}
    asked = [generation.documents[d] for d in documents.tolist() if generation.documents[d].id in held]
    found: list[Quote] = []
    for document in asked:
        spans = (span for p in document.passages for span in sentences(document.text, p.start, p.end))
        first = next((span for span in spans if topic.text in fold(document.text[slice(*span)])), None)
        if first:
            span = trimmed(document.text, *first)
            found.append(quote_span(generation.trees[document.id], span, CERTAIN))
    return tuple(found)


def _is_one_thing(topic: Topic) -> bool:
    return len(topic.runs) == 1 and len(topic.text) > 1
