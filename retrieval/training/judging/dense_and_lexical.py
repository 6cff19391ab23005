"""Scores an encoder: dense by the best clause, and fused with BM25 over characters."""

from __future__ import annotations

import logging
from collections import defaultdict
from pathlib import Path

import bm25s
import numpy as np

from retrieval.fold import fold
from retrieval.index.encoding import CONTEXT_WEIGHT
from retrieval.training.judging.data import RetrievalSet, Unit, labelled_documents, retrieval_set
from retrieval.training.shared.export import Encode
from retrieval.training.shared.sources import WrittenPassage, WrittenQuestion
from retrieval.training.shared.text import split_clauses

log = logging.getLogger(__name__)

SETS = ("cmrc2018_dev", "drcd_dev", "stard_law")
"""Folders of `retrieval_sets`: public reading comprehension and law questions, none of them trained on."""


def dense_scores(encode: Encode, units: list[Unit], questions: list[str], *, context: float = 0.0) -> np.ndarray:
    """Cosine of each question with the best clause of each passage, float32 [questions, passages].

    With `context` > 0 a clause's vector is that of the clause plus `context` times that of title and headings.
    """
    clauses, owner = [], []
    for i, unit in enumerate(units):
        for clause in split_clauses(unit.text) or [unit.text]:
            clauses.append(fold(clause))
            owner.append(i)
    vectors = encode(clauses)
    owners = np.asarray(owner)
    if context:
        vectors = vectors + context * encode([fold(u.context) for u in units])[owners]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    similarity = encode([fold(q) for q in questions]) @ vectors.T
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
    return np.asarray(np.maximum.reduceat(similarity, starts, axis=1))


def bm25_scores(units: list[Unit], questions: list[str]) -> np.ndarray:
    """BM25 (k1 1.5, b 0.75) over single characters and pairs of characters of title, headings and text."""
    index = bm25s.BM25()
    index.index([_grams(f"{u.context} {u.text}") for u in units], show_progress=False)
    return np.stack([index.get_scores(_grams(q)) for q in questions])


def _grams(text: str) -> list[str]:
    plain = "".join(c for c in fold(text) if c.isalnum())
    return [*plain, *(plain[i : i + 2] for i in range(len(plain) - 1))]


def fuse(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Sum of the two scores, each standardised per question over all passages."""
    return np.asarray(_standard(first) + _standard(second))


def _standard(scores: np.ndarray) -> np.ndarray:
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / (scores.std(axis=1, keepdims=True) + 1e-9))


def hit_rate(scores: np.ndarray, relevant: list[set[int]], k: int) -> float:
    """Share of questions with a relevant passage among the first k."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return float(np.mean([bool(want & set(row.tolist())) for want, row in zip(relevant, top, strict=True)]))


def recall(scores: np.ndarray, relevant: list[set[int]], k: int) -> float:
    """Mean share of the relevant passages found among the first k."""
    top = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return float(np.mean([len(want & set(r.tolist())) / len(want) for want, r in zip(relevant, top, strict=True)]))


def judge_written(encode: Encode, passages: list[WrittenPassage], held_out: list[WrittenQuestion]) -> dict[str, float]:
    """Held-out written questions over the pool of all passages."""
    units = [Unit(p.id, f"{p.title} {p.heading}", (), p.text) for p in passages]
    place = {p.id: i for i, p in enumerate(passages)}
    relevant = [{place[q.passage]} for q in held_out]
    scores = dense_scores(encode, units, [q.text for q in held_out])
    result = {"hit@1": hit_rate(scores, relevant, 1), "hit@5": hit_rate(scores, relevant, 5)}
    zero = [i for i, q in enumerate(held_out) if q.style == "zero"]
    result["zero hit@5"] = hit_rate(scores[zero], [relevant[i] for i in zero], 5)
    return result


def judge_set(encode: Encode, judged: RetrievalSet) -> dict[str, float]:
    """hit@1 and hit@5 (recall@10 for the law set) of the dense side, with context, and fused with BM25."""
    dense = dense_scores(encode, judged.units, judged.questions)
    ways = {"dense": dense}
    ways["dense+context"] = dense_scores(encode, judged.units, judged.questions, context=CONTEXT_WEIGHT)
    ways["bm25"] = bm25_scores(judged.units, judged.questions)
    ways["fused"] = fuse(ways["bm25"], dense)
    ways["fused+context"] = fuse(ways["bm25"], ways["dense+context"])
    result: dict[str, float] = {}
    for way, scores in ways.items():
        if judged.name == "stard_law":
            result[f"{way} recall@10"] = recall(scores, judged.relevant, 10)
        else:
            result[f"{way} hit@1"] = hit_rate(scores, judged.relevant, 1)
            result[f"{way} hit@5"] = hit_rate(scores, judged.relevant, 5)
    kinds = defaultdict(list)
    for i, kind in enumerate(judged.kinds):
        kinds[kind].append(i)
    if len(kinds) > 1:
        for kind, rows in sorted(kinds.items()):
            result[f"dense {kind} hit@5"] = hit_rate(dense[rows], [judged.relevant[i] for i in rows], 5)
    return result


def judge_all(encode: Encode, data: Path, *, questions: tuple[str, ...] = ("tune",)) -> dict[str, dict[str, float]]:
    """All sets in the evaluation folder `data`."""
    report = {}
    for name in questions:
        labelled = labelled_documents(data / "documents", data / "outlines", data / "questions" / f"{name}.jsonl")
        report[name] = judge_set(encode, labelled)
    for name in SETS:
        report[name] = judge_set(encode, retrieval_set(data / "retrieval_sets" / name))
    for name, scores in report.items():
        log.info("%s: %s", name, "  ".join(f"{k} {v:.3f}" for k, v in scores.items()))
    return report
