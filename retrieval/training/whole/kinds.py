"""Fits which kind of answer a wording wants, and writes models/kinds.json.

    python -m retrieval.training.whole.kinds WORDINGS.tsv… --ordinary QUESTIONS.jsonl…

WORDINGS hold a kind and a question a line, separated by a tab. The ORDINARY questions of `fit` want a passage, but for those
of MIXED types; they are many, so that each counts less.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from retrieval.answer import Kind
from retrieval.evaluation.metrics import read_jsonl
from retrieval.fold import Folded, fold
from retrieval.whole.kinds import KINDS, SCALE, WEIGHTS, KindModel, pieces_of

ORDINARY = 0.15
"""Weight of an ordinary question beside one written for its kind: twice as much told 1 in 100 more of them, and 2 lists in 100 less."""
MIXED = ("list", "section")
"""Types of ordinary questions that are left out: what a section says may be wanted whole or in part."""
STRENGTH = 2.0
"""Inverse of the penalty on the squared weights. 1 and 3 were as good on wordings kept apart."""
RARE = 3
"""A piece is looked at when so many questions have it."""
UNIT = 100
"""Weights are kept in hundredths; pieces that stay below two of them are dropped."""

Wording = tuple[Folded, Kind]


def read_wordings(file: Path) -> list[Wording]:
    """The questions of a WORDINGS file. Raises ValueError with the line that is not one."""
    found: list[Wording] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        name, _, question = line.partition("\t")
        kind = next((kind for kind in KINDS if kind == name), None)
        if kind is None or not question.strip():
            raise ValueError(
                f"{file} line {number}: found {line[:40]!r}, expected one of {', '.join(KINDS)}, a tab, a question"
            )
        found.append((fold(question), kind))
    return found


def read_ordinary(file: Path) -> list[Wording]:
    """The questions of a set that wants passages."""
    rows = (row for _, row in read_jsonl(file) if row.get("question"))
    return [(fold(row["question"]), "passage") for row in rows if row.get("type") not in MIXED]


def fit_kinds(wordings: Sequence[Wording], ordinary: Sequence[Wording]) -> KindModel:
    """The model fitted on both."""
    rows = [*wordings, *ordinary]
    pieces = [list(pieces_of(question)) for question, _ in rows]
    counted = Counter(piece for found in pieces for piece in found)
    column = {piece: i for i, piece in enumerate(sorted(p for p, n in counted.items() if n >= RARE))}
    weights = np.array([1.0] * len(wordings) + [ORDINARY] * len(ordinary))
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(_matrix(pieces, column), [KINDS.index(kind) for _, kind in rows], sample_weight=weights)
    fitted = np.zeros((len(column), len(KINDS)), dtype=np.float32)
    bias = np.full(len(KINDS), -10.0, dtype=np.float32)
    fitted[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
    kept = np.abs(fitted).max(axis=1) >= 2 / UNIT
    rounded = np.round(fitted * UNIT) / UNIT
    return KindModel({piece: rounded[i] for piece, i in column.items() if kept[i]}, bias)


def write(model: KindModel, file: Path = WEIGHTS) -> None:
    """The model as JSON, a piece a line."""
    lines = (
        f"{json.dumps(piece, ensure_ascii=False)}: {json.dumps(np.round(values * UNIT).astype(int).tolist(), separators=(',', ':'))}"
        for piece, values in sorted(model.weights.items())
    )
    bias = json.dumps([round(float(value), 4) for value in model.bias])
    body = ",\n".join(lines)
    file.write_text(f'{{"unit": {UNIT}, "bias": {bias}, "weights": {{\n{body}\n}}}}\n', encoding="utf-8")


def right_shares(model: KindModel, wordings: Sequence[Wording]) -> dict[Kind, tuple[int, float]]:
    """For each kind how many wordings want it, and for which share of them it is the most probable."""
    judged: dict[Kind, list[bool]] = {}
    for question, kind in wordings:
        shares = model.probabilities(question)
        judged.setdefault(kind, []).append(max(shares, key=lambda k: shares[k]) == kind)
    return {kind: (len(right), sum(right) / len(right)) for kind, right in judged.items()}


def _matrix(pieces: Sequence[Sequence[str]], column: dict[str, int]) -> csr_matrix:
    rows: list[NDArray[np.int64]] = [
        np.array([column[p] for p in found if p in column], dtype=np.int64) for found in pieces
    ]
    values = [np.full(len(row), SCALE / np.sqrt(max(1, len(found)))) for row, found in zip(rows, pieces, strict=True)]
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    return csr_matrix((np.concatenate(values), np.concatenate(rows), ends), shape=(len(rows), len(column)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit which kind of answer a wording wants.")
    parser.add_argument("wordings", type=Path, nargs="+")
    parser.add_argument("--ordinary", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--judge", type=Path, nargs="*", default=[], help="wordings that are not fitted on: report alone"
    )
    options = parser.parse_args()
    wordings = [one for file in options.wordings for one in read_wordings(file)]
    ordinary = [one for file in options.ordinary for one in read_ordinary(file)]
    model = fit_kinds(wordings, ordinary)
    write(model)
    print(f"{len(wordings)} wordings, {len(ordinary)} ordinary questions, {len(model.weights)} pieces")
    for file in options.judge:
        for kind, (count, right) in sorted(right_shares(model, read_wordings(file)).items()):
            print(f"{file.name}: {kind}: {right:.3f} of {count}")


if __name__ == "__main__":
    main()
