"""The network: a sentence encoder over a question and a passage together, and a head that says how likely it answers."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

HIDDEN, DROPOUT = 128, 0.1
LONGEST = 208
"""Tokens of a pair; 97 in 100 pairs of a question and a passage are shorter."""


class PairReader(nn.Module):
    """Token ids and mask, shape (pairs, tokens), to logits, shape (pairs,).

    The embeddings and the `frozen` lower layers of the base stay as they are: a few thousand questions are enough to
    teach the upper ones, and all of them together forgot what the base knew.
    """

    def __init__(self, base: Path, frozen: int) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="eager"
        ).float()
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            for parameter in part.parameters():
                parameter.requires_grad = False
        width = self.encoder.config.hidden_size
        self.head = nn.Sequential(nn.Linear(2 * width, HIDDEN), nn.Tanh(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        held = mask[:, :, None].float()
        mean = (states * held).sum(1) / held.sum(1)
        logits: Tensor = self.head(torch.cat([states[:, 0], mean], 1))[:, 0]
        return logits


def load_tokenizer(base: Path) -> Any:
    return AutoTokenizer.from_pretrained(base)
