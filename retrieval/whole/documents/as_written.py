"""Documents in which the topic stands as it is asked for, letter by letter: these have it, whatever else is decided.

Of the labelled questions that name one thing in one piece (低空经济), 139 documents hold it so, and all of them answer; the
fitted decision left 13 of them out.
"""

from dataclasses import replace

import numpy as np

from retrieval.fold import fold
from retrieval.index.generation import Generation
from retrieval.whole.documents.decision import Decisions
from retrieval.whole.documents.scan import Scan
from retrieval.whole.documents.topic import Topic

CERTAIN = 0.97
"""Probability that such a document has it: none of the 139 did not."""


def held_as_written(generation: Generation, scanned: Scan, topic: Topic, decisions: Decisions) -> Decisions:
    """The `decisions` with the documents that hold the whole topic as it is written, by the best clause that does."""
    if len(topic.runs) != 1 or len(topic.text) < 2:
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
