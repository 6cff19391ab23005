"""Word by word: how near each word of a question comes to the words of a passage (late interaction).

The bundled static model has a vector and a learned weight for every word; two words match softly by their cosine, so
that 骑手 counts for 外卖. This works beside any encoder, since the bundled model is always there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.index.encoder import BUNDLED, load_static
from retrieval.index.rarity import inverse_frequency

Tokens = NDArray[np.int32]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class TokenLists:
    """Lists of token ids, stored as one array: list i is `flat[offsets[i] : offsets[i + 1]]`."""

    flat: Tokens
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, lists: Sequence[Tokens]) -> "TokenLists":
        offsets = np.concatenate([[0], np.cumsum([len(tokens) for tokens in lists])]).astype(np.int64)
        return cls(np.concatenate([*lists, np.empty(0, dtype=np.int32)]), offsets)

    def __getitem__(self, index: int) -> Tokens:
        return self.flat[self.offsets[index] : self.offsets[index + 1]]

    def take(self, indices: NDArray[np.int64]) -> "TokenLists":
        """The lists at `indices` alone, in that order."""
        rows, offsets = members(self.offsets, indices)
        return TokenLists(self.flat[rows], offsets)


def members(offsets: NDArray[np.int64], lists: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the members of the `lists` stand in one array after the other, and the offsets that the lists then have.

    List i of the whole has the members `offsets[i]` to `offsets[i + 1]`.
    """
    first, size = offsets[lists], offsets[lists + 1] - offsets[lists]
    offsets = np.concatenate([[0], np.cumsum(size)])
    return np.arange(offsets[-1]) + np.repeat(first - offsets[:-1], size), offsets


class WordTable:
    """The word vectors of a static model. Token ids are rows of its table."""

    def __init__(self, folder: Path) -> None:
        model, self.id = load_static(folder)
        self._tokenizer = model.tokenizer
        self._vectors = model.embedding
        norms = np.linalg.norm(self._vectors.astype(np.float32), axis=1)
        self._norms = np.maximum(norms, 1e-9)
        weights = np.ones(len(norms), dtype=np.float32) if model.weights is None else model.weights
        self.weights: Scores = (norms * weights).astype(np.float32)
        self.weights /= self.weights.mean()

    def tokens(self, texts: Sequence[Folded]) -> list[Tokens]:
        """The token ids of every text."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array(e.ids, dtype=np.int32) for e in encoded]

    def placed(self, text: Folded) -> tuple[Tokens, tuple[tuple[int, int], ...]]:
        """The token ids of `text` and where each stands in it."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return np.array(encoded.ids, dtype=np.int32), tuple(encoded.offsets)

    def nearness(self, asked: Tokens, spans: TokenLists) -> Scores:
        """The cosine (0..1) of each asked word to its nearest word in each span, shape (len(asked), spans)."""
        starts, ends = spans.offsets[:-1], spans.offsets[1:]
        result = np.zeros((len(asked), len(starts)), dtype=np.float32)
        if not len(asked) or not len(spans.flat):
            return result
        present, column = np.unique(spans.flat, return_inverse=True)
        cosines = self.unit(asked) @ self.unit(present).T
        filled = np.flatnonzero(starts < ends)
        result[:, filled] = np.maximum.reduceat(cosines[:, column], starts[filled], axis=1)
        return result.clip(0.0, 1.0)

    def nearest(self, asked: Tokens, found: Tokens) -> tuple[Tokens, Scores]:
        """For each asked word the nearest of the found ones (at least one) and their cosine, each of shape (len(asked),)."""
        cosines = self.unit(asked) @ self.unit(found).T
        best = cosines.argmax(axis=1)
        return found[best], cosines[np.arange(len(asked)), best]

    def spelt(self, tokens: Tokens) -> list[str]:
        """The words of `tokens`, folded."""
        return [self._tokenizer.id_to_token(int(token)) for token in tokens]

    def unit(self, tokens: Tokens) -> Scores:
        """The vectors of `tokens` at length 1, shape (len(tokens), dimensions)."""
        return np.asarray(self._vectors[tokens].astype(np.float32) / self._norms[tokens][:, None])


@cache
def bundled_words() -> WordTable:
    """The word table of the bundled encoder."""
    return WordTable(BUNDLED)


def token_idf(tokens_of: Sequence[Tokens], size: int) -> Scores:
    """The `inverse_frequency` of every token id below `size` among these texts."""
    holding = np.zeros(size, dtype=np.float32)
    for tokens in tokens_of:
        holding[np.unique(tokens)] += 1
    return np.asarray(inverse_frequency(holding, len(tokens_of)), dtype=np.float32)
