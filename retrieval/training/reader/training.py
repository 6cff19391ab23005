"""Training: every step reads a few pairs of each kind and learns to tell those that answer."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from retrieval.fold import Folded
from retrieval.training.reader.examples import Examples
from retrieval.training.transformer.export import LONGEST
from retrieval.training.transformer.network import PairReader
from retrieval.training.transformer.training import optimise, run_padded
from retrieval.transformer.model import QUESTION

HEAD_RATE = 1e-3

Labelled = tuple[Folded, Folded, bool]
"""Question, passage, whether it answers."""


def train_reader(model: PairReader, tokenizer: Any, examples: Examples, *, steps: int, seed: int) -> None:
    """Train `model` in place."""
    rng = np.random.default_rng(seed)
    optimise(model, lambda _: reading_loss(model, tokenizer, examples.draw(rng)), steps, head_rate=HEAD_RATE)


def reading_loss(model: PairReader, tokenizer: Any, pairs: Sequence[Labelled]) -> Tensor:
    """Binary cross entropy."""
    right = torch.tensor([float(answers) for _, _, answers in pairs])
    questions, passages = [QUESTION + question for question, _, _ in pairs], [passage for _, passage, _ in pairs]
    logits = run_padded(model, tokenizer, questions, passages, longest=LONGEST)
    return functional.binary_cross_entropy_with_logits(logits, right)
