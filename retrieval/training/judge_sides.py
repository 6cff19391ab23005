"""Dense, BM25 and fused side by side on public retrieval sets: `python -m retrieval.training.judge_sides FOLDER...`

A FOLDER holds corpus.jsonl, queries.jsonl and qrels.jsonl. The fusion is the plain one of `judge` (a sum of standardised
scores), not the fitted ranker of the product, whose features need documents with headings.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from retrieval.encoder import BUNDLED
from retrieval.training.export import load_encoder
from retrieval.training.judge import bm25_scores, dense_scores, fuse, hit_rate, recall
from retrieval.training.judging_data import retrieval_set


def reciprocal_rank(scores: np.ndarray, relevant: list[set[int]], k: int = 10) -> float:
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


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.judge_sides",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--model", type=Path, default=BUNDLED, help="folder of the encoder (default: the bundled one)")
    options = parser.parse_args()
    encode = load_encoder(options.model)
    for folder in options.folders:
        collection = retrieval_set(folder)
        sides = {
            "dense": dense_scores(encode, collection.units, collection.questions),
            "bm25": bm25_scores(collection.units, collection.questions),
        }
        sides["fused"] = fuse(sides["bm25"], sides["dense"])
        table = {name: measures(scores, collection.relevant) for name, scores in sides.items()}
        print(f"{collection.name}: {len(collection.units)} passages, {len(collection.questions)} questions")
        for name, row in table.items():
            print(f"  {name:6}" + "".join(f"  {measure} {value:.3f}" for measure, value in row.items()))
        for measure, value in table["fused"].items():
            best = max(table["dense"][measure], table["bm25"][measure])
            if value < best:
                print(f"  behind: {measure} fused {value:.4f} < {best:.4f}")


if __name__ == "__main__":
    main()
