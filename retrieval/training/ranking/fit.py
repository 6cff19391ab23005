"""Fit the ranker, the answerability and the confidence, and print what each feature does.

    python -m retrieval.training.ranking.fit --set QUESTIONS.jsonl DOCUMENTS … --located QUESTIONS.jsonl ARCHIVE …

The questions of a set are asked of a folder of documents; located ones (`retrieval.training.ranking.located`) of documents in an
archive. `make fit` names all that the shipped weights are fitted on.

Ranking: listwise logistic regression (softmax over a question's candidates, ridge penalty), so that only differences
between passages of one collection count. Answerability: see `retrieval.training.ranking.answerability`. Confidence: logistic
regression that tells answerable questions from unanswerable ones, with the answerability that was fitted without the
question; the threshold is where FALSE_REFUSALS of the answerable ones are refused. Everything is reported on held-out
questions (five folds) before the final fit on all of them.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.answering import look_up
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion, is_hit, read_questions
from retrieval.index.encoder import Encoder, load_encoder
from retrieval.index.word_table import bundled_words
from retrieval.question.understanding import understand_question
from retrieval.search.answerability import WEIGHTS as ANSWERABILITY
from retrieval.search.answerability import Answerability
from retrieval.search.features import NAMES, Candidates, find_candidates
from retrieval.search.ranker import SURENESS, WEIGHTS, Ranker, sureness
from retrieval.training.ranking.answerability import RIVALS, Example, fit_answerability
from retrieval.training.ranking.located import restore

RIDGE = 0.001
FALSE_REFUSALS = 0.07
FOLDS = 5
SEED = 7


@dataclass(frozen=True)
class Case:
    """A question with its candidates; `right` marks those that answer, shape (candidates,).

    `origin` is the file it is from. Where it is `looked_up`, it names a place or repeats words of a document, and is answered
    whatever the confidence.
    """

    origin: str
    question: LabelledQuestion
    looked_up: bool
    candidates: Candidates
    right: NDArray[np.bool_]


def read_cases(questions: Path, documents: Path, encoder: Encoder) -> list[Case]:
    """The questions of one file over the documents of one folder."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(documents, Path(folder), encoder)
        collection.reload()
        generation = collection.serving
        cases = []
        for question in read_questions(questions):
            candidates = find_candidates(generation, encoder, understand_question(question.question))
            entries = [generation.entries[i] for i in candidates.entries]
            right = np.array(
                [any(is_hit(e.document.source, e.text, e.heading_path, x) for x in question.evidence) for e in entries]
            )
            looked_up = look_up(generation, question.question) is not None
            cases.append(Case(str(questions), question, looked_up, candidates, right))
    return cases


def read_located(questions: Path, archive: Path, encoder: Encoder) -> list[Case]:
    """The questions of one file kept by place, over the documents it names in `archive`."""
    with tempfile.TemporaryDirectory() as folder:
        restore(questions, archive, Path(folder))
        cases = read_cases(Path(folder, "questions.jsonl"), Path(folder, "documents"), encoder)
    return [replace(case, origin=str(questions)) for case in cases]


def fit_weights(cases: list[Case]) -> NDArray[np.float64]:
    """Feature weights that put the right candidates first, shape (len(NAMES),)."""
    usable = [c for c in cases if c.right.any()]
    scale = np.concatenate([c.candidates.features for c in usable]).std(axis=0) + 1e-6
    widest = max(len(c.right) for c in usable)
    x = np.zeros((len(usable), widest, len(NAMES)))
    there, right = np.zeros((2, len(usable), widest), dtype=bool)
    for row, case in enumerate(usable):
        size = len(case.right)
        x[row, :size], there[row, :size], right[row, :size] = case.candidates.features / scale, True, case.right

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.where(there, x @ weights, -np.inf)
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        inside = (p * right).sum(axis=1) + 1e-12
        slope = p * right / inside[:, None] - p
        penalty = RIDGE * len(usable)
        gradient = 2 * penalty * weights - np.tensordot(slope, x, axes=2)
        return penalty * float(weights @ weights) - float(np.log(inside).sum()), gradient

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / scale)


