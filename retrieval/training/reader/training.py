"""Training: every step reads a few groups of each kind; right and wrong are told apart within a group and by themselves."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.fold import Folded
from retrieval.training.reader.examples import Asked, Group, Written, answered, unanswered, written
from retrieval.training.reader.network import LONGEST, PairReader

log = logging.getLogger("retrieval.training")

OF_EACH = 3
"""Groups of each kind in a step: about thirty pairs, what two cores read in 1.6 seconds."""
READ_AT_ONCE = 16
"""Pairs of like length that are padded together."""
WITHIN = 0.3
"""Weight of the loss within a group beside that of each pair by itself: the confidence, which needs the latter, is the
harder part."""
RATE, HEAD_RATE, WARM = 8e-5, 1e-3, 30
"""Learning rates of layers and head, and the steps until they are reached; then they fall to zero in a straight line."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What is drawn from."""

    answerable: list[Asked]
    unanswerable: list[Asked]
    written: list[Written]


def train(model: PairReader, tokenizer: Any, examples: Examples, *, steps: int, seed: int) -> None:
    """Train `model` in place."""
    rng = np.random.default_rng(seed)
    layers = [p for p in model.encoder.parameters() if p.requires_grad]
    rates = (RATE, HEAD_RATE)
    groups = [{"params": layers, "lr": RATE}, {"params": model.head.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    model.train()
    started, losses = time.monotonic(), []
    for step in range(steps):
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, (step + 1) / WARM) * (1 - step / steps)
        loss = loss_of(model, tokenizer, drawn(examples, rng))
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_([*layers, *model.head.parameters()], 1.0)
        optimiser.step()
        losses.append(loss.item())
        if (step + 1) % 25 == 0:
            spent = (time.monotonic() - started) / (step + 1)
            log.info("step %d of %d, loss %.3f, %.1f s a step", step + 1, steps, np.mean(losses[-25:]), spent)
    model.eval()


def drawn(examples: Examples, rng: np.random.Generator) -> list[Group]:
    """The groups of one step; a kind of which there are no examples is left out."""
    groups = []
    for _ in range(OF_EACH):
        groups += [written(examples.written, rng)] if examples.written else []
        groups += [answered(examples.answerable, rng)] if examples.answerable else []
        groups += [unanswered(examples.unanswerable, rng)] if examples.unanswerable else []
    return groups


def loss_of(model: PairReader, tokenizer: Any, groups: Sequence[Group]) -> Tensor:
    """Binary cross entropy of every pair, and the cross entropy within each group that is answered."""
    logits = read_pairs(model, tokenizer, [(g.question, p) for g in groups for p in g.passages])
    sizes = [len(g.passages) for g in groups]
    right = torch.tensor([float(g.answered and i == 0) for g in groups for i in range(len(g.passages))])
    within = [
        functional.cross_entropy(part[None], torch.tensor([0]))
        for part, group in zip(torch.split(logits, sizes), groups, strict=True)
        if group.answered
    ]
    apart = functional.binary_cross_entropy_with_logits(logits, right)
    return apart + WITHIN * torch.stack(within).mean() if within else apart


def read_pairs(model: PairReader, tokenizer: Any, pairs: Sequence[tuple[Folded, Folded]]) -> Tensor:
    """Logits in the order of `pairs`, shape (pairs,)."""
    order = sorted(range(len(pairs)), key=lambda i: sum(map(len, pairs[i])))
    logits: list[Tensor] = []
    for first in range(0, len(order), READ_AT_ONCE):
        questions, passages = zip(*(pairs[i] for i in order[first : first + READ_AT_ONCE]), strict=True)
        tokens = tokenizer(
            list(questions), list(passages), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        # Half the time of float32 where the processor has it, and no worse in what was measured.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits.append(model(tokens["input_ids"], tokens["attention_mask"]))
    return torch.cat(logits).float()[torch.argsort(torch.tensor(order))]
