"""Across documents: one sentence of each document that says it, the others by name."""

import numpy as np
from numpy.typing import NDArray

from retrieval.index.processors import one_core
from retrieval.quotes.records import document_name
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.documents.as_written import held_as_written, holding_elsewhere
from retrieval.whole.documents.decision import HAS, Decisions, default_decisions
from retrieval.whole.documents.reach import documents_of_range
from retrieval.whole.documents.scan import Scan, scan
from retrieval.whole.documents.sentence_quotes import quote_sentence
from retrieval.whole.documents.topic import Topic, default_topic_model


def across_documents(asked: Asked) -> Whole | None:
    """Every document of the range that says it, surest first; None where the question ranges over one alone."""
    documents = documents_of_range(asked.generation, asked.question)
    if asked.within or len(documents) < 2:
        return None
    topic, scanned, decisions = decide_on(asked, documents)
    decisions = held_as_written(asked.generation, scanned, topic, decisions)
    probabilities = decisions.probabilities
    order = [i for i in np.argsort(-probabilities, kind="stable") if probabilities[i] >= HAS]
    items = tuple(
        quote_sentence(asked.generation, scanned, int(decisions.best[i]), float(probabilities[i])) for i in order
    )
    # What was not scanned can only be known to have it, never to be without.
    unscanned = np.setdiff1d(documents, scanned.documents)
    further = holding_elsewhere(asked.generation, topic, unscanned)
    names = asked.generation.documents
    without = tuple(document_name(names[d]) for d in np.setdiff1d(scanned.documents, scanned.documents[order]))
    sure = default_decisions().sureness(probabilities)
    return Whole("across", (*items, *further), sure, without=without, unread=len(unscanned) - len(further))


def decide_on(asked: Asked, documents: NDArray[np.int64]) -> tuple[Topic, Scan, Decisions]:
    """The topic of the question, the scan of `documents` for it, and what is decided of each."""
    with one_core():
        topic = default_topic_model().topic(asked.generation, asked.question.text)
        scanned = scan(asked.generation, asked.searching, asked.question, topic, documents)
        return topic, scanned, default_decisions().decide(scanned, topic)
