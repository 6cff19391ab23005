"""Fits what chooses lists and conditions, on labelled questions; prints figures held out by document.

    python -m retrieval.training.whole.lists_and_conditions --set QUESTIONS.jsonl DOCUMENTS --located QUESTIONS.jsonl ARCHIVE … [--only list|conditions]

QUESTIONS.jsonl are {"kind", "question", "items": [{"doc", "quotes"}]} lines, or the same kept by position. `make fit-whole` names
all that the shipped weights are fitted on.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answering import Answerer
from retrieval.index.encoder import load_encoder
from retrieval.training.ranking.cases import set_options
from retrieval.training.ranking.weights import listwise_weights
from retrieval.training.whole.labelled import LabelledWhole, ask_labelled, ask_located
from retrieval.whole.asked import Asked
from retrieval.whole.conditions import choosing as conditions
from retrieval.whole.conditions.choosing import ConditionChooser
from retrieval.whole.conditions.features import PROVISION_FEATURES, provision_features
from retrieval.whole.conditions.provisions import Provision, provisions
from retrieval.whole.lists.candidates import ListCandidate, list_candidates
from retrieval.whole.lists.choosing import FINAL, READ, SURE, WEIGHTS, ListChooser, sure_values
from retrieval.whole.lists.features import CHEAP, LIST_FEATURES, cheap_features

Matrix = NDArray[np.float64]
FOLDS, RIDGE, NEAR_BEST, POOR = 6, 0.03, 0.005, 0.6
"""Lists within NEAR_BEST of the best are right, none of which agrees less than POOR (F1 of recall and precision)."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What was found for a question, with its features and, for each, recall and precision."""

    labelled: LabelledWhole
    features: Matrix
    agreement: Matrix

    @property
    def f1(self) -> Matrix:
        recall, precision = self.agreement.T
        return np.asarray(2 * recall * precision / (recall + precision + 1e-9))

    @property
    def right(self) -> NDArray[np.bool_]:
        f1 = self.f1
        return np.asarray((f1 >= f1.max(initial=0) - NEAR_BEST) & (f1 >= POOR))


def fit_lists(asked: Sequence[tuple[LabelledWhole, Asked]]) -> dict[str, dict[str, float]]:
    """The weights of lists.json."""
    gathered = [(one, a, list_candidates(a.ranked)) for one, a in asked]
    first = [_listed(one, found, cheap_features(a, found)) for one, a, found in gathered if found]
    cheap = _named(CHEAP, _weights(first))
    chooser = ListChooser(cheap, {}, {}, {})
    second = [_listed(one, *chooser.described(a)) for one, a in asked]
    compared = _named(LIST_FEATURES, _weights(second))
    chooser = replace(chooser, compared=compared)
    read = [(one, *chooser.read(a)) for one, a in asked]
    third = [_listed(*case) for case in read]
    print(
        f"lists: best of those compared {np.mean([c.f1.max() for c in second]):.3f}, "
        f"of {READ} read {np.mean([c.f1.max() for c in third]):.3f}"
    )
    final = _named(FINAL, _weights(third))
    held_out = _held_out(third)
    values, right = [], []
    for (_, found, features), case, scores in zip(read, third, held_out, strict=True):
        values.append(sure_values(found, features, scores))
        right.append(case.f1[int(scores.argmax())] > 0.9)
    return {
        "cheap": cheap,
        "compared": compared,
        "final": final,
        "sure": _logistic(SURE, np.array(values), np.array(right)),
    }


