"""Contrastive training of the token table, scored as at run time: a passage is as near as its best clause.

A token's vector is  exp(weight) * (start @ turn + change + mean(part changes)):
`start` is its skip-gram vector, `turn` one matrix for all tokens (so that tokens never seen here move along),
`change` its own correction (held near zero by a penalty), `part changes` those of its characters and two-character
words (shared by all words that contain them). Everything is folded into one table at the end.

Several runs are averaged: those that begin at the same table can be averaged row by row (Wortsman et al. 2022, "Model
soups"), and on questions about new passages the average is better than its best member. Most runs are trained for both
ways in which the table is used, clause vectors and word by word; one for clause vectors alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from retrieval.training.encoder.batches import Batch, Group, Ragged, make_batch
from retrieval.training.encoder.wordwise import wordwise_loss

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The hyper-parameters of one run, chosen on the tuning questions; rates are Adam's."""

    steps: int = 600
    batch: int = 256
    max_clauses: int = 8
    scale: float = 20.0  # 1 / temperature
    rate: float = 2e-3
    turn_rate: float = 3e-4
    weight_rate: float = 5e-3
    dropout: float = 0.2  # share of tokens left out
    drift: float = 0.3  # penalty on the mean squared length of `change`
    context_share: float = 0.4  # how often title and headings are mixed into the clauses
    context_weight: float = 1.0  # largest weight of title and headings in a clause; drawn anew for each batch
    parts: bool = True
    turn: bool = True
    wordwise: float = 1.0  # share of the word-by-word loss; its scale is the same
    wordwise_pairs: int = 96  # pairs of a batch that it looks at
    seed: int = 13


