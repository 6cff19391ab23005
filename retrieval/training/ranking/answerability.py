"""Fits `retrieval.search.answerability` on labelled questions: right passages against the best wrong ones, and against the best
passages of questions that nothing answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from retrieval.index.word_table import bundled_words
from retrieval.search.answerability import HIDDEN, RESPONSE, Answerability, WordMatches, stretches, word_features

STEPS = 4000
BATCH = 96
RIVALS = 12
"""Candidates of a question that are looked at, the right one included."""
RANKING = 0.3
"""The weight of telling a question's right passage from its other ones, beside that of telling answers from none."""
DROPOUT = 0.5
LEARNING_RATE = 5e-3
WEIGHT_DECAY = 0.1
SEED = 0


@dataclass(frozen=True, slots=True)
class Example:
    """The best candidates of one question; where it is `answered`, the first of them answers and no other does."""

    matches: WordMatches
    answered: bool


class _Model(nn.Module):
    def __init__(self, dimensions: int) -> None:
        super().__init__()
        self.kind = nn.Linear(dimensions, HIDDEN)
        self.response = nn.Parameter(torch.zeros(RESPONSE))
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, batch: "_Batch") -> Tensor:
        """The logits, shape (questions, candidates)."""
        kinds = functional.dropout(torch.tanh(self.kind(batch.vectors)), DROPOUT, self.training)
        response = torch.cat([kinds, batch.features], dim=2) @ self.response
        added = torch.einsum("qcwr,qwr->qc", batch.stretches, response)
        return added / batch.words.clamp(min=1).sqrt()[:, None] + self.bias


@dataclass(frozen=True, slots=True)
class _Batch:
    """Padded with zeros: vectors (questions, words, dimensions), features (questions, words, 4), stretches (questions,
    candidates, words, stretches), words (questions,), there (questions, candidates), answered (questions,)."""

    vectors: Tensor
    features: Tensor
    stretches: Tensor
    words: Tensor
    there: Tensor
    answered: Tensor


def fit_answerability(examples: Sequence[Example], steps: int = STEPS) -> Answerability:
    """The model that tells the `answered` examples from the others best. The same examples give the same model."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    tensors = [_tensors(example) for example in examples]
    model = _Model(tensors[0][0].shape[1])
    optimiser = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(steps):
        loss = _loss(model, _padded([tensors[i] for i in rng.choice(len(tensors), BATCH)]))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return Answerability(
        _array(model.kind.weight.T), _array(model.kind.bias), _array(model.response), float(model.bias.detach())
    )


def _loss(model: _Model, batch: _Batch) -> Tensor:
    logits = model(batch)
    sign = torch.where(batch.answered, -1.0, 1.0)
    answered = logits.masked_fill(~batch.there, -torch.inf)[batch.answered]
    ranking = functional.cross_entropy(answered, torch.zeros(len(answered), dtype=torch.long), reduction="sum")
    telling = functional.softplus(sign * logits[:, 0])
    balance = torch.where(
        batch.answered, 1 / batch.answered.sum().clamp(min=1), 1 / (~batch.answered).sum().clamp(min=1)
    )
    return (telling * balance).sum() + RANKING * ranking / max(1, len(answered))


def _tensors(example: Example) -> tuple[Tensor, Tensor, Tensor, bool]:
    matches = example.matches
    arrays = (bundled_words().unit(matches.words), word_features(matches), stretches(matches))
    vectors, features, passed = (torch.tensor(array, dtype=torch.float32) for array in arrays)
    return vectors, features, passed, example.answered


def _padded(examples: Sequence[tuple[Tensor, Tensor, Tensor, bool]]) -> _Batch:
    words = torch.tensor([len(vectors) for vectors, *_ in examples])
    candidates = torch.tensor([len(passed) for _, _, passed, _ in examples])
    longest, most = int(words.max()), int(candidates.max())

    def fill(array: Tensor, *sizes: int) -> Tensor:
        filled = torch.zeros(*sizes, *array.shape[len(sizes) :])
        filled[tuple(slice(n) for n in array.shape[: len(sizes)])] = array
        return filled

    return _Batch(
        vectors=torch.stack([fill(vectors, longest) for vectors, *_ in examples]),
        features=torch.stack([fill(features, longest) for _, features, *_ in examples]),
        stretches=torch.stack([fill(passed, most, longest) for _, _, passed, _ in examples]),
        words=words,
        there=torch.arange(most) < candidates[:, None],
        answered=torch.tensor([answered for *_, answered in examples]),
    )


def _array(tensor: Tensor) -> NDArray[np.float64]:
    return tensor.detach().numpy().astype(np.float64).round(4)
