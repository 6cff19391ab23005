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
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoder import load_encoder
from retrieval.search.features import NAMES
from retrieval.search.ranker import Ranker, sureness
from retrieval.search.reader import Reader, read_best
from retrieval.training.ranking.answerability import RIVALS, Example, fit_answerability
from retrieval.training.ranking.artefacts import confidence_of, write_ranker
from retrieval.training.ranking.cases import Case, asked_of_sets, case_of, set_options
from retrieval.training.ranking.report import JudgedCase, candidates_hold, ranking_figures, refused_plainly
from retrieval.training.ranking.weights import fit_coarse, fit_confidence, fit_ranking

FOLDS = 5
SEED = 7


def fit_ranker(cases: list[Case], coarse: Mapping[str, float], reader: Reader) -> Ranker:
    """The ranker fitted on `cases`, whose candidates were chosen by `coarse`: the confidence on those of them that the reader was
    not trained on."""
    weights = fit_ranking(cases)
    scores = [c.candidates.features @ weights for c in cases]
    reading = {i: _read(reader, c, scores[i]) for i, c in enumerate(cases) if c.apart}
    examples = [_example(c, s) for c, s in zip(cases, scores, strict=True)]
    sure = {}
    for inside, outside in _folds(cases):
        without = fit_answerability([example for i in inside if (example := examples[i])])
        for i in reading.keys() & set(outside):
            sure[i] = sureness(cases[i].candidates, scores[i], reading[i], without)
    answerability = fit_answerability([example for example in examples if example])
    confidence = fit_confidence(np.array([*sure.values()]), [cases[i] for i in sure])
    return Ranker(weights, coarse, answerability, *confidence)


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


def held_out(cases: list[Case], coarse: Mapping[str, float], reader: Reader) -> list[JudgedCase]:
    """The cases that the reader was not trained on, each with a ranker fitted on the other folds."""
    judged: list[JudgedCase] = []
    for inside, outside in _folds(cases):
        ranker = fit_ranker([cases[i] for i in inside], coarse, reader)
        apart = [case for i in outside if (case := cases[i]).apart]
        judged += [JudgedCase(c, ranker, _read(reader, c, ranker.scores(c.candidates))) for c in apart]
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
    options = parser.parse_args()
    encoder = load_encoder(options.encoder)
    asked = asked_of_sets(options, encoder)
    print(f"{len(asked)} questions, {sum(not one.labelled.evidence for one in asked)} of them unanswerable")
    coarse = fit_coarse(asked)
    cases = [case_of(one, coarse) for one in asked]
    print("pruning:", coarse, candidates_hold(asked, cases))
    reader = Reader(remembered=None)
    if not options.unreported:
        _print_held_out(held_out(cases, coarse, reader))
    ranker = fit_ranker(cases, coarse, reader)
    _print_fitted(cases, ranker)
    if not options.dry_run:
        write_ranker(ranker)


def _print_held_out(judged: list[JudgedCase]) -> None:
    """In all and by origin."""
    print("held out:", ranking_figures(judged))
    print("  without a quote:", refused_plainly(judged))
    for origin in sorted({one.case.origin for one in judged}):
        print(f"  {origin}:", ranking_figures([one for one in judged if one.case.origin == origin]))


def _print_fitted(cases: list[Case], ranker: Ranker) -> None:
    spread = np.concatenate([c.candidates.features for c in cases]).std(axis=0)
    for name, weight, deviation in zip(NAMES, ranker.weights, spread, strict=True):
        print(f"  {name:12s} weight {weight:7.3f}   effect of one standard deviation {weight * deviation:6.3f}")
    print("confidence:", confidence_of(ranker), "threshold", round(ranker.threshold, 4))


if __name__ == "__main__":
    main()
