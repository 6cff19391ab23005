"""The model folder: int8 vectors with one scale a row, tokenizer, configuration; written and read back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from tokenizers import Tokenizer

Encode = Callable[[Sequence[str]], np.ndarray]
"""Folded texts to float32 [n, dims] of unit length."""


def quantise(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [n, dims] and float32 [n] scales with  vectors = int8 * scale  up to rounding.

    The scales travel as model2vec's token weights, which both model2vec and sentence-transformers multiply in;
    so a row's own length (its learned weight) costs no precision.
    """
    scales = (np.abs(vectors).max(axis=1) / 127.0).astype(np.float32)
    scales[scales == 0] = 1.0
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def save_model(vectors: np.ndarray, tokenizer: Tokenizer, folder: Path) -> None:
    """Replace `folder` by a model that model2vec and sentence-transformers load."""
    codes, scales = quantise(vectors)
    model = StaticModel(codes, tokenizer, weights=scales, normalize=True, language=["zh"], max_length=None)
    if folder.exists():
        shutil.rmtree(folder)
    model.save_pretrained(folder)
    # safetensors writes its file readable by the owner alone, which a package must not inherit.
    (folder / "model.safetensors").chmod(0o644)


def saved_encoder(folder: Path) -> Encode:
    """The encoder of a saved folder, by way of model2vec."""
    encode: Encode = StaticModel.from_pretrained(folder).encode
    return encode


def largest_difference(folder: Path, texts: list[str]) -> float:
    """Largest difference between the cosines of model2vec and of sentence-transformers over all pairs of `texts`."""
    from sentence_transformers import SentenceTransformer

    ours = saved_encoder(folder)(texts)
    theirs = SentenceTransformer(str(folder), device="cpu").encode(texts)
    return float(np.abs(ours @ ours.T - theirs @ theirs.T).max())
