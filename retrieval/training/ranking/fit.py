"""Fit the ranker, the answerability and the confidence, and print what each feature does.

    python -m retrieval.training.ranking.fit --set QUESTIONS.jsonl DOCUMENTS … --located QUESTIONS.jsonl ARCHIVE …

The questions of a set are asked of a folder of documents; located ones (`retrieval.training.ranking.located`) of documents
in an archive. `make fit` names all that the shipped weights are fitted on.

Pruning and ranking: listwise logistic regression (`retrieval.training.ranking.weights`), first of the cheap features over
all that is gathered, then of all features over what the first leaves. Answerability: see
`retrieval.training.ranking.answerability`. Confidence: logistic regression that tells answerable questions from
unanswerable ones, with the answerability that was fitted without the question; the threshold is where FALSE_REFUSALS of
the answerable ones are refused. Everything is reported on held-out questions (five folds, by document) before the final fit on all of
them; the pruning alone is fitted on all, since it only says which sixty passages are looked at.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answering import FAR, FOREIGN
from retrieval.index.encoder import load_encoder
from retrieval.search.features import NAMES
from retrieval.search.ranker import SURENESS, Ranker, sureness
from retrieval.training.ranking.answerability import RIVALS, Example, fit_answerability
from retrieval.training.ranking.artefacts import confidence_of, write_ranker
from retrieval.training.ranking.cases import AskedQuestion, Case, ask_located_set, ask_set, case_of
from retrieval.training.ranking.weights import fit_coarse, fit_confidence, fit_ranking

FOLDS = 5
QUOTED = 5
SEED = 7


def fit_ranker(cases: list[Case], coarse: Mapping[str, float]) -> Ranker:
    """The ranker fitted on `cases`, whose candidates were chosen by `coarse`."""
    weights = fit_ranking(cases)
    scores = [c.candidates.features @ weights for c in cases]
    examples = [_example(c, s) for c, s in zip(cases, scores, strict=True)]
    sure = np.zeros((len(cases), len(SURENESS)))
    for inside, outside in _folds(cases):
        without = fit_answerability([example for i in inside if (example := examples[i])])
        for i in outside:
            sure[i] = sureness(cases[i].candidates, scores[i], without)
    answerability = fit_answerability([example for example in examples if example])
    return Ranker(weights, coarse, answerability, *fit_confidence(sure, cases))


def _example(case: Case, scores: NDArray[np.float64]) -> Example | None:
    """The best candidates; of an answerable question a right one and its rivals, None where no candidate is right."""
    order = np.argsort(-scores, kind="stable").tolist()
    if not case.question.evidence:
        return Example(case.candidates.matches.of(order[:RIVALS]), False)
    right = [row for row in order if case.right[row]]
    rivals = [row for row in order if not case.right[row]]
    return Example(case.candidates.matches.of([right[0], *rivals[: RIVALS - 1]]), True) if right else None


def _folds(cases: Sequence[Case]) -> list[tuple[list[int], list[int]]]:
    """The numbers of the cases inside and outside of each fold.

    Questions that one document answers are on one side only, and so is a question that is asked of several collections.
    """
    keys = [c.question.evidence[0].doc if c.question.evidence else c.question.question for c in cases]
    different = sorted(set(keys))
    fold = dict(zip(different, np.random.default_rng(SEED).permutation(len(different)) % FOLDS, strict=True))
    return [
        ([i for i, key in enumerate(keys) if fold[key] != k], [i for i, key in enumerate(keys) if fold[key] == k])
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


def refused_plainly(cases: Sequence[Case], ranker_of: Sequence[Ranker]) -> str:
    """How many questions end without a quote, as `retrieval.answering` decides it, taking the QUOTED best for the picks."""
    ended: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for case, ranker in zip(cases, ranker_of, strict=True):
        kind = "answerable" if case.question.evidence else "off topic" if "off_topic" in case.origin else "unanswerable"
        scores = ranker.scores(case.candidates)
        best = np.argsort(-scores, kind="stable")[:QUOTED]
        foreign = case.candidates.column("soft_rare")[best].max() < FOREIGN
        unsure = not case.looked_up and ranker.confidence(case.candidates, scores) < FAR * ranker.threshold
        asked[kind] += 1
        ended[kind] += bool(foreign and unsure)
    return "  ".join(f"{kind} {ended[kind]} of {asked[kind]}" for kind in sorted(asked))


def held_out(cases: list[Case], coarse: Mapping[str, float]) -> list[Ranker]:
    """For every case a ranker fitted on the other folds."""
    rankers: dict[int, Ranker] = {}
    for inside, outside in _folds(cases):
        rankers |= dict.fromkeys(outside, fit_ranker([cases[i] for i in inside], coarse))
    return [rankers[i] for i in range(len(cases))]


def candidates_hold(asked: Sequence[AskedQuestion], cases: Sequence[Case]) -> str:
    """For how many answerable questions a right passage is gathered, and is left by the pruning."""
    pairs = [
        (one.right.any(), case.right.any()) for one, case in zip(asked, cases, strict=True) if one.labelled.evidence
    ]
    gathered, kept = np.mean(pairs, axis=0)
    return f"answer gathered {gathered:.3f}, left by the pruning {kept:.3f}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fit ranker.json and answerability.json.")
    for option, second, use in (
        ("--set", "DOCUMENTS", "questions on a folder of documents"),
        ("--located", "ARCHIVE", "questions kept by position, on documents of an archive"),
    ):
        names = ("QUESTIONS", second)
        parser.add_argument(option, nargs=2, action="append", default=[], type=Path, metavar=names, help=use)
    parser.add_argument("--encoder", default="bundled")
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    options = parser.parse_args()
    encoder = load_encoder(options.encoder)
    asked = [one for file, folder in options.set for one in ask_set(file, folder, encoder)]
    asked += [one for file, archive in options.located for one in ask_located_set(file, archive, encoder)]
    print(f"{len(asked)} questions, {sum(not one.labelled.evidence for one in asked)} of them unanswerable")
    coarse = fit_coarse(asked)
    cases = [case_of(one, coarse) for one in asked]
    print("pruning:", coarse, candidates_hold(asked, cases))
    _print_held_out(cases, held_out(cases, coarse))
    ranker = fit_ranker(cases, coarse)
    _print_fitted(cases, ranker)
    if not options.dry_run:
        write_ranker(ranker)


def _print_held_out(cases: list[Case], rankers: list[Ranker]) -> None:
    print("held out:", report(cases, rankers))
    print("  without a quote:", refused_plainly(cases, rankers))
    for origin in dict.fromkeys(c.origin for c in cases):
        chosen = [i for i, c in enumerate(cases) if c.origin == origin]
        print(f"  {origin}:", report([cases[i] for i in chosen], [rankers[i] for i in chosen]))


def _print_fitted(cases: list[Case], ranker: Ranker) -> None:
    print("fitted:  ", report(cases, [ranker] * len(cases)))
    spread = np.concatenate([c.candidates.features for c in cases]).std(axis=0)
    for name, weight, deviation in zip(NAMES, ranker.weights, spread, strict=True):
        print(f"  {name:12s} weight {weight:7.3f}   effect of one standard deviation {weight * deviation:6.3f}")
    print("confidence:", confidence_of(ranker), "threshold", round(ranker.threshold, 4))


if __name__ == "__main__":
    main()
