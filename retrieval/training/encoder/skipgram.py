"""Skip-gram vectors of the vocabulary: the start of the contrastive training and the anchor of its rare words."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from tokenizers import Tokenizer

from retrieval.training.encoder.vocabulary import encode_lines

log = logging.getLogger(__name__)


def write_tokens(tokenizer: Tokenizer, corpus: Path, target: Path) -> np.ndarray:
    """Write the corpus as lines of token ids and return how often each id occurs (int64, [vocabulary])."""
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    with corpus.open(encoding="utf-8") as lines, target.open("w", encoding="ascii") as out:
        for rows in encode_lines(tokenizer, lines):
            for row in rows:
                if len(row) > 1:
                    out.write(" ".join(map(str, row)) + "\n")
            counts += np.bincount(np.fromiter((i for row in rows for i in row), dtype=np.int64), minlength=len(counts))
    return counts


def train_skipgram(tokens: Path, size: int, *, dims: int, epochs: int, workers: int, seed: int) -> np.ndarray:
    """Vectors as float32 [size, dims]; rows of ids that the text lacks are zero.

    With more than one worker gensim's result differs slightly from run to run (threads race for the rows);
    one worker is reproducible and takes about twice as long.
    """
    model = Word2Vec(
        corpus_file=str(tokens),
        vector_size=dims,
        window=6,
        min_count=1,
        sample=1e-4,
        negative=6,
        sg=1,
        epochs=epochs,
        workers=workers,
        seed=seed,
    )
    vectors = np.zeros((size, dims), dtype=np.float32)
    for key, row in model.wv.key_to_index.items():
        vectors[int(key)] = model.wv.vectors[row]
    log.info("skip-gram: %d of %d rows trained", len(model.wv), size)
    return vectors
