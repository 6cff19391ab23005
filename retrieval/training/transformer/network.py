"""The network: a sentence encoder whose lower layers stay as they are, and what is made of its last states."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

HIDDEN, DROPOUT = 128, 0.1


class Trained(nn.Module, ABC):
    """A BERT-like encoder in the folder `base` with a `finish`.

    The embeddings and the `frozen` lower layers of the base stay as they are, so that several halves can stand on them;
    besides, a few thousand questions are enough to teach the upper ones, and all together forgot what the base knew.
    """

    def __init__(self, base: Path, frozen: int) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="eager"
        ).float()
        self.frozen = frozen
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            for parameter in part.parameters():
                parameter.requires_grad = False

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token ids and mask, shape (texts, tokens), to what `finish` gives."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return self.finish(states, mask[:, :, None].float())

    @abstractmethod
    def finish(self, states: Tensor, held: Tensor) -> Tensor:
        """The outputs, first axis texts, of states of shape (texts, tokens, width); `held`, (texts, tokens, 1), is 0 for padding."""


class PairReader(Trained):
    """A question and a passage together; says how likely it answers: logits, shape (pairs,)."""

    def __init__(self, base: Path, frozen: int) -> None:
        super().__init__(base, frozen)
        width = self.encoder.config.hidden_size
        self.head = nn.Sequential(nn.Linear(2 * width, HIDDEN), nn.Tanh(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1))

    def finish(self, states: Tensor, held: Tensor) -> Tensor:
        logits: Tensor = self.head(torch.cat([states[:, 0], _mean(states, held)], 1))[:, 0]
        return logits


class SentenceNetwork(Trained):
    """A text by itself, as a unit vector: shape (texts, width)."""

    def finish(self, states: Tensor, held: Tensor) -> Tensor:
        return functional.normalize(_mean(states, held), dim=1)


def load_tokenizer(base: Path) -> Any:
    return AutoTokenizer.from_pretrained(base)


def _mean(states: Tensor, held: Tensor) -> Tensor:
    return (states * held).sum(1) / held.sum(1)