def fit_confidence(sure: NDArray[np.float64], cases: Sequence[Case]) -> tuple[NDArray[np.float64], float, float]:
    """Weights, bias and threshold: logistic regression on the values of SURENESS, shape (cases, len(SURENESS)), each
    weight on its side of zero."""
    y = np.array([bool(c.question.evidence) for c in cases])
    searched = np.array([not c.looked_up for c in cases])
    mean, scale = sure.mean(axis=0), sure.std(axis=0) + 1e-6
    z = (sure - mean) / scale

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w, b = parameters[:-1], parameters[-1]
        p = 1 / (1 + np.exp(-(z @ w + b)))
        total = -float(np.where(y, np.log(p + 1e-12), np.log(1 - p + 1e-12)).sum()) + float(w @ w)
        error = p - y
        return total, np.concatenate([error @ z + 2 * w, [error.sum()]])

    ways = [(0, None) if way > 0 else (None, 0) for way in SURENESS.values()]
    found = minimize(
        loss, np.zeros(len(SURENESS) + 1), jac=True, method="L-BFGS-B", bounds=[*ways, (None, None)]
    ).x  # fmt: skip
    w = found[:-1] / scale
    bias = float(found[-1] - w @ mean)
    confidence = np.where(searched, 1 / (1 + np.exp(-(sure @ w + bias))), 1.0)
    return w, bias, float(np.quantile(confidence[y], FALSE_REFUSALS))


def fit(cases: list[Case]) -> Ranker:
    weights = fit_weights(cases)
    scores = [c.candidates.features @ weights for c in cases]
    examples = [_example(c, s) for c, s in zip(cases, scores, strict=True)]
    sure = np.zeros((len(cases), len(SURENESS)))
    for inside, outside in _folds(cases):
        without = fit_answerability([example for i in inside if (example := examples[i])])
        for i in outside:
            sure[i] = sureness(cases[i].candidates, scores[i], without)
    answerability = fit_answerability([example for example in examples if example])
    return Ranker(weights, answerability, *fit_confidence(sure, cases))


def _example(case: Case, scores: NDArray[np.float64]) -> Example | None:
    """The best candidates; of an answerable question a right one and its rivals, None where no candidate is right."""
    order = np.argsort(-scores, kind="stable").tolist()
    if not case.question.evidence:
        return Example(case.candidates.matches.of(order[:RIVALS]), False)
    right = [row for row in order if case.right[row]]
    rivals = [row for row in order if not case.right[row]]
    return Example(case.candidates.matches.of([right[0], *rivals[: RIVALS - 1]]), True) if right else None


def _folds(cases: Sequence[Case]) -> list[tuple[list[int], list[int]]]:
    """The places of the cases inside and outside of each fold; the same question is on one side only."""
    asked = [c.question.question for c in cases]
    different = sorted(set(asked))
    fold = dict(zip(different, np.random.default_rng(SEED).permutation(len(different)) % FOLDS, strict=True))
    return [
        ([i for i, q in enumerate(asked) if fold[q] != k], [i for i, q in enumerate(asked) if fold[q] == k])
        for k in range(FOLDS)
    ]


def report(cases: list[Case], ranker_of: list[Ranker]) -> str:
    """hit@k of the ranking and refusal of `cases`, each judged by its own ranker."""
    ranks, refused, unanswerable = [], [], []
    for case, ranker in zip(cases, ranker_of, strict=True):
        scores = ranker.scores(case.candidates)
        sure = case.looked_up or ranker.confidence(case.candidates, scores) >= ranker.threshold
        if not case.question.evidence:
            unanswerable.append(not sure)
            continue
        refused.append(not sure)
        order = np.argsort(-scores, kind="stable")
        ranks.append(next((r for r, i in enumerate(order) if case.right[i]), 999))
    parts = [f"hit@{k} {np.mean([r < k for r in ranks]):.3f}" for k in (1, 3, 5, 60) if ranks]
    parts += [f"unanswerable refused {np.mean(unanswerable):.3f}"] if unanswerable else []
    parts += [f"false refusal {np.mean(refused):.3f}"] if refused else []
    return "  ".join(parts)


