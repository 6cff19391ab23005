"""Fits the models of `retrieval.whole.documents` and writes them.

    python -m retrieval.training.whole.documents --set QUESTIONS.jsonl DOCUMENTS … --located QUESTIONS.jsonl ARCHIVE …

Everything is judged on questions that it was not fitted on (by FOLDS) before the final fit on all of them; `make fit-whole`
names all that the shipped weights are fitted on.
"""

import argparse
import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.answering import Answerer
from retrieval.index.encoder import load_encoder
from retrieval.training.ranking.cases import set_options
from retrieval.training.whole.documents.decisions import (
    ScannedQuestion,
    fit_decisions,
    weights_by_name,
    with_sureness,
)
from retrieval.training.whole.documents.labelled import (
    FOLDS,
    WholeQuestion,
    is_answering,
    read_located_set,
    read_set,
)
from retrieval.training.whole.documents.pairs import fit_pairs, pair_weights_by_name
from retrieval.training.whole.documents.topics import fit_topics
from retrieval.whole.asked import Searching
from retrieval.whole.documents.decision import HAS, WEIGHTS
from retrieval.whole.documents.reach import documents_of_range
from retrieval.whole.documents.scan import scan
from retrieval.whole.documents.topic import WEIGHTS as TOPIC_WEIGHTS
from retrieval.whole.documents.topic import Topic, TopicModel

SEVERAL = ("across", "time")
"""Kinds of questions that are asked of many documents."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit what gathers answers of several documents.")
    set_options(parser)
    options = parser.parse_args()
    encoder = load_encoder()
    searching = Answerer(encoder)
    asked = [one for file, folder in options.set for one in read_set(file, folder, encoder)]
    asked += [one for file, archive in options.located for one in read_located_set(file, archive, encoder)]
    print(f"{len(asked)} questions")
    apart = [fit_topics([one for one in asked if one.fold != fold]) for fold in range(FOLDS)]
    cases = [_scanned(one, apart[one.fold], searching) for one in asked if one.kind in SEVERAL]
    judged = [
        (case, fit.decide(case.scanned, case.topic).probabilities)
        for fold in range(FOLDS)
        for fit in [fit_decisions([case for case in cases if case.asked.fold != fold])]
        for case in cases
        if case.asked.fold == fold
    ]
    for kind in SEVERAL:
        _report(kind, [(case, p) for case, p in judged if case.asked.kind == kind])
    model = with_sureness(fit_decisions(cases), judged)
    compared = [
        (one, apart[one.fold].topic(one.generation, one.question.text)) for one in asked if one.kind == "comparison"
    ]
    pairs = pair_weights_by_name(fit_pairs(compared, searching, cases))
    _write_topics(fit_topics(asked))
    WEIGHTS.write_text(json.dumps(weights_by_name(model) | {"pair": pairs}, indent=1) + "\n", encoding="utf-8")


def _scanned(asked: WholeQuestion, topics: TopicModel, searching: Searching) -> ScannedQuestion:
    topic: Topic = topics.topic(asked.generation, asked.question.text)
    documents = documents_of_range(asked.generation, asked.question)
    scanned = scan(asked.generation, searching, asked.question, topic, documents)
    sources = {item.source for item in asked.items}
    has = np.array([asked.generation.documents[d].source in sources for d in scanned.documents], dtype=bool)
    return ScannedQuestion(asked, topic, scanned, has, is_answering(asked, scanned))


def _report(kind: str, judged: Sequence[tuple[ScannedQuestion, NDArray[np.float64]]]) -> None:
    if not judged:
        return
    has = np.concatenate([case.has for case, _ in judged])
    said = np.concatenate([p for _, p in judged]) >= HAS
    exact = np.mean([((p >= HAS) == case.has).all() for case, p in judged])
    found = (has & said).sum()
    print(
        f"{kind}: {len(judged)} questions, documents recall {found / has.sum():.3f} precision {found / said.sum():.3f}, "
        f"all right {exact:.3f}"
    )


def _write_topics(model: TopicModel) -> None:
    TOPIC_WEIGHTS.write_text(json.dumps({"weights": model.weights.round(3).tolist()}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
