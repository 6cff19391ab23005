"""Tokenised texts in flat arrays, and batches of queries with the passages that answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from retrieval.fold import fold

MAX_TOKENS = 48
"""Per clause or query; longer ones are cut. A clause of `LONG_CLAUSE` characters has fewer."""


class Ragged:
    """Rows of different length in one int array; `values[starts[i]:starts[i + 1]]` is row i."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        lengths = np.fromiter((len(r) for r in rows), dtype=np.int64, count=len(rows))
        self.starts = np.concatenate([[0], np.cumsum(lengths)])
        self.values = np.fromiter((v for r in rows for v in r), dtype=np.int64, count=int(self.starts[-1]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, index: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values of the rows `index` one after the other, and the lengths of these rows."""
        begins, lengths = self.starts[index], self.starts[index + 1] - self.starts[index]
        shift = np.repeat(begins - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        return self.values[np.arange(int(lengths.sum())) + shift], lengths


def tokenise(tokenizer: Tokenizer, texts: Sequence[str]) -> Ragged:
    """Token ids of the folded texts without unknown tokens (id 0); an empty text becomes one unknown token."""
    rows: list[list[int]] = []
    for start in range(0, len(texts), 20_000):
        batch = [fold(t) for t in texts[start : start + 20_000]]
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            rows.append([i for i in encoding.ids if i][:MAX_TOKENS] or [0])
    return Ragged(rows)


@dataclass(slots=True)
class Group:
    """Queries of one kind and their passages.

    `pairs` is int [n, 2] (query row, passage row), `weights` float [n] how often a pair is drawn;
    `passages` lists clause rows per passage; `context` is a clause-like row per passage (title and headings) or None;
    `neighbours` int [passages, k] are similar passages that are drawn together as hard negatives.
    """

    name: str
    share: float
    queries: Ragged
    clauses: Ragged
    passages: Ragged
    pairs: np.ndarray
    weights: np.ndarray
    context: Ragged | None = None
    neighbours: np.ndarray | None = None
    by_passage: dict[int, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.weights = np.cumsum(self.weights / self.weights.sum())
        if self.neighbours is not None:
            order = np.argsort(self.pairs[:, 1], kind="stable")
            splits = np.flatnonzero(np.diff(self.pairs[order, 1])) + 1
            self.by_passage = {int(self.pairs[rows[0], 1]): rows for rows in np.split(order, splits)}

    def draw(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """Row numbers of `size` pairs; with neighbours, in small clusters of similar passages."""
        if self.neighbours is None:
            return np.searchsorted(self.weights, rng.random(size)).clip(max=len(self.pairs) - 1)
        chosen: list[int] = []
        while len(chosen) < size:
            seed = int(self.pairs[np.searchsorted(self.weights, rng.random()).clip(max=len(self.pairs) - 1), 1])
            cluster = [seed, *rng.choice(self.neighbours[seed], size=3, replace=False).tolist()]
            chosen += [int(rng.choice(self.by_passage[p])) for p in cluster if p in self.by_passage]
        return np.asarray(chosen[:size])


@dataclass(frozen=True, slots=True)
class Batch:
    """Flat token ids with row lengths for queries [b], clauses [c] and contexts [b]; `owner` [c] is a clause's pair."""

    queries: tuple[np.ndarray, np.ndarray]
    clauses: tuple[np.ndarray, np.ndarray]
    owner: np.ndarray
    context: tuple[np.ndarray, np.ndarray] | None
    same: np.ndarray  # bool [b, b]: off-diagonal cells that are no negatives (same query or same passage)


def _thin(
    texts: tuple[np.ndarray, np.ndarray], share: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Leave out a random `share` of the tokens; one token of each row always stays."""
    values, lengths = texts
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    keep = rng.random(len(values)) >= share
    keep[starts + (rng.random(len(lengths)) * lengths).astype(np.int64)] = True
    return values[keep], np.add.reduceat(keep, starts).astype(np.int64)


def make_batch(group: Group, size: int, max_clauses: int, dropout: float, rng: np.random.Generator) -> Batch:
    """Draw a batch; of a passage with more than `max_clauses` clauses a random run of that many is used.

    A share `dropout` of the tokens is left out, so that no single word pair can carry a question to its passage.
    """
    pairs = group.pairs[group.draw(size, rng)]
    first, last = group.passages.starts[pairs[:, 1]], group.passages.starts[pairs[:, 1] + 1]
    spare = np.maximum(last - first - max_clauses, 0)
    first = first + (rng.random(len(first)) * (spare + 1)).astype(np.int64)
    counts = np.minimum(last - first, max_clauses)
    owner = np.repeat(np.arange(len(pairs)), counts)
    offsets = np.arange(len(owner)) - np.repeat(np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    rows = group.passages.values[np.repeat(first, counts) + offsets]
    same = (pairs[:, None, 0] == pairs[None, :, 0]) | (pairs[:, None, 1] == pairs[None, :, 1])
    np.fill_diagonal(same, False)
    context = group.context.take(pairs[:, 1]) if group.context is not None else None
    queries = _thin(group.queries.take(pairs[:, 0]), dropout, rng)
    clauses = _thin(group.clauses.take(rows), dropout, rng)
    return Batch(queries, clauses, owner, context, same)