def fit_conditions(asked: Sequence[tuple[LabelledWhole, Asked]]) -> dict[str, dict[str, float]]:
    """The weights of conditions.json."""
    found = [(one, a, provisions(a.ranked)) for one, a in asked]
    first = [_provided(one, some, provision_features(a, some)) for one, a, some in found]
    compared = _named(PROVISION_FEATURES, _weights(first))
    chooser = ConditionChooser(compared, {}, {})
    second = [_provided(one, *chooser.read(a)) for one, a, _ in found]
    final = _named(conditions.FINAL, _weights(second))
    held_out = _held_out(second)
    values = np.array([conditions.condition_sureness(c.features, s) for c, s in zip(second, held_out, strict=True)])
    right = np.array([c.agreement[int(s.argmax())][0] == 1 for c, s in zip(second, held_out, strict=True)])
    return {"compared": compared, "final": final, "sure": _logistic(conditions.SURE, values, right)}


def _provided(one: LabelledWhole, found: Sequence[Provision], features: Matrix) -> _Case:
    """What is complete is right, if half of it belongs to the answer."""
    agreement = np.array([one.agreement(c.document, c.parts) for c in found])
    agreement[:, 1] = np.where((agreement[:, 0] == 1) & (agreement[:, 1] >= 0.5), 1.0, agreement[:, 1])
    return _Case(one, features, agreement)


def _listed(one: LabelledWhole, found: Sequence[ListCandidate], features: Matrix) -> _Case:
    agreement = [one.agreement(c.document, c.enumeration.leads) for c in found]
    return _Case(one, features, np.array(agreement).reshape(-1, 2))


def _weights(cases: Sequence[_Case]) -> Matrix:
    usable = [c for c in cases if c.right.any()]
    return listwise_weights([c.features for c in usable], [c.right for c in usable], ridge=RIDGE)


def _named(names: Sequence[str], weights: Matrix) -> dict[str, float]:
    return dict(zip(names, weights.round(4).tolist(), strict=True))


def _held_out(cases: Sequence[_Case]) -> list[Matrix]:
    """The scores of every case by weights fitted without its document; prints how good they are."""
    folds = [int(hashlib.md5(c.labelled.key.encode()).hexdigest(), 16) % FOLDS for c in cases]
    by_fold = {k: _weights([c for c, own in zip(cases, folds, strict=True) if own != k]) for k in set(folds)}
    scores = [c.features @ by_fold[k] for c, k in zip(cases, folds, strict=True)]
    best = [c.agreement[int(s.argmax())] for c, s in zip(cases, scores, strict=True)]
    recall, precision = np.mean(best, axis=0)
    whole = np.mean([r == 1 for r, _ in best])
    print(f"held out by document: recall {recall:.3f} precision {precision:.3f} complete {whole:.3f} of {len(cases)}")
    return scores


def _logistic(names: Sequence[str], values: Matrix, right: NDArray[np.bool_]) -> dict[str, float]:
    """Logistic regression with a slight ridge, by Newton's method."""
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    x = np.concatenate([(values - mean) / scale, np.ones((len(values), 1))], axis=1)
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(len(w))
        w += np.linalg.solve(hessian, x.T @ (right - p) - w)
    print(f"sure: {right.mean():.3f} right; those above 0.5: {right[(1 / (1 + np.exp(-x @ w))) > 0.5].mean():.3f}")
    plain = w[:-1] / scale
    return {**_named(names, plain), "bias": round(float(w[-1] - plain @ mean), 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit what chooses lists and conditions.")
    set_options(parser)
    parser.add_argument("--only", choices=("list", "conditions"))
    options = parser.parse_args()
    answerer = Answerer(load_encoder())

    def asked(kind: str) -> list[tuple[LabelledWhole, Asked]]:
        found = [one for file, folder in options.set for one in ask_labelled(file, folder, answerer, kind)]
        return found + [one for file, archive in options.located for one in ask_located(file, archive, answerer, kind)]

    if options.only != "conditions":
        _write(WEIGHTS, fit_lists(asked("list")))
    if options.only != "list":
        _write(conditions.WEIGHTS, fit_conditions(asked("conditions")))


def _write(path: Path, weights: dict[str, dict[str, float]]) -> None:
    path.write_text(json.dumps(weights, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
