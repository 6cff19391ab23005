"""Groups that the reader is trained on: a question with passages that answer it or do not."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from retrieval.fold import Folded
from retrieval.search.reader import NAME, PATH

DROPPED = 0.1
"""Share of the groups whose passages are read without name and headings, so that the reader looks at the text as well."""
WRONG = 3
"""Wrong passages beside a right one."""
STEEP = 5
"""Ranks over which the chance of a wrong passage to be drawn falls by e: the hardest come most often."""
NEAR_MISSES = 0.7
"""Share of the unanswerable questions drawn that are about something the documents speak of: the ones to learn from."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as the reader is shown it, with what stands before its text, all folded."""

    name: Folded
    path: Folded
    text: Folded

    def line(self, *, bare: bool = False) -> Folded:
        return self.text if bare else Folded(f"{self.name[:NAME]} {self.path[-PATH:]} {self.text}")


@dataclass(frozen=True, slots=True)
class Group:
    """A question with passages; the first of them answers where `answered`, no other does."""

    question: Folded
    passages: tuple[Folded, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question with its candidates, best first by the ranking without the reader; those that answer are `right`.

    One that is `off_topic` is about nothing in the documents.
    """

    question: Folded
    candidates: tuple[Shown, ...]
    right: tuple[bool, ...]
    off_topic: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A question that was written for the passage `right`, with others that are near it, nearest first."""

    question: Folded
    right: Shown
    near: tuple[Shown, ...]


def answered(questions: list[Asked], rng: np.random.Generator) -> Group:
    """An answerable question, a right passage (mostly the best one), and wrong ones by how high they rank."""
    one = questions[rng.integers(len(questions))]
    right = [shown for shown, yes in zip(one.candidates, one.right, strict=True) if yes]
    wrong = [shown for shown, yes in zip(one.candidates, one.right, strict=True) if not yes]
    chances = np.exp(-np.arange(len(wrong)) / STEEP)
    count = min(WRONG, len(wrong))
    drawn: Iterable[int] = rng.choice(len(wrong), count, replace=False, p=chances / chances.sum()) if count else ()
    chosen = right[0] if rng.random() < 0.7 else right[rng.integers(len(right))]
    return _group(one.question, [chosen, *(wrong[i] for i in drawn)], rng, answered=True)


def unanswered(questions: list[Asked], rng: np.random.Generator) -> Group:
    """A question that nothing answers, its best candidate, and one of the next five."""
    near = [one for one in questions if not one.off_topic]
    pool = near if near and rng.random() < NEAR_MISSES else questions
    one = pool[rng.integers(len(pool))]
    others = range(1, min(6, len(one.candidates)))
    second = [one.candidates[rng.choice(others)]] if others else []
    return _group(one.question, [one.candidates[0], *second], rng, answered=False)


def written(questions: list[Written], rng: np.random.Generator) -> Group:
    """A written question, its passage, two of the twelve nearest others, and one of those further off."""
    one = questions[rng.integers(len(questions))]
    drawn = [*rng.choice(12, 2, replace=False), rng.integers(3, len(one.near))]
    return _group(one.question, [one.right, *(one.near[i] for i in drawn)], rng, answered=True)


def _group(question: Folded, shown: list[Shown], rng: np.random.Generator, *, answered: bool) -> Group:
    bare = rng.random() < DROPPED
    return Group(question, tuple(one.line(bare=bare) for one in shown), answered)