def held_out(cases: list[Case]) -> list[Ranker]:
    """For every case a ranker fitted on the other folds."""
    rankers: dict[int, Ranker] = {}
    for inside, outside in _folds(cases):
        rankers |= dict.fromkeys(outside, fit([cases[i] for i in inside]))
    return [rankers[i] for i in range(len(cases))]


def write(ranker: Ranker) -> None:
    """Make `ranker` the shipped one."""
    content = {
        "weights": dict(zip(NAMES, ranker.weights.round(4).tolist(), strict=True)),
        "confidence": confidence_of(ranker),
        "threshold": round(ranker.threshold, 4),
    }
    WEIGHTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    write_answerability(ranker.answerability)


def confidence_of(ranker: Ranker) -> dict[str, float]:
    """The weights of the confidence by name, and its bias."""
    weights = dict(zip(SURENESS, ranker.confidence_weights.round(4).tolist(), strict=True))
    return weights | {"bias": round(ranker.confidence_bias, 4)}


def write_answerability(model: Answerability) -> None:
    """One line a row of each array, after the id of the word table that its directions belong to."""
    rows = {
        name: "[\n  " + ",\n  ".join(json.dumps(row) for row in array.tolist()) + "\n ]"
        for name, array in (("directions", model.directions), ("response", model.response))
    }
    parts = [
        f'"table": {json.dumps(bundled_words().id)}',
        f'"offsets": {json.dumps(model.offsets.tolist())}',
        f'"bias": {json.dumps(round(model.bias, 4))}',
    ]
    parts += [f'"{name}": {text}' for name, text in rows.items()]
    ANSWERABILITY.write_text("{\n " + ",\n ".join(parts) + "\n}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit ranker.json and answerability.json.")
    for option, second, use in (
        ("--set", "DOCUMENTS", "questions on a folder of documents"),
        ("--located", "ARCHIVE", "questions kept by place, on documents of an archive"),
    ):
        names = ("QUESTIONS", second)
        parser.add_argument(option, nargs=2, action="append", default=[], type=Path, metavar=names, help=use)
    parser.add_argument("--encoder", default="bundled")
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    options = parser.parse_args()
    encoder = load_encoder(options.encoder)
    cases = [case for asked, folder in options.set for case in read_cases(asked, folder, encoder)]
    cases += [case for asked, archive in options.located for case in read_located(asked, archive, encoder)]
    print(f"{len(cases)} questions, {sum(not c.question.evidence for c in cases)} of them unanswerable")
    rankers = held_out(cases)
    print("held out:", report(cases, rankers))
    for origin in dict.fromkeys(c.origin for c in cases):
        chosen = [i for i, c in enumerate(cases) if c.origin == origin]
        print(f"  {origin}:", report([cases[i] for i in chosen], [rankers[i] for i in chosen]))
    ranker = fit(cases)
    print("fitted:  ", report(cases, [ranker] * len(cases)))
    spread = np.concatenate([c.candidates.features for c in cases]).std(axis=0)
    for name, weight, deviation in zip(NAMES, ranker.weights, spread, strict=True):
        print(f"  {name:10s} weight {weight:7.3f}   effect of one standard deviation {weight * deviation:6.3f}")
    print("confidence:", confidence_of(ranker), "threshold", round(ranker.threshold, 4))
    if not options.dry_run:
        write(ranker)


if __name__ == "__main__":
    main()
