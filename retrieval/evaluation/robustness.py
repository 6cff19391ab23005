"""Robustness: does the first quote stay when the same question is written otherwise?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.answer import Answer, Quote
from retrieval.evaluation.metrics import LabelledQuestion, is_hit
from retrieval.evaluation.rewordings import FORMS, homophone_slips, random_slips

ASKED_OF_FORMS, ASKED_OF_SLIPS = 0.95, 0.85
"""The share of right first quotes that must stay where only the form changes, and with one wrong character. Targets, not
measurements: a slip may hit the only telling word."""


@dataclass(frozen=True, slots=True)
class Change:
    """One question asked otherwise: whether its first quote `kept` its position in the text, what it was and became.

    `was_right` and `is_right` say whether the first quote holds the evidence, before and after; `refused` whether the
    new answer is a refusal although the old one was none.
    """

    question: LabelledQuestion
    variant: str
    asked: str
    kept: bool
    was_right: bool
    is_right: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class Robustness:
    """Of `n` changed questions the share whose first quote is `kept`; of the `n_right` whose first quote was right, the
    share with the same one (`kept_right`) and with a right one (`still_right`); the share newly refused. `asked` is
    what `kept_right` should reach."""

    n: int
    kept: float
    n_right: int
    kept_right: float
    still_right: float
    refused: float
    asked: float


def ask_otherwise(
    ask: Callable[[str], Answer], questions: Sequence[LabelledQuestion], *, seed: int = 0
) -> Iterator[Change]:
    """Ask every answerable question as it is and in every other way that differs from it."""
    for question in questions:
        if not question.evidence:
            continue
        before = ask(question.question)
        for variant, text in _written_otherwise(question.question, seed):
            after = ask(text)
            yield Change(
                question,
                variant,
                text,
                kept=_same_position(before.quotes[:1], after.quotes[:1]),
                was_right=_is_right(question, before),
                is_right=_is_right(question, after),
                refused=after.refused and not before.refused,
            )


def summarise_changes(changes: Sequence[Change]) -> dict[str, Robustness]:
    """Per variant, in the order in which they first occur; `all forms` and `all slips` sum up."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.variant, []).append(change)
    order = [name for name in [*FORMS, *SLIPS] if name in groups]
    table = {name: _robustness(groups[name], name in SLIPS) for name in order}
    for name, variants in (("all forms", list(FORMS)), ("all slips", list(SLIPS))):
        together = [c for variant in variants for c in groups.get(variant, [])]
        if together:
            table[name] = _robustness(together, variants == list(SLIPS))
    return table


SLIPS: dict[str, Callable[[str, int], list[str]]] = {
    "one homophone": homophone_slips,
    "one wrong character": random_slips,
}


def _written_otherwise(question: str, seed: int) -> Iterator[tuple[str, str]]:
    for name, change in FORMS.items():
        if (changed := change(question)) != question:
            yield name, changed
    for name, slips in SLIPS.items():
        yield from ((name, slip) for slip in slips(question, seed))


def _robustness(changes: Sequence[Change], slips: bool) -> Robustness:
    right = [c for c in changes if c.was_right]
    return Robustness(
        n=len(changes),
        kept=_share([c.kept for c in changes]),
        n_right=len(right),
        kept_right=_share([c.kept for c in right]),
        still_right=_share([c.is_right for c in right]),
        refused=_share([c.refused for c in changes]),
        asked=ASKED_OF_SLIPS if slips else ASKED_OF_FORMS,
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _same_position(one: Sequence[Quote], other: Sequence[Quote]) -> bool:
    """Whether two first quotes are of one document and overlap; both without a quote are the same as well."""
    if not one or not other:
        return not one and not other
    a, b = one[0], other[0]
    return a.document_id == b.document_id and a.start < b.end and b.start < a.end


def _is_right(question: LabelledQuestion, answer: Answer) -> bool:
    return any(is_hit(q.file, q.text, q.heading_path, e) for q in answer.quotes[:1] for e in question.evidence)
