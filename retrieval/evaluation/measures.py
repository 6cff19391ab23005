"""The numbers of each question: ranks by ir_measures (what trec_eval computes), our own only where no library has them.

A quote counts as one relevant document when it holds evidence that none before it held. Evidence that no quote holds counts
as a document that was not found, so that recall is over all places that answer.
"""

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG

from retrieval.answer import Answer
from retrieval.evaluation.metrics import DEPTHS, JudgedAnswer, LabelledQuestion, is_hit

DEEP = 10
_RANKED = {
    **{Success @ k: f"hit@{k}" for k in DEPTHS},
    RR @ DEEP: f"MRR@{DEEP}",
    nDCG @ DEEP: f"nDCG@{DEEP}",
    R @ DEEP: f"recall@{DEEP}",
}
RIGHT, ITEM_RECALL, ITEM_PRECISION = "right", "item recall", "item precision"
MEASURES = (RIGHT, *_RANKED.values(), "heading path", ITEM_RECALL, ITEM_PRECISION)
"""All that `measure` may give. RIGHT is what a person would call so: the first quote answers and is shown as an answer; what
nothing answers is refused; of a list the harmonic mean (F1) of item recall and precision."""

Values = Mapping[str, float]
"""By the names in MEASURES, each 0..1; what has no meaning for a question is not there."""


def measure(outcomes: Sequence[JudgedAnswer], answers: Sequence[Answer]) -> list[Values]:
    """The values of every question, in the order of `outcomes`; `answers` are what was judged, in the same order."""
    ranked = _ranked(outcomes)
    return [
        _of_question(outcome, answer, values) for outcome, answer, values in zip(outcomes, answers, ranked, strict=True)
    ]


def items_held(question: LabelledQuestion, answer: Answer) -> tuple[float, float]:
    """Item recall and precision: the share of wanted items that are shown, the share of shown ones that are wanted.

    Shown are the items of a whole answer; where it is none, its first quote, which is what it says the answer is.
    """
    shown = answer.items if answer.kind != "passage" else answer.quotes[:1]
    holds = [
        [any(is_hit(quote.file, quote.text, quote.heading_path, e) for e in places) for places in question.items]
        for quote in shown
    ]
    found = sum(any(column) for column in zip(*holds, strict=True))
    return found / len(question.items), sum(any(row) for row in holds) / max(1, len(holds))


def _of_question(outcome: JudgedAnswer, answer: Answer, ranked: Values) -> Values:
    question = outcome.question
    if not question.evidence:
        return {RIGHT: float(outcome.refused)}
    values = dict(ranked)
    if outcome.path_right is not None:
        values["heading path"] = float(outcome.path_right)
    if not question.items:
        return {RIGHT: float(outcome.rank == 0 and not outcome.refused), **values}
    recall, precision = items_held(question, answer)
    whole = 0.0 if outcome.refused or not recall else 2 * recall * precision / (recall + precision)
    return {RIGHT: whole, **values, ITEM_RECALL: recall, ITEM_PRECISION: precision}


def _ranked(outcomes: Sequence[JudgedAnswer]) -> list[dict[str, float]]:
    """The library's values of each answerable question, in order; nothing for the others."""
    answerable = {str(i): outcome for i, outcome in enumerate(outcomes) if outcome.question.evidence}
    wanted, runs = {}, {}
    for i, outcome in answerable.items():
        wanted[i] = {str(rank): 1 for rank in outcome.found} | {f"missed {n}": 1 for n in range(outcome.missed)}
        runs[i] = {str(rank): float(-rank) for rank in range(max(outcome.found, default=0) + 1)}
    values: list[dict[str, float]] = [{} for _ in outcomes]
    for found in ir_measures.iter_calc(list(_RANKED), wanted, runs) if wanted else ():
        values[int(found.query_id)][_RANKED[found.measure]] = float(found.value)
    return values
