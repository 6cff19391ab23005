"""Comparison: one sentence of each side on the same matter, the figures marked. What is greater is left to the reader."""

import json
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span
from retrieval.answer import Quote
from retrieval.fold import fold
from retrieval.index.generation import Generation
from retrieval.index.processors import one_core
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.documents.decision import WEIGHTS
from retrieval.whole.documents.figures import figure_spans, figures_in
from retrieval.whole.documents.scan import CLAUSE, Scan, scan
from retrieval.whole.documents.sentence_quotes import quote_sentence
from retrieval.whole.documents.sides import Side, divisions
from retrieval.whole.documents.topic import default_topic_model

CONSIDERED = 8
"""Clauses of each side that are put together with those of the others."""
SIDE = (*CLAUSE, "states")
"""What is known of a clause for the side that it may speak for: as in the scan, and whether it states a figure."""
PAIR = ("together", "weaker", "cover", "figures", "units", "alike", "same", "one_document", "by_words")
"""What is known of two clauses of two sides. together, weaker: the sum and the lesser of their scores; cover: the lesser of
theirs; figures: both state some; units: of one unit; alike: the cosine of their vectors; same: they are one clause;
one_document: they stand in one; by_words: the sides were told apart by words alone."""


@dataclass(frozen=True)
class Matched:
    """The rows of `scans`, one a side, that are put side by side, and how well they match."""

    scans: tuple[Scan, ...]
    rows: tuple[int, ...]
    score: float


@dataclass(frozen=True)
class PairModel:
    """`side` are the weights of SIDE, `weights` those of PAIR; the probability that a match is right is a logistic function of `slope` * score + `bias`."""

    side: NDArray[np.float64]
    weights: NDArray[np.float64]
    slope: float
    bias: float


def compare_sides(asked: Asked) -> Whole | None:
    """One sentence of each side; None where the question has no two sides that the collection speaks of, or one beside another that it does not have."""
    model = default_pairs()
    matched = max(matches(asked, model), key=lambda match: match.score, default=None)
    if matched is None:
        return None
    sure = float(1 / (1 + np.exp(-(model.slope * matched.score + model.bias))))
    items = [_quote(asked.generation, one, row, sure) for one, row in zip(matched.scans, matched.rows, strict=True)]
    different = {(item.document_id, item.start): item for item in items}
    return Whole("comparison", tuple(different.values()), sure)


def matches(asked: Asked, model: PairModel) -> list[Matched]:
    """The best match of each way to see sides in the question."""
    generation, question = asked.generation, asked.question
    topic = default_topic_model().topic(generation, question.text)
    ranked = generation.document_of[asked.ranked.candidates.entries[asked.ranked.order]]
    near = np.array(list(dict.fromkeys(ranked.tolist())), dtype=np.int64)
    found = []
    with one_core():
        for sides in divisions(generation, question, topic, within=asked.within, near=near, absent=asked.absent):
            scans = [scan(generation, asked.searching, s.question or question, s.topic, s.documents) for s in sides]
            found.append(_best_match(generation, sides, scans, model))
    return found


def _best_match(generation: Generation, sides: tuple[Side, ...], scans: list[Scan], model: PairModel) -> Matched:
    """The best pair of the first two sides; of every further side what fits the first best; of a single side its best clause."""
    if len(sides) == 1:
        own = side_features(generation, scans[0]) @ model.side
        # Scores of pairs are those of both.
        return Matched(tuple(scans), (int(own.argmax()),), 2 * float(own.max()) * float(model.weights[0]))
    by_words = sides[0].topic is not sides[1].topic or sides[0].question is not sides[1].question
    rows, features = pairs_of(generation, scans[0], scans[1], model.side, by_words=by_words)
    scores = features @ model.weights
    # What says both in one clause is no comparison: the second side is still to be shown.
    if not (apart := features[:, PAIR.index("same")] == 0).any():
        apart = np.ones(len(rows), dtype=bool)
    best = int(np.where(apart, scores, -np.inf).argmax())
    chosen = list(rows[best])
    for one in scans[2:]:
        further, features = pairs_of(generation, scans[0], one, model.side, by_words=by_words)
        fits = [i for i, (first, _) in enumerate(further) if first == chosen[0]]
        chosen.append(further[max(fits, key=lambda i: float(features[i] @ model.weights))][1])
    return Matched(tuple(scans), tuple(chosen), float(scores[best]))


def pairs_of(
    generation: Generation, one: Scan, other: Scan, side: NDArray[np.float64], *, by_words: bool
) -> tuple[list[tuple[int, int]], NDArray[np.float64]]:
    """The CONSIDERED best clauses of two sides in pairs, and their values of PAIR, shape (pairs, len(PAIR)).

    `side` are the weights of SIDE that the clauses are scored by.
    """
    scores = [side_features(generation, scanned) @ side for scanned in (one, other)]
    best = [np.argsort(-values, kind="stable")[:CONSIDERED].tolist() for values in scores]
    rows = list(product(*best))
    return rows, np.array(
        [_pair(generation, (one, a), (other, b), scores[0][a], scores[1][b], by_words) for a, b in rows]
    )


def side_features(generation: Generation, scanned: Scan) -> NDArray[np.float64]:
    """The values named in SIDE, shape (clauses, len(SIDE))."""
    states = [bool(figures_in(fold(_text(generation, scanned, row)))) for row in range(len(scanned.spans))]
    return np.column_stack([scanned.matrix, np.array(states, dtype=np.float64)])


def _pair(
    generation: Generation, one: tuple[Scan, int], other: tuple[Scan, int], first: float, second: float, by_words: bool
) -> list[float]:
    stated = [figures_in(fold(_text(generation, scanned, row))) for scanned, row in (one, other)]
    units = [{figure.unit for figure in figures} for figures in stated]
    clauses = [_clause(generation, scanned, row) for scanned, row in (one, other)]
    vectors = generation.clause_vectors[clauses]
    (scan_one, a), (scan_other, b) = one, other
    return [
        first + second,
        min(first, second),
        min(scan_one.columns["cover"][a], scan_other.columns["cover"][b]),
        float(all(stated)),
        float(bool(units[0] & units[1])),
        float(vectors[0] @ vectors[1]),
        float(clauses[0] == clauses[1]),
        float(scan_one.document[a] == scan_other.document[b]),
        float(by_words),
    ]


def _clause(generation: Generation, scanned: Scan, row: int) -> int:
    """The number of the clause among all of the generation."""
    entry = scanned.entry[row]
    return int(generation.clause_offsets[entry] + row - np.searchsorted(scanned.entry, entry))


def _text(generation: Generation, scanned: Scan, row: int) -> str:
    start, end = scanned.spans[row]
    return generation.entries[int(scanned.entry[row])].document.text[start:end]


def _quote(generation: Generation, scanned: Scan, row: int, sure: float) -> Quote:
    """The sentence with the figures of its clause marked, the clause itself where it states none."""
    start, end = scanned.spans[row]
    text = generation.entries[int(scanned.entry[row])].document.text
    figures: list[Span] = [(start + a, start + b) for a, b in figure_spans(text[start:end])]
    return quote_sentence(generation, scanned, row, sure, figures or None)


@cache
def default_pairs() -> PairModel:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))["pair"]
    side = np.array([raw["side"][name] for name in SIDE])
    return PairModel(side, np.array([raw[name] for name in PAIR]), raw["slope"], raw["bias"])
