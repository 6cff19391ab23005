"""Late interaction in training: the score that retrieval.index.word_table computes, differentiable.

The product looks at a passage twice: as clause vectors and word by word. A table that is trained for the first alone
serves the second by luck; this loss makes the nearness of single words a goal of its own.
"""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional as F

from retrieval.training.encoder.batches import Batch


def wordwise_scores(rows: torch.Tensor, queries: list[np.ndarray], passages: list[np.ndarray]) -> torch.Tensor:
    """Share of each query's words, by weight, that each passage holds, [queries, passages].

    `rows` [n, dims] are the vectors of the distinct tokens; queries and passages are row numbers without repetition.
    A word counts by its vector's length, a match by its cosine where that is above zero.
    """
    lengths = rows.norm(dim=1) + 1e-9
    units = rows / lengths[:, None]
    asked, asked_place = np.unique(np.concatenate(queries), return_inverse=True)
    held, held_place = np.unique(np.concatenate(passages), return_inverse=True)
    cosines = units[torch.from_numpy(asked)] @ units[torch.from_numpy(held)].T
    nearest = _nearest(cosines.detach().numpy(), held_place, np.array([len(p) for p in passages]))
    nearness = F.relu(cosines.gather(1, torch.from_numpy(nearest)))
    owner = np.repeat(np.arange(len(queries)), [len(q) for q in queries])
    weights = torch.zeros(len(queries), len(asked)).index_put(
        (torch.from_numpy(owner), torch.from_numpy(asked_place)), lengths[torch.from_numpy(np.concatenate(queries))]
    )
    return (weights @ nearness) / weights.sum(dim=1, keepdim=True)


def _nearest(cosines: np.ndarray, place: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The column of the nearest word in each passage, int64 [asked, passages].

    Passage p's words are the columns `place`, cut into runs of `sizes`.
    """
    padded = np.full((len(sizes), sizes.max()), -1, dtype=np.int64)
    padded[np.arange(sizes.max()) < sizes[:, None]] = place
    found = np.empty((len(cosines), len(sizes)), dtype=np.int64)
    for p, columns in enumerate(padded):
        columns = columns[: sizes[p]]
        found[:, p] = columns[cosines[:, columns].argmax(axis=1)]
    return found


def wordwise_loss(rows: torch.Tensor, parts: list[np.ndarray], batch: Batch, most: int, scale: float) -> torch.Tensor:
    """InfoNCE of the word-by-word score over the first `most` pairs of the batch.

    `parts` are the row numbers of the batch's queries, clauses and (where given) contexts.
    """
    count = min(most, len(batch.same))
    queries = _by_owner(parts[0], np.repeat(np.arange(len(batch.same)), batch.queries[1]), count)
    words, owner = parts[1], np.repeat(batch.owner, batch.clauses[1])
    if len(parts) == 3 and batch.context is not None:
        words = np.concatenate([words, parts[2]])
        owner = np.concatenate([owner, np.repeat(np.arange(len(batch.same)), batch.context[1])])
    scores = scale * wordwise_scores(rows, queries, _by_owner(words, owner, count))
    scores = scores.masked_fill(torch.from_numpy(batch.same[:count, :count]), -1e4)
    return F.cross_entropy(scores, torch.arange(count))


def _by_owner(words: np.ndarray, owner: np.ndarray, count: int) -> list[np.ndarray]:
    """The distinct words of the owners 0 .. count - 1."""
    inside = owner < count
    pairs = np.unique(np.stack([owner[inside], words[inside]]), axis=1)
    return np.split(pairs[1], np.flatnonzero(np.diff(pairs[0])) + 1)
