"""What the reader is trained on: pairs of a question and a passage, with whether it answers, as the product meets them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.fold import Folded, fold
from retrieval.index.entries import Entry
from retrieval.search.ranker import Ranker
from retrieval.training.ranking.cases import Case

BARE = 0.05
"""Share of the pairs whose passage is read without name and headings, so that the reader looks at the text as well."""
RIGHT, WRONG, NEAR_MISSES = 12, 12, 8
"""Pairs of each kind in a step. Many are near misses, right topic and detail absent: what words and vectors cannot tell."""
RIVALS = 2
"""Wrong passages of each question, the best ranked ones."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage, as the reader is `shown` it and its text alone."""

    question: Folded
    shown: Folded
    text: Folded
    answers: bool


@dataclass(frozen=True, slots=True)
class Examples:
    """Right passages; the best wrong ones of all questions; the best of questions that nothing answers though the
    documents speak of their topic."""

    right: list[Pair]
    wrong: list[Pair]
    near_misses: list[Pair]

    def draw(self, rng: np.random.Generator) -> list[tuple[Folded, Folded, bool]]:
        """(question, passage, whether it answers) for one step."""
        pairs = [
            pairs[i]
            for pairs, count in ((self.right, RIGHT), (self.wrong, WRONG), (self.near_misses, NEAR_MISSES))
            for i in rng.choice(len(pairs), min(count, len(pairs)), replace=False)
        ]
        return [(p.question, p.text if rng.random() < BARE else p.shown, p.answers) for p in pairs]


def examples_of(cases: Sequence[Case], ranker: Ranker) -> Examples:
    """The pairs of those cases that are not kept apart; passages are ranked by `ranker`."""
    examples = Examples([], [], [])
    for case in cases:
        if case.apart or not len(case.candidates.entries):
            continue
        order = np.argsort(-ranker.scores(case.candidates), kind="stable").tolist()
        rivals = [_pair(case, row) for row in order if not case.right[row]][:RIVALS]
        if not case.question.evidence:
            examples.wrong.extend(rivals)
            examples.near_misses.extend([] if "off_topic" in case.origin else rivals[:1])
        elif case.right.any():
            examples.right.append(_pair(case, next(row for row in order if case.right[row])))
            examples.wrong.extend(rivals)
    return examples


def _pair(case: Case, row: int) -> Pair:
    entry: Entry = case.generation.entries[case.candidates.entries[row]]
    return Pair(case.text, entry.shown, fold(entry.text), bool(case.right[row]))
