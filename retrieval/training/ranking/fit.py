"""Fit the ranker, the answerability and the confidence, and print what each feature does.

    python -m retrieval.training.ranking.fit --set QUESTIONS.jsonl DOCUMENTS … --located QUESTIONS.jsonl ARCHIVE …

The questions of a set are asked of a folder of documents; located ones (`retrieval.training.ranking.located`) of documents
in an archive. `make fit` names all that the shipped weights are fitted on.

Pruning and ranking: listwise logistic regression (`retrieval.training.ranking.weights`), first of the cheap features over
all that is gathered, then of all features over what the first leaves. Answerability: see
`retrieval.training.ranking.answerability`. Confidence: logistic regression that tells answerable questions from
unanswerable ones, with the answerability that was fitted without the question; the threshold is where FALSE_REFUSALS of
the answerable ones are refused. A quote's confidence: logistic regression that tells first quotes that answer from others, by
the confidence and by the share that the ranking gives the quote. The deep side: see `retrieval.training.ranking.deepening`. Everything is reported on held-out questions (five folds, by document) before the final fit on all of
them; the pruning alone is fitted on all, since it only says which sixty passages are looked at.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import load_encoder
from retrieval.search.answerability import Answerability
from retrieval.search.features import NAMES
from retrieval.search.ranked import Ranked
from retrieval.search.ranker import Ranker, probability, rightness, sureness
from retrieval.search.reader import Reader, read_best
from retrieval.training.ranking.answerability import RIVALS, Example, fit_answerability
from retrieval.training.ranking.artefacts import confidence_of, write_rankers
from retrieval.training.ranking.cases import Case, asked_of_sets, case_of, set_options
from retrieval.training.ranking.deepening import deepened_cases, fit_deep_coarse, fit_deep_ranking
from retrieval.training.ranking.report import JudgedCase, candidates_hold, ranking_figures, refused_plainly
from retrieval.training.ranking.weights import fit_coarse, fit_confidence, fit_ranking, fit_rightness
from retrieval.transformer.kept_vectors import KeptVectors
from retrieval.transformer.model import bundled_transformer
from retrieval.transformer.sentence_encoder import SentenceEncoder, bundled_sentence_encoder

FOLDS = 5
SEED = 7


@dataclass(frozen=True, slots=True)
class Second:
    """What the fit of the deep side needs: the encoder, and where its vectors are kept."""

    encoder: SentenceEncoder
    kept: KeptVectors
    reader: Reader


def fit_rankers(cases: list[Case], coarse: Mapping[str, float], second: Second) -> tuple[Ranker, Ranker]:
    """The rankers for libraries that are not deepened and for those that are, fitted on `cases`, whose candidates were chosen
    by `coarse`: the deep side and the confidence on those of them that the transformer was not trained on."""
    weights = fit_ranking(cases)
    examples = [_example(c, c.candidates.features @ weights) for c in cases]
    without: list[Answerability] = [None] * len(cases)  # type: ignore[list-item]
    for inside, outside in _folds(cases):
        fitted = fit_answerability([example for i in inside if (example := examples[i])])
        for i in outside:
            without[i] = fitted
    answerability = fit_answerability([example for example in examples if example])
    apart = [i for i, case in enumerate(cases) if case.apart]
    quick = [cases[i] for i in apart]
    deep = deepened_cases(quick, weights, second.encoder, second.kept, threads=os.cpu_count() or 1)
    deep_weights, deep_coarse = fit_deep_ranking(deep, weights), fit_deep_coarse(deep, coarse)
    judges = [without[i] for i in apart]
    return (
        Ranker(weights, coarse, answerability, *_confidence(quick, weights, judges, second.reader)),
        Ranker(deep_weights, deep_coarse, answerability, *_confidence(deep, deep_weights, judges, second.reader)),
    )


def _confidence(
    cases: Sequence[Case], weights: NDArray[np.float64], judges: Sequence[Answerability], reader: Reader
) -> tuple[NDArray[np.float64], float, float, NDArray[np.float64], float]:
    """The confidence of a ranking by `weights`, the threshold, the rightness of its quotes; the answerability of each case is
    judged by that of `judges`."""
    sure, shares, right = [], [], []
    for case, answerability in zip(cases, judges, strict=True):
        ranked = Ranked(case.generation, case.candidates, case.candidates.features @ weights)
        sure.append(sureness(case.candidates, ranked.scores, _read(reader, case, ranked.scores), answerability))
        first = ranked.order[:1]
        shares.append(ranked.shares[first])
        right.append(bool(case.right[first].any()))
    sure_weights, bias, threshold = fit_confidence(np.array(sure), cases)
    confidence = probability(np.array(sure) @ sure_weights + bias)
    values = np.concatenate([rightness(c, share) for c, share in zip(confidence.tolist(), shares, strict=True)])
    return sure_weights, bias, threshold, *fit_rightness(values, np.array(right), cases)


def _read(reader: Reader, case: Case, scores: NDArray[np.float64]) -> float:
    return read_best(reader, case.generation, case.text, case.candidates, scores)


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
    keys = [c.key for c in cases]
    different = sorted(set(keys))
    fold = dict(zip(different, np.random.default_rng(SEED).permutation(len(different)) % FOLDS, strict=True))
    return [
        ([i for i, key in enumerate(keys) if fold[key] != k], [i for i, key in enumerate(keys) if fold[key] == k])
        for k in range(FOLDS)
    ]


def held_out(cases: list[Case], coarse: Mapping[str, float], second: Second) -> dict[str, list[JudgedCase]]:
    """The cases that the transformer was not trained on, each with the rankers fitted on the other folds, by side."""
    judged: dict[str, list[JudgedCase]] = {"quick": [], "deep": []}
    for inside, outside in _folds(cases):
        quick, deep = fit_rankers([cases[i] for i in inside], coarse, second)
        apart = [case for i in outside if (case := cases[i]).apart]
        deepened = deepened_cases(apart, quick.weights, second.encoder, second.kept)
        for side, ranker, of_side in (("quick", quick, apart), ("deep", deep, deepened)):
            judged[side] += [
                JudgedCase(c, ranker, _read(second.reader, c, ranker.scores(c.candidates))) for c in of_side
            ]
    return judged


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fit ranker.json and answerability.json.")
    set_options(parser)
    parser.add_argument("--encoder", default="bundled")
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    parser.add_argument(
        "--unreported", action="store_true", help="without the held-out ranking_figures, which take most of the time"
    )
    parser.add_argument(
        "--kept", type=Path, default=Path("build/meanings"), help="folder where vectors of passages are kept"
    )
    options = parser.parse_args()
    encoder = load_encoder(options.encoder)
    asked = asked_of_sets(options, encoder)
    print(f"{len(asked)} questions, {sum(not one.labelled.evidence for one in asked)} of them unanswerable")
    coarse = fit_coarse(asked)
    cases = [case_of(one, coarse) for one in asked]
    print("pruning:", coarse, candidates_hold(asked, cases))
    meaning = bundled_sentence_encoder()
    kept = KeptVectors(options.kept / f"{meaning.id}.vectors", meaning.dimensions)
    second = Second(meaning, kept, Reader(bundled_transformer(), remembered=None))
    if not options.unreported:
        for side, judged in held_out(cases, coarse, second).items():
            _print_held_out(side, judged)
    quick, deep = fit_rankers(cases, coarse, second)
    _print_fitted("quick", cases, quick)
    _print_fitted("deep", deepened_cases([c for c in cases if c.apart], quick.weights, meaning, kept), deep)
    if not options.dry_run:
        write_rankers(quick, deep)


def _print_held_out(side: str, judged: list[JudgedCase]) -> None:
    """In all and by origin."""
    print(f"{side} held out:", ranking_figures(judged))
    print("  without a quote:", refused_plainly(judged))
    for origin in sorted({one.case.origin for one in judged}):
        print(f"  {origin}:", ranking_figures([one for one in judged if one.case.origin == origin]))


def _print_fitted(side: str, cases: list[Case], ranker: Ranker) -> None:
    print(f"{side}:")
    spread = np.concatenate([c.candidates.features for c in cases]).std(axis=0)
    for name, weight, deviation in zip(NAMES, ranker.weights, spread, strict=True):
        print(f"  {name:12s} weight {weight:7.3f}   effect of one standard deviation {weight * deviation:6.3f}")
    print("confidence:", confidence_of(ranker), "threshold", round(ranker.threshold, 4), "pruning:", ranker.coarse)


if __name__ == "__main__":
    main()
