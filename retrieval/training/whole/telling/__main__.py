"""Fits telling.json and prints how the chooser does on messages that it was not fitted on.

    python -m retrieval.training.whole.telling --set QUESTIONS.jsonl DOCUMENTS … --located QUESTIONS.jsonl ARCHIVE …

A set of whole answers gives its parts and facts; of ordinary questions messages with several are made. `make fit-whole`
names all that the shipped weights are fitted on.

Listwise logistic regression over the features (`retrieval.training.ranking.weights`), then logistic regression that tells the right
choices from the wrong ones, on choices by a fit without the message.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.answering import Answerer
from retrieval.index.encoder import load_encoder
from retrieval.training.ranking.cases import set_options
from retrieval.training.ranking.located import restore
from retrieval.training.ranking.weights import listwise_weights
from retrieval.training.whole.labelled import deep_generation
from retrieval.training.whole.telling.cases import TellingCase, labelled_cases, made_cases, read_rows
from retrieval.whole.telling.chooser import SIGNS, WEIGHTS, Wanted, signs
from retrieval.whole.telling.features import NAMES

FOLDS = 6
RIDGE: dict[Wanted, float] = {"parts": 0.01, "facts": 0.1}
MADE = 0.5
"""How much a part of a message that was put together counts."""

Matrix = NDArray[np.float64]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fit telling.json.")
    set_options(parser)
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    options = parser.parse_args()
    answerer = Answerer(load_encoder())
    cases = [case for file, folder in options.set for case in _of_set(file, folder, answerer)]
    for file, archive in options.located:
        with tempfile.TemporaryDirectory() as folder:
            restore(file, archive, Path(folder))
            cases += _of_set(Path(folder, "questions.jsonl"), Path(folder, "documents"), answerer)
    fitted = {wanted: _fitted(wanted, [case for case in cases if case.wanted == wanted]) for wanted in RIDGE}
    if not options.dry_run:
        WEIGHTS.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def _of_set(questions: Path, documents: Path, answerer: Answerer) -> list[TellingCase]:
    generation = deep_generation(documents, answerer)
    rows = read_rows(questions)
    return [*labelled_cases(rows, generation, answerer), *made_cases(rows, generation, answerer)]


def _fitted(wanted: Wanted, cases: Sequence[TellingCase]) -> dict[str, dict[str, float]]:
    """The weights by name, after the figures of held-out messages are printed."""
    chosen = list(_held_out(wanted, cases))
    looked_at, right = np.array([values for values, _ in chosen]), np.array([is_right for _, is_right in chosen])
    sureness, bias = logistic(looked_at, right)
    sure = 1 / (1 + np.exp(-(looked_at @ sureness + bias)))
    print(
        f"{wanted}: {len(chosen)} judged of {len(cases)}, right {right.mean():.3f}, "
        f"sure where right {sure[right].mean():.3f}, where wrong {sure[~right].mean():.3f}"
    )
    weights = _weights(wanted, cases)
    return {
        "weights": dict(zip(NAMES, weights.round(4).tolist(), strict=True)),
        "sureness": dict(zip(SIGNS, sureness.round(4).tolist(), strict=True)) | {"bias": round(bias, 4)},
    }


def _held_out(wanted: Wanted, cases: Sequence[TellingCase]) -> Iterator[tuple[Matrix, bool]]:
    """What is looked at for the sureness, and whether the choice was right, of every message that people wrote."""
    folds = [crc32(case.key.encode()) % FOLDS for case in cases]
    for fold in range(FOLDS):
        weights = _weights(wanted, [case for case, at in zip(cases, folds, strict=True) if at != fold])
        for case, at in zip(cases, folds, strict=True):
            if at == fold and not case.made:
                scores = case.features @ weights
                yield signs(case.features, scores), bool(case.right[scores.argmax()])


def _weights(wanted: Wanted, cases: Sequence[TellingCase]) -> Matrix:
    return listwise_weights(
        [case.features for case in cases],
        [case.right for case in cases],
        importance=[MADE if case.made else 1.0 for case in cases],
        ridge=RIDGE[wanted],
    )


def logistic(values: Matrix, right: NDArray[np.bool_]) -> tuple[Matrix, float]:
    """Weights and bias of a logistic regression of `right` on `values`, shape (cases, values), lightly held back."""
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    z = (values - mean) / scale

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        w, b = parameters[:-1], parameters[-1]
        p = 1 / (1 + np.exp(-(z @ w + b)))
        total = -float(np.where(right, np.log(p + 1e-12), np.log(1 - p + 1e-12)).sum()) + float(w @ w)
        error = p - right
        return total, np.concatenate([error @ z + 2 * w, [error.sum()]])

    found = minimize(loss, np.zeros(z.shape[1] + 1), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / scale
    return np.asarray(weights), float(found[-1] - weights @ mean)


if __name__ == "__main__":
    main()
