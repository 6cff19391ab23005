"""Across documents: one sentence of each document that says it, the others by name."""

import numpy as np
from numpy.typing import NDArray

from retrieval.index.one_core import one_core
from retrieval.question.understanding import Question
from retrieval.quotes.records import document_name
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.documents.as_written import held_as_written
from retrieval.whole.documents.decision import HAS, DecisionModel, Decisions, default_decisions
from retrieval.whole.documents.reach import documents_of_range
from retrieval.whole.documents.scan import Scan, scan
from retrieval.whole.documents.sentence_quotes import quote_sentence
from retrieval.whole.documents.topic import TopicModel, default_topic_model


def across_documents(asked: Asked) -> Whole | None:
    """Every document of the range that says it, surest first; None where the question ranges over one alone."""
    documents = documents_of_range(asked.generation, asked.question)
    if asked.within or len(documents) < 2:
        return None
    scanned, decisions = decide_on(asked, asked.question, documents)
    topic = default_topic_model().topic(asked.generation, asked.question.text)
    decisions = held_as_written(asked.generation, scanned, topic, decisions)
    probabilities = decisions.probabilities
    order = [i for i in np.argsort(-probabilities, kind="stable") if probabilities[i] >= HAS]
    items = tuple(
        quote_sentence(asked.generation, scanned, int(decisions.best[i]), float(probabilities[i])) for i in order
    )
    having = scanned.documents[order]
    without = tuple(document_name(asked.generation.documents[d]) for d in documents if d not in having)
    return Whole("across", items, default_decisions().sureness(probabilities), without=without)


def decide_on(
    asked: Asked,
    question: Question,
    documents: NDArray[np.int64],
    *,
    topics: TopicModel | None = None,
    model: DecisionModel | None = None,
) -> tuple[Scan, Decisions]:
    """The scan of `documents` for the topic of `question` and what is decided of each; by the shipped models if None."""
    with one_core():
        topic = (topics or default_topic_model()).topic(asked.generation, question.text)
        scanned = scan(asked.generation, asked.searching, question, topic, documents)
        return scanned, (model or default_decisions()).decide(scanned, topic)
