"""Two runs question by question: what was won and lost, whether it means anything, and the gate that refuses a loss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.errors import RetrievalError
from retrieval.evaluation.measures import MEASURES
from retrieval.evaluation.resampling import Difference, paired_difference
from retrieval.evaluation.runs import Result, Run

SIGNIFICANT = 0.05
TOLERANCE = 0.03
"""Mean loss that the gate lets pass where it is not significant: one question in thirty-three. A choice, not measured."""
ALL, ANSWERABLE, UNANSWERABLE = "ALL", "answerable", "unanswerable"


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure over the `n` questions of `group` that both runs asked and that have it: both means, the difference."""

    group: str
    measure: str
    n: int
    before: float
    after: float
    difference: Difference


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer became better or worse."""

    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """`after` against `before`, by their names. `only_before` and `only_after` are the numbers of questions that the other
    run does not have."""

    before: str
    after: str
    compared: tuple[Compared, ...]
    won: tuple[Change, ...]
    lost: tuple[Change, ...]
    only_before: int
    only_after: int


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the gate says: `faults` are the losses that it does not let pass."""

    comparison: Comparison
    faults: tuple[Compared, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def compare(before: Run, after: Run) -> Comparison:
    """Pair the questions of two runs. Raises RetrievalError when they have none in common."""
    earlier = {result.key: result for result in before.results}
    pairs = [Change(earlier[r.key], r) for r in after.results if r.key in earlier]
    if not pairs:
        raise RetrievalError(
            f"{before.name} and {after.name} have no question in common; compare runs of the same question files"
        )
    return Comparison(
        before=before.name,
        after=after.name,
        compared=tuple(_compared(pairs)),
        won=tuple(p for p in pairs if p.after.right > p.before.right),
        lost=tuple(p for p in pairs if p.after.right < p.before.right),
        only_before=len(before.results) - len(pairs),
        only_after=len(after.results) - len(pairs),
    )


def judge_loss(comparison: Comparison, tolerance: float = TOLERANCE) -> GateVerdict:
    """Fail on a significant loss of any size, and on one greater than `tolerance`, in what is right or in the ranks.

    Looked at are the answerable and the unanswerable questions, not each kind by itself: of a dozen kinds one would always
    lose something by chance.
    """
    watched = ("right", "MRR@10", "heading path")
    return GateVerdict(
        comparison,
        tuple(
            c
            for c in comparison.compared
            if c.group in (ANSWERABLE, UNANSWERABLE) and c.measure in watched and _is_loss(c, tolerance)
        ),
    )


def grouped(results: Sequence[Result]) -> dict[str, list[Result]]:
    """By what one asks about: ALL, answerable and not, each type, each collection where there are several."""
    groups: dict[str, list[Result]] = {ALL: list(results)}
    several = len({r.collection for r in results}) > 1
    for result in results:
        names = [ANSWERABLE, result.type] if result.answerable else [UNANSWERABLE]
        if several:
            names.append(f"in {result.collection}")
        for name in dict.fromkeys(names):
            groups.setdefault(name, []).append(result)
    return groups


def _is_loss(compared: Compared, tolerance: float) -> bool:
    lost = -compared.difference.by.mean
    return lost > 0 and (lost > tolerance or compared.difference.p < SIGNIFICANT)


def _compared(pairs: Sequence[Change]) -> Iterator[Compared]:
    groups = grouped([pair.after for pair in pairs])
    earlier = {pair.after.key: pair.before for pair in pairs}
    for group, results in groups.items():
        for measure in MEASURES:
            both = [(earlier[r.key].values, r.values) for r in results]
            values = [(b[measure], a[measure]) for b, a in both if measure in b and measure in a]
            if values:
                before, after = ([pair[i] for pair in values] for i in (0, 1))
                yield Compared(
                    group,
                    measure,
                    len(values),
                    sum(before) / len(before),
                    sum(after) / len(after),
                    paired_difference(before, after),
                )