def recipes(recipe: Recipe) -> list[Recipe]:
    """The runs whose tables are averaged: three that differ in their seed, one for clause vectors alone.

    That one's steps are cheaper and more; it keeps the clause vectors as good as without the word-by-word loss.
    """
    runs = [replace(recipe, seed=recipe.seed + i) for i in range(3)]
    clauses = replace(recipe, steps=recipe.steps * 5 // 2, dropout=0.0, context_weight=0.3, wordwise=0.0)
    return [*runs, clauses]


def prepare_start(vectors: np.ndarray) -> np.ndarray:
    """Centre the trained rows, drop their first principal direction, scale to unit length (zero rows stay zero).

    After Mu & Viswanath 2018, "All-but-the-Top": these directions carry frequency, not meaning.
    """
    trained = np.linalg.norm(vectors, axis=1) > 0
    rows = vectors[trained] - vectors[trained].mean(axis=0)
    _, _, directions = np.linalg.svd(rows[:: max(1, len(rows) // 20_000)], full_matrices=False)
    rows -= rows @ directions[:1].T @ directions[:1]
    start = np.zeros_like(vectors)
    start[trained] = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)
    return start


def first_weights(counts: np.ndarray, *, smoothing: float = 3e-4) -> np.ndarray:
    """log a / (a + p): smooth inverse frequency (Arora et al. 2017)."""
    p = counts / counts.sum()
    weights: np.ndarray = np.log(smoothing / (smoothing + p)).astype(np.float32)
    return weights


def word_parts(pieces: Sequence[str]) -> Ragged:
    """For each piece the rows of its characters and, from three characters on, of the two-character words in it."""
    place = {p: i for i, p in enumerate(pieces)}
    rows: list[list[int]] = []
    for piece in pieces:
        spans = list(piece) if len(piece) > 1 and not piece.isascii() else []
        if len(piece) > 2 and spans:
            spans += [piece[i : i + 2] for i in range(len(piece) - 1)]
        rows.append([place[s] for s in spans if s in place])
    return Ragged(rows)


class Table(nn.Module):
    """The trainable token table."""

    def __init__(self, start: np.ndarray, weights: np.ndarray, parts: Ragged, recipe: Recipe) -> None:
        super().__init__()
        size, dims = start.shape
        self.start = torch.from_numpy(start)
        self.parts = parts
        self.recipe = recipe
        self.turn = nn.Parameter(torch.eye(dims))
        self.change = nn.Embedding(size, dims, sparse=True)
        self.part = nn.Embedding(size, dims, sparse=True)
        self.weight = nn.Embedding(size, 1, sparse=True)
        nn.init.zeros_(self.change.weight)
        nn.init.zeros_(self.part.weight)
        self.weight.weight.data[:, 0] = torch.from_numpy(weights)

    def rows(self, tokens: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Vectors [n, dims] of distinct tokens, and their `change` part for the penalty."""
        index = torch.from_numpy(tokens)
        start = self.start[index]
        change = self.change(index)
        vectors = (start @ self.turn if self.recipe.turn else start) + change
        if self.recipe.parts:
            values, lengths = self.parts.take(tokens)
            if len(values):
                own, where = np.unique(values, return_inverse=True)
                offsets = torch.from_numpy(np.concatenate([[0], np.cumsum(lengths)[:-1]]))
                part = self.part(torch.from_numpy(own))
                vectors = vectors + F.embedding_bag(torch.from_numpy(where), part, offsets, mode="mean")
        return vectors * torch.exp(self.weight(index)), change

    @torch.no_grad()
    def export(self) -> np.ndarray:
        """The folded table, float32 [vocabulary, dims]; the unknown token's row is zero."""
        vectors = self.rows(np.arange(len(self.start)))[0].numpy().copy()
        vectors[0] = 0.0
        return vectors


def _bag(table: torch.Tensor, where: np.ndarray, lengths: np.ndarray) -> torch.Tensor:
    offsets = torch.from_numpy(np.concatenate([[0], np.cumsum(lengths)[:-1]]))
    return F.normalize(F.embedding_bag(torch.from_numpy(where), table, offsets, mode="sum"), dim=1)


def batch_loss(table: Table, batch: Batch, context_weight: float, recipe: Recipe) -> torch.Tensor:
    """InfoNCE in both directions over the batch, plus the drift penalty.

    `context_weight` > 0 mixes title and headings into the clauses.
    """
    pieces = [batch.queries, batch.clauses] + ([batch.context] if context_weight and batch.context else [])
    tokens, where = np.unique(np.concatenate([ids for ids, _ in pieces]), return_inverse=True)
    rows, change = table.rows(tokens)
    parts = np.split(where, np.cumsum([len(ids) for ids, _ in pieces])[:-1])
    queries = _bag(rows, parts[0], batch.queries[1])
    clauses = _bag(rows, parts[1], batch.clauses[1])
    owner = torch.from_numpy(batch.owner)
    if len(pieces) == 3 and batch.context is not None:
        context = _bag(rows, parts[2], batch.context[1])
        clauses = F.normalize(clauses + context_weight * context[owner], dim=1)
    similarity = queries @ clauses.T * recipe.scale
    best = torch.full((len(queries), len(queries)), -1e4)
    best = best.scatter_reduce(1, owner.expand(len(queries), -1), similarity, "amax")
    best = best.masked_fill(torch.from_numpy(batch.same), -1e4)
    target = torch.arange(len(queries))
    loss = F.cross_entropy(best, target) + 0.3 * F.cross_entropy(best.T, target)
    if recipe.wordwise:
        loss = loss + recipe.wordwise * wordwise_loss(rows, parts, batch, recipe.wordwise_pairs, recipe.scale)
    return loss + recipe.drift * change.square().sum(dim=1).mean()


def train(
    table: Table,
    groups: Sequence[Group],
    recipe: Recipe,
    *,
    watch: Callable[[np.ndarray], str] | None = None,
    every: int = 1_000,
) -> np.ndarray:
    """Train `table` in place and return the folded vectors; `watch` describes intermediate vectors for the log."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    shares = np.array([g.share for g in groups])
    sparse = torch.optim.SparseAdam(
        [
            {"params": [table.change.weight, table.part.weight], "lr": recipe.rate},
            {"params": [table.weight.weight], "lr": recipe.weight_rate},
        ]
    )
    dense = torch.optim.Adam([table.turn], lr=recipe.turn_rate)
    rates = [[(g, g["lr"]) for g in o.param_groups] for o in (sparse, dense)]
    began, losses = time.monotonic(), []
    for step in range(1, recipe.steps + 1):
        group = groups[int(rng.choice(len(groups), p=shares / shares.sum()))]
        batch = make_batch(group, recipe.batch, recipe.max_clauses, recipe.dropout, rng)
        factor = min(1.0, step / 100) * (1.0 - step / (recipe.steps + 1))
        for g, rate in (pair for optimiser in rates for pair in optimiser):
            g["lr"] = rate * factor
        context_weight = recipe.context_weight * rng.random() if rng.random() < recipe.context_share else 0.0
        loss = batch_loss(table, batch, context_weight, recipe)
        sparse.zero_grad(set_to_none=True)
        dense.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        sparse.step()  # type: ignore[no-untyped-call]
        if recipe.turn:
            dense.step()
        if group.name == "written":
            losses.append(loss.item())
        if step % every == 0 or step == recipe.steps:
            seen = watch(table.export()) if watch else ""
            log.info("step %d, %.0f s, loss %.3f  %s", step, time.monotonic() - began, np.mean(losses[-100:]), seen)
    return table.export()


def _member(
    start: np.ndarray, weights: np.ndarray, parts: Ragged, groups: Sequence[Group], recipe: Recipe
) -> np.ndarray:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    torch.set_num_threads(1)
    return train(Table(start, weights, parts, recipe), groups, recipe)


def train_average(
    start: np.ndarray,
    weights: np.ndarray,
    parts: Ragged,
    groups: Sequence[Group],
    runs: Sequence[Recipe],
    *,
    workers: int,
) -> np.ndarray:
    """The mean table of the `runs`, float32 [vocabulary, dims].

    Each run has one thread and a process of its own, so that the result does not depend on `workers`.
    """
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        tables = list(pool.map(partial(_member, start, weights, parts, groups), runs))
    average: np.ndarray = np.mean(tables, axis=0)
    return average.astype(np.float32)
