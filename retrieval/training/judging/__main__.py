"""Dense, BM25 and fused side by side on public retrieval sets: `python -m retrieval.training.judging FOLDER...`

A FOLDER holds corpus.jsonl, queries.jsonl and qrels.jsonl. `fused` is the product's ranker, for which each passage is a
document of its own; `summed` the plain sum of standardised scores by which `dense_and_lexical` compares encoders.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.fold import fold
from retrieval.index.encoder import BUNDLED, load_encoder
from retrieval.question.understanding import understand_question
from retrieval.search.candidates import find_candidates
from retrieval.training.judging.data import Unit, retrieval_set
from retrieval.training.judging.dense_and_lexical import bm25_scores, dense_scores, fuse, hit_rate, recall
from retrieval.training.shared.export import saved_encoder


def reciprocal_rank(scores: np.ndarray, relevant: list[set[int]], *, k: int = 10) -> float:
    """Mean reciprocal rank of the first relevant passage among the first k."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    found = [
        next((1 / (n + 1) for n, i in enumerate(r) if i in want), 0.0) for want, r in zip(relevant, top, strict=True)
    ]
    return float(np.mean(found))


def measures(scores: np.ndarray, relevant: list[set[int]]) -> dict[str, float]:
    return {
        "hit@1": hit_rate(scores, relevant, 1),
        "hit@5": hit_rate(scores, relevant, 5),
        "MRR@10": reciprocal_rank(scores, relevant),
        "recall@10": recall(scores, relevant, 10),
    }


def ranker_scores(units: list[Unit], questions: list[str]) -> np.ndarray:
    """The ranker's score of the best passage of each unit, -inf for one that is no candidate: (questions, units)."""
    answerer = Answerer(load_encoder("bundled"))
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder, "documents")
        documents.mkdir()
        for number, unit in enumerate(units):
            Path(documents, f"{number}.txt").write_text(f"{unit.context}\n\n{unit.text}\n", encoding="utf-8")
        collection = Collection(documents, Path(folder, "library"), answerer)
        collection.reload()
        generation = collection.snapshot().generation
    unit_of = np.array([int(generation.documents[i].source.removesuffix(".txt")) for i in generation.document_of])
    ranker = answerer.ranker_for(generation)
    scores = np.full((len(questions), len(units)), -np.inf)
    for row, question in zip(scores, questions, strict=True):
        understood = understand_question(fold(question), answerer.thesaurus)
        candidates = find_candidates(generation, answerer.encoder, understood, ranker.coarse)
        np.maximum.at(row, unit_of[candidates.entries], ranker.scores(candidates))
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.judging",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--model", type=Path, default=BUNDLED, help="folder of the encoder (default: the bundled one)")
    options = parser.parse_args()
    encode = saved_encoder(options.model)
    for folder in options.folders:
        judged = retrieval_set(folder)
        sides = {
            "dense": dense_scores(encode, judged.units, judged.questions),
            "bm25": bm25_scores(judged.units, judged.questions),
        }
        sides["summed"] = fuse(sides["bm25"], sides["dense"])
        if options.model == BUNDLED:
            sides["fused"] = ranker_scores(judged.units, judged.questions)
        table = {name: measures(scores, judged.relevant) for name, scores in sides.items()}
        print(f"{judged.name}: {len(judged.units)} passages, {len(judged.questions)} questions")
        for name, row in table.items():
            print(f"  {name:6}" + "".join(f"  {measure} {value:.3f}" for measure, value in row.items()))
        for name in [side for side in table if side not in ("dense", "bm25")]:
            for measure, value in table[name].items():
                best = max(table["dense"][measure], table["bm25"][measure])
                if value < best:
                    print(f"  behind: {measure} {name} {value:.4f} < {best:.4f}")


if __name__ == "__main__":
    main()
